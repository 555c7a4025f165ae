"""What was decided about the techniques, kept across incidents in the user's data folder."""

from __future__ import annotations

from pathlib import Path

from ..core.fault import Fault, cannot_read
from ..core.incident import Incident
from ..core.prevent.firewall import Firewall
from .regular import read_regular
from .sift import sift
from .toml import LIMIT, parse

# Seconds: more than others can need for one merge each.
_PATIENCE = 3.0


def load_firewall(path: Path) -> tuple[Firewall, tuple[Fault, ...]]:
    """Read the kept decisions; what is wrong in the file is named and left out."""
    try:
        data = read_regular(path, LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return Firewall(), ()
    except OSError as error:
        return Firewall(), (cannot_read(str(path), error),)
    tree, fault = parse(data, str(path))
    if tree is None:
        return Firewall(), (fault,) if fault else ()
    firewall, faults = sift(Firewall, tree, str(path), may_drop=lambda _: True)
    return firewall or Firewall(), tuple(faults)


def merge_firewall(path: Path, incident: Incident) -> Firewall:
    """Lay what an incident decided over what is kept now, write it, and give it; raises OSError.

    Another process may have written since it was last read: it is read anew, while nobody else merges.
    What is not right in the file goes out of it, so the file as it was is kept beside, as
    `firewall.toml.broken`.
    """
    from .lock import ProcessLock

    lock = ProcessLock(path, path.stem)
    lock.take(_PATIENCE)
    try:
        kept, faults = load_firewall(path)
        if faults:
            path.replace(path.with_name(f"{path.name}.broken"))
        merged = kept.with_incident(incident)
        save_firewall(path, merged)
    finally:
        lock.release()
    return merged


def save_firewall(path: Path, firewall: Firewall) -> None:
    """Write the decisions for the user alone; raises OSError."""
    import tomli_w

    from .atomic import write_atomic
    from .locations import make_private

    make_private(path.parent)
    write_atomic(path, tomli_w.dumps(firewall.plain()).encode(), overwrite=True)
