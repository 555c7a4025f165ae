"""misdirect-tui list and stats: every incident that the app keeps, and what they add up to."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from datetime import datetime
from shlex import quote
from typing import Any

from ..core.fault import Fault
from ..core.playbook.grade import GradeRules
from ..core.playbook.prevent import PreventRules
from ..core.register.lessons import Lessons, lessons
from ..core.register.row import Row, order
from ..core.register.view import View
from ..core.when import is_known
from ..files.firewall import load_firewall
from ..files.kept import ENDING
from ..files.locations import keep_private
from ..files.register import Survey
from ..register.plot import labelled_bars
from ..register.telling import lessons_told, row_told
from .session import Refusal, Session, iso

_WIDEST, _INDENT = 80, "  "


def list_command(session: Session, options: Namespace) -> None:
    """List every incident, open ones first, the newest first."""
    rows, view = _kept(session), _view(session)
    if options.json:
        session.tell_json([_tree(session, row, view) for row in rows])
        return
    words = session.words
    for row in rows:
        told = row_told(words, row, view)
        shown = [
            row.id.replace("\n", " "),
            words(f"register.status.{row.status}"),
            told.grade,
            told.age,
            told.subject,
            told.content,
            told.reader,
            told.cause,
            told.letter,
            *told.coming[:1],
            *([told.late] if told.late else []),
        ]
        session.tell("  ".join(shown))
    if not rows and not session.faulty:
        session.tell(words("register.all.none"))


def stats(session: Session, options: Namespace) -> None:
    """Tell how often, by what, how fast, and what would have stopped how many."""
    found = lessons(_kept(session), _view(session))
    if options.json:
        session.tell_json(_added_up(found))
        return
    for chapter in lessons_told(session.words, found):
        if chapter.title:
            session.tell(f"\n{chapter.title}")
        for line in _plotted(chapter.counts):
            session.tell(line)
        for line in chapter.said:
            session.tell(f"{_INDENT if chapter.title else ''}{line}")


def _plotted(counts: tuple[tuple[str, int], ...]) -> list[str]:
    """Give a line with label, bar and count for each, as wide as the output allows."""
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    drawn = labelled_bars(counts, width - len(_INDENT), sys.stdout.encoding)
    return [f"{_INDENT}{label}{bar}{count}" for label, bar, count in drawn]


def _kept(session: Session) -> list[Row]:
    """Give the incidents that can be read, in the order of the register; tell why the others cannot."""
    keep_private(session.places)
    found: list[Row] = []
    survey = Survey(session.places, session.playbook)
    for batch in survey.batches():
        found += batch.rows
    for row in found:
        if row.fault is not None and row.fault.where == str(session.places.incidents):
            raise Refusal(*row.fault[:2], **row.fault.values)
        if row.fault is not None:
            session.complain(row.fault)
        elif row.faults:
            path = str(session.places.incidents / f"{row.file}{ENDING}")
            session.complain(Fault(path, "faults", {"count": row.faults, "file": quote(path)}))
    for fault in survey.copies:
        session.complain(fault)
    return sorted((row for row in found if row.fault is None), key=order)


def _view(session: Session) -> View:
    firewall, faults = load_firewall(session.places.firewall)
    for fault in faults:
        session.complain(fault)
    grade = session.playbook.rules(GradeRules, "grade")
    return View(grade, session.playbook.rules(PreventRules, "prevent"), session.now, firewall)


def _tree(session: Session, row: Row, view: View) -> dict[str, Any]:
    return {
        "id": row.id,
        "path": str(session.places.incidents / f"{row.file}{ENDING}"),
        "status": row.status,
        "opened_at": _iso(row.opened_at),
        "subject": row.subject,
        "band": view.band(row),
        "due": _iso(view.next_due(row)),
    }


def _iso(at: datetime | None) -> str | None:
    return iso(at) if at is not None and is_known(at) else None


def _added_up(found: Lessons) -> dict[str, Any]:
    return {
        "incidents": found.incidents,
        "by": {name: dict(counts) for name, counts in found.by.items()},
        "minutes_to_first_letter": {"median": found.first_letter.median},
        "minutes_to_confirmed": {"median": found.confirmed.median},
        "would_have_stopped": dict(found.stopped),
    }
