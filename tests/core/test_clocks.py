"""The legal clocks: what starts them, and when they end, in every kind of time."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from misdirect_tui.core.grade.clocks import Clock, about_aware_at, clocks
from misdirect_tui.core.grade.countries import countries_in, name_of, nearest_name
from misdirect_tui.core.parts import Grading
from misdirect_tui.core.playbook.clocks import ClockRule, ClockRules
from pydantic import ValidationError

DATA = Path(__file__).parents[2] / "data"
RULES = ClockRules.model_validate(tomllib.loads((DATA / "rules" / "clocks.toml").read_text("utf-8")))
NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")
LOW = {"dpc": 1, "ei": 1, "cb": 0.25}


def found(*countries: str, at: datetime | None = NOON, **answers: object) -> dict[str, Clock]:
    answers = {"flags": {"personal-data": "yes"}} | answers
    grading = Grading.model_validate(answers | {"countries": countries, "aware_at": at})
    return {clock.id: clock for clock in clocks(grading, RULES)}


def due(country: str, name: str, at: str | datetime) -> str | None:
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    end = found(country, at=at)[name].due
    return end.isoformat() if end else None


@pytest.mark.parametrize(
    ("country", "name", "at", "end"),
    [
        ("DE", "eu-gdpr-33", "2026-11-23T17:22:41+08:00", "2026-11-26T17:22:41+08:00"),
        ("GB", "uk-gdpr", "2026-11-23T23:30:00-05:00", "2026-11-26T23:30:00-05:00"),
        ("FR", "eu-gdpr-33", "2026-12-30T20:00:00+00:00", "2027-01-02T20:00:00+00:00"),
        ("FR", "eu-gdpr-33", "2028-02-27T09:00:00+05:45", "2028-03-01T09:00:00+05:45"),
        ("SG", "sg-pdpa", "2026-12-30T00:00:00+08:00", "2027-01-02T23:59:59+08:00"),
        ("US", "us-ca", "2026-12-15T23:59:00-08:00", "2027-01-14T23:59:59-08:00"),
        ("US", "us-hipaa", "2026-12-31T08:00:00-05:00", "2027-03-01T23:59:59-05:00"),
        ("JP", "jp-appi", "2026-12-29T10:00:00+09:00", "2027-01-01T23:59:59+09:00"),
        ("IN", "in-dpdp", "2027-05-14T10:00:00+05:30", "2027-05-17T10:00:00+05:30"),
    ],
)
def test_a_deadline_ends_in_its_own_unit_at_the_offset_it_came_with(
    country: str, name: str, at: str, end: str
) -> None:
    assert due(country, name, at) == end


@pytest.mark.parametrize(
    ("zone", "at", "end"),
    [
        ("Europe/Berlin", "2026-03-27T12:00:00", "2026-03-30T13:00:00+02:00"),
        ("Europe/Berlin", "2026-10-23T12:00:00", "2026-10-26T11:00:00+01:00"),
        ("America/New_York", "2026-10-30T12:00:00", "2026-11-02T11:00:00-05:00"),
        ("Asia/Shanghai", "2026-10-23T12:00:00", "2026-10-26T12:00:00+08:00"),
    ],
)
def test_hours_run_in_real_time_across_a_change_of_clocks(zone: str, at: str, end: str) -> None:
    assert due("DE", "eu-gdpr-33", datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))) == end


def test_calendar_days_end_with_the_local_day_across_a_change_of_clocks() -> None:
    at = datetime(2026, 10, 30, 12, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert due("US", "us-ca", at) == "2026-11-29T23:59:59-08:00"


@pytest.mark.parametrize(
    ("country", "name", "at", "end"),
    [
        # Evening in New York, the next day in Tokyo and Singapore; a year's end there.
        ("JP", "jp-appi", "2026-12-30T22:00:00-05:00", "2027-01-03T09:59:59-05:00"),
        ("JP", "jp-appi", "2026-12-30T08:00:00-05:00", "2027-01-02T09:59:59-05:00"),
        ("SG", "sg-pdpa", "2026-11-23T23:00:00+00:00", "2026-11-27T15:59:59+00:00"),
        # Morning in China, the evening before in California; summer time there, and back.
        ("US", "us-ca", "2026-06-01T08:00:00+08:00", "2026-07-01T14:59:59+08:00"),
        ("US", "us-ca", "2026-10-15T20:00:00+08:00", "2026-11-15T15:59:59+08:00"),
        # Of several zones the one where the days end first.
        ("US", "us-hipaa", "2026-12-31T16:00:00+08:00", "2027-03-01T17:59:59+08:00"),
        ("AU", "au-ndb", "2026-11-23T22:00:00+08:00", "2026-12-23T23:59:59+08:00"),
    ],
)
def test_calendar_days_are_counted_and_end_where_the_law_holds(
    country: str, name: str, at: str, end: str
) -> None:
    assert due(country, name, at) == end


def test_every_count_of_calendar_days_has_the_zones_of_its_country() -> None:
    for name, rule in RULES.clock.items():
        assert bool(rule.zones) == (rule.unit == "calendar-days"), name
        assert all(map(ZoneInfo, rule.zones))


def test_where_the_zones_of_a_country_are_not_at_hand_the_day_that_ends_first_counts_and_that_is_said() -> (
    None
):
    rule = RULES.clock["jp-appi"].model_copy(update={"zones": ("Nowhere/Atall",)})
    rules = RULES.model_copy(update={"clock": {**RULES.clock, "jp-appi": rule}})
    grading = Grading.model_validate(
        {"countries": ["JP"], "aware_at": NOON, "flags": {"personal-data": "yes"}}
    )
    clock = next(one for one in clocks(grading, rules) if one.id == "jp-appi")
    assert "zone-missing" in clock.notes
    assert clock.due == datetime.fromisoformat("2026-11-26T17:59:59+08:00")
    assert "zone-missing" not in found("JP")["jp-appi"].notes


def test_working_days_get_no_date_and_say_why() -> None:
    clock = found("BR")["br-lgpd"]
    assert (clock.unit, clock.due, clock.values["amount"]) == ("working-days", None, 3)
    assert found("BR")["br-lgpd-details"].starts == "unnamed"
    assert "no-holidays" in clock.notes


def test_at_once_has_no_time_of_day() -> None:
    clock = found("CN")["cn-pipl-57"]
    assert (clock.kind, clock.unit, clock.due) == ("clock", "at-once", None)


def test_a_deadline_without_a_time_says_so() -> None:
    clock = found("DE", at=None)["eu-gdpr-33"]
    assert clock.due is None
    assert "no-time" in clock.notes
    assert "no-time" not in found("DE")["eu-gdpr-33"].notes


def test_what_starts_with_an_earlier_notice_gets_no_date() -> None:
    clock = found("US-CA")["us-ca-ag"]
    assert clock.due is None
    assert "starts-later" in clock.notes


def test_one_mail_in_china_counts_no_hours_down() -> None:
    entries = found("CN")
    assert "cn-incident-2025" in entries
    assert all(clock.unit != "hours" and clock.due is None for clock in entries.values())


@pytest.mark.parametrize("country", ["DE", "GB", "CN", "US", "JP", "AE", "ZZ"])
def test_there_is_always_something_to_record_and_it_comes_first(country: str) -> None:
    first = next(iter(found(country).values()))
    assert first.kind == "record"


def test_a_low_risk_is_the_reason_in_the_record_and_is_said_at_the_clock() -> None:
    entries = found("DE", **LOW)
    assert "low-risk-record" in entries["eu-gdpr-33-5"].notes
    assert "low-risk" in entries["eu-gdpr-33"].notes
    graver = found("DE", dpc=3, ei=1, cb=0.25)
    assert graver["eu-gdpr-33-5"].notes == graver["eu-gdpr-33"].notes == ()


def test_a_low_risk_eases_only_what_hangs_on_a_risk() -> None:
    everywhere = found(*RULES.by_country, at=datetime.fromisoformat("2027-06-01T12:00:00+08:00"), **LOW)
    assert {name for name, clock in everywhere.items() if "low-risk" in clock.notes} == {
        "eu-gdpr-33", "eu-gdpr-34", "uk-gdpr", "uk-gdpr-34", "au-ndb-notice", "br-lgpd", "br-lgpd-details",
    }  # fmt: skip
    by_number = {name for name, clock in everywhere.items() if "low-risk-but-number" in clock.notes}
    assert by_number == {"sg-pdpa"}
    assert everywhere["cn-pipl-57"].notes == everywhere["in-dpdp"].notes == ()


def test_in_china_only_the_notice_to_the_persons_is_eased() -> None:
    flags = {"personal-data": "yes", "deleted-unread": "yes", "encrypted": "yes"}
    notes = found("CN", flags=flags)["cn-pipl-57"].notes
    assert notes == ("eased-persons-deleted-unread", "eased-persons-encrypted")


def test_assessing_is_due_in_australia_at_any_risk_and_the_notice_at_once() -> None:
    entries = found("AU", **LOW)
    assert (entries["au-ndb"].unit, entries["au-ndb"].notes) == ("calendar-days", ("start-assumed",))
    assert (entries["au-ndb-notice"].unit, entries["au-ndb-notice"].due) == ("at-once", None)


def test_the_first_day_of_a_range_is_called_the_earliest() -> None:
    entries = found("JP")
    assert entries["jp-appi"].notes == ("earliest",)
    assert entries["jp-appi-final"].notes == ()
    assert "earliest" not in found("JP", at=None)["jp-appi"].notes


def test_a_law_that_was_not_read_names_no_source() -> None:
    for name in ("kr-pipa", "hk-pcpd", "th-pdpa", "vn-pdpd", "tr-kvkk", "za-popia", "gulf"):
        assert (RULES.clock[name].source, RULES.clock[name].confidence) == (None, "unverified")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中国 德国", "CN DE"),
        ("中国、德国，法国；英国", "CN DE FR GB"),
        ("Germany, the Netherlands and more", "DE|NL|and more"),
        ("the Netherlands; South Korea USA", "NL KR US"),
        ("EU", "EU"),
        ("欧盟", "EU"),
        ("ｄｅ FR de", "DE FR"),
        ("U.S.A. U.K.", "US UK"),
        ("united states of america california", "US US-CA"),
        ("us-ca XX qq", "US-CA XX QQ"),
        ("El Salvador", "El Salvador"),
        ("made in China", "made in|CN"),
        ("Germny", "Germny"),
        (" , ; ", ""),
    ],
)
def test_countries_are_known_by_code_and_by_name_in_both_languages(text: str, codes: str) -> None:
    known = [codes] if codes in ("El Salvador", "Germny") else codes.split("|" if "|" in codes else " ")
    assert list(countries_in(text, RULES)) == [code for code in known if code]


def test_a_name_stands_for_its_country_and_the_nearest_is_told_for_an_unknown_one() -> None:
    assert found("德国", "germany", "DE").keys() == found("DE").keys()
    assert found("Germny")["unknown-country-near"].values == {"country": "Germny", "near": "Germany"}
    assert found("Utopia")["unknown-country"].values == {"country": "Utopia"}
    assert nearest_name("意大力", RULES) == "意大利"
    for another in ("Canada", "Russia", "Taiwan", "Iran", "Indonesia", "俄罗斯", "印度尼西亚"):
        assert nearest_name(another, RULES) is None


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("between", [", ", "、"])
def test_the_names_of_countries_are_read_as_the_countries_again(language: str, between: str) -> None:
    codes = (*RULES.by_country, "XX", "Utopia")
    names = [name_of(code, language, RULES) for code in codes]
    assert countries_in(between.join(names), RULES) == codes
    assert ("德国" in names) == (language == "zh")
    assert ("Germany" in names) == (language == "en")


def test_every_country_with_a_clock_has_a_name_in_each_language_and_no_name_two_countries() -> None:
    aliases = {"EL", "UK"}
    assert RULES.names.keys() == RULES.by_country.keys() - aliases
    names = [name.casefold() for names in RULES.names.values() for name in names]
    assert len(names) == len(set(names))
    for names in RULES.names.values():
        assert {name.isascii() for name in names} == {True, False}


def test_what_is_odd_about_the_time_of_noticing_is_said() -> None:
    def odd(at: datetime | None) -> tuple[str, ...]:
        return about_aware_at(Grading.model_validate({"aware_at": at}), NOON)

    assert odd(None) == odd(NOON) == odd(NOON + timedelta(minutes=5)) == ()
    assert odd(NOON + timedelta(minutes=6)) == ("aware-in-future",)
    assert odd(NOON.replace(hour=0)) == ("aware-at-midnight",)
    assert odd(datetime.fromisoformat("2030-01-05")) == ("aware-in-future", "aware-at-midnight")


@pytest.mark.parametrize("opened", ["yes", "unknown"])
def test_deleted_unread_speaks_against_a_duty_unless_it_was_opened(opened: str) -> None:
    flags = {"personal-data": "yes", "deleted-unread": "yes"}
    assert "eased-deleted-unread" in found("JP", flags=flags)["jp-appi"].notes
    assert "eased-deleted-unread" not in found("JP", flags=flags | {"opened": opened})["jp-appi"].notes


def test_a_law_not_yet_in_force_is_a_note_without_a_date() -> None:
    clock = found("IN", at=datetime.fromisoformat("2027-05-13T23:00:00+05:30"))["in-dpdp"]
    assert (clock.kind, clock.due, clock.unit) == ("note", None, "none")
    assert "not-in-force" in clock.notes


def test_an_unknown_country_is_said_and_stops_nothing() -> None:
    entries = found("DE", "qq")
    assert entries["unknown-country"].values == {"country": "QQ"}
    assert "eu-gdpr-33" in entries


def test_countries_under_one_law_share_its_clock_whatever_their_case() -> None:
    assert found("de", "FR", " no ").keys() == found("EU").keys()


def test_the_clocks_wait_for_personal_data_or_a_country() -> None:
    assert clocks(Grading(), RULES) == ()
    assert list(found(flags={"personal-data": "no"})) == ["no-personal-data"]
    assert list(found()) == ["internal-record", "no-country"]
    assert "eu-gdpr-33" in found("DE", flags={})


def test_a_time_at_the_end_of_all_calendars_gives_no_date() -> None:
    assert due("DE", "eu-gdpr-33", "9999-12-31T12:00:00+00:00") is None


def test_a_time_without_a_zone_is_counted_as_it_stands() -> None:
    assert due("DE", "eu-gdpr-33", "2026-12-30T12:00:00") == "2027-01-02T12:00:00"


@pytest.mark.parametrize(("unit", "amount"), [("hours", None), ("at-once", 3), ("none", 1)])
def test_a_unit_and_an_amount_that_do_not_go_together_are_a_fault(unit: str, amount: int | None) -> None:
    rule = {"kind": "clock", "countries": ["XX"], "starts": "aware", "threshold": "risk"}
    with pytest.raises(ValidationError, match="unit-and-amount"):
        ClockRule.model_validate(rule | {"unit": unit, "amount": amount, "confidence": "unverified"})


def test_every_fact_with_a_source_says_when_it_was_checked_and_how_sure_it_is() -> None:
    for name, rule in RULES.clock.items():
        assert rule.checked_on is not None, name
        assert rule.source or rule.confidence == "unverified", name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_clock_and_every_code_has_its_words(language: str) -> None:
    told = tomllib.loads((DATA / language / "grade.toml").read_text("utf-8"))
    everywhere = [*RULES.by_country, "ZZ"]
    flags = {"personal-data": "yes", "deleted-unread": "yes", "encrypted": "yes"}
    entries = [
        *found(*everywhere, "Germny", flags=flags, **LOW).values(),
        *found(*everywhere, at=None).values(),
        *found(flags={"personal-data": "no"}).values(),
        *found().values(),
    ]
    assert RULES.clock.keys() <= {clock.id for clock in entries}
    for clock in entries:
        said = told["clock"][clock.id]
        assert said["law"].format(**clock.values)
        assert "{" not in said["text"].format(**clock.values)
        assert told["unit"][clock.unit].format(**clock.values)
        assert clock.starts in told["starts"]
        assert set(clock.who) <= told["who"].keys()
        assert set(clock.notes) <= told["clocks"]["note"].keys()
    assert {"aware-in-future", "aware-at-midnight", "zone-missing"} <= told["clocks"]["note"].keys()
    assert told["clocks"]["disclaimer"]
