"""Letters that leave the app as a file or a link, and incidents that leave it as a calendar or a report."""

from __future__ import annotations

import email
import stat
from email.policy import default
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from misdirect_tui.core.incident import Incident
from misdirect_tui.files.opening import opened_from
from misdirect_tui.files.record import write_record
from misdirect_tui.screens.draft import DraftScreen
from misdirect_tui.screens.path import PathScreen
from misdirect_tui.screens.summary import SummaryScreen, still_open
from misdirect_tui.widgets.path_entry import PathEntry
from misdirect_tui.widgets.sheet_row import SheetRow
from textual.widgets import Static

from tests.conftest import NOW

from .conftest import SCREENS, Launch, Walk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that the app runs in, with a right document and the wrong one."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "Quotation-118.pdf").write_bytes(b"%PDF-1.4 right")
    (folder / "PI-2511.pdf").write_bytes(b"%PDF-1.4 wrong")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def ready(mail_file: Path) -> Incident:
    """Give an incident with its grade, and with a name for the reader of its first letter."""
    begun, _ = opened_from(mail_file.read_bytes(), str(mail_file), NOW, name="20251118-172650-ab12")
    answers = {"grade.content": "contract", "grade.recipient": "customer"}
    reader = {"name": "Petra Nordmann", "address": "buyer@nordsee-handel.example"}
    graded = begun.with_changes(answers, at=NOW, event="answered")
    return graded.with_changes({"explain.wrong-recipient": [reader]}, at=NOW, event="edited")


def said(walk: Walk) -> str:
    return str(walk.app.screen.query_one("#said", Static).visual)


def notices(walk: Walk) -> str:
    return " ".join(notice.message for notice in walk.app._notifications)


@pytest.mark.parametrize(("size", "language"), SCREENS)
async def test_a_draft_with_the_right_document_is_saved_by_keyboard_alone(
    launch: Launch, ready: Incident, desk: Path, size: tuple[int, int], language: str
) -> None:
    async with launch(incident=ready, size=size, language=language) as walk:
        await walk.press("ctrl+f")
        assert isinstance(walk.app.screen, DraftScreen)
        await walk.press("down")
        await walk.type("Quo")
        await walk.press("tab", "enter", "enter")
        await walk.settle()
        assert not isinstance(walk.app.screen, DraftScreen)
        path = desk / "20251118-172650-ab12-wrong-recipient-1.eml"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        letter = walk.app.situation.letter
        assert letter is not None
        assert message["X-Unsent"] == "1"
        assert str(message["To"]) == "Petra Nordmann <buyer@nordsee-handel.example>"
        assert message["Subject"] == letter.subject
        assert [part.get_filename() for part in message.iter_attachments()] == ["Quotation-118.pdf"]
        assert "Quotation-118.pdf" in letter.body
        assert walk.incident.explain.wrong_recipient[0].document == "Quotation-118.pdf"
        assert str(desk).encode() not in write_record(walk.incident)
        assert walk.incident.timeline[-1].event == "saved"
        assert letter.due.state == "copied"
        assert "buyer@nordsee-handel.example" in notices(walk)


@pytest.mark.full
async def test_a_draft_that_speaks_of_a_document_says_that_none_is_attached(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    reader = ready.explain.wrong_recipient[0].model_dump() | {"document": "Right doc.pdf"}
    named = ready.with_changes({"explain.wrong-recipient": [reader]}, at=NOW, event="edited")
    async with launch(incident=named) as walk:
        assert "Right doc.pdf" in walk.app.situation.letter.body
        await walk.press("ctrl+f", "enter", "enter")
        await walk.settle()
        assert list(desk.glob("*.eml"))
        assert "speaks of Right doc.pdf, and nothing is attached" in notices(walk)


async def test_the_wrong_file_is_asked_about_once_before_it_goes_along(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    async with launch(incident=ready) as walk:
        await walk.app.run_action("save_letter('attachment')")
        await walk.settle()
        assert walk.cursor == "attachment"
        await walk.type("PI-2511.pdf")
        await walk.press("enter")
        assert "This is the file that was sent by mistake." in walk.screen
        assert walk.cursor == "attachment"
        await walk.press("enter")
        assert walk.cursor == "path"
        assert walk.incident.explain.wrong_recipient[0].document == ""


@pytest.mark.full
async def test_a_file_that_names_the_other_customer_is_asked_about(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    (desk / "Offer Verano.pdf").write_bytes(b"x")
    (desk / "Offer Veronese.pdf").write_bytes(b"x")
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f", "down")
        await walk.type("O")
        await walk.press("tab", "tab")
        assert walk.app.screen.query_one("#attachment", PathEntry).value == "Offer Ver"
        assert "Offer Verano.pdf  Offer Veronese.pdf" in said(walk)
        await walk.type("a")
        await walk.press("tab", "enter")
        assert "Its name shows who the other party is: “Verano”." in said(walk)


@pytest.mark.full
async def test_an_attachment_that_cannot_be_read_is_said_and_nothing_is_written(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    answers = {
        "nowhere.pdf": "there is no such file",
        ".": "it is a folder",
        "~nobody-here/x": "no such file",
    }
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f", "down")
        for typed, answer in answers.items():
            await walk.press("ctrl+u")
            await walk.type(typed)
            await walk.press("enter")
            assert answer in said(walk)
            assert walk.cursor == "attachment"
        await walk.press("up", "enter")
        assert "no such file" in said(walk)
        assert not list(desk.glob("*.eml"))


@pytest.mark.full
async def test_the_ending_of_the_name_says_what_is_written(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f")
        assert "A draft" in walk.screen
        await walk.press("down", "down", "enter")
        assert walk.cursor == "path"
        assert "Plain text" in walk.screen
        await walk.press("enter")
        await walk.settle()
        letter = walk.app.situation.letter
        assert letter is not None
        text = (desk / "20251118-172650-ab12-wrong-recipient-1.txt").read_text("utf-8")
        assert text == f"{letter.subject}\n\n{letter.body}\n"
        await walk.press("ctrl+f", "ctrl+u")
        await walk.type("letter.doc")
        await walk.press("enter")
        assert "End the name in .eml" in said(walk)
        assert not (desk / "letter.doc").exists()


@pytest.mark.full
async def test_text_carries_no_attachment_and_says_so(launch: Launch, ready: Incident, desk: Path) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f", "ctrl+u")
        await walk.type("letter.txt")
        await walk.press("down")
        await walk.type("Quotation-118.pdf")
        assert "it cannot carry an attachment" in walk.screen
        await walk.press("up", "enter")
        assert "A text file carries no attachment" in said(walk)
        assert not (desk / "letter.txt").exists()


@pytest.mark.full
async def test_a_draft_that_exists_is_replaced_only_once_that_was_answered(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    path = desk / "20251118-172650-ab12-wrong-recipient-1.eml"
    path.write_text("mine")
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f", "enter")
        await walk.settle()
        assert "This file exists. Replace it?" in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert path.read_text() == "mine"
        await walk.press("enter", "1")
        await walk.settle()
        assert path.read_bytes().startswith(b"X-Unsent: 1")


@pytest.mark.full
async def test_a_link_is_copied_and_stands_on_the_timeline(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("ctrl+f", "down", "down", "down")
        await walk.type("\u3000")
        await walk.settle()
        letter = walk.app.situation.letter
        assert letter is not None
        assert walk.app.clipboard.startswith("mailto:buyer@nordsee-handel.example?subject=")
        assert unquote(walk.app.clipboard).replace("\r\n", "\n").endswith(letter.body)
        assert letter.due.state == "copied"


async def test_a_letter_too_long_for_a_link_says_so(launch: Launch, ready: Incident, desk: Path) -> None:
    async with launch(incident=ready, language="zh") as walk:
        await walk.press("ctrl+l")
        await walk.app.run_action("copy_link")
        await walk.settle()
        assert walk.app.clipboard == ""
        assert "没法做链接" in notices(walk)


@pytest.mark.full
async def test_a_call_is_saved_as_text_alone(launch: Launch, ready: Incident, desk: Path) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("f4", "ctrl+f")
        await walk.settle()
        if not isinstance(walk.app.screen, DraftScreen):
            await walk.press("enter")
        assert walk.app.screen.query_one("#path", PathEntry).value.endswith("wrong-recipient-1.txt")
        await walk.press("ctrl+u")
        await walk.type("call.eml")
        await walk.press("enter")
        assert "is no mail" in said(walk)


@pytest.mark.full
async def test_the_letter_in_the_editor_is_copied_with_its_key(launch: Launch, ready: Incident) -> None:
    async with launch(incident=ready, size=(120, 40)) as walk:
        await walk.app.run_action("edit_letter")
        await walk.settle()
        await walk.press("f8")
        await walk.settle()
        assert "Petra Nordmann" in walk.app.clipboard


async def until_shown(walk: Walk, text: str) -> None:
    """Wait until the first line says something."""
    for _ in range(200):
        if text in walk.screen.splitlines()[0]:
            return
        await walk.pilot.pause(0.01)
    raise AssertionError(walk.screen)


@pytest.mark.full
@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.full)])
async def test_the_ending_hands_over_a_calendar_a_report_and_the_record_and_then_lets_go(
    launch: Launch, ready: Incident, desk: Path, language: str
) -> None:
    async with launch(incident=ready, language=language) as walk:
        await walk.press("f8")
        await walk.app.run_action("mark('sent')")
        await walk.app.run_action("summary")
        await walk.settle()
        for key, name in (("1", "ics"), ("２", "md"), ("3", "toml")):
            assert isinstance(walk.app.screen, SummaryScreen)
            await walk.type(key)
            await walk.settle()
            assert isinstance(walk.app.screen, PathScreen)
            await walk.press("enter")
            await walk.settle()
            assert (desk / f"20251118-172650-ab12.{name}").exists()
        calendar = Calendar.from_ical((desk / "20251118-172650-ab12.ics").read_bytes())
        assert len(calendar.walk("VTODO")) == len(walk.app.situation.judged().outstanding) > 0
        assert [event.detail.get("format") for event in walk.incident.timeline[-3:]] == [
            "ics",
            "markdown",
            None,
        ]
        assert str(walk.incident.timeline[-3].detail["path"]).endswith(".ics")
        # What is open is asked about once, and an Enter closes nothing.
        await walk.press("4")
        await walk.settle()
        still = still_open(walk.app.situation)
        assert str(len(still)) in walk.screen
        assert still[0][:20] in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.status == "open"
        await walk.app.run_action("summary")
        await walk.settle()
        await walk.press("4", "1")
        await walk.settle()
        assert walk.incident.status == "closed"
        closed = "closed" if language == "en" else "已结案"
        await until_shown(walk, closed)
        # Nothing of it presses any more, on no list.
        keys = {one.key for one in walk.app.situation.judged().outstanding}
        assert keys == {"prevent.follow-up.a-confirmed"}


async def test_the_ending_says_what_is_open_and_never_that_nothing_is(
    launch: Launch, ready: Incident
) -> None:
    async with launch(incident=ready, size=(120, 60)) as walk:
        await walk.press("f8")
        await walk.app.run_action("mark('sent')")
        await walk.app.run_action("summary")
        await walk.settle()
        assert "confirmed the deletion? (by 11-19 17:26)" in walk.screen
        assert "Call Petra Nordmann. (by 11-18 18:26)" in walk.screen
        assert "Tell your manager, before somebody else does. (now)" in walk.screen
        assert "without a tick (F2)" in walk.screen
        assert "First the top of this list" in walk.screen
        assert "Nobody never errs." not in walk.screen


@pytest.mark.full
async def test_enter_leaves_what_is_not_done_open_and_closes_what_is(launch: Launch, ready: Incident) -> None:
    async with launch(incident=ready) as walk:
        for _ in range(2):
            await walk.app.run_action("summary")
            await walk.settle()
            await walk.press("enter")
            await walk.settle()
            assert not isinstance(walk.app.screen, SummaryScreen)
            assert walk.incident.status == "open"
        ticks = {f"stop.ticks.{item.id}": "not-applicable" for item in walk.app.situation.checklist}
        walk.app.commit("ticked", ticks | {"explain.declined": [due.key for due in walk.app.situation.due]})
        await walk.app.run_action("summary")
        await walk.settle()
        assert "Nothing is left to do" in walk.screen
        assert "Enter closes the incident" in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.status == "closed"


@pytest.mark.full
async def test_a_low_screen_shows_what_is_open_first_and_says_how_much_is_cut(
    launch: Launch, ready: Incident
) -> None:
    async with launch(incident=ready) as walk:
        for what in ("sent", "confirmed"):
            await walk.app.run_action(f"mark('{what}')")
        names = walk.app.situation.techniques
        walk.app.commit("chosen", {f"prevent.techniques.{name}": {"choice": "adopted"} for name in names})
        await walk.app.run_action("summary")
        await walk.settle()
        assert walk.screen.index("First the top") < walk.screen.index("Still open")
        assert "more below: Down" in walk.screen


async def test_nothing_to_come_back_to_needs_no_calendar(launch: Launch, desk: Path) -> None:
    async with launch() as walk:
        walk.app.commit("chosen", {"explain.declined": [due.key for due in walk.app.situation.due]})
        await walk.app.run_action("export('ics')")
        await walk.settle()
        assert "Nothing is still to come" in notices(walk)
        assert not list(desk.glob("*.ics"))


@pytest.mark.full
async def test_a_letter_that_was_not_copied_is_marked_as_sent_only_by_a_second_space(
    launch: Launch, ready: Incident
) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("f4")
        await walk.settle()
        letter = next(due for due in walk.app.situation.due if due.kind == "letter")
        place = walk.app.situation.due.index(letter)
        walk.app.screen.query_one(f"#letter-{place}").focus()
        await walk.settle()
        await walk.press("space")
        assert walk.cursor == f"letter-{place}"
        assert walk.app.situation.due[place].state == "open"
        assert "F8 copies it" in notices(walk)
        await walk.press("space")
        assert walk.app.situation.due[place].state == "sent"


async def test_undo_right_after_a_mark_says_how_the_mark_is_taken_back_and_touches_no_answer(
    launch: Launch, ready: Incident
) -> None:
    async with launch(incident=ready) as walk:
        answered = walk.incident.grade
        await walk.app.run_action("mark('sent')")
        await walk.press("ctrl+z")
        assert walk.incident.grade == answered
        assert "- on the letter takes the mark back" in notices(walk)


async def test_a_copy_says_to_whom_the_letter_goes(launch: Launch, ready: Incident) -> None:
    async with launch(incident=ready) as walk:
        await walk.press("f8")
        assert "letter for the wrong recipient: Petra Nordmann" in notices(walk)


@pytest.mark.full
async def test_one_row_of_the_sheet_alone_is_marked_as_the_cursors(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f3", "4", "3", "ctrl+f")
        for _ in range(5):
            await walk.press("tab")
            await walk.settle()
            marked = [row for row in walk.app.screen.query(SheetRow) if str(row.render()).startswith(">")]
            assert marked == [row for row in walk.app.screen.query(SheetRow) if row.has_focus]


async def test_the_right_document_that_is_a_path_is_offered_as_the_attachment(
    launch: Launch, ready: Incident, desk: Path
) -> None:
    document = desk / "Casa Verde" / "PI NL.pdf"
    document.parent.mkdir()
    document.write_bytes(b"%PDF-")
    reader = {"name": "Petra", "address": "p@nordsee-handel.example", "document": f"'{document}'"}
    given = ready.with_changes({"explain.wrong-recipient": [reader]}, at=ready.opened_at, event="edited")
    async with launch(incident=given) as walk:
        await walk.press("ctrl+f")
        await walk.settle()
        assert walk.app.screen.query_one("#attachment", PathEntry).value == str(document)
