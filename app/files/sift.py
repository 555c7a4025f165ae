"""Keeping what is sound of a tree, and naming what is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..core.fault import Fault, nearest

Model = TypeVar("Model", bound=BaseModel)
_ROUNDS = 200
_SHOWN = 40


def sift(
    kind: type[Model], tree: dict[str, Any], name: str, *, may_drop: Callable[[tuple[Any, ...]], bool]
) -> tuple[Model | None, list[Fault]]:
    """Validate a tree, leaving out each value that its place does not allow.

    Gives the model, or None when what `may_drop` protects is wrong, and a fault for each value left
    out: file and key, what is wrong, the nearest valid key or value.
    """
    faults: list[Fault] = []
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(tree), faults
        except ValidationError as error:
            dropped = False
            for place in {tuple(detail["loc"]): detail for detail in error.errors()}.items():
                where, detail = place
                fault = _fault(kind, where, detail, name)
                if fault not in faults:
                    faults.append(fault)
                path = _existing(tree, where)
                if path and may_drop(path):
                    tree = _without(tree, path)
                    dropped = True
            if not dropped:
                return None, faults
    return None, faults


def keys_of(kind: type[BaseModel], where: tuple[Any, ...]) -> list[str]:
    """Give the keys that a place in a model knows, following fields down as far as they are models."""
    model: Any = kind
    for step in where:
        fields = getattr(model, "model_fields", {})
        field = next((f for key, f in fields.items() if step in (key, f.alias)), None)
        if field is None:
            return []
        model = _inner(field.annotation)
        if model is None:
            return []
    return [f.alias or key for key, f in getattr(model, "model_fields", {}).items()]


def _inner(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None


def _fault(kind: type[BaseModel], where: tuple[Any, ...], detail: Mapping[str, Any], name: str) -> Fault:
    key = ".".join(str(step) for step in where)
    place = f"{name}: {key}" if key else name
    given = str(detail.get("input"))[:_SHOWN]
    context = detail.get("ctx", {})
    match str(detail["type"]):
        case "extra_forbidden":
            near = nearest(
                str(where[-1]), keys_of(kind, tuple(s for s in where[:-1] if not isinstance(s, int)))
            )
            return Fault(place, "unknown-key-near" if near else "unknown-key", {"nearest": near or ""})
        case "missing":
            return Fault(place, "missing-key")
        case "literal_error":
            allowed = str(context.get("expected", "")).replace("'", "")
            near = nearest(given, allowed.replace(" or ", ", ").split(", "))
            values = {"given": given, "allowed": allowed, "nearest": near or ""}
            return Fault(place, "not-one-of-near" if near else "not-one-of", values)
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            bound = next(iter(context.values()), "")
            return Fault(place, "out-of-range", {"given": given, "bound": bound})
        case other:
            return Fault(place, "wrong-value", {"given": given, "what": other.replace("_", " ")})


def _existing(tree: Any, where: tuple[Any, ...]) -> tuple[Any, ...]:
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


def _without(tree: Any, path: tuple[Any, ...]) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(tree, Mapping):
        copy = dict(tree)
        if rest:
            copy[step] = _without(copy[step], rest)
        else:
            del copy[step]
        return copy
    items = list(tree)
    if rest:
        items[step] = _without(items[step], rest)
    else:
        del items[step]
    return items
