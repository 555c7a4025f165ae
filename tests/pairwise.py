"""Few combinations that hold every pair: what everyday runs try instead of a whole product."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

Row = Mapping[str, Any]


def pairs(listed: Mapping[str, tuple[Any, ...]]) -> tuple[Row, ...]:
    """Give rows in which every two values of different factors meet at least once."""
    open_pairs = {
        (one, left, other, right)
        for one, other in combinations(listed, 2)
        for left, right in product(range(len(listed[one])), range(len(listed[other])))
    }
    rows: list[Row] = []
    while open_pairs:
        first = min(open_pairs)
        row = {first[0]: first[1], first[2]: first[3]}
        for factor in sorted(listed, key=lambda one: -len(listed[one])):
            if factor not in row:
                row[factor] = max(
                    range(len(listed[factor])),
                    key=lambda place: (_met(row, factor, place, open_pairs), -place),
                )
        open_pairs -= {(one, row[one], other, row[other]) for one, other in combinations(listed, 2)}
        rows.append({factor: listed[factor][row[factor]] for factor in listed})
    return tuple(rows)


def _met(row: dict[str, int], factor: str, place: int, open_pairs: set[tuple[str, int, str, int]]) -> int:
    return sum(
        (one, there, factor, place) in open_pairs or (factor, place, one, there) in open_pairs
        for one, there in row.items()
    )
