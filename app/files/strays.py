"""Files of the user's own that are laid over nothing: named, for what they say counts nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..core.fault import Fault, nearest
from .shipped import shipped_folder

_ENDINGS = (".toml", ".j2", ".txt")
# Of the user alone: nothing of these names is shipped.
_OWN = ("settings.toml", "profile.toml", "letters/signature.txt")
_DEEPEST, _MOST_FILES, _MOST_NAMED = 3, 2_000, 20


def strays(config: Path) -> list[Fault]:
    """Name the files below the config folder that have the name of nothing that is read there."""
    known = _known() if config.is_dir() else set()
    faults: list[Fault] = []
    for number, name in enumerate(_names(config)):
        if number == _MOST_FILES or len(faults) == _MOST_NAMED:
            break
        if name in known:
            continue
        near = nearest(name, sorted(known))
        code = "stray-file-near" if near else "stray-file"
        faults.append(Fault(str(config / name), code, {"nearest": near or ""}))
    return faults


def _known() -> set[str]:
    shipped = shipped_folder("data")
    found = set(_names(shipped))
    signatures = {f"letters/{each.name}/signature.txt" for each in (shipped / "letters").iterdir()}
    return {*found, *_OWN, *signatures}


def _names(folder: Path, below: str = "", depth: int = 1) -> Iterator[str]:
    """Give the names of files of ours, as paths with slashes; what cannot be looked into has none."""
    try:
        entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and depth < _DEEPEST:
            yield from _names(folder, f"{below}{entry.name}/", depth + 1)
        elif entry.name.endswith(_ENDINGS) and not entry.is_dir():
            yield f"{below}{entry.name}"
