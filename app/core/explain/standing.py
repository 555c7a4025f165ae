"""Where the letters stand: what was asked, what was confirmed, and whether it has to be asked at all."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ..ids import Band, Kind, Role
from ..incident import Incident
from ..parts import Letter

State = Literal["open", "copied", "sent", "confirmed", "declined"]

GRAVE: frozenset[Band | None] = frozenset({"serious", "critical"})


def is_confidential(incident: Incident) -> bool:
    """Tell whether the wrong reader has to be asked to delete; what is not known counts as if so."""
    flags = incident.grade.flags
    raised = any(flags.get(flag) in ("yes", "unknown") for flag in ("personal-data", "credentials"))
    return incident.grade.content != "catalogue" or raised


def state_of(incident: Incident, kind: Kind, role: Role, number: int) -> State:
    """Tell where a letter stands, in whatever language it went out."""
    letters = kept(incident, role, number, kind)
    if any(letter.confirmed_at for letter in letters):
        return "confirmed"
    if any(letter.sent_at for letter in letters):
        return "sent"
    if any(key.startswith(f"{kind}-{role}-{number}-") for key in incident.explain.declined):
        return "declined"
    return "copied" if any(letter.copied_at for letter in letters) else "open"


def kept(incident: Incident, role: Role, number: int, kind: Kind | None = None) -> list[Letter]:
    """Give the letters to one reader that anything was done with, in whatever language."""
    return [
        letter
        for letter in incident.explain.letters.values()
        if (letter.role, letter.number) == (role, number) and kind in (None, letter.kind)
    ]


def all_asked(incident: Incident, readers: int) -> bool:
    """Tell whether every one of so many wrong readers has been asked, in whatever way."""
    return all_confirmed(incident, readers) or all(
        any(letter.sent_at or letter.confirmed_at for letter in kept(incident, "wrong-recipient", number))
        for number in range(1, readers + 1)
    )


def all_asking(incident: Incident, readers: int, band: Band | None) -> bool:
    """Tell whether every wrong reader has been asked or is still to be: nobody decided otherwise.

    A reader is not asked where the letter was declined and, in a grave case, the call and the message too.
    """
    ways: tuple[Kind, ...] = ("letter", "call", "message") if band in GRAVE else ("letter",)

    def left_out(number: int) -> bool:
        asked = any(each.sent_at or each.confirmed_at for each in kept(incident, "wrong-recipient", number))
        return not asked and all(
            state_of(incident, kind, "wrong-recipient", number) == "declined" for kind in ways
        )

    return not any(left_out(number) for number in range(1, readers + 1))


def confirmations(incident: Incident, role: Role) -> dict[int, datetime]:
    """Give when each reader of a role first confirmed, by number: a letter, a message, a call alike."""
    first: dict[int, datetime] = {}
    for letter in incident.explain.letters.values():
        at = letter.confirmed_at
        if letter.role == role and at is not None:
            first[letter.number] = min(at, first.get(letter.number, at), key=datetime.timestamp)
    return first


def has_confirmed(incident: Incident, role: Role, number: int, *, readers: int) -> bool:
    """Tell whether one of so many readers has confirmed.

    Where there is one wrong reader, `deleted-unread` in the grade is that confirmation: of several it
    does not tell which. That it was opened speaks against it.
    """
    flags = incident.grade.flags
    deleted = flags.get("deleted-unread") == "yes" and flags.get("opened") != "yes"
    if deleted and readers == 1 and role == "wrong-recipient":
        return True
    return number in confirmations(incident, role)


def all_confirmed(incident: Incident, readers: int) -> bool:
    """Tell whether every one of so many wrong readers has confirmed."""
    numbers = range(1, readers + 1)
    return all(has_confirmed(incident, "wrong-recipient", one, readers=readers) for one in numbers)
