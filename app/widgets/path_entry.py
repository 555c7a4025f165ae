"""A line for a path, completed with Tab."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ..files.completion import completed
from .entry import Entry


class PathEntry(Entry):
    """Let a path be typed; Tab completes it, and moves on where there is nothing to complete."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class Several(Message):
        """Tell which names could follow what was typed."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002  Textual's own name
        super().__init__(value, placeholder=placeholder, id=id)

    def on_mount(self) -> None:
        """Show the end of the path: the name matters most."""
        self.call_after_refresh(self.scroll_to, x=self.virtual_size.width, animate=False, force=True)

    async def action_complete(self) -> None:
        """Complete the path as far as one name is meant; say which ones could be."""
        before = self.value
        if not before.strip():
            self.screen.focus_next()
            return
        found = await asyncio.to_thread(completed, before)
        if found.text != before:
            self.value = found.text
            self.cursor_position = len(found.text)
        elif found.choices:
            self.post_message(self.Several(found.choices))
        else:
            self.screen.focus_next()
