"""Days to come as people tell them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

LATEST = 2100
# Any single sign parts the numbers of a day but the colon, which makes a time of day of them.
_DATE = re.compile(r"(?:(\d{4})[^\d:])?(\d{1,2})[^\d:](\d{1,2})[^\d:]?")
_COUNT = re.compile(r"(\D*)(\d{1,3})(\D*)")


def told_day(
    text: str,
    today: date,
    *,
    today_words: Sequence[str] = ("today",),
    tomorrow_words: Sequence[str] = ("tomorrow",),
    day_words: Sequence[str] = ("days",),
    ahead_words: Sequence[str] = ("in",),
) -> date | None:
    """Read a day to come as it is told: `tomorrow`, in so many days (`3`), `12-05`, or with its year.

    A month and a day without a year are the next such day. Gives None for anything else, and for what
    is past.
    """
    told = unicodedata.normalize("NFKC", text).strip().lower()
    if told in today_words:
        return today
    if told in tomorrow_words:
        return today + timedelta(days=1)
    if match := _COUNT.fullmatch(told):
        before, count, after = (part.strip() for part in match.groups())
        if before in ("", *ahead_words) and after in ("", *day_words):
            return today + timedelta(days=int(count))
    if match := _DATE.fullmatch(told):
        year, month, day = match.groups()
        years = (int(year),) if year else (today.year, today.year + 1)
        found = (_day(each, int(month), int(day)) for each in years)
        return next((one for one in found if one is not None and one >= today and one.year <= LATEST), None)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
