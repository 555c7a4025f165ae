"""How a letter is kept: under a key that stays the same while names and addresses are edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from .ids import Kind, Role

_KEY = re.compile(rf"({'|'.join(get_args(Kind))})-({'|'.join(get_args(Role))})-([1-9][0-9]{{0,8}})-(.+)")


def letter_key(kind: Kind, role: Role, number: int, language: str) -> str:
    """Give the key under which a letter is kept."""
    return f"{kind}-{role}-{number}-{language}"


def same_errand(key: str, other: str | None) -> bool:
    """Tell whether two letter keys name the same letter, whatever its language."""
    return other is not None and key.rpartition("-")[0] == other.rpartition("-")[0]


def named_by(key: str) -> Mapping[str, Any]:
    """Give what a key says of its letter: kind, role, number, language; nothing where it is no such key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return {}
    return {"kind": found[1], "role": found[2], "number": int(found[3]), "language": found[4]}
