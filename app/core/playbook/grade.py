"""The typed shape of grade.toml: weights, bands, and the words that suggest an answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, Self, get_args

from pydantic import Field, StrictInt, model_validator

from ..ids import Band, Content, LoweringFlag, RaisingFlag, Recipient
from .base import Rule, Sourced, UnsoundError

CONTENTS: tuple[Content, ...] = get_args(Content)
RECIPIENTS: tuple[Recipient, ...] = get_args(Recipient)
RAISING: tuple[RaisingFlag, ...] = get_args(RaisingFlag)
LOWERING: tuple[LoweringFlag, ...] = get_args(LoweringFlag)
BANDS: tuple[Band, ...] = get_args(Band)
TOP = 100

Cell = tuple[int, bool]


class Bands(Rule):
    """Say at which score each band begins; below `moderate` all is minor."""

    moderate: StrictInt
    serious: StrictInt
    critical: StrictInt


class SuggestRules(Rule):
    """Hold the words of a mail that suggest an answer, and the domains that anybody can have."""

    shared_domains: tuple[str, ...] = Field(default=(), alias="shared-domains")
    overlooked: tuple[str, ...] = ()
    content: Mapping[Content, tuple[str, ...]] = {}


class GradeRules(Rule):
    """Hold grade.toml; every content, recipient and flag has its weight.

    `people` maps the least number of people of each step to its points.
    """

    version: str
    points: Mapping[Content, Mapping[Recipient, StrictInt]]
    raising: Mapping[RaisingFlag, StrictInt]
    lowering: Mapping[LoweringFlag, StrictInt]
    people: Mapping[int, StrictInt]
    bands: Bands
    enisa: Sourced
    suggest: SuggestRules = Field(default_factory=SuggestRules)

    @model_validator(mode="after")
    def _weigh_everything(self) -> Self:
        wanted: list[tuple[str, tuple[str, ...], frozenset[str]]] = [
            ("points", CONTENTS, frozenset(self.points)),
            ("raising", RAISING, frozenset(self.raising)),
            ("lowering", LOWERING, frozenset(self.lowering)),
            *((f"points.{content}", RECIPIENTS, frozenset(row)) for content, row in self.points.items()),
        ]
        for table, keys, given in wanted:
            for key in keys:
                if key not in given:
                    raise UnsoundError("nothing-for", table=table, missing=key)
        return self

    @cached_property
    def scale(self) -> Scale:
        """Give the weights as `assess` counts with them, prepared once for each rules object."""
        return Scale(self)


class Span(NamedTuple):
    """Hold the cells between which the open content and recipient can still move the grade.

    Within one kind of cell (`bool`: never below moderate) the grade rises with the points, so the
    least and the greatest of each kind are enough.
    """

    least: tuple[Cell, ...]
    most: tuple[Cell, ...]


class Scale:
    """Hold the weights in the plain tuples that a fast count needs."""

    __slots__ = ("bands", "floors", "lowering", "moderate", "people", "raising", "spans", "steps")

    def __init__(self, rules: GradeRules) -> None:
        bottoms = (0, rules.bands.moderate, rules.bands.serious, rules.bands.critical)
        reached = [sum(score >= bottom for bottom in bottoms[1:]) for score in range(TOP + 1)]
        self.bands: tuple[Band, ...] = tuple(BANDS[number] for number in reached)
        self.floors = tuple(bottoms[max(0, number - 1)] for number in reached)
        self.moderate = rules.bands.moderate
        self.raising = tuple((flag, rules.raising[flag]) for flag in RAISING)
        self.lowering = tuple((flag, rules.lowering[flag]) for flag in LOWERING)
        self.steps = tuple(sorted(rules.people))
        self.people = (0, *(rules.people[step] for step in self.steps))
        self.spans = {
            (content, recipient): _span(rules, content, recipient)
            for content in (*CONTENTS, None)
            for recipient in (*RECIPIENTS, None)
        }


def stays_moderate(content: Content, recipient: Recipient) -> bool:
    """Tell whether no lowering flag may bring this pair below moderate."""
    return content in ("contract", "commentary") and recipient != "colleague"


def _span(rules: GradeRules, content: Content | None, recipient: Recipient | None) -> Span:
    kinds: dict[bool, list[int]] = {}
    for what in (content,) if content else CONTENTS:
        for who in (recipient,) if recipient else RECIPIENTS:
            kinds.setdefault(stays_moderate(what, who), []).append(rules.points[what][who])
    return Span(
        least=tuple((min(points), held) for held, points in kinds.items()),
        most=tuple((max(points), held) for held, points in kinds.items()),
    )
