"""Times as people tell them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_EARLIEST, _LATEST = 1970, 2100
_SINCE = re.compile(r"(\d{1,4})\s*(\D*)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DAY = re.compile(r"\d{4}-?(\d{2}-?\d{2}|[Ww]\d{2}-?\d|\d{3})")

# Stands where a record has no time at all; nothing that is told from it is known.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

# Seconds by which clocks may differ: a time that is no further ahead is now.
AHEAD_IS_NOW = 300


def told_time(
    text: str,
    now: datetime,
    *,
    now_words: Sequence[str] = ("now",),
    minute_words: Sequence[str] = ("min",),
    hour_words: Sequence[str] = ("h",),
) -> datetime | None:
    """Read a time as it is told: `now`, minutes ago (`5`), `2 h`, a clock time (`17:22`), or ISO 8601.

    A clock time that lies ahead of `now` is yesterday's. A time without an offset has that of `now`.
    Gives None for anything else, and for what lies before e-mail or in another century to come.
    """
    told = unicodedata.normalize("NFKC", text).strip().lower()
    present = now.replace(microsecond=0)
    if told in now_words:
        return present
    if match := _SINCE.fullmatch(told):
        if match[2] in ("", *minute_words):
            return present - timedelta(minutes=int(match[1]))
        if match[2] in hour_words:
            return present - timedelta(hours=int(match[1]))
    if match := _CLOCK.fullmatch(told):
        hour, minute = int(match[1]), int(match[2])
        if hour > 23 or minute > 59:
            return None
        at = present.replace(hour=hour, minute=minute, second=0)
        return at - timedelta(days=1) if at > present else at
    try:
        at = datetime.fromisoformat(told.upper())
    except ValueError:
        return None
    if not _EARLIEST <= at.year <= _LATEST:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=now.tzinfo)).replace(microsecond=0)


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
