"""What is still to come, step by step: each with a due time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, cast

from ..explain.standing import GRAVE, confirmations, has_confirmed
from ..ids import Band, Kind, Role, Technique
from ..incident import Incident
from ..parts import Decision, Letter
from ..playbook.prevent import PreventRules
from ..stop.checklist import let_go
from .firewall import Firewall, decided_at
from .written import name_of, sent

if TYPE_CHECKING:
    from ..explain.due import DueLetter

_OF_TECHNIQUES = re.compile(r"(?:.*\.)?(?:planned|set-up)-(.+)")
_GRADED: frozenset[Band | None] = frozenset({"minor", "moderate", "serious", "critical"})
_PRESSING = _GRADED - {"minor"}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Hold one thing to come back to: the words prevent.follow-up.ID, filled with `values`.

    The ids are KIND-ROLE for what is due and was not taken out yet, a-confirmed, b-answered,
    letter-unsent and message-unsent (each with -unnamed where nobody is named), tell-manager,
    tell-manager-today, planned-TECHNIQUE, and set-up-TECHNIQUE.
    """

    id: str
    due: datetime
    done: bool
    values: Mapping[str, str] = field(default_factory=dict)


def follow_ups(
    incident: Incident,
    rules: PreventRules,
    *,
    now: datetime,
    letters: Iterable[DueLetter] = (),
    firewall: Firewall | None = None,
) -> tuple[FollowUp, ...]:
    """Give what is to be come back to, done or not, sorted by due time.

    `letters` are those that are due, in the order in which they should go out. A plan is done once
    `firewall` holds a later decision about its technique. Of a closed incident its plans stay, and
    the replies that fall due after its closing; what was the user's own turn is let go. `now` gives the
    time zone for days without an hour.
    """
    listed = tuple(letters)
    found = [one for one in _replies(incident, rules) if not let_go(incident, one.due)]
    if incident.status != "closed":
        found += _to_write(incident, listed, rules)
        found += _unsent(incident, rules)
        found += _telling(incident, listed, rules)
    found += _plans(incident, rules, now.tzinfo, firewall)
    return tuple(sorted(found, key=lambda one: one.due))


def _to_write(incident: Incident, letters: Iterable[DueLetter], rules: PreventRules) -> Iterator[FollowUp]:
    """Give what has to go out and was not taken out; the manager is told, in whatever way."""
    for one in letters:
        waits = one.state == "open" or (one.kind == "call" and one.state == "copied")
        if one.optional or not waits or one.role == "manager":
            continue
        due = _by_grade(incident, rules)
        if one.follows:
            confirmed = confirmations(incident, "wrong-recipient").values()
            due = max((*confirmed, incident.opened_at)) + rules.follow_up.write
        reader = one.reader.name or one.reader.company or one.reader.address
        yield _about(f"{one.kind}-{one.role}", one.key, reader, due=due, done=False)


def _by_grade(incident: Incident, rules: PreventRules) -> datetime:
    """Give by when the letters have to be out: within the hour, or today where little is at stake."""
    result = incident.grade.result
    if result is not None and result.band == "minor":
        return _today(_since(incident, _GRADED), rules)
    return _since(incident, _PRESSING) + rules.follow_up.write


def _today(since: datetime, rules: PreventRules) -> datetime:
    """Give the evening of a day, or an hour later where that is nearly over."""
    evening = datetime.combine(since.date(), rules.follow_up.evening, tzinfo=since.tzinfo)
    return max(evening, since + rules.follow_up.write)


def _replies(incident: Incident, rules: PreventRules) -> Iterator[FollowUp]:
    waits: tuple[tuple[Role, str, timedelta], ...] = (
        ("wrong-recipient", "a-confirmed", rules.follow_up.confirm),
        ("intended-recipient", "b-answered", rules.follow_up.answer),
    )
    for role, code, wait in waits:
        readers = sent(incident, role)
        for number, (key, letter, at) in readers.items():
            if role == "wrong-recipient" and not letter.asks:
                continue
            done = has_confirmed(incident, role, number, readers=len(readers))
            yield _about(code, key, name_of(letter, incident), due=at + wait, done=done)


def _unsent(incident: Incident, rules: PreventRules) -> Iterator[FollowUp]:
    letters = incident.explain.letters
    gone = {_errand(letter) for letter in letters.values() if letter.sent_at is not None}
    waiting: dict[tuple[Kind, Role, int], tuple[datetime, str, Letter]] = {}
    for key, letter in letters.items():
        errand = _errand(letter)
        # A short message goes ahead of the letter; once that is sent nobody needs it any more.
        overtaken = letter.kind == "message" and ("letter", letter.role, letter.number) in gone
        if letter.copied_at is None or letter.kind == "call" or errand in gone or overtaken:
            continue
        if not _declined(key, incident):
            copied = (letter.copied_at, key, letter)
            waiting[errand] = min(waiting.get(errand, copied), copied, key=lambda one: one[0])
    for at, key, letter in waiting.values():
        due = at + rules.follow_up.send
        yield _about(f"{letter.kind}-unsent", key, name_of(letter, incident), due=due, done=False)


def _telling(incident: Incident, letters: Iterable[DueLetter], rules: PreventRules) -> Iterator[FollowUp]:
    band = incident.grade.result.band if incident.grade.result else None
    # A record may hold answers without what they gave.
    grave = band in GRAVE or any(one.role == "manager" and not one.optional for one in letters)
    tick = incident.stop.ticks.get("tell")
    if not (grave or band in _PRESSING) or tick == "not-applicable":
        return
    taken_out = any(
        letter.role == "manager" and (letter.sent_at or letter.copied_at)
        for letter in incident.explain.letters.values()
    )
    done = tick == "done" or taken_out
    if grave:
        yield FollowUp("tell-manager", _since(incident, GRAVE), done)
    else:
        yield FollowUp("tell-manager-today", _today(_since(incident, _PRESSING), rules), done)


def _plans(
    incident: Incident, rules: PreventRules, zone: tzinfo | None, firewall: Firewall | None
) -> Iterator[FollowUp]:
    standing = firewall.standing() if firewall else {}
    for technique, decision in incident.prevent.techniques.items():
        decided = decided_at(incident, technique)
        later = standing.get(technique)
        done = later is not None and later.since > decided
        if decision.choice == "planned":
            yield FollowUp(f"planned-{technique}", _planned_for(decision, decided, rules, zone), done)
        elif needs_set_up(technique, decision):
            due = decided + rules.follow_up.set_up
            yield FollowUp(f"set-up-{technique}", due, done or decision.set_up)


def technique_of(key: str) -> Technique | None:
    """Give the technique that a follow-up is about, by its id or the key of its words."""
    found = _OF_TECHNIQUES.fullmatch(key)
    return cast("Technique", found[1]) if found else None


def needs_set_up(technique: str, decision: Decision) -> bool:
    """Tell whether what was decided works only once it is set up in the mail program."""
    return technique == "delayed-send" and decision.choice == "adopted"


def _planned_for(decision: Decision, decided: datetime, rules: PreventRules, zone: tzinfo | None) -> datetime:
    day = decision.due or (decided + timedelta(days=rules.follow_up.undated_days)).date()
    return datetime.combine(day, rules.follow_up.morning, tzinfo=zone)


def _declined(key: str, incident: Incident) -> bool:
    """Tell whether a letter was declined, in its language or in all."""
    return any(key == one or key.startswith(f"{one}-") for one in incident.explain.declined)


def _since(incident: Incident, bands: frozenset[Band | None]) -> datetime:
    """Give when the grade last came into these bands, or the opening where nothing tells."""
    since = incident.opened_at
    inside = False
    for event in incident.timeline:
        if "grade.result" in event.detail:
            result = event.detail["grade.result"]
            band = result.get("band") if isinstance(result, Mapping) else None
        elif "grade.result.band" in event.detail:
            band = event.detail["grade.result.band"]
        else:
            continue
        before, inside = inside, isinstance(band, str) and band in bands
        if inside and not before:
            since = event.at
    return since


def _errand(letter: Letter) -> tuple[Kind, Role, int]:
    return letter.kind, letter.role, letter.number


def _about(code: str, key: str, name: str, *, due: datetime, done: bool) -> FollowUp:
    if not name:
        return FollowUp(f"{code}-unnamed", due, done, {"letter": key})
    return FollowUp(code, due, done, {"letter": key, "reader": name})
