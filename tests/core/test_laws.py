"""The laws that no weight may break, and how a broken one is named."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from misdirect_tui.core.playbook.grade import LOWERING, RAISING, GradeRules
from misdirect_tui.core.playbook.laws import broken_laws
from pydantic import ValidationError

DATA = Path(__file__).parents[2] / "data"
TREE = tomllib.loads((DATA / "rules" / "grade.toml").read_text("utf-8"))
RULES = GradeRules.model_validate(TREE)
FLAGS = (*RAISING, *LOWERING)


def test_the_shipped_weights_break_no_law() -> None:
    assert broken_laws(RULES) == ()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("points.contract.customer", 30, "order"),
        ("points.quotation.supplier", 28, "order"),
        ("points.catalogue.outsider", 25, "band"),
        ("points.quotation.competitor", 44, "band"),
        ("points.commentary.competitor", 101, "range"),
        ("points.catalogue.colleague", -1, "range"),
        ("raising.public", -1, "raising"),
        ("lowering.recalled", 1, "lowering"),
        ("people.20", 7, "people"),
        ("people.1", -3, "people"),
        ("people.0", 0, "people-step"),
        ("bands.serious", 20, "bands"),
        ("bands.critical", 101, "bands"),
    ],
)
def test_weights_that_break_a_law_are_named_with_their_place(path: str, value: int, code: str) -> None:
    *tables, key = path.split(".")
    tree = {name: table.copy() if isinstance(table, dict) else table for name, table in TREE.items()}
    tree["points"] = {content: row.copy() for content, row in TREE["points"].items()}
    place = tree
    for table in tables:
        place = place[table]
    place[key] = value
    broken = broken_laws(GradeRules.model_validate(tree))
    assert code in {law.code for law in broken if path in law.keys}
    for language in ("en", "zh"):
        told = tomllib.loads((DATA / language / "grade.toml").read_text("utf-8"))["law"]
        for law in broken:
            assert law.key in told[law.code].format(**law.values)


def test_a_weight_that_is_missing_is_named() -> None:
    tree = TREE | {"raising": {flag: 1 for flag in RAISING if flag != "public"}}
    with pytest.raises(ValidationError, match="nothing-for: table raising, missing public"):
        GradeRules.model_validate(tree)
