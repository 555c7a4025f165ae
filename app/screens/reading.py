"""A sheet to read, scrolled with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from ..telling import cut_told
from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation


class Reading(Widget):
    """Show lines that are laid for whatever width there is."""

    DEFAULT_CSS = "Reading { height: auto; width: 1fr; }"

    def __init__(self, lines: Callable[[int], Iterator[Content]]) -> None:
        super().__init__()
        self.lines = lines

    def render(self) -> Content:
        """Join the lines for the present width."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Count the lines for a width."""
        return Content("\n").join(self.lines(width)).get_height({}, width)


class ReadingScreen(Sheet[str]):
    """Show a title, lines to read, and what the keys do; subclasses give the lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,pageup", "turn(-1)", show=False),
        Binding("down,pagedown,space", "turn(1)", show=False),
    ]

    def __init__(self, situation: Situation, *, title: str, keys: str) -> None:
        super().__init__(situation)
        self.heading = title
        self.keys = keys

    def lines(self, width: int) -> Iterator[Content]:
        """Give the lines; those that are longer than a width in cells are wrapped."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet tall"):
            yield Static(words(self.heading), classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Reading(self.lines)
            yield Static(id="below", markup=False)
            yield Static(words(self.keys), classes="why", markup=False)

    def on_mount(self) -> None:
        """Say from the start whether there is more than is seen."""
        scroll = self.query_one(VerticalScroll)
        self.watch(scroll, "scroll_y", self._say_more)
        self.watch(scroll, "virtual_size", self._say_more)

    def on_resize(self) -> None:
        """Say anew whether there is more than is seen."""
        super().on_resize()
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        scroll = self.query_one(VerticalScroll)
        below = scroll.virtual_size.height - scroll.size.height - round(scroll.scroll_target_y)
        said = cut_told(self.situation.words, "row.lines", round(scroll.scroll_target_y), max(below, 0))
        self.query_one("#below", Static).update(Content.styled(said, "$why"), layout=False)

    def action_turn(self, direction: int) -> None:
        """Scroll by most of a page."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=direction * max(scroll.size.height - 2, 1), animate=False)
