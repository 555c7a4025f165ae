"""What the recalls of a service can still reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..ids import Answer, Scope
from .scope import Mailbox
from .verdict import RANK, Said, VerdictId

if TYPE_CHECKING:
    from ..playbook.base import Sourced
    from ..playbook.stop import Measure

_WIDTH: Mapping[Scope, int] = {"same-organisation": 0, "same-provider": 1, "external": 2}
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


class Outcome(NamedTuple):
    """Tell what comes of one recall, why, which fact decided it, and what to beware of."""

    verdict: VerdictId
    why: tuple[Said, ...]
    by: Sourced
    beware: tuple[str, ...] = ()


def best_outcome(
    recalls: Iterable[Measure],
    scope: Scope,
    read: Answer,
    past: float | None,
    allow_listed: bool,
    mailbox: Mailbox | None,
) -> tuple[Measure, Outcome]:
    """Give the recall that promises most for a recipient, and what comes of it.

    `past` is in seconds since Send, or None where that is not known.
    """
    outcomes = [(one, _outcome(one, scope, read, past, allow_listed, mailbox)) for one in recalls]
    return min(outcomes, key=lambda pair: (RANK[pair[1].verdict], _WIDTH[scope] > _WIDTH[pair[0].reach]))


def _outcome(
    measure: Measure,
    scope: Scope,
    read: Answer,
    past: float | None,
    allow_listed: bool,
    mailbox: Mailbox | None,
) -> Outcome:
    limit, beware = measure.max_age, measure.beware
    reached = _WIDTH[scope] <= _WIDTH[measure.reach]
    where = "organisation" if measure.reach == "same-organisation" else "provider"
    if measure.needs_allow_list and (mailbox == "public" or not allow_listed):
        why = "public-mailbox" if mailbox == "public" else "not-allow-listed"
        return Outcome("cannot", (Said(why),), measure, beware)
    # The domain of a company does not tell who keeps its mailboxes.
    perhaps = measure.hosted and mailbox == "company"
    if not reached and measure.beyond == "cannot" and not perhaps:
        return Outcome("cannot", (Said(f"outside-{where}"),), measure, beware)
    if limit is not None and (past is None or past >= limit):
        return Outcome("cannot", (_aged("limit" if past is None else "too-old", limit),), measure, beware)
    if not reached:
        why = "provider-not-known" if perhaps else "outside-not-known"
        return Outcome("unknown", (Said(why),), measure, beware)
    for_it = [Said("allow-listed" if measure.needs_allow_list else f"inside-{where}")]
    if limit is not None:
        for_it.insert(0, _aged("in-time", limit))
    if measure.read == "any":
        return Outcome(measure.best or "try-once", (Said("read-too"), *for_it), measure)
    if read == "no":
        return Outcome(measure.best or "try-once", (Said("unread"), *for_it), measure)
    if measure.read == "unknown":
        return Outcome("try-once", (Said("read-rule-not-known"), *for_it), measure)
    by = measure.read_rule or measure
    if read == "yes":
        return Outcome("cannot", (Said("already-read"),), by, (*beware, *measure.if_read))
    return Outcome("try-once", (Said("perhaps-read"), *for_it), by)


def _aged(code: str, seconds: int) -> Said:
    unit, size = next(
        (unit, size) for unit, size in _UNITS if size == 1 or (seconds % size == 0 and seconds > size)
    )
    return Said(f"{code}-{unit}", {"count": seconds // size})
