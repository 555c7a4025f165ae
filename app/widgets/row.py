"""One line of work: what the cursor stands on, with its how-to opening under it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ..messages import WentOn

if TYPE_CHECKING:
    from ..situation import Situation

INDENT = 4
TEXT_WIDTH = 76


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

    def show(self, situation: Situation) -> None:
        """Take over what the row is to show."""
        before = (self.display, self.situation and self._look(self.situation))
        self.situation = situation
        self.display = self.applies(situation)
        if before != (self.display, self._look(situation)):
            self._look_changed()

    def applies(self, situation: Situation) -> bool:
        """Tell whether the row stands in this incident at all."""
        return True

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the lines of the row for a width in cells."""
        raise NotImplementedError

    def _look(self, situation: Situation) -> list[Content]:
        return self.lines(situation, self.size.width or TEXT_WIDTH) if self.display else []

    def _look_changed(self) -> None:
        self.refresh(layout=True)

    def render(self) -> Content:
        """Join the lines for the present width."""
        if self.situation is None:
            return Content("")
        return Content("\n").join(self.lines(self.situation, min(self.size.width, TEXT_WIDTH)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Count the lines for a width."""
        if self.situation is None:
            return 1
        return len(self.lines(self.situation, min(width, TEXT_WIDTH)))

    def on_focus(self) -> None:
        """Open the how-to."""
        self._look_changed()

    def on_blur(self) -> None:
        """Fold the how-to away."""
        self._look_changed()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Act on a key, full-width ones from a Chinese keyboard included."""
        key = plain_key(event)
        if key == "enter":
            handled = True
            self.post_message(WentOn())
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
    if event.character and event.is_printable:
        return unicodedata.normalize("NFKC", event.character)
    return event.key


def hanging(text: str | Content, width: int, style: str = "", indent: int = INDENT) -> list[Content]:
    """Wrap a text to a width, every line set in by `indent` cells."""
    content = text if isinstance(text, Content) else Content.styled(text, style)
    return [line.pad_left(indent) for line in content.wrap(max(width - indent, 10))]


def headed(mark: Content, text: Content, width: int) -> list[Content]:
    """Wrap a text behind a mark, later lines standing under the first letter of the text."""
    indent = mark.cell_length
    first, *rest = text.wrap(max(width - indent, 10)) or [Content("")]
    return [mark + first, *(line.pad_left(indent) for line in rest)]
