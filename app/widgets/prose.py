"""A text of several lines that is typed into."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from ..core.visible import visible_lines
from .entry import FULL_WIDTH_SPACE


class Prose(TextArea):
    """Take text of several lines; a control character that is pasted stands as a sign, and does nothing."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  Textual's own name
        super().__init__(visible_lines(text), soft_wrap=True, compact=True, id=id)
        self.cursor_blink = False

    def edit(self, edit: Edit) -> EditResult:
        """Put text in, whatever way it came."""
        edit.text = visible_lines(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().edit(edit)

    def on_key(self, event: events.Key) -> None:
        """Put a full-width space in; every other key is handled by the base class after this."""
        if event.character == FULL_WIDTH_SPACE:
            event.stop()
            event.prevent_default()
            self.insert(FULL_WIDTH_SPACE)
