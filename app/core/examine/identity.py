"""What gives somebody away beside the name: mail addresses and the names of documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from .company import company, ideographic_company
from .folding import IDEOGRAPHIC, fold, script, words
from .lexicon import Lexicon
from .needle import LONG, Needle, joined
from .person import latin_person

NUMBERED = 4
CODED = 3
# Where the month and the day stand in a date of so many digits.
_DAYS = {
    6: ((slice(2, 4), slice(4, 6)), (slice(2, 4), slice(0, 2))),
    8: ((slice(4, 6), slice(6, 8)), (slice(2, 4), slice(0, 2)), (slice(0, 2), slice(2, 4))),
}


def address(mailbox: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a mail address: itself, who is before the at sign, the domain and its words."""
    local, _, domain = fold(mailbox).strip().rpartition("@")
    if not local:
        return
    yield Needle(f"{local}@{domain}", frozenset(), variant, literal=True)
    if local not in lexicon.mailboxes:
        parts = [word for word in words(local.replace("_", " ")) if not word.isdigit()]
        names = [word.strip("0123456789") for word in parts]
        yield from latin_person(
            [word for word in names if word not in lexicon.mailboxes and word], variant, lexicon
        )
        if len(local) >= LONG and any(map(str.isdigit, local)):
            yield joined(words(local.replace("_", " ")), variant)
    if not domain or domain in lexicon.free_mail:
        return
    yield Needle(domain, frozenset(), variant, literal=True)
    for label in domain.split("."):
        if label not in lexicon.suffixes:
            yield from company(label, variant, lexicon, registered=False)


def document(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a document's name: its stem, and each distinctive word of at least four letters."""
    stem = stem_of(name)
    every = words(fold(stem).replace("_", " "))
    if len(every) > 1 and (not all(map(lexicon.plain, every)) or _numbered(every)):
        yield joined(every, variant)
    for code in _codes(every, lexicon):
        yield joined(code, variant)
    for word in every:
        if _is_day(word):
            # Written apart, it is a day.
            yield Needle(word, frozenset(), variant, literal=True)
        elif script(word[0]) in IDEOGRAPHIC:
            yield from ideographic_company(word, variant, lexicon, registered=False)
        elif len(word) > 3 and not lexicon.plain(word):
            yield joined([word], variant)


def _codes(every: list[str], lexicon: Lexicon) -> Iterator[list[str]]:
    """Give what a document is numbered by: what papers are called and the numbers that follow, as in PI-77.

    The numbers alone count too, but where they might be a date.
    """
    for named, run in groupby(every, lambda word: word in lexicon.papers or word[-1:].isdigit()):
        listed = list(run)
        numbers = [word for word in listed if word not in lexicon.papers]
        digits = sum(map(str.isdigit, "".join(numbers)))
        if not named or digits < CODED or not _numbered(["", *numbers]):
            continue
        if listed[0] in lexicon.papers and len(listed) > 1:
            yield listed
        if digits > CODED and not _is_day("".join(numbers)) and len(numbers) > 1:
            yield numbers


def _is_day(word: str) -> bool:
    """Tell whether digits run together may be a day, its year first or last."""
    ways = _DAYS.get(len(word), ()) if word.isdigit() else ()
    return any(1 <= int(word[month]) <= 12 and 1 <= int(word[day]) <= 31 for month, day in ways)


def _numbered(every: list[str]) -> bool:
    """Tell whether a document is called by a number that is no year, such as PI-77."""
    numbers = [word for word in every if word.isdigit()]
    years = [word for word in numbers if len(word) == 4 and word[:2] in {"19", "20"}]
    return len("".join(every)) >= NUMBERED and len(numbers) > len(years) and len(numbers) < len(every)


def stem_of(name: str) -> str:
    """Give a file name without its extension."""
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= 5 and extension.isalnum() else name


def domain_of(mailbox: str) -> str:
    """Give the folded domain of an address, empty where there is none."""
    return fold(mailbox).strip().rpartition("@")[2] if "@" in mailbox else ""
