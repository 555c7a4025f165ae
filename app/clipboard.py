"""Copying: what was tried, and what is known to have worked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

# The smallest limit on an OSC 52 text that a terminal in use is known to have, in base64 bytes.
SMALL_TERMINAL = 3_000


class CopyReport(NamedTuple):
    """Tell what became of a copy.

    `terminal` was asked and never answers; `native` took it, as far as the system says so. `native`
    is None when it was not tried: over SSH it would be the clipboard of the wrong machine.
    """

    characters: int
    terminal: bool
    native: bool | None
    large: bool

    @property
    def code(self) -> str:
        """Give the code of the words that tell this truly."""
        if self.native:
            return "copied"
        return "hoped-large" if self.large else "hoped"


def copy(text: str, send_to_terminal: Callable[[str], None]) -> CopyReport:
    """Hand a text to the terminal's clipboard and, unless over SSH, to the system's as well."""
    send_to_terminal(text)
    large = len(text.encode()) * 4 // 3 > SMALL_TERMINAL
    return CopyReport(len(text), terminal=True, native=None if over_ssh() else _native(text), large=large)


def over_ssh() -> bool:
    """Tell whether the terminal stands on another machine."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def _native(text: str) -> bool:
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return False
    return True
