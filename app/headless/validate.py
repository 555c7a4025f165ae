"""misdirect-tui validate: what is wrong in records, and in what the user has laid over ours."""

from __future__ import annotations

from argparse import Namespace

from ..core.fault import Fault
from ..core.incident import Incident
from ..files.overrides import read_all
from ..files.profile import load_profile
from ..files.sift import shown
from ..files.toml import LIMIT
from ..files.unknown import own_keys
from ..reading import named_path
from .session import Refusal, Session

MOST_NAMED = 5


def validate(session: Session, options: Namespace) -> None:
    """Tell every fault of every record, and of whatever the user has laid over ours; sound records are named.

    A file that cannot be opened does not keep the others from being read. One of those laid over ours
    may be named as well: it is looked at with all of them.
    """
    read_all(session.playbook)
    for fault in load_profile(session.places.profile)[1]:
        session.complain(fault)
    for name in options.files:
        if _is_laid_over(session, name):
            continue
        try:
            read = session.read_record(session.read_bytes(name, LIMIT), name)
        except Refusal as refusal:
            session.refuse(refusal)
            continue
        for fault in read.faults:
            session.complain(fault)
        if read.incident is not None:
            _remark_on_keys(session, name, read.incident, tuple(fault.where for fault in read.faults))
        if not read.faults:
            session.tell(session.words("interface.validate.sound", path=name))


def _is_laid_over(session: Session, name: str) -> bool:
    try:
        return named_path(name).resolve().is_relative_to(session.places.config.resolve())
    except (OSError, ValueError):
        # Opening it will say what is wrong.
        return False


def _remark_on_keys(session: Session, name: str, incident: Incident, told: tuple[str, ...]) -> None:
    """Say which keys of their own somebody has in a record; those that a fault names are not among them."""
    keys = [
        key
        for key in dict.fromkeys(own_keys(incident))
        if not any(each.endswith(f": {key}") for each in told)
    ]
    if keys:
        named = session.words("interface.choice.next").join(map(shown, keys[:MOST_NAMED]))
        session.remark(Fault(name, "own-keys", {"keys": named, "count": len(keys)}))
