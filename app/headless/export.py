"""misdirect-tui export: an incident in the form that somebody else needs."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.fault import Fault
from ..core.incident import Incident
from ..core.playbook.stop import StopRules
from ..exporting import calendar_of, draft_of, report_of, unattached_document
from ..files.toml import LIMIT
from ..reading import named_path
from .session import Refusal, Session

if TYPE_CHECKING:
    from ..judged import Judged
    from ..situation import ShownLetter

MOST_NAMED = 5


def export(session: Session, options: Namespace) -> None:
    """Write an incident in the form asked for; nothing is added to it."""
    incident = _read(session, options)
    if options.redact:
        incident = _redacted(session, incident)
    if options.format == "eml":
        _write_drafts(session, options, _situation(session, incident, options))
        return
    if options.to is not None:
        session.remark(Fault("export --to", "letters-only"))
    if options.format == "toml":
        from ..files.record import write_record

        data = write_record(incident)
    else:
        told = {"markdown": report_of, "ics": calendar_of, "veris": _veris}[options.format]
        situation = _situation(session, incident, options)
        if options.format == "ics" and not situation.outstanding:
            # A calendar without an entry is none.
            session.remark(Fault(options.file, "nothing-to-come"))
            return
        data = told(situation)
    session.write(options.output or "-", data, force=options.force)


def _read(session: Session, options: Namespace) -> Incident:
    """Read the record as it stands, what is still being typed included."""
    data = session.read_bytes(options.file, LIMIT)
    read = session.read_record(data, options.file)
    if read.incident is None:
        return session.record_of(data, options.file)
    for fault in read.faults:
        session.complain(fault)
    if read.faults and options.format == "toml":
        _tell_lost(session, options, data, read.incident)
    return read.incident


def _tell_lost(session: Session, options: Namespace, data: bytes, incident: Incident) -> None:
    """Say which values of a record are too wrong for its copy; raises Refusal where that takes its place."""
    from collections import Counter

    from ..core.entry import entered
    from ..files.record import record_tree
    from ..files.toml import parse_fit

    tree = entered(parse_fit(data, options.file)[0] or {})
    lost = Counter(_leaves(tree)) - Counter(_leaves(record_tree(incident)))
    keys = list(dict.fromkeys(key for key, _ in lost))
    if not keys:
        return
    values = {"keys": session.words("interface.choice.next").join(keys[:MOST_NAMED]), "count": len(keys)}
    if options.output and options.force and _is_same(options.output, options.file):
        raise Refusal(options.output, "not-over-itself", **values)
    session.remark(Fault(options.file, "not-in-copy", values))


def _leaves(tree: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give the values of a tree, each by the last key that leads to it; a time without its zone."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from _leaves(value, name)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _leaves(value, key)
    else:
        yield key, f"{tree:%Y-%m-%dT%H:%M:%S}" if isinstance(tree, datetime) else repr(tree)


def _is_same(one: str, other: str) -> bool:
    try:
        return "-" not in (one, other) and named_path(one).samefile(named_path(other))
    except OSError:
        return False


def _situation(session: Session, incident: Incident, options: Namespace) -> Judged:
    """Look at the incident; what the user has laid over words and letters may name people."""
    if not options.redact:
        return session.situation(incident)
    from ..files.playbook import Playbook
    from ..situation import Situation

    shipped = Playbook()
    words = shipped.words(session.words.language)
    return Situation(incident, now=session.now, words=words, playbook=shipped).judged()


def _redacted(session: Session, incident: Incident) -> Incident:
    from ..core.report.redact import redacted

    return redacted(incident, session.playbook.rules(StopRules, "stop"))


def _veris(situation: Judged) -> bytes:
    from ..core.playbook.veris import VerisRules
    from ..core.report.veris import veris_record

    stop_rules = situation.playbook.rules(StopRules, "stop")
    record = veris_record(
        situation.incident,
        situation.severity,
        situation.playbook.rules(VerisRules, "veris"),
        stop_rules,
        now=situation.now,
    )
    return json.dumps(record, indent=2).encode() + b"\n"


def _write_drafts(session: Session, options: Namespace, situation: Judged) -> None:
    """Write each letter as an unsent mail: one to the path itself, several into the folder of that name."""
    from ..files.draft import draft, file_name

    letters = _letters(session, options, situation)
    count, output = len(letters), options.output or "-"
    if count > 1 and output.lower().endswith(".eml") and not Path(output).expanduser().is_dir():
        raise _refusal(session, "not-a-file", where=output, count=count)
    files = {file_name(letter.due.key): draft(draft_of(situation, letter)) for letter in letters}
    folder = Path(output).expanduser()
    if output == "-" or (count == 1 and not folder.is_dir() and not output.endswith(("/", os.sep))):
        if count > 1:
            code = "several-on-output" if options.output else "several-letters"
            raise _refusal(session, code, count=count)
        session.write(output, next(iter(files.values())), force=options.force)
        _remark_on(session, situation, letters)
        return
    if folder.exists() and not folder.is_dir():
        raise _refusal(session, "not-a-folder", where=output, count=count)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise session.unwritten(output, error) from error
    for name in files:
        if os.path.lexists(folder / name) and not options.force:
            raise Refusal(str(folder / name), "exists")
    for name, data in files.items():
        session.write(str(folder / name), data, force=options.force)
    _remark_on(session, situation, letters)


def _letters(session: Session, options: Namespace, situation: Judged) -> list[ShownLetter]:
    """Give the letters to write: those still waiting, or all of the role that was named."""
    from ..core.explain.due import undue
    from .letters import no_letter

    letters = [one for one in situation.due if one.kind == "letter" and options.to in (None, one.role)]
    if options.to is None:
        letters = [one for one in letters if one.state in ("open", "copied")]
    elif not letters:
        rules = situation.playbook.rules(StopRules, "stop")
        letters = list(undue(situation.incident, options.to, situation.response, rules))
    if not letters and options.to is not None:
        raise no_letter(session, situation, options.to)
    if not letters:
        raise _refusal(session, "no-letter")
    return [situation.written(one) for one in letters]


def _remark_on(session: Session, situation: Judged, letters: list[ShownLetter]) -> None:
    """Say which drafts have a field open, an address that is none, or a document to attach by hand."""
    from ..core.mailbox import sound

    for letter in letters:
        found = [one for one in situation.findings_of(letter) if one.code == "open-field"]
        if found:
            fields = ", ".join(dict.fromkeys(one.values["found"] for one in found))
            session.remark(Fault(letter.due.key, "draft-open", {"fields": fields}))
        address = letter.due.reader.address
        if address.strip() and not sound(address):
            session.remark(Fault(letter.due.key, "draft-unaddressed", {"address": address}))
        document = unattached_document(letter)
        if document:
            session.remark(Fault(letter.due.key, "draft-without-document", {"document": document}))


def _refusal(session: Session, code: str, *, where: str = "export", **values: object) -> Refusal:
    what = session.words(f"report.refusal.{code}", **values)
    return Refusal(where, "usage", what=what, help="misdirect-tui export --help")
