"""Read a mail file, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.parts import Address, SentMail
from .notes import Notes, Problem

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
# More than these no record could hold and still be read in a moment.
MOST_RECIPIENTS = 5_000


@dataclass(frozen=True)
class ReadMail:
    """Hold what a mail file gave, and what was wrong with it."""

    mail: SentMail
    problems: tuple[Problem, ...] = ()


def read_message(data: bytes, name: str = "") -> ReadMail:
    """Read the bytes of a mail file (RFC 5322 or Outlook's .msg): what could be read, and the problems.

    Never raises. The kind is told by the content, not by `name`, which only stands in a problem's
    detail. `sha256` is that of the bytes as given.
    """
    notes = Notes()
    try:
        if data.startswith(OLE_MAGIC):
            from .msg import read_msg as read
        else:
            from .rfc5322 import read_rfc5322 as read
        mail = read(data, name, notes)
    except Exception:
        # The promise of this function; what the rooms foresee they note themselves.
        notes.add("unreadable", name)
        mail = SentMail()
    kept = {**_first_recipients(mail, notes), "sha256": digest(data)}
    return ReadMail(mail.model_copy(update=kept), notes.all())


def _first_recipients(mail: SentMail, notes: Notes) -> dict[str, tuple[Address, ...]]:
    """Give the lists of recipients that have to be shorter, and note how many are left out."""
    many = len(mail.recipients)
    if many <= MOST_RECIPIENTS:
        return {}
    notes.add("recipients-left-out", str(many - MOST_RECIPIENTS))
    room, shorter = MOST_RECIPIENTS, {}
    for name in ("to", "cc", "bcc"):
        shorter[name] = getattr(mail, name)[:room]
        room -= len(shorter[name])
    return shorter


def digest(data: bytes) -> str:
    """Give the SHA-256 of the bytes of a mail file, in hexadecimal digits."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
