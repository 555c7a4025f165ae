"""A line to search by."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

FULL_WIDTH_SPACE = "\u3000"


class Asked(Input):
    """Take what is searched for; a full-width space, as a Chinese keyboard types it, parts words too."""

    async def _on_key(self, event: events.Key) -> None:
        if event.character == FULL_WIDTH_SPACE:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(" ")
        else:
            await super()._on_key(event)
