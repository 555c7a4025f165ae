"""Where the files lie that come with the app: rules, words and letters, and what the screen looks like."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Literal


def shipped_folder(folder: Literal["data", "styles"]) -> Path:
    """Give a folder of the installed app.

    The standard library's own way, importlib.resources, would load half a megabyte for reading out of
    zip files.
    """
    return Path(import_module(f"misdirect_tui.{folder}").__path__[0])
