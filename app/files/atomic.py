"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
import time
from pathlib import Path

from .kept import Stamp

_PARTIAL = ".partial"
_OWN_NAME = 60
_HOUR = 3600.0
# What a system that cannot sync a folder answers: the file itself is on disk by then.
_NO_FOLDER_SYNC = frozenset(
    {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.ENOSYS}
)


def write_atomic(path: Path, data: bytes, *, overwrite: bool) -> Stamp:
    """Write a file of mode 0600 in one step; a reader sees the old bytes or the new ones, never a part.

    Gives the state of the file as it was written, whatever happens to it from then on.

    A symbolic link at the path is replaced, never followed; a device or a pipe is not replaced.
    Raises FileExistsError when a file is there and may not be overwritten, OSError when something else is,
    the folder cannot be written or the disk is full; nothing is left behind then.
    """
    _refuse_special(path)
    handle, name = tempfile.mkstemp(prefix=_prefix(path.name), suffix=_PARTIAL, dir=path.parent)
    partial = Path(name)
    try:
        status = _fill(handle, data)
        if overwrite:
            partial.replace(path)
        else:
            _place_new(partial, path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    _sync_folder(path.parent)
    return Stamp(status.st_mtime_ns, status.st_size)


def clear_leftovers(folder: Path, *, of: str = "") -> None:
    """Remove what writers that were killed left half written; never raises.

    Those of the file named `of` go at once, which only its one writer may ask for; others when they
    are an hour old, and so nobody's any more.
    """
    own = _prefix(of) if of else None
    long_ago = time.time() - _HOUR
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(".") and entry.name.endswith(_PARTIAL)):
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                mine = own is not None and entry.name.startswith(own)
                if stat.S_ISREG(found.st_mode) and (mine or found.st_mtime < long_ago):
                    os.unlink(entry.path)  # noqa: PTH108  a Path for each entry only to do the same


def _prefix(name: str) -> str:
    """Give the beginning of a partial file's name, short enough for every file system."""
    own = name.encode(errors="replace")[:_OWN_NAME].decode(errors="ignore")
    return f".{own}."


def _refuse_special(path: Path) -> None:
    """Raise OSError where a folder, a device, a pipe or a socket stands at a path."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _fill(handle: int, data: bytes) -> os.stat_result:
    """Put bytes into an open file and onto the disk, and close it.

    Straight from the system: each call of it gives way to the thread that draws.
    """
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
        return os.fstat(handle)
    finally:
        os.close(handle)


def _place_new(partial: Path, path: Path) -> None:
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: claim the name, then put the whole file in its place.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            partial.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
    else:
        with contextlib.suppress(OSError):
            partial.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_FOLDER_SYNC:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)
