"""Where the rows of a step stand."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from .field import Field
from .row import Row


class Work(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Hold the rows; the arrow keys move the cursor here, they do not scroll."""

    class Resized(Message):
        """Tell that there is more or less room for the rows, as when a notice comes or goes."""

    def on_resize(self) -> None:
        """Tell the step."""
        self.post_message(self.Resized())

    def places(self) -> list[Widget]:
        """Give what the cursor can stand on, from top to bottom."""
        found: list[Widget] = []
        for widget in self.children:
            if isinstance(widget, Row) and widget.display:
                found.append(widget)
            elif isinstance(widget, Field) and widget.display:
                found.append(widget.entry)
        return found

    def nearby(self, gone: Widget) -> Widget | None:
        """Give the place before one that is no longer shown, or the first."""
        every, places = list(self.query("*")), self.places()
        until = every.index(gone) if gone in every else 0
        before = [place for place in places if every.index(place) < until]
        return next(iter((*before[-1:], *places)), None)

    def keep_in_sight(self, place: Widget) -> None:
        """Scroll so that a place is seen whole with its row, and the top of the work with the first.

        Of a row that is higher than what is seen, its head is shown.
        """
        if place is self.places()[0]:
            self.scroll_home(animate=False)
            return
        row = place if isinstance(place, Row) else place.parent
        if isinstance(row, Widget):
            self.scroll_to_widget(row, animate=False, top=row.virtual_region.height > self.size.height)

    def turn_within(self, row: Widget, direction: int) -> bool:
        """Scroll within a row that is higher than what is seen; tell whether there was more of it."""
        region = row.virtual_region
        if region.height <= self.size.height:
            return False
        last = region.bottom - self.size.height
        more = last - self.scroll_y if direction > 0 else self.scroll_y - region.y
        if more <= 0:
            return False
        # One line stays in sight, to read on from.
        step = min(more, max(self.size.height - 1, 1))
        self.scroll_relative(y=direction * step, animate=False)
        return True

    def cut(self) -> tuple[int, int]:
        """Count the rows above what is seen, and those below it."""
        top, end = self.scroll_y, self.scroll_y + self.size.height
        rows = [row.virtual_region for row in self.children if row.display and isinstance(row, Row | Field)]
        return sum(row.bottom <= top for row in rows), sum(row.y >= end for row in rows)
