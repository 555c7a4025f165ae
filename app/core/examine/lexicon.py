"""The vocabulary of the examiner, made ready once: which words identify nobody, which are titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..playbook.examine import Cues
from .folding import HAN, IDEOGRAPHIC, KANA, fold, script, words
from .needle import with_articles
from .word_list import WordList

_HAN_NAME = re.compile(f"[{HAN}]+")
_IDEOGRAPHS = re.compile(f"[{HAN}{KANA}\uac00-\ud7a3]")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Hold folded vocabulary and compiled title patterns for one set of cues."""

    ordinary: WordList
    common: WordList
    compounds: WordList
    trade: WordList
    goods: WordList
    legal: frozenset[str]
    kinds: frozenset[str]
    courtesies: re.Pattern[str]
    linking: frozenset[str]
    han: WordList
    han_legal: tuple[str, ...]
    han_trade: tuple[str, ...]
    papers: frozenset[str]
    plain_forms: Mapping[int, str]
    han_places: WordList
    places: Mapping[str, tuple[str, ...]]
    wide: frozenset[str]
    han_units: tuple[str, ...]
    han_no_units: tuple[str, ...]
    name_first: frozenset[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    near_lead: re.Pattern[str]
    near_trail: re.Pattern[str]
    introduces: re.Pattern[str]
    resident_before: re.Pattern[str]
    resident_after: re.Pattern[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    qualifying: frozenset[str]
    capital: frozenset[str]
    surnames: Mapping[str, str]
    compound_surnames: frozenset[str]
    surname_readings: Mapping[str, str]
    free_mail: frozenset[str]
    mailboxes: frozenset[str]
    suffixes: frozenset[str]
    titles: frozenset[str]
    doubtful_titles: frozenset[str]
    stopped_titles: re.Pattern[str]
    han_titles: tuple[str, ...]
    han_leads: frozenset[str]
    familiar_before: frozenset[str]
    familiar_after: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    abbreviated: re.Pattern[str]
    company: re.Pattern[str]
    tail: re.Pattern[str]
    attached: frozenset[str]
    endings: frozenset[str]
    latin_endings: frozenset[str]
    inflects: bool
    changing: frozenset[str]

    def simplified(self, text: str) -> str:
        """Give a text with each Han character in the one form that the vocabulary has it in."""
        return text if text.isascii() else text.translate(self.plain_forms)

    def unaddressed(self, name: str) -> str:
        """Give a folded company's name without what is written before it out of courtesy, such as M/s."""
        found = self.courtesies.match(name)
        return name[found.end() :] if found else name

    def everyday(self, word: str) -> bool:
        """Tell whether a word is said every day, in Han characters or in letters."""
        return word in self.han or word in self.ordinary

    def plain(self, word: str) -> bool:
        """Tell whether a word alone identifies nobody: everyday, of the trade, a date, or too short."""
        if word in self.ordinary or word in self.trade or word in self.legal or word in self.han:
            return True
        if word in self.linking or word in self.goods:
            return True
        if word.isdigit():
            return len(word) < 4 or (len(word) == 4 and word[:2] in {"19", "20"})
        if word[0].isdigit() and len(word) < 4:
            return True
        return len(word) < (2 if script(word[0]) in IDEOGRAPHIC else 3)

    def cuts(self, text: str, start: int, end: int) -> bool:
        """Tell whether text[start:end] cuts through a common Han word, or stands inside a longer one."""
        for length in (2, 3, 4):
            for begin in range(max(0, start - length + 1), min(end, len(text) - length + 1)):
                stop = begin + length
                if (begin < start or stop > end) and stop > start and text[begin:stop] in self.han:
                    return True
        return False


@lru_cache(maxsize=16)
def lexicon(cues: Cues) -> Lexicon:
    """Make the vocabulary of some cues ready."""
    vocabulary, titles = cues.rules.vocabulary, cues.rules.titles
    forms = _plain_forms(vocabulary.han_forms)

    def told(listed: str) -> frozenset[str]:
        """Give words as they are listed, and with their Han characters in the plain form."""
        return _set(listed) | _set(listed.translate(forms))

    off = told(vocabulary.han_trade)
    said = {word for phrase in _spoken(cues) for word in words(fold(phrase))}
    readings = vocabulary.surname_readings.split()
    before = tuple(told(" ".join((*titles.before, *cues.titles.before))))
    after = tuple(told(" ".join((*titles.after, *cues.titles.after))))
    ideographic = [title for title in after if _IDEOGRAPHS.match(title)]
    everyday, linking = _set(cues.ordinary), _any(_set(vocabulary.linking) - {"&"})
    residents, sides = told(vocabulary.residents), told(vocabulary.sides)
    unparted = {word for word in residents | sides if _IDEOGRAPHS.match(word)}
    short_han = " ".join(word for word in said | everyday if script(word[0]) == "han" and 2 <= len(word) <= 4)
    return Lexicon(
        ordinary=WordList(
            _set(vocabulary.ordinary) | everyday | {word for word in said if script(word[0]) != "han"}
        ),
        common=WordList(_set(vocabulary.common)),
        compounds=WordList(_set(vocabulary.compounds.replace("-", ""))),
        trade=WordList(with_articles(_set(vocabulary.trade))),
        goods=WordList(with_articles(_set(vocabulary.goods))),
        legal=_set(vocabulary.legal),
        kinds=_set(vocabulary.kinds),
        courtesies=re.compile(rf"\s*(?:{_any(_set(vocabulary.courtesies))})\.?\s+(?=\w)"),
        linking=_set(vocabulary.linking),
        han=WordList(told(f"{vocabulary.han} {short_han}")),
        han_legal=_longest_first(told(vocabulary.han_legal)),
        han_trade=_longest_first(word for word in off if script(word[0]) in IDEOGRAPHIC),
        papers=frozenset(word for word in off if script(word[0]) not in IDEOGRAPHIC),
        plain_forms=forms,
        han_places=WordList(told(vocabulary.han_places)),
        places=_together(line.translate(forms) for line in vocabulary.places),
        wide=told(vocabulary.wide),
        han_units=_longest_first(told(vocabulary.han_units)),
        han_no_units=tuple(told(vocabulary.han_no_units)),
        name_first=_set(vocabulary.name_first),
        lead=re.compile(f"(?:{_any(told(vocabulary.lead))})$"),
        trail=re.compile(_any(told(vocabulary.trail))),
        near_lead=re.compile(f"(?:{_any(told(vocabulary.near_lead) | told(vocabulary.han_places))})$"),
        near_trail=re.compile(_any(told(vocabulary.near_trail) | off)),
        introduces=re.compile(
            rf"(?:^|[^\w]|(?<=[{HAN}]))(?:{_any(map(fold, vocabulary.introduces.split('|')))})\W*$"
        ),
        resident_before=re.compile(
            rf"(?:^|[^\w])(?:{_any(residents - unparted)})\s+(?:{_any(told(vocabulary.at_place))})\s+$"
        ),
        resident_after=re.compile(
            rf"(?:{_any(told(vocabulary.han_units))})?[\s-]?(?:\u7684|\u306e)?"
            rf"(?:{_any(unparted)}|(?:{_any((residents | sides) - unparted)})(?!\w))"
            rf"(?!{_any(told(vocabulary.many))})"
        ),
        articles=_set(vocabulary.articles),
        indefinite=_set(vocabulary.indefinite),
        qualifying=_set(vocabulary.qualifying),
        capital=_set(vocabulary.capital),
        surnames=_spelt(vocabulary.surnames),
        compound_surnames=told(vocabulary.compound_surnames),
        surname_readings=dict(zip(readings[::2], readings[1::2], strict=True)),
        free_mail=frozenset(vocabulary.free_mail),
        mailboxes=_set(vocabulary.mailboxes),
        suffixes=_set(vocabulary.suffixes),
        titles=frozenset(before) | frozenset(after),
        doubtful_titles=frozenset(titles.doubtful),
        stopped_titles=re.compile(rf"(?<!\w)(?:{_any(each for each in before if '.' in each)})(?!\w)\.?"),
        han_titles=_longest_first(ideographic),
        han_leads=frozenset(title for title in before if _IDEOGRAPHS.match(title)),
        familiar_before=told(vocabulary.familiar_before),
        familiar_after=told(vocabulary.familiar_after),
        before=re.compile(
            rf"(?:^|[^\w]|(?<=[{HAN}]))({_any(before)})\.?[\s\u00a0]{{0,2}}(?:(?:{linking})\s+){{0,3}}$"
        ),
        after=re.compile(
            rf"[\s\u00a0-]{{0,2}}(?:{_any(ideographic)}|(?:{_any(set(after) - set(ideographic))})(?!\w))"
        ),
        abbreviated=re.compile(rf"(?<!\w)({_any({*before, *after} - set(ideographic))})\."),
        company=re.compile(rf"(?:^|\W)(?:{_any(told(vocabulary.companies))})\W{{0,2}}$"),
        tail=re.compile(rf"(?:{_any(ideographic)})?(?:{_any(_set(vocabulary.particles))})?"),
        attached=_set(vocabulary.attached),
        endings=_set(vocabulary.endings) | {""},
        latin_endings=_set(vocabulary.latin_endings),
        inflects=cues.inflects,
        changing=_set(vocabulary.changing),
    )


def _spoken(cues: Cues) -> Iterable[str]:
    """Give the phrases that letters are made of: their words are everyday words."""
    return (
        *cues.apology,
        *cues.explanation,
        *cues.remedy,
        *cues.deletion,
        *cues.closing,
        *cues.direct,
        *cues.slow,
        *cues.courtesy,
    )


def _spelt(listed: str) -> Mapping[str, str]:
    """Give for each Latin spelling of a surname its Han characters, those of one said twice together."""
    told: dict[str, str] = {}
    pairs = listed.split()
    for spelling, characters in zip(pairs[::2], pairs[1::2], strict=True):
        told[spelling] = told.get(spelling, "") + characters
    return told


def _plain_forms(listed: str) -> Mapping[int, str]:
    """Give for each other form of a Han character the plain one, which begins its word."""
    return {ord(form): word[0] for word in listed.split() for form in word[1:]}


def _together(listed: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Give for each way that a place is written all the others; a line holds those of one place."""
    ways = [tuple(fold(line).split()) for line in listed]
    return {way: tuple(each for each in same if each != way) for same in ways for way in same}


def _set(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


def _longest_first(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(listed, key=lambda word: (-len(word), word)))


def _any(listed: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
