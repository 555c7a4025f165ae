"""How bad it is, of answers alone, of a record, and of answers laid over a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


def test_grade_gives_what_the_contract_names(cli: Run) -> None:
    found = cli("grade", "--content", "contract", "--recipient", "customer", "--json").in_order().json
    assert list(found) == [
        "score", "lower", "upper", "band", "response", "reasons", "unanswered", "enisa", "clocks",
    ]  # fmt: skip
    assert found["lower"] <= found["score"] <= found["upper"]
    assert (found["band"], found["response"]) == ("serious", "crisis")
    assert all(list(reason) == ["code", "points", "text"] for reason in found["reasons"])
    assert sum(reason["points"] for reason in found["reasons"]) == found["score"]
    assert found["enisa"] is None
    assert found["clocks"] == []
    assert "opened" in found["unanswered"]


def test_without_content_or_recipient_there_is_no_score(cli: Run) -> None:
    for options in ((), ("--content", "contract"), ("--recipient", "competitor")):
        found = cli("grade", *options, "--json").in_order().json
        assert (found["score"], found["band"], found["response"]) == (None, None, "formal")
    assert "not graded yet" in cli("grade").out
    assert "还没评估" in cli("--ui-language", "zh", "grade").out


def test_the_enisa_figure_stands_beside_the_score(cli: Run) -> None:
    answers = ("--content", "quotation", "--recipient", "customer")
    figure = ("--dpc", "3", "--ei", "0.50", "--cb", "0.5")
    plain, with_figure = (cli("grade", *answers, *more, "--json").json for more in ((), figure))
    assert with_figure["enisa"] == {"se": 2.0, "level": "medium"}
    assert plain["score"] == with_figure["score"]


def test_clocks_keep_the_offset_that_they_came_with(cli: Run) -> None:
    found = cli(
        "grade", "--personal-data", "yes", "--country", "de", "FR", "--country", "BR",
        "--aware-at", "2025-11-18T18:00:00.75+08:00", "--json",
    ).in_order().json  # fmt: skip
    assert all(
        list(clock) == ["id", "starts", "due", "unit", "text", "source", "confidence"]
        for clock in found["clocks"]
    )
    assert "2025-11-21T18:00:00+08:00" in [clock["due"] for clock in found["clocks"]]


def test_options_are_laid_over_the_answers_of_a_record(cli: Run, record: Path) -> None:
    before = record.read_bytes()
    own = cli("grade", record, "--json").in_order().json
    laid = cli("grade", record, "--opened", "yes", "--recipients", "40", "--json").in_order().json
    assert own == cli("grade", "--content", "contract", "--recipient", "customer", "--json").json
    assert laid["score"] > own["score"]
    assert record.read_bytes() == before
    assert cli("grade", "-", "--json", stdin=before).json == own


def test_answers_that_contradict_each_other_are_told(cli: Run) -> None:
    answers = ("--content", "contract", "--recipient", "customer", "--opened", "yes")
    both = cli("grade", *answers, "--deleted-unread", "yes").in_order().out
    assert len(both.splitlines()) > len(cli("grade", *answers).out.splitlines())


def test_a_wrong_answer_in_a_record_is_left_out_named_and_status_1(cli: Run, record: Path) -> None:
    record.write_text(record.read_text("utf-8").replace('"contract"', '"contrakt"'), "utf-8")
    said = cli("grade", record, "--json").in_order()
    assert said.status == 1
    assert said.json["score"] is None
    assert f"{record}: grade.content: " in said.faults[0]
    assert "'contract'" in said.faults[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_grade_is_told_with_its_reasons(cli: Run, record: Path, language: str) -> None:
    told = cli("--ui-language", language, "grade", record).in_order().out.splitlines()
    assert told[0] == {"en": "serious 56", "zh": "严重 56"}[language]
    assert sum(line.lstrip().startswith("+") for line in told) == 2
