"""Reading no more than a bound, and nothing that could be waited for without end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

_PIECE = 1 << 20
# Absent where a file cannot be opened without waiting, or bytes are never anything else.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path, most: int) -> bytes:
    """Read a file, or what a link to a file leads to: at most `most` bytes, and one that tells of more.

    Raises OSError: ENXIO for a pipe, a socket or a device, EISDIR for a folder.
    """
    _refuse_endless(path.stat(), path)
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        # It may have become another one since.
        _refuse_endless(os.fstat(handle), path)
        return read_bounded(file, most)


def size_of(path: Path) -> int:
    """Give the bytes of what `read_regular` would read; raises OSError where that would, or nobody may."""
    _refuse_endless(path.stat(), path)
    handle = os.open(path, _FLAGS)
    try:
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def read_bounded(stream: IO[bytes], most: int) -> bytes:
    """Read a stream to its end: at most `most` bytes, and one that tells of more."""
    pieces: list[bytes] = []
    left = most + 1
    while left and (piece := stream.read(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _refuse_endless(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
