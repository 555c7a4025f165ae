"""The typed shape of data/rules/veris.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import Field, model_validator

from ..ids import Band, Cause, Content, RaisingFlag, ServiceId
from .base import Rule, Sourced, UnsoundError


class VerisEnums(Rule):
    """Hold the values that VERIS allows, in the fields that a misdirected mail needs."""

    security_incident: frozenset[str] = Field(alias="security-incident")
    data_disclosure: frozenset[str] = Field(alias="data-disclosure")
    data_variety: frozenset[str] = Field(alias="data-variety")
    data_victim: frozenset[str] = Field(alias="data-victim")
    data_state: frozenset[str] = Field(alias="data-state")
    vector: frozenset[str]
    cloud: frozenset[str]
    rating: frozenset[str]
    unit: frozenset[str]


class VerisRules(Sourced):
    """Hold veris.toml: what our ids become in VERIS.

    `version` is that of the schema. Raises ValueError for a value that VERIS does not know.
    """

    version: str
    enums: VerisEnums
    data: Mapping[Content, tuple[str, ...]]
    flags: Mapping[RaisingFlag, tuple[str, ...]]
    victim: Mapping[Content, tuple[str, ...]]
    vector: Mapping[Cause, str]
    cloud: Mapping[ServiceId, str]
    rating: Mapping[Band, str]

    @model_validator(mode="after")
    def _stay_inside_the_enums(self) -> Self:
        enums = self.enums
        used: tuple[tuple[str, frozenset[str], Iterable[str]], ...] = (
            ("data", enums.data_variety, (one for each in self.data.values() for one in each)),
            ("flags", enums.data_variety, (one for each in self.flags.values() for one in each)),
            ("victim", enums.data_victim, (one for each in self.victim.values() for one in each)),
            ("vector", enums.vector, self.vector.values()),
            ("cloud", enums.cloud, self.cloud.values()),
            ("rating", enums.rating, self.rating.values()),
        )
        for table, allowed, values in used:
            for value in values:
                if value not in allowed:
                    raise UnsoundError("not-in-veris", table=table, version=self.version, value=value)
        return self
