"""What gives a person or a company away: the needles that the leak guard looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from .folding import IDEOGRAPHIC, fold, script, spellings, squash, words
from .lexicon import Lexicon
from .pinyin import readings

LONG = 5
STEM = 3


@dataclass(frozen=True)
class Needle:
    """Name one thing to look for.

    `key` is folded and run together; at the places in `joints` anything that separates words may stand.
    `variant` says what it gives away. `proper` counts only with capital letters, `titled` only beside a
    title, `literal` only as it is written, its dots and signs included.
    """

    key: str
    joints: frozenset[int]
    variant: str
    proper: bool = False
    titled: bool = False
    literal: bool = False


def person(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a person's name: whole, turned round, each distinctive word, with a title."""
    for way in spellings(name):
        latin: list[str] = []
        for word in words(way):
            if script(word[0]) in IDEOGRAPHIC:
                yield from _ideographic(_without_title(word, lexicon), variant, lexicon)
            elif word not in lexicon.titles:
                latin.append(word)
        yield from _latin(latin, variant, lexicon)


def company(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a company's name, with and without its legal form, place and trade."""
    for way in spellings(name):
        every = words(way)
        for word in every:
            if script(word[0]) in IDEOGRAPHIC:
                yield from _ideographic_company(word, variant, lexicon)
        every = [word for word in every if script(word[0]) not in IDEOGRAPHIC]
        core = _without_legal(every, lexicon)
        if len(core) > 1:
            yield _joined(core, variant, proper=all(word in lexicon.ordinary for word in core))
            for length in range(2, len(core)):
                yield _joined(
                    core[:length], variant, proper=all(word in lexicon.ordinary for word in core[:length])
                )
        elif core and lexicon.plain(core[0]) and len(every) > 1 and len(core[0]) > 2:
            yield _joined(every, variant, proper=True)
        yield from _singles(core, variant, lexicon)


def address(mailbox: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a mail address: itself, who is before the at sign, the domain and its words."""
    local, _, domain = fold(mailbox).strip().rpartition("@")
    if not local:
        return
    yield Needle(f"{local}@{domain}", frozenset(), variant, literal=True)
    if local not in lexicon.mailboxes:
        parts = [word for word in words(local.replace("_", " ")) if not word.isdigit()]
        names = [word.strip("0123456789") for word in parts]
        yield from _latin(
            [word for word in names if word not in lexicon.mailboxes and word], variant, lexicon
        )
        if len(local) >= LONG and any(map(str.isdigit, local)):
            yield _joined(words(local.replace("_", " ")), variant)
    if not domain or domain in lexicon.free_mail:
        return
    yield Needle(domain, frozenset(), variant, literal=True)
    for label in domain.split("."):
        if label not in lexicon.suffixes:
            yield from company(label, variant, lexicon)


def document(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a document's name: its stem, and each distinctive word of at least four letters."""
    stem = stem_of(name)
    every = words(fold(stem).replace("_", " "))
    if len(every) > 1 and not all(map(lexicon.plain, every)):
        yield _joined(every, variant)
    for word in every:
        if script(word[0]) in IDEOGRAPHIC:
            yield from _ideographic_company(word, variant, lexicon)
        elif len(word) > 3 and not lexicon.plain(word):
            yield _joined([word], variant)


def stem_of(name: str) -> str:
    """Give a file name without its extension."""
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= 5 and extension.isalnum() else name


def domain_of(mailbox: str) -> str:
    """Give the folded domain of an address, empty where there is none."""
    return fold(mailbox).strip().rpartition("@")[2] if "@" in mailbox else ""


def _joined(parts: Iterable[str], variant: str, *, proper: bool = False, titled: bool = False) -> Needle:
    listed = list(parts)
    return Needle("".join(listed), frozenset(accumulate(map(len, listed[:-1]))), variant, proper, titled)


def _singles(listed: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    for word in listed:
        if not lexicon.plain(word):
            yield _joined([word], variant)


def _latin(listed: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    proper = all(word in lexicon.ordinary for word in listed)
    orders = (listed, listed[-1:] + listed[:-1], listed[:1] + listed[-1:]) if len(listed) > 1 else ()
    for order in orders:
        if len("".join(order)) > 3:
            yield _joined(order, variant, proper=proper)
    for word in listed:
        if not lexicon.plain(word):
            yield _joined([word], variant)
            stem = _declined(word, lexicon)
            if stem and not lexicon.plain(stem):
                yield _joined([stem], variant)
        elif len(word) > 1 and word.isalpha():
            yield _joined([word], variant, titled=True)


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
    everyday = lexicon.han | lexicon.ordinary
    if len(name) > 1 and name not in everyday:
        yield _joined(name, variant)
    elif len(name) > 1:
        yield _joined(name, variant, titled=True)
    if len(name) > 4:
        return
    cut = 2 if name[:2] in lexicon.compound_surnames else 1
    surname, given = name[:cut], name[cut:]
    yield _joined(surname, variant, titled=True)
    if len(given) > 1:
        yield _joined(given, variant, titled=given in everyday)
    if script(name[0]) == "han":
        for family in _surnames(surname, lexicon):
            for own in readings(given) if given else ((),):
                yield from _romanised(family, own, variant, lexicon)


def _surnames(surname: str, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """Give a surname's reading, spelt in each way that passports do."""
    if surname in lexicon.surname_readings:
        return ((lexicon.surname_readings[surname],),)
    return tuple(readings(surname, usual=True))


def _romanised(
    surname: tuple[str, ...], given: tuple[str, ...], variant: str, lexicon: Lexicon
) -> Iterator[Needle]:
    family = "".join(surname)
    yield _joined(surname, variant, titled=lexicon.plain(family))
    if not given:
        return
    own = "".join(given)
    proper = all(word in lexicon.ordinary for word in (family, *given))
    for order in ((*surname, *given), (*given, *surname)):
        if len("".join(order)) > 2:
            yield _joined(order, variant, proper=proper)
    yield _joined(given, variant, titled=lexicon.plain(own), proper=all(map(lexicon.plain, given)))
    initials = "".join(syllable[0] for syllable in given)
    for short in (family + initials, initials + family):
        if len(short) >= LONG and not lexicon.plain(short):
            yield _joined([short], variant)


def _ideographic_company(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    if len(name) < 2:
        return
    cores = _han_cores(name, lexicon)
    for core in cores:
        if core not in lexicon.han and core not in lexicon.han_trade:
            yield _joined(core, variant)
    last = cores[-1]
    if 2 <= len(last) <= 4 and script(last[0]) == "han":
        for syllables in readings(last):
            if len("".join(syllables)) >= LONG:
                yield _joined(syllables, variant, proper=all(word in lexicon.ordinary for word in syllables))


def _han_cores(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    cores = [name]
    while True:
        ending = next((word for word in lexicon.han_trade if name.endswith(word)), "")
        opening = "" if ending else next((word for word in lexicon.han_trade if name.startswith(word)), "")
        if not ending and not opening:
            return tuple(cores)
        name = name.removesuffix(ending) if ending else name.removeprefix(opening)
        if len(name) < 2 or name in lexicon.han_trade:
            return tuple(cores[:2])
        cores.append(name)


def _without_title(name: str, lexicon: Lexicon) -> str:
    for title in lexicon.han_titles:
        if name.endswith(title) and len(name) > len(title) and len(name) - len(title) <= 4:
            return name[: -len(title)] if len(title) > 1 or len(name) == 2 else name
    if len(name) == 2 and name[0] in lexicon.han_leads:
        return name[1]
    return name


def _without_legal(listed: list[str], lexicon: Lexicon) -> list[str]:
    while listed and (listed[-1] in lexicon.legal or len(listed[-1]) == 1):
        listed = listed[:-1]
    while len(listed) > 1 and listed[0] in lexicon.legal:
        listed = listed[1:]
    return listed


def keys(needles: Iterable[Needle]) -> frozenset[str]:
    """Give the keys of some needles, run together."""
    return frozenset(squash(needle.key) for needle in needles)
