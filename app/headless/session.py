"""What every command works with: words, rules, letters, the clock, and where it speaks."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..core.fault import Fault
from ..core.incident import Incident
from ..core.playbook.words import Words
from ..core.visible import visible, visible_lines
from ..files.kinds import is_record
from ..files.locations import Locations
from ..files.opening import opened
from ..files.playbook import Playbook
from ..files.toml import LIMIT
from ..judged import Judged
from ..reading import MOST, named_path, no_mail, read_named, reason
from ..situation import Situation

if TYPE_CHECKING:
    from ..files.record import ReadRecord

_RAW = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# Strange countries of one record that are named.
MOST_COUNTRIES = 20


class Refusal(Exception):  # noqa: N818  it is an answer of the command, not a mistake of the program
    """Refuse a command: wrong usage, a file that cannot be opened, an output that exists already.

    `status` is the exit status: 1 where a file could be opened and nothing of it can be used.
    """

    status = 2

    def __init__(self, where: str, code: str, **values: object) -> None:
        super().__init__(code)
        self.fault = Fault(where, code, values)


class Unusable(Refusal):
    """Refuse a file in which nothing can be used."""

    status = 1


@dataclass
class Session:
    """Hold one run of a command; `faulty` tells that something that was read is not right."""

    words: Words
    playbook: Playbook
    places: Locations
    clock: Callable[[], datetime]
    faulty: bool = field(default=False)
    refused: bool = field(default=False)
    input_read: bool = field(default=False)
    output_full: bool = field(default=False)

    @cached_property
    def now(self) -> datetime:
        """Give the time of the whole command, which is when it was first asked for."""
        return self.clock()

    @property
    def status(self) -> int:
        """Give the exit status."""
        return 2 if self.refused else int(self.faulty)

    def put(self, text: str, *, flush: bool = False) -> None:
        """Write to standard output as it stands; raises Refusal where that takes no more."""
        stream = sys.stdout
        try:
            stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))
            if flush:
                stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self.unwritten("-", error) from error

    def tell(self, text: str) -> None:
        """Print lines for a person; control characters are shown, never sent."""
        self.put(visible_lines(text) + "\n")

    def tell_json(self, value: Any) -> None:
        """Print a value as JSON; control characters, and what the output cannot hold, are escaped."""
        text = json.dumps(value, ensure_ascii=not _holds_all(sys.stdout.encoding), indent=2)
        self.put(_RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")

    def complain(self, fault: Fault) -> None:
        """Print a fault as one line on standard error, and remember it for the exit status."""
        self.faulty = True
        self.remark(fault)

    def remark(self, fault: Fault) -> None:
        """Print one line on standard error that does not touch the exit status."""
        print(f"misdirect-tui: {visible(fault.said(self.words))}", file=sys.stderr)

    def refuse(self, refusal: Refusal) -> None:
        """Print why something was refused, and remember it for the exit status."""
        self.complain(refusal.fault)
        self.refused = self.refused or refusal.status == 2

    def unwritten(self, name: str, error: OSError) -> Refusal:
        """Give the refusal for what could not be written."""
        self.output_full = self.output_full or name == "-"
        return Refusal(name, "cannot-write", what=reason(self.words, error))

    def situation(self, incident: Incident) -> Judged:
        """Look at an incident with everything at hand."""
        return Situation(incident, now=self.now, words=self.words, playbook=self.playbook).judged()

    def read_bytes(self, name: str, most: int = MOST) -> bytes:
        """Read a file, or standard input for `-`, at most `most` bytes and one more; raises Refusal."""
        if name == "-":
            if self.input_read:
                raise Refusal("-", "input-twice")
            self.input_read = True
        try:
            return read_named(name, most)
        except OSError as error:
            raise Refusal(name, "cannot-read", what=reason(self.words, error)) from error

    def write(self, name: str, data: bytes, *, force: bool = False, forcible: bool = True) -> None:
        """Write a file that is not there yet, or standard output for `-`; raises Refusal.

        `forcible` tells that the command could be told to replace the file.
        """
        from ..files.atomic import write_atomic

        try:
            if name == "-":
                sys.stdout.flush()
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
            else:
                write_atomic(named_path(name), data, overwrite=force)
        except FileExistsError:
            raise Refusal(name, "exists" if forcible else "exists-already") from None
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self.unwritten(name, error) from error

    def record(self, name: str) -> Incident:
        """Read a record, telling its faults; raises Refusal where nothing of it can be used."""
        return self.record_of(self.read_bytes(name, LIMIT), name)

    def record_of(self, data: bytes, name: str) -> Incident:
        """Read the bytes of a record, telling its faults; raises Refusal as `record` does."""
        read = self.read_record(data, name)
        for fault in read.faults if read.incident else read.faults[:-1]:
            self.complain(fault)
        if read.incident is None:
            last = read.faults[-1]
            raise Unusable(last.where, last.code, **last.values)
        return read.incident.with_rest(at=self.now)

    def read_record(self, data: bytes, name: str) -> ReadRecord:
        """Read the bytes of a record, and say of countries that the rules do not know that they do not."""
        from ..files.record import read_record

        read = read_record(data, name)
        if read.incident is not None and read.incident.grade.countries:
            strange = self._strange_countries(read.incident.grade.countries, name)
            return read._replace(faults=(*read.faults, *strange))
        return read

    def _strange_countries(self, countries: Sequence[str], name: str) -> Iterator[Fault]:
        """Name the first of the countries that the rules do not know."""
        from ..core.grade.countries import fault_of
        from ..core.playbook.clocks import ClockRules

        rules = self.playbook.rules(ClockRules, "clocks")
        found = (fault_of(f"{name}: grade.countries.{n}", one, rules) for n, one in enumerate(countries))
        return islice(filter(None, found), MOST_COUNTRIES)

    def mail(self, data: bytes, name: str) -> Any:
        """Read the bytes of a mail, telling its problems; raises Refusal for a record."""
        from ..files.message import read_message

        fault = no_mail(data, name)
        if fault is not None:
            raise Unusable(*fault[:2])
        read = read_message(data, name)
        for problem in read.problems:
            self.complain(Fault(name, f"mail.{problem.code}", {"detail": problem.detail}))
        return read

    def incident(self, name: str) -> Incident:
        """Read a record, or begin an incident from a mail; raises Refusal."""
        data = self.read_bytes(name)
        if is_record(data, name):
            return self.record_of(data, name)
        return self.opened(data, name)

    def opened(self, data: bytes, name: str) -> Incident:
        """Begin an incident from the bytes of a mail, telling its problems; raises Refusal for a record."""
        return opened(self.mail(data, name).mail, self.now)


def iso(at: datetime | None) -> str | None:
    """Give a time as ISO 8601 with the offset it came with, whole seconds."""
    return at.replace(microsecond=0).isoformat() if at is not None else None


def _holds_all(encoding: str) -> bool:
    """Tell whether an encoding can hold any character."""
    return encoding.lower().replace("-", "").startswith(("utf8", "utf16", "utf32"))
