"""A sheet that writes a file where it was told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from ..core.visible import visible
from .modal import Sheet


class SavingSheet(Sheet[Path]):
    """Ask before a file that exists is replaced; Enter alone, pressed twice in haste, never does it."""

    def ask_to_replace(self, path: Path, replace: Callable[[], Awaitable[None] | None]) -> None:
        """Ask whether the file at `path` may be replaced, and call `replace` when it may."""
        from .confirm import ConfirmScreen

        async def answered(yes: bool | None) -> None:
            replaced = replace() if yes else None
            if replaced is not None:
                await replaced

        question = ConfirmScreen(self.situation, "replace", (visible(str(path)),), grave=True)
        self.app.push_screen(question, answered)
