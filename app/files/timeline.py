"""The timeline of a record that somebody may have edited, and what was being typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, Any

from pydantic import FailFast, TypeAdapter, ValidationError

from ..core.fault import Fault, Term, nearest
from ..core.incident import SECTIONS, Incident, in_section
from ..core.parts import Event
from .sift import MOST_FAULTS, keys_of, shown, sift
from .unknown import Looks, misses_in

# What an event says beside its values, and what that has to be.
_BESIDE = {"unset": "list", "was": "table", "undoes": "number"}
# Fields that are typed in between two events: one, or a few.
_MOST_TYPED = 20
# Paths that lead nowhere of which it is asked what was meant: each takes a while.
_MOST_DOUBTED = 20


def sound_events(listed: Any, name: str, looks: Looks) -> tuple[tuple[Event, ...], list[Fault]]:
    """Give the events that are right, and the faults of the others.

    An event points at another one by its number, so the numbers are counted anew where one is left out.
    Behind `MOST_FAULTS` faults nothing more is read: that is no timeline.
    """
    if not isinstance(listed, list):
        return (), [_wrong(f"{name}: timeline", listed, "list")]
    if (whole := _whole(listed)) is not None:
        unknown = [
            fault
            for number, event in enumerate(whole)
            if event.model_extra
            for fault in misses_in(event, f"{name}: timeline.{number}.", looks)
        ]
        return whole, [*unknown, *_misspelt_paths(enumerate(whole), name)]
    faults: list[Fault] = []
    kept: list[tuple[int, Event]] = []
    for number, table in enumerate(listed):
        place = f"timeline.{number}"
        if len(faults) >= MOST_FAULTS:
            faults.append(Fault(f"{name}: {place}", "left-out", {"count": len(listed) - number}))
            break
        if not isinstance(table, Mapping):
            faults.append(_wrong(f"{name}: {place}", table, "table"))
            continue
        known = dict(table)
        if isinstance(known.get("detail"), Mapping):
            known["detail"], wrong = _detail(known["detail"], number, f"{name}: {place}.detail")
            faults += wrong
        event, wrong = sift(Event, known, name, may_drop=lambda _: True, place=place)
        faults += wrong
        if event is not None:
            faults += misses_in(event, f"{name}: {place}.", looks)
            kept.append((number, event))
    faults += _misspelt_paths(kept, name)
    if len(kept) == len(listed):
        return tuple(event for _, event in kept), faults
    counted = {number: place for place, (number, _) in enumerate(kept)}
    return tuple(_pointing(event, counted) for _, event in kept), faults


def _misspelt_paths(events: Iterable[tuple[int, Event]], name: str) -> list[Fault]:
    """Name the paths in what events changed that lead nowhere but nearly to a place of an incident."""
    known, meant = _known(), dict[str, str | None]()
    faults: list[Fault] = []
    for number, event in events:
        for path in event.detail:
            section, dot, rest = path.partition(".")
            if not dot or (section in known and rest.partition(".")[0] in known[section]):
                continue
            if path not in meant and len(meant) < _MOST_DOUBTED:
                meant[path] = _nearest_path(section, rest)
            if (near := meant.get(path)) and len(faults) < MOST_FAULTS:
                where = f"{name}: timeline.{number}.detail.{path}"
                faults.append(Fault(where, "unknown-key-near", {"nearest": near}))
    return faults


@cache
def _known() -> Mapping[str, frozenset[str]]:
    return {section: frozenset(keys_of(kind, ())) for section, kind in SECTIONS.items()}


def _nearest_path(section: str, rest: str) -> str | None:
    """Give the path that a misspelt one was likely meant to be; None where it is like none."""
    field, dot, below = rest.partition(".")
    meant = section if section in SECTIONS else nearest(section, SECTIONS, cutoff=0.8)
    if meant is None:
        return None
    near = field if field in _known()[meant] else nearest(field, _known()[meant])
    return f"{meant}.{near}{dot}{below}" if near else None


@cache
def _all() -> TypeAdapter[tuple[Event, ...]]:
    return TypeAdapter(Annotated[tuple[Event, ...], FailFast()])


def _whole(listed: list[Any]) -> tuple[Event, ...] | None:
    """Give the events where all are right, or None: a long timeline is gone through once, not one by one."""
    try:
        events = _all().validate_python(listed)
    except ValidationError:
        return None
    sound = (
        _is_sound(key, event.detail[key], number)
        for number, event in enumerate(events)
        for key in _BESIDE.keys() & event.detail.keys()
    )
    return events if all(sound) else None


def sound_typing(incident: Incident, typing: Any, name: str) -> tuple[Incident, list[Fault]]:
    """Give the incident with what was being typed, each path and value that fits; the rest is named.

    `typing` is the table as it stands in the record: `was`, and the paths that were `unset`.
    """
    if not isinstance(typing, Mapping):
        return incident, [_wrong(f"{name}: typing", typing, "table")]
    faults: list[Fault] = []
    was, unset = typing.get("was", {}), typing.get("unset", [])
    before: dict[str, Any] = {}
    if isinstance(was, Mapping):
        before |= was
    else:
        faults.append(_wrong(f"{name}: typing.was", was, "table"))
    if isinstance(unset, list) and all(isinstance(path, str) for path in unset):
        before |= dict.fromkeys(unset)
    else:
        faults.append(_wrong(f"{name}: typing.unset", unset, "list"))
    if len(before) > _MOST_TYPED:
        count = len(before) - _MOST_TYPED
        faults.append(Fault(f"{name}: typing", "left-out", {"count": count}))
        before = dict(islice(before.items(), _MOST_TYPED))
    named = {path: value for path, value in before.items() if in_section(path)}
    for path in before.keys() - named.keys():
        faults.append(_wrong(f"{name}: typing.{path}", before[path], "elsewhere"))
    if _rests(whole := incident.model_copy(update={"typing": named})):
        return whole, faults
    for path, value in named.items():
        if _rests(trial := incident.model_copy(update={"typing": {**incident.typing, path: value}})):
            incident = trial
        else:
            faults.append(_wrong(f"{name}: typing.{path}", value, "elsewhere"))
    return incident, faults


def _rests(incident: Incident) -> bool:
    try:
        incident.with_rest(at=incident.opened_at)
    except ValueError:
        return False
    return True


def _detail(detail: Mapping[str, Any], number: int, where: str) -> tuple[Mapping[str, Any], list[Fault]]:
    """Check what an event says beside its values: what became empty, what was before, what it undoes."""
    faults: list[Fault] = []
    for key, what in _BESIDE.items():
        if key in detail and not _is_sound(key, detail[key], number):
            faults.append(_wrong(f"{where}.{key}", detail[key], what))
            detail = {other: value for other, value in detail.items() if other != key}
    return detail, faults


def _is_sound(key: str, value: Any, number: int) -> bool:
    if key == "was":
        return isinstance(value, Mapping)
    if key == "undoes":
        return type(value) is int and 0 <= value < max(number, 1)
    return isinstance(value, list) and all(isinstance(path, str) for path in value)


def _pointing(event: Event, counted: Mapping[int, int]) -> Event:
    if "undoes" not in event.detail:
        return event
    detail = dict(event.detail)
    detail["undoes"] = counted.get(detail["undoes"])
    if detail["undoes"] is None:
        del detail["undoes"]
    return event.model_copy(update={"detail": detail})


def _wrong(where: str, value: Any, what: str) -> Fault:
    return Fault(where, "wrong-value", {"given": shown(value), "what": Term(what)})
