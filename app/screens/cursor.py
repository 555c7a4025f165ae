"""Where the terminal's own cursor stands, and that keys act in their order."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen


class CursorScreen(Screen[Any]):
    """Keep the terminal's cursor on the focused field, where the Chinese input method opens.

    A key is done with before the next one is looked at.
    """

    async def on_key(self, event: events.Key) -> None:
        """Act on a key that no widget took; the app would put it behind those that were typed after it."""
        if await self.app._check_bindings(event.key):
            event.stop()
            event.prevent_default()

    def on_mount(self) -> None:
        """Follow each new layout: a row above that folds moves the field."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._anchor(), immediate=True)

    def on_screen_resume(self) -> None:
        """Anchor after coming back."""
        self.call_after_refresh(self._anchor)

    def on_descendant_focus(self) -> None:
        """Anchor after a move."""
        self.call_after_refresh(self._anchor)

    def on_resize(self) -> None:
        """Anchor after a new layout."""
        self.call_after_refresh(self._anchor)

    def _anchor(self) -> None:
        offset = getattr(self.focused, "cursor_screen_offset", None)
        if offset is not None and self.app.cursor_position != offset:
            self.app.cursor_position = offset
            if self.focused is not None:
                self.focused.refresh()
