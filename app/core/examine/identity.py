"""What gives somebody away beside the name: mail addresses and the names of documents."""

from __future__ import annotations

from collections.abc import Iterator

from .company import company, ideographic_company
from .folding import IDEOGRAPHIC, fold, script, words
from .lexicon import Lexicon
from .needle import LONG, Needle, joined
from .person import latin_person

NUMBERED = 4


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
            yield from company(label, variant, lexicon)


def document(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a document's name: its stem, and each distinctive word of at least four letters."""
    stem = stem_of(name)
    every = words(fold(stem).replace("_", " "))
    if len(every) > 1 and (not all(map(lexicon.plain, every)) or _numbered(every)):
        yield joined(every, variant)
    for word in every:
        if script(word[0]) in IDEOGRAPHIC:
            yield from ideographic_company(word, variant, lexicon, registered=False)
        elif len(word) > 3 and not lexicon.plain(word):
            yield joined([word], variant)


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
