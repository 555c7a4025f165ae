"""Read the time of sending, and only where it is certain."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

EARLIEST, LATEST = 1970, 2100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FORENOON = "\u4e0a"
_MONTH_SIGN = "\N{CJK UNIFIED IDEOGRAPH-6708}"
_UNIVERSAL = frozenset({"ut", "utc", "gmt", "z"})

_COMMENT = re.compile(r"\([^()]*\)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,9})?)?(?![\d:])")
_HALF = re.compile(r"^([ap])\.?m\b\.?\s*", re.IGNORECASE)
# Before noon, after noon: it stands before the hour.
_CHINESE_HALF = re.compile(rf"\s?({_FORENOON}|\u4e0b)\u5348$")
_OFFSET = re.compile(r"^(?:gmt|utc?|z)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?:\s+[a-z]{2,5})?$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_CHINESE = re.compile(
    r"^(\d{4})\s?\u5e74\s?(\d{1,2})\s?\u6708\s?(\d{1,2})\s?\u65e5\s?(?:\([^()]*\)|\u661f\u671f\w|\u5468\w)?$"
)
_NUMBERS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_WORDED = re.compile(r"^(\d{1,2})[\s-]+(\w+)\.?[\s-]+(\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"^(\w+)\.?\s+(\d{1,2})(?:\s*,)?\s+(\d{4})$")
_WEEKDAY = re.compile(r"^[^\W\d]+\.?\s*,?\s+(?=\S+\s)|^[^\W\d]+\s*,\s*")


class SentAt(NamedTuple):
    """Hold the time with the offset it came with, or the code of the problem that there is."""

    at: datetime | None
    problem: str = ""


def read_date(text: str) -> SentAt:
    """Read the value of a Date header.

    An order of day and month that could be either, a zone given by a name that several places share,
    and a time without a zone give no date: a guess is never shown as a fact. `-0000` is UTC.
    """
    text = " ".join(_COMMENT.sub(" ", text[:200]).split())
    if not text:
        return SentAt(None, "date-missing")
    clock = _CLOCK.search(text)
    if clock is None:
        return SentAt(None, "date-unreadable")
    before, after = text[: clock.start()].rstrip(" Tt,"), text[clock.end() :].strip()
    if halved := _CHINESE_HALF.search(before):
        before = before[: halved.start()]
        after = f"{'a' if halved[1] == _FORENOON else 'p'}m {after}"
    trailing_year = re.search(r"(?:^|\s)(\d{4})$", after)
    if trailing_year and not re.search(r"\d{4}", before):
        before, after = f"{before} {trailing_year[1]}", after[: trailing_year.start()].strip()
    day = _day(_WEEKDAY.sub("", before + " ", count=1).strip()) or _day(before)
    if day is None:
        return SentAt(None, "date-unreadable")
    half = _HALF.match(after)
    offset = _offset(after[half.end() :] if half else after)
    if isinstance(offset, str):
        return SentAt(None, offset)
    try:
        hour = _hour(int(clock[1]), half[1].lower() if half else "")
        at = datetime(*day, hour, int(clock[2]), min(int(clock[3] or 0), 59), tzinfo=timezone(offset))
    except ValueError:
        return SentAt(None, "date-unreadable")
    if not EARLIEST <= at.year <= LATEST:
        return SentAt(None, "date-unreadable")
    return SentAt(at)


def _hour(hour: int, half: str) -> int:
    """Give an hour of the day from one of a half; raises ValueError where there is no such hour."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half == "p" else 0)


def _offset(text: str) -> timedelta | str:
    if text.lower() in _UNIVERSAL:
        return timedelta(0)
    if not text:
        return "date-no-zone"
    matched = _OFFSET.match(text)
    if matched is None:
        known = not re.search(r"\d", text)
        return "date-zone-unknown" if known else "date-unreadable"
    hours, minutes = int(matched[2]), int(matched[3] or 0)
    if hours > 14 or minutes > 59:
        return "date-unreadable"
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if matched[1] == "-" else offset


def _day(text: str) -> tuple[int, int, int] | None:
    if matched := _ISO.match(text) or _CHINESE.match(text):
        return int(matched[1]), int(matched[2]), int(matched[3])
    if matched := _NUMBERS.match(text):
        first, second = int(matched[1]), int(matched[2])
        if first > 12 or first == second:
            return int(matched[3]), second, first
        return (int(matched[3]), first, second) if second > 12 else None
    if matched := _WORDED.match(text):
        day, name, year = int(matched[1]), matched[2], int(matched[3])
    elif matched := _MONTH_FIRST.match(text):
        name, day, year = matched[1], int(matched[2]), int(matched[3])
    else:
        return None
    month = _month(name)
    if month is None:
        return None
    if len(matched[3]) == 2:
        year += 2000 if year < 50 else 1900
    return year, month, day


def _month(name: str) -> int | None:
    """Read the name of a month: English, or Chinese in digits or numerals."""
    if name.endswith(_MONTH_SIGN):
        digits = name[:-1]
        if digits.isascii() and digits.isdigit():
            return int(digits)
        values = [unicodedata.numeric(character, -1) for character in digits]
        return int(sum(values)) if values and min(values) > 0 and values in _numerals() else None
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _numerals() -> list[list[float]]:
    return [[float(number)] for number in range(1, 11)] + [[10.0, 1.0], [10.0, 2.0]]
