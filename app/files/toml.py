"""Reading TOML that people may have edited by hand."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ..core.fault import Fault

_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_LIMIT = 8_000_000
_NESTING = 60


def parse(data: bytes, name: str) -> tuple[dict[str, Any] | None, Fault | None]:
    """Parse TOML bytes in any of the encodings an editor saves; give the tree, or the fault.

    Never raises: over-long numbers, deep nesting and wrong encodings are faults as well.
    """
    if len(data) > _LIMIT:
        return None, Fault(name, "too-large", {"limit": _LIMIT // 1_000_000})
    text = _decoded(data)
    if text is None:
        return None, Fault(name, "not-text")
    nested = _nesting(text)
    if nested is not None:
        return None, Fault(f"{name}:{nested}", "too-deep")
    try:
        return tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = place.group(1) if place and place.group(1) else str(text.count("\n") + 1)
        return None, Fault(f"{name}:{line}", "not-toml", {"what": _PLACE.sub("", str(error)).strip()})
    except (ValueError, RecursionError) as error:
        return None, Fault(name, "not-toml", {"what": type(error).__name__})


def _decoded(data: bytes) -> str | None:
    encodings = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((name for mark, name in encodings.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _nesting(text: str) -> int | None:
    """Give the line on which brackets nest deeper than any record does, or None.

    Brackets inside strings count as well: a bound, not a parser.
    """
    if text.count("[") < _NESTING and text.count("{") < _NESTING:
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if max(line.count("["), line.count("{")) > _NESTING and re.search(r"(?:[\[{]\s*){60}", line):
            return number
    return None
