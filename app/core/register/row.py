"""One incident as the register holds it: what is known of it, in few bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from sys import intern
from typing import Any, Literal, NamedTuple, get_args

from ..explain.due import due
from ..explain.numbering import numbered
from ..explain.standing import confirmations
from ..fault import Fault
from ..ids import Answer, Cause, Content, Flag, Recipient, Role, ServiceId
from ..incident import Incident
from ..letter_key import named_by
from ..parts import Letter
from ..playbook.prevent import PreventRules
from ..playbook.stop import StopRules
from ..prevent.firewall import decided_at
from ..prevent.follow_up import FollowUp, follow_ups, technique_of
from ..stop.checklist import follow_ups as stop_follow_ups

NAMED = 3
# Bounds that keep a row small whatever a mail holds: readers that can be searched, and their letters.
_SEARCHED, _SEARCH_LENGTH = 40, 1000
_LAST_YEAR = 9999
_WAITING_FOR: dict[str, Role] = {"a-confirmed": "wrong-recipient", "b-answered": "intended-recipient"}

Status = Literal["open", "unreadable", "closed"]
Writing = Literal["none", "partly", "sent", "declined"]
Answers = tuple[int | None, tuple[tuple[Flag, Answer], ...]]


STATUSES: tuple[Status, ...] = get_args(Status)


class Waiting(NamedTuple):
    """Hold one thing to come back to: the words of `key`, filled with the reader.

    `due` without an offset is a time of day wherever the user is. `decided` is when a technique was
    decided about, which a later decision about the same one settles.
    """

    key: str
    due: datetime
    reader: str = ""
    decided: datetime | None = None


class Row(NamedTuple):
    """Hold what the register knows of one incident; nothing here depends on the time.

    `file` is the name of its file without the ending; `readers` the first wrong readers, `more` how
    many there are beside them; `search` the folded text that a filter looks into, in UTF-8; `answers`
    the people and the flags of the grade. `letter` is "partly" while one of the wrong readers was
    neither written to nor declined; `unconfirmed` are those who had a letter and have not answered.
    Minutes count from the sending of the mail. `fault` says why a file could not be read; `faults` is
    how many things are wrong in one that could.
    """

    file: str
    id: str
    status: Status
    opened_at: datetime
    subject: str = ""
    readers: tuple[str, ...] = ()
    more: int = 0
    search: bytes = b""
    content: Content | None = None
    recipient: Recipient | None = None
    cause: Cause | None = None
    service: ServiceId | None = None
    answers: Answers = (None, ())
    letter: Writing = "none"
    unconfirmed: tuple[tuple[Role, str], ...] = ()
    minutes_to_letter: float | None = None
    minutes_to_confirmed: float | None = None
    waiting: tuple[Waiting, ...] = ()
    fault: Fault | None = None
    faults: int = 0


def row_of(incident: Incident, file: str, stop: StopRules, prevent: PreventRules) -> Row:
    """Give the row of an incident that is kept in `file`."""
    grade, mail = incident.grade, incident.mail
    wrong = numbered(incident, stop)
    numbers = {number for number, _ in wrong}
    readers = [one.name or one.address for _, one in wrong if one.name or one.address]
    asked_of = incident.model_copy(update={"status": "open"}) if incident.status == "closed" else incident
    return Row(
        file=file,
        id=file if incident.id == file else incident.id,
        status=incident.status,
        opened_at=incident.opened_at,
        subject=mail.subject,
        readers=tuple(readers[:NAMED]),
        more=max(len(readers) - NAMED, 0),
        search=_search_text(incident, readers),
        content=interned(grade.content),
        recipient=interned(grade.recipient),
        cause=interned(incident.prevent.cause),
        service=interned(mail.service),
        answers=shared((grade.recipients, tuple(sorted(grade.flags.items())))),
        letter=_writing(incident, numbers),
        unconfirmed=tuple(_unconfirmed(asked_of, stop, prevent)),
        minutes_to_letter=_since_sending(incident, _first_letter(incident)),
        minutes_to_confirmed=_since_sending(incident, _all_confirmed(incident, numbers)),
        waiting=tuple(_waiting(incident, stop, prevent)),
    )


def unreadable(file: str, at: datetime, fault: Fault) -> Row:
    """Give the row of a file that could not be read; `at` is when it was last changed."""
    return Row(
        file=file,
        id=file,
        status="unreadable",
        opened_at=at,
        search=folded(file).encode("utf-8", "replace"),
        fault=fault,
    )


def order(row: Row) -> tuple[int, float, str]:
    """Give what rows are sorted by: open, then unreadable, then closed ones, each the newest first."""
    return STATUSES.index(row.status), -row.opened_at.timestamp(), row.file


def folded(text: str) -> str:
    """Give a text as a filter compares it: full-width signs made plain, letter case gone."""
    return unicodedata.normalize("NFKC", text).casefold()


def interned(text: Any) -> Any:
    """Give the one shared copy of an id, or None."""
    return None if text is None else intern(text)


@lru_cache(4096)
def shared(answers: Answers) -> Answers:
    """Give the one copy of equal answers: there are far fewer of them than incidents."""
    people, flags = answers
    return people, tuple((interned(flag), interned(answer)) for flag, answer in flags)


def _search_text(incident: Incident, readers: list[str]) -> bytes:
    explain = incident.explain
    meant = explain.intended_recipient
    companies = [one.company for one in explain.wrong_recipient]
    addresses = [text for one in incident.mail.recipients[:_SEARCHED] for text in (one.name, one.address)]
    names = [*readers[:_SEARCHED], *companies, meant.name, meant.company, meant.address, *addresses]
    told = dict.fromkeys((incident.id, incident.mail.subject, *names))
    return folded("\n".join(filter(None, told))[:_SEARCH_LENGTH]).encode()


def _letters(incident: Incident, role: Role) -> list[Letter]:
    return [one for one in incident.explain.letters.values() if one.role == role]


def _writing(incident: Incident, numbers: set[int]) -> Writing:
    letters = _letters(incident, "wrong-recipient")
    if any(one.kind == "letter" and one.sent_at for one in letters):
        reached = {one.number for one in letters if one.sent_at or one.confirmed_at}
        return "partly" if _to_reach(incident, numbers) - reached else "sent"
    declined = any(key.startswith("letter-wrong-recipient") for key in incident.explain.declined)
    return "declined" if declined else "none"


def _to_reach(incident: Incident, numbers: set[int]) -> set[int]:
    """Give the numbers of the wrong readers that no letter was declined to."""
    named = map(named_by, incident.explain.declined)
    declined = {
        one["number"] for one in named if one and (one["kind"], one["role"]) == ("letter", "wrong-recipient")
    }
    return numbers - declined


def _unconfirmed(incident: Incident, stop: StopRules, prevent: PreventRules) -> Iterator[tuple[Role, str]]:
    for one in _to_come(incident, stop, prevent):
        role = _WAITING_FOR.get(one.id.removesuffix("-unnamed"))
        if role is not None:
            yield role, one.values.get("reader", "")


def _first_letter(incident: Incident) -> datetime | None:
    written = (one for one in _letters(incident, "wrong-recipient") if one.kind == "letter")
    return min((one.sent_at for one in written if one.sent_at), default=None)


def _all_confirmed(incident: Incident, numbers: set[int]) -> datetime | None:
    """Give when the last of the wrong readers had confirmed, or None before that."""
    confirmed = confirmations(incident, "wrong-recipient")
    asked = {one.number for one in _letters(incident, "wrong-recipient") if one.sent_at}
    if not confirmed or (asked | _to_reach(incident, numbers)) - confirmed.keys():
        return None
    return max(confirmed.values())


def _since_sending(incident: Incident, at: datetime | None) -> float | None:
    """Give minutes from the sending of the mail; None where either is not known, or they contradict."""
    sent = incident.mail.sent_at
    if sent is None or at is None or sent.tzinfo is None or at.tzinfo is None:
        return None
    minutes = (at - sent).total_seconds() / 60
    return minutes if minutes >= 0 else None


def _waiting(incident: Incident, stop: StopRules, prevent: PreventRules) -> Iterator[Waiting]:
    """Give what is not done, whatever the time is; plans by the clock of wherever the user is."""
    with suppress(OverflowError):
        for left in stop_follow_ups(incident, incident.opened_at, rules=stop):
            if not left.done and left.due.year < _LAST_YEAR:
                yield Waiting(intern(f"stop.follow-up.{left.id}"), left.due)
    for one in _to_come(incident, stop, prevent):
        key, technique = intern(f"prevent.follow-up.{one.id}"), technique_of(one.id)
        decided = decided_at(incident, technique) if technique else None
        due = one.due.replace(tzinfo=None) if one.id.startswith("planned-") else one.due
        yield Waiting(key, due, one.values.get("reader", ""), decided)


def _to_come(incident: Incident, stop: StopRules, prevent: PreventRules) -> list[FollowUp]:
    """Give what is not done; nothing where a hand has written a time at the very end of the calendar.

    Which letters are due follows from the grade as it was kept; what has none is unfinished in any case.
    """
    graded = incident.grade.result
    band, response = (graded.band, graded.response) if graded else (None, None)
    letters = due(incident, response or "formal", band, stop) if band else ()
    try:
        found = follow_ups(incident, prevent, now=datetime(2000, 1, 1, tzinfo=UTC), letters=letters)
    except OverflowError:
        return []
    return [one for one in found if not one.done and one.due.year < _LAST_YEAR]
