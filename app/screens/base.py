"""The frame that all four steps share: bar, work, meter, preview, keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..telling import cut_told
from ..terminal import WIDE, told_small
from ..widgets.email_preview import EmailPreview
from ..widgets.field import Field
from ..widgets.key_bar import KeyBar
from ..widgets.severity_meter import SeverityMeter
from ..widgets.step_bar import StepBar
from ..widgets.work import Work
from .rows import RowScreen

if TYPE_CHECKING:
    from ..situation import Situation


# Seconds that the terminal gets to draw the meter before the rest takes the processor again.
TURN = 0.003
# Seconds after a step was left in which the next one is laid and drawn.
REST = 0.5


class Shown(Protocol):
    """Describe a widget that shows what it is handed."""

    def show(self, situation: Situation) -> None:
        """Take over the situation."""


class StepScreen(RowScreen):
    """Show one step: its rows at the left, meter over preview at the right, or the work alone.

    Subclasses give `step` and `rows()`; which of the rows apply is the rows' own business.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-short"), (36, "-tall")]  # noqa: RUF012  declared so by Textual
    swapped: var[bool] = var(False, toggle_class="-swapped")

    def __init__(self) -> None:
        super().__init__()
        self._works_on = ""
        self._waiting = False
        self._laid = False
        self._complete = False
        self._begins_on: Widget | None = None
        self._said_cut = ""

    def watch_swapped(self) -> None:
        """Give the cursor back to its row when the work comes back; a row that is hidden loses it."""
        self.call_after_refresh(self._stand_again)
        if self.is_mounted:
            self.query_one(KeyBar).refresh()

    def touched(self) -> None:
        """Leave the cursor where the first key finds it, whatever rules and letters tell afterwards."""
        self._begins_on = None

    def action_move(self, step: int) -> None:
        """Move the cursor; where the letter stands in place of the rows, scroll it instead."""
        if self.swapped:
            self.query_one(EmailPreview).scroll_by(step)
        else:
            super().action_move(step)

    def on_screen_resume(self) -> None:
        """Bring the step up to date when it comes back."""
        super().on_screen_resume()
        self.query(KeyBar).first().cover(covered=False)
        if self._works_on:
            self.show(self.desk.situation)
            if self.desk.standing and not self._complete:
                self.call_after_refresh(self.complete)

    def on_screen_suspend(self) -> None:
        """Let go of what was drawn: a step that nobody sees, and Textual, would keep megabytes of it."""
        for widget in (self, *self.query("*")):
            widget.refresh()
            widget._render_cache.lines.clear()
            if isinstance(widget, Field):
                widget.suspend()
        self.query_one(KeyBar).cover(covered=True)
        self.query("ToastRack").set(display=False)
        self.app.set_timer(REST, self.desk.when_left)

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
        self.show(self.desk.situation)

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
        # Only then is it known where the rows stand.
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._announce_cuts(), immediate=True)
        self.show(self.desk.situation)
        if self.desk.standing:
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
        situation = self.desk.situation
        for widget in self.query("*"):
            if hasattr(widget, "show"):
                cast("Shown", widget).show(situation)
        # Where the cursor begins may hang on rules and letters, which come after the first frame.
        waits = self._begins_on is not None and self.focused is self._begins_on
        if self._works_on != situation.incident.id or (waits and situation.is_judged):
            self._works_on = situation.incident.id
            self.focus_first_open(situation)
            self._begins_on = None if situation.is_judged else self.focused
        elif self.focused is not None and not self._shown(self.focused):
            self.set_focus(self.query_one(Work).nearby(self.focused))
        self.call_after_refresh(self._announce_cut)

    def on_descendant_focus(self) -> None:
        """Anchor the cursor, and say what is cut."""
        super().on_descendant_focus()
        self.query_one(KeyBar).follow(in_text=self.desk.in_text)
        self.on_work_resized()

    def on_resize(self) -> None:
        """Anchor the cursor, or say that the terminal is too small."""
        super().on_resize()
        columns, lines = self.app.size
        self.query_one("#tiny", Static).update(told_small(self.desk.situation.words, columns, lines))
        if columns >= WIDE:
            self.swapped = False
        self.call_after_refresh(self._stand_again)

    def on_work_resized(self) -> None:
        """Keep the cursor where it is seen, and say what is cut."""
        self.call_after_refresh(self._keep_in_sight)
        self.call_after_refresh(self._announce_cut)

    def _announce_cuts(self) -> None:
        if self.is_mounted:
            self._announce_cut()
            self.query_one(EmailPreview).announce()

    def _announce_cut(self) -> None:
        """Say how many rows stand above and below what is seen."""
        if not self.is_mounted:
            return
        said = cut_told(self.desk.situation.words, "row.more", *self.query_one(Work).cut())
        if said != self._said_cut:
            self._said_cut = said
            self.query_one("#more", Static).update(Content.styled(said, "$why"), layout=False)
