"""Beginning an incident from the mail that went wrong."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.fault import Fault
from ..core.incident import Incident, assignments
from ..core.parts import SentMail
from ..core.stop.checklist import sensed_ticks
from .naming import new_id

if TYPE_CHECKING:
    from .message import ReadMail


# Incidents that are looked through: somebody comes back to a mail within days.
MOST = 100
_NO_MAIL = ("no-headers", "file-empty", "unreadable")


def opened(mail: SentMail, now: datetime, *, name: str | None = None) -> Incident:
    """Begin an incident from a mail, with what the mail itself ticks; `name` is its id."""
    incident = Incident.begin(id=name or new_id(now), at=now, mail=mail)
    ticks = {f"stop.ticks.{item}": tick for item, tick in sensed_ticks(mail).items()}
    return incident.with_changes(ticks, at=now, event="sensed") if ticks else incident


def opened_from(data: bytes, file: str, now: datetime, *, name: str) -> tuple[Incident, tuple[Fault, ...]]:
    """Begin an incident from the bytes of a mail file; give it with what was wrong in the file."""
    from .message import read_message

    read = read_message(data, file)
    faults = tuple(Fault(file, f"mail.{one.code}", {"detail": one.detail}) for one in read.problems)
    mail = read.mail
    if is_no_mail(read):
        # It proves nothing, neither what the mail had nor that its original is kept.
        mail = mail.model_copy(update={"sha256": SentMail().sha256})
    return opened(mail, now, name=name), faults


def begun_from(data: bytes, incidents: Path) -> Path | None:
    """Find the open incident, among the newest that are kept, that was begun from the same bytes."""
    from .kept import kept
    from .message import digest

    told = digest(data).encode()
    for path in kept(incidents, MOST):
        with contextlib.suppress(OSError):
            if told not in path.read_bytes():
                continue
            from .register import read_or_fault  # large, and most mails are new

            incident = read_or_fault(path).incident
            if incident is not None and incident.status == "open" and incident.mail.sha256 == told.decode():
                return path
    return None


def is_no_mail(read: ReadMail) -> bool:
    """Tell whether a file is no mail, no more of one than its text, or too damaged to say anything."""
    codes = {one.code for one in read.problems}
    mail = read.mail
    says = mail.subject or mail.recipients or mail.sender or mail.attachments or mail.text
    return not codes.isdisjoint(_NO_MAIL) or ("msg-broken" in codes and not says)


def caught_up(incident: Incident, meanwhile: Incident) -> Incident:
    """Give a newly begun incident with everything that was done on `meanwhile` since its own opening.

    What the mail itself says already is no event a second time, and is not undone either.
    """
    counted: set[int] = set()
    for number, event in enumerate(meanwhile.timeline[1:], 1):
        before, changes = incident, dict(assignments(event))
        if event.event == "undone":
            if event.detail.get("undoes") in counted:
                incident = incident.undone(at=event.at)
        elif changes:
            incident = incident.with_changes(changes, at=event.at, event=event.event)
        else:
            incident = incident.with_event(event.event, at=event.at, detail=event.detail)
        if incident is not before:
            counted.add(number)
    if meanwhile.typing:
        incident = incident.with_typing({path: meanwhile.value(path) for path in meanwhile.typing})
    return incident
