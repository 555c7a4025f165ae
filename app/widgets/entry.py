"""A line that is typed into."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingsMap
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from ..core.visible import visible

# Typed with the space bar under a Chinese input method; Textual takes it for no character.
FULL_WIDTH_SPACE = "\u3000"
# At an edge behind which the text goes on; no terminal draws them wide.
BEFORE, AFTER = "\u2039", "\u203a"
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

    The Chinese input method opens there; what stands in it is selected when the cursor comes only where it
    is given `anew`.
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        parts: str = " ",
        anew: bool = False,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=anew, id=id)
        self.cursor_blink = False
        self.parts = parts

    def _on_paste(self, event: events.Paste) -> None:
        """Take every line that is pasted: parted by `parts`, where Textual would drop all but the first."""
        told = self.parts.join(line.strip() for line in event.text.splitlines() if line.strip())
        self.replace(told, *self.selection)
        event.stop()
        event.prevent_default()

    def validate_value(self, value: str) -> str:
        """Let a control character that was pasted stand as a sign."""
        return visible(value)

    def render_line(self, y: int) -> Strip:
        """Mark each edge behind which the text goes on, but never the cell of the cursor."""
        strip = super().render_line(y)
        width, left = self.scrollable_content_region.width, self.scroll_offset.x
        cursor = cell_len(self.value[: self.cursor_position]) - left if self.has_focus else -1
        style = self.get_component_rich_style("input--placeholder")
        if left > 0 and cursor != 0:
            strip = Strip.join([Strip([Segment(BEFORE, style)]), strip.crop(1)])
        if cell_len(self.value) > left + width and cursor != width - 1:
            strip = Strip.join([strip.crop(0, width - 1), Strip([Segment(AFTER, style)])])
        return strip

    async def on_key(self, event: events.Key) -> None:
        """Edit before the keys typed behind this one are looked at."""
        await edit_at_once(self, event, _EDITING, self.insert_text_at_cursor)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Give the column and the line of the cursor; Textual's own stands a cell behind the text's end."""
        column, line, width, _ = self.content_region
        before = cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x
        return Offset(column + min(before, max(width - 1, 0)), line)
