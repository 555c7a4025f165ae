"""Where the files lie that come with the app: rules, words and letters, and what the screen looks like."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any, Literal


def shipped_folder(folder: Literal["data", "styles"]) -> Path:
    """Give a folder of the installed app.

    The standard library's own way, importlib.resources, would load half a megabyte for reading out of
    zip files.
    """
    return Path(import_module(f"misdirect_tui.{folder}").__path__[0])


def shipped_tree(path: str) -> dict[str, Any]:
    """Parse a shipped TOML file, such as `shipped_tree("rules/grade.toml")`."""
    return _parsed(shipped_folder("data") / path)


def _parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
