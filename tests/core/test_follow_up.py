"""What is to be come back to, when it falls due, and what the ending says of it."""

import string
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.explain.due import due as letters_due
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.playbook.prevent import TECHNIQUES, PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.prevent.ending import accomplished, ending
from misdirect_tui.core.prevent.firewall import stands
from misdirect_tui.core.prevent.follow_up import follow_ups
from misdirect_tui.core.prevent.outstanding import outstanding, urgency

DATA = Path(__file__).parents[2] / "data"
RULES = PreventRules.model_validate(
    tomllib.loads((DATA / "rules" / "prevent.toml").read_text(encoding="utf-8"))
)
STOP = StopRules.model_validate(tomllib.loads((DATA / "rules" / "stop.toml").read_text(encoding="utf-8")))
WORDS = {
    one: tomllib.loads((DATA / one / "prevent.toml").read_text(encoding="utf-8")) for one in ("en", "zh")
}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def incident(changes=None, *, named="now", at=NOON):
    begun = Incident.begin(id=named, at=at)
    return begun.with_changes(changes, at=at + MINUTE, event="chosen") if changes else begun


def letter(role, number=1, kind="letter", language="en", **facts):
    key = f"{kind}-{role}-{number}-{language}"
    given_facts = {"kind": kind, "role": role, "number": number, "language": language, **facts}
    return {f"explain.letters.{key}.{name}": value for name, value in given_facts.items()}


def due(found, now=NOON, **more):
    return [(one.id, one.due, one.done) for one in follow_ups(found, RULES, now=now, **more)]


def graded(band, **changes):
    response = {"minor": "light", "moderate": "formal"}.get(band, "crisis")
    result = {"grade.result": {"band": band, "score": 50, "response": response}}
    content = {"grade.content": "contract", "grade.recipient": "competitor"}
    return incident(result | content | changes)


def still(found, now=NOON):
    result = found.grade.result
    letters = letters_due(found, result.response or "formal", result.band, STOP) if result else ()
    return outstanding(found, RULES, STOP, now=now, letters=letters)


def ends(found, now=NOON):
    return ending(still(found, now), now=now)


def speak(table, code, values):
    for language in ("en", "zh"):
        text = WORDS[language][table][code]
        wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert wanted <= values.keys(), (code, wanted)


def test_a_blank_incident_asks_for_nothing():
    assert due(incident()) == []


def test_the_wrong_recipient_has_a_day_to_confirm_and_the_other_two_to_answer():
    found = incident(
        letter("wrong-recipient", reader="Mr. Abel", sent_at=NOON)
        | letter("intended-recipient", reader="Ms. Bora", sent_at=NOON + MINUTE)
    )
    assert due(found) == [
        ("a-confirmed", NOON + timedelta(hours=24), False),
        ("b-answered", NOON + MINUTE + timedelta(hours=48), False),
    ]


def test_a_confirmation_on_any_letter_to_that_reader_settles_it():
    found = incident(
        letter("wrong-recipient", reader="Mr. Abel", sent_at=NOON)
        | letter("wrong-recipient", kind="message", confirmed_at=NOON + MINUTE)
        | letter("wrong-recipient", number=2, reader="Mr. Cato", sent_at=NOON)
    )
    assert [one.done for one in follow_ups(found, RULES, now=NOON)] == [True, False]


def test_two_languages_to_one_reader_are_one_thing_to_come_back_to_counted_from_the_first():
    found = incident(
        letter("wrong-recipient", reader="Mr. Abel", sent_at=NOON + MINUTE)
        | letter("wrong-recipient", language="es", reader="Mr. Abel", sent_at=NOON)
    )
    assert due(found) == [("a-confirmed", NOON + timedelta(hours=24), False)]


def test_a_deletion_unread_that_was_answered_confirms_a_single_wrong_reader_but_not_several():
    one = letter("wrong-recipient", sent_at=NOON) | {"grade.flags.deleted-unread": "yes"}
    assert [found.done for found in follow_ups(incident(one), RULES, now=NOON)] == [True]
    two = one | letter("wrong-recipient", number=2, sent_at=NOON)
    assert [found.done for found in follow_ups(incident(two), RULES, now=NOON)] == [False, False]


def test_a_copied_letter_is_asked_after_in_a_quarter_of_an_hour_until_it_is_sent():
    copied = letter("wrong-recipient", reader="Mr. Abel", copied_at=NOON)
    assert due(incident(copied)) == [("letter-unsent", NOON + timedelta(minutes=15), False)]
    sent = copied | letter("wrong-recipient", language="es", sent_at=NOON)
    assert "letter-unsent" not in {one.id for one in follow_ups(incident(sent), RULES, now=NOON)}


def test_a_short_message_that_went_out_does_not_stand_for_the_letter():
    found = incident(
        letter("wrong-recipient", reader="Mr. Abel", copied_at=NOON)
        | letter("wrong-recipient", kind="message", sent_at=NOON)
    )
    assert due(found) == [("letter-unsent", NOON + timedelta(minutes=15), False)]


def test_a_short_message_is_asked_after_by_its_own_name_until_the_letter_is_sent():
    copied = letter("wrong-recipient", kind="message", reader="Mr. Abel", copied_at=NOON)
    assert due(incident(copied)) == [("message-unsent", NOON + timedelta(minutes=15), False)]
    found = incident(copied | letter("wrong-recipient", reader="Mr. Abel", sent_at=NOON))
    assert [one.id for one in follow_ups(found, RULES, now=NOON)] == ["a-confirmed"]


@pytest.mark.parametrize("declined", ["letter-wrong-recipient-1-en", "letter-wrong-recipient-1"])
def test_a_declined_letter_and_a_call_are_not_asked_after(declined):
    found = incident(
        letter("wrong-recipient", copied_at=NOON)
        | letter("wrong-recipient", kind="call", copied_at=NOON)
        | {"explain.declined": [declined]}
    )
    assert due(found) == []


@pytest.mark.parametrize(
    ("band", "told"),
    [
        ("minor", []),
        ("moderate", [("tell-manager-today", datetime(2026, 11, 20, 18, tzinfo=UTC), False)]),
        ("serious", [("tell-manager", NOON + MINUTE, False)]),
        ("critical", [("tell-manager", NOON + MINUTE, False)]),
    ],
)
def test_the_manager_is_told_at_once_when_it_is_grave_and_today_when_it_is_moderate(band, told):
    assert due(incident({"grade.result": {"band": band, "score": 50}})) == told


@pytest.mark.parametrize(
    "told",
    [
        {"stop.ticks.tell": "done"},
        letter("manager", copied_at=NOON, sent_at=NOON),
        letter("manager", sent_at=NOON),
    ],
)
def test_a_tick_or_a_letter_to_the_manager_settles_the_telling(told):
    found = incident({"grade.result": {"band": "serious", "score": 60}} | told)
    assert [(one.id, one.done) for one in follow_ups(found, RULES, now=NOON)] == [("tell-manager", True)]


def test_where_telling_does_not_apply_it_is_not_asked_for():
    assert due(incident({"grade.result": {"band": "critical"}, "stop.ticks.tell": "not-applicable"})) == []


def test_regrading_within_the_grave_bands_does_not_move_the_telling():
    found = incident({"grade.result": {"band": "serious", "score": 60}})
    regraded = found.with_changes(
        {"grade.result": {"band": "critical", "score": 90}}, at=NOON + timedelta(hours=2), event="answered"
    )
    assert due(regraded) == [("tell-manager", NOON + MINUTE, False)]


def test_a_plan_falls_due_on_its_morning_where_the_user_is():
    beijing = timezone(timedelta(hours=8))
    found = incident({"prevent.techniques.delayed-send": {"choice": "planned", "due": date(2026, 11, 23)}})
    morning = datetime(2026, 11, 23, 9, tzinfo=beijing)
    assert due(found, now=NOON.astimezone(beijing)) == [("planned-delayed-send", morning, False)]


def test_a_plan_without_a_day_comes_up_the_next_morning_and_a_kept_habit_never():
    found = incident(
        {"prevent.techniques": {"bcc": {"choice": "planned"}, "final-check": {"choice": "adopted"}}}
    )
    assert due(found) == [("planned-bcc", datetime(2026, 11, 21, 9, tzinfo=UTC), False)]


def test_a_plan_is_done_once_a_later_incident_decided_about_its_technique():
    first = incident(
        {"prevent.techniques.bcc": {"choice": "planned", "due": date(2026, 11, 21)}}, named="first"
    )
    later = incident(
        {"prevent.techniques.bcc": {"choice": "adopted"}}, named="later", at=NOON + timedelta(days=3)
    )
    assert [one[2] for one in due(first, firewall=stands([first]))] == [False]
    assert [one[2] for one in due(first, firewall=stands([first, later]))] == [True]


def test_closing_lets_go_of_ones_own_turn_and_what_was_due_and_of_no_reply_that_is_still_to_come():
    found = incident(
        letter("wrong-recipient", copied_at=NOON, sent_at=NOON)
        | letter("intended-recipient", copied_at=NOON + MINUTE)
        | {
            "prevent.techniques.bcc": {"choice": "planned", "due": date(2026, 11, 19)},
            "stop.ticks.telephone": "done",
            "grade.result": {"band": "critical", "score": 90},
        }
    )
    closed = {"status": "closed", "closed_at": NOON + 5 * MINUTE}
    found = found.with_changes(closed, at=NOON + 5 * MINUTE, event="closed")
    awaited = ["planned-bcc", "a-confirmed-unnamed"]
    assert [one.id for one in follow_ups(found, RULES, now=NOON)] == awaited
    later = found.with_changes({"closed_at": NOON + timedelta(days=2)}, at=NOON, event="closed")
    assert [one.id for one in follow_ups(later, RULES, now=NOON)] == ["planned-bcc"]


def test_a_delay_that_was_adopted_asks_to_be_set_up_until_it_is():
    path = "prevent.techniques.delayed-send"
    found = incident({path: {"choice": "adopted"}})
    assert due(found) == [("set-up-delayed-send", NOON + 61 * MINUTE, False)]
    assert ends(found) == "some-open"
    ticked = found.with_changes({f"{path}.set_up": True}, at=NOON + 2 * MINUTE, event="ticked")
    assert [one.done for one in follow_ups(ticked, RULES, now=NOON)] == [True]
    (told,) = follow_ups(found, RULES, now=NOON)
    speak("follow-up", told.id, told.values)


def test_the_reader_is_named_from_the_fields_where_the_letter_names_nobody():
    fields = {"explain.wrong-recipient": [{"name": "", "address": "abel@reef.example"}]}
    (found,) = follow_ups(incident(letter("wrong-recipient", sent_at=NOON) | fields), RULES, now=NOON)
    assert (found.id, found.values["reader"]) == ("a-confirmed", "abel@reef.example")
    (nobody,) = follow_ups(incident(letter("wrong-recipient", sent_at=NOON)), RULES, now=NOON)
    assert (nobody.id, "reader" in nobody.values) == ("a-confirmed-unnamed", False)


moments = st.none() | st.integers(0, 5000).map(lambda minutes: NOON + minutes * MINUTE)
letters = st.lists(
    st.builds(
        letter,
        st.sampled_from(["wrong-recipient", "intended-recipient", "manager"]),
        st.integers(1, 3),
        st.sampled_from(["letter", "call", "message"]),
        st.sampled_from(["en", "zh"]),
        reader=st.sampled_from(["", "Mr. Abel"]),
        copied_at=moments,
        sent_at=moments,
        confirmed_at=moments,
    ),
    max_size=6,
)
techniques = st.dictionaries(
    st.sampled_from(["delayed-send", "bcc", "contact-groups", "final-check", "send-to-self"]),
    st.fixed_dictionaries(
        {"choice": st.sampled_from(["adopted", "planned", "refused"])},
        optional={"due": st.dates(date(2026, 11, 1), date(2026, 12, 31))},
    ),
)
bands = st.sampled_from(["minor", "moderate", "serious", "critical"])
ticks = st.dictionaries(st.sampled_from(["tell", "hands-off"]), st.sampled_from(["done", "not-applicable"]))


@settings(derandomize=True, deadline=None)
@given(letters, techniques, bands, ticks, st.integers(0, 9000))
def test_whatever_happened_the_list_is_sorted_split_without_loss_and_has_words(
    written, planned, band, ticked, minutes
):
    changes = {
        "prevent.techniques": planned,
        "grade.result": {"band": band, "score": 55},
        "stop.ticks": ticked,
    }
    for one in written:
        changes |= {path: value for path, value in one.items() if value is not None}
    found, now = incident(changes), NOON + minutes * MINUTE
    listed = follow_ups(found, RULES, now=now)
    left = outstanding(found, RULES, STOP, now=now)
    assert [one.due for one in listed] == sorted(one.due for one in listed)
    assert [one.key for one in left] == [f"prevent.follow-up.{one.id}" for one in listed if not one.done]
    assert (ending(left, now=now) == "all-done") == (not left)
    speak("ending", ending(left, now=now), {})
    for one in listed:
        speak("follow-up", one.id, one.values)
    for line in accomplished(found):
        speak("summary", line.code, line.values)


def test_each_plan_and_each_kept_habit_has_its_own_words():
    for technique in TECHNIQUES:
        (plan,) = follow_ups(incident({f"prevent.techniques.{technique}.choice": "planned"}), RULES, now=NOON)
        speak("follow-up", plan.id, plan.values)
        (kept,) = accomplished(incident({f"prevent.techniques.{technique}.choice": "adopted"}))
        speak("summary", kept.code, kept.values)


def test_the_ending_tells_what_was_done():
    found = incident(
        letter(
            "wrong-recipient", reader="Mr. Abel", sent_at=NOON + 7 * MINUTE, confirmed_at=NOON + 90 * MINUTE
        )
        | letter("intended-recipient", sent_at=NOON + 9 * MINUTE, confirmed_at=NOON + 95 * MINUTE)
        | {
            "stop.ticks": {"tell": "done", "hands-off": "done", "links": "not-applicable"},
            "grade.result": {"band": "serious", "score": 61},
            "prevent.techniques": {"final-check": {"choice": "adopted"}, "bcc": {"choice": "refused"}},
        }
    )
    assert [(line.code, dict(line.values)) for line in accomplished(found)] == [
        ("stopped-apart", {"count": "2", "apart": "1"}),
        ("graded-serious", {"score": "61"}),
        ("sent-wrong-recipient", {"reader": "Mr. Abel"}),
        ("sent-intended-recipient-unnamed", {}),
        ("first-letter", {"minutes": "7"}),
        ("confirmed", {"reader": "Mr. Abel"}),
        ("manager-told", {}),
        ("adopted-final-check", {}),
    ]


def test_the_ending_lets_nobody_go_while_a_letter_or_a_call_is_not_out():
    assert [(one.key.removeprefix("prevent.follow-up."), one.due) for one in still(graded("critical"))] == [
        ("tell-manager", NOON + MINUTE),
        ("call-wrong-recipient-unnamed", NOON + 61 * MINUTE),
        ("letter-wrong-recipient-unnamed", NOON + 61 * MINUTE),
        ("letter-intended-recipient-unnamed", NOON + 61 * MINUTE),
    ]
    assert ends(graded("critical")) == "first"
    assert ends(graded("serious", **{"stop.ticks.tell": "done"})) == "first"


def test_the_ending_calls_it_done_where_what_is_left_may_be_left_out():
    harmless = {"grade.content": "catalogue", "grade.recipient": "outsider"}
    assert ends(graded("minor", **harmless)) == "all-done"
    assert ends(graded("moderate", **harmless, **{"explain.declined": ["letter-wrong-recipient-1-en"]})) == (
        "some-open"
    )


def test_what_is_late_comes_first_and_what_waits_for_somebody_else_has_its_time():
    written = letter("wrong-recipient", sent_at=NOON) | {"grade.content": "quotation"}
    waits = graded("minor", **{"grade.recipient": "outsider"}, **written)
    assert ends(waits) == "some-open"
    assert ends(waits, NOON + timedelta(hours=25)) == "first"


def test_where_little_is_at_stake_the_letter_has_until_the_evening():
    own = {"grade.content": "quotation", "grade.recipient": "outsider"}
    assert [one.due for one in still(graded("minor", **own))] == [datetime(2026, 11, 20, 18, tzinfo=UTC)]
    late = datetime(2026, 11, 20, 22, tzinfo=UTC)
    found = Incident.begin(id="late", at=late).with_changes(
        own | {"grade.result": {"band": "minor", "response": "light"}}, at=late, event="answered"
    )
    assert [one.due for one in still(found, late)] == [late + timedelta(hours=1)]


@pytest.mark.parametrize(("late", "put"), [(False, "by"), (True, "overdue")])
def test_only_what_had_time_can_be_late(late, put):
    assert urgency("prevent.follow-up.letter-unsent", late=late) == put
    assert urgency("prevent.follow-up.tell-manager", late=late) == "now"


def test_the_ending_names_who_was_called_by_the_name_that_is_known_by_now():
    found = incident(
        letter("wrong-recipient", kind="call", reader="buyer@nordsee.example", sent_at=NOON)
        | {"explain.wrong-recipient": [{"name": "Mr. Abel", "address": "buyer@nordsee.example"}]}
    )
    (called,) = [line for line in accomplished(found) if line.code.startswith("called")]
    assert called.values == {"reader": "Mr. Abel"}
    speak("summary", called.code, called.values)


@pytest.mark.parametrize("band", [["critical"], {"critical": 1}, 5])
def test_a_band_that_a_hand_made_no_text_is_no_band(band):
    found = graded("critical")
    spoilt = found.with_event("answered", at=NOON + 2 * MINUTE, detail={"grade.result": {"band": band}})
    assert due(spoilt) != []
