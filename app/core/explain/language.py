"""What a letter language says outside its templates: moments, titles, gaps, what is known of a mail."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, StrictBool, field_validator

from ..ids import Band, Content, ItemId, RaisingFlag, Recipient
from ..playbook.base import PlaceholderError, Rule, UnsoundError
from .title import titled

DEADLINE: Final = "deadline"
GapKey = Literal["reader-name", "sender-name", "manager-name"]
# A name in braces, and how many digits a number has at least; nothing else that format() could do.
_PLACE = re.compile(r"\{(\w+)(?::0([1-4]))?\}|\{([^{}]*)\}|[{}]")
_HOUR = re.compile("[01]?[0-9]|2[0-3]")


def _using(*names: str) -> AfterValidator:
    """Let a pattern use these names alone."""

    def checked(pattern: str) -> str:
        for found in _PLACE.finditer(pattern):
            if found[1] not in names:
                raise PlaceholderError(found[1] or found[3] or found[0], names)
        return pattern

    return AfterValidator(checked)


def _hour(begins: str) -> str:
    if not _HOUR.fullmatch(begins):
        raise UnsoundError("hour")
    return begins


_CLOCK = ("minute", "hour", "day", "month", "number", "year")
Written = Annotated[str, _using(*_CLOCK)]
Aloud = Annotated[str, _using(*_CLOCK, "twelve", "period", "zone")]
Offset = Annotated[str, _using("offset")]


class Spoken(Rule):
    """Say how a moment is told aloud, as in a call.

    `pattern` may use what those of TimeWording may, and `twelve` (the hour of a clock), `period` (that of
    `periods`, each keyed by the hour it begins with) and `zone`: that of `zones`, or `elsewhere` for an
    offset that has no name, which may use `{offset}`, such as "+2". `{year}` becomes what `another_year`
    makes of the year, and nothing in the year that everybody is in. `sharp` stands in the place of
    `pattern` at the full hour, `at_one` and `sharp_at_one` from one to two at night.
    """

    pattern: Aloud
    sharp: Aloud = ""
    at_one: Aloud = ""
    sharp_at_one: Aloud = ""
    periods: Mapping[Annotated[str, AfterValidator(_hour)], str] = {"0": ""}
    zones: Mapping[str, str]
    elsewhere: Offset
    another_year: Annotated[str, _using("year")] = ""

    @field_validator("periods")
    @classmethod
    def _begin_at_midnight(cls, periods: Mapping[str, str]) -> Mapping[str, str]:
        if not any(int(begins) == 0 for begins in periods):
            raise UnsoundError("nothing-for", table="periods", missing="0")
        return periods

    def pattern_at(self, at: datetime) -> str:
        """Give the pattern that an hour and a minute call for."""
        usual = (self.sharp or self.pattern, self.sharp_at_one or self.at_one)
        full, night = usual if at.minute == 0 else (self.pattern, self.at_one)
        return night if at.hour == 1 and night else full

    def period_at(self, hour: int) -> str:
        """Give the part of the day that an hour is in."""
        return max(((int(begins), name) for begins, name in self.periods.items() if int(begins) <= hour))[1]


class TimeWording(Rule):
    """Say how a language writes a moment.

    `pattern` may use minute, hour, day, month (a name), number (of the month) and year; `at_one`, where
    it is given, stands in its place from one to two at night; `first` is how the first day of a month is
    written. `with_zone` joins `{time}` and `{zone}`. `zones` maps an offset such as "+08:00" to its name,
    an empty name leaving the zone unsaid; any other offset becomes `{offset}` in `other_zone`.
    """

    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    pattern: Written
    at_one: Written = ""
    first: str = "1"
    with_zone: Annotated[str, _using("time", "zone")]
    zones: Mapping[str, str]
    other_zone: Offset
    spoken: Spoken | None = None


class LanguageTable(Rule):
    """Hold the words of one letter language that stand outside its templates.

    `gap` marks, brackets included, what a letter still needs. `done` says of each item of the stop list
    that it is done, as the manager reads it; an item that it does not hold goes unsaid. `known` says what
    else the manager has to know: flags, the recipient, and that the one it concerns still waits.
    `wants_title` tells that a name alone is no polite greeting; `farewell` is how a signature begins that
    brings its own closing formula.
    """

    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    time: TimeWording
    gap: Mapping[GapKey, str]
    content: Mapping[Content, str]
    band: Mapping[Band, str]
    done: Mapping[Literal[ItemId, "intended-told"], str] = {}
    known: Mapping[Literal[RaisingFlag, Recipient, "intended-waits", "deadline"], str] = {}
    title: Mapping[str, Annotated[str, _using("name")]] = {}
    wants_title: StrictBool = False
    farewell: tuple[str, ...] = ()

    def addressed(self, name: str) -> str:
        """Give a reader's name with its title as this language says it, and as it is where there is none.

        Raises nothing: a title that has no form here, or stands alone, stays for the examiner to find.
        """
        found = titled(name, self.title)
        return _filled(found.form, name=found.name) if found else name

    def when(self, at: datetime | None, *, zone: bool = True) -> str:
        """Write a moment in its own offset, to the minute; empty where there is none."""
        if at is None:
            return ""
        pattern = (at.hour == 1 and self.time.at_one) or self.time.pattern
        time = _filled(pattern, year=at.year, **self._clock(at))
        offset = _offset(at)
        if not zone or not offset:
            return time
        name = self.time.zones.get(offset, _filled(self.time.other_zone, offset=offset))
        return _filled(self.time.with_zone, time=time, zone=name) if name else time

    def spoken(self, at: datetime | None, *, beside: datetime | None = None) -> str:
        """Tell a moment as it is said aloud; as it is written where the language does not say how.

        The year is said where it is not that of `beside`.
        """
        told = self.time.spoken
        if at is None or told is None:
            return self.when(at)
        offset = _offset(at)
        aloud = _filled(told.elsewhere, offset=_short(offset))
        another = beside is not None and beside.year != at.year
        return _filled(
            told.pattern_at(at),
            twelve=at.hour % 12 or 12,
            period=told.period_at(at.hour),
            zone=told.zones.get(offset, aloud) if offset else "",
            year=_filled(told.another_year, year=at.year) if another else "",
            **self._clock(at),
        )

    def _clock(self, at: datetime) -> dict[str, Any]:
        return {
            "minute": at.minute,
            "hour": at.hour,
            "day": self.time.first if at.day == 1 else at.day,
            "month": self.time.months[at.month - 1],
            "number": at.month,
        }

    def told(self, flags: Collection[str], deadline: datetime | None) -> Iterator[str]:
        """Say what is known of a mail by what was answered, and its first deadline."""
        yield from (said for flag, said in self.known.items() if flag in flags and flag != DEADLINE)
        if deadline is not None and DEADLINE in self.known:
            yield _filled(self.known[DEADLINE], time=self.when(deadline))

    def gaps_in(self, *texts: str) -> tuple[str, ...]:
        """Give the marks of what is still needed that stand in some texts."""
        return tuple(mark for mark in self.gap.values() if any(mark in text for text in texts))

    @field_validator("known")
    @classmethod
    def _deadline_can_be_filled(cls, known: Mapping[Any, str]) -> Mapping[Any, str]:
        _filled(known.get(DEADLINE, ""), time="")
        return known


def _offset(at: datetime) -> str:
    """Give the offset of a moment, such as "+08:00"; empty where it has none."""
    offset = f"{at:%z}"
    return f"{offset[:3]}:{offset[3:5]}" if offset else ""


def _short(offset: str) -> str:
    """Give an offset as it is said, such as "+2" or "-3:30"."""
    hours, _, minutes = offset.partition(":")
    return f"{hours[:1]}{hours[1:].removeprefix('0')}" + (f":{minutes}" if minutes.strip("0") else "")


def _filled(pattern: str, **values: object) -> str:
    """Put values where a pattern names them; raises PlaceholderError for what is no such name."""

    def one(found: re.Match[str]) -> str:
        name, digits = found[1], found[2]
        if name not in values:
            raise PlaceholderError(name or found[3] or found[0], tuple(values))
        return str(values[name]).rjust(int(digits or 0), "0")

    return _PLACE.sub(one, pattern)
