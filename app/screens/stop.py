"""The stop step: what to do in the first minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import on
from textual.widget import Widget

from ..core.stop.checklist import ITEMS
from ..widgets.answers import AskedAmongItems
from ..widgets.checklist import ChecklistItem
from ..widgets.field import Field
from ..widgets.heading import Heading
from .base import StepScreen

if TYPE_CHECKING:
    from ..situation import Situation
    from ..tui import MisdirectApp


class StopScreen(StepScreen):
    """Show the checklist at once, and under it the facts of the mail."""

    step = "stop"

    def __init__(self) -> None:
        super().__init__()
        self._came_to_tell = False

    def go_on(self, *, past_done: bool = False) -> None:
        """Go from a recall that nobody can judge to the service it hangs on, and from there back."""
        from ..widgets.service import ServiceRow

        row, unknown = self.focused, cast("MisdirectApp", self.app).situation.mail.service is None
        if isinstance(row, ChecklistItem) and row.item == "recall" and unknown and self.query(ServiceRow):
            self._came_to_tell = True
            self.set_focus(self.query_one(ServiceRow))
            return
        back, self._came_to_tell = self._came_to_tell and isinstance(row, ServiceRow), False
        if back:
            self.set_focus(self.query_one("#item-recall"))
        if not back or unknown:
            super().go_on(past_done=past_done)
        if (
            past_done
            and isinstance(row, ChecklistItem | AskedAmongItems)
            and isinstance(self.focused, ServiceRow)
        ):
            self._past_items()

    def _past_items(self) -> None:
        """Go to an item that was passed by; behind them all, past what is known of the mail."""
        still = [each for each in self.places() if isinstance(each, ChecklistItem) and not each.done]
        mail = cast("MisdirectApp", self.app).situation.mail
        if still:
            self.set_focus(still[0])
        elif mail.service is not None and mail.sent_at is not None and mail.recipients:
            self.finished()

    def rows(self) -> Iterator[Widget]:
        """Give the calm line and the items."""
        yield Heading("stop.calm", id="calm", quiet=True)
        for item in ITEMS:
            yield ChecklistItem(item)

    def later_rows(self) -> Iterator[tuple[str, Widget]]:
        """Give what a verdict still depends on, and the mail's facts."""
        from .facts import asks, facts

        behind = "item-recall"
        for row in asks():
            yield behind, row
            behind = str(row.id)
        behind = f"item-{ITEMS[-1]}"
        for row in facts():
            yield behind, row
            behind = str(row.id)

    @on(ChecklistItem.Numbered)
    def _numbered(self, event: ChecklistItem.Numbered) -> None:
        event.stop()
        items = [row for row in self.places() if isinstance(row, ChecklistItem)]
        if event.number <= len(items):
            self.set_focus(items[event.number - 1])

    def show_clock(self, situation: Situation) -> None:
        """Count the undo window down, and take its question away once it is over."""
        self.query_one("#item-recall", ChecklistItem).show(situation)
        for field in self.query("#window").results(Field):
            if field.display and not field.has_focus_within and not situation.asks("window"):
                field.show(situation)
                self.on_work_resized()

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first item that is still to do: the recall, while it takes one click."""
        report = situation.recall
        still = [item.id for item in situation.checklist if item.state is None]
        if report is not None and report.verdict.verdict == "undo-now" and "recall" in still:
            still.insert(0, "recall")
        if not still:
            super().focus_first_open(situation)
            return
        self.set_focus(self.query_one(f"#item-{still[0]}"))
