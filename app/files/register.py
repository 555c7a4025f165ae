"""The incidents that the app keeps."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..core.fault import Fault
from ..core.incident import Incident
from .journal import kept
from .record import ReadRecord, read_record
from .toml import LIMIT


class Kept(NamedTuple):
    """Hold one incident that the app keeps."""

    path: Path
    incident: Incident


def load_kept(folder: Path) -> tuple[list[Kept], list[Fault]]:
    """Read every incident that the app keeps; those that cannot be read are faults."""
    found: list[Kept] = []
    faults: list[Fault] = []
    for path in kept(folder):
        read = read_or_fault(path)
        if read.incident is None:
            faults += read.faults
        else:
            found.append(Kept(path, read.incident))
    return found, faults


def read_or_fault(path: Path) -> ReadRecord:
    """Read a record file; a file that cannot be opened is a fault as well."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        return ReadRecord(None, (Fault(str(path), "cannot-read", {"what": error.strerror or ""}),))
    return read_record(data, str(path))
