"""What a recall can still do, for one recipient and for a whole incident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from ..ids import Answer, Scope, ServiceId
from ..incident import Incident
from ..when import AHEAD_IS_NOW
from .reach import best_outcome
from .recipients import Place, addresses_of, assumed, meant_of, places_of
from .scope import Mailbox, scope_of
from .verdict import RANK, Said, Verdict, VerdictId, cancel_first, cannot, not_known, pull_back, undo_now

if TYPE_CHECKING:
    from ..playbook.stop import StopRules

__all__ = [
    "Ask",
    "RecallReport",
    "RecipientVerdict",
    "Said",
    "Scope",
    "Verdict",
    "VerdictId",
    "recall",
    "recall_of",
    "scope_of",
]

Ask = Literal["queued", "window", "allow-listed", "read"]
SECOND_MAIL = "second-mail"
RECALLED: frozenset[VerdictId] = frozenset({"recall-now", "try-once"})


class RecipientVerdict(NamedTuple):
    """Give the verdict for one recipient."""

    address: str
    scope: Scope
    verdict: VerdictId


class RecallReport(NamedTuple):
    """Give the verdict on the wrong readers that are hardest to reach, and that of each recipient.

    `whom` are the addresses that the verdict holds for. `nearer` is the verdict on wrong readers whom
    a recall reaches sooner, None where there are none. `asks` are the questions that matter.
    """

    verdict: Verdict
    recipients: tuple[RecipientVerdict, ...]
    asks: tuple[Ask, ...]
    whom: tuple[str, ...] = ()
    nearer: Verdict | None = None


def recall(
    rules: StopRules,
    *,
    service: ServiceId | None,
    scope: Scope = "external",
    read: Answer = "unknown",
    elapsed: float | None = None,
    queued: bool = False,
    window: int | None = None,
    allow_listed: bool = False,
    mailbox: Mailbox | None = None,
) -> Verdict:
    """Judge whether a mail can still be caught on its way to one recipient.

    `elapsed` is in seconds since Send, `window` the user's own undo window in seconds; without it the
    longest that the service offers counts. Without `elapsed` every window counts as closed. Up to
    five minutes ahead of now is now; a time further ahead is taken as not known. `mailbox` is given
    where `scope` was told by the domain of an address; no administrator stands behind a public one.
    """
    facts = rules.services[service] if service is not None else None
    if queued:
        return cancel_first(rules, facts, (Said("queued"),))
    past, why = _since(elapsed)
    undo = facts.undo if facts is not None else None
    offered = undo.window.longest if undo is not None and undo.window is not None else 0
    held = offered if window is None else window
    if past is not None and past < held:
        said = Said("undo-longest" if window is None else "undo-own", {"count": held})
        return undo_now(undo, (said,), left=held - past)
    if facts is None:
        return not_known(rules, None, (Said("service-missing"), *why), past=past)
    if facts.unknown:
        return not_known(rules, facts, (Said(facts.unknown), *why), past=past)
    if past is not None and held:
        why = (*why, Said("undo-closed", {"count": held}))
    elif past is not None and offered:
        why = (*why, Said("undo-off"))
    if not facts.recalls:
        first = facts.none or facts.measures[0]
        none = Said("no-recall-built-in" if facts.program else "no-recall")
        return cannot(facts, first, scope, (none, *why), by=first)
    measure, found = best_outcome(facts.recalls, scope, read, past, allow_listed, mailbox)
    verdict, by, why = found.verdict, found.by, (*found.why, *why)
    if verdict == "cannot":
        return cannot(facts, measure, scope, why, by=by, beware=found.beware)
    if verdict == "unknown":
        return not_known(rules, facts, why, past=past, measure=measure, beware=found.beware)
    return pull_back(facts, measure, scope, why, verdict=verdict, by=by)


def _since(elapsed: float | None) -> tuple[float | None, tuple[Said, ...]]:
    if elapsed is None or elapsed != elapsed:
        return None, (Said("no-time"),)
    if elapsed < -AHEAD_IS_NOW:
        return None, (Said("time-in-future"),)
    return max(0.0, elapsed), ()


@dataclass(frozen=True, slots=True)
class _Case:
    """Hold what the verdicts on all recipients share."""

    rules: StopRules
    service: ServiceId | None
    elapsed: float | None
    read: Answer
    queued: bool
    window: int | None
    allow_listed: bool

    def verdict(self, scope: Scope, mailbox: Mailbox | None) -> Verdict:
        """Judge one recipient."""
        return recall(
            self.rules,
            service=self.service,
            scope=scope,
            read=self.read,
            elapsed=self.elapsed,
            queued=self.queued,
            window=self.window,
            allow_listed=self.allow_listed,
            mailbox=mailbox,
        )


def recall_of(incident: Incident, rules: StopRules, now: datetime) -> RecallReport:
    """Judge an incident: the verdict on the wrong readers that are hardest to reach, and what changes it.

    Those named as wrong readers are meant, otherwise everybody but the one it was for. `now` carries
    its time zone. Without recipients, one outside is assumed, and the answer says so. A question is
    among `asks` as long as its possible answers lead to different verdicts.
    """
    mail, stop = incident.mail, incident.stop
    case = _Case(
        rules=rules,
        service=mail.service,
        elapsed=_elapsed(mail.sent_at, now),
        read=incident.grade.flags.get("opened", "unknown"),
        queued=stop.queued == "yes",
        window=stop.window,
        allow_listed=stop.allow_listed == "yes",
    )
    addresses = addresses_of(incident)
    places = places_of(incident, addresses, rules)
    judged = {place: case.verdict(*place) for place in places}
    meant = meant_of(incident, addresses)
    wrong = [judged[place] for place, chosen in zip(places, meant, strict=True) if chosen]
    hardest = max(wrong, key=lambda one: RANK[one.verdict])
    nearest = min(wrong, key=lambda one: RANK[one.verdict])
    said = [Said("recalled")] if incident.grade.flags.get("recalled") == "yes" else []
    said += assumed(incident, addresses, rules)
    each = tuple(
        RecipientVerdict(address, place[0], judged[place].verdict)
        for address, place in zip(addresses, places, strict=False)
    )
    whom = tuple(one.address for one in each if one.verdict == hardest.verdict)
    if len(whom) < len(each):
        said.append(Said("recipients-differ", {"count": len(whom), "total": len(each)}))
    traps, steps = hardest.traps, hardest.steps
    nearer = nearest if nearest.verdict in RECALLED and nearest.verdict != hardest.verdict else None
    second = _second_mail(case) if len(each) > 1 and nearest.verdict in RECALLED else None
    if second is not None:
        traps = (second, *(one for one in traps if one.code != second.code))
    if nearer is not None and hardest.verdict in ("cannot", "unknown"):
        count = sum(one.verdict in RECALLED and one.verdict != hardest.verdict for one in each)
        steps = (*steps, Said("some-within-reach", {"count": count, "total": len(each)}))
    return RecallReport(
        hardest._replace(why=(*said, *hardest.why), traps=traps, steps=steps),
        each,
        _asks(case, tuple(judged), answered=stop.queued is not None),
        whom,
        nearer,
    )


def _second_mail(case: _Case) -> Said | None:
    """Give the trap that a failed recall leaves a second mail, where the service's recall does that."""
    for one in case.rules.services[case.service].recalls if case.service is not None else ():
        if SECOND_MAIL in (*one.traps, *one.beware):
            return Said(SECOND_MAIL, confidence=one.less_sure.get(SECOND_MAIL))
    return None


def _elapsed(sent: datetime | None, now: datetime) -> float | None:
    if sent is None:
        return None
    return (now - (sent if sent.tzinfo else sent.replace(tzinfo=now.tzinfo))).total_seconds()


def _asks(case: _Case, places: tuple[Place, ...], *, answered: bool) -> tuple[Ask, ...]:
    general, service = case.rules.general, case.service
    undo = case.rules.services[service].undo if service is not None else None
    window = undo.window if undo is not None else None
    may_wait = answered or case.elapsed is None or case.elapsed < general.longest_delay
    answers: dict[Ask, tuple[_Case, ...]] = {
        "queued": tuple(replace(case, queued=queued) for queued in (True, False) if may_wait),
        "window": tuple(
            replace(case, window=held) for held in ((0, *window.choices, window.longest) if window else ())
        ),
        "allow-listed": tuple(replace(case, allow_listed=allowed) for allowed in (True, False)),
        "read": tuple(replace(case, read=read) for read in get_args(Answer)),
    }
    return tuple(ask for ask, cases in answers.items() if _differ(cases, places))


def _differ(cases: Iterable[_Case], places: tuple[Place, ...]) -> bool:
    return len({tuple(case.verdict(*place).verdict for place in places) for case in cases}) > 1
