"""Saving the incident at every change, off the thread that draws."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from ..core.incident import Incident
from .atomic import write_atomic
from .locations import make_private

RETRY = 2.0

Saved = Callable[[Incident, OSError | None], None]


class Journal:
    """Keep the newest state of one incident on disk, in a thread of its own.

    Each state is written whole beside the old one and then takes its place, so that the last whole
    state is always readable. States that come faster than the disk are skipped, the newest never is.
    A state that could not be written is tried again every `RETRY` seconds. `saved` is called from
    the writing thread with each state that was written, or with what went wrong.
    """

    def __init__(self, folder: Path, saved: Saved) -> None:
        self.folder = folder
        self._saved = saved
        self._changed = threading.Condition()
        self._waiting: Incident | None = None
        self._writing = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def submit(self, incident: Incident) -> None:
        """Take over a state to write; returns at once."""
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
            return self._waiting is None and not self._writing

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._waiting is None and not self._closed:
                    self._changed.wait()
                if self._waiting is None:
                    return
                incident, self._waiting, self._writing = self._waiting, None, True
            error = self._write(incident)
            with self._changed:
                self._writing = False
                if error is not None and self._waiting is None:
                    self._waiting = incident
                give_up = error is not None and self._closed
            self._saved(incident, error)
            if give_up:
                return
            if error is not None:
                with self._changed:
                    self._changed.wait(RETRY)

    def _write(self, incident: Incident) -> OSError | None:
        from .record import write_record

        try:
            make_private(self.folder)
            write_atomic(self.folder / f"{incident.id}.toml", write_record(incident), overwrite=True)
        except OSError as error:
            return error
        return None


def kept(folder: Path) -> list[Path]:
    """Give the records in the app's own folder, the last changed first."""
    try:
        files = [
            (path.stat().st_mtime_ns, path) for path in folder.glob("*.toml") if not path.name.startswith(".")
        ]
    except OSError:
        return []
    return [path for _, path in sorted(files, reverse=True)]
