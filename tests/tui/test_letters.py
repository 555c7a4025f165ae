"""The explain step: fields, editing, gloss, marking."""

from __future__ import annotations

from pathlib import Path

import pytest
from misdirect_tui.widgets.field import Field
from textual import events
from textual.widgets import TextArea

from .conftest import SCREENS, Launch


@pytest.mark.full
async def test_the_preview_changes_with_each_key(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f4", "down")
        for typed in ("P", "Pe", "Pet"):
            await walk.type(typed[-1])
            await walk.settle()
            assert f"Dear {typed}," in walk.screen


@pytest.mark.full
async def test_a_field_becomes_one_event_when_it_is_left(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4", "down")
        before = len(walk.incident.timeline)
        await walk.type(" Petra ")
        assert len(walk.incident.timeline) == before
        await walk.press("enter")
        await walk.settle()
        added = walk.incident.timeline[before:]
        assert [event.event for event in added] == ["edited"]
        assert added[0].detail["explain.wrong-recipient"][0]["name"] == "Petra"


async def test_a_day_without_its_hour_is_no_time_of_sending(launch: Launch) -> None:
    async with launch() as walk:
        walk.app.screen.set_focus(walk.app.screen.query_one("#sent-at", Field).entry)
        before = walk.incident.mail.sent_at
        await walk.type("2025-11-17")
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.mail.sent_at == before
        assert "not read as a time with its hour" in walk.screen


@pytest.mark.full
async def test_editing_keys_in_one_bunch_act_in_their_order_in_a_letter(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.app.run_action("edit_letter")
        await walk.settle()
        body = walk.app.screen.query_one(TextArea)
        before = body.text
        body.move_cursor(body.document.end)
        for key in ("1", "2", "backspace", "3", "home", "4", "end", "5"):
            walk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await walk.settle()
        *above, last = f"{before}13".splitlines()
        assert body.text.splitlines() == [*above, f"4{last}5"]


@pytest.mark.full
async def test_an_edited_text_survives_new_fields_and_is_what_is_copied(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.app.run_action("edit_letter")
        await walk.settle()
        body = walk.app.screen.query_one(TextArea)
        body.move_cursor(body.document.end)
        await walk.type("有很大差别，对吗？")
        await walk.press("escape")
        await walk.settle()
        await walk.press("f4", "down")
        await walk.type("Petra")
        await walk.settle()
        assert walk.app.situation.letter is not None
        assert walk.app.situation.letter.edited
        await walk.press("f8", "enter")
        await walk.settle()
        assert walk.app.clipboard.endswith("有很大差别，对吗？")
        assert "edited by hand" in walk.screen
        await walk.press("ctrl+z")
        shown = walk.app.situation.letter.due.key
        walk.app.screen.set_focus(walk.app.screen.query_one("#discard"))
        await walk.press("space")
        await walk.settle()
        assert not walk.app.situation.letter.edited
        # The row has gone; the cursor stays nearby and the shown letter stays the same.
        assert walk.cursor == "edit"
        assert walk.app.situation.letter.due.key == shown


@pytest.mark.full
async def test_the_gloss_stands_under_each_paragraph(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40), language="zh") as walk:
        await walk.press("f3", "4", "3", "f4", "down", "ctrl+t")
        await walk.settle()
        lines = walk.screen
        assert "I apologise to you for a serious mistake" in lines
        assert len(walk.app.situation.gloss) == len(walk.app.situation.letter.body.split("\n\n"))
        assert all(meaning for _, meaning in walk.app.situation.gloss)
        chinese = walk.app.situation.subject_gloss
        assert chinese in lines.replace("\n", "") or chinese[:8] in lines
        await walk.press("escape")
        assert not walk.app.situation.gloss_open


@pytest.mark.full
async def test_the_letter_speaks_the_next_language_at_one_key(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("ctrl+l")
        await walk.settle()
        assert walk.app.situation.letter.due.language == "zh"
        assert "【收件人姓名】" in walk.screen
        await walk.press("f3", "4", "3")
        await walk.settle()
        assert {one.role: one.language for one in walk.app.situation.due} == {
            "wrong-recipient": "zh",
            "intended-recipient": "en",
            "manager": "en",
        }


@pytest.mark.full
async def test_a_letter_is_marked_as_sent_then_as_confirmed_and_undo_leaves_that(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4", "space", "space")
        await walk.settle()
        key = "letter-wrong-recipient-1-en"
        assert walk.incident.explain.letters[key].sent_at is not None
        assert walk.incident.explain.letters[key].body
        walk.app.screen.set_focus(walk.app.screen.query_one("#letter-0"))
        await walk.press("space")
        await walk.settle()
        assert walk.incident.explain.letters[key].confirmed_at is not None
        await walk.press("ctrl+z")
        assert walk.incident.explain.letters[key].confirmed_at is not None


@pytest.mark.full
async def test_a_letter_can_be_left_out_and_brought_back(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4", "minus", "up")
        await walk.settle()
        assert walk.app.situation.due[0].state == "declined"
        await walk.press("minus")
        await walk.settle()
        assert walk.app.situation.due[0].state == "open"


@pytest.mark.full
async def test_the_shown_letter_is_saved_to_a_file(launch: Launch, mail_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    async with launch(mail_file) as walk:
        await walk.press("ctrl+f", "enter", "ctrl+u")
        await walk.type(str(path))
        await walk.press("enter")
        await walk.settle()
        letter = walk.app.situation.letter
        assert letter is not None
        assert path.read_text() == f"{letter.subject}\n\n{letter.body}\n"


@pytest.mark.full
async def test_without_a_mail_file_the_facts_are_given_with_few_keys(launch: Launch) -> None:
    async with launch() as walk:
        fields = {field.id: field for field in walk.app.screen.query(Field)}
        walk.app.screen.set_focus(fields["sent-at"].entry)
        await walk.type("5")
        await walk.press("enter")
        await walk.type("Petra <petra@nordsee.example>")
        await walk.press("enter")
        await walk.type("PI 2511")
        await walk.press("enter")
        await walk.settle()
        mail = walk.incident.mail
        assert mail.sent_at is not None
        assert (walk.app.tools.clock() - mail.sent_at).total_seconds() // 60 == 5
        assert [(one.name, one.address) for one in mail.to] == [("Petra", "petra@nordsee.example")]
        assert mail.subject == "PI 2511"


async def test_the_service_is_corrected_with_one_key(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        walk.app.screen.set_focus(walk.app.screen.query_one("#mail-service"))
        assert walk.incident.mail.service == "netease-enterprise"
        await walk.press("4")
        await walk.settle()
        assert walk.incident.mail.service == "microsoft-365"


async def test_what_is_grave_in_a_letter_is_asked_about_once_before_it_is_copied(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f8")
        await walk.settle()
        assert "Before it is copied" in walk.screen
        assert "still has to be filled in" in " ".join(walk.screen.split())
        await walk.press("escape")
        assert walk.app.clipboard == ""
        await walk.press("f8")
        await walk.settle()
        assert "Before it is copied" in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert walk.app.clipboard
        copied, walk.app._clipboard = walk.app.clipboard, ""
        await walk.press("f8")
        await walk.settle()
        assert walk.app.clipboard == copied


@pytest.mark.full
async def test_the_name_of_the_other_customer_in_a_letter_is_found_while_it_is_typed(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3", "4", "3", "f4", *["down"] * 3, "enter")
        assert walk.cursor == "reader-name"
        await walk.type("Diego Verano")
        await walk.press("f4", *["up"] * 9)
        await walk.press("down")
        await walk.app.run_action("edit_letter")
        await walk.settle()
        await walk.type("It was meant for Mr Verano. ")
        await walk.press("escape")
        await walk.settle()
        assert any(found.code == "leak" and found.grave for found in walk.app.situation.findings)


@pytest.mark.parametrize(("size", "language"), SCREENS)
async def test_from_the_finished_grade_to_the_copied_letter_takes_at_most_eight_keys_beyond_names(
    launch: Launch, mail_file: Path, size: tuple[int, int], language: str
) -> None:
    async with launch(mail_file, size=size, language=language) as walk:
        await walk.press("f3", "4", "3")
        walk.keys = 0
        await walk.press("f4", "down", "enter")
        assert walk.cursor == "reader-name"
        await walk.type("Petra Nordmann")
        await walk.press("f8")
        assert "Petra Nordmann" in walk.app.clipboard
        assert walk.keys <= 8


@pytest.mark.full
async def test_without_a_mail_each_name_is_asked_for_where_the_letter_lacks_it(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("f3", "4", "3")
        await walk.press("f4", "down", "enter")
        assert walk.cursor == "reader-name"
        await walk.type("Petra Nordmann")
        walk.app.screen.set_focus(walk.app.screen.query_one("#letter-1"))
        await walk.press("enter")
        assert walk.cursor == "sender-name"
        await walk.type("Mei Chen")
        await walk.press("f8")
        assert "Petra Nordmann" in walk.app.clipboard
        assert "Mei Chen" in walk.app.clipboard


@pytest.mark.full
async def test_a_mark_set_by_mistake_is_taken_back_with_one_key(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4", "space", "space")
        key = "letter-wrong-recipient-1-en"
        row = walk.app.screen.query_one("#letter-0")
        walk.app.screen.set_focus(row)
        await walk.settle()
        assert "(by 11-19 17:26)" in " ".join(walk.screen.split())
        await walk.press("minus")
        await walk.settle()
        assert walk.incident.explain.letters[key].sent_at is None
        assert walk.incident.timeline[-1].event == "corrected"
        assert walk.app.situation.due[0].state != "sent"
        await walk.press("ctrl+z")
        assert walk.incident.explain.letters[key].sent_at is not None


@pytest.mark.full
async def test_a_letter_sent_in_one_language_is_confirmed_in_another(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4", "space", "space", "ctrl+l")
        await walk.app.run_action("mark('sent')")
        await walk.app.run_action("mark('confirmed')")
        await walk.settle()
        letters = walk.incident.explain.letters
        assert [key for key in letters if letters[key].confirmed_at] == ["letter-wrong-recipient-1-en"]
        assert [key for key in letters if letters[key].sent_at] == ["letter-wrong-recipient-1-en"]


@pytest.mark.full
async def test_space_marks_the_letter_under_the_cursor_and_goes_to_the_next(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f3", "4", "3", "f4")
        await walk.type(" \u3000 ")
        await walk.settle()
        sent = [due.key for due in walk.app.situation.due if due.state == "sent"]
        assert sent == ["call-wrong-recipient-1-en", "letter-wrong-recipient-1-en"]
        assert walk.cursor.startswith("letter-")


@pytest.mark.full
async def test_what_was_copied_is_called_what_it_is(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3", "4", "3", "f4")
        await walk.settle()
        await walk.press("f8", "enter")
        await walk.settle()
        notice = " ".join(each.message for each in walk.app._notifications)
        assert "call script for the wrong recipient" in notice
        await walk.press("f9")
        await walk.settle()
        notice = " ".join(each.message for each in walk.app._notifications)
        assert "call script" not in notice
        assert "误收方" in notice


@pytest.mark.full
async def test_the_preview_follows_when_another_letter_comes_under_the_cursor(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3", "4", "6", "f4")
        await walk.settle()
        for key in ("space", "space", "up", "space", "up", "space", "down", "space"):
            await walk.press(key)
            await walk.settle()
            if walk.cursor.startswith("letter-"):
                place = int(walk.cursor.removeprefix("letter-"))
                assert walk.app.situation.letter.due.key == walk.app.situation.due[place].key


@pytest.mark.full
async def test_a_letter_that_has_gone_out_is_neither_rewritten_nor_put_into_another_language(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3", "1", "4", "f4", "space", "space")
        await walk.settle()
        key = "letter-wrong-recipient-1-en"
        sent = walk.incident.explain.letters[key]
        assert not sent.asks
        walk.app.screen.set_focus(walk.app.screen.query_one("#letter-0"))
        await walk.press("ctrl+l", "f8", "enter")
        walk.app.action_edit_letter()
        await walk.settle()
        assert len(walk.app.screen_stack) == 1
        again = walk.incident.explain.letters[key]
        assert (again.body, again.asks, again.language) == (sent.body, False, "en")
        await walk.press("f3", "4", "3", "f4")
        await walk.settle()
        assert {one.state for one in walk.app.situation.due if one.kind == "letter"} == {"open"}
        assert "asked for nothing" in walk.screen
