"""Keeping what is sound of a tree, and naming what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..core.fault import Fault, Term, nearest
from ..core.playbook.base import PlaceholderError, UnsoundError

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[Any, ...]
_ROUNDS = 30
_SHOWN = 40
_BITS = 2_000
MOST_FAULTS = 200
# Wrong values beyond which lists are read no further than that many items.
_MOST_WRONG = 1_000
_KINDS = {"string": "text", "int": "whole-number", "float": "number", "bool": "yes-or-no", "datetime": "time"}
_KINDS |= {"model": "table", "mapping": "table", "dict": "table", "tuple": "list", "date": "date"}


def sift(
    kind: type[Model], tree: dict[str, Any], name: str, *, may_drop: Callable[[Path], bool], place: str = ""
) -> tuple[Model | None, list[Fault]]:
    """Validate a tree, leaving out each value that its place does not allow.

    Gives the model, or None when what `may_drop` protects is wrong, and a fault for each value left
    out: file and key, what is wrong, the nearest valid key or value. `place` goes before each key. An
    item of a list is named by its number in the tree as it was given.
    """
    # One for each place: what was left out there is not missing as well.
    faults: dict[str, Fault] = {}
    given, gone = tree, set[Path]()
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(tree), list(faults.values())
        except ValidationError as error:
            if error.error_count() > _MOST_WRONG and (longer := list(_longer(tree))):
                for listed, count in longer:
                    at = ".".join([*([place] if place else []), *map(str, listed), str(_MOST_WRONG)])
                    faults.setdefault(at, Fault(f"{name}: {at}", "left-out", {"count": count}))
                given = tree = _shortened(tree)
                gone.clear()
                continue
            dropped: set[Path] = set()
            left: dict[Path, list[int]] = {}
            for detail in error.errors(include_url=False):
                where = _as_given(given, detail["loc"], gone, left)
                if len(faults) < MOST_FAULTS:
                    fault = fault_of(kind, {**detail, "loc": where}, name, place)
                    faults.setdefault(fault.where, fault)
                path = where[: len(held(tree, detail["loc"]))]
                if path and may_drop(path):
                    dropped.add(path)
        if not dropped:
            break
        gone |= dropped
        tree = without(given, gone)
    return None, list(faults.values())


def _longer(tree: Any, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Give the lists that have more than `_MOST_WRONG` items, and how many more."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _longer(value, (*path, key))
    elif isinstance(tree, list) and len(tree) > _MOST_WRONG:
        yield path, len(tree) - _MOST_WRONG


def _shortened(tree: Any) -> Any:
    """Give a tree with no more than that many items of any of its lists."""
    if isinstance(tree, Mapping):
        return {key: _shortened(value) for key, value in tree.items()}
    return tree[:_MOST_WRONG] if isinstance(tree, list) else tree


def _as_given(given: Any, where: Iterable[Any], gone: set[Path], left: dict[Path, list[int]]) -> Path:
    """Give a place as the tree had it before what is `gone` was left out; `left` keeps what was counted."""
    path: Path = ()
    for step in where:
        if isinstance(given, list) and isinstance(step, int):
            if path not in left:
                left[path] = [number for number in range(len(given)) if (*path, number) not in gone]
            step = left[path][step] if step < len(left[path]) else step
        inside = isinstance(given, Mapping) or (isinstance(given, list) and isinstance(step, int))
        try:
            given = given[step] if inside else None
        except LookupError:
            given = None
        path = (*path, step)
    return path


def fault_of(kind: type[BaseModel], detail: Mapping[str, Any], name: str, place: str = "") -> Fault:
    """Say in the words of a fault what pydantic found wrong with a value."""
    where: Path = tuple(detail["loc"])
    is_key = bool(where) and where[-1] == "[key]"
    if is_key:
        where = where[:-1]
    key = ".".join([*([place] if place else []), *(str(step) for step in where)])
    at = f"{name}: {key}" if key else name
    given = shown(detail.get("input"))
    context = detail.get("ctx", {})
    match str(detail["type"]):
        case "literal_error":
            expected = str(context.get("expected", "")).replace("'", "")
            allowed = tuple(expected.replace(" or ", ", ").split(", "))
            near = nearest(given, allowed)
            if is_key:
                return _unknown_key(at, near)
            values = {"given": given, "allowed": allowed, "nearest": near or ""}
            return Fault(at, "not-one-of-near" if near else "not-one-of", values)
        case "extra_forbidden":
            return _unknown_key(at, nearest(str(where[-1]), keys_of(kind, where[:-1])))
        case "missing":
            known = set(keys_of(kind, where[:-1]))
            mistyped = [key for key in detail["input"] if key not in known] if known else []
            written = nearest(str(where[-1]), mistyped)
            if written is not None:
                there = f"{at.removesuffix(str(where[-1]))}{written}"
                return Fault(there, "unknown-key-near", {"nearest": where[-1]})
            return Fault(at, "missing-key")
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            bound = next(iter(context.values()), "")
            return Fault(at, "out-of-range", {"given": given, "bound": bound})
        case "multiple_of":
            what = Term("multiple", {"step": next(iter(context.values()), "")})
            return Fault(at, "wrong-value", {"given": given, "what": what})
        case "value_error":
            return _unsound(at, context.get("error", ""))
        case "too_short" | "too_long":
            bound = context.get("min_length", context.get("max_length", ""))
            return Fault(at, "wrong-value", {"given": given, "what": Term("items", {"count": bound})})
        case other:
            word = other.partition("_")[0]
            kind_of_it = Term(_KINDS[word]) if word in _KINDS else other.replace("_", " ")
            return Fault(at, "wrong-value", {"given": given, "what": kind_of_it})


def keys_of(kind: type[BaseModel], where: Path) -> list[str]:
    """Give the keys that a place in a model knows, following fields down as far as they are models."""
    model: Any = kind
    for step in where:
        fields = getattr(model, "model_fields", {})
        field = next((f for key, f in fields.items() if step in (key, f.alias)), None)
        if field is not None:
            model = _inner(field.annotation)
        if model is None:
            return []
    return [f.alias or key for key, f in getattr(model, "model_fields", {}).items()]


def shown(value: Any) -> str:
    """Give a value short enough to be named in one line."""
    if isinstance(value, Mapping):
        return "{...}" if value else "{}"
    if isinstance(value, list | tuple):
        items = islice(value, _SHOWN)
        return _short(f"[{', '.join('[...]' if isinstance(each, list) else shown(each) for each in items)}]")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _BITS:
        # More digits than are turned into text: only a number in hexadecimal has them.
        value = hex(value)
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"


def held(tree: Any, where: Iterable[Any]) -> Path:
    """Give the part of an error's place that names something in the tree."""
    path: list[Any] = []
    for step in where:
        if (isinstance(tree, Mapping) and step in tree) or (
            isinstance(tree, list | tuple) and isinstance(step, int) and step < len(tree)
        ):
            tree = tree[step]
        else:
            break
        path.append(step)
    return tuple(path)


def without(tree: Any, paths: Iterable[Path]) -> Any:
    """Give a copy of a tree without what stands at the paths; only what lies along them is copied."""
    below: dict[Any, list[Path]] = {}
    for path in paths:
        below.setdefault(path[0], []).append(path[1:])

    def kept(step: Any, value: Any) -> Any:
        return without(value, below[step]) if step in below else value

    gone = {step for step, rests in below.items() if () in rests}
    if isinstance(tree, Mapping):
        return {step: kept(step, value) for step, value in tree.items() if step not in gone}
    return [kept(step, value) for step, value in enumerate(tree) if step not in gone]


def _unsound(at: str, error: object) -> Fault:
    if isinstance(error, PlaceholderError):
        near = nearest(error.given.partition(":")[0], error.known) or ""
        if error.given in ("{", "}"):
            return Fault(at, "brace-alone", {"allowed": error.known})
        values = {"given": error.given, "allowed": error.known, "nearest": near}
        return Fault(at, "unknown-placeholder-near" if near else "unknown-placeholder", values)
    what = Term(error.code, error.values) if isinstance(error, UnsoundError) else str(error)
    return Fault(at, "unsound", {"what": what})


def _unknown_key(at: str, near: str | None) -> Fault:
    return Fault(at, "unknown-key-near" if near else "unknown-key", {"nearest": near or ""})


def _inner(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None
