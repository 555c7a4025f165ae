"""Completing a path that is being typed, as a shell does."""

from __future__ import annotations

import contextlib
import os
from itertools import islice
from pathlib import Path
from typing import NamedTuple

MOST = 5_000


class Completed(NamedTuple):
    """Hold the text as far as it can be completed, and the names that could follow where several can."""

    text: str
    choices: tuple[str, ...] = ()


def completed(text: str) -> Completed:
    """Complete the last part of a path by what is there; a folder ends in a separator.

    Letter case counts only where names differ by nothing else. Hidden names are passed over unless the
    part begins with a dot. What cannot be read completes to itself. Never raises.
    """
    head, tail = os.path.split(text)
    names: list[str] = []
    with contextlib.suppress(OSError, ValueError, RuntimeError), os.scandir(_folder(head)) as entries:
        for entry in islice(entries, MOST):
            hidden = entry.name.startswith(".") and not tail.startswith(".")
            if not hidden and entry.name.casefold().startswith(tail.casefold()):
                names.append(entry.name + (os.sep if _is_folder(entry) else ""))
    exact = [name for name in names if name.startswith(tail)]
    names = sorted(exact or names)
    if not names:
        return Completed(text)
    common = _shared(names[0], names[-1])
    kept = common if common.casefold().startswith(tail.casefold()) else tail
    return Completed(text[: len(text) - len(tail)] + kept, tuple(names) if len(names) > 1 else ())


def _shared(first: str, last: str) -> str:
    """Give the beginning that two names share; of sorted names, what all between them share."""
    pairs = zip(first, last, strict=False)
    differing = (place for place, (one, other) in enumerate(pairs) if one != other)
    return first[: next(differing, min(len(first), len(last)))]


def _folder(head: str) -> Path:
    return Path(head).expanduser() if head else Path.cwd()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
