"""The rows of the register: only those in sight are drawn, however many there are."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from ..core.playbook.words import Words
from ..core.register.row import Row
from ..core.register.view import View
from .incident_row import drawn, height

MOST_WHOLE = 50


class IncidentList(ScrollView, can_focus=True, inherit_bindings=False):
    """Show rows, open ones under one heading, closed ones under another; one of them is chosen.

    `whole` shows everything that is to be come back to in a row, not the next thing alone.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"incident-list--chosen"}
    DEFAULT_CSS = """
    IncidentList { height: 1fr; width: 1fr; overflow-x: hidden; }
    IncidentList > .incident-list--chosen { background: $focus-surface; }
    """

    class Turned(Message):
        """Tell that other rows are in sight."""

    class Opened(Message):
        """Tell that the chosen row is to be opened."""

    def __init__(self, words: Words, view: View, *, whole: bool) -> None:
        super().__init__()
        self.words = words
        self.view = view
        self.whole = whole
        self.rows: Sequence[Row] = ()
        self.place = 0
        self._moved = False
        self._tops = array("L", [0])
        self._headings: dict[int, str] = {}
        self._drawn: dict[tuple[int, int, bool], list[Strip]] = {}

    @property
    def chosen(self) -> Row | None:
        """Give the row under the cursor."""
        return self.rows[self.place] if self.place < len(self.rows) else None

    @property
    def cut(self) -> tuple[int, int]:
        """Count the rows that are not, or not whole, in sight above, and those below."""
        top, end = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        tops, rows = self._tops, len(self.rows)
        return (
            (bisect_left(tops, top, 0, rows), rows + 1 - bisect_right(tops, end, 1)) if self.size else (0, 0)
        )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are in sight."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Turned())

    def show(self, rows: Sequence[Row], *, anew: bool = False) -> None:
        """Show these rows; the cursor stays on its row, or at the top where it never moved from there.

        `anew` puts it there.
        """
        kept = self.chosen if self._moved and not anew else None
        self._moved = kept is not None
        self.rows = rows
        files = (number for number, row in enumerate(rows) if kept is not None and row.file == kept.file)
        self.place = next(files, min(self.place, max(len(rows) - 1, 0)) if kept else 0)
        self._lay()
        self._keep_in_sight()
        self.post_message(self.Turned())

    def _lay(self) -> None:
        """Work out where each row begins, and under which heading."""
        self._drawn.clear()
        self._headings = {}
        counts: dict[str, int] = {}
        for number, row in enumerate(self.rows):
            if row.status not in counts:
                counts[row.status] = 0
                self._headings[number] = row.status
            counts[row.status] += 1
        if self.whole:
            # What presses most stands first there, open or closed.
            self._headings = {at: each for at, each in self._headings.items() if each == "unreadable"}
        self._headings = {
            number: self.words(f"register.heading.{status}", count=counts[status])
            for number, status in self._headings.items()
        }
        heights = (self._height(number, row) for number, row in enumerate(self.rows))
        self._tops = array("L", accumulate(chain([0], heights)))
        self.virtual_size = Size(self.size.width, self._tops[-1])
        self.refresh()

    def _height(self, number: int, row: Row) -> int:
        heading = (2 if number else 1) if number in self._headings else 0
        if not self._whole(number):
            return heading + height(row, self.view)
        width = self.scrollable_content_region.width
        return heading + len(drawn(self.words, row, self.view, width, chosen=False, whole=True))

    def _whole(self, number: int) -> bool:
        """Tell whether all that is to be come back to is shown: nobody looks through hundreds for that."""
        return self.whole and number < MOST_WHOLE

    def move(self, step: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.choose(self.place + step)

    def choose(self, place: int) -> None:
        """Put the cursor on a row."""
        place = max(0, min(place, len(self.rows) - 1))
        self._moved = True
        if place == self.place or not self.rows:
            return
        before, self.place = self.place, place
        for each in (before, place):
            self.refresh_lines(self._tops[each], self._tops[each + 1] - self._tops[each])
        self._keep_in_sight()

    def turn(self, direction: int) -> None:
        """Move by most of a page."""
        aim = self._tops[self.place] + direction * max(self.size.height - 2, 1)
        found = self._at(min(max(aim, 0), max(self._tops[-1] - 1, 0)))
        self.choose(found if found != self.place else self.place + direction)

    def _at(self, line: int) -> int:
        return bisect_right(self._tops, line) - 1

    def _keep_in_sight(self) -> None:
        if not self.rows or not self.size:
            return
        top = 0 if self.place == 0 else self._tops[self.place]
        height = self._tops[self.place + 1] - top
        self.scroll_to_region(
            Region(0, top, self.size.width, height), animate=False, force=True, immediate=True
        )

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._lay()
        self._keep_in_sight()
        self.post_message(self.Turned())

    def on_unmount(self) -> None:
        """Let go of the rows, of which there may be many."""
        self.rows = ()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was pointed at; open it where it is chosen already."""
        place = self._at(event.y + self.scroll_offset.y)
        if place >= len(self.rows):
            return
        if place == self.place:
            self.post_message(self.Opened())
        self.choose(place)

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if line >= self._tops[-1]:
            return Strip.blank(width, self.rich_style)
        place = self._at(line)
        strips, within = self._strips(place, width), line - self._tops[place]
        # Where a scroll bar has just come, the rows are not yet laid for the width that it leaves.
        return strips[within] if within < len(strips) else Strip.blank(width, self.rich_style)

    def _strips(self, place: int, width: int) -> list[Strip]:
        chosen = place == self.place
        key = (place, width, chosen)
        if key not in self._drawn:
            plain = self.get_visual_style()
            style = self.get_visual_style("incident-list--chosen") if chosen else plain
            lines = drawn(
                self.words, self.rows[place], self.view, width, chosen=chosen, whole=self._whole(place)
            )
            above = [Content.styled(f" {self._headings[place]}", "$why")] if place in self._headings else []
            if above and place:
                above.insert(0, Content(""))
            styled = [(line, plain) for line in above] + [(line, style) for line in lines]
            self._drawn[key] = [self._strip(line, width, each) for line, each in styled]
        return self._drawn[key]

    def _strip(self, line: Content, width: int, style: Style) -> Strip:
        return Visual.to_strips(self, line, width, 1, style, pad=True)[0].adjust_cell_length(width)
