"""What every part of an incident is: immutable, a table of the record, keeping what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Hold one immutable part of an incident; keys that are not known are kept as they came."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    @cached_property
    def tree(self) -> dict[str, Any]:
        """Give the part as plain values; what is empty or was never given is left out.

        The result is shared between calls and is not to be changed.
        """
        return plain(self)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with some fields replaced; the derived tree is not carried along."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("tree", None)
        return copy


def plain(part: Part | None, exclude: set[str] | None = None) -> dict[str, Any]:
    """Give a part as plain dicts, lists and values; what is empty or was never given is left out."""
    if part is None:
        return {}
    dumped = part.model_dump(by_alias=True, exclude_defaults=True, exclude=exclude)
    return {key: _listed(value) for key, value in dumped.items()}


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    return value
