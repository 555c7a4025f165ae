"""What incidents add up to: how often, by what, how fast, and what would have stopped how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import NamedTuple, get_args

from ..ids import Band
from ..when import is_known
from .row import Row
from .view import View

COUNTED = ("cause", "content", "recipient", "service", "band")
MONTHS = 12
# The least number of cases that are more than chance meetings: below it, no words of a pattern.
ENOUGH = 5
# Minutes, and the words that say "within": what is slower than the last is `later`.
WITHIN: tuple[tuple[float, str], ...] = (
    (15, "quarter"),
    (60, "hour"),
    (240, "half-day"),
    (1440, "day"),
    (4320, "three-days"),
)
LATER = "later"


class Spread(NamedTuple):
    """Hold how long something took, in minutes: of how many it is known, and how they spread.

    `within` counts the cases by the codes of WITHIN and LATER, those that are empty included.
    """

    known: int
    median: float | None
    quickest: float | None
    slowest: float | None
    within: tuple[tuple[str, int], ...]


class Lessons(NamedTuple):
    """Hold what incidents teach.

    `by` gives for each of COUNTED the ids and how often they were, the most frequent first, bands from
    minor to critical. `months` (YYYY-MM) runs from the first month with an incident, or from a year
    back, to the present one, and `before` counts those that are older. `stopped` counts techniques out
    of `explained` incidents, of which enough is known to say so.
    """

    incidents: int
    unreadable: int
    by: Mapping[str, tuple[tuple[str, int], ...]]
    months: tuple[tuple[str, int], ...]
    before: int
    first_letter: Spread
    confirmed: Spread
    stopped: tuple[tuple[str, int], ...]
    explained: int


def lessons(rows: Iterable[Row], view: View) -> Lessons:
    """Add rows up; those that could not be read are counted and nothing else."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    months: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    letters: list[float] = []
    confirmed: list[float] = []
    unreadable = explained = incidents = 0
    for row in rows:
        if row.status == "unreadable":
            unreadable += 1
            continue
        incidents += 1
        values = (row.cause, row.content, row.recipient, row.service, view.band(row))
        for name, value in zip(COUNTED, values, strict=True):
            if value is not None:
                counts[name][value] += 1
        if is_known(row.opened_at):
            months[f"{row.opened_at:%Y-%m}"] += 1
        if row.minutes_to_letter is not None:
            letters.append(row.minutes_to_letter)
        if row.minutes_to_confirmed is not None:
            confirmed.append(row.minutes_to_confirmed)
        explained += view.explained(row)
        stopped.update(view.stops(row))
    shown = _months(months, view.now)
    return Lessons(
        incidents=incidents,
        unreadable=unreadable,
        by={name: tuple(counted.most_common()) for name, counted in counts.items()}
        | {"band": tuple((band, counts["band"][band]) for band in get_args(Band) if counts["band"][band])},
        months=shown,
        before=sum(count for month, count in months.items() if shown and month < shown[0][0]),
        first_letter=_spread(letters),
        confirmed=_spread(confirmed),
        stopped=tuple(stopped.most_common()),
        explained=explained,
    )


def _months(counted: Mapping[str, int], now: datetime) -> tuple[tuple[str, int], ...]:
    """Give the last months without a gap; one ahead of the clock, in a file changed by hand, is left out."""
    last = [_month(now, back) for back in range(MONTHS - 1, -1, -1)]
    while last and not any(month <= last[0] for month in counted):
        last.pop(0)
    return tuple((month, counted.get(month, 0)) for month in last)


def _month(now: datetime, back: int) -> str:
    year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
    return f"{year:04d}-{month + 1:02d}"


def _spread(minutes: list[float]) -> Spread:
    if not minutes:
        return Spread(0, None, None, None, ())
    places = Counter(next((code for bound, code in WITHIN if one <= bound), LATER) for one in minutes)
    codes = [*(code for _, code in WITHIN), LATER]
    return Spread(
        known=len(minutes),
        median=round(median(minutes), 1),
        quickest=round(min(minutes), 1),
        slowest=round(max(minutes), 1),
        within=tuple((code, places[code]) for code in codes),
    )
