"""misdirect-tui validate: what is wrong in a record."""

from __future__ import annotations

from argparse import Namespace

from ..files.toml import LIMIT
from .session import Refusal, Session


def validate(session: Session, options: Namespace) -> None:
    """Tell every fault of every record; sound ones are named as such.

    One that cannot be opened does not keep the others from being read.
    """
    for name in options.files:
        try:
            read = session.read_record(session.read_bytes(name, LIMIT), name)
        except Refusal as refusal:
            session.refuse(refusal)
            continue
        for fault in read.faults:
            session.complain(fault)
        if not read.faults:
            session.tell(session.words("interface.validate.sound", path=name))
