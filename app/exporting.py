"""What leaves the app in a form of somebody else's: drafts, calendar files, reports.

The walk and the commands write the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .core.file_name import file_name
from .core.playbook.clocks import ClockRules
from .core.playbook.grade import GradeRules
from .core.playbook.prevent import PreventRules
from .core.playbook.stop import StopRules

if TYPE_CHECKING:
    from .files.draft import Draft
    from .judged import Judged
    from .situation import ShownLetter


def draft_of(situation: Judged, letter: ShownLetter) -> Draft:
    """Give a letter with those it goes from and to: its one reader, and the sender of the mail."""
    from .files.draft import Draft

    reader, mailed = letter.due.reader, situation.mail.sender
    return Draft(
        subject=letter.subject,
        body=letter.body,
        to_name=reader.name,
        to_address=reader.address,
        from_name=situation.sender.name,
        from_address=mailed.address if mailed else "",
    )


def unattached_document(letter: ShownLetter) -> str:
    """Name the document that a letter speaks of as attached, or nothing where it speaks of none."""
    document = file_name(letter.due.reader.document)
    return document if document and document in letter.body else ""


def calendar_of(situation: Judged) -> bytes:
    """Give a calendar file of what is still to come, in the words of the situation."""
    from .files.calendar import Entry, calendar

    incident, words = situation.incident, situation.words
    entries = [Entry(one.id, words(one.key, **one.values), one.due) for one in situation.outstanding]
    stamp: datetime = incident.timeline[-1].at if incident.timeline else incident.opened_at
    return calendar(incident.id, entries, about=words("report.about", id=incident.id), stamp=stamp)


def report_of(situation: Judged) -> bytes:
    """Give the report for the manager, the customer or the insurer as Markdown."""
    from .core.report.account import account_of
    from .core.report.markdown import markdown

    playbook = situation.playbook
    account = account_of(
        situation.incident,
        now=situation.now,
        severity=situation.severity,
        rules=playbook.rules(GradeRules, "grade").version,
        recall=situation.recall,
        due=situation.due,
        prevent_rules=playbook.rules(PreventRules, "prevent"),
        stop_rules=playbook.rules(StopRules, "stop"),
        clock_rules=playbook.rules(ClockRules, "clocks"),
    )
    return markdown(account, situation.words).encode()
