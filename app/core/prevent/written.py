"""To whom the letters went, and by which name their readers are known."""

from __future__ import annotations

from datetime import datetime

from ..explain.numbering import reader_of
from ..ids import Role
from ..incident import Incident
from ..parts import Letter


def sent(incident: Incident, role: Role) -> dict[int, tuple[str, Letter, datetime]]:
    """Give the first letter that went to each reader of a role, by the reader's number."""
    readers: dict[int, tuple[str, Letter, datetime]] = {}
    for key, letter in incident.explain.letters.items():
        if letter.role != role or letter.kind != "letter" or letter.sent_at is None:
            continue
        earlier = readers.get(letter.number)
        if earlier is None or letter.sent_at < earlier[2]:
            readers[letter.number] = (key, letter, letter.sent_at)
    return readers


def name_of(letter: Letter, incident: Incident) -> str:
    """Name the reader as they are known by now; the letter itself keeps what was known when it was used."""
    known = incident.explain.manager if letter.role == "manager" else reader_of(incident, letter)
    return known.name or letter.reader or getattr(known, "address", "")
