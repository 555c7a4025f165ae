"""When something happens that nobody foresaw: a report without content, and one line that tells of it."""

from __future__ import annotations

import contextlib
import platform
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from .core.fault import Fault

if TYPE_CHECKING:
    from .core.playbook.words import Words

What = Literal["kept", "unsaved", "saved"]

# Reports that are kept, and what of a chain of errors and of one trace is told.
MOST, LONGEST, DEEPEST = 5, 60, 8
_NAME = re.compile(r"crash-\d{8}-\d{6}(?:-\d)?\.txt")
_PACKAGE = __package__ or "misdirect_tui"


class TerminalFailedError(Exception):
    """Say that the terminal could not be read any more."""


def crashed(words: Words, error: BaseException, state: Path | None, now: datetime, what: What) -> Fault:
    """Write a report of an error into the folder `state`, and give the one line that tells of it.

    `what` says what became of the person's work: everything is "kept", the last of it is "unsaved", or
    there was none and nothing "saved" before is lost.
    """
    path = keep_report(state, error, now) if state is not None else None
    values = {
        "what": ", ".join(filter(None, (_kind(error), _own_place(error)))),
        "kept": words(f"interface.crash.{what}"),
        "report": words("interface.crash.report", path=path) if path else words("interface.crash.no-report"),
    }
    return Fault("", "crashed", values)


def keep_report(state: Path, error: BaseException, now: datetime) -> Path | None:
    """Write a report, for the user alone, and give where it lies; None where it cannot be written.

    Of older reports the last few stay.
    """
    from .files.atomic import write_atomic
    from .files.locations import make_private

    told = report(error).encode("ascii", "replace")
    # Two windows may fall in the same second.
    for again in ("", "-2", "-3"):
        path = state / f"crash-{now:%Y%m%d-%H%M%S}{again}.txt"
        try:
            make_private(state)
            write_atomic(path, told, overwrite=False)
            break
        except FileExistsError:
            continue
        except OSError:
            return None
    else:
        return None
    with contextlib.suppress(OSError):
        for old in sorted(each for each in state.iterdir() if _NAME.fullmatch(each.name))[:-MOST]:
            old.unlink()
    return path


def report(error: BaseException) -> str:
    """Tell of an error without anything that was being worked on.

    What was running, the kind of the error, and the places that it passed, each as module, function
    and line. No message, no value, no text of a program, and no path: any of them may hold content.
    """
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    lines = [
        f"misdirect-tui {_version('misdirect-tui')}",
        f"Python {platform.python_version()}",
        f"Textual {_version('textual')}" + ("" if "textual" in sys.modules else ", not in use"),
        system,
    ]
    for place, each in enumerate(_chain(error)):
        lines += ["", _kind(each) if not place else f"from {_kind(each)}"]
        frames = [f"  {_place(trace)}" for trace in _frames(each)]
        left_out = len(frames) - LONGEST
        if left_out > 0:
            frames[LONGEST // 4 : LONGEST // 4 + left_out] = [f"  ... {left_out} more"]
        lines += frames
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what it came from, each once."""
    waiting, told = [error], set[int]()
    while waiting and len(told) < DEEPEST:
        each = waiting.pop(0)
        if id(each) in told:
            continue
        told.add(id(each))
        yield each
        group = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        # The error of a worker is held inside another one.
        for inner in (getattr(each, "error", None), *group, each.__cause__, each.__context__):
            if isinstance(inner, BaseException):
                waiting.append(inner)


def _frames(error: BaseException) -> Iterator[TracebackType]:
    trace = error.__traceback__
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _place(trace: TracebackType) -> str:
    """Name a place in a module that was imported; a template names its parts as its writer wanted."""
    module = trace.tb_frame.f_globals.get("__name__")
    if not isinstance(module, str) or module not in sys.modules:
        return f"?:?:{trace.tb_lineno}"
    return f"{module}:{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"


def _own_place(error: BaseException) -> str:
    """Name the last place in our own code that an error, or what it came from, has passed."""
    for each in _chain(error):
        for trace in reversed(list(_frames(each))):
            module = str(trace.tb_frame.f_globals.get("__name__"))
            if module.startswith(f"{_PACKAGE}."):
                file = module.removeprefix(f"{_PACKAGE}.").replace(".", "/")
                return f"{file}.py:{trace.tb_lineno}"
    return ""


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
