"""Starting the walk: with a mail, with a record, or with what is unfinished."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import lean
from .core.fault import Fault, cannot_read, nearest
from .core.incident import Incident
from .core.visible import visible
from .files.kinds import is_record
from .files.locations import Locations
from .files.naming import new_id
from .files.playbook import Playbook
from .files.settings import Settings
from .reading import named_path, read_named
from .subcommands import COMMANDS
from .terminal import has_terminal

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from .core.playbook.words import Words
    from .crash import What
    from .desk import Desk, Start
    from .files.record import ReadRecord

# Seconds that saving may take once the window is gone.
GRACE = 2.0


def walk(
    arguments: Sequence[str], words: Words, playbook: Playbook, settings: Settings, places: Locations
) -> int:
    """Run the walk in the terminal; give the exit status."""

    def refuse(fault: Fault, status: int = 2) -> int:
        print(f"misdirect-tui: {visible(fault.said(words))}", file=sys.stderr)
        return status

    name = arguments[0] if arguments else None
    data = b""
    if name is not None:
        try:
            data = read_named(name)
        except OSError as error:
            return refuse(_unreadable(name, error))
    record = None
    if name is not None and is_record(data, name):
        record, fault = _record(data, name)
        if fault is not None:
            return refuse(fault, 1 if has_terminal() else 2)
    if name == "-":
        _keys_from_terminal()
    if not has_terminal():
        return refuse(_no_mail(data, name) or Fault("", "no-terminal"))
    from pydantic_core import core_schema

    lean.forget_shapes(core_schema)
    from .desk import Tools
    from .tui import MisdirectApp

    start = _start(places, record, None if name is None else (data, name), name)
    tools = Tools(places, playbook, settings, _now)
    # Saving must not wait for long while the thread that draws is at work.
    sys.setswitchinterval(0.001)
    app = MisdirectApp(start, tools, words.language)
    app.when_laid, app.when_left = lean.lay_down, lean.sweep
    status = _run(app, places.state)
    saved = app.journal.close()
    if app.fallen is None:
        return status or (2 if app.return_code else 0)
    from .crash import crashed

    what: What = "kept" if saved else "unsaved"
    # The language may have been switched meanwhile.
    words = app.situation.words
    return refuse(crashed(words, app.fallen, places.state, _now(), what))


def _run(app: Desk, state: Path) -> int:
    """Run the app; an error that reaches nobody is reported and not told, least of all by somebody else."""
    import asyncio
    import threading

    def unheard(error: BaseException | None) -> None:
        if error is not None:
            from .crash import keep_report

            keep_report(state, error, _now())

    threading.excepthook = lambda given: unheard(given.exc_value)
    sys.unraisablehook = lambda given: unheard(given.exc_value)
    try:
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            loop.set_exception_handler(lambda _, given: unheard(given.get("exception")))
            _keep_what_is_typed(app, loop)
            return runner.run(app.run_async()) or 0
    except Exception as error:
        app.fallen = app.fallen or error
        return 2


def _keep_what_is_typed(app: Desk, loop: AbstractEventLoop) -> None:
    """Save what is not on disk yet where the window is closed or the process is told to end."""

    def hung_up() -> None:
        app.rest()
        app.put_down()
        app.journal.close(GRACE)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGHUP)

    def told_to_end() -> None:
        app.rest()
        app.put_down()
        app.exit(128 + signal.SIGTERM)

    # Not where loops know no signals.
    with contextlib.suppress(NotImplementedError, AttributeError):
        loop.add_signal_handler(signal.SIGTERM, told_to_end)
        loop.add_signal_handler(signal.SIGHUP, hung_up)


def _now() -> datetime:
    return datetime.now().astimezone()


def _unreadable(name: str, error: OSError) -> Fault:
    """Say why a file cannot be read; where there is none, a command of that name may have been meant."""
    near = nearest(name, COMMANDS) if isinstance(error, FileNotFoundError) else None
    if near is not None:
        return Fault(name, "no-file-near", {"nearest": near})
    return cannot_read(name, error)


def _record(data: bytes, name: str) -> tuple[ReadRecord, Fault | None]:
    """Read a record, with the one fault that says why nothing of it can be used."""
    from .files.record import read_record

    read = read_record(data, name)
    return read, None if read.incident is not None else read.faults[-1]


def _no_mail(data: bytes, name: str | None) -> Fault | None:
    """Say that a file is neither a mail nor a record; None where it is one of them, or there is none."""
    from .files.message import read_message
    from .files.opening import is_no_mail

    if name is None or is_record(data, name):
        return None
    return Fault(name, "not-a-mail-or-record") if is_no_mail(read_message(data, name)) else None


def _start(
    places: Locations, record: ReadRecord | None, mail: tuple[bytes, str] | None, name: str | None
) -> Start:
    from .desk import Start

    now = _now()
    if record is not None and record.incident is not None:
        from .files.resuming import resumed, typed_at

        path = None if name is None or name == "-" else named_path(name)
        taken = resumed(record, path, places.incidents)
        incident = taken.read.incident or record.incident
        why = taken.why or "read-only"
        rested = incident.with_rest(at=typed_at(path, incident, now))
        return Start(rested, taken.read.faults, bool(taken.why), lock=taken.lock, why=why)
    unfinished = mail is None and _holds_any(places.incidents)
    return Start(Incident.begin(id=new_id(now), at=now), unfinished=unfinished, mail=mail)


def _keys_from_terminal() -> None:
    """Read keys from the terminal itself where standard input brought the mail."""
    if sys.stdin is None or sys.stdin.isatty() or os.name == "nt":
        return
    with contextlib.suppress(OSError), Path("/dev/tty").open("rb", buffering=0) as terminal:
        os.dup2(terminal.fileno(), sys.stdin.fileno())


def _holds_any(folder: Path) -> bool:
    """Tell whether anything is kept; what of it waits is looked up once the first frame stands."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return any(entry.name.endswith(".toml") and not entry.name.startswith(".") for entry in entries)
    return False
