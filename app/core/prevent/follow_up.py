"""What is still to come after the letters: each with a due time; and what the ending says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from ..explain.numbering import reader_of
from ..explain.standing import confirmations, has_confirmed, is_overtaken, kept
from ..ids import Kind, Role
from ..incident import Incident
from ..parts import Letter
from ..playbook.prevent import PreventRules
from .firewall import Firewall, decided_at

Urgency = Literal["by", "now", "overdue"]
_AT_ONCE = "prevent.follow-up.tell-manager"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Hold one thing to come back to: the words prevent.follow-up.ID, filled with `values`.

    The ids are a-confirmed, b-answered, letter-unsent and message-unsent (each with -unnamed where
    nobody is named), tell-manager, and planned-TECHNIQUE.
    """

    id: str
    due: datetime
    done: bool
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one thing that was done: the words prevent.summary.CODE, filled with `values`."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """Hold the ending: what was done, what is open by when, and how it stands.

    `ending` is "all-done", "some-open" or "no-letter": the words prevent.ending.CODE.
    """

    done: tuple[Line, ...]
    open: tuple[FollowUp, ...]
    ending: str


def follow_ups(
    incident: Incident, rules: PreventRules, *, now: datetime, firewall: Firewall | None = None
) -> tuple[FollowUp, ...]:
    """Give what is to be come back to, done or not, sorted by due time.

    A plan is done once `firewall` holds a later decision about its technique. A closed incident
    asks for nothing any more but its plans. `now` gives the time zone for days without an hour.
    """
    found = list(_plans(incident, rules, now, firewall))
    if incident.status == "open":
        found += [*_replies(incident, rules), *_unsent(incident, rules), *_telling(incident)]
    return tuple(sorted(found, key=lambda one: (one.due, one.id, one.values.get("letter", ""))))


def urgency(key: str, *, late: bool) -> Urgency:
    """Tell how the due time of the words `key` is put: what is due from its first moment on is never late."""
    if key == _AT_ONCE:
        return "now"
    return "overdue" if late else "by"


def summary(
    incident: Incident, rules: PreventRules, *, now: datetime, firewall: Firewall | None = None
) -> Summary:
    """Give what the ending says."""
    due = follow_ups(incident, rules, now=now, firewall=firewall)
    still_open = tuple(one for one in due if not one.done)
    if still_open:
        ending = "some-open"
    elif _standing(incident) or _settled_without_letter(incident):
        ending = "all-done"
    else:
        ending = "no-letter"
    return Summary(tuple(_accomplished(incident)), still_open, ending)


def _replies(incident: Incident, rules: PreventRules) -> Iterator[FollowUp]:
    waits: tuple[tuple[Role, str, timedelta], ...] = (
        ("wrong-recipient", "a-confirmed", rules.follow_up.confirm),
        ("intended-recipient", "b-answered", rules.follow_up.answer),
    )
    for role, code, wait in waits:
        readers = _sent(incident, role)
        for number, (key, letter, at) in readers.items():
            if role == "wrong-recipient" and not letter.asks:
                continue
            done = has_confirmed(incident, role, number, readers=len(readers))
            yield _about(code, key, letter, incident, due=at + wait, done=done)


def _unsent(incident: Incident, rules: PreventRules) -> Iterator[FollowUp]:
    letters = incident.explain.letters
    sent = {_errand(letter) for letter in letters.values() if letter.sent_at is not None}
    waiting: dict[tuple[Kind, Role, int], tuple[datetime, str, Letter]] = {}
    for key, letter in letters.items():
        errand = _errand(letter)
        # A short message goes ahead of the letter; once that is sent nobody needs it any more.
        overtaken = letter.kind == "message" and ("letter", letter.role, letter.number) in sent
        if letter.copied_at is None or letter.kind == "call" or errand in sent or overtaken:
            continue
        if not _declined(key, incident):
            copied = (letter.copied_at, key, letter)
            waiting[errand] = min(waiting.get(errand, copied), copied, key=lambda one: one[0])
    for at, key, letter in waiting.values():
        due = at + rules.follow_up.send
        yield _about(f"{letter.kind}-unsent", key, letter, incident, due=due, done=False)


def _telling(incident: Incident) -> Iterator[FollowUp]:
    result = incident.grade.result
    tick = incident.stop.ticks.get("tell")
    if result is None or result.band not in ("serious", "critical") or tick == "not-applicable":
        return
    taken_out = any(
        letter.role == "manager" and (letter.sent_at or letter.copied_at)
        for letter in incident.explain.letters.values()
    )
    yield FollowUp("tell-manager", _graded_at(incident), tick == "done" or taken_out)


def _plans(
    incident: Incident, rules: PreventRules, now: datetime, firewall: Firewall | None
) -> Iterator[FollowUp]:
    standing = firewall.standing() if firewall else {}
    for technique, decision in incident.prevent.techniques.items():
        if decision.choice != "planned":
            continue
        decided = decided_at(incident, technique)
        day = decision.due or (decided + timedelta(days=rules.follow_up.undated_days)).date()
        due = datetime.combine(day, rules.follow_up.morning, tzinfo=now.tzinfo)
        later = standing.get(technique)
        done = later is not None and later.since > decided
        yield FollowUp(f"planned-{technique}", due, done)


def _accomplished(incident: Incident) -> Iterator[Line]:
    ticked = sum(tick == "done" for tick in incident.stop.ticks.values())
    if ticked:
        yield Line("stopped", {"count": str(ticked)})
    result = incident.grade.result
    if result is not None and result.band is not None and result.score is not None:
        yield Line(f"graded-{result.band}", {"score": str(result.score)})
    for letter in incident.explain.letters.values():
        if letter.kind == "call" and letter.sent_at is not None:
            yield _line("called", letter, incident)
    first: list[datetime] = []
    roles: tuple[Role, ...] = ("wrong-recipient", "intended-recipient")
    for role in roles:
        for _, letter, at in _sent(incident, role).values():
            first.append(at)
            yield _line(f"sent-{role}", letter, incident)
    if first:
        minutes = max(0, int((min(first) - incident.opened_at).total_seconds() // 60))
        yield Line("first-letter", {"minutes": str(minutes)})
    for number in confirmations(incident, "wrong-recipient"):
        answered = (one for one in kept(incident, "wrong-recipient", number) if one.confirmed_at)
        yield _line("confirmed", next(answered), incident)
    if incident.stop.ticks.get("tell") == "done" or _sent(incident, "manager"):
        yield Line("manager-told")
    for technique, decision in incident.prevent.techniques.items():
        if decision.choice == "adopted":
            yield Line(f"adopted-{technique}")


def _standing(incident: Incident) -> bool:
    """Tell whether a letter to a wrong reader has gone out that is still enough."""
    sent = _sent(incident, "wrong-recipient").values()
    return any(not is_overtaken(incident, letter) for _, letter, _ in sent)


def _sent(incident: Incident, role: Role) -> dict[int, tuple[str, Letter, datetime]]:
    """Give the first letter that went to each reader of a role, by the reader's number."""
    readers: dict[int, tuple[str, Letter, datetime]] = {}
    for key, letter in incident.explain.letters.items():
        if letter.role != role or letter.kind != "letter" or letter.sent_at is None:
            continue
        earlier = readers.get(letter.number)
        if earlier is None or letter.sent_at < earlier[2]:
            readers[letter.number] = (key, letter, letter.sent_at)
    return readers


def _declined(key: str, incident: Incident) -> bool:
    """Tell whether a letter was declined, in its language or in all."""
    return any(key == one or key.startswith(f"{one}-") for one in incident.explain.declined)


def _settled_without_letter(incident: Incident) -> bool:
    return any(key.startswith("letter-wrong-recipient") for key in incident.explain.declined)


def _graded_at(incident: Incident) -> datetime:
    """Give when the band was last raised into the grave ones, or the opening where nothing tells."""
    since = incident.opened_at
    grave = False
    for event in incident.timeline:
        if "grade.result" in event.detail:
            result = event.detail["grade.result"]
            band = result.get("band") if isinstance(result, Mapping) else None
        elif "grade.result.band" in event.detail:
            band = event.detail["grade.result.band"]
        else:
            continue
        if band in ("serious", "critical") and not grave:
            since = event.at
        grave = band in ("serious", "critical")
    return since


def _errand(letter: Letter) -> tuple[Kind, Role, int]:
    return letter.kind, letter.role, letter.number


def _name(letter: Letter, incident: Incident) -> str:
    """Name the reader as they are known by now; the letter itself keeps what was known when it was used."""
    known = incident.explain.manager if letter.role == "manager" else reader_of(incident, letter)
    return known.name or letter.reader or getattr(known, "address", "")


def _about(code: str, key: str, letter: Letter, incident: Incident, *, due: datetime, done: bool) -> FollowUp:
    name = _name(letter, incident)
    if not name:
        return FollowUp(f"{code}-unnamed", due, done, {"letter": key})
    return FollowUp(code, due, done, {"letter": key, "reader": name})


def _line(code: str, letter: Letter, incident: Incident) -> Line:
    name = _name(letter, incident)
    return Line(code, {"reader": name}) if name else Line(f"{code}-unnamed")
