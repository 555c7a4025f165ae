"""The register: all incidents to find one in, and what they teach."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from ..core.register.filter import matching
from ..core.register.lessons import lessons
from ..files.kept import ENDING
from ..files.playbook import LANGUAGES
from ..register.telling import words_of_ids
from ..telling import cut_told
from ..theme import REGISTER
from ..widgets.entry import Entry
from ..widgets.incident_list import IncidentList
from ..widgets.lessons import LessonsPane
from .modal import Sheet

if TYPE_CHECKING:
    from ..core.register.row import Row
    from ..register.intake import Intake
    from ..situation import Situation
    from ..tui import MisdirectApp

# Seconds: until what is there has surely been painted, which reading must not slow; and between two
# looks at what has come in.
FIRST_PAINT, OFTEN = 0.05, 0.1
BAR = 20
Chosen = Path | Literal["new"]


class RegisterScreen(Sheet[Chosen]):
    """List incidents; give the file of the chosen one, or "new".

    What is found is listed while it comes in. With `waiting` only what is unfinished or due is listed.
    """

    CSS_PATH: ClassVar[Any] = REGISTER
    AUTO_FOCUS: ClassVar[str | None] = ""
    help = "register"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "move(-1)", show=False),
        Binding("down,tab", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("ctrl+home", "end(0)", show=False),
        Binding("ctrl+end", "end(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("f12", "teach", show=False),
        Binding("ctrl+o", "all", show=False),
        Binding("ctrl+n", "new", show=False),
    ]

    teaching: var[bool] = var(False, toggle_class="-teaching")
    waiting: var[bool] = var(False, toggle_class="-waiting")

    def __init__(self, situation: Situation, intake: Intake, *, waiting: bool = False) -> None:
        super().__init__(situation)
        self.intake = intake
        self.view = intake.view
        self.set_reactive(RegisterScreen.waiting, waiting)
        self._told = words_of_ids(*map(situation.playbook.words, LANGUAGES))
        self._count = 0
        self._shown = (0, False)

    def compose(self) -> ComposeResult:
        """Lay the screen."""
        words = self.situation.words
        with Vertical(id="register"):
            yield Static(id="heading", markup=False)
            yield Entry(placeholder=words("register.filter.hint"))
            yield Static(id="nothing", classes="why", markup=False)
            yield IncidentList(words, self.view, whole=self.waiting)
            yield LessonsPane(words)
            yield Static(id="below", classes="why", markup=False)
            yield Static(id="keys", classes="why", markup=False)

    def on_mount(self) -> None:
        """Show what is there by now, and take in the rest."""
        super().on_mount()
        if not self.query(IncidentList):
            # It was left before it stood.
            return
        self.set_class(self.waiting, "-waiting")
        self._show()
        self._focus()
        self._looking = self.set_interval(OFTEN, self._show_new)
        self.set_timer(FIRST_PAINT, self._load)

    @property
    def listed(self) -> IncidentList:
        """Give the list."""
        return self.query_one(IncidentList)

    def on_unmount(self) -> None:
        """Let go of the rows, of which there may be many."""
        self.intake.rows.clear()

    @work
    async def _load(self) -> None:
        while not self.intake.complete:
            await self.intake.take()
        self._show_new()

    def _show_new(self) -> None:
        """Show what has come in since the last look."""
        reached = (self.intake.done, self.intake.complete)
        if reached != self._shown:
            self._shown = reached
            self._show()
        if self.intake.complete:
            self._looking.stop()
            if self.intake.copies:
                cast("MisdirectApp", self.app).complain(tuple(self.intake.copies))

    def _show(self, *, anew: bool = False) -> None:
        """Show the rows that are asked for."""
        rows = self.intake.asking if self.waiting else self.intake.rows
        self.listed.show(self._matching(rows), anew=anew)
        self._count = len(rows)
        self._say()
        if self.teaching and self.intake.complete:
            self._teach()

    def _matching(self, rows: list[Row]) -> list[Row]:
        """Give those of the rows that the filter asks for."""
        asked = self.query_one(Input).value
        return matching(rows, asked, self._told, self.view) if asked.strip() else list(rows)

    def _say(self) -> None:
        """Say what is shown, how many there are, and what the keys do."""
        words, found = self.situation.words, self.listed.rows
        which = "teach" if self.teaching else "waiting" if self.waiting else "all"
        due = which == "waiting" and found and found[0].status != "open"
        title = Content.styled(words(f"register.{which}.title{'-due' if due else ''}"), "bold")
        self.query_one("#heading", Static).update(title + "   " + Content.styled(self._progress(), "$why"))
        self.query_one("#keys", Static).update(words(f"register.{which}.keys"))
        empty = words("register.filter.none" if self.intake.rows else "register.all.none")
        self.query_one("#nothing", Static).update(empty if self.intake.complete else "")
        self.query_one("#nothing").display = not found

    def _progress(self) -> str:
        """Tell how many there are, or how far the reading has come."""
        words, intake = self.situation.words, self.intake
        if intake.complete:
            shown = len(self._matching(intake.rows) if self.teaching else self.listed.rows)
            count = len(intake.rows) if self.teaching else self._count
            code = "counted" if shown == count else "counted-of"
            return words(f"register.{code}", count=count, shown=shown)
        if not intake.total:
            return words("register.reading-first")
        reached = round(BAR * intake.done / intake.total)
        told = words("register.reading", done=intake.done, total=intake.total)
        return f"{told}  {'#' * reached}{'.' * (BAR - reached)}"

    @on(IncidentList.Turned)
    def _say_what_is_cut(self) -> None:
        """Say how many rows stand above and below what is seen."""
        cut = (0, 0) if self.teaching else self.listed.cut
        said = cut_told(self.situation.words, "row.more", *cut)
        self.query_one("#below", Static).update(said)

    @on(Input.Changed)
    def _asked(self) -> None:
        self._show(anew=True)

    @on(Input.Submitted)
    @on(IncidentList.Opened)
    def action_open(self) -> None:
        """Open the chosen incident; one that cannot be read says why instead."""
        chosen = self.listed.chosen
        if self.teaching or chosen is None:
            return
        if chosen.fault is not None:
            cast("MisdirectApp", self.app).complain((chosen.fault,))
        else:
            self.dismiss(self.intake.folder / f"{chosen.file}{ENDING}")

    def action_move(self, step: int) -> None:
        """Move the cursor, or scroll what they teach."""
        if self.teaching:
            self.query_one(LessonsPane).turn(step)
        else:
            self.listed.move(step)

    def action_turn(self, direction: int) -> None:
        """Move by most of a page."""
        if self.teaching:
            pane = self.query_one(LessonsPane)
            pane.turn(direction * max(pane.size.height - 2, 1))
        else:
            self.listed.turn(direction)

    def action_end(self, place: int) -> None:
        """Go to the first row, or the last."""
        self.listed.choose(place % max(len(self.listed.rows), 1))

    def action_new(self) -> None:
        """Begin a new incident instead."""
        self.dismiss("new")

    def action_all(self) -> None:
        """Show all incidents instead of those that wait."""
        self.waiting = False
        self.listed.whole = False
        self._show(anew=True)
        self._focus()

    def action_close(self) -> None:
        """Go back to the list, or close without a result."""
        if self.teaching:
            self.action_teach()
        else:
            self.dismiss(None)

    def action_teach(self) -> None:
        """Show what they teach instead of the list, and back."""
        self.teaching = not self.teaching
        self._focus()
        self._say_what_is_cut()
        self._say()
        if self.teaching:
            self.query_one(LessonsPane).scroll_home(animate=False)
            self._teach()

    def _focus(self) -> None:
        self.set_focus(None if self.teaching else self.listed if self.waiting else self.query_one(Input))

    @work(exclusive=True, group="teach")
    async def _teach(self) -> None:
        found = await asyncio.to_thread(lessons, self._matching(self.intake.rows), self.view)
        self.query_one(LessonsPane).show(found)
