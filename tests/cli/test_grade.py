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
    line = next(
        number for number, text in enumerate(record.read_text("utf-8").splitlines(), 1) if "contrakt" in text
    )
    assert f"{record}:{line}: grade.content: " in said.faults[0]
    assert "'contract'" in said.faults[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_grade_is_told_with_its_reasons(cli: Run, record: Path, language: str) -> None:
    told = cli("--ui-language", language, "grade", record).in_order().out.splitlines()
    assert told[0] == {"en": "serious 56", "zh": "严重 56"}[language]
    assert sum(line.lstrip().startswith("+") for line in told) == 2


def test_a_clock_is_told_with_its_start_its_source_and_how_sure_it_is(cli: Run) -> None:
    asked = ("--personal-data", "yes", "--country", "DE", "KR", "--aware-at", "2025-11-18T18:00:00+08:00")
    told = cli("grade", *asked).in_order().out.splitlines()
    law = told.index("EU: GDPR 33(1)")
    assert "    By 2025-11-21 18:00+08:00 (from the moment you know)" in told[law:]
    assert any(
        line.startswith("    read in its text or a copy of it: GDPR Art. 33(1)") for line in told[law:]
    )
    assert (
        told[told.index("Korea: PIPA 34") :].count("    not verified, please check: no source was read") == 1
    )
    assert "    Starts: from the moment you know" in told


def test_low_harm_leaves_the_duty_in_china_as_it_is(cli: Run) -> None:
    low = ("--personal-data", "yes", "--dpc", "1", "--ei", "0.25", "--cb", "0.25")
    assert "hardly reached" not in cli("grade", *low, "--country", "CN").in_order().out
    assert "hardly reached" in cli("grade", *low, "--country", "DE").in_order().out


@pytest.mark.parametrize("named", [("中国", "Germany"), ("China,", "德国"), ("cn", "DE")])
def test_countries_may_be_named(cli: Run, named: tuple[str, ...]) -> None:
    by_code = cli("grade", "--country", "CN", "DE", "--json").in_order().json
    assert cli("grade", "--country", *named, "--json").in_order().json == by_code


def test_an_unknown_name_is_refused_with_the_nearest(cli: Run) -> None:
    refused = cli("grade", "--country", "DE", "Germny")
    assert (refused.status, refused.out) == (2, "")
    assert "did you mean 'Germany'?" in refused.err
    for known_nowhere in ("XX", "Canada", "俄罗斯"):
        assert known_nowhere in cli("grade", "--country", known_nowhere).in_order().out


def test_a_time_of_noticing_that_is_odd_is_accepted_and_said(cli: Run) -> None:
    asked = ("grade", "--personal-data", "yes", "--country", "DE", "--aware-at")
    ahead = cli(*asked, "2099-01-05").out
    assert "lies in the future" in ahead
    assert "00:00" in ahead
    exact = cli(*asked, "2025-11-18T18:00:00+08:00").out
    assert "lies in the future" not in exact
    assert "00:00 of the day" not in exact
    json = cli(*asked, "2099-01-05", "--json")
    assert json.status == 0
    assert "grade --aware-at: The time you gave for noticing lies in the future" in json.err
    assert json.json["clocks"]


def test_answers_that_contradict_each_other_are_said_beside_the_json(cli: Run) -> None:
    answers = ("grade", "--opened", "yes", "--deleted-unread", "yes")
    told = cli(*answers, "--json").in_order()
    assert told.faults == [
        "grade: It was opened, so it was not deleted unread. The graver of the two counts."
    ]
    assert "not deleted unread" in cli(*answers).out
    assert told.json["unanswered"]


def test_the_reasons_stand_in_one_order_everywhere_the_ends_of_the_scale_last(cli: Run) -> None:
    flags = ("--credentials", "yes", "--opened", "yes", "--forwarded", "yes", "--public", "yes")
    answers = ("--content", "commentary", "--recipient", "competing-customer", *flags)
    told = cli("grade", *answers).in_order().out.splitlines()
    points = [int(line.split()[0]) for line in told if line.lstrip()[0] in "+-"]
    reasons = cli("grade", *answers, "--json").json["reasons"]
    assert [reason["points"] for reason in reasons] == points
    assert points[:-1] == sorted(points[:-1], key=abs, reverse=True)
    assert reasons[-1]["code"] == "bound"
    assert abs(points[-1]) > abs(points[-2])


def test_a_range_of_days_is_told_as_a_range_and_nothing_else_is(cli: Run) -> None:
    asked = ("grade", "--content", "contract", "--recipient", "customer", "--personal-data", "yes")
    told = cli(*asked, "--country", "JP", "BR").out
    assert "within 3 to 5 calendar days" in told
    assert "within 30 calendar days" in told
    assert "within 3 working days" in told
