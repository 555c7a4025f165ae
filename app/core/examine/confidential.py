"""What the sent mail held that no letter may repeat: its figures, its documents, its own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..parts import SentMail
from ..playbook.examine import Cues
from . import identity
from .cue import hits
from .figures import codes, figures, telling
from .folding import HAN, Folded, fold, script, squash
from .identity import stem_of
from .lexicon import lexicon
from .needle import Needle

SUBJECT_WORDS = 4
SUBJECT_HAN = 8

_HAN_RUN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(f"(?:(?![{HAN}])[^\\W_])+(?:'[a-z]+)?")


class Repeat(NamedTuple):
    """Place something repeated in the letter as written."""

    start: int
    end: int
    variant: str


@dataclass(frozen=True)
class Secret:
    """Hold what one sent mail keeps: figures, those that count only with their mark, codes, runs of words."""

    figures: frozenset[str]
    marked: frozenset[str]
    codes: tuple[Needle, ...]
    runs: frozenset[tuple[str, ...]]
    han_runs: frozenset[str]
    subject: str


@lru_cache(maxsize=16)
def secret(mail: SentMail, document: str, cues: Cues) -> Secret:
    """Gather what a sent mail and the document that went wrongly keep confidential."""
    names = tuple(
        dict.fromkeys(name for name in (*(each.name for each in mail.attachments), document) if name)
    )
    stems = [stem_of(name) for name in names]
    text = fold("\n".join((mail.subject, mail.text, *stems)))
    found = list(figures(text, cues.rules.secrets))
    numbers = dict.fromkeys(codes(text))
    needles = [Needle(code, frozenset(range(1, len(code))), "number") for code in numbers]
    known = lexicon(cues)
    for stem in map(known.simplified, stems):
        whole = squash(stem)
        named = identity.document(stem, "document", known)
        needles += [each for each in named if each.key == whole or script(each.key[0]) == "han"]
    said = fold(mail.text)
    length = cues.rules.quote
    return Secret(
        figures=frozenset(each.value for each in found if telling(each)),
        marked=frozenset(each.value for each in found if each.marked),
        codes=tuple(needles),
        runs=frozenset(_windows([word for word, _, _ in _placed(said)], length.words)),
        han_runs=frozenset(_han_windows(said, length.han)),
        subject=_bare(mail.subject, cues),
    )


def repeats(
    text: Folded, kept: Secret, spared: tuple[tuple[int, int], ...], own: frozenset[str], cues: Cues
) -> Iterator[Repeat]:
    """Find the figures of a sent mail in a letter; `own` are numbers of the reader's and the sender's own."""
    for each in figures(text.text, cues.rules.secrets):
        tells = each.value in kept.figures or (each.marked and each.value in kept.marked)
        if tells and each.value not in own:
            start, end = text.place(each.start), text.at[each.end - 1] + 1
            if not _inside(start, end, spared):
                yield Repeat(start, end, "amount" if each.marked else "number")


def quotations(
    text: Folded, kept: Secret, spared: tuple[tuple[int, int], ...], cues: Cues
) -> Iterator[Repeat]:
    """Find what a letter quotes from the sent mail: marked lines, its subject, runs of its words."""
    for hit in hits(cues.rules.quoting, text.text):
        yield Repeat(text.place(hit.start), text.at[hit.end - 1] + 1, "header")
    for match in re.finditer(r"^[ \t]*>+.*", text.text, re.MULTILINE):
        yield Repeat(text.place(match.start()), text.at[match.end() - 1] + 1, "lines")
    if kept.subject and kept.subject in text.text:
        begin = text.text.index(kept.subject)
        yield Repeat(text.place(begin), text.at[begin + len(kept.subject) - 1] + 1, "subject")
    polite = [(hit.start, hit.end) for hit in hits(cues.courtesy, text.text)]
    polite += [(_back(text, start), _back(text, end)) for start, end in spared]
    yield from _same_words(text, kept, polite, cues.rules.quote.words)
    yield from _same_han(text, kept, polite, cues.rules.quote.han)


def _same_words(text: Folded, kept: Secret, polite: list[tuple[int, int]], length: int) -> Iterator[Repeat]:
    if not kept.runs:
        return
    placed = [
        ("" if _inside(start, end, tuple(polite)) else word, start, end)
        for word, start, end in _placed(text.text)
    ]
    listed = [word for word, _, _ in placed]
    place = 0
    while place + length <= len(listed):
        if tuple(listed[place : place + length]) in kept.runs:
            stop = place + length
            while stop < len(listed) and tuple(listed[stop - length + 1 : stop + 1]) in kept.runs:
                stop += 1
            yield Repeat(text.place(placed[place][1]), text.at[placed[stop - 1][2] - 1] + 1, "words")
            place = stop
        else:
            place += 1


def _same_han(text: Folded, kept: Secret, polite: list[tuple[int, int]], length: int) -> Iterator[Repeat]:
    if not kept.han_runs:
        return
    spots = [match.start() for match in _HAN_RUN.finditer(text.text)]
    run = "".join("\0" if _inside(spot, spot + 1, tuple(polite)) else text.text[spot] for spot in spots)
    place = 0
    while place + length <= len(run):
        if run[place : place + length] in kept.han_runs:
            stop = place + length
            while stop < len(run) and run[stop - length + 1 : stop + 1] in kept.han_runs:
                stop += 1
            yield Repeat(text.place(spots[place]), text.at[spots[stop - 1]] + 1, "words")
            place = stop
        else:
            place += 1


def _placed(text: str) -> list[tuple[str, int, int]]:
    return [(match.group(), match.start(), match.end()) for match in _LATIN_WORD.finditer(text)]


def _windows(listed: list[str], length: int) -> Iterator[tuple[str, ...]]:
    for place in range(len(listed) - length + 1):
        yield tuple(listed[place : place + length])


def _han_windows(text: str, length: int) -> Iterator[str]:
    run = "".join(_HAN_RUN.findall(text))
    for place in range(len(run) - length + 1):
        yield run[place : place + length]


def _bare(subject: str, cues: Cues) -> str:
    text = fold(subject).strip()
    threads = tuple(map(fold, cues.rules.threads))
    while ":" in text and text.partition(":")[0].strip() in threads:
        text = text.partition(":")[2].strip()
    long = len(_placed(text)) >= SUBJECT_WORDS or len(_HAN_RUN.findall(text)) >= SUBJECT_HAN
    return text if long else ""


def _back(text: Folded, place: int) -> int:
    """Give the place in the folded text of a place in the text as written."""
    return place if isinstance(text.at, range) else bisect_left(text.at, place)


def _inside(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(begin <= start and end <= stop for begin, stop in spans)
