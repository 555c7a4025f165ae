"""The times in a record that somebody may have edited: each with an offset, or named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from ..core.fault import Fault, Term
from .sift import MOST_FAULTS, Path, shown, without

# Beyond these the sum of a time and an offset or a deadline may be no time any more.
EARLIEST, LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def with_offsets(
    kind: type[BaseModel], tree: dict[str, Any], name: str
) -> tuple[dict[str, Any], list[Fault]]:
    """Give a parsed tree in which each time that a model knows has an offset from UTC, and what was wrong.

    A time without one is taken as UTC, a day as its first moment. What is no time is left out.
    """
    search = _Search(name)
    tree = search.table(kind, tree, ())
    return (without(tree, search.wrong) if search.wrong else tree), search.faults


class _Place(NamedTuple):
    """Say what a field holds: a time, one table or a list of tables, a table of tables, or anything."""

    holds: Literal["time", "table", "tables", "anything"]
    kind: type[BaseModel] | None = None


class _Search:
    """Go through a tree beside its model, gathering what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.wrong: set[Path] = set()

    def table(self, kind: type[BaseModel], tree: Any, path: Path) -> Any:
        if type(tree) is list:
            return [self.table(kind, item, (*path, number)) for number, item in enumerate(tree)]
        if type(tree) is not dict:
            return tree
        copy = dict(tree)
        for key, place in _places(kind).items():
            if key in copy:
                copy[key] = self.field(place, copy[key], (*path, key))
        return copy

    def field(self, place: _Place, value: Any, path: Path) -> Any:
        if place.holds == "time":
            return self.moment(value, path)
        if place.kind is None:
            return self.anything(value, path)
        if place.holds == "tables" and type(value) is dict:
            return {key: self.table(place.kind, item, (*path, key)) for key, item in value.items()}
        return self.table(place.kind, value, path)

    def anything(self, value: Any, path: Path) -> Any:
        kind = type(value)
        if kind is dict:
            return {
                key: item if type(item) is str else self.anything(item, (*path, key))
                for key, item in value.items()
            }
        if kind is list:
            return [self.anything(item, (*path, number)) for number, item in enumerate(value)]
        return self.moment(value, path) if kind is datetime else value

    def name_fault(self, path: Path, code: str, given: Any, **values: Any) -> None:
        """Name a fault, unless there are more than anybody mends one by one."""
        if len(self.faults) < MOST_FAULTS:
            where = f"{self.name}: {'.'.join(map(str, path))}"
            self.faults.append(Fault(where, code, {"given": shown(given), **values}))

    def moment(self, value: Any, path: Path) -> datetime | None:
        at = _time(value)
        if at is None:
            self.name_fault(path, "not-a-time", value)
        elif at.tzinfo is None:
            self.name_fault(path, "no-offset", value)
            at = at.replace(tzinfo=UTC)
        if at is not None and not EARLIEST <= at < LATEST:
            bound = Term("year", {"year": (EARLIEST if at < EARLIEST else LATEST).year})
            self.name_fault(path, "out-of-range", value, bound=bound)
            at = None
        if at is None:
            self.wrong.add(path)
        return at


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        return datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


@cache
def _places(kind: type[BaseModel]) -> dict[str, _Place]:
    """Give the fields of a model in which a time may stand."""
    found: dict[str, _Place] = {}
    for name, field in kind.model_fields.items():
        types = _types(field.annotation)
        inner = next((one for one in types if isinstance(one, type) and issubclass(one, BaseModel)), None)
        key = field.alias or name
        if datetime in types:
            found[key] = _Place("time")
        elif inner is not None:
            found[key] = _Place("tables" if get_origin(field.annotation) is Mapping else "table", inner)
        elif Any in types:
            found[key] = _Place("anything")
    return found


def _types(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    if not inner or get_origin(annotation) is Literal:
        return [annotation]
    return [one for argument in inner for one in _types(argument)]
