"""The list of the first minutes, walked by one who is in a hurry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Letter, plain
from misdirect_tui.widgets.field import Field
from textual import events

from tests.conftest import NOW

from .conftest import Launch, Walk
from .test_verdicts import OUTSIDER, mixed


def said(walk: Walk) -> str:
    return " ".join(walk.screen.split())


@pytest.mark.full
async def test_space_alone_answers_no_question_and_unticks_nothing(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        assert walk.incident.stop.ticks["keep-evidence"] == "done"
        for _ in range(12):
            assert walk.cursor != "item-keep-evidence"
            await walk.press("space")
            await walk.settle()
            if "[F3 Grade" in walk.screen:
                break
        assert "[F3 Grade" in walk.screen
        assert set(walk.incident.stop.ticks.values()) == {"done"}
        assert (walk.incident.stop.queued, walk.incident.grade.flags) == (None, {})


@pytest.mark.full
async def test_a_question_that_stands_open_is_answered_by_a_digit_or_by_going_to_an_answer(
    launch: Launch,
) -> None:
    async with launch(incident=mixed("gmail", OUTSIDER)) as walk:
        walk.app.screen.query_one("#stop-queued").focus()
        await walk.press("space")
        assert walk.incident.stop.queued is None
        await walk.press("up", "left", "space")
        assert walk.incident.stop.queued == "no"
        await walk.press("up", "right", "space")
        assert walk.incident.stop.queued == "yes"
        await walk.press("up", "2")
        assert walk.incident.stop.queued == "no"


@pytest.mark.full
async def test_the_last_tick_leads_back_to_what_was_passed_by_and_then_on_to_the_next_step(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("enter")
        for _ in range(12):
            if walk.cursor == "item-hands-off":
                break
            await walk.press("-" if str(walk.cursor).startswith("item-") else "enter")
            await walk.settle()
        assert walk.cursor == "item-hands-off"
        await walk.press("space")
        await walk.settle()
        assert walk.cursor == "stop-queued"
        await walk.press("space")
        await walk.settle()
        assert "[F3 Grade" in walk.screen


async def test_keys_that_do_nothing_under_a_sheet_are_not_offered(launch: Launch) -> None:
    async with launch() as walk:
        assert "F12 Letter" in walk.screen
        await walk.press("ctrl+s")
        await walk.settle()
        assert "F12 Letter" not in walk.screen
        await walk.press("escape")
        await walk.settle()
        assert "F12 Letter" in walk.screen


async def test_a_ticked_item_is_unticked_by_one_who_goes_back_to_it(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("space", "up", "space")
        assert walk.incident.stop.ticks == {}


async def test_a_digit_goes_to_the_item_of_that_number_and_ticks_nothing(launch: Launch) -> None:
    async with launch() as walk:
        for key, item in (("3", "queued"), ("１", "hands-off"), ("9", "tell")):
            await walk.press(key)
            await walk.settle()
            assert walk.cursor == f"item-{item}"
        assert walk.incident.stop.ticks == {}


@pytest.mark.parametrize(("hours", "told"), [(0, "(by 11-18 18:2"), (2, "(was due 11-18 18:2")])
async def test_a_ticked_recall_says_when_its_report_is_due(launch: Launch, hours: int, told: str) -> None:
    ticked = mixed("microsoft-365", "wang@kontor.example").with_changes(
        {"stop.ticks.recall": "done"}, at=NOW, event="ticked"
    )
    async with launch(incident=ticked, now=NOW + timedelta(hours=hours)) as walk:
        await walk.settle()
        assert f"Has the recall report arrived? {told}" in walk.screen


async def test_a_ticked_recall_tells_a_verdict_that_became_another_one_since(launch: Launch) -> None:
    async with launch(incident=mixed("gmail", OUTSIDER)) as walk:
        await walk.press("2", "space")
        await walk.settle()
        assert "Recall: settled" in walk.screen
        assert "cancel first" not in walk.screen
        assert walk.cursor == "stop-queued"
        await walk.press("1")
        await walk.settle()
        assert "Recall: settled  cancel first" in walk.screen


async def test_the_list_of_services_says_which_keys_choose(launch: Launch) -> None:
    async with launch(size=(80, 40)) as walk:
        await walk.press("2", "enter")
        await walk.settle()
        assert walk.cursor == "mail-service"
        assert "Space takes the one under the cursor" in walk.screen
        await walk.press("down", "space")
        assert walk.incident.mail.service == "alibaba"


async def test_a_service_that_is_known_is_passed_by_in_one_step_and_listed_on_demand(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(80, 24)) as walk:
        await walk.move_to("mail-service")
        assert "Space lists the services" in said(walk)
        await walk.press("down")
        assert walk.cursor == "sent-at"
        await walk.press("up", "space")
        await walk.settle()
        assert "Space takes the one under the cursor" in said(walk)
        await walk.press("down", "escape")
        await walk.settle()
        assert "Space takes the one under the cursor" not in said(walk)
        assert walk.incident.mail.service == "netease-enterprise"


@pytest.mark.full
async def test_what_was_ticked_of_call_and_manager_is_not_asked_for_again(launch: Launch) -> None:
    grave = {"grade.content": "contract", "grade.recipient": "competitor"}
    begun = mixed("gmail", OUTSIDER).with_changes(grave, at=NOW, event="answered")
    begun = begun.with_changes(
        {"stop.ticks.telephone": "done", "stop.ticks.tell": "done"}, at=NOW, event="ticked"
    )
    async with launch(incident=begun, size=(120, 40)) as walk:
        await walk.press("f4")
        await walk.settle()
        standing = {due.key.rpartition("-")[0]: due.standing for due in walk.app.situation.due}
        assert standing["call-wrong-recipient-1"] == "call-sent"
        assert standing["letter-manager-1"] == "optional"


@pytest.mark.full
async def test_a_call_ticked_on_the_list_can_be_confirmed_or_taken_back_among_the_letters(
    launch: Launch,
) -> None:
    grave = {"grade.content": "contract", "grade.recipient": "competitor"}
    begun = mixed("gmail", OUTSIDER).with_changes(grave, at=NOW, event="answered")
    for tick, keys, standing in (
        ("done", ("space",), "call-confirmed"),
        ("done", ("minus",), "call-open"),
        ("not-applicable", ("minus",), "call-open"),
        ("not-applicable", ("minus", "up", "minus"), "call-declined"),
    ):
        ticked = begun.with_changes({"stop.ticks.telephone": tick}, at=NOW, event="ticked")
        async with launch(incident=ticked, size=(120, 40)) as walk:
            await walk.press("f4")
            await walk.settle()
            await walk.move_to("letter-0", "up")
            assert walk.app.situation.due[0].kind == "call"
            await walk.press(*keys)
            await walk.settle()
            assert walk.app.situation.due[0].standing == standing


def gone(incident: Incident, key: str) -> Incident:
    sent = plain(Letter(sent_at=NOW))
    return incident.with_changes({f"explain.letters.{key}": sent}, at=NOW, event="sent")


async def test_a_call_and_a_letter_to_the_manager_that_went_out_settle_their_items(launch: Launch) -> None:
    begun = gone(gone(mixed("gmail", OUTSIDER), "call-wrong-recipient-1-en"), "letter-manager-1-en")
    async with launch(incident=begun, size=(120, 40)) as walk:
        await walk.settle()
        assert "The call is made" in walk.screen
        assert "The one who has to know knows" in walk.screen


@pytest.mark.parametrize(
    ("place", "told"), [("to", "a@x.example; b@y.example"), ("subject", "a@x.example b@y.example")]
)
async def test_every_line_that_is_pasted_into_a_field_is_taken(launch: Launch, place: str, told: str) -> None:
    async with launch() as walk:
        entry = walk.app.screen.query_one(f"#{place}", Field).entry
        entry.focus()
        await walk.settle()
        entry.post_message(events.Paste("a@x.example\r\n\n b@y.example\n"))
        await walk.settle()
        assert entry.value == told
        assert entry.cursor_position == len(told)


async def test_the_line_of_keys_names_no_key_that_is_a_character_where_the_cursor_stands(
    launch: Launch,
) -> None:
    async with launch(language="en") as walk:
        assert "Space Done" in walk.screen.splitlines()[-1]
        assert "Ctrl+P More" in walk.screen.splitlines()[-1]
        walk.app.screen.query_one("#to", Field).entry.focus()
        await walk.settle()
        assert "Space" not in walk.screen.splitlines()[-1]
        assert "Not here" not in walk.screen.splitlines()[-1]
        await walk.press("f3")
        await walk.settle()
        assert "Space Done" in walk.screen.splitlines()[-1]


@pytest.mark.full
async def test_each_kind_of_notice_stands_once_and_follows_the_language(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("space", "space", "space", "ctrl+z", "ctrl+z", "ctrl+z")
        await walk.settle()
        assert walk.screen.count("Taken back") == 1
        await walk.press("f9")
        await walk.settle()
        assert "Taken back" not in walk.screen
        assert walk.screen.count("已撤销一步") == 1


@pytest.mark.full
async def test_undo_puts_the_cursor_where_the_answer_is_given_anew(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f3", "4", "ctrl+z")
        await walk.settle()
        assert walk.cursor == "grade-content"
        await walk.press("3", "2", "ctrl+z", "ctrl+z")
        await walk.settle()
        assert walk.cursor == "grade-content"
        assert walk.incident.grade.content is None
        await walk.press("f2", "space", "ctrl+z")
        await walk.settle()
        assert walk.cursor == "item-hands-off"
