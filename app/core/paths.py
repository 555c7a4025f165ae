"""Dotted paths into plain trees: how an event names the value that it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def lookup(tree: Any, path: str) -> Any:
    """Give what stands at `path`, or None; a number names an item of a list."""
    for key in path.split("."):
        if isinstance(tree, Mapping):
            tree = tree.get(key)
        elif isinstance(tree, Sequence) and key.isdigit() and int(key) < len(tree):
            tree = tree[int(key)]
        else:
            return None
    return tree


def assign(tree: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Give a copy of `tree` with `value` at `path`; None takes it away, and tables left empty with it.

    Only the tables along the path are copied.
    """
    key, _, rest = path.partition(".")
    copy = dict(tree)
    if rest:
        below = assign(copy.get(key) or {}, rest, value)
        value = below or None
    if value is None:
        copy.pop(key, None)
    else:
        copy[key] = value
    return copy
