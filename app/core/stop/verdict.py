"""The six verdicts on a recall: what each one advises, and what backs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..playbook.base import Confidence, Sourced
    from ..playbook.stop import Clicks, Measure, Service, StopRules
    from .scope import Scope

VerdictId = Literal["undo-now", "cancel-first", "recall-now", "try-once", "cannot", "unknown"]

_MOST_ACTIONABLE: tuple[VerdictId, ...] = (
    "undo-now",
    "cancel-first",
    "recall-now",
    "try-once",
    "unknown",
    "cannot",
)
RANK: Mapping[VerdictId, int] = {verdict: rank for rank, verdict in enumerate(_MOST_ACTIONABLE)}
_SURER: Mapping[Confidence, int] = {"documented": 0, "reported": 1, "unverified": 2}
_INSTEAD = ("letter", "cloud-link", "telephone")


class Said(NamedTuple):
    """Say one thing by its code, with the values for the placeholders of its words."""

    code: str
    values: Mapping[str, object] = MappingProxyType({})


class Verdict(NamedTuple):
    """Tell what can still be done, what to do, why, and how sure that is.

    `seconds_left` is given while an undo window is open. `steps`, `why` and `traps` have their words
    under `stop.step`, `stop.why` and `stop.trap`; the most important comes first in each.
    """

    verdict: VerdictId
    seconds_left: int | None
    path: Clicks | None
    steps: tuple[Said, ...]
    why: tuple[Said, ...]
    traps: tuple[Said, ...]
    confidence: Confidence
    source: str | None
    checked_on: date | None


def cancel_first(rules: StopRules, facts: Service | None, why: Sequence[Said]) -> Verdict:
    """Advise to cancel a mail that has not left yet."""
    queue = facts.queue if facts is not None else None
    by = _surer(queue, rules.general.queued) if queue else rules.general.queued
    path = queue.path if queue else None
    return _verdict("cancel-first", ("cancel-queue", "see-it-gone"), why, by=by, path=path)


def undo_now(undo: Measure | None, why: Sequence[Said], *, left: float) -> Verdict:
    """Advise to press Undo within `left` seconds; `undo` is None for a window that only the user knows."""
    if undo is None:
        return _verdict("undo-now", ("press-undo", "see-it-gone"), why, left=ceil(left))
    steps = ("press-undo", *([undo.result] if undo.result else []), "see-it-gone")
    return _verdict("undo-now", steps, why, by=undo, path=undo.path, traps=undo.traps, left=ceil(left))


def pull_back(
    facts: Service,
    measure: Measure,
    scope: Scope,
    why: Sequence[Said],
    *,
    verdict: VerdictId,
    by: Sourced,
) -> Verdict:
    """Advise to recall a delivered mail: at once, or once and without relying on it."""
    steps = ["recall-first" if verdict == "recall-now" else "recall-once", "do-not-wait"]
    if measure.result:
        steps.insert(1, measure.result)
    if scope == "same-organisation" and facts.administrator:
        steps.append("ask-administrator")
    traps = (*measure.traps, *measure.fails)
    return _verdict(verdict, steps, why, by=by, path=measure.path, traps=traps)


def cannot(
    rules: StopRules,
    facts: Service,
    measure: Measure,
    scope: Scope,
    why: Sequence[Said],
    *,
    by: Sourced,
) -> Verdict:
    """Say that the mail is out of reach, and what helps instead."""
    steps = [one.step for one in facts.expires if one.step]
    if scope == "same-organisation" and facts.administrator:
        steps.append("ask-administrator")
    if facts.program:
        steps.append("name-the-account")
    if scope == "external":
        by = _surer(rules.general.outside, by)
    return _verdict("cannot", (*_INSTEAD, *steps), why, by=by, traps=measure.beware)


def not_known(
    rules: StopRules,
    facts: Service | None,
    why: Sequence[Said],
    *,
    past: float | None,
    measure: Measure | None = None,
) -> Verdict:
    """Say that nothing certain is known, and that the mail is treated as out of reach.

    `measure` is the one whose rules end short of this case.
    """
    steps = ["treat-as-out-of-reach", *_INSTEAD]
    if past is None or past < rules.general.look_for_undo:
        steps.insert(0, "look-for-undo")
    if facts is not None and facts.program:
        steps.append("name-the-account")
    said = _verdict("unknown", steps, why, by=measure, traps=measure.beware if measure else ())
    return said._replace(confidence="unverified")


def _surer(one: Sourced, other: Sourced) -> Sourced:
    return one if _SURER[one.confidence] < _SURER[other.confidence] else other


def _verdict(
    verdict: VerdictId,
    steps: Sequence[str],
    why: Sequence[Said],
    *,
    by: Sourced | None = None,
    path: Clicks | None = None,
    traps: Sequence[str] = (),
    left: int | None = None,
) -> Verdict:
    return Verdict(
        verdict=verdict,
        seconds_left=left,
        path=path,
        steps=tuple(Said(code) for code in steps),
        why=tuple(why),
        traps=tuple(Said(code) for code in traps),
        confidence=by.confidence if by else "unverified",
        source=by.source if by else None,
        checked_on=by.checked_on if by else None,
    )
