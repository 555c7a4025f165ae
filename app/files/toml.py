"""Reading TOML that people may have edited by hand."""

from __future__ import annotations

import re
import sys
import tomllib
from types import ModuleType
from typing import Any

from ..core.fault import Fault, Term
from .bulk import LIMIT as LIMIT
from .bulk import MOST, NESTING, Bulk, bulk_of, is_light
from .sift import MOST_FAULTS, Path, shown, without

_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
# What the parser says, by the first of its words.
_COMPLAINTS = {
    "Invalid statement": "toml-statement",
    "Expected newline": "toml-line-end",
    "Cannot declare": "toml-twice",
    "Cannot overwrite": "toml-twice",
    "Cannot redefine": "toml-twice",
    "Cannot mutate": "toml-twice",
    "Duplicate inline": "toml-twice",
    "Expected ']": "toml-bracket",
    "Expected '='": "toml-equals",
    "Expected ": "toml-unclosed",
    "Invalid initial character": "toml-key",
    "Unclosed": "toml-unclosed",
    "Unterminated": "toml-unclosed",
    "Unescaped": "toml-escape",
    "Invalid hex value": "toml-escape",
    "Escaped character": "toml-escape",
    "Illegal character": "toml-character",
    "Found invalid character": "toml-character",
    "Invalid date": "toml-time",
    "Invalid value": "toml-value",
}
# Characters from which on the compiled parser is worth half a megabyte.
_LARGE = 100_000
_KEYS = 4
# Bytes that tell in which encoding a text is.
_HEAD = 400
_LARGEST = 2**63 - 1
# A number by itself, no key, no part of a fraction; fewer digits than these no parser refuses.
_DIGITS = re.compile(r"(?<![\w.])[0-9][0-9_]{640,}(?![\w.]|[ \t]*=)")


def parse(data: bytes, name: str) -> tuple[dict[str, Any] | None, Fault | None]:
    """Parse TOML bytes in any of the encodings an editor saves; give the tree, or the first fault.

    Never raises: numbers of more than 64 bits, deep nesting and wrong encodings are faults as well.
    """
    tree, faults = parse_fit(data, name)
    return (None, faults[0]) if faults else (tree, None)


def parse_fit(data: bytes, name: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Parse as `parse` does, and leave out what nothing can bear of a text that is TOML: each is a fault.

    There is no tree where the text is none.
    """
    if len(data) > LIMIT:
        return None, [Fault(name, "too-large", {"limit": LIMIT // 1_000_000})]
    text = decoded(data)
    if _is_unmarked_utf16(data):
        return None, [Fault(name, "utf-16")]
    if text is None:
        return None, [Fault(name, "not-text")]
    bulk = Bulk(0.0) if is_light(text) else bulk_of(text)
    if bulk.weight > MOST:
        return None, [Fault(name, "too-heavy")]
    if bulk.dots > 2 * NESTING:
        return None, [Fault(f"{name}:{_long_key(text)}", "too-deep")]
    parser = _parser_for(text)
    try:
        tree = parser.loads(text)
    except parser.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
        return None, [Fault(f"{name}:{line}", "not-toml", {"what": _complaint(str(error))})]
    except RecursionError:
        return None, [Fault(name, "too-deep")]
    except Exception as error:
        # The promise of this function; what the parser does not foresee is no TOML either.
        return None, [_long_number(text, name) or Fault(name, "not-toml", {"what": type(error).__name__})]
    if _fits(tree):
        return tree, []
    unfit, faults = _unfit(tree, name)
    return without(tree, unfit), faults


def _parser_for(text: str) -> ModuleType:
    """Give the parser of the standard library, and for what is large the compiled one, which takes room.

    Once that is there, it reads what is small as well.
    """
    if len(text) <= _LARGE and "tomli" not in sys.modules:
        return tomllib
    return compiled_parser()


def compiled_parser() -> ModuleType:
    """Give the compiled parser; whoever is about to read much asks for it beforehand."""
    import tomli

    return tomli


def _complaint(message: str) -> Term | str:
    """Give the term for what the parser says, or its own words where it says something unforeseen."""
    code = next((code for said, code in _COMPLAINTS.items() if message.startswith(said)), None)
    return Term(code) if code else _PLACE.sub("", message).strip()


def decoded(data: bytes) -> str | None:
    """Give the text of UTF-8 with or without a mark, or of UTF-16 with one; None for anything else."""
    encodings = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((name for mark, name in encodings.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_unmarked_utf16(data: bytes) -> bool:
    """Tell whether a text looks like UTF-16 without a mark: of its first signs, most have an empty byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = data[:_HEAD]
    return any(head[start::2].count(0) > len(head) // 4 for start in (0, 1))


def _long_key(text: str) -> int:
    """Give the line of a key of more parts than any record has: such take the parser very long."""
    from .lines import dotted

    return next((line for line, parts in dotted(text) if parts > 2 * NESTING), 1)


def _long_number(text: str, name: str) -> Fault | None:
    """Name the first number of more digits than the parser turns into one."""
    from .lines import outside_strings

    for line, found in outside_strings(text):
        for number in _DIGITS.finditer(found):
            if len(number[0].replace("_", "")) > sys.get_int_max_str_digits():
                values = {"given": shown(number[0]), "bound": Term("largest")}
                return Fault(f"{name}:{line}", "out-of-range", values)
    return None


def _fits(tree: dict[str, Any]) -> bool:
    """Tell whether `_unfit` has nothing to give."""
    level: list[Any] = [tree]
    for _ in range(NESTING):
        values = [value for table in level for value in (table.values() if type(table) is dict else table)]
        if any(type(value) is int and abs(value) > _LARGEST for value in values):
            return False
        level = [value for value in values if type(value) is dict or type(value) is list]
        if not level:
            return True
    return False


def _unfit(tree: dict[str, Any], name: str) -> tuple[list[Path], list[Fault]]:
    """Give what TOML lets through and nothing after it can bear: nesting, and numbers without end."""
    paths: list[Path] = []
    faults: dict[str, Fault] = {}

    def name_fault(path: Path, code: str, given: Any = None, **values: Any) -> None:
        paths.append(path)
        if len(faults) < MOST_FAULTS:
            place = ".".join(map(str, path))
            where = f"{name}: {place if len(place) <= NESTING else place[:NESTING] + '...'}"
            values |= {"given": shown(given)} if given is not None else {}
            faults.setdefault(where, Fault(where, code, values))

    level: list[tuple[Path, Any]] = [((), tree)]
    for _ in range(NESTING):
        below: list[tuple[Path, Any]] = []
        for path, table in level:
            for step, value in table.items() if isinstance(table, dict) else enumerate(table):
                if isinstance(value, dict | list):
                    below.append(((*path, step), value))
                elif type(value) is int and abs(value) > _LARGEST:
                    name_fault((*path, step), "out-of-range", value, bound=Term("largest"))
        level = below
    for path in dict.fromkeys(_beginning(path) for path, _ in level):
        name_fault(path, "too-deep")
    return paths, list(faults.values())


def _beginning(path: Path) -> Path:
    """Give the key whose value is nested too deep: no deeper inside than any key of a record."""
    place = max(number for number, step in enumerate(path[:_KEYS], 1) if isinstance(step, str))
    return path[:place]
