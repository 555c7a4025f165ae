"""Names that stand in the subject of a mail or in the name of a document, whoever they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .company import company
from .folding import HAN, fold
from .identity import stem_of
from .lexicon import Lexicon
from .needle import Needle, joined

MOST = 6
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(f"(?:(?![{HAN}])[^\\W\\d_])+")
_BETWEEN = re.compile(r"[ _.&'\u2019\-]{1,3}")
_HAN = re.compile(f"[{HAN}]+")


def names(text: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of what stands in a subject or a document's name as a name.

    These are two or more words with capital letters in a row, and Chinese companies; what papers, greetings
    and months are called belongs to no name, and neither do codes.
    """
    stem = _CAMEL.sub(" ", stem_of(text))
    for listed in _runs(stem, lexicon):
        if listed[-1] in lexicon.legal - lexicon.linking:
            yield from company(" ".join(listed), "company", lexicon)
        for start in range(len(listed) - 1):
            for stop in range(start + 2, len(listed) + 1):
                part = listed[start:stop]
                whole = part == listed and not all(map(lexicon.plain, part))
                yield joined(part, variant, proper=not whole)
    for match in _HAN.finditer(stem):
        yield from _registered(fold(match.group()), lexicon)


def _runs(text: str, lexicon: Lexicon) -> Iterator[list[str]]:
    """Give the words with capital letters that follow one another, at least two and at most six."""
    run: list[str] = []
    ended = 0
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if run and not _BETWEEN.fullmatch(text, ended, match.start()):
            yield from _long_enough(run)
            run = []
        ended = match.end()
        if _telling(match.group(), word, lexicon):
            run.append(word)
        else:
            yield from _long_enough(run)
            run = []
    yield from _long_enough(run)


def _telling(written: str, word: str, lexicon: Lexicon) -> bool:
    if not written[0].isupper() or len(word) < 2:
        return False
    return not (
        word in lexicon.papers
        or word in lexicon.capital
        or word in lexicon.articles
        or word in lexicon.titles
    )


def _long_enough(run: list[str]) -> Iterator[list[str]]:
    if 2 <= len(run) <= MOST:
        yield run


def _registered(name: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a Chinese company that is named with its legal form or as a company."""
    for form in lexicon.han_legal:
        if form in name:
            name = name[: name.index(form) + len(form)]
            break
    else:
        if not any(name.endswith(word) and lexicon.trail.fullmatch(word) for word in lexicon.han_trade):
            return
    off = (word for word in lexicon.han_trade if word not in lexicon.han_places)
    opening = next((word for word in off if name.startswith(word)), "")
    yield from company(name.removeprefix(opening), "company", lexicon)
