"""One line of work: what the cursor stands on, with its how-to opening under it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ..walkway import walkway
from .entry import AFTER

if TYPE_CHECKING:
    from ..situation import Situation

INDENT = 4
TEXT_WIDTH = 76
# Where the text of a field begins.
VALUES_COLUMN = 29


class Row(Widget, can_focus=True):
    """Show one thing to do or to answer; subclasses say what its lines are and what its keys do.

    A row under the cursor shows its how-to; the others are one quiet line.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Row { height: auto; width: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.situation: Situation | None = None
        self._kept: tuple[tuple[int, bool, int], list[Content]] | None = None

    def show(self, situation: Situation) -> None:
        """Take over what the row is to show; it is drawn anew only where that looks different."""
        before = self._drawn(self._width) if self.situation and self.display else []
        displayed = self.display
        self.situation = situation
        self._kept = None
        self.display = self.applies(situation)
        after = self._drawn(self._width) if self.display else []
        if displayed != self.display or len(before) != len(after):
            self.refresh(layout=True)
        elif any(not one.is_same(other) for one, other in zip(before, after, strict=True)):
            self.refresh()

    def applies(self, situation: Situation) -> bool:
        """Tell whether the row stands in this incident at all."""
        return True

    @property
    def done(self) -> bool:
        """Tell whether nothing is left to do here, so that one who goes from tick to tick passes by."""
        return False

    @property
    def holds(self) -> str:
        """Give the dotted path of the value that is given here; nothing where there is none."""
        return ""

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the lines of the row for a width in cells."""
        raise NotImplementedError

    @property
    def _width(self) -> int:
        return min(self.size.width or TEXT_WIDTH, TEXT_WIDTH)

    def _drawn(self, width: int) -> list[Content]:
        """Give the lines, wrapped once for each width and look; none of a row that has just gone."""
        if self.situation is None or not self.applies(self.situation):
            return [Content("")]
        look = (width, self.has_focus, self.screen.size.height)
        if self._kept is None or self._kept[0] != look:
            self._kept = (look, self.lines(self.situation, width))
        return self._kept[1]

    def redraw(self) -> None:
        """Draw anew after something of the row's own has changed."""
        self._kept = None
        self.refresh(layout=True)

    def render(self) -> Content:
        """Join the lines for the present width."""
        return Content("\n").join(self._drawn(self._width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Count the lines for a width."""
        return len(self._drawn(min(width, TEXT_WIDTH)))

    def on_focus(self) -> None:
        """Open the how-to."""
        self.redraw()

    def on_blur(self) -> None:
        """Fold the how-to away."""
        self.redraw()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Act on a key, full-width ones from a Chinese keyboard included."""
        key = plain_key(event)
        if key == "enter":
            handled = True
            walkway(self).go_on()
        else:
            handled = self.press(key)
        if handled:
            event.stop()
            event.prevent_default()

    def press(self, key: str) -> bool:
        """Act on a key of this kind of row; tell whether it was one."""
        return False


def plain_key(event: events.Key) -> str:
    """Give a key by its plain character where it has one: a full-width 1, space or minus included."""
    if event.character:
        character = unicodedata.normalize("NFKC", event.character)
        if character.isprintable():
            return character
    return event.key


def hanging(text: str | Content, width: int, style: str = "", indent: int = INDENT) -> list[Content]:
    """Wrap a text to a width, every line set in by `indent` cells."""
    content = text if isinstance(text, Content) else Content.styled(text, style)
    return [line.pad_left(indent) for line in content.wrap(max(width - indent, 10))]


def cut(text: Content, cells: int) -> Content:
    """Give a text in so many cells; where it goes on, its last cell says so.

    The sign is one that no terminal draws wide, so that what stands behind it keeps its column.
    """
    return text if text.cell_length <= cells else text.truncate(max(cells - 1, 0)) + AFTER


def headed(mark: Content, text: Content, width: int) -> list[Content]:
    """Wrap a text behind a mark, later lines standing under the first letter of the text."""
    indent = mark.cell_length
    first, *rest = text.wrap(max(width - indent, 10)) or [Content("")]
    return [mark + first, *(line.pad_left(indent) for line in rest)]
