"""Whom a letter greets, held against whom it goes to."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..parts import Reader
from ..playbook.examine import Cues
from .cue import first
from .folding import IDEOGRAPHIC, fold, script, squash, words
from .lexicon import Lexicon
from .pinyin import readings
from .spelling import spellings

_REACH = 80
_ENDS = re.compile(r"[,:;!.]")


class Greeted(NamedTuple):
    """Place the name in a greeting of the folded body."""

    start: int
    end: int
    name: str


def greeted(body: str, cues: Cues, lexicon: Lexicon, *, anywhere: bool = False) -> Greeted | None:
    """Give the name that the first line greets; None where it greets nobody by name.

    With `anywhere` the text need not be of the language of the cues.
    """
    start = len(body) - len(body.lstrip())
    line = body[start:].partition("\n")[0]
    if not line or len(line) > _REACH:
        return None
    ways = (cues.greeting, cues.rules.greeting) if anywhere else (cues.greeting,)
    opener = next((word for way in ways for word in map(fold, way.before) if _begins(line, word)), "")
    closer = next((word for way in ways for word in map(fold, way.after) if word in line), "")
    if not opener and not closer:
        return None
    rest = line[len(opener) :]
    if closer:
        rest = rest.partition(closer)[0] or rest.partition(closer)[2]
    offset = start + line.index(rest) + len(rest) - len(rest.lstrip(" ,"))
    whole = lexicon.stopped_titles.sub(" ", rest.lstrip(" ,"))
    rest = _ENDS.split(lexicon.abbreviated.sub(r"\1 ", whole))[0].strip()
    nobody = frozenset(word for way in ways for phrase in way.nobody for word in fold(phrase).split())
    names = [word for word in words(rest) if word not in nobody and word not in lexicon.titles]
    names = [bare for word in names if (bare := _bare(word, cues, lexicon))]
    return Greeted(offset, offset + len(rest), " ".join(names)) if names else None


def impersonal(body: str, cues: Cues) -> Greeted | None:
    """Give the greeting of the first line that would do for anybody, such as Dear Sirs."""
    start = len(body) - len(body.lstrip())
    line = body[start:].partition("\n")[0]
    hit = first(cues.greeting.impersonal, line) if len(line) <= _REACH else None
    return Greeted(start + hit.start, start + hit.end, "") if hit else None


def is_ungreeted(body: str, reader: Reader, cues: Cues) -> bool:
    """Tell whether a letter begins with a sentence and not with a greeting, of whatever language."""
    line = body.lstrip().partition("\n")[0].rstrip()
    if not line or first(cues.greeting.impersonal, line):
        return False
    if any(_begins(line, fold(word)) for way in (cues.greeting, cues.rules.greeting) for word in way.before):
        return False
    if any(fold(word) in line for way in (cues.greeting, cues.rules.greeting) for word in way.after):
        return False
    named = {word for text in (reader.name, reader.company) for word in words(fold(text))}
    return line.endswith((".", "!", "?", "\u3002")) and named.isdisjoint(words(line))


def foreign_title(body: str, cues: Cues) -> Greeted | None:
    """Give the title in the first line that this language does not use, such as Mr. in a German letter."""
    start = len(body) - len(body.lstrip())
    line = body[start:].partition("\n")[0]
    hit = first(cues.greeting.foreign, line) if len(line) <= _REACH else None
    return Greeted(start + hit.start, start + hit.end, hit.phrase) if hit else None


def suits(name: Greeted, body: str, reader: Reader, cues: Cues, lexicon: Lexicon) -> bool:
    """Tell whether a greeting is the reader's, and calls the reader as its language does."""
    given = (name, body, reader, cues, lexicon)
    may_be = fits(name.name, reader, lexicon, titled=titled(body, cues, lexicon))
    return may_be and not by_given_name(*given) and not by_family_name(*given)


def by_given_name(name: Greeted, body: str, reader: Reader, cues: Cues, lexicon: Lexicon) -> bool:
    """Tell whether a title stands before the given name alone, where the family name belongs."""
    known = [word for word in words(fold(reader.name)) if word not in lexicon.titles]
    if len(known) < 2 or "," in reader.name or not name.name == known[0] != known[-1]:
        return False
    family_first = fold(cues.greeting.family_first).split()
    return known[0] not in family_first and _formal(body, cues)


def by_family_name(name: Greeted, body: str, reader: Reader, cues: Cues, lexicon: Lexicon) -> bool:
    """Tell whether the family name stands alone, where a title belongs before it."""
    known = [word for word in words(fold(reader.name)) if word not in lexicon.titles]
    if len(known) < 2 or "," in reader.name or not name.name == known[-1] != known[0]:
        return False
    family_first = fold(cues.greeting.family_first).split()
    plain = bool(cues.greeting.formal) and known[0] not in family_first
    company = words(fold(reader.company))
    line = words(body.lstrip().partition("\n")[0])
    alone = lexicon.titles.isdisjoint(line) and not _formal(body, cues)
    return plain and known[-1] not in company and alone and script(known[-1][0]) == "latin"


def fits(name: str, reader: Reader, lexicon: Lexicon, *, titled: bool = False) -> bool:
    """Tell whether a greeted name may be this reader's.

    A name in another script is given the benefit, as who writes to China is often called by another; but
    not a family name, which a title (`titled`) follows or comes before.
    """
    if not squash(reader.name):
        return True
    known = {word for text in (reader.name, reader.company) for way in spellings(text) for word in words(way)}
    parts = {word for word in words(fold(reader.name)) if script(word[0]) in IDEOGRAPHIC}
    whole = {squash(text) for text in (reader.name, reader.company)} - {""} | parts
    romanised = {
        key
        for word in words(fold(reader.name))
        if script(word[0]) == "han"
        for way in readings(word[:4])
        for key in (*way, "".join(way), "".join(way[1:]))
    }
    comparable = False
    for word in name.split():
        if script(word[0]) in IDEOGRAPHIC:
            if any(word in each or each in word for each in whole if script(each[0]) == script(word[0])):
                return True
            if any("".join(way) in known or way[0] in known for way in readings(word[:4])):
                return True
            comparable |= titled and _another_family(word, known, lexicon)
        elif word in known or word in romanised or (len(word) > 1 and any(word == each for each in whole)):
            return True
        else:
            comparable |= titled and bool(romanised)
        comparable |= any(script(word[0]) == script(each[0]) for each in words(fold(reader.name)))
    return not comparable or squash(name) in whole


def is_spelt(name: str, reader: Reader) -> bool:
    """Tell whether a reader known in Han characters alone is greeted by the whole name in pinyin.

    The address and the company confirm the spelling that they hold; a family name alone is left as it is.
    """
    known = "".join(words(fold(reader.name)))
    if len(known) < 2 or any(script(each) != "han" for each in known):
        return False
    sounds = {key for way in readings(known[:4]) for key in (*way, "".join(way[1:]), "".join(way[2:]))}
    spelt = name.split()
    confirmed = squash(reader.address) + squash(reader.company)
    return (
        len(spelt) > 1
        and all(map(sounds.__contains__, spelt))
        and not all(map(confirmed.__contains__, spelt))
    )


def titled(body: str, cues: Cues, lexicon: Lexicon) -> bool:
    """Tell whether the first line has a title that belongs to a family name."""
    line = body.lstrip().partition("\n")[0]
    return _formal(body, cues) or any(title in line for title in lexicon.han_titles)


def _formal(body: str, cues: Cues) -> bool:
    line = body.lstrip().partition("\n")[0]
    return not set(map(fold, cues.greeting.formal)).isdisjoint(words(line))


def _another_family(word: str, known: set[str], lexicon: Lexicon) -> bool:
    """Tell whether Han characters begin with a family name that none of the Latin names sounds like.

    A foreign name that was put into characters begins with the sound of the name.
    """
    family = word[:2] if word[:2] in lexicon.compound_surnames else word[:1]
    if not any(family in told for told in lexicon.surnames.values()):
        return False
    sounds = {way[0][0] for way in readings(family)}
    return sounds.isdisjoint(each[0] for each in known)


def _begins(line: str, word: str) -> bool:
    return line.startswith(word) and (
        script(word[-1]) in {"han", "hiragana"} or not line[len(word) : len(word) + 1].isalnum()
    )


def _bare(word: str, cues: Cues, lexicon: Lexicon) -> str:
    """Take titles and words that name nobody off an unbroken run of Han characters."""
    if script(word[0]) not in {"han", "hangul"}:
        return word if len(word) > 1 else ""
    for phrase in sorted((*map(fold, cues.greeting.nobody), *lexicon.han_titles), key=len, reverse=True):
        if word.endswith(phrase):
            word = word.removesuffix(phrase)
            break
    return word
