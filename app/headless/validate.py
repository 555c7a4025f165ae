"""misdirect-tui validate: what is wrong in a record."""

from __future__ import annotations

from argparse import Namespace

from ..files.record import read_record
from .session import Session


def validate(session: Session, options: Namespace) -> None:
    """Tell every fault of every record; sound ones are named as such."""
    for name in options.files:
        read = read_record(session.read_bytes(name), name)
        for fault in read.faults:
            session.complain(fault)
        if not read.faults:
            session.tell(session.words("interface.validate.sound", path=name))
