"""Where in a TOML text its keys stand; the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..core.fault import Fault

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_PART = re.compile(r"""[ \t]*(?:([\w-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*""")
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5}|\Z)"
    r"""|"(?:[^"\\\n]++|\\.)*+"?|'[^'\n]*+'?|\#[^\n]*+"""
)
# A string, or a comment.
STRING = re.compile(_STRING, re.DOTALL)
_VALUE = re.compile(_STRING + r"""|[\[{]|[\]}]|\n|[^"'\#\[\]{}\n]+""", re.DOTALL)

# Characters of a text that a person can have written by hand.
_GONE_THROUGH = 200_000

Path = tuple[str, ...]


def key_lines(text: str) -> Iterator[tuple[int, Path]]:
    """Give line and full path of each header and each key of a TOML text.

    Keys inside inline tables are not among them. What is no TOML gives fewer, or none.
    """
    table: Path = ()
    for line, brackets, path in _statements(text):
        table = path if brackets else table
        yield line, table if brackets else table + path


def numbered_lines(text: str) -> dict[str, int | None]:
    """Give the line of each header and each key, dotted as a fault names it; None where two are named alike.

    Lists of tables hold their items by number.
    """
    found: dict[str, int | None] = {}
    listed: dict[Path, int] = {}
    table: Path = ()
    for line, brackets, path in _statements(text):
        whole: Path = () if brackets else table
        for step in path[: len(path) - (brackets > 1)]:
            whole = (*whole, step)
            if whole in listed:
                whole = (*whole, str(listed[whole]))
        if brackets > 1:
            whole = (*whole, path[-1])
            listed[whole] = listed.get(whole, -1) + 1
            whole = (*whole, str(listed[whole]))
        table = whole if brackets else table
        key = ".".join(whole)
        found[key] = None if key in found else line
    return found


def _statements(text: str) -> Iterator[tuple[int, int, Path]]:
    """Give each header and each key with its line and the brackets before it, 0 before a key."""
    place, line, counted = 0, 1, 0
    while True:
        blank = _BLANK.match(text, place)
        place = blank.end() if blank else place
        if place >= len(text):
            return
        line, counted = line + text.count("\n", counted, place), place
        header = text[place] == "["
        brackets = (2 if text.startswith("[[", place) else 1) if header else 0
        path, place = _key(text, place + brackets)
        if not path:
            return
        yield line, brackets, path
        place = _after_value(text, place)


def line_of(text: str, path: Sequence[str]) -> int | None:
    """Give the line on which a key stands, else that of the nearest table around it, or None."""
    found: dict[Path, int] = {}
    for line, known in key_lines(text):
        found.setdefault(known, line)
    steps = tuple(path)
    return next((found[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in found), None)


def placed(name: str, text: str, key: str) -> str:
    """Name a dotted key of a file, with its line, or that of the nearest table around it if there is one."""
    return _placed(name, numbered_lines(text), key)


def with_lines(faults: Iterable[Fault], text: str, name: str) -> tuple[Fault, ...]:
    """Give the faults, each that names a key with the line of the key, or of the nearest table around it.

    Where that is not certain, and in a text too long to be gone through once more, no line is told.
    """
    lines: dict[str, int | None] | None = None
    told: list[Fault] = []
    for fault in faults:
        key = fault.where.removeprefix(f"{name}: ")
        if key != fault.where and len(text) <= _GONE_THROUGH:
            lines = numbered_lines(text) if lines is None else lines
            fault = fault._replace(where=_placed(name, lines, key))
        told.append(fault)
    return tuple(told)


def _placed(name: str, lines: Mapping[str, int | None], key: str) -> str:
    around = key
    while around and around not in lines:
        around = around.rpartition(".")[0]
    line = lines.get(around)
    return f"{name}: {key}" if line is None else f"{name}:{line}: {key}"


def outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Give whatever stands outside of strings and comments, with the line on which it begins."""
    line, place = 1, 0
    while token := _VALUE.match(text, place):
        found, place = token[0], token.end()
        if found[0] not in "\"'#":
            yield line, found
        line += found.count("\n")


def dotted(text: str) -> Iterator[tuple[int, int]]:
    """Give the line and the number of parts of whatever has dots outside of strings and comments."""
    line, parts, place = 1, 1, 0
    while token := _VALUE.match(text, place):
        found, place = token[0], token.end()
        if found[0] not in "\"'#":
            for number, run in enumerate(re.split("[\n=,{}\\[\\]]", found)):
                if number:
                    yield line, parts
                    parts = 1
                parts += run.count(".")
        line += found.count("\n")
    yield line, parts


def _key(text: str, place: int) -> tuple[Path, int]:
    parts: list[str] = []
    while part := _PART.match(text, place):
        parts.append(next(group for group in part.groups() if group is not None))
        place = part.end()
        if not text.startswith(".", place):
            break
        place += 1
    return tuple(parts), place


def _after_value(text: str, place: int) -> int:
    """Give the end of the statement: the first line end outside of strings and brackets."""
    depth = 0
    while token := _VALUE.match(text, place):
        place = token.end()
        first = token[0]
        if first == "\n" and depth <= 0:
            return place
        depth += (first in ("[", "{")) - (first in ("]", "}"))
    return len(text)
