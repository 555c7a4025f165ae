"""Cue phrases: looked for as whole words, quickly, wherever a text holds their rarest piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .folding import HAN, KANA, fold

_REACH = 40
_WORDY = re.compile(f"(?![{HAN}{KANA}])\\w")


class Hit(NamedTuple):
    """Place one phrase in a folded text."""

    start: int
    end: int
    phrase: str


def hits(phrases: tuple[str, ...], text: str) -> Iterator[Hit]:
    """Find phrases in a folded text, in the order of the list."""
    spaced = _spaced(text)
    for phrase, rare in _rare(phrases):
        if rare in spaced:
            for match in _pattern(phrase).finditer(text):
                yield Hit(match.start(), match.end(), phrase)


def first(phrases: tuple[str, ...], text: str) -> Hit | None:
    """Give the earliest phrase in a folded text, or None."""
    return min(hits(phrases, text), default=None)


@lru_cache(maxsize=256)
def _rare(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Give each phrase with its longest stretch, which a text is searched for first."""
    return tuple((phrase, max(map(_spaced, re.split("[~*]+", fold(phrase))), key=len)) for phrase in phrases)


@lru_cache(maxsize=8)
def _spaced(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = [_part(part) for part in re.split(r"(\*\*|\*|~|\s+)", fold(phrase)) if part]
    expression = "".join(parts)
    body = fold(phrase)
    before = r"(?<!\w)" if _WORDY.match(body[0]) else ""
    after = r"(?!\w)" if _WORDY.match(body[-1]) else ""
    return re.compile(before + expression + after)


def _part(part: str) -> str:
    if part == "**":
        return rf"[\s\S]{{0,{3 * _REACH}}}?"
    if part == "*":
        return rf"[^\n.!?]{{0,{_REACH}}}?"
    if part == "~":
        return r"\w*"
    return r"\s+" if part.isspace() else re.escape(part)
