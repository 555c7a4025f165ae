"""Files of the user's own that are laid over nothing: named, for what they say counts nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ..core.fault import Fault, cannot_read, nearest
from .shipped import shipped_folder

_ENDINGS = (".toml", ".j2", ".txt")
# Of the user alone: nothing of these names is shipped.
_OWN = ("settings.toml", "profile.toml", "letters/signature.txt")
# Shipped, and needed before anything of the user's is read.
_FIXED = "rules/characters.toml"
_DEEPEST, _MOST_FILES, _MOST_NAMED, _MOST_ALIKE = 3, 2_000, 20, 3


def strays(config: Path) -> list[Fault]:
    """Name the files below the config folder that have the name of nothing that is read there.

    A folder that cannot be looked into is named too.
    """
    faults: list[Fault] = []
    names = list(islice(_names(config, faults), _MOST_FILES))
    known = _known() if names else set()
    for name in names:
        if len(faults) >= _MOST_NAMED:
            break
        if name == _FIXED:
            faults.append(Fault(str(config / name), "not-laid-over"))
        elif name not in known and not _is_read(config, name, known):
            near = _near(name, known)
            code = "stray-file-near" if near else "stray-file"
            faults.append(Fault(str(config / name), code, {"nearest": near}))
    return faults


def _near(name: str, known: set[str]) -> tuple[str, ...]:
    """Give what a file may have been meant to be: those of its very name elsewhere, else the most alike."""
    alike = sorted(each for each in known if each.rpartition("/")[2] == name.rpartition("/")[2].lower())
    if "/" not in name and alike:
        return tuple(alike[:_MOST_ALIKE])
    near = nearest(name, sorted(known))
    return (near,) if near else ()


def _is_read(config: Path, name: str, known: set[str]) -> bool:
    """Tell whether a name in other letter case is read: some file systems do not tell them apart."""
    meant = next((each for each in known if each.lower() == name.lower()), None)
    try:
        return meant is not None and (config / meant).samefile(config / name)
    except OSError:
        return False


def _known() -> set[str]:
    shipped = shipped_folder("data")
    found = set(_names(shipped))
    signatures = {f"letters/{each.name}/signature.txt" for each in (shipped / "letters").iterdir()}
    return {*found, *_OWN, *signatures}


def _names(folder: Path, faults: list[Fault] | None = None, below: str = "", depth: int = 1) -> Iterator[str]:
    """Give the names of files of ours, as paths with slashes; what cannot be looked into is a fault."""
    try:
        entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        if faults is not None:
            faults.append(cannot_read(str(folder / below), error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and depth < _DEEPEST:
            yield from _names(folder, faults, f"{below}{entry.name}/", depth + 1)
        elif entry.name.lower().endswith(_ENDINGS) and not entry.is_dir():
            yield f"{below}{entry.name}"
