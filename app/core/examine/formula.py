"""The formula of a letter: its four parts in order, a direct subject and opening, a short explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..playbook.examine import Cues, Length, PartName
from .case import Case, Code
from .cue import first, hits
from .folding import HAN, KANA, fold

ORDER: tuple[PartName, ...] = ("apology", "explanation", "remedy", "closing")
GREETING_UNITS = 24

_SENTENCE = re.compile(r"(?:[^.!?\n:;]|(?<=[a-z0-9])[.:](?=[a-z0-9]))+[.!?:;]*")
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_WORD = re.compile(f"(?:(?![{HAN}{KANA}])\\w)+")


@dataclass(frozen=True)
class Shortfall:
    """Name what the formula lacks, and where in the folded body; `start` is -1 where there is no place."""

    code: Code
    variant: str = ""
    start: int = -1
    end: int = -1
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sentence:
    """Hold one sentence of the folded body and the parts that its cues speak for."""

    start: int
    end: int
    text: str
    parts: frozenset[str]


def check(subject: str, body: str, case: Case, cues: Cues) -> Iterator[Shortfall]:
    """Hold a letter to the formula; `subject` and `body` are folded."""
    if first(cues.direct, subject) is None:
        yield Shortfall("subject-vague", "empty" if not subject.strip() else "vague")
    said = sentences(body, cues)
    yield from _missing(said, case, cues, body)
    yield from _opening(said, body, cues)
    yield from _explanation(said, cues)


def asks_for_deletion(text: str, cues: Cues) -> bool:
    """Tell whether a text asks to delete the mail."""
    return first(cues.deletion, fold(text)) is not None


def sentences(body: str, cues: Cues) -> list[Sentence]:
    """Split a folded body into sentences and tell which parts each may belong to."""
    spoken: list[tuple[int, str]] = []
    for name, phrases in (
        ("apology", cues.apology),
        ("explanation", cues.explanation),
        ("remedy", cues.remedy + cues.deletion),
        ("closing", cues.closing),
    ):
        spoken += [(hit.start, name) for hit in hits(phrases, body)]
    told = []
    for match in _SENTENCE.finditer(body):
        start, end = match.span()
        parts = frozenset(name for place, name in spoken if start <= place < end)
        told.append(Sentence(start, end, match.group(), parts))
    return told


def units(text: str) -> tuple[int, int]:
    """Count words and Han characters of a folded text; two kana say about as much as one Han character."""
    return len(_WORD.findall(text)), len(_HAN.findall(text)) + len(_KANA.findall(text)) // 2


def _missing(said: list[Sentence], case: Case, cues: Cues, body: str) -> Iterator[Shortfall]:
    present = {name: [place for place, each in enumerate(said) if name in each.parts] for name in ORDER}
    apologies = present["apology"]
    if len(apologies) > 1:
        present["closing"] = sorted({*present["closing"], *apologies[1:]})
    if not apologies:
        yield Shortfall("part-missing", "apology")
    for name in ("explanation", "remedy", "closing"):
        if not present[name]:
            yield Shortfall("part-missing", name)
    wanted = case.role == "wrong-recipient" and case.content in cues.rules.secrets.deletion
    asks = wanted and not case.answered
    if present["remedy"] and asks and first(cues.deletion, body) is None:
        yield Shortfall("part-missing", "deletion")
    yield from _disorder(present, said)


def _disorder(present: dict[PartName, list[int]], said: list[Sentence]) -> Iterator[Shortfall]:
    """Report the first part for which no place is left after the ones before it."""
    apologies, others = present["apology"], [*present["explanation"], *present["remedy"]]
    if apologies and others and apologies[0] > min(others):
        late = said[apologies[0]]
        yield Shortfall("part-order", "apology", late.start, late.end)
        return
    reached = 0
    for name in ORDER:
        if not present[name]:
            continue
        after = [place for place in present[name] if place >= reached + (name == "closing")]
        if not after:
            misplaced = said[present[name][0]]
            yield Shortfall("part-order", name, misplaced.start, misplaced.end)
            return
        reached = after[0]


def _opening(said: list[Sentence], body: str, cues: Cues) -> Iterator[Shortfall]:
    apology = next((each for each in said if "apology" in each.parts), None)
    until = apology.start if apology else len(body)
    slow = first(cues.slow, body[:until])
    if slow is not None:
        yield Shortfall(
            "opening-slow", "courtesy", slow.start, slow.end, (("found", body[slow.start : slow.end]),)
        )
        return
    if apology is None:
        return
    before = body[greeting_end(body, cues) : until]
    if over(before, cues.rules.opening):
        yield Shortfall(
            "opening-slow",
            "late-han" if mostly_han(before, cues.rules.opening) else "late",
            apology.start,
            apology.end,
            _lengths(before, cues.rules.opening),
        )


def _explanation(said: list[Sentence], cues: Cues) -> Iterator[Shortfall]:
    apology = next((place for place, each in enumerate(said) if "apology" in each.parts), 0)
    told = [place for place, each in enumerate(said) if place >= apology and "explanation" in each.parts]
    if not told:
        return
    ends = [
        place for place, each in enumerate(said) if place > told[0] and each.parts & {"remedy", "closing"}
    ]
    stop = ends[0] if ends else len(said)
    begin = next((place for place in told if apology < place < stop), told[0])
    stretch = " ".join(each.text for each in said[begin:stop])
    if over(stretch, cues.rules.explanation):
        yield Shortfall(
            "explanation-long",
            "han" if mostly_han(stretch, cues.rules.explanation) else "words",
            said[begin].start,
            said[max(begin, stop - 1)].end,
            _lengths(stretch, cues.rules.explanation),
        )


def over(text: str, length: Length) -> bool:
    """Tell whether a folded text is longer than a length; words and Han characters weigh together."""
    latin, han = units(text)
    return latin / length.words + han / length.han > 1


def mostly_han(text: str, length: Length) -> bool:
    """Tell whether Han characters make a folded text longer than its words do."""
    latin, han = units(text)
    return han / length.han > latin / length.words


def greeting_end(body: str, cues: Cues) -> int:
    """Give where the greeting of a folded body ends: after its first line, if that is short and closes so."""
    lead = len(body) - len(body.lstrip())
    line, newline, _ = body[lead:].partition("\n")
    latin, han = units(line)
    closes = (",", ":", "!", "-", *map(fold, cues.greeting.after))
    short = latin + han <= GREETING_UNITS and line.rstrip().endswith(closes)
    return lead + len(line) if newline and short else lead


def _lengths(text: str, length: Length) -> tuple[tuple[str, str], ...]:
    latin, han = units(text)
    count, limit = (han, length.han) if mostly_han(text, length) else (latin, length.words)
    return (("count", str(count)), ("limit", str(limit)))
