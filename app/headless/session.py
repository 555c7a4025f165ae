"""What every command works with: words, rules, letters, the clock, and where it speaks."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ..core.fault import Fault
from ..core.incident import Incident
from ..core.playbook.words import Words
from ..core.visible import visible, visible_lines
from ..files.kinds import is_record
from ..files.locations import Locations
from ..files.opening import opened
from ..files.playbook import Playbook
from ..judged import Judged
from ..situation import Situation

_RAW = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Refusal(Exception):  # noqa: N818  it is an answer of the command, not a mistake of the program
    """Refuse a command: wrong usage, a file that cannot be opened, an output that exists already."""

    def __init__(self, where: str, code: str, **values: object) -> None:
        super().__init__(code)
        self.fault = Fault(where, code, values)


@dataclass
class Session:
    """Hold one run of a command; `faulty` tells that something that was read is not right."""

    words: Words
    playbook: Playbook
    places: Locations
    clock: Callable[[], datetime]
    faulty: bool = field(default=False)

    def tell(self, text: str) -> None:
        """Print lines for a person; control characters are shown, never sent."""
        sys.stdout.write(visible_lines(text) + "\n")

    def tell_json(self, value: Any) -> None:
        """Print a value as JSON, control characters of every kind escaped."""
        text = json.dumps(value, ensure_ascii=False, indent=2)
        sys.stdout.write(_RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")

    def complain(self, fault: Fault) -> None:
        """Print a fault as one line on standard error, and remember it for the exit status."""
        self.faulty = True
        print(f"misdirect-tui: {visible(fault.said(self.words))}", file=sys.stderr)

    def situation(self, incident: Incident) -> Judged:
        """Look at an incident with everything at hand."""
        return Situation(incident, now=self.clock(), words=self.words, playbook=self.playbook).judged()

    def read_bytes(self, name: str) -> bytes:
        """Read a file, or standard input for `-`; raises Refusal."""
        if name == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(name).expanduser().read_bytes()
        except OSError as error:
            raise Refusal(name, "cannot-read", what=error.strerror or "") from error

    def write(self, name: str, data: bytes, *, force: bool = False) -> None:
        """Write a file that is not there yet, or standard output for `-`; raises Refusal."""
        if name == "-":
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        from ..files.atomic import write_atomic

        try:
            write_atomic(Path(name).expanduser(), data, overwrite=force)
        except FileExistsError:
            raise Refusal(name, "exists") from None
        except OSError as error:
            raise Refusal(name, "cannot-write", what=error.strerror or "") from error

    def record(self, name: str) -> Incident:
        """Read a record, telling its faults; raises Refusal where nothing of it can be used."""
        return self.record_of(self.read_bytes(name), name)

    def record_of(self, data: bytes, name: str) -> Incident:
        """Read the bytes of a record, telling its faults; raises Refusal as `record` does."""
        from ..files.record import read_record

        read = read_record(data, name)
        if read.incident is None:
            for fault in read.faults[:-1]:
                self.complain(fault)
            last = read.faults[-1]
            raise Refusal(last.where, last.code, **last.values)
        for fault in read.faults:
            self.complain(fault)
        return read.incident.with_rest(at=self.clock())

    def mail(self, data: bytes, name: str) -> Any:
        """Read the bytes of a mail, telling its problems."""
        from ..files.message import read_message

        read = read_message(data, name)
        for problem in read.problems:
            self.complain(Fault(name, f"mail.{problem.code}", {"detail": problem.detail}))
        return read

    def incident(self, name: str) -> Incident:
        """Read a record, or begin an incident from a mail; raises Refusal."""
        data = self.read_bytes(name)
        if is_record(data, name):
            return self.record_of(data, name)
        return opened(self.mail(data, name).mail, self.clock())


def iso(at: datetime | None) -> str | None:
    """Give a time as ISO 8601 with the offset it came with, whole seconds."""
    return at.replace(microsecond=0).isoformat() if at is not None else None
