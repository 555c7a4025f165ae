"""Taking an incident up again: who else works on it, and what of it is kept already."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .aside import goes_on_from
from .lock import ProcessLock
from .record import ReadRecord

if TYPE_CHECKING:
    from ..core.incident import Incident


class Resumed(NamedTuple):
    """Hold what was taken up: the record, why it may only be looked at, and what it is held by.

    `why` is empty where it may change, else "read-only" (a newer schema), "open-elsewhere" or
    "kept-is-later"; each has words in interface.notice.
    """

    read: ReadRecord
    why: str = ""
    lock: ProcessLock | None = None


def resumed(read: ReadRecord, path: Path | None, incidents: Path) -> Resumed:
    """Take up the incident of a record that was read from `path`, None where that is no file.

    `incidents` is the folder of what the app keeps. An incident that another process works on may only
    be looked at. So may a record from elsewhere, such as an older export, of an incident that is kept
    and knows events which that record does not, or text that was still being typed: going on from it
    would overwrite them. It is not opened as an incident of its own either, which would count twice and
    be another one with each opening; whoever wants that gives it another `id`.

    A kept record that cannot be read at all is put aside as `<id>.toml.broken` before another replaces
    it; where that fails the given one may only be looked at. A file of that folder that somebody has
    given another name gets back the one that its id gives it.
    """
    from .register import read_or_fault

    incident = read.incident
    if incident is None or read.read_only:
        return Resumed(read, "read-only" if read.read_only else "")
    lock = ProcessLock(incidents, incident.id)
    if lock.take() == "elsewhere":
        return Resumed(read, "open-elsewhere")
    kept = incidents / f"{incident.id}.toml"
    if path is not None and not os.path.lexists(kept) and _same(path.parent, incidents):
        with contextlib.suppress(OSError):
            path = path.rename(kept)
    if not kept.exists():
        return Resumed(read, lock=lock)
    now = read_or_fault(kept)
    if path is not None and _same(path, kept):
        # It may have been written to until the moment that it was let go of.
        same = now.incident is not None and now.incident.id == incident.id
        return Resumed(now if same else read, lock=lock)
    if now.incident is None:
        with contextlib.suppress(OSError):
            kept.replace(kept.with_name(f"{kept.name}.broken"))
            return Resumed(read, lock=lock)
    elif not now.read_only and goes_on_from(incident, now.incident):
        return Resumed(read, lock=lock)
    lock.release()
    return Resumed(read, "kept-is-later")


def typed_at(path: Path | None, incident: Incident, now: datetime) -> datetime:
    """Give when the last of what was still being typed came into a record: when its file was written.

    Each key is on disk a moment after it was pressed. Without a file, or where its time cannot be, that is
    `now`.
    """
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) if path else now
    except (OSError, OverflowError, ValueError):
        return now
    since = incident.timeline[-1].at if incident.timeline else incident.opened_at
    return written if since <= written <= now else now


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
