"""What was decided about the techniques, kept across incidents in the user's data folder."""

from __future__ import annotations

from pathlib import Path

from ..core.fault import Fault
from ..core.prevent.firewall import Firewall
from .sift import sift
from .toml import parse


def load_firewall(path: Path) -> tuple[Firewall, tuple[Fault, ...]]:
    """Read the kept decisions; what is wrong in the file is named and left out."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Firewall(), ()
    except OSError as error:
        return Firewall(), (Fault(str(path), "cannot-read", {"what": error.strerror or ""}),)
    tree, fault = parse(data, str(path))
    if tree is None:
        return Firewall(), (fault,) if fault else ()
    firewall, faults = sift(Firewall, tree, str(path), may_drop=lambda _: True)
    return firewall or Firewall(), tuple(faults)


def save_firewall(path: Path, firewall: Firewall) -> None:
    """Write the decisions for the user alone; raises OSError."""
    import tomli_w

    from .atomic import write_atomic
    from .locations import make_private

    make_private(path.parent)
    write_atomic(path, tomli_w.dumps(firewall.plain()).encode(), overwrite=True)
