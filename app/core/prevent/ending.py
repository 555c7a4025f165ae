"""What the ending says: what was done, and whether what is open lets anybody go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ..explain.standing import confirmations, kept
from ..ids import Role
from ..incident import Incident
from ..parts import Letter
from .outstanding import Outstanding
from .written import name_of, sent

Ending = Literal["first", "some-open", "all-done"]
# What waits for somebody else's answer or for its day; everything else is the user's own turn.
_HAS_ITS_TIME = (
    "prevent.follow-up.a-confirmed",
    "prevent.follow-up.b-answered",
    "prevent.follow-up.tell-manager-today",
    "prevent.follow-up.planned-",
    "prevent.follow-up.set-up-",
    "stop.follow-up.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one thing that was done: the words prevent.summary.CODE, filled with `values`."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def ending(still: Iterable[Outstanding], *, now: datetime) -> Ending:
    """Tell how it stands, by what is open: something comes first, the rest has its time, or all is done.

    The words are prevent.ending.CODE.
    """
    found = list(still)
    if any(one.due <= now or not one.key.startswith(_HAS_ITS_TIME) for one in found):
        return "first"
    return "some-open" if found else "all-done"


def accomplished(incident: Incident) -> Iterator[Line]:
    """Give what was done, in the order of the steps."""
    ticked = sum(tick == "done" for tick in incident.stop.ticks.values())
    apart = sum(tick == "not-applicable" for tick in incident.stop.ticks.values())
    if apart:
        # As the bar counts: what does not apply is seen to as well.
        yield Line("stopped-apart", {"count": str(ticked), "apart": str(apart)})
    elif ticked:
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
        for _, letter, at in sent(incident, role).values():
            first.append(at)
            yield _line(f"sent-{role}", letter, incident)
    if first:
        minutes = max(0, int((min(first) - incident.opened_at).total_seconds() // 60))
        yield Line("first-letter", {"minutes": str(minutes)})
    for number in confirmations(incident, "wrong-recipient"):
        answered = (one for one in kept(incident, "wrong-recipient", number) if one.confirmed_at)
        yield _line("confirmed", next(answered), incident)
    if incident.stop.ticks.get("tell") == "done" or sent(incident, "manager"):
        yield Line("manager-told")
    for technique, decision in incident.prevent.techniques.items():
        if decision.choice == "adopted":
            yield Line(f"adopted-{technique}")


def _line(code: str, letter: Letter, incident: Incident) -> Line:
    name = name_of(letter, incident)
    return Line(code, {"reader": name}) if name else Line(f"{code}-unnamed")
