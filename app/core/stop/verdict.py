"""The six verdicts on a recall: what each one advises, and what backs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..ids import Scope
    from ..playbook.base import Confidence, Sourced
    from ..playbook.stop import Clicks, Measure, Service, StopRules

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
_INSTEAD = ("letter", "cloud-link", "telephone")
# Reasons that speak for a recall, and decide nothing while another speaks against it.
_FOR = ("inside-", "in-time-", "unread", "read-too", "allow-listed")


class Said(NamedTuple):
    """Say one thing by its code, with the values for the placeholders of its words.

    `confidence` is given where this one thing is less sure than the verdict that it belongs to.
    """

    code: str
    values: Mapping[str, object] = MappingProxyType({})
    confidence: Confidence | None = None


class Verdict(NamedTuple):
    """Tell what can still be done, what to do, why, and how sure that is.

    `seconds_left` is given while an undo window is open. `steps`, `why` and `traps` have their words
    under `stop.step`, `stop.why` and `stop.trap`; the most important comes first in each. `path` has
    a confidence of its own for each language of the menus.
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

    @property
    def reasons(self) -> tuple[tuple[str, Said], ...]:
        """Pair each reason and each trap with its table of words: first what speaks against a recall."""
        against = [("stop.why", one) for one in self.why if not one.code.startswith(_FOR)]
        traps = [("stop.trap", one) for one in self.traps]
        return (*against, *traps, *(("stop.why", one) for one in self.why if one.code.startswith(_FOR)))


def cancel_first(rules: StopRules, facts: Service | None, why: Sequence[Said]) -> Verdict:
    """Advise to cancel a mail that has not left yet.

    That this works is as sure as it is anywhere; the clicks of a service are as sure as they are.
    """
    queue = facts.queue if facts is not None else None
    by = queue if queue is not None and queue.source else rules.general.queued
    path = queue.path if queue else None
    return _verdict("cancel-first", ("cancel-queue", "see-it-gone"), why, by=by, path=path)


def undo_now(undo: Measure | None, why: Sequence[Said], *, left: float) -> Verdict:
    """Advise to press Undo within `left` seconds; `undo` is None for a window that only the user knows."""
    if undo is None:
        return _verdict("undo-now", ("press-undo", "see-it-gone"), why, left=ceil(left))
    steps = ("press-undo", *([undo.result] if undo.result else []), "see-it-gone")
    said = _verdict("undo-now", steps, why, by=undo, path=undo.path, traps=undo.traps, left=ceil(left))
    return _less_sure(said, undo)


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
    traps = (*measure.fails, *measure.traps)
    return _less_sure(_verdict(verdict, steps, why, by=by, path=measure.path, traps=traps), measure)


def cannot(
    facts: Service,
    measure: Measure,
    scope: Scope,
    why: Sequence[Said],
    *,
    by: Sourced,
    beware: Sequence[str] = (),
) -> Verdict:
    """Say that the mail is out of reach, what helps instead, and what to `beware` of."""
    steps = [one.step for one in facts.expires if one.step]
    if scope == "same-organisation" and facts.administrator:
        steps.append("ask-administrator")
    if facts.program:
        steps.append("name-the-account")
    return _less_sure(_verdict("cannot", (*_INSTEAD, *steps), why, by=by, traps=beware), measure)


def not_known(
    rules: StopRules,
    facts: Service | None,
    why: Sequence[Said],
    *,
    past: float | None,
    measure: Measure | None = None,
    beware: Sequence[str] = (),
) -> Verdict:
    """Say that nothing certain is known, and that the mail is treated as out of reach.

    `measure` is the one whose rules end short of this case.
    """
    steps = ["treat-as-out-of-reach", *_INSTEAD]
    if past is None or past < rules.general.look_for_undo:
        steps.insert(0, "look-for-undo")
    if facts is not None and facts.program:
        steps.append("name-the-account")
    said = _verdict("unknown", steps, why, by=measure, traps=beware)
    return said._replace(confidence="unverified")


def _less_sure(found: Verdict, measure: Measure) -> Verdict:
    """Mark what the rules call less sure than the measure itself."""
    weaker = measure.less_sure

    def marked(said: tuple[Said, ...]) -> tuple[Said, ...]:
        return tuple(one._replace(confidence=weaker.get(one.code)) for one in said)

    return found._replace(steps=marked(found.steps), traps=marked(found.traps)) if weaker else found


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
