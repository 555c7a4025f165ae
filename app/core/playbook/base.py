"""What every rules file shares."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["documented", "reported", "unverified"]


class UnsoundError(ValueError):
    """Say that values of a rules file do not go together, by a code of interface.term and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(
            ": ".join(filter(None, (code, ", ".join(f"{name} {value}" for name, value in values.items()))))
        )
        self.code = code
        self.values = values


class PlaceholderError(ValueError):
    """Say that a text names a placeholder that is not filled in its place, or that a brace stands alone."""

    def __init__(self, given: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{given}: {', '.join(known)}")
        self.given = given
        self.known = known


class Rule(BaseModel):
    """Hold one table of a rules file; a key that is not known is a fault of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Sourced(Rule):
    """Hold a fact with where it was read, when that was checked, and how sure it is."""

    confidence: Confidence
    source: str | None = None
    checked_on: date | None = None
