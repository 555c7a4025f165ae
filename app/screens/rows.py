"""The cursor's way over the rows of a step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widget import Widget

from ..widgets.row import Row
from ..widgets.step_bar import STEPS
from ..widgets.work import Work
from .cursor import CursorScreen

if TYPE_CHECKING:
    from ..situation import Situation
    from ..tui import MisdirectApp


class RowScreen(CursorScreen):
    """Move the cursor from row to row, keep it in sight, and give it back to the row that it stood on."""

    step: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._stood_on: Widget | None = None

    @property
    def desk(self) -> MisdirectApp:
        """Give the app, with the incident on its desk."""
        return cast("MisdirectApp", self.app)

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first row that still waits for something."""
        places = self.places()
        if places:
            self.set_focus(places[0])

    def places(self) -> list[Widget]:
        """Give what the cursor can stand on, from top to bottom."""
        return self.query_one(Work).places()

    def stand_on(self, paths: Collection[str]) -> None:
        """Put the cursor on the first row whose value is among some paths, or one of its parts is."""
        for place in self.places():
            holds = f"{place.holds}." if isinstance(place, Row) and place.holds else ""
            if holds and any(f"{path}.".startswith(holds) or holds.startswith(f"{path}.") for path in paths):
                self.set_focus(place)
                return

    def action_move(self, step: int) -> None:
        """Move the cursor by so many rows, once what it stands on is read; it stays where there is none."""
        row = self.focused
        if not (isinstance(row, Row) and self.query_one(Work).turn_within(row, step)):
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

    def go_on(self, *, past_done: bool = False) -> None:
        """Move to the next row, `past_done` to the next that is open; after the last the step is done."""
        while self._move(1):
            if not (past_done and isinstance(self.focused, Row) and self.focused.done):
                return
        self.finished()

    def finished(self) -> None:
        """Go to the next step after the last row."""
        following = STEPS.index(self.step) + 1
        if following < len(STEPS):
            self.app.call_later(self.app.run_action, f"step('{STEPS[following]}')")

    def on_descendant_focus(self) -> None:
        """Anchor the cursor, and remember where it stands."""
        super().on_descendant_focus()
        self._stood_on = self.focused

    def _keep_in_sight(self) -> None:
        """Scroll so that the row under the cursor is seen whole, and the top of the work with the first."""
        if self.focused is not None and self.focused in self.places():
            self.query_one(Work).keep_in_sight(self.focused)

    def _stand_again(self) -> None:
        """Put the cursor back on the row that it stood on, once that is seen again."""
        stood = self._stood_on
        if self.focused is None and stood is not None and stood.is_attached and self._shown(stood):
            self.set_focus(stood)

    def _shown(self, widget: Widget) -> bool:
        return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
