"""Saving the incident at every change, off the thread that draws."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.incident import Incident
from .atomic import clear_leftovers, write_atomic
from .kept import Stamp, stamp_of
from .locations import make_private, narrow
from .lock import ElsewhereError, ProcessLock

if TYPE_CHECKING:
    from .blocks import Blocks

RETRY = 2.0
# Seconds that a state waits before it is written: the key that made it is painted meanwhile.
LULL = 0.015

Saved = Callable[[Incident, OSError | None], None]


class Journal:
    """Keep the newest state of one incident on disk, in a thread of its own.

    Each state is written whole beside the old one and then takes its place, so that the last whole
    state is always readable. States that come faster than the disk are skipped, the newest never is.
    A state that could not be written is tried again every `RETRY` seconds, and with each newer state.
    `saved` is called from the writing thread with each state that was written, or with what went wrong.

    What stands on disk and the state does not know, because a hand has changed it, is put aside before
    it is written over; a file that says the same as the state stays as it is.

    Nothing is written unless this process holds the incident, or nobody can tell who does; `lock` is
    what it is held by where that was taken before. An `ElsewhereError` is final: what waited is dropped.
    """

    def __init__(self, folder: Path, saved: Saved, lock: ProcessLock | None = None) -> None:
        self.folder = folder
        self._saved = saved
        self._lock = lock
        self._blocks: Blocks | None = None
        # The file as it was last written or compared, and whether the state knows the whole of it.
        self._path: Path | None = None
        self._stamp: Stamp | None = None
        self._whole = True
        self._aside: Path | None = None
        self._changed = threading.Condition()
        self._waiting: Incident | None = None
        self._writing = False
        self._closed = False
        self._refused = False
        self._tidy = False
        self._thread: threading.Thread | None = None

    def submit(self, incident: Incident) -> None:
        """Take over a state to write; returns at once. After `close` it is tried once."""
        with self._changed:
            self._waiting = incident
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self, timeout: float = 5.0) -> bool:
        """Write what is still waiting, end the thread, and tell whether everything is on disk."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        with self._changed:
            if self._thread is None:
                self._over()
            return self._waiting is None and not self._writing and not self._refused

    def again(self) -> Journal:
        """Give a journal that goes on where this one was closed."""
        other = type(self)(self.folder, self._saved)
        other._path, other._stamp, other._whole = self._path, self._stamp, self._whole
        return other

    def has_gone(self) -> bool:
        """Tell whether the file that was written, or found to say the same, is no longer there."""
        path = self._path
        return path is not None and not os.path.lexists(path)

    def taken_aside(self) -> Path | None:
        """Give, once, where the last file that was put aside lies."""
        aside, self._aside = self._aside, None
        return aside

    def discard(self, name: str) -> None:
        """Delete the record of the incident instead of writing it, and end the thread.

        Raises OSError; ElsewhereError where another process works on it.
        """
        with self._changed:
            self._waiting = None
        self.close()
        lock = ProcessLock(self.folder, name)
        if lock.take() == "elsewhere":
            raise ElsewhereError
        path = self.folder / f"{name}.toml"
        try:
            path.unlink(missing_ok=True)
            from .aside import discard_aside

            discard_aside(path)
        finally:
            lock.release()

    def _work(self) -> None:
        while (incident := self._next()) is not None:
            error = self._write(incident)
            with self._changed:
                self._writing = False
                if isinstance(error, ElsewhereError):
                    self._refused, self._waiting = True, None
                elif error is not None and self._waiting is None:
                    self._waiting = incident
                give_up = error is not None and self._closed
                if give_up:
                    self._over()
            with contextlib.suppress(Exception):
                # Whoever is told may be gone already; the next state is written all the same.
                self._saved(incident, error)
            if give_up:
                return
            if error is not None:
                with self._changed:
                    if self._waiting is incident and not self._closed:
                        self._changed.wait(RETRY)

    def _next(self) -> Incident | None:
        """Wait for a state to write; None when the journal was closed and nothing waits."""
        with self._changed:
            while self._waiting is None and not self._closed:
                self._changed.wait()
            if not self._closed:
                self._changed.wait_for(lambda: self._closed, LULL)
            incident, self._waiting = self._waiting, None
            self._writing = incident is not None
            if incident is None:
                self._over()
            return incident

    def _over(self) -> None:
        """Let go of the incident; called where the thread ends, with `_changed` held."""
        self._thread = None
        if self._lock is not None:
            self._lock.release()

    def _write(self, incident: Incident) -> OSError | None:
        path = self.folder / f"{incident.id}.toml"
        try:
            data = self._encoded(incident)
            make_private(self.folder)
            self._hold(incident)
            if not self._tidy:
                clear_leftovers(self.folder, of=path.name)
            if self._says_the_same(path, incident):
                narrow(path)
            else:
                self._stamp, self._whole = write_atomic(path, data, overwrite=True), True
            self._path = path
        except OSError as error:
            return error
        except Exception as error:
            # Whatever it is, the thread must live on: a later state may be written.
            return OSError(errno.EIO, type(error).__name__)
        self._tidy = True
        return None

    def _says_the_same(self, path: Path, incident: Incident) -> bool:
        """Tell whether a file needs no writing; what a state that differs does not know is put aside."""
        stamp = stamp_of(path)
        if stamp is None:
            return False
        if stamp != self._stamp:
            from .aside import found_at

            found = found_at(path, incident)
            self._whole = found.whole and (self._stamp is None or found.own)
            self._stamp = stamp
            if found.same:
                return True
        if not self._whole:
            from .aside import put_aside

            self._aside = put_aside(path)
            self._whole = True
        return False

    def _hold(self, incident: Incident) -> None:
        if self._refused:
            raise ElsewhereError
        if self._lock is None or self._lock.name != incident.id:
            self._lock = ProcessLock(self.folder, incident.id)
        if self._lock.take() == "elsewhere":
            raise ElsewhereError

    def _encoded(self, incident: Incident) -> bytes:
        if self._blocks is None:
            from .blocks import Blocks

            self._blocks = Blocks()
        return self._blocks.record(incident)
