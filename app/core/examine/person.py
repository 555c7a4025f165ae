"""What gives a person away: the name whole and in parts, turned round, with a title, in pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .folding import IDEOGRAPHIC, script, words
from .lexicon import Lexicon
from .needle import LONG, Needle, alone, joined
from .pinyin import readings, sounds_chinese
from .spelling import spellings

STEM = 3
WRITTEN, MONONYM = 3, 6
CLOSED = 2


def person(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a person's name: whole, turned round, each distinctive word, with a title."""
    for way in (_without_doubtful(each, lexicon) for each in spellings(name)):
        latin: list[str] = []
        parts = _parted(way, lexicon)
        if parts:
            yield from _apart(*parts, variant, lexicon)
        for word in words(way):
            if script(word[0]) in IDEOGRAPHIC:
                if word not in parts:
                    yield from _ideographic(_without_title(word, lexicon), variant, lexicon)
            elif word not in lexicon.titles:
                latin.append(word)
        for hyphened in [words(part) for part in way.split() if "-" in part or "'" in part]:
            if (
                len(hyphened) > 1
                and script(hyphened[0][0]) not in IDEOGRAPHIC
                and len("".join(hyphened)) > LONG
            ):
                yield joined(hyphened, variant, proper=all(map(lexicon.plain, hyphened)))
        yield from latin_person(latin, variant, lexicon)
        if len(latin) > 2 and len(latin[0]) == 1:
            # An initial before the name that somebody goes by, or the title of a Spaniard.
            yield from latin_person(latin[1:], variant, lexicon)
        yield from _in_han(latin, variant, lexicon)


def _without_doubtful(way: str, lexicon: Lexicon) -> str:
    """Give a folded name without a title that holds a full stop, or that is a surname before other names."""
    way = lexicon.stopped_titles.sub(" ", way)
    first, *rest = words(way) or [""]
    chinese = all(map(sounds_chinese, rest))
    return way.partition(first)[2] if first in lexicon.doubtful_titles and not chinese else way


def _parted(way: str, lexicon: Lexicon) -> tuple[str, str] | tuple[()]:
    """Give the surname and the given name of a name whose two parts are written apart; else nothing.

    A surname of one character is seen without that, and so is one that comes last.
    """
    parts = [word for word in words(way) if word not in lexicon.titles]
    if len(parts) != 2 or any(script(part[0]) != "han" for part in parts) or len(parts[0]) == 1:
        return ()
    last = len(parts[1]) == 1 and any(parts[1] in told for told in lexicon.surnames.values())
    return () if last or len("".join(parts)) > MONONYM else (parts[0], parts[1])


def _apart(surname: str, given: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a name whose surname is known, as in most of Japan's: no part of it is one."""
    yield joined((surname, given), variant)
    for part in (surname, given):
        if len(part) > 1:
            yield joined(part, variant, titled=lexicon.everyday(part))
            if lexicon.everyday(part):
                yield replace(joined([part], variant, named=True), framed=True)
        else:
            yield replace(joined(part, variant), familiar=True)
            yield joined(part, variant, titled=True)
    for family in readings(surname, usual=True):
        for own in readings(given):
            yield from _romanised(family, own, variant, lexicon)


def _in_han(listed: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a Chinese name written in Latin letters as it stands in Han characters.

    Either end may be the surname; a title may stand after it, or a given name that is read as the rest.
    """
    ends = {0, len(listed) - 1} if listed else set()
    for place in sorted(ends):
        given = "".join(listed[:place] + listed[place + 1 :])
        for surname in dict.fromkeys(lexicon.simplified(lexicon.surnames.get(listed[place], ""))):
            yield joined(surname, variant, titled=True)
            if given.isascii() and given.isalpha():
                yield replace(joined(surname, variant), framed=True, given=given)


def latin_person(listed: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of the words of a name that are written apart."""
    proper = all(word in lexicon.ordinary for word in listed)
    orders = (listed, listed[-1:] + listed[:-1], listed[:1] + listed[-1:]) if len(listed) > 1 else ()
    for order in orders:
        if len("".join(order)) > 3:
            yield joined(order, variant, proper=proper)
    if len(listed) > 1:
        for family, given in ((listed[-1], listed[0]), (listed[0], listed[1])):
            if lexicon.plain(family) and (len(family) >= STEM or family in lexicon.surnames):
                yield from _initialled(given[0], family, variant, lexicon)
    for word in listed:
        if not lexicon.plain(word):
            yield from alone(word, variant)
            stem = _declined(word, lexicon)
            if stem and not lexicon.plain(stem):
                yield from alone(stem, variant)
        elif word in lexicon.goods and not (lexicon.everyday(word) or word in lexicon.trade):
            # Flores, Leite and Pierre are names, and goods in small letters.
            yield from (replace(needle, proper=True) for needle in alone(word, variant))
            yield joined([word], variant, titled=True)
        elif len(word) > 1 and word.isalpha():
            known = word in lexicon.linking or word in lexicon.capital or len(word) < STEM
            yield replace(joined([word], variant, titled=True), bare=not known)


def _initialled(initial: str, family: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of an everyday surname after an initial; a word of one letter needs its full stop."""
    for way in (f"{initial}. {family}", f"{initial}.{family}"):
        yield Needle(way, frozenset(), variant, literal=True)
    if not any(initial in listed for listed in (lexicon.articles, lexicon.linking, lexicon.ordinary)):
        yield joined((initial, family), variant, proper=True)


def _declined(word: str, lexicon: Lexicon) -> str:
    """Give what the cases of a Cyrillic name have in common, where its ending changes; else nothing."""
    if script(word[0]) != "cyrillic":
        return ""
    for length in (2, 1):
        stem, ending = word[:-length], word[-length:]
        if len(stem) >= STEM and ending in lexicon.changing:
            return stem
    return ""


def _ideographic(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    if not name:
        return
    if len(name) > 1 and not lexicon.everyday(name):
        yield replace(joined(name, variant), closed=len(name) == CLOSED and script(name[0]) == "han")
    elif len(name) > 1:
        yield joined(name, variant, titled=True)
    if len(name) > MONONYM:
        return
    compound = name[:2] in lexicon.compound_surnames
    if not compound and len(name) > 2 and script(name[0]) == "han":
        yield from _japanese(name, variant, lexicon)
    if len(name) > 4:
        return
    cut = 2 if compound else 1
    surname, given = name[:cut], name[cut:]
    if compound or len(name) <= WRITTEN:
        yield joined(surname, variant, titled=not compound or lexicon.everyday(surname))
    if len(given) > 1:
        yield joined(given, variant, titled=lexicon.everyday(given))
        if lexicon.everyday(given) and script(name[0]) == "han":
            yield replace(joined([given], variant, named=True), framed=True)
    elif given and script(given) == "han":
        yield replace(joined(given, variant), familiar=True)
    if script(name[0]) == "han":
        for family in _surnames(surname, lexicon):
            for own in readings(given) if given else ((),):
                yield from _romanised(family, own, variant, lexicon)


def _japanese(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a name that may be Japanese, with a surname of two or three characters."""
    for cut in (2, 3) if len(name) > 3 else (2,):
        surname, given = name[:cut], name[cut:]
        yield joined(surname, variant, titled=True)
        if len(name) > 3 and not lexicon.everyday(surname):
            yield replace(joined(surname, variant), framed=True)
        if len(given) > 1:
            yield joined(given, variant, titled=True)


def _surnames(surname: str, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """Give a surname's reading, spelt in each way that passports do."""
    if surname in lexicon.surname_readings:
        return ((lexicon.surname_readings[surname],),)
    return tuple(readings(surname, usual=True))


def _romanised(
    surname: tuple[str, ...], given: tuple[str, ...], variant: str, lexicon: Lexicon
) -> Iterator[Needle]:
    family = "".join(surname)
    plain = lexicon.plain(family)
    alone_too = plain and len(family) >= STEM and family not in lexicon.capital
    yield replace(joined(surname, variant, titled=plain), bare=alone_too)
    if not given:
        return
    own = "".join(given)
    proper = all(word in lexicon.ordinary for word in (family, *given))
    for order in ((*surname, *given), (*given, *surname)):
        if len("".join(order)) > 2:
            yield joined(order, variant, proper=proper)
    yield joined(given, variant, titled=lexicon.plain(own), proper=all(map(lexicon.plain, given)))
    if plain:
        yield from _initialled(given[0][0], family, variant, lexicon)
    initials = "".join(syllable[0] for syllable in given)
    for short, least in ((family + initials, LONG), (initials + family, LONG), (family[0] + initials, STEM)):
        if len(short) >= least and not lexicon.plain(short):
            yield joined([short], variant)


def _without_title(name: str, lexicon: Lexicon) -> str:
    for title in lexicon.han_titles:
        if name.endswith(title) and len(name) > len(title) and len(name) - len(title) <= 4:
            return name[: -len(title)] if len(title) > 1 or len(name) == 2 else name
    if len(name) == 2 and name[0] in lexicon.han_leads:
        return name[1]
    return name
