"""Dotted paths into plain trees: how an event names the value that it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def lookup(tree: Any, path: str) -> Any:
    """Give what stands at `path`, or None; a number names an item of a list."""
    for key in path.split("."):
        if isinstance(tree, Mapping):
            tree = tree.get(key)
        elif isinstance(tree, list | tuple) and (place := _place(key, tree)) is not None:
            tree = tree[place]
        else:
            return None
    return tree


def assign(tree: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Give a copy of `tree` with `value` at `path`; None takes it away, and tables left empty with it.

    Only the tables along the path are copied. What stands in its way and is no table gives way to one.
    """
    key, _, rest = path.partition(".")
    copy = dict(tree)
    if rest:
        below = copy.get(key)
        value = assign(below if isinstance(below, Mapping) else {}, rest, value) or None
    if value is None:
        copy.pop(key, None)
    else:
        copy[key] = value
    return copy


def _place(key: str, items: Sequence[Any]) -> int | None:
    """Give the place in a list that a key names, or None."""
    if not (key.isascii() and key.isdigit() and len(key) < 8):
        return None
    place = int(key)
    return place if place < len(items) else None
