"""The files of the incidents that the app keeps."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

ENDING = ".toml"
_READABLE = (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)


class Stamp(NamedTuple):
    """Tell one state of a file from another: when it was last changed, in nanoseconds, and its size."""

    mtime_ns: int
    size: int


def kept(folder: Path) -> list[Path]:
    """Give what stands for a record in the app's own folder, the last changed first."""
    found = sorted(listed(folder).items(), key=lambda one: (one[1].mtime_ns, one[0]), reverse=True)
    return [folder / f"{file}{ENDING}" for file, _ in found]


def listed(folder: Path) -> dict[str, Stamp]:
    """Give what stands for a record in the app's own folder, by its name without the ending.

    Pipes and devices, which reading could wait for without end, are passed over.
    """
    found: dict[str, Stamp] = {}
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.endswith(ENDING) or entry.name.startswith("."):
                continue
            stamp = stamp_of(entry)
            if stamp is not None:
                found[entry.name.removesuffix(ENDING)] = stamp
    return found


def stamp_of(entry: os.DirEntry[str] | Path) -> Stamp | None:
    """Give the state of a file, None where it has gone or reading it could wait for ever."""
    try:
        status = entry.stat()
    except OSError:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return None
    if stat.S_IFMT(status.st_mode) not in _READABLE:
        return None
    return Stamp(status.st_mtime_ns, status.st_size)
