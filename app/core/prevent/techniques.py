"""Which techniques fit this cause, how the service in use does them, and whether earlier ones held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Say how the service in use does one measure.

    `state` is "steps" (the path is there), "cannot" (the service cannot), "unknown" (nobody could
    say) or "general" (needs no service). `instead`, `caveats` and `two_sided` are codes:
    prevent.instead.CODE, prevent.caveat.CODE, prevent.two-sided.CODE.
    """

    measure: Measure | None = None
    state: Literal["steps", "cannot", "unknown", "general"] = "general"
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
    """Tell whether a technique would have stopped the mail; None while the cause is not given."""
    decisive = rules.contents.get(content, {}) if content else {}
    if technique in decisive:
        return decisive[technique]
    return rules.causes[cause].stops[technique] if cause else None


def would_have_stopped(
    cause: Cause | None, rules: PreventRules, *, content: Content | None = None
) -> tuple[Technique, ...]:
    """Give the techniques that would have stopped the mail for sure, most fitting first."""
    order = ordered(cause, rules, content=content)
    return tuple(one for one in order if verdict(one, cause, rules, content=content) == "yes")


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
    choices.sort(key=lambda one: ("steps", "cannot", "unknown").index(one.state))
    first = choices[0] if choices else Guide()
    others = [one for one in choices[1:] if one.state != "unknown"]
    companions = [guide(measure, service, rules) for measure in _COMPANIONS.get(technique, ())]
    decisive = content is not None and technique in rules.contents.get(content, {})
    decided_by = content if decisive else cause
    return Advice(
        technique=technique,
        would_have_stopped=verdict(technique, cause, rules, content=content),
        why_code=f"prevent.stopped.{decided_by}.{technique}" if decided_by else None,
        also=(*others, *companions),
        measure=first.measure,
        state=first.state,
        path=first.path,
        confidence=first.confidence,
        source=first.source,
        checked_on=first.checked_on,
        caveats=first.caveats,
        instead=first.instead,
        two_sided=first.two_sided,
    )


def guide(measure: Measure, service: ServiceId | None, rules: PreventRules) -> Guide:
    """Give how a service does a measure; without a service nothing is known."""
    way = rules.services[service or "other"].way(measure)
    both = rules.two_sided.get(measure, ())
    if way is None:
        return Guide(measure=measure, state="unknown", instead=rules.instead[measure], two_sided=both)
    return Guide(
        measure=measure,
        state="steps" if way.possible else "cannot",
        path=way.path,
        confidence=way.confidence,
        source=way.source,
        checked_on=way.checked_on,
        caveats=way.caveats,
        instead=way.instead,
        two_sided=(way.two_sided or both) if way.possible else (),
    )


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
        code = _comparison(habit, verdict(technique, cause, rules, content=content), day)
        if code is None:
            continue
        values = {"since": habit.since.date().isoformat()}
        if habit.choice == "planned" and habit.due is not None:
            values["due"] = habit.due.isoformat()
        found.append(Comparison(technique, code, values))
    return tuple(found)


def _comparison(habit: Habit, stops: Verdict | None, day: date) -> str | None:
    if habit.choice == "adopted":
        return f"adopted-{stops or 'open'}"
    if habit.choice == "refused":
        return "refused-yes" if stops == "yes" else None
    if habit.due is None:
        return "planned-undated"
    return "planned-overdue" if habit.due < day else "planned-ahead"
