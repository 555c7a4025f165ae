"""Read a mail file, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..core.parts import Address, SentMail

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
DETAIL_LIMIT = 120
MOST_PROBLEMS = 50
# More than these no record could hold and still be read in a moment.
MOST_RECIPIENTS = 5_000
# Characters of an HTML source that are looked at.
HTML_LIMIT = 1_000_000


class Problem(NamedTuple):
    """Say what could not be read as it should be: a code, and a short value such as a header's name."""

    code: str
    detail: str = ""


@dataclass(frozen=True)
class ReadMail:
    """Hold what a mail file gave, and what was wrong with it."""

    mail: SentMail
    problems: tuple[Problem, ...] = ()


class Notes:
    """Gather problems while a mail is read: each once, in their order, details kept short."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def add(self, code: str, detail: str = "") -> None:
        """Note a problem."""
        from .charset import clean

        shown = clean(detail)
        if len(shown) > DETAIL_LIMIT:
            shown = shown[: DETAIL_LIMIT - 1] + "\N{HORIZONTAL ELLIPSIS}"
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.setdefault(Problem(code, shown))

    def all(self) -> tuple[Problem, ...]:
        """Give the problems in the order they were met."""
        return tuple(self._problems)


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
