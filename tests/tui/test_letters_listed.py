"""The list of letters: whom nobody writes to, more letters than rows, a letter read from right to left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.screens.explain import ExplainScreen
from misdirect_tui.widgets.email_preview import letter_content
from misdirect_tui.widgets.field import Field
from misdirect_tui.widgets.letter_row import LetterRow
from rich.cells import cell_len
from textual.widgets import Static

from tests.conftest import NOW

from .conftest import Launch, Walk

READER = {"name": "Petra Nordlicht", "address": "petra@nordlicht.example"}


def graded(**changes: object) -> Incident:
    begun = Incident.begin(id="20251118-172650-ab12", at=NOW)
    answers = {"mail.to": [READER], "mail.from": {"address": "li@haishi.example"}}
    given = {path.replace("__", "."): value for path, value in changes.items()}
    return begun.with_changes({**answers, **given}, at=NOW, event="answered")


@asynccontextmanager
async def explaining(launch: Launch, mail_file: Path) -> AsyncIterator[Walk]:
    """The letters of a grave mail, as one comes to them by the keys."""
    async with launch(mail_file) as walk:
        await walk.press("f3", "4", "6", "f4")
        await walk.settle()
        yield walk


def note(walk: Walk) -> str:
    return str(walk.app.screen.query_one("#absent", Static).render())


def said(walk: Walk) -> str:
    return " ".join(walk.screen.split())


@pytest.mark.full
async def test_a_catalogue_to_a_prospect_earns_a_light_line_or_none_and_it_is_said_why(
    launch: Launch,
) -> None:
    incident = graded(grade__content="catalogue", grade__recipient="outsider")
    async with launch(size=(120, 40), incident=incident) as walk:
        await walk.press("f4")
        await walk.settle()
        assert "Letter to the wrong recipient light optional" in said(walk)
        assert "Nothing secret in it. A light line" in walk.screen
        intended, manager = note(walk).splitlines()
        assert intended.endswith(
            "the one it was meant for. Nothing secret in it, so there is nothing to tell."
        )
        assert manager == "No letter to your manager. Minor: no report is called for."
        assert "No letter to your manager." in walk.screen
        await walk.press("f9")
        await walk.settle()
        assert "不用给主管写信：事情轻微，不用汇报。" in note(walk)


@pytest.mark.full
async def test_before_the_grade_nobody_is_said_to_get_no_letter(launch: Launch) -> None:
    async with launch(size=(120, 40), incident=graded()) as walk:
        await walk.press("f4")
        await walk.settle()
        assert not walk.app.screen.query_one("#absent").display
        assert "No letter" not in walk.screen


@pytest.mark.full
async def test_every_letter_has_a_row_however_many_there_are(launch: Launch) -> None:
    readers = [{"address": f"reader{number}@place{number}.example"} for number in range(1, 9)]
    incident = graded(mail__to=readers, grade__content="contract", grade__recipient="competitor")
    async with launch(size=(120, 40), incident=incident) as walk:
        await walk.press("f4")
        await walk.settle()
        due = walk.app.situation.due
        assert len(due) > 24
        rows = [row for row in walk.app.screen.query(LetterRow) if row.display]
        assert [row.place for row in rows] == list(range(len(due)))
        order = list(walk.app.screen.query_one("#work").children)
        assert order.index(rows[-1]) < order.index(walk.app.screen.query_one("#fields"))
        walk.app.screen.set_focus(rows[-1])
        await walk.settle()
        assert walk.app.situation.letter is not None
        assert walk.app.situation.letter.due.key == due[-1].key


@pytest.mark.full
async def test_letters_beyond_the_most_that_are_listed_are_announced(launch: Launch) -> None:
    readers = [{"address": f"reader{number}@place{number}.example"} for number in range(1, 31)]
    incident = graded(mail__to=readers, grade__content="contract", grade__recipient="competitor")
    async with launch(size=(120, 40), incident=incident) as walk:
        await walk.press("f4")
        await walk.settle()
        beyond = len(walk.app.situation.due) - 60
        assert f"{beyond} more. Ctrl+R shows each in turn." in note(walk)


@pytest.mark.full
async def test_an_arabic_letter_stands_against_the_right_edge_and_is_copied_in_the_order_of_reading(
    launch: Launch,
) -> None:
    incident = graded(explain__language="ar", explain__sender={"name": "Li Na"})
    async with launch(size=(120, 40), incident=incident) as walk:
        await walk.press("f4")
        await walk.settle()
        situation = walk.app.situation
        assert situation.letter is not None
        for width in (40, 70):
            lines = letter_content(situation, width).plain.split("\n")
            arabic = [line for line in lines if any("\u0600" <= letter <= "\u06ff" for letter in line)]
            assert len(arabic) > 8
            assert {cell_len(line) for line in arabic} == {width}
        shown = " ".join(letter_content(situation, 70).plain.split())
        assert " ".join(situation.letter.body.split()) in shown
        await walk.press("f8")
        await walk.settle()
        assert walk.app.clipboard == f"{situation.letter.subject}\n\n{situation.letter.body}"
        await walk.press("ctrl+l")
        await walk.settle()
        assert letter_content(walk.app.situation, 70).plain == letter_content(walk.app.situation).plain


@pytest.mark.full
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.full), "zh"])
async def test_the_manager_is_written_to_in_the_language_of_the_screen_until_one_is_chosen(
    launch: Launch, language: str
) -> None:
    incident = graded(grade__content="contract", grade__recipient="competitor")

    def spoken(walk: Walk) -> dict[str, str]:
        return {due.role: due.language for due in walk.app.situation.due}

    async with launch(size=(120, 40), incident=incident, language=language) as walk:
        await walk.press("f4")
        assert spoken(walk)["wrong-recipient"] == "en"
        assert spoken(walk)["manager"] == language
        key = f"letter-manager-1-{language}"
        for _ in walk.app.situation.due:
            await walk.app.run_action("next_letter")
            if walk.app.situation.letter.due.key == key:
                break
        await walk.press("f8", "enter")
        await walk.settle()
        assert walk.incident.explain.letters[key].language == language
        # What was begun stays as it is when the screen changes its language.
        await walk.press("f9")
        await walk.settle()
        assert spoken(walk)["manager"] == language
        await walk.press("ctrl+l")
        assert spoken(walk)["manager"] != language
        assert spoken(walk)["wrong-recipient"] == "en"


@pytest.mark.full
async def test_undo_on_a_letter_that_goes_with_the_answer_leaves_the_cursor_on_another(
    launch: Launch, mail_file: Path
) -> None:
    async with explaining(launch, mail_file) as walk:
        await walk.press("down", "down", "down")
        assert walk.cursor == "letter-3"
        await walk.press("ctrl+z", "ctrl+z")
        await walk.settle()
        assert walk.incident.grade.content is None
        assert walk.cursor.startswith("letter-")
        assert walk.app.fallen is None


@pytest.mark.full
async def test_undo_with_the_cursor_in_a_text_takes_back_text_and_no_answer(
    launch: Launch, mail_file: Path
) -> None:
    async with explaining(launch, mail_file) as walk:
        walk.app.screen.set_focus(walk.app.screen.query_one("#sender-title", Field).entry)
        await walk.type("Sales")
        await walk.press("ctrl+z")
        await walk.settle()
        assert walk.incident.explain.sender.title == ""
        await walk.press("ctrl+z", "ctrl+z")
        await walk.settle()
        assert (walk.incident.grade.content, walk.incident.grade.recipient) == (
            "contract",
            "competing-customer",
        )
        assert "takes back what was typed there" in said(walk)
        walk.app.screen.set_focus(walk.app.screen.query_one("#letter-0"))
        await walk.press("ctrl+z")
        assert walk.incident.grade.recipient is None


@pytest.mark.full
async def test_the_cursor_goes_along_with_the_letter_that_is_shown_next(
    launch: Launch, mail_file: Path
) -> None:
    async with explaining(launch, mail_file) as walk:
        await walk.press("ctrl+r")
        await walk.settle()
        shown = walk.app.situation.letter
        assert shown is not None
        assert walk.cursor == f"letter-{walk.app.situation.due.index(shown.due)}"
        walk.app.screen.set_focus(walk.app.screen.query_one("#sender-title", Field).entry)
        await walk.press("ctrl+r")
        await walk.settle()
        assert not walk.cursor.startswith("letter-")


@pytest.mark.full
async def test_enter_leads_from_each_letter_to_what_it_needs_and_on_to_the_next(
    launch: Launch, mail_file: Path
) -> None:
    async with explaining(launch, mail_file) as walk:
        passed = [walk.cursor]
        for _ in range(80):
            await walk.press("enter")
            if not isinstance(walk.app.screen, ExplainScreen):
                break
            passed.append(walk.cursor)
        rows = [each for each in passed if each.startswith("letter-")]
        assert rows == [f"letter-{place}" for place in range(len(walk.app.situation.due))]
        assert passed.index("letter-1") > passed.index("reader-name")
        assert "manager-name" in passed
        assert passed[-1] != rows[-1]
