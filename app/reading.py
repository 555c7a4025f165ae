"""What was named on the command line: a file, or standard input for `-`."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from .core.fault import Fault, why_not
from .core.playbook.words import Words
from .files.kinds import is_record
from .files.regular import read_bounded, read_regular

# Bytes: as much as is read of a mail; a record has far less.
MOST = 128 * 1024 * 1024


def read_named(name: str, most: int = MOST) -> bytes:
    """Read a file, or standard input for `-`; raises OSError whatever is wrong with the name.

    Gives at most `most` bytes, and one that tells of more. What is no file, such as a pipe that has a
    name, is not waited for.
    """
    if name == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return read_bounded(sys.stdin.buffer, most)
    return read_regular(named_path(name), most)


def named_path(name: str) -> Path:
    """Give the path that a name on the command line means; raises OSError."""
    try:
        path = Path(name).expanduser()
    except RuntimeError:
        # The home of a user who is not there.
        path = None
    if path is None or "\x00" in name:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    return path


def reason(words: Words, error: OSError) -> str:
    """Say why a file could not be read or written, in the language of the interface where it is known."""
    return why_not(error).said(words)


def no_mail(data: bytes, name: str) -> Fault | None:
    """Say that bytes are a record where a mail is expected; None where they may be a mail."""
    if not is_record(data, name):
        return None
    from .files.toml import parse

    tree, _ = parse(data, name)
    return Fault(name, "record-for-mail") if tree else None
