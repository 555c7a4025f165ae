"""Whole walks through the real app, by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from misdirect_tui.files.record import read_record
from misdirect_tui.widgets.field import Field
from textual import events

from .conftest import SCREENS, Launch

MOST_KEYS = 15


@pytest.mark.parametrize(("size", "language"), SCREENS)
async def test_a_whole_incident_is_walked_by_keyboard_alone(
    launch: Launch, mail_file: Path, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    async with launch(mail_file, size=size, language=language) as walk:
        await walk.press("space", "minus", "space", "enter")
        await walk.press("f3", "4", "3", "2", "2", "1", "3")
        assert walk.app.situation.severity.band == "critical"
        await walk.press("f4", "down", "enter")
        assert walk.cursor == "reader-name"
        await walk.type("Petra Nordmann")
        await walk.press("enter")
        letter = walk.app.situation.letter
        assert letter is not None
        assert "Petra Nordmann" in letter.body
        await walk.press("f8")
        assert walk.app.clipboard == f"{letter.subject}\n\n{letter.body}"
        await walk.press("f5", "1", "1", "2")
        await walk.press("ctrl+s")
        record = tmp_path / "exported.toml"
        await walk.press("ctrl+u")
        await walk.type(str(record))
        await walk.press("enter")
        await walk.settle()
        read = read_record(record.read_bytes(), "exported.toml")
    assert not read.faults
    assert read.incident is not None
    incident = read.incident
    assert (incident.grade.content, incident.grade.recipient) == ("contract", "customer")
    assert incident.grade.flags == {
        "personal-data": "no",
        "credentials": "no",
        "opened": "yes",
        "forwarded": "unknown",
    }
    assert incident.stop.ticks["hands-off"] == "done"
    assert incident.explain.wrong_recipient[0].name == "Petra Nordmann"
    assert incident.prevent.cause == "autocomplete"
    assert {each.choice for each in incident.prevent.techniques.values()} == {"adopted", "planned"}
    assert incident.timeline[0].event == "opened"
    assert {"copied", "exported", "ticked", "answered", "edited", "chosen"} <= {
        e.event for e in incident.timeline
    }


async def test_from_the_mail_to_the_copied_letter_takes_at_most_fifteen_keys_beyond_names(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f3", "4", "3", "f4", "down", "enter")
        typed = walk.keys
        await walk.type("Petra Nordmann")
        await walk.press("f8")
        assert "Petra Nordmann" in walk.app.clipboard
        assert walk.keys <= MOST_KEYS, typed


async def test_the_first_screen_asks_nothing_and_shows_the_first_thing_to_do(launch: Launch) -> None:
    async with launch() as walk:
        assert walk.cursor == "item-hands-off"
        assert "One breath. Then one thing at a time." in walk.screen
        assert "not graded yet" in walk.screen
        assert len(walk.app.screen_stack) == 1


@pytest.mark.full
async def test_a_burst_of_keys_answers_one_question_after_the_other(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f3")
        await walk.type("43213")
        await walk.settle()
        grade = walk.incident.grade
        assert (grade.content, grade.recipient) == ("contract", "customer")
        assert grade.flags == {"personal-data": "no", "credentials": "yes", "opened": "unknown"}


async def test_full_width_digits_and_space_are_answers_too(launch: Launch) -> None:
    async with launch() as walk:
        await walk.type("\u3000")
        assert walk.incident.stop.ticks == {"hands-off": "done"}
        await walk.press("f3")
        await walk.type("\uff14\uff13")
        await walk.settle()
        assert (walk.incident.grade.content, walk.incident.grade.recipient) == ("contract", "customer")


@pytest.mark.full
async def test_enter_goes_on_without_changing_anything_and_ends_in_the_next_step(launch: Launch) -> None:
    async with launch() as walk:
        before = walk.incident.tree
        # Where the service is not known, the recall asks for it, which takes one key more.
        rows = 1 + len(walk.app.base.places())
        await walk.press(*["enter"] * rows)
        await walk.settle()
        assert walk.app.current_mode == "grade"
        assert walk.incident.tree == before


async def test_a_recall_without_a_known_service_leads_to_the_service_and_back(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("down", "enter")
        assert walk.cursor == "mail-service"
        await walk.press("6")
        assert walk.incident.mail.service == "gmail"
        assert walk.cursor == "item-recall"


@pytest.mark.full
async def test_another_incident_begins_with_its_own_first_questions(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f5", "1", "1", "f3", "4", "3")
        await walk.press("ctrl+n", "f5")
        assert walk.cursor == "prevent-cause"
        await walk.press("f3")
        assert walk.cursor == "grade-content"


async def test_undo_takes_back_answer_after_answer(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("space", "f3", "4", "3")
        await walk.press("ctrl+z")
        assert "Taken back, in step Grade: who received it" in walk.screen
        await walk.press("ctrl+z")
        assert walk.incident.grade.content is None
        assert walk.incident.stop.ticks == {"hands-off": "done"}
        await walk.press("ctrl+z")
        assert walk.incident.stop.ticks == {}
        await walk.press("ctrl+z")
        assert "Nothing to take back." in walk.screen


async def test_each_answer_narrows_what_the_meter_can_still_reach(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3")
        reach = (0, 100)
        for digit in "43213213":
            await walk.press(digit)
            severity = walk.app.situation.severity
            assert severity is not None
            assert reach[0] <= severity.lower <= severity.upper <= reach[1]
            reach = (severity.lower, severity.upper)
            if severity.score is not None:
                assert str(severity.score) in walk.screen


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (("f3", "4", "3", "down", "1"), {"flags.personal-data": None, "flags.credentials": "yes"}),
        pytest.param(
            ("f3", "tab", "2", "tab", "1"),
            {"flags.personal-data": None, "flags.credentials": "yes"},
            marks=pytest.mark.full,
        ),
        (("f3", "4", "ctrl+z", "3"), {"content": None, "recipient": "customer"}),
    ],
)
async def test_keys_that_come_in_one_bunch_act_in_their_order(
    launch: Launch, keys: tuple[str, ...], answers: Mapping[str, str | None]
) -> None:
    async with launch(size=(120, 40)) as walk:
        for key in keys:
            walk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await walk.settle()
        found = {path: walk.incident.value(f"grade.{path}") for path in answers}
        assert found == answers


async def test_editing_keys_in_one_bunch_act_in_their_order(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("f3")
        people = walk.app.screen.query_one("#people", Field)
        walk.app.screen.set_focus(people.entry)
        await walk.settle()
        for key in ("1", "2", *["backspace"] * 5, "4", "5", "home", "3"):
            walk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await walk.settle()
        assert people.entry.value == "345"
        assert walk.incident.grade.recipients == 345


@pytest.mark.full
async def test_undo_shows_in_the_field_that_the_cursor_stands_on(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        field = walk.app.screen.query_one("#to", Field)
        field.entry.focus()
        await walk.settle()
        before = field.entry.value
        await walk.type("3")
        await walk.press("up", "down")
        assert walk.incident.mail.to[0].address.endswith("3")
        await walk.press("ctrl+z")
        await walk.settle()
        assert field.entry.value == before


@pytest.mark.full
@pytest.mark.parametrize(
    ("typed", "addresses", "names"),
    [
        ("王总; Klaus", [], ["王总", "Klaus"]),
        ("王总、Klaus", [], ["王总", "Klaus"]),
        ("王总＜w＠x.example＞；b@x.example", ["w@x.example", "b@x.example"], []),
        ("Klaus Meyer", [], ["Klaus Meyer"]),
    ],
)
async def test_to_whom_takes_names_and_addresses_one_reader_for_each(
    launch: Launch, typed: str, addresses: list[str], names: list[str]
) -> None:
    async with launch(size=(120, 40)) as walk:
        field = walk.app.screen.query_one("#to", Field)
        field.entry.focus()
        await walk.type(typed)
        await walk.press("enter")
        await walk.settle()
        assert [one.address for one in walk.incident.mail.to] == addresses
        assert [one.name for one in walk.incident.explain.wrong_recipient] == names
        field.entry.focus()
        await walk.press("ctrl+u", "enter")
        await walk.settle()
        assert not walk.incident.mail.to
        assert not walk.incident.explain.wrong_recipient
        assert field.entry.value == ""


async def test_a_time_is_typed_anew_and_what_cannot_be_read_is_marked_until_it_is_taken_back(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        sent, known = walk.app.screen.query_one("#sent-at", Field), walk.incident.mail.sent_at
        sent.entry.focus()
        await walk.type("soon")
        await walk.settle()
        assert (sent.entry.value, walk.incident.mail.sent_at) == ("soon", known)
        assert "> ! " in walk.screen
        await walk.press("ctrl+z")
        await walk.settle()
        assert sent.entry.value == walk.app.situation.typed_time()
        assert "> !" not in walk.screen


async def test_undo_in_one_text_takes_nothing_back_that_was_typed_in_another(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        walk.app.screen.query_one("#subject", Field).entry.focus()
        await walk.type("Offer")
        await walk.press("enter", "ctrl+z")
        await walk.settle()
        assert walk.incident.mail.subject == "Offer"
        await walk.press("up", "ctrl+z")
        await walk.settle()
        assert walk.incident.mail.subject == ""


async def test_names_among_addresses_are_said_not_to_count_and_stay_as_typed(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        walk.app.screen.query_one("#to", Field).entry.focus()
        await walk.type("Klaus Meyer, a@b.example")
        await walk.press("enter")
        await walk.settle()
        assert "only the ones with an address count" in " ".join(walk.screen.split())
        to = walk.app.screen.query_one("#to", Field).entry
        assert to.value == "Klaus Meyer, a@b.example"
        assert "  ! " in walk.screen
