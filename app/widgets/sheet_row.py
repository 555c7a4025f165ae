"""A line of a sheet that does something."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from .row import plain_key


class SheetRow(Static, can_focus=True):
    """Offer one thing to do; Enter or Space does it. Without a reason to be there it is only read."""

    class Chosen(Message):
        """Tell that the row was chosen."""

        def __init__(self, row: SheetRow) -> None:
            super().__init__()
            self.row = row

        @property
        def control(self) -> SheetRow:
            """Give the row."""
            return self.row

    def __init__(self, id: str) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, markup=False)
        self.said = ""

    def say(self, text: str, *, possible: bool = True) -> None:
        """Show what would be done; where it is not possible, why."""
        self.said = text
        self.can_focus = possible
        self._draw()

    def _draw(self) -> None:
        mark = (">   " if self.has_focus else "    ", "bold $chosen")
        style = "bold" if self.has_focus else "" if self.can_focus else "$why"
        self.update(Content.assemble(mark, (self.said, style)))

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark the row, or unmark it; the events come before it is known."""
        super().watch_has_focus(has_focus)
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Choose with Enter or Space, the full-width one included."""
        if plain_key(event) in ("enter", "space", " "):
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen(self))
