from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.paths import assign, lookup

TREE: dict[str, Any] = {"a": {"b": {"c": 1}, "d": "text"}, "list": [{"name": "x"}, ("y", "z")], "e": 2}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("e", 2),
        ("a.b.c", 1),
        ("a.b", {"c": 1}),
        ("list.0.name", "x"),
        ("list.1.1", "z"),
        ("list.2", None),
        ("list.-1", None),
        ("list.\N{SUPERSCRIPT TWO}", None),
        ("list." + "9" * 5000, None),
        ("list.name", None),
        ("a.d.0", None),
        ("a.x.y", None),
        ("e.x", None),
        ("", None),
        (".", None),
    ],
)
def test_a_path_leads_to_what_stands_there_or_to_nothing(path: str, value: object) -> None:
    assert lookup(TREE, path) == value


def test_assigning_copies_only_the_tables_along_the_path() -> None:
    changed = assign(TREE, "a.b.c", 5)
    assert changed["a"]["b"]["c"] == 5
    assert TREE["a"]["b"]["c"] == 1
    assert changed["list"] is TREE["list"]


def test_taking_a_value_away_takes_the_tables_that_are_left_empty() -> None:
    assert assign({"a": {"b": {"c": 1}}, "d": 2}, "a.b.c", None) == {"d": 2}
    assert assign({"a": {"b": {"c": 1}, "x": 0}}, "a.b.c", None) == {"a": {"x": 0}}
    assert assign({"d": 2}, "a.b.c", None) == {"d": 2}


def test_what_stands_in_the_way_and_is_no_table_gives_way() -> None:
    assert assign(TREE, "a.d.x", 1)["a"]["d"] == {"x": 1}
    assert assign(TREE, "list.0.name", 1)["list"] == {"0": {"name": 1}}


keys = st.sampled_from(["a", "b", "0", "wrong-recipient"])
trees = st.recursive(
    st.integers() | st.text(max_size=3), lambda inner: st.dictionaries(keys, inner, min_size=1), max_leaves=6
)


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(keys, trees), st.lists(keys, min_size=1, max_size=4), st.integers() | st.booleans())
def test_what_was_assigned_is_what_is_found(tree: dict[str, Any], steps: list[str], value: object) -> None:
    path = ".".join(steps)
    changed = assign(tree, path, value)
    assert lookup(changed, path) is value
    assert lookup(assign(changed, path, None), path) is None
