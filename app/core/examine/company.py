"""What gives a company away: its name with and without legal form, kind, place and trade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from .brand import SHORT, WHOLE, brand, places
from .folding import HAN, IDEOGRAPHIC, script, words
from .lexicon import Lexicon
from .needle import LONG, Needle, alone, joined, with_article
from .pinyin import readings
from .spelling import spellings
from .tied import tied

COMPOUND = 4
LETTERS = 3
SHORT_PINYIN = 4
_PAIRED = re.compile(r"(?<!\w)([a-z0-9]) ?& ?([a-z0-9])(?!\w)")
_MIXED = re.compile(f"([a-z0-9]+)([{HAN}]+)")
_BRACKETED = re.compile(f"(?<=[{HAN}])\\(([{HAN}]+)\\)(?=[{HAN}])")


def company(name: str, variant: str, lexicon: Lexicon, *, registered: bool = True) -> Iterator[Needle]:
    """Give the needles of a company's name, with and without its legal form, place and trade.

    What is not `registered`, a word of a domain, tells less where it is an everyday word.
    """
    for way in map(lexicon.unaddressed, spellings(name)):
        every = words(way)
        yield from _initials(way, variant)
        han = [word for word in every if script(word[0]) in IDEOGRAPHIC]
        for word in dict.fromkeys((*han, *_unbracketed(way))):
            yield from ideographic_company(word, variant, lexicon)
        every = [word for word in every if script(word[0]) not in IDEOGRAPHIC]
        yield from _mixed(way, variant, lexicon)
        yield from _latin_company(every, variant, lexicon, registered)
        yield from _inhabited(every, variant, lexicon)


def _initials(way: str, variant: str) -> Iterator[Needle]:
    """Give a name of two letters with a sign between them, which no word has."""
    for match in _PAIRED.finditer(way):
        for between in ("&", " & "):
            yield Needle(f"{match[1]}{between}{match[2]}", frozenset(), variant, literal=True)


def _unbracketed(way: str) -> Iterator[str]:
    """Give a Chinese name without what stands in brackets inside it, and with that as a part of it."""
    if _BRACKETED.search(way):
        for inside in ("", r"\1"):
            yield from (word for word in words(_BRACKETED.sub(inside, way)) if script(word[0]) == "han")


def _mixed(way: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give Latin letters too few to count alone, such as 3M, with the characters after them."""
    for match in _MIXED.finditer(way):
        if lexicon.plain(match[1]):
            for core in _han_cores(match[2], lexicon):
                if len(match[1]) > 1 or core not in lexicon.han_trade:
                    yield joined((match[1], core), variant)


def _latin_company(every: list[str], variant: str, lexicon: Lexicon, registered: bool) -> Iterator[Needle]:
    letters = list(takewhile(lambda word: len(word) == 1, every))
    if len(letters) >= LETTERS:
        yield joined(letters, variant, proper=True)
    core = _without_legal(every, lexicon)
    telling = [word for place, word in enumerate(core) if _tells(word, place, lexicon)]
    proper = len(telling) > 1 or _linked(core, lexicon)
    if len(core) > 1:
        phrase = all(
            word in lexicon.ordinary or word in lexicon.linking or word in lexicon.goods for word in core
        )
        phrase = phrase or (len(core) == 2 and _everyday(core, lexicon)) or _common(core, lexicon)
        yield joined(core, variant, proper=phrase or (core[0] not in telling and _linked(core, lexicon)))
        for length in range(2, len(core)):
            part = core[:length]
            if part[-1] not in lexicon.linking:
                plain = core[length] in lexicon.linking or _everyday(part, lexicon) or _common(part, lexicon)
                told = not telling or not set(telling).isdisjoint(part)
                wares = all(word in lexicon.goods for word in part)
                needle = joined(part, variant, proper=plain or proper or not told, named=wares)
                yield replace(needle, bare=wares)
        inner = _without_kind(core, lexicon)
        for words_alone in (core, inner) if len(inner) < len(core) else (core,):
            yield from tied(words_alone, variant, lexicon, registered=registered)
        if 1 < len(inner) < len(core):
            yield joined(inner, variant, proper=all(map(lexicon.plain, inner)))
        if script(inner[0][0]) == "arabic":
            yield from _without_capitals(inner, variant, lexicon)
    elif core and lexicon.plain(core[0]):
        if len(every) > 1:
            yield joined(every, variant, proper=True)
        if len(core[0]) >= LETTERS:
            # Where every noun has a capital letter, one in the midst of a sentence tells no name.
            yield replace(joined(core, variant, named=True), bare=registered and not lexicon.inflects)
    first = not lexicon.name_first.isdisjoint(every[len(core) :])
    for word in telling:
        if word in lexicon.compounds and not registered:
            # The domain of Green House is a greenhouse.
            yield replace(joined([word], variant, named=True), bare=True)
            continue
        everyday = word in lexicon.common or word in lexicon.compounds
        for needle in alone(word, variant):
            trade = first and word != telling[0]
            yield replace(needle, proper=needle.proper or proper or everyday, named=trade)


def _without_capitals(inner: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of an Arabic name of everyday words, which no capital letter tells from them.

    Two of them in a row do, and one alone beside the word for a company.
    """
    for length in range(2, len(inner) + 1):
        for way in with_article(inner[0]):
            yield joined((way, *inner[1:length]), variant)
    if lexicon.plain(inner[0]):
        for way in with_article(inner[0]):
            yield joined([way], variant, named=True)


def _tells(word: str, place: int, lexicon: Lexicon) -> bool:
    """Tell whether a word is more than everyday or of the trade; what ends in a trade's word is of it too."""
    if lexicon.plain(word):
        return False
    ends = (word[cut:] for cut in range(COMPOUND, len(word) - COMPOUND - 1))
    return place == 0 or not any(end in lexicon.trade or end in lexicon.goods for end in ends)


def _everyday(listed: list[str], lexicon: Lexicon) -> bool:
    """Tell whether words together may be said of anything: one is everyday, the others are no names."""
    return any(word in lexicon.ordinary for word in listed) and all(map(lexicon.plain, listed))


def _common(listed: list[str], lexicon: Lexicon) -> bool:
    """Tell whether words together may be said of anything, though one of them is a name often enough."""
    return any(word in lexicon.common for word in listed) and all(
        word in lexicon.common or lexicon.plain(word) for word in listed
    )


def _linked(listed: list[str], lexicon: Lexicon) -> bool:
    return not lexicon.linking.isdisjoint(listed)


def ideographic_company(
    name: str, variant: str, lexicon: Lexicon, *, registered: bool = True
) -> Iterator[Needle]:
    """Give the needles of a company's name in Han characters or Hangul.

    What is not `registered`, the name of a document, follows no rule that tells its everyday name.
    """
    if len(name) < 2:
        return
    han = script(name[0]) == "han"
    cores = _han_cores(name, lexicon)
    for core in cores:
        yield from _core(core, variant, lexicon)
    last = cores[-1]
    if han and registered:
        yield from _inhabited_han(name, variant, lexicon)
        found = brand(name, lexicon)
        for each in found.names:
            yield from _core(each, variant, lexicon, framed=True)
        if found.second:
            yield replace(joined([found.second], variant), framed=True, named=True)
        for each in found.wholes:
            yield joined(each, variant)
        last = found.names[0] if found.names and len(last) > WHOLE else last
    if 2 <= len(last) <= 4 and han:
        for syllables in readings(last):
            whole = "".join(syllables)
            everyday = all(word in lexicon.ordinary for word in syllables)
            if len(whole) >= LONG:
                yield joined(syllables, variant, proper=everyday)
                if everyday and not lexicon.plain(whole) and whole not in lexicon.common:
                    yield joined([whole], variant)
            elif len(whole) >= SHORT_PINYIN and not lexicon.plain(whole):
                # Written apart, syllables this short are words of other languages.
                yield joined([whole], variant)


def _inhabited(every: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of the places in a company's name, in each way that they are written."""
    for place in (*every, *map("".join, pairwise(every))):
        for way in (place, *lexicon.places.get(place, ())):
            if place in lexicon.places:
                yield replace(joined([way], variant), inhabited=True)


def _inhabited_han(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the same for the places that a registered name begins with."""
    for place in places(name, lexicon):
        read = ("".join(syllables) for syllables in readings(place, usual=True)[:1])
        for way in (place, *(lexicon.places.get(place) or read)):
            yield replace(joined([way], variant), inhabited=True)


def _core(core: str, variant: str, lexicon: Lexicon, *, framed: bool = False) -> Iterator[Needle]:
    if core in lexicon.han_trade or core in lexicon.legal:
        return
    place = core in lexicon.han_places
    needle = joined([core], variant, named=place or lexicon.everyday(core))
    yield replace(needle, framed=framed or (len(core) == SHORT and script(core[0]) == "han"))


def _han_cores(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give a company's name whole, then with ever more of its legal form, place and trade taken off."""
    cores = [name]
    for form in lexicon.han_legal:
        name = name.removesuffix(form).removeprefix(form)
    if len(name) < 2:
        return tuple(cores)
    if name != cores[0]:
        cores.append(name)
    while True:
        ending = next((word for word in lexicon.han_trade if name.endswith(word)), "")
        opening = "" if ending else next((word for word in lexicon.han_trade if name.startswith(word)), "")
        if not ending and not opening:
            return tuple(cores)
        name = name.removesuffix(ending) if ending else name.removeprefix(opening)
        if len(name) < 2 or name in lexicon.han_trade:
            return tuple(cores[:3])
        cores.append(name)


def _without_legal(listed: list[str], lexicon: Lexicon) -> list[str]:
    while listed and (listed[-1] in lexicon.legal or len(listed[-1]) == 1):
        listed = listed[:-1]
    while len(listed) > 1 and listed[0] in lexicon.legal:
        listed = listed[1:]
    return listed


def _without_kind(listed: list[str], lexicon: Lexicon) -> list[str]:
    while len(listed) > 1 and listed[0] in lexicon.kinds:
        listed = listed[1:]
    return listed
