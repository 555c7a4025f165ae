"""A text of several lines that is typed into."""

from __future__ import annotations

from textual import events
from textual.binding import BindingsMap
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from ..core.visible import visible_lines
from .entry import edit_at_once

_EDITING = BindingsMap(TextArea.BINDINGS)


class Prose(TextArea):
    """Take text of several lines; a control character that is pasted stands as a sign, and does nothing."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  Textual's own name
        super().__init__(visible_lines(text), soft_wrap=True, compact=True, id=id)
        self.cursor_blink = False

    def edit(self, edit: Edit) -> EditResult:
        """Put text in, whatever way it came."""
        edit.text = visible_lines(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().edit(edit)

    async def on_key(self, event: events.Key) -> None:
        """Edit before the keys typed behind this one are looked at."""
        await edit_at_once(self, event, _EDITING, self.insert)
