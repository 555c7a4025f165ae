from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import pytest
from misdirect_tui.core.fault import Term
from misdirect_tui.core.playbook.base import Rule
from misdirect_tui.files.sift import keys_of, shown, sift, without
from pydantic import Field, model_validator


class Path(Rule):
    steps: tuple[str, ...] = ()
    kind: Literal["short", "long"] = "short"


class Service(Rule):
    name: str
    window: int = Field(default=0, ge=0, le=60)
    ratio: float = Field(default=0.5, multiple_of=0.25)
    since: date | None = None
    paths: tuple[Path, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> Service:
        if self.name == "nobody":
            raise ValueError("somebody has to be named")
        return self


class Rules(Rule):
    version: str = ""
    services: Mapping[Literal["gmail", "other"], Service] = {}


ALLOWED = ("short", "long")


def sifted(tree: dict[str, Any]) -> tuple[Rules | None, dict[str, tuple[str, Mapping[str, Any]]]]:
    rules, faults = sift(Rules, tree, "x.toml", may_drop=lambda _: True)
    return rules, {fault.where.removeprefix("x.toml: "): (fault.code, fault.values) for fault in faults}


@pytest.mark.parametrize(
    ("service", "where", "code", "values"),
    [
        ({"window": 61}, "window", "out-of-range", {"given": "61", "bound": 60}),
        ({"window": "many"}, "window", "wrong-value", {"given": "many", "what": Term("whole-number")}),
        ({"window": [1]}, "window", "wrong-value", {"given": "[1]", "what": Term("whole-number")}),
        ({"ratio": 0.3}, "ratio", "wrong-value", {"given": "0.3", "what": Term("multiple", {"step": 0.25})}),
        ({"since": {}}, "since", "wrong-value", {"given": "{}", "what": Term("date")}),
        ({"paths": 3}, "paths", "wrong-value", {"given": "3", "what": Term("list")}),
        ({"paths": [{"steps": [True]}]}, "paths.0.steps.0", "wrong-value",
         {"given": "true", "what": Term("text")}),
        ({"paths": [{"kind": "lnog"}]}, "paths.0.kind", "not-one-of-near",
         {"given": "lnog", "allowed": ALLOWED, "nearest": "long"}),
        ({"paths": [{"kind": 5}]}, "paths.0.kind", "not-one-of",
         {"given": "5", "allowed": ALLOWED, "nearest": ""}),
        ({"windwo": 5}, "windwo", "unknown-key-near", {"nearest": "window"}),
        ({"paths": [{"stps": []}]}, "paths.0.stps", "unknown-key-near", {"nearest": "steps"}),
        ({"zzz": 5}, "zzz", "unknown-key", {"nearest": ""}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_left_out_and_named_with_what_was_likely_meant(
    service: dict[str, Any], where: str, code: str, values: dict[str, Any]
) -> None:
    rules, faults = sifted({"version": "1", "services": {"gmail": {"name": "G", **service}}})
    assert faults == {f"services.gmail.{where}": (code, values)}
    assert rules is not None
    assert rules.services["gmail"].name == "G"


def test_a_table_that_lacks_what_it_needs_is_left_out() -> None:
    rules, faults = sifted({"services": {"gmail": {"window": 3}, "other": {"name": "O"}}})
    assert faults == {"services.gmail.name": ("missing-key", {})}
    assert rules is not None
    assert rules.services.keys() == {"other"}


def test_a_key_that_has_to_be_an_id_names_the_nearest() -> None:
    rules, faults = sifted({"services": {"gmial": {"name": "G"}, "zzzzz": {"name": "Z"}}})
    assert faults["services.gmial"] == ("unknown-key-near", {"nearest": "gmail"})
    assert faults["services.zzzzz"] == ("unknown-key", {"nearest": ""})
    assert rules == Rules()


def test_what_a_model_itself_refuses_says_why() -> None:
    _, faults = sifted({"services": {"gmail": {"name": "nobody"}}})
    assert faults == {"services.gmail": ("unsound", {"what": "somebody has to be named"})}


def test_several_wrong_items_of_one_list_leave_the_right_ones() -> None:
    paths: list[Any] = [{"kind": "long"}, 1, {"kind": "short"}, 2, 3, {"kind": "long"}]
    rules, faults = sifted({"services": {"gmail": {"name": "G", "paths": paths}}})
    assert faults.keys() == {f"services.gmail.paths.{number}" for number in (1, 3, 4)}
    assert rules is not None
    assert [path.kind for path in rules.services["gmail"].paths] == ["long", "short", "long"]


def test_what_is_protected_is_not_left_out() -> None:
    found, faults = sift(Service, {"name": 5}, "x.toml", may_drop=lambda path: path != ("name",))
    assert found is None
    assert [fault.where for fault in faults] == ["x.toml: name"]


def test_a_place_goes_before_each_key() -> None:
    _, faults = sift(Path, {"kind": 5, "zzz": 1}, "x.toml", may_drop=lambda _: True, place="paths.3")
    assert {fault.where for fault in faults} == {"x.toml: paths.3.kind", "x.toml: paths.3.zzz"}


def test_keys_are_those_of_the_place() -> None:
    assert keys_of(Rules, ()) == ["version", "services"]
    assert keys_of(Rules, ("services", "gmail", "paths", 0)) == ["steps", "kind"]


def test_a_value_is_named_in_few_letters_whatever_it_is() -> None:
    for value in ("x" * 1000, [1] * 1000, {"a": 1}, True, None, 1.5):
        assert len(shown(value)) <= 40


def test_leaving_out_copies_only_what_lies_along_the_way() -> None:
    tree = {"a": {"b": 1, "c": [1, 2, 3]}, "d": {"e": 1}}
    left = without(tree, [("a", "b"), ("a", "c", 0), ("a", "c", 2)])
    assert left == {"a": {"c": [2]}, "d": {"e": 1}}
    assert left["d"] is tree["d"]
    assert tree["a"] == {"b": 1, "c": [1, 2, 3]}
