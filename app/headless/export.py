"""misdirect-tui export: an incident in the form that somebody else needs."""

from __future__ import annotations

from argparse import Namespace

from ..files.record import write_record
from .session import Refusal, Session


def export(session: Session, options: Namespace) -> None:
    """Write a record anew; nothing is added to it."""
    if options.redact:
        raise Refusal("export", "not-covered", what="--redact")
    if options.format != "toml":
        raise Refusal("export", "not-covered", what=f"--format {options.format}")
    data = session.read_bytes(options.file)
    from ..files.record import read_record

    read = read_record(data, options.file)
    if read.incident is None:
        session.record_of(data, options.file)
        return
    for fault in read.faults:
        session.complain(fault)
    session.write(options.output or "-", write_record(read.incident), force=options.force)
