"""Copying: what was tried, and what is known to have worked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from typing import NamedTuple

# The smallest limit on an OSC 52 text that a terminal in use is known to have, in base64 bytes.
SMALL_TERMINAL = 3_000
# Seconds that the system's clipboard may take.
PATIENCE = 1.0


class CopyReport(NamedTuple):
    """Tell what became of a copy.

    `terminal` was asked and never answers; `native` tells whether the text was found there again. It
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


async def copy(text: str, send_to_terminal: Callable[[str], None]) -> CopyReport:
    """Hand a text to the terminal's clipboard and, unless over SSH, to the system's as well."""
    send_to_terminal(text)
    large = len(text.encode()) * 4 // 3 > SMALL_TERMINAL
    native = None if over_ssh() else await _native(text)
    return CopyReport(len(text), terminal=True, native=native, large=large)


def over_ssh() -> bool:
    """Tell whether the terminal stands on another machine."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


async def _native(text: str) -> bool:
    """Copy, and look whether it is there; a program that hangs holds up nobody, and has not copied."""
    loop = asyncio.get_running_loop()
    known: asyncio.Future[bool] = loop.create_future()

    def tell(stands: bool) -> None:
        if not known.done():
            known.set_result(stands)

    def attempt() -> None:
        stands = _stands(text)
        with contextlib.suppress(RuntimeError):
            # The app may have gone meanwhile.
            loop.call_soon_threadsafe(tell, stands)

    threading.Thread(target=attempt, daemon=True).start()
    try:
        return await asyncio.wait_for(known, PATIENCE)
    except TimeoutError:
        return False


def _stands(text: str) -> bool:
    """Tell whether the system's clipboard holds what it was given; the programs behind it fail silently."""
    import pyperclip

    try:
        pyperclip.copy(text)
        found = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError, ValueError):
        return False
    return isinstance(found, str) and found.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
