"""As what a reader is greeted: as a man or as a woman, which the title in their name may contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..parts import Reader
from ..playbook.examine import Cues
from .folding import HAN, KANA, fold, words
from .greeting import Greeted
from .lexicon import Lexicon

_UNPARTED = re.compile(f"[{HAN}{KANA}\uac00-\ud7a3]")
_LETTER = f"[^\\W{HAN}{KANA}]"
_ENDS = re.compile("[,:;!]")


class _Said(NamedTuple):
    """Place a word that says whom it is for; `hers` tells which of the two."""

    start: int
    end: int
    hers: bool


class _Ways(NamedTuple):
    """Hold what finds the titles of a man and of a woman, and what else says it in a greeting."""

    titles: tuple[re.Pattern[str], re.Pattern[str]]
    forms: tuple[re.Pattern[str], re.Pattern[str]]


def misgreeted(name: Greeted, body: str, reader: Reader, cues: Cues, lexicon: Lexicon) -> Greeted | None:
    """Give the greeting of a woman where the reader's name has the title of a man, and the other way round.

    A name without such a title contradicts nothing, and neither does a greeting that leaves it open.
    """
    ways, known = _ways(cues), fold(reader.name)
    title = _own_title(known, ways, lexicon)
    if title is None:
        return None
    own = {*words(known[: title.start]), *words(known[title.end :])}
    line = body[: name.end] + body[name.end :].partition("\n")[0]
    stop = _ENDS.search(line, name.end)
    for patterns in ways:
        said = [
            one
            for one in _said(line, patterns)
            if line[one.start : one.end].rstrip(".") not in own and not _is_open(line, one)
        ]
        if any(one.hers == title.hers for one in said):
            # Where the line is for both, as in Madame, Monsieur, so is all of it.
            if any(one.hers != title.hers for one in said):
                return None
            continue
        first = [one for one in said if not stop or one.end <= stop.start()]
        if first:
            start, end = min(one.start for one in first), max(one.end for one in first)
            return Greeted(min(start, name.start), max(end, name.end), name.name)
    return None


def _own_title(known: str, ways: _Ways, lexicon: Lexicon) -> _Said | None:
    """Give the title in a reader's folded name; None where there is none, or one for each of the two.

    It stands before the name or after it, and what stands between two names is one of them.
    """
    before = lexicon.titles | lexicon.linking
    said = [
        one
        for one in _said(known, ways.titles)
        if _UNPARTED.match(known[one.start])
        or known[: one.start].rstrip().endswith((",", "("))
        or (known[one.end :].strip(" .") and before.issuperset(words(known[: one.start])))
    ]
    return said[0] if len({one.hers for one in said}) == 1 else None


def _said(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[_Said]:
    for hers, pattern in enumerate(patterns):
        for match in pattern.finditer(text):
            yield _Said(match.start(), match.end(), bool(hers))


def _is_open(line: str, said: _Said) -> bool:
    """Tell whether another ending or title is offered beside one, as in Mr/Ms."""
    before, after = line[: said.start].rstrip(), line[said.end :].lstrip(".")
    return after.startswith("(") or after.lstrip().startswith("/") or before.endswith("/")


@lru_cache(maxsize=16)
def _ways(cues: Cues) -> _Ways:
    every, own = cues.rules.greeting, cues.greeting
    open_here = set(own.either)
    man, woman = {*every.man, *own.man} - open_here, {*every.woman, *own.woman} - open_here
    return _Ways((_pattern(man), _pattern(woman)), (_pattern(own.his), _pattern(own.hers)))


def _pattern(listed: Iterable[str]) -> re.Pattern[str]:
    """Make one pattern of whole words, or of characters wherever they stand in a script that parts none."""
    folded = sorted(map(fold, listed), key=lambda word: (-len(word), word))
    unparted = [re.escape(word) for word in folded if _UNPARTED.match(word)]
    parted = [re.escape(word) for word in folded if not _UNPARTED.match(word)]
    ways = [*unparted, *([f"(?<!{_LETTER})(?:{'|'.join(parted)})(?!{_LETTER})"] if parted else [])]
    return re.compile("|".join(ways) or "(?!)")
