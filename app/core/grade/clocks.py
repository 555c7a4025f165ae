"""Which legal deadlines may run, from when, and until when: orientation, no legal advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..parts import Grading
from ..playbook.base import Confidence
from ..playbook.clocks import ClockKind, ClockRule, ClockRules, Start, Threshold, Told, Unit
from ..when import AHEAD_IS_NOW
from .countries import code_of, looks_like_a_code, nearest_name
from .enisa import enisa_of

KINDS: tuple[ClockKind, ...] = ("record", "clock", "note")
ASSUMED: frozenset[Start] = frozenset({"suspected", "assessed"})
LOW_RISK: Mapping[Threshold, str] = MappingProxyType(
    {
        "risk": "low-risk",
        "high-risk": "low-risk",
        "harm": "low-risk",
        "harm-or-number": "low-risk-but-number",
    }
)
END_OF_DAY = time(23, 59, 59)
# Where a day ends before it does anywhere else.
FIRST_ON_EARTH = timezone(timedelta(hours=14))
NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Clock(NamedTuple):
    """Hold one deadline, or what stands in its place.

    Its words are `grade.clock.ID.law` and `grade.clock.ID.text`, filled with `values`; `starts`,
    `who`, `unit` and `notes` are codes of `grade.starts`, `grade.who`, `grade.unit` and
    `grade.clocks.note`. `due` is None where no time can be given: it is due at once, in working days
    (no calendar of holidays is at hand), from a start that is not known, or not at all.
    """

    id: str
    kind: ClockKind
    starts: Start
    due: datetime | None
    unit: Unit
    who: tuple[Told, ...] = ()
    values: Mapping[str, object] = NO_VALUES
    notes: tuple[str, ...] = ()
    source: str | None = None
    confidence: Confidence = "unverified"
    checked_on: date | None = None


def clocks(answers: Grading, rules: ClockRules) -> tuple[Clock, ...]:
    """Give the deadlines of the countries the persons live in: what to record, clocks, then notes.

    Empty where neither personal data nor a country was answered. There is always something to
    record where there is personal data, and a word on the agreements where there is none. A country is
    told by its code or by a name; one that the rules do not know is an entry of its own
    (`unknown-country`, or `unknown-country-near` with the nearest name). Hours run in real time across
    a change of clocks; calendar days are counted, and end, where the law holds. Both are given at the
    offset of `aware_at`.
    """
    personal = answers.flags.get("personal-data")
    if personal == "no":
        return (_said("no-personal-data"),)
    if personal is None and not answers.countries:
        return ()
    countries = {told: code_of(told, rules) for told in map(_tidy, answers.countries)}
    known = dict.fromkeys(code for code in countries.values() if code is not None)
    names = dict.fromkeys(name for country in known for name in rules.by_country[country])
    if not any(rules.clock[name].kind == "record" for name in names):
        names = dict.fromkeys([*_everywhere(rules), *names])
    found = [_clock(name, rules.clock[name], answers) for name in names]
    found.sort(key=lambda clock: KINDS.index(clock.kind))
    unknown = [_not_known(told, rules) for told, code in countries.items() if code is None]
    return (*found, *unknown) if countries else (*found, _said("no-country"))


def about_aware_at(answers: Grading, now: datetime) -> tuple[str, ...]:
    """Give what is odd about the time that the clocks count from, as codes of `grade.clocks.note`."""
    at = answers.aware_at
    if at is None:
        return ()
    moment = at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
    codes = []
    if (moment - now).total_seconds() > AHEAD_IS_NOW:
        codes.append("aware-in-future")
    if at.time() == time.min:
        codes.append("aware-at-midnight")
    return tuple(codes)


def _tidy(country: str) -> str:
    told = country.strip()
    return told.upper() if looks_like_a_code(told) else told


def _not_known(country: str, rules: ClockRules) -> Clock:
    near = None if looks_like_a_code(country) else nearest_name(country, rules)
    if near is None:
        return _said("unknown-country", country=country)
    return _said("unknown-country-near", country=country, near=near)


def _everywhere(rules: ClockRules) -> Iterable[str]:
    return (name for name, rule in rules.clock.items() if rule.kind == "record" and not rule.countries)


def _said(name: str, **values: object) -> Clock:
    return Clock(name, "note", "none", None, "none", values=values)


def _clock(name: str, rule: ClockRule, answers: Grading) -> Clock:
    at = answers.aware_at
    in_force = rule.in_force is None or (at is not None and at.date() >= rule.in_force)
    kind = rule.kind if in_force else "note"
    unit = rule.unit if kind == "clock" else "none"
    notes = [] if in_force else ["not-in-force"]
    due = None
    if kind == "clock":
        due = _due(rule, at)
        notes += _about_time(rule, at)
    notes += _about_risk(rule, answers)
    values: dict[str, object] = dict(rule.values)
    if rule.amount is not None:
        values["amount"] = rule.amount
    if rule.longest is not None:
        values["longest"] = rule.longest
    if rule.in_force is not None:
        values["day"] = rule.in_force.isoformat()
    said = (rule.source, rule.confidence, rule.checked_on)
    return Clock(name, kind, rule.starts, due, unit, rule.who, values, tuple(notes), *said)


def _about_time(rule: ClockRule, at: datetime | None) -> Iterable[str]:
    if rule.unit == "working-days":
        yield "no-holidays"
    elif rule.unit in ("hours", "calendar-days"):
        if rule.starts == "told":
            yield "starts-later"
        elif at is None:
            yield "no-time"
        else:
            if rule.zones and at.tzinfo is not None and not all(map(_zone, rule.zones)):
                yield "zone-missing"
            if rule.starts in ASSUMED:
                yield "start-assumed"
            if rule.longest is not None:
                yield "earliest"


def _about_risk(rule: ClockRule, answers: Grading) -> Iterable[str]:
    harm = enisa_of(answers)
    if harm is not None and harm.level == "low":
        if rule.kind == "record":
            yield "low-risk-record"
        elif rule.kind == "clock" and rule.threshold in LOW_RISK:
            yield LOW_RISK[rule.threshold]
    for flag in rule.eased_by:
        unopened = answers.flags.get("opened") not in ("yes", "unknown")
        if answers.flags.get(flag) == "yes" and (flag != "deleted-unread" or unopened):
            yield f"eased-{flag}" if rule.eases == "duty" else f"eased-persons-{flag}"


def _due(rule: ClockRule, at: datetime | None) -> datetime | None:
    """Give the earliest end of a deadline that starts, as far as is known, at `at`."""
    if at is None or rule.amount is None or rule.starts in ("told", "unnamed", "none"):
        return None
    try:
        if rule.unit == "hours":
            if at.tzinfo is None:
                return at + timedelta(hours=rule.amount)
            return (at.astimezone(UTC) + timedelta(hours=rule.amount)).astimezone(at.tzinfo)
        if rule.unit == "calendar-days":
            zones = [_zone(name) or FIRST_ON_EARTH for name in rule.zones] if at.tzinfo else []
            return min(_end_of_days(at, rule.amount, zone) for zone in (*zones,) or (at.tzinfo,))
    except OverflowError:
        return None
    return None


def _end_of_days(at: datetime, count: int, zone: tzinfo | None) -> datetime:
    """Give the end of the last of so many days of a zone, at the offset of the time that they follow."""
    day = (at.astimezone(zone) if zone else at).date() + timedelta(days=count)
    end = datetime.combine(day, END_OF_DAY, zone)
    return end.astimezone(at.tzinfo) if zone else end


@lru_cache(maxsize=32)
def _zone(name: str) -> tzinfo | None:
    """Give a time zone by its name, or None where the system does not know it."""
    from zoneinfo import ZoneInfo  # needed by few incidents

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None
