"""Reading TOML that people may have edited by hand."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..core.fault import Fault

LIMIT = 8_000_000
_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_NESTING = 60
_LARGEST = 2**63 - 1


def parse(data: bytes, name: str) -> tuple[dict[str, Any] | None, Fault | None]:
    """Parse TOML bytes in any of the encodings an editor saves; give the tree, or the fault.

    Never raises: numbers of more than 64 bits, deep nesting and wrong encodings are faults as well.
    """
    if len(data) > LIMIT:
        return None, Fault(name, "too-large", {"limit": LIMIT // 1_000_000})
    text = decoded(data)
    if text is None:
        return None, Fault(name, "not-text")
    if line := _long_key(text):
        return None, Fault(f"{name}:{line}", "too-deep")
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
        return None, Fault(f"{name}:{line}", "not-toml", {"what": _PLACE.sub("", str(error)).strip()})
    except RecursionError:
        return None, Fault(name, "too-deep")
    except Exception as error:
        # The promise of this function; what the parser does not foresee is no TOML either.
        return None, Fault(name, "not-toml", {"what": type(error).__name__})
    fault = _unfit(tree, name)
    return (None, fault) if fault else (tree, None)


def decoded(data: bytes) -> str | None:
    """Give the text of UTF-8 with or without a mark, or of UTF-16 with one; None for anything else."""
    encodings = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((name for mark, name in encodings.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _long_key(text: str) -> int | None:
    """Give the line of a key of more parts than any record has: such take the parser very long."""
    if all(line.count(".") < _NESTING for line in text.split("\n")):
        return None
    from .lines import dotted

    return next((line for line, parts in dotted(text) if parts > 2 * _NESTING), None)


def _unfit(tree: dict[str, Any], name: str) -> Fault | None:
    """Give what TOML lets through and nothing after it can bear: nesting, and numbers without end."""
    level: list[tuple[str, Any]] = list(tree.items())
    for _ in range(_NESTING):
        below: list[tuple[str, Any]] = []
        for path, value in level:
            if isinstance(value, dict):
                below += [(f"{path}.{key}", item) for key, item in value.items()]
            elif isinstance(value, list):
                below += [(path, item) for item in value]
            elif type(value) is int and abs(value) > _LARGEST:
                return Fault(_where(name, path), "out-of-range", {"given": "...", "bound": _LARGEST})
        if not below:
            return None
        level = below
    return Fault(_where(name, level[0][0]), "too-deep")


def _where(name: str, path: str) -> str:
    return f"{name}: {path if len(path) <= _NESTING else path[:_NESTING] + '...'}"
