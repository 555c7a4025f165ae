"""The files of the incidents that the app keeps."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ENDING = ".toml"
_OPENED = re.compile(r"\d{8}-\d{6}")
_READABLE = (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)


class Stamp(NamedTuple):
    """Tell one state of a file from another: when it was last changed, in nanoseconds, and its size."""

    mtime_ns: int
    size: int


def kept(folder: Path, most: int | None = None) -> list[Path]:
    """Give the files that stand for a record in the app's own folder, the newest first, at most `most`.

    The id of an incident tells when it was opened, so that only other names cost a look at their file.
    """
    found: list[tuple[str, str]] = []
    with contextlib.suppress(OSError):
        for entry in _records(folder):
            if entry.is_file():
                opened = _OPENED.match(entry.name)
                found.append((opened[0] if opened else _changed(entry), entry.name))
    return [folder / name for _, name in sorted(found, reverse=True)[:most]]


def _changed(entry: os.DirEntry[str]) -> str:
    stamp = stamp_of(entry)
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime(stamp.mtime_ns // 10**9)) if stamp else ""


def listed(folder: Path) -> dict[str, Stamp]:
    """Give what stands for a record in the app's own folder, by its name without the ending.

    Pipes and devices, which reading could wait for without end, are passed over. Raises OSError for a
    folder that is there and cannot be read.
    """
    stamps = ((entry.name.removesuffix(ENDING), stamp_of(entry)) for entry in _records(folder))
    return {name: stamp for name, stamp in stamps if stamp is not None}


def _records(folder: Path) -> Iterator[os.DirEntry[str]]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(ENDING) and not entry.name.startswith("."):
                yield entry


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
