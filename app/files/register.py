"""The incidents that the app keeps, one row for each, batch by batch."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..core.fault import Fault, cannot_read
from ..core.grade.severity import assess
from ..core.incident import Incident
from ..core.playbook.grade import GradeRules
from ..core.playbook.prevent import PreventRules
from ..core.playbook.stop import StopRules
from ..core.profile import with_own_domains
from ..core.register.row import Row, order, row_of, unreadable
from .index import index_beside, read_index, rules_stamp, write_index
from .kept import ENDING, Stamp, listed, stamp_of
from .locations import Locations
from .playbook import Playbook
from .profile import load_profile
from .record import ReadRecord, read_record
from .regular import read_regular
from .toml import LIMIT, compiled_parser

# Rows of the first batch: what a screen shows before anything else is looked at. Then rows of the index.
FIRST = 40
_CHUNK = 500
# Seconds: how long records are read before what was found is handed over, and how old a change must be
# before its time tells it from the next one.
_SLICE, _SETTLED = 0.05, 0.1
# Seconds of rest after each record, where another thread draws.
REST = 0.0003
# Seconds: how late a rest ends where that thread is at work, and the rest then taken, so often at most.
_LATE, _ASIDE, _TIMES = 0.0008, 0.004, 20
# Records to be read anew from which on the compiled parser is worth the room that it takes.
_MANY = 200
# Records read anew after which the index is written, so that leaving does not lose them all.
_CHECKPOINT = 2000


class Batch(NamedTuple):
    """Hold rows that were found, with how many are known by now and of how many; 0 where nobody knows."""

    rows: tuple[Row, ...]
    done: int
    total: int


class Survey:
    """Look through the incidents that the app keeps.

    `pause` is how many seconds to rest after each record that is read, so that a thread that draws
    gets its turn. `copies` are the faults of files that hold an incident which another one holds too.
    """

    def __init__(self, places: Locations, playbook: Playbook, *, pause: float = 0.0) -> None:
        self.folder = places.incidents
        self.playbook = playbook
        self.pause = pause
        self._places = places
        self._rules = ""
        self._found: dict[str, Stamp] = {}
        self._entries: list[tuple[Stamp, Row]] = []
        self._misnamed: set[str] = set()
        self.copies: list[Fault] = []

    def batches(self) -> Iterator[Batch]:
        """Give every incident once; what cannot be read is a row with its fault. Never raises.

        What the index knows of unchanged files comes first, in the order of the register. Records that
        are new or were changed are then read, the last changed first, and the index is written anew.
        """
        self._rules = rules_stamp(self.playbook.overrides, self._own_domains)
        known = read_index(index_beside(self.folder), self._rules)
        first = list(islice(known, FIRST))
        shown = [entry for entry in first if stamp_of(self._path(entry[1].file)) == entry[0]]
        shown = [entry for entry in shown if not self._is_copy(entry[1])]
        yield Batch(tuple(row for _, row in shown), len(shown), 0)
        try:
            self._found = listed(self.folder)
        except OSError as error:
            fault = cannot_read(str(self.folder), error)
            yield Batch((unreadable(self.folder.name, datetime.now(UTC), fault),), 1, 1)
            return
        total, done = len(self._found), len(shown)
        self._entries = [entry for entry in shown if self._found.pop(entry[1].file, None)]
        indexed = len(first)
        while chunk := list(islice(known, _CHUNK)):
            indexed += len(chunk)
            rows = tuple(row for stamp, row in chunk if self._take(stamp, row))
            done += len(rows)
            yield Batch(rows, done, total)
        taken = len(self._entries)
        for rows in self._read_anew():
            done += len(rows)
            yield Batch(rows, done, total)
        if not taken == indexed == len(self._entries):
            self._keep()
        self._entries = []

    @cached_property
    def _own_domains(self) -> tuple[str, ...]:
        return load_profile(self._places.profile)[0].own_domains

    @cached_property
    def _stop_rules(self) -> StopRules:
        return with_own_domains(self.playbook.rules(StopRules, "stop"), self._own_domains)

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}{ENDING}"

    def _is_copy(self, row: Row) -> bool:
        """Tell whether a row is that of a file of another name, beside the record of the same incident."""
        if row.id == row.file:
            return False
        copy = row.id in self._misnamed or os.path.lexists(self._path(row.id))
        self._misnamed.add(row.id)
        return copy

    def _take(self, stamp: Stamp, row: Row) -> bool:
        """Take over a row of the index where its file is as it was."""
        if self._found.get(row.file) != stamp or self._is_copy(row):
            return False
        del self._found[row.file]
        self._entries.append((stamp, row))
        return True

    def _read_anew(self) -> Iterator[tuple[Row, ...]]:
        """Read what the index did not know, in slices of time; it is written every now and then."""
        batch: list[Row] = []
        since = time.monotonic()
        if len(self._found) >= _MANY:
            compiled_parser()
        newest_first = sorted(self._found.items(), key=lambda one: one[1], reverse=True)
        for count, (file, stamp) in enumerate(newest_first, start=1):
            row, lasting = self._read(file, stamp)
            if row is not None and self._is_copy(row):
                self.copies.append(Fault(str(self._path(file)), "kept-twice", {"given": row.id}))
                row = None
            if row is not None:
                batch.append(row)
            if row is not None and lasting:
                self._entries.append((stamp, row))
            if self.pause:
                _rest(self.pause)
            if count % _CHECKPOINT == 0:
                self._keep()
            if time.monotonic() - since > _SLICE:
                yield tuple(batch)
                batch.clear()
                since = time.monotonic()
        if batch:
            yield tuple(batch)

    def _read(self, file: str, stamp: Stamp) -> tuple[Row | None, bool]:
        """Read one record, None where it has gone; tell whether its stamp will show the next change."""
        lasting = abs(time.time() - stamp.mtime_ns / 1e9) > _SETTLED
        read = read_or_fault(self._path(file))
        if read.incident is None and not os.path.lexists(self._path(file)):
            return None, False
        if read.incident is None:
            fault = read.faults[-1]
            at = datetime.fromtimestamp(stamp.mtime_ns // 1_000_000_000, UTC)
            # Why a file cannot be opened may change without the file.
            return unreadable(file, at, fault), lasting and fault.code != "cannot-read"
        try:
            row = self.row(read.incident, file)
        except Exception as error:
            # Nobody foresaw this: one record that cannot be told must not hide all the others.
            fault = Fault(str(self._path(file)), "not-understood", {"what": type(error).__name__})
            return unreadable(file, read.incident.opened_at, fault), False
        return row._replace(faults=len(read.faults)), lasting

    def row(self, incident: Incident, file: str) -> Row:
        """Give the row of an incident by the rules as they are now."""
        if incident.grade.result is None:
            incident = self._graded(incident)
        return row_of(incident, file, self._stop_rules, self.playbook.rules(PreventRules, "prevent"))

    def _graded(self, incident: Incident) -> Incident:
        """Give an incident with what its answers give, where a hand wrote them."""
        rules = self.playbook.rules(GradeRules, "grade")
        result = assess(incident.grade, rules).kept(rules)
        return incident.model_copy(update={"grade": incident.grade.model_copy(update={"result": result})})

    def _keep(self) -> None:
        """Write the index in the order of the register; where that fails, the next time is slower."""
        entries = sorted(self._entries, key=lambda entry: order(entry[1]))
        with contextlib.suppress(OSError):
            write_index(index_beside(self.folder), self._rules, entries)


def _rest(pause: float) -> None:
    """Rest, and again for as long as another thread is at work: it then holds up the end of the rest."""
    for _ in range(_TIMES):
        began = time.monotonic()
        time.sleep(pause)
        if time.monotonic() - began < pause + _LATE:
            return
        pause = _ASIDE


def read_or_fault(path: Path) -> ReadRecord:
    """Read a record file; a file that cannot be opened is a fault as well."""
    try:
        data = read_regular(path, LIMIT)
    except OSError as error:
        return ReadRecord(None, (cannot_read(str(path), error),))
    return read_record(data, str(path))
