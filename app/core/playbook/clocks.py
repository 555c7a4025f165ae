"""The typed shape of clocks.toml: the deadlines that a country's law may set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator

from ..ids import LoweringFlag
from .base import Rule, Sourced, UnsoundError

ClockKind = Literal["record", "clock", "note"]
Unit = Literal["hours", "calendar-days", "working-days", "at-once", "none"]
Start = Literal["aware", "occurred", "discovered", "suspected", "assessed", "told", "unnamed", "none"]
Threshold = Literal[
    "always", "risk", "high-risk", "harm", "harm-or-number", "named-cases", "listed-data", "scale", "scope"
]
Told = Literal["authority", "persons", "controller", "media", "own-file"]

COUNTED: frozenset[Unit] = frozenset({"hours", "calendar-days", "working-days"})


class ClockRule(Sourced):
    """Hold one deadline: where it applies, who is told, what starts it, how long it runs.

    `longest` is the end of a range where the law gives one, `values` further numbers for its words.
    Calendar days are those of the `zones` of the country, of the one where they end first.
    What is `eased_by` an answer is the duty, or only the notice to the persons. Before `in_force` it is
    only a note.
    """

    kind: ClockKind
    countries: tuple[str, ...]
    who: tuple[Told, ...] = ()
    starts: Start
    threshold: Threshold
    unit: Unit
    amount: StrictInt | None = Field(default=None, ge=1)
    longest: StrictInt | None = Field(default=None, ge=1)
    eased_by: tuple[LoweringFlag, ...] = Field(default=(), alias="eased-by")
    eases: Literal["duty", "persons"] = "duty"
    zones: tuple[str, ...] = ()
    in_force: date | None = Field(default=None, alias="in-force")
    values: Mapping[str, StrictInt] = {}

    @model_validator(mode="after")
    def _count(self) -> Self:
        if (self.amount is not None) != (self.unit in COUNTED):
            raise UnsoundError("unit-and-amount", unit=str(self.unit), amount=str(self.amount))
        return self


class ClockRules(Rule):
    """Hold clocks.toml: the regions by name, what people call each country, and the deadlines by id."""

    version: str
    regions: Mapping[str, tuple[str, ...]] = {}
    names: Mapping[str, tuple[str, ...]] = {}
    clock: Mapping[str, ClockRule]

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Give the code of each name, in lower case, of a country that there are rules for."""
        known = self.by_country
        return {
            name.casefold(): code for code, names in self.names.items() if code in known for name in names
        }

    @cached_property
    def by_country(self) -> Mapping[str, tuple[str, ...]]:
        """Give the ids of the deadlines of each country code, in the order of the file."""
        found: dict[str, list[str]] = {}
        for clock, rule in self.clock.items():
            for name in rule.countries:
                for country in self.regions.get(name, (name,)):
                    found.setdefault(country, []).append(clock)
        return {country: tuple(clocks) for country, clocks in found.items()}
