"""Whether what stands around a word in a sentence speaks of a name."""

from __future__ import annotations

from .folding import Folded, fold, script, words
from .lexicon import Lexicon

AROUND = 4
INTRODUCED = 24
SHOUTED = 4
SENTENCE_ENDS = frozenset(".!?:;\u3002\uff01\uff1f\uff1a\uff1b\u2026\u00bf\u00a1")
QUOTES = frozenset("\"'\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019\u300a\u300b\u300c\u300d\u300e\u300f")
_UNPARTED = frozenset({"han", "hangul", "katakana"})


def quoted(raw: str, start: int, stop: int) -> bool:
    """Tell whether quotation marks stand on both sides."""
    return start > 0 and stop < len(raw) and raw[start - 1] in QUOTES and raw[stop] in QUOTES


def framed(raw: str, start: int, stop: int, lexicon: Lexicon, *, strictly: bool = False) -> bool:
    """Tell whether a short name stands by itself in a script that parts no words.

    Either a word on one side says so, or on both sides stands what a name may stand beside: the end of a
    run of characters, or a word of `near_lead`, `near_trail` or of places. `strictly` the first alone counts.
    """
    lead, trail = fold(raw[max(0, start - AROUND) : start]), fold(raw[stop : stop + AROUND])
    if lexicon.lead.search(lead) or lexicon.trail.match(trail.lstrip()):
        return True
    if strictly:
        return quoted(raw, start, stop)
    open_left = begins_name(raw, start, lexicon)
    return open_left and ends_name(raw, stop, lexicon)


def begins_name(raw: str, start: int, lexicon: Lexicon) -> bool:
    """Tell whether a name may begin at a place in a script that parts no words."""
    lead = fold(raw[max(0, start - AROUND) : start])
    if not lead or script(lead[-1]) not in _UNPARTED:
        return True
    return (lexicon.lead.search(lead) or lexicon.near_lead.search(lead)) is not None


def ends_name(raw: str, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a name may end at a place in a script that parts no words."""
    trail = fold(raw[stop : stop + AROUND])
    if not trail or script(trail[0]) not in _UNPARTED:
        return True
    return (lexicon.trail.match(trail) or lexicon.near_trail.match(trail)) is not None


def inhabited(raw: str, start: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence speaks of one who is at a place, such as the customer there."""
    before, after = fold(raw[max(0, start - INTRODUCED) : start]), fold(raw[stop : stop + INTRODUCED])
    return (lexicon.resident_before.search(before) or lexicon.resident_after.match(after)) is not None


def bare(text: Folded, start: int, stop: int, lexicon: Lexicon, *, alone: bool = False) -> bool:
    """Tell whether an everyday word stands in the midst of a sentence as only a name would.

    It has a capital letter though nothing calls for one: no sentence or line begins there, no article stands
    before it, and it belongs to no heading, the words beside it being small. What is a company's name `alone`
    may be in capital letters throughout, and stand between an article and what a paper is called.
    """
    raw = text.raw
    if not raw[start].isupper() or (raw[start:stop].isupper() and not (alone and stop - start >= SHOUTED)):
        return False
    before = raw[raw.rfind("\n", 0, start) + 1 : start]
    after = raw[stop:].partition("\n")[0]
    said = before.rstrip()
    if begins_sentence(raw, start):
        return False
    if before[-1] not in " \u00a0" and script(fold(before[-1])[:1] or " ") not in _UNPARTED:
        return False
    if before[-1] in " \u00a0":
        word = fold(said.split()[-1]).strip("\"'(,")
        if word in lexicon.articles:
            return alone and _papers(after, lexicon)
        if said.split()[-1][0].isupper() and word != "i":
            return False
    return after[:1] != "-" and not after.lstrip(" ")[:1].isupper()


def says_what_kind(raw: str, start: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether words with a hyphen say of what kind the next word is, as in our best-price offer.

    They stand between an article, or what says that something is the writer's, and a word in small letters.
    After "the" that may be a name as well, unless its first word qualifies and no paper follows: the mail of
    somebody.
    """
    said, after = raw[start:stop], raw[stop:].partition("\n")[0]
    if "-" not in said or not said.islower() or not after[:1].isspace() or not after[1:2].islower():
        return False
    before = (words(fold(raw[max(0, start - INTRODUCED) : start])) or [""])[-1]
    if before in lexicon.indefinite:
        return True
    qualifies = fold(said.partition("-")[0]) in lexicon.qualifying
    return before in lexicon.articles and qualifies and not _papers(after, lexicon)


def _papers(after: str, lexicon: Lexicon) -> bool:
    """Tell whether the next word, in small letters, is what a paper is called."""
    word = next(iter(words(after[:INTRODUCED])), "")
    return word in lexicon.papers and after.startswith(f" {word}")


def begins_sentence(raw: str, start: int) -> bool:
    """Tell whether a sentence, a line or something set apart begins at a place."""
    said = raw[raw.rfind("\n", 0, start) + 1 : start].rstrip()
    return not said or said[-1] in SENTENCE_ENDS or said[-1] in QUOTES or said[-1] in "-(*"


def by_the_writer(raw: str, start: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a name with its title is the writer's own: in the signature, or introducing themself."""
    begin = raw.rfind("\n", 0, start) + 1
    before, after = raw[begin:start], raw[stop:].partition("\n")[0]
    alone = not before.strip() and (not after.strip() or after.lstrip()[0] in ",|/-\uff0c\u3001")
    return alone or lexicon.introduces.search(fold(before[-INTRODUCED:])) is not None
