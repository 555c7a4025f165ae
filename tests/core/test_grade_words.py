"""Every code of the grade step has its words, in both languages."""

from __future__ import annotations

import string
import tomllib
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.core.grade.enisa import CB, EI, option_key
from misdirect_tui.core.grade.severity import assess
from misdirect_tui.core.parts import Grading
from misdirect_tui.core.playbook.grade import BANDS, CONTENTS, LOWERING, RAISING, RECIPIENTS, GradeRules

DATA = Path(__file__).parents[2] / "data"
TREE = tomllib.loads((DATA / "rules" / "grade.toml").read_text("utf-8"))
RULES = GradeRules.model_validate(TREE)
FLAGS = (*RAISING, *LOWERING)


def words(language: str) -> dict[str, str]:
    def flat(table: dict[str, Any], path: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in table.items():
            found |= flat(value, f"{path}.{key}") if isinstance(value, dict) else {f"{path}.{key}": value}
        return found

    return flat(tomllib.loads((DATA / language / "grade.toml").read_text("utf-8")), "grade")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, chinese = words("en"), words("zh")
    assert english.keys() == chinese.keys()
    assert {key: fields(text) for key, text in english.items()} == {
        key: fields(text) for key, text in chinese.items()
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_code_has_its_words(language: str) -> None:
    told = words(language)
    reasons = {f"content.{code}" for code in CONTENTS} | {f"recipient.{code}" for code in RECIPIENTS}
    reasons |= {f"flag.{flag}" for flag in FLAGS} | {f"flag.{flag}-unknown" for flag in RAISING}
    reasons |= {"people", "bound", "floor", "floor-outside"}
    keys = {f"grade.reason.{code}" for code in reasons}
    keys |= {f"grade.next-hour.{code}" for code in (*BANDS, "minor-persons", "ungraded")}
    keys |= {f"grade.band.{code}" for code in (*BANDS, "ungraded")}
    keys |= {f"grade.response.{code}" for code in ("light", "formal", "crisis")}
    keys |= {f"grade.answer.{code}" for code in ("yes", "no", "unknown")}
    keys |= {f"grade.notice.{code}" for code in ("opened-and-deleted", "opened-unknown-deleted")}
    keys |= {f"grade.enisa.level.{code}" for code in ("low", "medium", "high", "very-high")}
    keys |= {f"grade.ei.{option_key(value)}" for value in EI}
    keys |= {f"grade.cb.{option_key(value)}" for value in CB}
    keys |= {f"grade.dpc.{number}" for number in range(1, 5)}
    for table, codes in {"content": CONTENTS, "recipient": RECIPIENTS, "flag": FLAGS}.items():
        keys |= {f"grade.{part}.{code}" for part in (table, f"{table}-how") for code in codes}
    asked = ("content", "recipient", "flags", "recipients", "dpc", "ei", "cb", "countries", "aware-at")
    keys |= {f"grade.question.{code}" for code in asked}
    keys |= {f"grade.question-how.{code}" for code in ("content", "recipient", "flags", "dpc", "ei", "cb")}
    assert keys <= told.keys()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_of_a_reason_ask_for_nothing_that_it_does_not_carry(language: str) -> None:
    told = words(language)
    answers = dict.fromkeys(FLAGS, "yes") | {"opened": "unknown"}
    for content, recipient, flags in product(CONTENTS, RECIPIENTS, (answers, dict.fromkeys(LOWERING, "yes"))):
        grading = Grading(content=content, recipient=recipient, flags=flags, recipients=100)
        for reason in assess(grading, RULES).reasons:
            assert "{" not in told[f"grade.reason.{reason.code}"].format(**reason.values)


def test_no_two_answers_read_the_same() -> None:
    for language, table in product(("en", "zh"), ("content", "recipient", "flag", "band", "next-hour")):
        texts = [text for key, text in words(language).items() if key.startswith(f"grade.{table}.")]
        assert all(one != other for one, other in combinations(texts, 2))
