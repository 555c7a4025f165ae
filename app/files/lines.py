"""Where in a TOML text its keys stand; the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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

Path = tuple[str, ...]


def key_lines(text: str) -> Iterator[tuple[int, Path]]:
    """Give line and full path of each header and each key of a TOML text.

    Keys inside inline tables are not among them. What is no TOML gives fewer, or none.
    """
    table: Path = ()
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
        if header:
            table = path
            yield line, table
        else:
            yield line, table + path
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
    found: dict[str, int] = {}
    for line, path in key_lines(text):
        found.setdefault(".".join(path), line)
    around = key
    while around and around not in found:
        around = around.rpartition(".")[0]
    return f"{name}:{found[around]}: {key}" if around else f"{name}: {key}"


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
