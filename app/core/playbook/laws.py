"""The laws of grading: what no weight in grade.toml may break, whoever sets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from ..ids import Band, Content, Recipient
from .grade import BANDS, CONTENTS, RECIPIENTS, TOP, GradeRules


class BrokenLaw(NamedTuple):
    """Name a law that the weights break: `keys` are the dotted places in grade.toml that clash."""

    key: str
    code: str
    values: Mapping[str, object]
    keys: tuple[str, ...]


CONTENT_ORDER: tuple[tuple[Content, ...], ...] = (
    ("catalogue", "quotation", "contract", "commentary"),
    ("catalogue", "address-list", "contract"),
)
RECIPIENT_ORDER: tuple[tuple[Recipient, ...], ...] = (
    ("colleague", "outsider", "customer", "competitor"),
    ("customer", "competing-customer"),
    ("outsider", "supplier", "competitor"),
)
# Content, recipient, the least band and the gravest band that the pair may have by itself.
FIXED: tuple[tuple[Content, Recipient, Band, Band], ...] = (
    ("catalogue", "outsider", "minor", "minor"),
    ("quotation", "outsider", "moderate", "moderate"),
    ("quotation", "competitor", "serious", "critical"),
    ("contract", "customer", "serious", "critical"),
    ("contract", "competitor", "serious", "critical"),
    ("contract", "competing-customer", "serious", "critical"),
    *(("commentary", who, "critical", "critical") for who in RECIPIENTS if who != "colleague"),
)


def broken_laws(rules: GradeRules) -> tuple[BrokenLaw, ...]:
    """Give every law of grading that these weights break; the shipped ones break none.

    A loader that leaves out the user's values at the `keys` named, until none is broken, ends with
    rules that are sound.
    """
    return (*_order(rules), *_bands(rules), *_signs(rules), *_people(rules))


def _order(rules: GradeRules) -> Iterable[BrokenLaw]:
    def clash(lower: str, upper: str, pair: tuple[int, int]) -> Iterable[BrokenLaw]:
        if pair[0] >= pair[1]:
            values = {"key": upper, "points": pair[1], "other": lower, "least": pair[0]}
            yield BrokenLaw(upper, "order", values, (upper, lower))

    for chain in CONTENT_ORDER:
        for less, more in pairwise(chain):
            for who in RECIPIENTS:
                pair = (rules.points[less][who], rules.points[more][who])
                yield from clash(f"points.{less}.{who}", f"points.{more}.{who}", pair)
    for reach in RECIPIENT_ORDER:
        for near, far in pairwise(reach):
            for what in CONTENTS:
                pair = (rules.points[what][near], rules.points[what][far])
                yield from clash(f"points.{what}.{near}", f"points.{what}.{far}", pair)


def _bands(rules: GradeRules) -> Iterable[BrokenLaw]:
    sound = True
    bottoms = {"minor": 0, **rules.bands.model_dump(), "top": TOP + 1}
    for (lower, least), (upper, most) in pairwise(list(bottoms.items())):
        if least >= most:
            sound = False
            keys = tuple(f"bands.{band}" for band in (upper, lower) if band not in ("minor", "top"))
            yield BrokenLaw(keys[0], "bands", {"key": keys[0]}, keys)
    for what, row in rules.points.items():
        for who, points in row.items():
            if not 0 <= points <= TOP:
                key = f"points.{what}.{who}"
                yield BrokenLaw(key, "range", {"key": key, "points": points, "top": TOP}, (key,))
    if not sound:
        # Between bands that overlap no weight could lie.
        return
    edges = list(bottoms.values())
    for what, who, lowest, gravest in FIXED:
        key, points = f"points.{what}.{who}", rules.points[what][who]
        least, most = edges[BANDS.index(lowest)], edges[BANDS.index(gravest) + 1] - 1
        if not least <= points <= most:
            values = {"key": key, "points": points, "least": least, "most": most}
            yield BrokenLaw(key, "band", values, (key, *(f"bands.{band}" for band in BANDS[1:])))


def _signs(rules: GradeRules) -> Iterable[BrokenLaw]:
    for flag, points in rules.raising.items():
        if points < 0:
            key = f"raising.{flag}"
            yield BrokenLaw(key, "raising", {"key": key, "points": points}, (key,))
    for low, points in rules.lowering.items():
        if points > 0:
            key = f"lowering.{low}"
            yield BrokenLaw(key, "lowering", {"key": key, "points": points}, (key,))


def _people(rules: GradeRules) -> Iterable[BrokenLaw]:
    if first := [step for step in rules.people if step < 1]:
        key = f"people.{first[0]}"
        yield BrokenLaw(key, "people-step", {"key": key}, (key,))
    steps = [(0, 0), *sorted(rules.people.items())]
    for (few, least), (many, most) in pairwise(steps):
        if most < least:
            key, other = f"people.{many}", f"people.{few}"
            values = {"key": key, "points": most, "least": least}
            yield BrokenLaw(key, "people", values, (key, other) if few else (key,))
