"""Times as people tell them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

_EARLIEST, _LATEST = 1970, 2100
_SINCE = re.compile(r"(\d{1,4})\s*(\D*)")
_DAY = re.compile(r"\d{4}-?(\d{2}-?\d{2}|[Ww]\d{2}-?\d|\d{3})")
# Any single sign parts the numbers of a day but the colon, which makes a time of day of them.
_DATE = r"(?:(?P<year>\d{4})[^\d:])?(?P<month>\d{1,2})[^\d:](?P<day>\d{1,2})[^\d:]?"
_COLON = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
_HALF_A_DAY, _EVENING = 12, 17

# Stands where a record has no time at all; nothing that is told from it is known.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

# Seconds by which clocks may differ: a time that is no further ahead is now.
AHEAD_IS_NOW = 300


class TimeWords(NamedTuple):
    """Hold the words for times, all in small letters.

    A word may stand in two lists, as `tonight` does among those of today and of the evening. Each of the
    twelve `months` is all that it is called, with spaces between.
    """

    now: tuple[str, ...] = ("now",)
    minute: tuple[str, ...] = ("min",)
    hour: tuple[str, ...] = ("h",)
    half_hour: tuple[str, ...] = ()
    today: tuple[str, ...] = ("today",)
    yesterday: tuple[str, ...] = ("yesterday",)
    day_before: tuple[str, ...] = ()
    morning: tuple[str, ...] = ("am",)
    afternoon: tuple[str, ...] = ("pm",)
    evening: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


def told_time(text: str, now: datetime, words: TimeWords) -> datetime | None:
    """Read a time as it is told: `now`, minutes ago (`5`), `2 h`, a clock time (`17:22`), or ISO 8601.

    Before a clock time may stand a day (`yesterday`, `11-18`, `18 nov`) and a part of the day, which may
    follow as well (`5:22 pm`). A clock time alone that lies ahead of `now` is yesterday's, a day without a
    year the last such day. A time without an offset has that of the place where `now` was taken, on that day.
    Gives None for anything else, and for what lies before e-mail or in another century to come.
    """
    told = unicodedata.normalize("NFKC", text).strip().lower()
    present = now.replace(microsecond=0)
    if told in words.now:
        return present
    if told in words.half_hour:
        return present - timedelta(minutes=30)
    if match := _SINCE.fullmatch(told):
        if match[2] in ("", *words.minute):
            return present - timedelta(minutes=int(match[1]))
        if match[2] in words.hour:
            return present - timedelta(hours=int(match[1]))
    try:
        at = datetime.fromisoformat(told.upper())
    except ValueError:
        spoken = _spoken(told, present.replace(tzinfo=None), words)
        if spoken is None:
            return None
        at = spoken
    if not _EARLIEST <= at.year <= _LATEST:
        return None
    return (at if at.tzinfo else zoned(at, now)).replace(microsecond=0)


def zoned(at: datetime, now: datetime) -> datetime:
    """Give a time without an offset that of the place where `now` was taken; summer time may have changed it.

    The place is known where it is that of this machine; elsewhere the offset of `now` is all there is.
    """
    try:
        here = now.replace(tzinfo=None).astimezone()
        return at.astimezone() if here.utcoffset() == now.utcoffset() else at.replace(tzinfo=now.tzinfo)
    except (OSError, OverflowError, ValueError):
        return at.replace(tzinfo=now.tzinfo)


def moved(at: datetime, now: datetime) -> datetime:
    """Give a moment in the zone of the place where `now` was taken, with the offset that held there then."""
    try:
        here = at.astimezone()
        return here if now.astimezone().utcoffset() == now.utcoffset() else at.astimezone(now.tzinfo)
    except (OSError, OverflowError, ValueError):
        return at.astimezone(now.tzinfo)


def _spoken(told: str, now: datetime, words: TimeWords) -> datetime | None:
    """Read a clock time with what stands around it."""
    listed_days = (words.today, words.yesterday, words.day_before)
    days = [back for back, listed in enumerate(listed_days) if _said(listed, told)]
    if 2 in days:
        # Its name holds that of yesterday.
        days = [2]
    parts = [part for part in ("morning", "evening", "afternoon") if _said(getattr(words, part), told)]
    if len(days) > 1 or (len(parts) > 1 and "morning" in parts):
        return None
    rest = told
    for listed in (*reversed(listed_days), words.morning, words.afternoon, words.evening, words.filler):
        rest = _pattern(listed).sub(" ", rest) if listed else rest
    found = _numbers(" ".join(_months_told(rest, words).split()), words, bare=bool(parts))
    clock = _clock(found, parts[0] if parts else "") if found else None
    if found is None or clock is None:
        return None
    try:
        if found["month"]:
            return None if days else datetime.combine(_date(found, now.date()), clock)
        at = datetime.combine(now.date() - timedelta(days=days[0] if days else 0), clock)
    except (ValueError, OverflowError):
        return None
    if at <= now:
        return at
    return None if days else at - timedelta(days=1)


def _numbers(rest: str, words: TimeWords, *, bare: bool) -> dict[str, str | None] | None:
    """Take the numbers apart: a clock time, and before it a day where there is one."""
    signs = _any((*words.clock,)) or "(?!)"
    halves = _any(words.half) or "(?!)"
    minutes = _any(words.minute) or "(?!)"
    whole = (
        rf"(?P<whole>\d{{1,2}})\s?(?:{signs})\s?(?:(?P<half>{halves})|(?P<past>\d{{1,2}})\s?(?:{minutes})?)?"
    )
    alone = r"(?P<alone>\d{1,2})" if bare else "(?!)(?P<alone>)"
    clock = rf"(?:{_COLON}|{whole}|{alone})"
    for pattern in (clock, rf"{_DATE}\s?{clock}"):
        if match := re.fullmatch(pattern, rest):
            return {"year": None, "month": None, "day": None, **match.groupdict()}
    return None


def _clock(found: dict[str, str | None], part: str) -> time | None:
    hour = int(found["hour"] or found["whole"] or found["alone"] or 0)
    minute = 30 if found["half"] else int(found["minute"] or found["past"] or 0)
    if part and hour > _HALF_A_DAY and part == "morning":
        return None
    if part == "morning":
        hour %= _HALF_A_DAY
    elif part == "evening" and not (_EVENING - _HALF_A_DAY <= hour < _HALF_A_DAY or hour >= _EVENING):
        # Around midnight nobody knows which day is meant.
        return None
    elif part and hour < _HALF_A_DAY:
        hour += _HALF_A_DAY
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _date(found: dict[str, str | None], today: date) -> date:
    """Give the day, the last such one where there is no year; raises ValueError where there is none."""
    month, day = int(found["month"] or 0), int(found["day"] or 0)
    if month > _HALF_A_DAY >= day:
        month, day = day, month
    if found["year"]:
        return date(int(found["year"]), month, day)
    this = date(today.year, month, day)
    return this if this <= today else date(today.year - 1, month, day)


def _months_told(text: str, words: TimeWords) -> str:
    """Write a month that is called by its name, with the day before or after it, in numbers."""
    for number, names in enumerate(words.months, 1):
        name = rf"(?:{_any(names.split())})\.?"
        for pattern in (
            rf"(?<!\d)(\d{{1,2}})\s*{name}(?![a-z])",
            rf"(?<![a-z]){name}\s*(\d{{1,2}})(?![\d:])",
        ):
            text = re.sub(pattern, rf"{number}-\1 ", text)
    return text


def _said(listed: tuple[str, ...], told: str) -> bool:
    return bool(listed) and _pattern(listed).search(told) is not None


@lru_cache(maxsize=32)
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_any(listed)})(?![a-z])")


def _any(listed: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


def is_day_alone(text: str) -> bool:
    """Tell whether a text names a day of ISO 8601 and no time of day."""
    return _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def ago(since: datetime, now: datetime) -> tuple[str, int]:
    """Give how long ago something was, as a code of interface.ago and a number."""
    seconds = int((now - since).total_seconds())
    if seconds < 0:
        return ("ahead", 0) if seconds < -AHEAD_IS_NOW else ("now", 0)
    if seconds < 60:
        return "now", 0
    for code, unit, limit in (("minutes", 60, 120), ("hours", 3600, 48)):
        if seconds < unit * limit:
            return code, seconds // unit
    return "days", seconds // 86400


def is_known(at: datetime) -> bool:
    """Tell whether a time is one, and not reckoned from where a record had none."""
    return at.year > NO_TIME.year


def told_due(due: datetime, now: datetime) -> str:
    """Tell when something is due, in the zone of `now`, with the year where that is another."""
    due = due.astimezone(now.tzinfo)
    return f"{due:%m-%d %H:%M}" if due.year == now.year else f"{due:%Y-%m-%d %H:%M}"
