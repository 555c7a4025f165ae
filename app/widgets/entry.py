"""A line that is typed into."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.binding import BindingsMap
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input

from ..core.visible import visible

# Typed with the space bar under a Chinese input method; Textual takes it for no character.
FULL_WIDTH_SPACE = "\u3000"
_EDITING = BindingsMap(Input.BINDINGS)


async def edit_at_once(
    widget: Widget, event: events.Key, editing: BindingsMap, insert: Callable[[str], object]
) -> None:
    """Put a full-width space in, and edit at once; every other key goes on to the base class.

    A key of the base class's bindings would otherwise bubble up, and act after those typed behind it.
    """
    bound = editing.key_to_bindings.get(event.key)
    if event.character == FULL_WIDTH_SPACE:
        event.stop()
        event.prevent_default()
        insert(FULL_WIDTH_SPACE)
    elif bound and event.key != "enter":
        event.stop()
        event.prevent_default()
        await widget.run_action(bound[0].action)


class Entry(Input):
    """Take one line of text; the terminal's own cursor stands on the cell where the next character goes.

    The Chinese input method opens there; what is typed is not selected when the cursor comes.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Let a control character that was pasted stand as a sign."""
        return visible(value)

    async def on_key(self, event: events.Key) -> None:
        """Edit before the keys typed behind this one are looked at."""
        await edit_at_once(self, event, _EDITING, self.insert_text_at_cursor)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Give the column and the line of the cursor; Textual's own stands a cell behind the text's end."""
        column, line, width, _ = self.content_region
        before = cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x
        return Offset(column + min(before, max(width - 1, 0)), line)
