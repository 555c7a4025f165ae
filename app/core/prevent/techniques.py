"""Which techniques fit this cause, how the service in use does them, and whether earlier ones held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Literal

from ..ids import Cause, Content, ServiceId, Technique
from ..incident import Incident
from ..playbook.base import Confidence
from ..playbook.prevent import Measure, MenuPath, PreventRules, Verdict
from .firewall import Habit, happened_at

# The first of these that the service knows leads; the others follow where they are known.
_ALTERNATIVES: Mapping[Technique, tuple[Measure, ...]] = {
    "delayed-send": ("delayed-send", "undo-window"),
    "bcc": ("bcc", "separate-sending"),
    "contact-groups": ("contact-groups",),
}
# These belong to the technique whichever of its alternatives leads.
_COMPANIONS: Mapping[Technique, tuple[Measure, ...]] = {
    "delayed-send": ("cancel-delayed",),
    "bcc": ("bulk-warning",),
    "final-check": ("external-warning",),
}

_LEADS = ("steps", "cannot", "unknown", "unnamed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Say how the service in use does one measure.

    `state` is "steps" (the path is there), "cannot" (the service cannot), "unknown" (nobody could
    say), "unnamed" (no service was given) or "general" (needs no service). `client` names the program
    where a service has several ways: prevent.client.CLIENT. `instead`, `caveats` and `two_sided` are codes:
    prevent.instead.CODE, prevent.caveat.CODE, prevent.two-sided.CODE.
    """

    measure: Measure | None = None
    state: Literal["steps", "cannot", "unknown", "unnamed", "general"] = "general"
    client: ServiceId | None = None
    path: MenuPath | None = None
    confidence: Confidence | None = None
    source: str | None = None
    checked_on: date | None = None
    caveats: tuple[str, ...] = ()
    instead: str | None = None
    two_sided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Guide):
    """Say what one technique does against this cause, and how it is switched on here.

    `would_have_stopped` and `why_code` are None while nothing is known of the cause. `also` holds
    what goes with the technique: cancelling, the other way, a warning.
    """

    technique: Technique
    would_have_stopped: Verdict | None = None
    why_code: str | None = None
    also: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold what an earlier decision meant for this incident: the words prevent.compare.CODE."""

    technique: Technique
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def ordered(
    cause: Cause | None, rules: PreventRules, *, content: Content | None = None
) -> tuple[Technique, ...]:
    """Give the five techniques, most fitting first; what was in the mail goes before the cause."""
    order = rules.causes[cause].order if cause else rules.default_order
    decisive = rules.contents.get(content, {}) if content else {}
    rank = {"yes": 0, "no": 2}
    return tuple(sorted(order, key=lambda technique: rank.get(decisive.get(technique, ""), 1)))


def verdict(
    technique: Technique, cause: Cause | None, rules: PreventRules, *, content: Content | None = None
) -> Verdict | None:
    """Tell whether a technique, once in use, would have stopped the mail; None without a cause."""
    decisive = rules.contents.get(content, {}) if content else {}
    if technique in decisive:
        return decisive[technique]
    return rules.causes[cause].stops[technique] if cause else None


def verdict_here(
    technique: Technique,
    cause: Cause | None,
    service: ServiceId | None,
    rules: PreventRules,
    *,
    content: Content | None = None,
) -> Verdict | None:
    """Tell whether a technique would have stopped the mail with the service in use.

    A delay is no more than a maybe where the service is not known to hold every mail by itself.
    """
    found = verdict(technique, cause, rules, content=content)
    doubtful = technique == "delayed-send" and not rules.services[service or "other"].holds_all
    return "maybe" if found == "yes" and doubtful else found


def would_have_stopped(
    cause: Cause | None,
    service: ServiceId | None,
    rules: PreventRules,
    *,
    content: Content | None = None,
) -> tuple[Technique, ...]:
    """Give the techniques that would have stopped the mail for sure, most fitting first."""
    order = ordered(cause, rules, content=content)
    return tuple(one for one in order if verdict_here(one, cause, service, rules, content=content) == "yes")


def advice(
    technique: Technique,
    cause: Cause | None,
    service: ServiceId | None,
    rules: PreventRules,
    *,
    content: Content | None = None,
) -> Advice:
    """Give what a technique does against this cause, and the steps of the service in use."""
    choices = [guide(measure, service, rules) for measure in _ALTERNATIVES.get(technique, ())]
    choices.sort(key=lambda one: _LEADS.index(one.state))
    first = choices[0] if choices else Guide()
    others = [one for one in choices[1:] if one.state in ("steps", "cannot")]
    measures = (*_ALTERNATIVES.get(technique, ()), *_COMPANIONS.get(technique, ()))
    elsewhere = [one for measure in measures for one in _in_client(measure, service, rules)]
    companions = [guide(measure, service, rules) for measure in _COMPANIONS.get(technique, ())]
    found = verdict_here(technique, cause, service, rules, content=content)
    return Advice(
        technique=technique,
        would_have_stopped=found,
        why_code=_why(technique, cause, found, rules, content),
        also=(*others, *companions, *elsewhere),
        **{each.name: getattr(first, each.name) for each in fields(Guide)},
    )


def guide(measure: Measure, service: ServiceId | None, rules: PreventRules) -> Guide:
    """Give how a service does a measure, in its own programs where there are others."""
    ways = rules.services[service or "other"]
    way = ways.way(measure)
    both = rules.two_sided.get(measure, ())
    client = service if ways.client else None
    if way is None:
        state: Literal["unknown", "unnamed"] = "unknown" if service else "unnamed"
        return Guide(
            measure=measure, state=state, client=client, instead=rules.instead[measure], two_sided=both
        )
    # What delays one mail at a time is forgotten when it matters: a habit stands in for it.
    by_hand = measure == "delayed-send" and way.possible and not ways.holds_all
    return Guide(
        measure=measure,
        state="steps" if way.possible else "cannot",
        client=client,
        path=way.path,
        confidence=way.confidence,
        source=way.source,
        checked_on=way.checked_on,
        caveats=way.caveats,
        instead=rules.instead[measure] if by_hand else way.instead,
        two_sided=(way.two_sided or both) if way.possible else (),
    )


def _in_client(measure: Measure, service: ServiceId | None, rules: PreventRules) -> Iterator[Guide]:
    """Give how the other program that a service is used with does a measure, where that is known."""
    client = rules.services[service or "other"].client
    if client is None or rules.services[client].way(measure) is None:
        return
    found = guide(measure, client, rules)
    if found.path != guide(measure, service, rules).path:
        # Both sides are said once, with the service's own way.
        yield replace(found, client=client, two_sided=())


def _why(
    technique: Technique,
    cause: Cause | None,
    found: Verdict | None,
    rules: PreventRules,
    content: Content | None,
) -> str | None:
    decisive = content is not None and technique in rules.contents.get(content, {})
    decided_by = content if decisive else cause
    if decided_by is None:
        return None
    if found != verdict(technique, cause, rules, content=content):
        return f"prevent.stopped.not-held.{technique}"
    return f"prevent.stopped.{decided_by}.{technique}"


def compare(
    incident: Incident, habits: Mapping[Technique, Habit], rules: PreventRules
) -> tuple[Comparison, ...]:
    """Hold earlier decisions against what happened now, in the order of the cause.

    `habits` is `Firewall.before(incident)`. A refusal is mentioned only where the technique would
    have stopped the mail.
    """
    cause, content = incident.prevent.cause, incident.grade.content
    day = happened_at(incident).date()
    found = []
    for technique in ordered(cause, rules, content=content):
        if technique not in habits:
            continue
        habit = habits[technique]
        code = _comparison(habit, technique, incident, rules, day)
        if code is None:
            continue
        values = {"since": habit.since.date().isoformat()}
        if habit.choice == "planned" and habit.due is not None:
            values["due"] = habit.due.isoformat()
        found.append(Comparison(technique, code, values))
    return tuple(found)


def _comparison(
    habit: Habit, technique: Technique, incident: Incident, rules: PreventRules, day: date
) -> str | None:
    cause, content = incident.prevent.cause, incident.grade.content
    if habit.choice == "adopted":
        # What is kept is in use, whatever is known of the service.
        stops = verdict(technique, cause, rules, content=content)
        switched = "-switched" if stops == "yes" and technique == "delayed-send" else ""
        return f"adopted-{stops or 'open'}{switched}"
    if habit.choice == "refused":
        stops = verdict_here(technique, cause, incident.mail.service, rules, content=content)
        return "refused-yes" if stops == "yes" else None
    if habit.due is None:
        return "planned-undated"
    if habit.due == day:
        return "planned-same-day"
    return "planned-overdue" if habit.due < day else "planned-ahead"
