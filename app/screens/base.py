"""The frame that all four steps share: bar, work, meter, preview, keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..terminal import SMALLEST, WIDE
from ..widgets.email_preview import EmailPreview
from ..widgets.field import Field
from ..widgets.key_bar import KeyBar
from ..widgets.severity_meter import SeverityMeter
from ..widgets.step_bar import STEPS, StepBar
from ..widgets.work import Work
from .cursor import CursorScreen

if TYPE_CHECKING:
    from ..situation import Situation
    from ..tui import MisdirectApp


# Seconds that the terminal gets to draw the meter before the rest takes the processor again.
TURN = 0.003


class Shown(Protocol):
    """Describe a widget that shows what it is handed."""

    def show(self, situation: Situation) -> None:
        """Take over the situation."""


class StepScreen(CursorScreen):
    """Show one step: its rows at the left, meter over preview at the right, or the work alone.

    Subclasses give `step` and `rows()`; which of the rows apply is the rows' own business.
    """

    step: ClassVar[str]
    AUTO_FOCUS: ClassVar[str | None] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-short"), (36, "-tall")]  # noqa: RUF012  declared so by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    swapped: var[bool] = var(False, toggle_class="-swapped")

    def __init__(self) -> None:
        super().__init__()
        self._works_on = ""
        self._waiting = False
        self._laid = False
        self._complete = False
        self._stood_on: Widget | None = None

    def watch_swapped(self) -> None:
        """Give the cursor back to its row when the work comes back; a row that is hidden loses it."""
        self.call_after_refresh(self._stand_again)

    def on_screen_resume(self) -> None:
        """Bring the step up to date when it comes back."""
        super().on_screen_resume()
        if self._works_on:
            app = cast("MisdirectApp", self.app)
            self.show(app.situation)
            if app.standing and not self._complete:
                self.call_after_refresh(self.complete)

    def on_screen_suspend(self) -> None:
        """Let go of what was drawn: a step that nobody sees, and Textual, would keep megabytes of it."""
        for widget in (self, *self.query("*")):
            widget.refresh()
            widget._render_cache.lines.clear()
            if isinstance(widget, Field):
                widget.suspend()
        self.query("ToastRack").set(display=False)

    def rows(self) -> Iterator[Widget]:
        """Give the rows of the step in their order, headings included."""
        raise NotImplementedError

    def later_rows(self) -> Iterator[tuple[str, Widget]]:
        """Give what can wait until the first frame stands, each with the id of what it stands behind."""
        yield from ()

    async def complete(self) -> None:
        """Mount what has waited for the first frame; does nothing a second time, or before its turn."""
        if self._complete or not self._laid:
            return
        self._complete = True
        work = self.query_one(Work)
        for behind, row in self.later_rows():
            await work.mount(row, after=f"#{behind}")
        self.show(cast("MisdirectApp", self.app).situation)

    def compose(self) -> ComposeResult:
        """Lay the frame."""
        yield StepBar(self.step)
        with Container(id="body"):
            with Vertical(id="left"):
                with Work(id="work"):
                    yield from self.rows()
                yield Static(id="more", markup=False)
            yield SeverityMeter()
            yield EmailPreview()
        yield KeyBar()
        yield Static(id="tiny", markup=False)

    def on_mount(self) -> None:
        """Show the incident from the first frame on."""
        self._laid = True
        app = cast("MisdirectApp", self.app)
        self.show(app.situation)
        if app.standing:
            self.call_after_refresh(self.complete)

    def show(self, situation: Situation, *, only: bool = False) -> None:
        """Hand the situation to the meter at once, and to everything else after that was painted.

        With `only` nothing but the clock and the saving have changed.
        """
        if not self._laid:
            return
        graver = self.query_one(SeverityMeter).show(situation)
        if only:
            self.query_one(StepBar).show(situation)
            self.show_clock(situation)
        elif not self._works_on:
            self._show_rest()
        elif not self._waiting:
            self._waiting = True
            self.call_after_refresh(self._show_rest_in_turn if graver else self._show_rest)

    async def _show_rest_in_turn(self) -> None:
        await asyncio.sleep(TURN)
        self._show_rest()

    def show_clock(self, situation: Situation) -> None:
        """Show what a second changes beside the bar; a step with a countdown has something."""

    def _show_rest(self) -> None:
        self._waiting = False
        situation = cast("MisdirectApp", self.app).situation
        for widget in self.query("*"):
            if hasattr(widget, "show"):
                cast("Shown", widget).show(situation)
        if self._works_on != situation.incident.id:
            self._works_on = situation.incident.id
            self.focus_first_open(situation)
        elif self.focused is not None and not self._shown(self.focused):
            self.set_focus(self.query_one(Work).nearby(self.focused))
        self.call_after_refresh(self._announce_cut)

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first row that still waits for something."""
        places = self.places()
        if places:
            self.set_focus(places[0])

    def places(self) -> list[Widget]:
        """Give what the cursor can stand on, from top to bottom."""
        return self.query_one(Work).places()

    def _shown(self, widget: Widget) -> bool:
        return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))

    def action_move(self, step: int) -> None:
        """Move the cursor by so many rows; it stays where there is none."""
        self._move(step)

    def _move(self, step: int) -> bool:
        places = self.places()
        if self.focused not in places:
            if places:
                self.set_focus(places[0])
            return bool(places)
        wanted = places.index(self.focused) + step
        if not 0 <= wanted < len(places):
            return False
        self.set_focus(places[wanted])
        return True

    def _keep_in_sight(self) -> None:
        """Scroll so that the row under the cursor is seen whole, and the top of the work with the first."""
        if self.focused is not None and self.focused in self.places():
            self.query_one(Work).keep_in_sight(self.focused)

    def go_on(self) -> None:
        """Move to the next row; after the last one the step is finished."""
        if not self._move(1):
            self.finished()

    def finished(self) -> None:
        """Go to the next step after the last row."""
        following = STEPS.index(self.step) + 1
        if following < len(STEPS):
            self.app.call_later(self.app.run_action, f"step('{STEPS[following]}')")

    def on_descendant_focus(self) -> None:
        """Anchor the cursor, and say what is cut."""
        super().on_descendant_focus()
        self._stood_on = self.focused
        self.on_work_resized()

    def on_resize(self) -> None:
        """Anchor the cursor, or say that the terminal is too small."""
        super().on_resize()
        columns, lines = self.app.size
        said = cast("MisdirectApp", self.app).situation.words(
            "interface.tiny",
            columns=columns,
            lines=lines,
            least_columns=SMALLEST[0],
            least_lines=SMALLEST[1],
        )
        self.query_one("#tiny", Static).update(said)
        if columns >= WIDE:
            self.swapped = False
        self.call_after_refresh(self._stand_again)

    def on_work_resized(self) -> None:
        """Keep the cursor where it is seen, and say what is cut."""
        self.call_after_refresh(self._keep_in_sight)
        self.call_after_refresh(self._announce_cut)

    def _stand_again(self) -> None:
        """Put the cursor back on the row that it stood on, once that is seen again."""
        stood = self._stood_on
        if self.focused is None and stood is not None and stood.is_attached and self._shown(stood):
            self.set_focus(stood)

    def _announce_cut(self) -> None:
        """Say how many rows stand below what is seen."""
        if not self.is_mounted:
            return
        below = self.query_one(Work).below()
        words = cast("MisdirectApp", self.app).situation.words
        said = words("interface.row.more-below", count=below) if below else ""
        self.query_one("#more", Static).update(Content.styled(said, "$why"), layout=False)
