"""The index of the register: what the records said when they were last read. It may be deleted any time."""

from __future__ import annotations

import contextlib
import json
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zlib import crc32

from .. import __version__
from ..core.fault import Fault, Term
from ..core.register.row import Row, Waiting, interned, shared
from .kept import Stamp
from .regular import read_regular
from .shipped import shipped_folder
from .toml import LIMIT

# Raised with each change of what a row holds.
FORM = 6
# What the rows depend on beside the records: the grade of what has none kept, when things fall due, and
# what a recall can do.
_RULES = ("grade", "prevent", "stop")
_LONGEST = 60_000


def index_beside(folder: Path) -> Path:
    """Name the index of a folder of records."""
    return folder.with_name("index.jsonl")


def rules_stamp(overrides: Path | None, own_domains: tuple[str, ...] = ()) -> str:
    """Tell one state of the rules that rows depend on from another, the user's own laid over them."""
    rules = shipped_folder("data") / "rules"
    mark = crc32(f"{FORM} {__version__} {own_domains}".encode())
    for name in _RULES:
        mark = crc32((rules / f"{name}.toml").read_bytes(), mark)
        if overrides is not None:
            with contextlib.suppress(OSError):
                mark = crc32(b"own" + read_regular(overrides / f"rules/{name}.toml", LIMIT), mark)
    return f"{mark:08x}"


def read_index(path: Path, rules: str) -> Iterator[tuple[Stamp, Row]]:
    """Read rows in the order in which they were written; never raises.

    Nothing comes out of an index of other rules or of another version, and nothing out of a line that
    is not as it was written.
    """
    try:
        # Not a pipe, which would be waited for without end.
        if not stat.S_ISREG(path.lstat().st_mode):
            return
        with path.open("rb") as file:
            if _line(file.readline(_LONGEST)) != [FORM, rules]:
                return
            while line := file.readline(_LONGEST):
                found = _line(line)
                if found is not None:
                    with contextlib.suppress(ValueError, TypeError, IndexError):
                        yield _read(found)
    except OSError:
        return


def write_index(path: Path, rules: str, entries: Iterable[tuple[Stamp, Row]]) -> None:
    """Write rows for the user alone; raises OSError."""
    from .atomic import clear_leftovers, write_atomic
    from .locations import make_private

    make_private(path.parent)
    clear_leftovers(path.parent)
    lines = [_written([FORM, rules])]
    lines += [line for stamp, row in entries if len(line := _written(_plain(stamp, row))) < _LONGEST]
    write_atomic(path, b"".join(lines), overwrite=True)


def forget(path: Path, file: str) -> None:
    """Take the row of a deleted record out of the index; where that fails, take the index away."""
    from .atomic import write_atomic

    with contextlib.suppress(FileNotFoundError):
        try:
            kept = [line for line in path.read_bytes().splitlines(True) if not _is_of(line, file)]
            write_atomic(path, b"".join(kept), overwrite=True)
        except FileNotFoundError:
            raise
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()


def _is_of(line: bytes, file: str) -> bool:
    found = _line(line)
    return found is None or (len(found) > 2 and found[2] == file)


def _line(line: bytes) -> list[Any] | None:
    """Give what a line holds; None where it is torn, or was not written by this app."""
    mark, _, text = line.rstrip(b"\n").partition(b" ")
    if mark != b"%08x" % crc32(text):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _written(found: list[Any]) -> bytes:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)
    data = text.encode("utf-8", "replace")
    return b"%08x %s\n" % (crc32(data), data)


def _plain(stamp: Stamp, row: Row) -> list[Any]:
    """Give what a line holds of a row: what is empty at its end is left out."""
    waiting = [[one.key, _iso(one.due), one.reader, _iso(one.decided)] for one in row.waiting]
    fault = None
    if row.fault is not None:
        values = row.fault.values.items()
        plain = {name: one._asdict() if isinstance(one, Term) else one for name, one in values}
        fault = [*row.fault[:2], plain]
    own = None if row.id == row.file else row.id
    return [
        *stamp, row.file, own, row.status, _iso(row.opened_at), row.subject, row.readers, row.more,
        row.search.decode(), row.content, row.recipient, row.cause, row.service, row.answers, row.letter,
        row.unconfirmed, row.minutes_to_letter, row.minutes_to_confirmed, waiting, fault, row.faults,
    ]  # fmt: skip


def _read(found: list[Any]) -> tuple[Stamp, Row]:
    (
        mtime_ns, size, file, own, status, opened_at, subject, readers, more,
        search, content, recipient, cause, service, (people, flags), letter,
        unconfirmed, to_letter, to_confirmed, waiting, fault, faults,
    ) = found  # fmt: skip
    # One copy of a name that stands in several places.
    names = {name: name for name in readers}
    row = Row(
        file,
        own or file,
        interned(status),
        _time(opened_at),
        subject,
        tuple(readers),
        more,
        search.encode(),
        interned(content),
        interned(recipient),
        interned(cause),
        interned(service),
        shared((people, tuple([(flag, answer) for flag, answer in flags]))),
        interned(letter),
        tuple([(interned(role), names.get(name, name)) for role, name in unconfirmed]),
        to_letter,
        to_confirmed,
        tuple([
            Waiting(interned(key), _time(due), names.get(reader, reader), _time(decided) if decided else None)
            for key, due, reader, decided in waiting
        ]),
        _fault(*fault) if fault else None,
        faults,
    )  # fmt: skip
    return Stamp(mtime_ns, size), row


def _fault(where: str, code: str, values: dict[str, Any]) -> Fault:
    # A mapping stands only for a term.
    told = {name: Term(**one) if isinstance(one, dict) else one for name, one in values.items()}
    return Fault(where, code, told)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


_ZONES: dict[str, tzinfo | None] = {}
_TO_THE_SECOND = 19


def _time(text: str) -> datetime:
    """Read a time; equal time zones are one object, of which there are few."""
    offset = text[_TO_THE_SECOND:]
    if offset not in _ZONES:
        _ZONES[offset] = datetime.fromisoformat(text).tzinfo
    return datetime.fromisoformat(text[:_TO_THE_SECOND]).replace(tzinfo=_ZONES[offset])
