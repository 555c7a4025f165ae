"""Where the letters stand: what was asked, what was confirmed, and whether it has to be asked at all."""

from __future__ import annotations

from collections.abc import Sequence
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


def is_overtaken(incident: Incident, letter: Letter) -> bool:
    """Tell whether a letter went out that asked for nothing, while by now there is something to ask.

    What somebody wrote by hand is taken to be what they meant to write.
    """
    asked = letter.asks or letter.edited or letter.sent_at is None
    return not asked and letter.role == "wrong-recipient" and is_confidential(incident)


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


def first_written(incident: Incident, role: Role, number: int) -> datetime | None:
    """Give when the first letter to one reader went out; None while none has."""
    gone = [letter.sent_at for letter in kept(incident, role, number, "letter") if letter.sent_at]
    return min(gone) if gone else None


def has_been_asked(incident: Incident, number: int) -> bool:
    """Tell whether a wrong reader has been asked to delete the mail, in whatever way."""
    letters = kept(incident, "wrong-recipient", number)
    return any(letter.asks and (letter.sent_at or letter.confirmed_at) for letter in letters)


def has_been_told(incident: Incident) -> bool:
    """Tell whether the one whom it was meant for has been told of it, in whatever way."""
    return any(one.sent_at or one.confirmed_at for one in kept(incident, "intended-recipient", 1))


def all_asked(incident: Incident, numbers: Sequence[int]) -> bool:
    """Tell whether every one of the wrong readers has been asked, in whatever way."""
    return all_confirmed(incident, numbers) or all(has_been_asked(incident, one) for one in numbers)


def all_asking(incident: Incident, numbers: Sequence[int], band: Band | None) -> bool:
    """Tell whether every wrong reader has been asked or is still to be: nobody decided otherwise.

    A reader is not asked where the letter was declined and, in a grave case, the call and the message too.
    """
    ways: tuple[Kind, ...] = ("letter", "call", "message") if band in GRAVE else ("letter",)

    def left_out(number: int) -> bool:
        return not has_been_asked(incident, number) and all(
            state_of(incident, kind, "wrong-recipient", number) == "declined" for kind in ways
        )

    return not any(map(left_out, numbers))


def confirmations(incident: Incident, role: Role) -> dict[int, datetime]:
    """Give when each reader of a role first confirmed, by number: a letter, a message, a call alike.

    The answer to a letter that asked for nothing, and no longer is enough, confirms nothing.
    """
    first: dict[int, datetime] = {}
    for letter in incident.explain.letters.values():
        at = letter.confirmed_at
        if letter.role == role and at is not None and not is_overtaken(incident, letter):
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


def has_answered(incident: Incident, role: Role, number: int, *, readers: int) -> bool:
    """Tell whether a wrong reader has confirmed the deletion, so that nobody asks for it again."""
    return role == "wrong-recipient" and has_confirmed(incident, role, number, readers=readers)


def all_confirmed(incident: Incident, numbers: Sequence[int]) -> bool:
    """Tell whether every one of the wrong readers has confirmed."""
    return all(has_confirmed(incident, "wrong-recipient", one, readers=len(numbers)) for one in numbers)
