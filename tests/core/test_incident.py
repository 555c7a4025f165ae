from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.entry import entered
from misdirect_tui.core.ids import UNDOABLE
from misdirect_tui.core.incident import Incident, letter_key, same_errand
from misdirect_tui.core.parts import TEXT_LIMIT, Event, Reader, SentMail
from misdirect_tui.files.record import read_record, write_record
from pydantic import ValidationError

from tests.incidents import CHINA, NOON, begun, mails, undoable_changes, world_changes

law = settings(derandomize=True, deadline=None, max_examples=60)


def reloaded(incident: Incident) -> Incident:
    read = read_record(write_record(incident), "record.toml")
    assert read.incident is not None
    assert read.faults == ()
    return read.incident


def at(number: int) -> datetime:
    return NOON + timedelta(seconds=number)


@law
@given(st.lists(undoable_changes(), max_size=6), st.booleans())
def test_undo_returns_the_same_incident_the_timeline_apart_as_often_as_wanted(
    walk: list[tuple[Any, dict[str, Any]]], reload: bool
) -> None:
    incident = begun()
    states = [incident]
    for number, (event, changes) in enumerate(walk):
        incident = incident.with_changes(changes, at=at(number), event=event)
        if incident.tree != states[-1].tree:
            states.append(incident)
    for state in reversed(states[:-1]):
        length = len(incident.timeline)
        incident = (reloaded(incident) if reload else incident).undone(at=at(99))
        assert incident.tree == state.tree
        assert incident.model_copy(update={"timeline": state.timeline}) == state
        assert len(incident.timeline) == length + 1
    assert incident.last_undoable is None
    assert incident.undone(at=at(99)) is incident


@law
@given(
    mails(),
    st.lists(st.one_of(undoable_changes(), world_changes(), st.just(None)), max_size=8),
)
def test_the_timeline_alone_rebuilds_the_incident(mail: SentMail, walk: list[Any]) -> None:
    incident = begun(mail)
    for number, step in enumerate(walk):
        if step is None:
            incident = incident.undone(at=at(number))
        else:
            incident = incident.with_changes(step[1], at=at(number), event=step[0])
    rebuilt = Incident.replay(id=incident.id, timeline=incident.timeline)
    assert rebuilt == incident
    assert rebuilt.tree == incident.tree
    again = reloaded(incident)
    assert Incident.replay(id=again.id, timeline=again.timeline) == again


@law
@given(st.lists(undoable_changes(), min_size=1, max_size=4))
def test_text_being_typed_becomes_one_event_that_undo_takes_back_whole(walk: list[Any]) -> None:
    incident = begun()
    for _, changes in walk:
        incident = incident.with_typing(changes)
    rested = incident.with_rest(at=at(1))
    assert rested.typing == {}
    assert len(rested.timeline) <= 2
    assert {**incident.tree, "typing": {}} == {**rested.tree, "typing": {}}
    assert rested.undone(at=at(2)).tree == begun().tree
    assert reloaded(incident).with_rest(at=at(1)) == rested
    assert Incident.replay(id=rested.id, timeline=rested.timeline) == rested


def test_what_happened_in_the_world_is_not_undone() -> None:
    letter = "explain.letters.letter-manager-1-en"
    answered = begun().with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    sent = answered.with_changes({f"{letter}.sent_at": NOON}, at=NOON, event="sent")
    undone = sent.undone(at=NOON)
    assert undone.grade.content is None
    assert undone.explain.letters["letter-manager-1-en"].sent_at == NOON
    assert [event.event for event in undone.timeline] == ["opened", "answered", "sent", "undone"]


def test_an_event_says_what_became_of_what_and_what_was_before() -> None:
    first = begun().with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    second = first.with_changes({"grade.content": None, "prevent.cause": "haste"}, at=NOON, event="answered")
    assert second.timeline[-1].detail == {
        "prevent.cause": "haste",
        "unset": ["grade.content"],
        "was": {"grade.content": "contract"},
    }
    assert second.undone(at=NOON).timeline[-1].detail == {
        "grade.content": "contract",
        "unset": ["prevent.cause"],
        "undoes": 2,
    }


@pytest.mark.parametrize("event", [*sorted(UNDOABLE), "sensed"])
def test_nothing_happens_when_nothing_differs(event: Any) -> None:
    answered = begun().with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    same = {"grade.content": "contract", "explain.sender.name": ""}
    assert answered.with_changes(same, at=NOON, event=event) is answered


def test_a_copy_that_changes_nothing_still_happened() -> None:
    stamped = {"explain.letters.letter-manager-1-en.copied_at": NOON}
    once = begun().with_changes(stamped, at=NOON, event="copied")
    assert len(once.with_changes(stamped, at=NOON, event="copied").timeline) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"grade.content": "brochure"},
        {"grade.recipients": 0},
        {"grade.flags.opend": "yes"},
        {"prevent.techniques.bcc": {"choice": "later"}},
        {"explain.wrong-recipient.0.name": "Li"},
        {"status": "half-open"},
        {"stop.ticks": "all"},
    ],
)
def test_a_value_that_its_place_does_not_allow_is_refused_and_nothing_has_changed(changes: Any) -> None:
    incident = begun().with_changes({"explain.wrong-recipient": [{"name": "A"}]}, at=NOON, event="edited")
    for attempt in (
        lambda: incident.with_changes(changes, at=NOON, event="answered"),
        lambda: incident.with_typing(changes),
    ):
        with pytest.raises(ValidationError):
            attempt()
    assert incident.explain.wrong_recipient == (Reader(name="A"),)


@pytest.mark.parametrize(
    "detail",
    [
        {"grade.content": "contract", "was": {"grade.content": "brochure"}},
        {"grade.content": "contract", "was": "nothing"},
        {"grade.content": "contract", "unset": 3},
        {"nowhere.at-all": 3, "unset": ["neither.here", 4], "undoes": {}},
        {"explain.sender.name.first": "Li", "was": {"explain.sender.name.first": "Mei"}},
    ],
)
def test_a_timeline_changed_by_hand_never_breaks_undo(detail: dict[str, Any]) -> None:
    incident = begun().with_changes({"prevent.cause": "haste"}, at=NOON, event="answered")
    events = (Event(at=NOON, event=event, detail=detail) for event in ("edited", "undone"))
    incident = incident.model_copy(update={"timeline": (*incident.timeline, *events)})
    for _ in range(3):
        incident = incident.undone(at=NOON)
    assert incident.prevent.cause is None


def test_a_timeline_without_its_opening_rebuilds_nothing() -> None:
    for timeline in ((), (Event(at=NOON, event="ticked"),)):
        with pytest.raises(ValueError, match="opening"):
            Incident.replay(id="x", timeline=timeline)


def test_a_timeline_with_a_wrong_value_is_refused() -> None:
    wrong = (Event(at=NOON, event="opened"), Event(at=NOON, event="answered", detail={"grade.content": "x"}))
    with pytest.raises(ValidationError):
        Incident.replay(id="x", timeline=wrong)


def test_keys_that_nobody_knows_stay_through_changes_and_undo() -> None:
    incident = Incident.model_validate(
        begun().tree | {"house": 1, "grade": {"house": 2}, "explain": {"sender": {"house": 3}}}
    )
    changed = incident.with_changes(
        {"grade.content": "contract", "explain.sender.name": "Li"}, at=NOON, event="edited"
    )
    for each in (changed, changed.undone(at=NOON)):
        assert each.tree["house"] == 1
        assert each.tree["grade"]["house"] == 2
        assert each.tree["explain"]["sender"]["house"] == 3


def test_text_enters_with_line_feeds_only_and_without_halves_of_characters() -> None:
    typed = begun(SentMail(subject="a\r\nb", text="c\rd\ud83d")).with_typing(
        {"explain.sender.name": "e\r\nf"}
    )
    changed = typed.with_changes({"explain.document": "g\r\r\nh"}, at=NOON, event="edited")
    assert (changed.mail.subject, changed.mail.text) == ("a\nb", "c\nd\ufffd")
    assert (changed.explain.sender.name, changed.explain.document) == ("e\nf", "g\n\nh")
    assert "\r" not in str(changed.with_event("exported", at=NOON, detail={"path": "i\rj"}).timeline)


def test_a_mail_text_is_bounded_however_it_enters() -> None:
    long = "长" * (TEXT_LIMIT + 5)
    built = SentMail.model_construct(text=long)
    for incident in (
        begun(SentMail(text=long)),
        begun(built),
        begun().with_changes({"mail.text": long}, at=NOON, event="corrected"),
    ):
        assert len(incident.mail.text) == TEXT_LIMIT
        assert Incident.replay(id=incident.id, timeline=incident.timeline) == incident


@pytest.mark.parametrize(
    ("given_at", "kept"),
    [
        (datetime(2025, 1, 1, 12, 0, 0, 999, tzinfo=CHINA), "2025-01-01T12:00:00+08:00"),
        (
            datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43))),
            "1900-01-01T00:00:00+08:05",
        ),
        (datetime(2025, 1, 1, tzinfo=timezone(-timedelta(hours=23, minutes=59, seconds=59))), "-23:59"),
        (
            datetime(2025, 11, 2, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
            "2025-11-02T01:30:00-05:00",
        ),
        (datetime.min.replace(tzinfo=timezone(timedelta(seconds=30))), "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_time_is_kept_with_whole_seconds_and_an_offset_in_whole_minutes(
    given_at: datetime, kept: str
) -> None:
    entered_at = entered(given_at)
    assert entered_at.isoformat().endswith(kept.removeprefix("1900-01-01T00:00:00"))
    assert isinstance(entered_at.tzinfo, timezone)
    assert abs(entered_at - given_at) < timedelta(minutes=1)


def test_what_enters_is_settled_down_through_tables_and_lists() -> None:
    assert entered({"a\r\n": [("b\r", 1, None, True, date(2025, 1, 1))]}) == {
        "a\n": [["b\n", 1, None, True, date(2025, 1, 1)]]
    }


def test_a_letter_keeps_its_key_in_every_language() -> None:
    key = letter_key("letter", "wrong-recipient", 1, "en")
    assert same_errand(key, letter_key("letter", "wrong-recipient", 1, "zh"))
    assert not same_errand(key, letter_key("letter", "wrong-recipient", 2, "en"))
    assert not same_errand(key, None)
