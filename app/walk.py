"""Starting the walk: with a mail, with a record, or with what is unfinished."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .core.fault import Fault
from .core.incident import Incident
from .core.visible import visible
from .files.journal import kept
from .files.locations import Locations
from .files.naming import new_id
from .files.playbook import Playbook
from .files.settings import Settings
from .terminal import has_terminal

if TYPE_CHECKING:
    from .core.playbook.words import Words
    from .desk import Start


def walk(
    arguments: Sequence[str], words: Words, playbook: Playbook, settings: Settings, places: Locations
) -> int:
    """Run the walk in the terminal; give the exit status."""

    def refuse(fault: Fault) -> int:
        print(f"misdirect-tui: {visible(fault.said(words))}", file=sys.stderr)
        return 2

    if not has_terminal():
        return refuse(Fault("misdirect-tui", "no-terminal"))
    from .desk import Tools
    from .tui import MisdirectApp

    start = _start(arguments[0] if arguments else None, places)
    if isinstance(start, Fault):
        return refuse(start)
    tools = Tools(places, playbook, settings, _now)
    return MisdirectApp(start, tools, words.language).run() or 0


def _now() -> datetime:
    return datetime.now().astimezone()


def _start(name: str | None, places: Locations) -> Start | Fault:
    from .desk import Start

    now = _now()
    if name is None:
        unfinished = any(_is_open(path) for path in kept(places.incidents))
        return Start(Incident.begin(id=new_id(now), at=now), unfinished=unfinished)
    path = Path(name).expanduser()
    try:
        data = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
    except OSError as error:
        return Fault(name, "cannot-read", {"what": error.strerror or ""})
    from .files.kinds import is_record

    if is_record(data, name):
        from .files.record import read_record

        read = read_record(data, name)
        if read.incident is None:
            return read.faults[-1]
        return Start(read.incident.with_rest(at=now), read.faults, read.read_only)
    return Start(Incident.begin(id=new_id(now), at=now), mail=(data, name))


def _is_open(path: Path) -> bool:
    """Tell from the head of a record whether it is open, without reading the rest."""
    try:
        with path.open("rb") as file:
            head = file.read(400)
    except OSError:
        return False
    return b'status = "closed"' not in head
