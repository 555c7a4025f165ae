"""What stands where a record is to be written: what of it a state knows, and keeping the rest."""

from __future__ import annotations

import contextlib
import os
import shutil
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ..core.incident import Incident
from .record import read_record, write_record
from .regular import read_regular
from .toml import LIMIT


class Found(NamedTuple):
    """Tell of a file whether it says the `same` as a state, and whether the state knows the `whole` of it.

    `own` tells that no hand has changed it: its values are what its timeline gives.
    """

    same: bool
    whole: bool
    own: bool = False


def found_at(path: Path, incident: Incident) -> Found:
    """Compare a record file with a state of its incident; raises OSError.

    What a hand has added, such as comments or values that are wrong, no state knows.
    """
    data = read_regular(path, LIMIT)
    read = read_record(data, path.name)
    kept = read.incident
    if kept is None:
        return Found(same=False, whole=False)
    sound = not read.faults and write_record(kept) == data
    return Found(incident == kept, sound and goes_on_from(incident, kept), sound and _is_own(kept))


def _is_own(kept: Incident) -> bool:
    if kept.typing:
        return False
    try:
        return Incident.replay(id=kept.id, timeline=kept.timeline).tree == kept.tree
    except ValueError:
        return False


def goes_on_from(incident: Incident, kept: Incident) -> bool:
    """Tell whether an incident knows everything that has happened, or was being typed, in the kept one."""
    known = kept if incident.tree == kept.tree else _rested(kept, incident)
    return incident.timeline[: len(known.timeline)] == known.timeline


def _rested(kept: Incident, incident: Incident) -> Incident:
    """Give the kept incident once its typing has come to rest, at the time at which it did in the other."""
    after = incident.timeline[len(kept.timeline) :][:1]
    return kept.with_rest(at=after[0].at if after else kept.opened_at)


def put_aside(path: Path, ending: str = "edited") -> Path:
    """Keep what stands at a path under a name of its own beside it, and give that; raises OSError."""
    for number in count(1):
        aside = path.with_name(f"{path.name}.{ending}{f'-{number}' if number > 1 else ''}")
        if os.path.lexists(aside):
            continue
        # What is aside must be there before the path is written to; a link costs nothing.
        # Of a link what it leads to is kept, not the way there, and that file stays as it is.
        linked = False
        if not path.is_symlink():
            with contextlib.suppress(OSError):
                os.link(path, aside)
                linked = True
        if not linked:
            shutil.copyfile(path, aside)
        with contextlib.suppress(OSError):
            aside.chmod(0o600)
        return aside
    raise AssertionError


def discard_aside(path: Path) -> None:
    """Delete what was put aside of a record; raises OSError."""
    for aside in path.parent.glob(f"{path.name}.*"):
        aside.unlink(missing_ok=True)
