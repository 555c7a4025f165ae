"""Where a needle shows in a text, and whether it stands there as a name of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .folding import HAN, KANA, Folded, fold, script
from .frame import begins_sentence
from .lexicon import Lexicon
from .needle import LONG, Needle
from .pinyin import readings
from .showing import shown

CONTAINED = 6
OPENED = 8
GAP = 3
SHORT = 3
INFLECTED = 4
GIVEN = (1, 2)
_SEPARATES = re.compile(r"[\s\-_.,'\u2019\u00b7\u30fb&/+\u200b\u00ad\u2010-\u2014]+$")
_HYPHENS = frozenset("-\u00ad\u200b\u2010\u2011\u2012\u2013")
_PATH = re.compile(f"[^\\s{HAN}{KANA}\uff00-\uff0f\u3000-\u303f]")
_TECHNICAL = re.compile(r"[@_/\\]|\.[A-Za-z0-9]{2,}")


@dataclass(frozen=True)
class Sighting:
    """Place something found: `start` and `end` in the text as written, and what it gives away."""

    start: int
    end: int
    variant: str


def sightings(needle: Needle, text: Folded, lexicon: Lexicon) -> Iterator[Sighting]:
    """Find a needle wherever it stands as a name: not in longer words, nor across ordinary ones."""
    if needle.literal:
        yield from _literal(needle, text)
        return
    begin = text.key.find(needle.key)
    while begin >= 0:
        end = begin + len(needle.key)
        for stop in _read(needle, text, end) if needle.given else (end,):
            if _stands(needle, text, begin, stop, lexicon):
                place = shown(needle, text, text.spots[begin], text.spots[stop - 1] + 1, lexicon)
                if place:
                    yield Sighting(*place, needle.variant)
        begin = text.key.find(needle.key, begin + 1)


def _read(needle: Needle, text: Folded, end: int) -> Iterator[int]:
    """Give where Han characters end that follow and are read as the needle's given name."""
    for length in GIVEN:
        stop = end + length
        following = text.key[end:stop]
        if len(following) < length or script(following[-1]) != "han":
            return
        if text.spots[stop - 1] - text.spots[end - 1] != length:
            return
        if any("".join(way) == needle.given for way in readings(following)):
            yield stop


def _literal(needle: Needle, text: Folded) -> Iterator[Sighting]:
    begin = text.text.find(needle.key)
    while begin >= 0:
        end = begin + len(needle.key)
        before, after = text.text[begin - 1 : begin], text.text[end : end + 1]
        if not (before.isalnum() and before.isascii()) and not (after.isalnum() and after.isascii()):
            yield Sighting(text.place(begin), text.at[end - 1] + 1, needle.variant)
        begin = text.text.find(needle.key, end)


def _stands(needle: Needle, text: Folded, begin: int, end: int, lexicon: Lexicon) -> bool:
    gaps = _gaps(text, begin, end)
    if not all(_passes(needle, gap, between) for gap, between in gaps.items()):
        return False
    if needle.tied and not (needle.joints.issuperset(gaps) and _hyphenated(gaps)):
        return False
    technical = _technical(text, begin, end)
    if not (_open_left(text, begin, lexicon) and _open_right(needle, text, begin, end, lexicon)):
        contained = technical and len(needle.key) >= CONTAINED and not gaps and not lexicon.plain(needle.key)
        if not contained:
            return False
    if script(needle.key[0]) in {"han", "katakana"} and not gaps:
        start, stop = text.spots[begin], text.spots[end - 1] + 1
        if lexicon.cuts(text.raw, start, stop):
            return False
    if needle.titled:
        return True
    pieces = _pieces(needle.key, gaps)
    if set(gaps) - needle.joints and not _hyphenated(gaps):
        broken = len(needle.key) >= OPENED and not all(map(lexicon.plain, pieces))
        if not broken and not _capital(text, begin, end, gaps, lexicon):
            return False
    said = lexicon.plain(needle.key) or needle.key in lexicon.compounds
    if said and needle.joints and _hyphenated(gaps) and not technical:
        written = text.raw[text.spots[begin] : text.spots[end - 1] + 1]
        heads = (text.raw[text.spots[begin + joint]] for joint in needle.joints)
        if written.isupper() or not any(map(str.isupper, heads)):
            return False
    return (
        not needle.proper or technical or _capital(text, begin, end, needle.joints if gaps else (), lexicon)
    )


def _gaps(text: Folded, begin: int, end: int) -> dict[int, str]:
    spots = text.spots
    if spots[end - 1] - spots[begin] == end - 1 - begin:
        return {}
    return {
        place - begin + 1: text.raw[spots[place] + 1 : spots[place + 1]]
        for place in range(begin, end - 1)
        if spots[place + 1] - spots[place] > 1
        and not _marks_alone(text.raw[spots[place] + 1 : spots[place + 1]])
    }


def _marks_alone(between: str) -> bool:
    return all(unicodedata.combining(character) or not fold(character) for character in between)


def _passes(needle: Needle, gap: int, between: str) -> bool:
    if gap in needle.joints:
        return len(between) <= GAP and _SEPARATES.match(between) is not None
    if script(needle.key[gap]) in {"han", "hiragana", "katakana", "hangul"}:
        return between in {" ", "\u3000", "\u00b7", "\u30fb"}
    if len(needle.key) < LONG:
        return False
    return between in _HYPHENS or (between in {" ", "_", "."} and len(needle.key) >= CONTAINED)


def _hyphenated(gaps: dict[int, str]) -> bool:
    return all(between in _HYPHENS for between in gaps.values())


def _pieces(key: str, gaps: dict[int, str]) -> list[str]:
    edges = [0, *sorted(gaps), len(key)]
    return [key[start:stop] for start, stop in pairwise(edges)]


def _open_left(text: Folded, begin: int, lexicon: Lexicon) -> bool:
    if begin == 0:
        return True
    here, before = text.spots[begin], text.spots[begin - 1]
    if here - before > 1 or text.parted(begin):
        return True
    kind = script(text.key[begin])
    if kind == "han" or kind != script(text.key[begin - 1]):
        return True
    if kind == "arabic":
        start = begin
        while start > 0 and text.spots[start] - text.spots[start - 1] == 1 and begin - start <= GAP:
            start -= 1
        return text.key[start:begin] in lexicon.attached
    return here != before and text.raw[here].isupper() and text.raw[before].islower()


def _open_right(needle: Needle, text: Folded, begin: int, end: int, lexicon: Lexicon) -> bool:
    if end >= len(text.key):
        return True
    last, after = text.spots[end - 1], text.spots[end]
    if after - last > 1 or text.parted(end):
        return True
    kind = script(text.key[end - 1])
    if kind == "han" or kind != script(text.key[end]):
        return True
    if kind == "hangul":
        return len(needle.key) > SHORT or lexicon.tail.fullmatch(_ending(text, end)) is not None
    if last != after and text.raw[last].islower() and text.raw[after].isupper():
        return True
    if kind == "latin":
        told = lexicon.inflects or not begins_sentence(text.raw, text.spots[begin])
        capital = text.raw[text.spots[begin]].isupper()
        return told and capital and _inflected(needle, _ending(text, end), lexicon)
    return kind == "cyrillic" and _ending(text, end) in lexicon.endings


def _inflected(needle: Needle, ending: str, lexicon: Lexicon) -> bool:
    """Tell whether a Latin name may stand with such an ending: of somebody, or in somebody's manner."""
    if needle.fixed or len(needle.key) < INFLECTED or ending not in lexicon.latin_endings:
        return False
    return not lexicon.plain(needle.key + ending)


def _ending(text: Folded, end: int) -> str:
    """Give the letters that follow until the word ends."""
    stop = end
    while stop < len(text.key) and text.spots[stop] - text.spots[stop - 1] == 1 and text.key[stop].isalpha():
        stop += 1
    return text.key[end:stop]


def _technical(text: Folded, begin: int, end: int) -> bool:
    raw, start, stop = text.raw, text.spots[begin], text.spots[end - 1] + 1
    while start > 0 and _PATH.match(raw[start - 1]):
        start -= 1
    while stop < len(raw) and _PATH.match(raw[stop]):
        stop += 1
    return _TECHNICAL.search(raw[start:stop].rstrip(".,;:")) is not None


def _capital(text: Folded, begin: int, end: int, gaps: Iterable[int], lexicon: Lexicon) -> bool:
    """Tell whether each piece begins with a capital letter, or with one of a script that has none.

    After the first, what is small in names too does not count: linking words, legal forms, what follows a
    hyphen, and every word of a Russian name.
    """
    edges = [begin, *(begin + gap for gap in sorted(gaps)), end]
    heads = [
        text.raw[text.spots[start]]
        for start, stop in pairwise(edges)
        if start == begin
        or not (
            text.key[start:stop] in lexicon.linking
            or text.key[start:stop] in lexicon.legal
            or stop - start == 1
            or text.raw[text.spots[start] - 1] in _HYPHENS
            or script(text.key[start]) == "cyrillic"
        )
    ]
    return all(head.isupper() or (head.isalpha() and head.lower() == head.upper()) for head in heads)
