"""What a needle shows at a place where it stands: whether what it needs beside it is there."""

from __future__ import annotations

from .folding import Folded, fold, script
from .frame import bare, begins_name, by_the_writer, ends_name, framed, inhabited, quoted, says_what_kind
from .lexicon import Lexicon
from .needle import Needle

REACH = 24


def shown(needle: Needle, text: Folded, start: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Give what a needle at a place shows, its title included; None where what it needs is not there."""
    if needle.inhabited and not inhabited(text.raw, start, stop, lexicon):
        return None
    if needle.tied and says_what_kind(text.raw, start, stop, lexicon):
        return None
    if needle.familiar:
        return _with_familiar(text, start, stop, lexicon)
    if needle.framed and not framed(text.raw, start, stop, lexicon, strictly=needle.named):
        return None
    if needle.named and not needle.framed and not _is_named(text, start, stop, lexicon):
        alone = not needle.joints
        return (start, stop) if needle.bare and bare(text, start, stop, lexicon, alone=alone) else None
    if needle.closed and _goes_on(text.raw, stop, lexicon):
        return None
    if not needle.titled:
        return start, stop
    titled = _with_title(text, start, stop, lexicon)
    if needle.shared:
        return titled if titled and not by_the_writer(text.raw, *titled, lexicon) else None
    if not titled and needle.bare and bare(text, start, stop, lexicon, alone=not needle.joints):
        return start, stop
    return titled


def _goes_on(raw: str, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a Chinese name has one more character, with the title after that."""
    after = fold(raw[stop : stop + REACH])
    if not after or script(after[0]) != "han" or lexicon.after.match(after) or ends_name(raw, stop, lexicon):
        return False
    return lexicon.after.match(after[1:]) is not None


def _ends_longer(text: Folded, start: int) -> bool:
    """Tell whether a surname of one character is the end of a longer one, as Japanese surnames are."""
    before = text.raw[start - 1 : start]
    return text.japanese and bool(before) and script(before) == "han"


def _with_familiar(text: Folded, start: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Give a given name of one character with what goes with it, where a name may begin; else None."""
    raw = text.raw
    ways = []
    if raw[max(0, start - 1) : start] in lexicon.familiar_before and ends_name(raw, stop, lexicon):
        ways.append((start - 1, stop))
    if raw[stop : stop + 1] in lexicon.familiar_after:
        ways.append((start, stop + 1))
    for first, last in ways:
        said = lexicon.everyday(raw[first:last]) or lexicon.cuts(raw, first, last)
        if not said and begins_name(raw, first, lexicon):
            return first, last
    return None


def _is_named(text: Folded, start: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a name with a capital letter stands in quotation marks or after the word for a company."""
    raw = text.raw
    if raw[start].islower():
        return False
    if script(text.raw[start]) == "hangul":
        return framed(raw, start, stop, lexicon, strictly=True)
    before = fold(raw[max(0, start - REACH) : start])
    return quoted(raw, start, stop) or lexicon.company.search(before) is not None


def _with_title(text: Folded, start: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Give a name's span together with the title before or after it; None where there is none."""
    lead, tail = fold(text.raw[max(0, start - REACH) : start]), fold(text.raw[stop : stop + REACH])
    before = lexicon.before.search(lead)
    if before:
        begin = max(0, start - len(lead) + before.start(1))
        han = script(text.raw[start]) == "han"
        doubtful = len(before[1]) == 1 and text.raw[start].islower()
        if not doubtful and not (han and lexicon.cuts(text.raw, begin, stop)):
            return begin, stop
    after = lexicon.after.match(tail)
    if after and stop - start == 1 and _ends_longer(text, start):
        return None
    if after and not lexicon.cuts(text.raw, start, stop + after.end()):
        return start, stop + after.end()
    return None
