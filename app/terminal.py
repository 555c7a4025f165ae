"""What must be settled before Textual is imported; this module must not import it."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .core.playbook.words import Words

SMALLEST = (60, 18)
# Columns from which work and letter stand side by side.
WIDE = 110


def prepare_environment(environ: MutableMapping[str, str], platform: str) -> None:
    """Keep Chinese input working: Textual reads these once, when it is imported.

    Under the Kitty keyboard protocol a commit of five or more Chinese characters arrives as rubbish,
    so it is not asked for, unless the user has said otherwise. On Windows the switch breaks Escape.
    """
    if platform != "win32":
        environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    # Names are read character by character; the table of phrases would cost 47 MB.
    environ.setdefault("PYPINYIN_NO_PHRASES", "true")


def has_terminal() -> bool:
    """Tell whether there is a terminal to draw on and to read keys from."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def told_small(words: Words, columns: int, lines: int) -> str:
    """Say that a window is too small, and how large it has to be; empty where it is not."""
    if columns >= SMALLEST[0] and lines >= SMALLEST[1]:
        return ""
    least = {"least_columns": SMALLEST[0], "least_lines": SMALLEST[1]}
    return words("interface.tiny", columns=columns, lines=lines, **least)
