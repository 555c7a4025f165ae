"""The arithmetic of ENISA's method, and its levels."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest
from misdirect_tui.core.grade.enisa import CB, DPC, EI, enisa, enisa_of, option_key
from misdirect_tui.core.grade.severity import assess
from misdirect_tui.core.parts import Grading
from misdirect_tui.core.playbook.grade import GradeRules

FILE = Path(__file__).parents[2] / "data" / "rules" / "grade.toml"
RULES = GradeRules.model_validate(tomllib.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("what", "dpc", "ei", "cb", "se", "level"),
    [
        ("a quotation with a buyer's name and e-mail, to one known buyer", 1, 1, 0.25, 1.25, "low"),
        ("the same to a list of readers that nobody can name", 1, 1, 0.5, 1.5, "low"),
        ("a bank letter with a bare account number", 2, 1, 0.25, 2.25, "medium"),
        ("a salary sheet to one colleague", 3, 1, 0.25, 3.25, "high"),
        ("a year of statements to one known recipient", 4, 1, 0.25, 4.25, "very-high"),
    ],
)
def test_known_cases_get_their_figure(
    what: str, dpc: int, ei: float, cb: float, se: float, level: str
) -> None:
    assert enisa(dpc, ei, cb) == (se, level), what


@pytest.mark.parametrize(
    ("dpc", "ei", "cb", "level"),
    [
        (1, 1, 0.99, "low"),
        (2, 1, 0, "medium"),
        (2, 1, 0.99, "medium"),
        (3, 1, 0, "high"),
        (3, 1, 0.99, "high"),
        (4, 1, 0, "very-high"),
        (4, 1, 2, "very-high"),
        (1, 0.25, 0, "low"),
    ],
)
def test_a_level_begins_exactly_at_its_bound(dpc: int, ei: float, cb: float, level: str) -> None:
    assert enisa(dpc, ei, cb).level == level


def test_the_figure_stays_in_its_range_and_rises_with_each_factor() -> None:
    for dpc, ei, cb in product(DPC, EI, CB):
        here = enisa(dpc, ei, cb).se
        assert 0.25 <= here <= 6
        for more in ((min(dpc + 1, 4), ei, cb), (dpc, min(ei + 0.25, 1), cb), (dpc, ei, min(cb + 0.25, 2))):
            assert enisa(*more).se >= here


def test_two_of_three_answers_give_no_figure() -> None:
    assert enisa_of(Grading(dpc=2, ei=1)) is None
    assert enisa_of(Grading(dpc=2, ei=1, cb=0)) == (2.0, "medium")


def test_without_personal_data_the_method_has_nothing_to_say() -> None:
    assert enisa_of(Grading(flags={"personal-data": "no"}, dpc=2, ei=1, cb=0)) is None


def test_options_have_keys_without_dots() -> None:
    assert [option_key(value) for value in EI] == ["025", "050", "075", "100"]
    assert [option_key(value) for value in CB] == ["000", "025", "050"]


def test_enisa_stands_beside_the_grade_and_never_in_it() -> None:
    answers = {"content": "quotation", "recipient": "customer", "flags": {"personal-data": "yes"}}
    plain = assess(Grading.model_validate(answers), RULES)
    harmed = assess(Grading.model_validate(answers | {"dpc": 4, "ei": 1, "cb": 0.5}), RULES)
    assert plain.enisa is None
    assert harmed.enisa == (4.5, "very-high")
    assert harmed._replace(enisa=None) == plain
