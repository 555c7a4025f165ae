"""One process at a time on one incident, or on one file that several change."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .locations import make_private

if TYPE_CHECKING:
    from filelock import BaseFileLock

Grip = Literal["held", "elsewhere", "unknown"]

# Seconds in which somebody who is just leaving lets go.
PATIENCE = 0.2
POLL = 0.02
# What a file system says that knows no locks at all.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


class ElsewhereError(OSError):
    """Say that another process works on the incident."""

    def __init__(self) -> None:
        super().__init__(errno.EBUSY, os.strerror(errno.EBUSY))


class ProcessLock:
    """Hold something for this process alone, by its name.

    The lock is the system's own, on an empty file `locks/<name>.lock` beside the path `beside`. A
    process that has gone, however it went, holds none: a file that was left behind blocks nobody. The
    file goes when the lock is let go of, and only then, while it is still held: whoever has it open
    finds that it has gone and makes another.
    """

    def __init__(self, beside: Path, name: str) -> None:
        self.name = name
        self.path = beside.parent / "locks" / f"{name}.lock"
        self._lock: BaseFileLock | None = None
        self._file: tuple[int, int] | None = None
        self._possible = True

    def take(self, patience: float = PATIENCE) -> Grip:
        """Take the lock, waiting for so many seconds at most, or make sure that it is still held.

        "elsewhere" means that another process holds it; "unknown" that nobody can tell, because the
        folder cannot be written or its file system knows no locks.
        """
        if self._lock is not None:
            if self._file == _identity(self.path):
                return "held"
            self.release()
        if not self._possible:
            return "unknown"
        from filelock import FileLock, Timeout

        try:
            make_private(self.path.parent)
            lock = FileLock(
                self.path,
                timeout=patience,
                mode=0o600,
                thread_local=False,
                poll_interval=POLL,
                fallback_to_soft=False,
            )
            lock.acquire()
        except Timeout:
            return "elsewhere"
        except Exception as error:
            # Work goes on without a lock, whatever it is that cannot give one.
            self._possible = getattr(error, "errno", None) not in _NO_LOCKS
            return "unknown"
        self._lock, self._file = lock, _identity(self.path)
        return "held"

    def is_free(self) -> bool:
        """Tell whether nobody holds it; what a process that has gone left behind is cleared away."""
        if not os.path.lexists(self.path):
            return True
        free = self.take(patience=0) == "held"
        self.release()
        return free

    def release(self) -> None:
        """Let go of the lock; does nothing where it is not held, and never raises."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        with contextlib.suppress(OSError):
            if self._file is not None and self._file == _identity(self.path):
                self.path.unlink()
        with contextlib.suppress(OSError):
            lock.release(force=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """Give which file stands at a path, or None."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
