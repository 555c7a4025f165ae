"""The prevent step: tables that pass over nothing, honest verdicts, and decisions that stay."""

import string
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.ids import Cause, Choice, Content, ServiceId, Technique
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail
from misdirect_tui.core.playbook.prevent import MEASURES, TECHNIQUES, PreventRules
from misdirect_tui.core.prevent.firewall import Firewall, stands
from misdirect_tui.core.prevent.techniques import (
    Guide,
    advice,
    compare,
    guide,
    ordered,
    verdict,
    would_have_stopped,
)
from pydantic import ValidationError

DATA = Path(__file__).parents[2] / "data"
CAUSES = get_args(Cause)
SERVICES = get_args(ServiceId)
CONTENTS = (None, *get_args(Content))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def tree():
    return tomllib.loads((DATA / "rules" / "prevent.toml").read_text(encoding="utf-8"))


@cache
def rules():
    return PreventRules.model_validate(tree())


@cache
def words(language):
    return dict(
        _flat(tomllib.loads((DATA / language / "prevent.toml").read_text(encoding="utf-8")), "prevent")
    )


def _flat(table, at):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{at}.{key}")
        else:
            yield f"{at}.{key}", value


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def incident(named="now", at=NOON, cause=None, content=None, **techniques):
    begun = Incident.begin(id=named, at=at, mail=SentMail(sent_at=at))
    if content:
        begun = begun.with_changes({"grade.content": content}, at=at, event="answered")
    if cause:
        begun = begun.with_changes({"prevent.cause": cause}, at=at, event="chosen")
    for number, (technique, decision) in enumerate(techniques.items(), 1):
        path = f"prevent.techniques.{technique.replace('_', '-')}"
        changes = {f"{path}.{key}": value for key, value in decision.items()}
        begun = begun.with_changes(changes, at=at + timedelta(minutes=number), event="chosen")
    return begun


# The tables


def test_every_order_names_each_technique_once():
    for cause in (None, *CAUSES):
        for content in CONTENTS:
            assert sorted(ordered(cause, rules(), content=content)) == sorted(TECHNIQUES)


def test_a_technique_that_would_have_stopped_it_never_stands_behind_one_that_would_not():
    for cause in CAUSES:
        for content in CONTENTS:
            order = ordered(cause, rules(), content=content)
            stops = [verdict(one, cause, rules(), content=content) for one in order]
            after = stops[stops.index("no") :] if "no" in stops else []
            assert "yes" not in after, (cause, content, stops)


def test_a_rules_file_that_breaks_the_order_is_refused():
    broken = tree()
    broken["causes"]["haste"]["order"] = [
        "bcc",
        "delayed-send",
        "final-check",
        "send-to-self",
        "contact-groups",
    ]
    with pytest.raises(ValidationError, match="yes-behind-no: technique delayed-send"):
        PreventRules.model_validate(broken)


@pytest.mark.parametrize(("table", "key"), [("causes", "haste"), ("services", "qq"), ("instead", "bcc")])
def test_a_rules_file_with_a_hole_is_refused(table, key):
    broken = tree()
    del broken[table][key]
    with pytest.raises(ValidationError, match=f"nothing-for: table {table}, missing {key}"):
        PreventRules.model_validate(broken)


def test_a_measure_that_is_passed_over_in_silence_is_refused():
    broken = tree()
    del broken["services"]["qq"]["delayed-send"]
    with pytest.raises(ValidationError, match="passed-over: missing delayed-send"):
        PreventRules.model_validate(broken)


@pytest.mark.parametrize("service", SERVICES)
def test_each_measure_of_a_service_has_steps_or_an_alternative_or_is_unknown_and_only_one_of_them(service):
    ways = rules().services[service]
    for measure in MEASURES:
        way = ways.way(measure)
        assert (way is None) == (measure in ways.unknown), measure
        shown = guide(measure, service, rules())
        assert (shown.path is not None) == (shown.state == "steps")
        if shown.state == "steps":
            assert shown.path.lines("en")
            assert all(line.strip() for line in (*shown.path.en, *shown.path.zh))
        else:
            assert shown.instead


def test_a_fact_that_is_more_than_hearsay_names_its_source_and_every_fact_its_day():
    for service, ways in rules().services.items():
        for measure in MEASURES:
            way = ways.way(measure)
            if way is not None:
                assert way.checked_on == date(2026, 11, 23), (service, measure)
                assert way.source or way.confidence == "unverified", (service, measure)


def test_steps_in_english_are_english_but_for_the_names_of_a_chinese_menu():
    western = {
        "gmail",
        "outlook-classic",
        "microsoft-365",
        "outlook-com",
        "apple-mail",
        "zoho",
        "proton",
        "thunderbird",
    }
    for service in western:
        for measure in MEASURES:
            way = rules().services[service].way(measure)
            for line in way.en if way else ():
                assert not any("\u4e00" <= character <= "\u9fff" for character in line), line


# What is said


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("service", SERVICES)
def test_every_code_that_advice_returns_has_words(language, service):
    said = words(language)
    for cause in (None, *CAUSES):
        for content in CONTENTS:
            for technique in TECHNIQUES:
                given_advice = advice(technique, cause, service, rules(), content=content)
                if given_advice.why_code:
                    assert given_advice.why_code in said
                for one in (given_advice, *given_advice.also):
                    assert one.measure is None or f"prevent.measure.{one.measure}" in said
                    assert one.instead is None or f"prevent.instead.{one.instead}" in said
                    assert all(f"prevent.caveat.{code}" in said for code in one.caveats), one
                    assert all(f"prevent.two-sided.{code}" in said for code in one.two_sided)
                    assert one.client is None or f"prevent.client.{one.client}" in said
                    assert one.state in ("steps", "general") or f"prevent.state.{one.state}" in said


def test_both_languages_have_the_same_keys_and_placeholders():
    english, chinese = words("en"), words("zh")
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert placeholders(text) == placeholders(chinese[key]), key
        # Chinese menus are shown to nobody who reads English.
        assert text.strip() or key == "prevent.caveat.menu-names"
        assert chinese[key].strip()


def test_no_words_are_left_that_nothing_speaks():
    codes = {
        "caveat": {
            code
            for ways in rules().services.values()
            for name in MEASURES
            if (way := ways.way(name))
            for code in way.caveats
        },
        "instead": set(rules().instead.values()),
        "measure": set(MEASURES),
        "cause": set(CAUSES),
        "cause-how": set(CAUSES),
    }
    for table, expected in codes.items():
        spoken = {key.split(".")[2] for key in words("en") if key.startswith(f"prevent.{table}.")}
        assert spoken == expected


@pytest.mark.parametrize(
    ("language", "yes", "maybe", "no"),
    [
        ("en", "It would have", "It might have", "It would not have"),
        ("zh", "\u80fd", "\u4e5f\u8bb8\u80fd", "\u62e6\u4e0d\u4f4f"),
    ],
)
def test_each_sentence_begins_with_the_verdict_that_the_rules_give(language, yes, maybe, no):
    opening = {"yes": yes, "maybe": maybe, "no": no}
    for cause in CAUSES:
        for technique in TECHNIQUES:
            found = advice(technique, cause, "outlook-classic", rules())
            assert words(language)[found.why_code].startswith(opening[found.would_have_stopped]), (
                found.why_code
            )


def test_nothing_is_claimed_while_the_cause_is_not_given():
    for technique in TECHNIQUES:
        found = advice(technique, None, "gmail", rules())
        assert (found.would_have_stopped, found.why_code) == (None, None)
    assert would_have_stopped(None, None, rules()) == ()
    assert ordered(None, rules()) == TECHNIQUES


def test_addresses_shown_to_each_other_put_the_blind_copy_first_whatever_the_cause():
    for cause in (None, *CAUSES):
        assert ordered(cause, rules(), content="address-list")[0] == "bcc"
        assert would_have_stopped(cause, None, rules(), content="address-list")[0] == "bcc"
    found = advice("bcc", "haste", "gmail", rules(), content="address-list")
    assert (found.would_have_stopped, found.why_code) == ("yes", "prevent.stopped.address-list.bcc")


def test_a_content_that_a_technique_is_no_use_for_puts_it_last():
    laid = tree()
    laid["contents"]["quotation"] = {"delayed-send": "no"}
    changed = PreventRules.model_validate(laid)
    assert ordered("haste", changed, content="quotation")[-1] == "delayed-send"


def test_a_wrong_file_would_have_been_stopped_by_the_preview_and_the_final_look():
    assert would_have_stopped("wrong-file", None, rules()) == ("send-to-self", "final-check")


def test_the_delay_of_classic_outlook_says_that_outlook_must_run():
    found = advice("delayed-send", "haste", "outlook-classic", rules())
    assert (found.state, found.confidence) == ("steps", "reported")
    assert "only-while-outlook-runs" in found.caveats
    assert "cancel-delayed" in [one.measure for one in found.also]


def test_separate_sending_leads_where_the_blind_copy_is_not_known():
    found = advice("bcc", "wrong-group", "qq", rules())
    assert (found.measure, found.state) == ("separate-sending", "steps")
    assert "bcc" not in [one.measure for one in found.also]


def test_the_outside_warning_of_gmail_shows_both_its_sides():
    (warning,) = advice("final-check", "autocomplete", "gmail", rules()).also
    assert (warning.measure, warning.two_sided) == ("external-warning", ("silent-for-known",))
    assert "bcc-strangers" in advice("bcc", None, "gmail", rules()).two_sided


def test_what_a_service_cannot_do_names_what_to_use_instead():
    (warning,) = advice("final-check", "autocomplete", "thunderbird", rules()).also
    assert (warning.state, warning.instead, warning.path) == ("cannot", "read-the-domain", None)


def test_a_service_that_nobody_looked_up_is_shown_as_unknown():
    for service in (None, "other", "yahoo", "spark"):
        found = advice("delayed-send", "haste", service, rules())
        assert (found.path, found.confidence, found.source) == (None, None, None)
        assert (found.state, found.instead) == ("unknown" if service else "unnamed", "drafts-first")


@pytest.mark.parametrize("service", [None, *SERVICES])
def test_hurry_would_have_been_stopped_for_sure_only_where_the_mailbox_is_known_to_hold_every_mail(service):
    found = advice("delayed-send", "haste", service, rules())
    holds = service in ("outlook-classic", "thunderbird", "zoho")
    assert found.would_have_stopped == ("yes" if holds else "maybe")
    assert ("delayed-send" in would_have_stopped("haste", service, rules())) == holds
    for language, opening in (("en", "It might have"), ("zh", "\u4e5f\u8bb8\u80fd")):
        assert holds or words(language)[found.why_code].startswith(opening)


def test_what_is_set_mail_by_mail_is_never_said_to_be_all_that_a_mailbox_can_do():
    for service, ways in rules().services.items():
        way = ways.delayed_send
        if way is not None and "each-mail" in way.caveats:
            assert not ways.holds_all, service
            assert "rule-contradicted" not in way.caveats
    assert "not known" in words("en")["prevent.caveat.each-mail"]


def test_microsoft_365_names_the_ways_of_both_of_its_programs():
    found = advice("delayed-send", "haste", "microsoft-365", rules())
    assert found.client == "microsoft-365"
    classic = [one for one in found.also if one.client == "outlook-classic"]
    assert [one.measure for one in classic] == ["delayed-send", "cancel-delayed"]
    assert any("Defer delivery" in step for step in classic[0].path.en)
    (warning,) = (
        one
        for one in advice("final-check", "haste", "microsoft-365", rules()).also
        if one.client == "outlook-classic"
    )
    assert any("OutlookOkan" in step for step in warning.path.en)


def test_nobody_is_sent_to_the_administrator_for_what_they_can_do_themselves():
    ways = rules().services
    assert "admin-only" not in ways["netease-enterprise"].contact_groups.caveats
    assert "admin-only" not in ways["outlook-classic"].external_warning.caveats


def test_looking_and_sending_to_oneself_need_no_service():
    for technique in ("final-check", "send-to-self"):
        found = advice(technique, "haste", "gmail", rules())
        assert (found.state, found.measure, found.path) == ("general", None, None)
    assert Guide().state == "general"


# What stays


def test_a_decision_stands_until_a_later_incident_decides_otherwise():
    first = incident(
        "first", NOON - timedelta(days=30), delayed_send={"choice": "refused"}, bcc={"choice": "adopted"}
    )
    second = incident(
        "second", NOON - timedelta(days=9), delayed_send={"choice": "planned", "due": date(2026, 11, 13)}
    )
    standing = stands([second, first]).standing()
    assert (standing["delayed-send"].choice, standing["delayed-send"].incident) == ("planned", "second")
    assert (standing["bcc"].choice, standing["bcc"].since) == (
        "adopted",
        NOON - timedelta(days=30) + timedelta(minutes=2),
    )


def test_a_decision_that_is_taken_back_lets_the_earlier_one_stand_again():
    first = incident("first", NOON - timedelta(days=30), bcc={"choice": "adopted"})
    second = incident("second", bcc={"choice": "refused"})
    both = stands([first, second])
    assert both.standing()["bcc"].choice == "refused"
    undone = second.undone(at=NOON + timedelta(hours=1))
    assert both.with_incident(undone).standing()["bcc"].choice == "adopted"


def test_changing_only_the_day_does_not_change_since_when_it_is_decided():
    planned = incident("now", bcc={"choice": "planned", "due": date(2026, 11, 21)})
    moved = planned.with_changes(
        {"prevent.techniques.bcc.due": date(2026, 11, 25)}, at=NOON + timedelta(hours=3), event="chosen"
    )
    habit = stands([moved]).standing()["bcc"]
    assert (habit.since, habit.due) == (NOON + timedelta(minutes=1), date(2026, 11, 25))


decisions = st.lists(
    st.tuples(
        st.sampled_from(get_args(Technique)),
        st.sampled_from(get_args(Choice)),
        st.integers(0, 5),
        st.integers(0, 1000),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ),
    max_size=12,
)


def walled(made):
    firewall = Firewall()
    for technique, choice, number, hours, due in made:
        since = NOON + timedelta(hours=hours)
        firewall = firewall.with_decision(technique, choice, since=since, incident=f"i{number}", due=due)
    return firewall


@settings(derandomize=True, deadline=None)
@given(decisions)
def test_a_firewall_read_back_from_plain_values_is_the_same(made):
    firewall = walled(made)
    assert Firewall.model_validate(firewall.plain()) == firewall


@settings(derandomize=True, deadline=None)
@given(decisions)
def test_the_latest_decision_stands_and_each_incident_has_one_for_each_technique(made):
    firewall = walled(made)
    keys = [(habit.technique, habit.incident) for habit in firewall.decisions]
    assert len(keys) == len(set(keys))
    for technique, habit in firewall.standing().items():
        assert habit.since == max(one.since for one in firewall.decisions if one.technique == technique)


# Adopted, and it still happened


@pytest.mark.parametrize(
    ("technique", "decision", "cause", "code"),
    [
        ("delayed_send", {"choice": "adopted"}, "haste", "adopted-yes-switched"),
        ("final_check", {"choice": "adopted"}, "autocomplete", "adopted-yes"),
        ("final_check", {"choice": "adopted"}, "haste", "adopted-maybe"),
        ("bcc", {"choice": "adopted"}, "haste", "adopted-no"),
        ("bcc", {"choice": "adopted"}, None, "adopted-open"),
        ("bcc", {"choice": "planned", "due": date(2026, 11, 19)}, "haste", "planned-overdue"),
        ("bcc", {"choice": "planned", "due": date(2026, 11, 20)}, "haste", "planned-same-day"),
        ("bcc", {"choice": "planned", "due": date(2026, 11, 21)}, "haste", "planned-ahead"),
        ("bcc", {"choice": "planned"}, "haste", "planned-undated"),
        ("final_check", {"choice": "refused"}, "autocomplete", "refused-yes"),
    ],
)
def test_an_earlier_decision_is_held_against_what_happened(technique, decision, cause, code):
    earlier = incident("earlier", NOON - timedelta(days=10), **{technique: decision})
    now = incident("now", cause=cause)
    (found,) = compare(now, stands([earlier, now]).before(now), rules())
    assert found.code == code
    assert found.values["since"] == "2026-11-10"
    for language in ("en", "zh"):
        assert placeholders(words(language)[f"prevent.compare.{code}"]) <= found.values.keys()


def test_a_refusal_that_cost_nothing_is_not_mentioned():
    earlier = incident(
        "earlier", NOON - timedelta(days=10), bcc={"choice": "refused"}, final_check={"choice": "refused"}
    )
    now = incident("now", cause="haste")
    assert compare(now, stands([earlier]).before(now), rules()) == ()


def test_what_was_decided_in_this_incident_or_after_its_mail_is_not_held_against_it():
    later = incident("later", NOON + timedelta(days=1), bcc={"choice": "adopted"})
    now = incident("now", cause="haste", delayed_send={"choice": "adopted"})
    assert stands([later, now]).before(now) == {}


def test_a_mail_without_an_offset_is_placed_by_its_opening():
    earlier = incident("earlier", NOON - timedelta(days=10), bcc={"choice": "adopted"})
    now = Incident.begin(id="now", at=NOON, mail=SentMail(sent_at=datetime(2026, 11, 1, 9)))  # noqa: DTZ001
    assert stands([earlier]).before(now).keys() == {"bcc"}
