"""What is still open, as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ..core.explain.facts import one_line

if TYPE_CHECKING:
    from icalendar import Alarm, Component, Event, Todo

PRODUCT = "-//misdirect-tui//misdirect-tui//EN"
LENGTH = timedelta(minutes=15)


class Entry(NamedTuple):
    """Name one thing to do and when it is due; `id` stays the same as long as the thing does."""

    id: str
    what: str
    due: datetime


def calendar(incident: str, entries: Iterable[Entry], *, about: str, stamp: datetime) -> bytes:
    """Give an iCalendar file in UTC: for each entry a task, and an appointment for what shows no tasks.

    Each rings when it is due and has an id made of that of the incident and its own, so that reading
    a newer file in moves the entries instead of doubling them. `about` says what an entry belongs to;
    `stamp` is when the incident was last changed.
    """
    from icalendar import Alarm, Calendar, Event, Todo

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    for entry in entries:
        due = entry.due.astimezone(UTC)
        task, appointment = Todo(), Event()
        task.add("due", due)
        task.add("status", "NEEDS-ACTION")
        appointment.add("dtstart", due)
        appointment.add("dtend", due + LENGTH)
        appointment.add("transp", "TRANSPARENT")
        for component, kind in ((task, "todo"), (appointment, "event")):
            _describe(component, entry, f"{incident}.{entry.id}.{kind}", about, stamp)
            component.add_component(_alarm(Alarm(), entry, from_end=kind == "todo"))
            found.add_component(component)
    data: bytes = found.to_ical()
    return data


def _describe(component: Event | Todo, entry: Entry, uid: str, about: str, stamp: datetime) -> None:
    component.add("uid", f"{_text(uid)}@misdirect-tui")
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("summary", _text(entry.what))
    component.add("description", _text(about))


def _alarm(alarm: Alarm, entry: Entry, *, from_end: bool) -> Component:
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(entry.what))
    alarm.add("trigger", timedelta(0), parameters={"RELATED": "END"} if from_end else {})
    return alarm


def _text(text: str) -> str:
    # The library takes a backslash before a capital N for a line end that is already escaped.
    return one_line(text).replace("\\N", "\\ N")
