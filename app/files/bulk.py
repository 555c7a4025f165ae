"""How much stands in a TOML text, told before a parser goes through it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

# Bytes; and what a parser gets through in a second or two, counted in bare words. A twentieth of either is
# a long incident; letters edited hundreds of times and twenty thousand events stay below both.
LIMIT = 16_000_000
MOST = 920_000
# What a sign costs beside the word at it: of a table, a part of a key, a time, an inline table, a list.
_COSTS = {"[": 2.5, ".": 1.5, ":": 1.0, "{": 1.0, ",": 0.5}
_APART = re.compile(r"[\n=,{}\[\]]")
_BLANK = 0.1
# Characters that weigh less than `MOST`, whatever they are.
_SMALL = 50_000
# How deep anything may be nested; a line of fewer dots has no key that is too long.
NESTING = 60
# Characters that cost as much as a word, outside of strings and anywhere.
_BARE, _ANY = 12, 200
# An escape that names a character; the signs at which a parser stops, inside of strings too.
_NAMED = ("\\u", "\\U", "\\x")
_STOPS = {'"': 0.35, "'": 0.35, "\\": 0.2, "#": 0.25}


class Bulk(NamedTuple):
    """Tell what a TOML text weighs, and how many dots its longest key has at most."""

    weight: float
    dots: int = 0


def is_light(text: str) -> bool:
    """Tell at a glance whether a text needs no weighing: it is small and has no long key."""
    return len(text) <= _SMALL and all(line.count(".") < NESTING for line in text.split("\n"))


def bulk_of(text: str) -> Bulk:
    """Weigh a TOML text; of one that weighs more than `MOST` nothing more is told."""
    from .lines import STRING  # most texts are small

    weight = len(text) / _ANY + sum(map(text.count, _NAMED)) + _costs(text, _STOPS)
    if weight > MOST:
        return Bulk(weight)
    bare = STRING.sub("", text)
    weight += _costs(bare, _COSTS) + len(bare) / _BARE
    if weight > MOST:
        return Bulk(weight)
    pieces = _APART.split(bare)
    words = [piece for piece in pieces if piece and not piece.isspace()]
    weight += len(words) + _BLANK * len(pieces)
    return Bulk(weight, max((word.count(".") for word in words), default=0))


def _costs(text: str, costs: Mapping[str, float]) -> float:
    return sum(cost * text.count(sign) for sign, cost in costs.items())
