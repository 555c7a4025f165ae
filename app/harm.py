"""The harm to persons and the legal clocks, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from .core.visible import visible
from .telling import Line, labelled

if TYPE_CHECKING:
    from .core.grade.clocks import Clock
    from .core.grade.enisa import Enisa
    from .core.playbook.words import Words
    from .situation import Situation

# What a low risk means for a deadline stands beside it, wherever it is told.
LOW_RISK_NOTES = ("low-risk-record", "low-risk", "low-risk-but-number")


def harm_told(situation: Situation) -> Iterator[Line]:
    """Tell the harm to persons, then each deadline: whom, by when, what it hangs on, where that was read."""
    words = situation.words
    severity = situation.severity
    if severity is not None and severity.enisa is not None:
        yield Line(enisa_told(words, severity.enisa), "main")
        yield Line(words(f"grade.enisa.meaning.{severity.enisa.level}"), "note")
    for one in situation.clocks:
        yield from clock_told(words, one)
    if situation.clocks:
        from .core.grade.clocks import about_aware_at

        for note in about_aware_at(situation.incident.grade, situation.now):
            yield Line(words(f"grade.clocks.note.{note}"), "main")
        yield Line(words("grade.clocks.disclaimer"), "note")


def enisa_told(words: Words, enisa: Enisa) -> str:
    """Tell how much harm to persons is to be expected: the figure and the level it lies in."""
    level = words(f"grade.enisa.level.{enisa.level}")
    return words("interface.grade.enisa", se=enisa.se, level=level)


def clock_words(words: Words, one: Clock, part: Literal["law", "text"]) -> str:
    """Give a part of the words of a clock, what somebody typed made safe to show."""
    values = {name: visible(value) if isinstance(value, str) else value for name, value in one.values.items()}
    return words(f"grade.clock.{one.id}.{part}", **values)


def clock_told(words: Words, one: Clock) -> Iterator[Line]:
    """Tell a clock: the law, what it asks, by when or from when, what to know, and where that was read."""
    yield Line(clock_words(words, one, "law"), "main")
    # What stands in the place of a clock is all there is to say.
    yield Line(clock_words(words, one, "text"), "note" if one.checked_on else "main")
    starts = words(f"grade.starts.{one.starts}")
    if one.due is not None:
        due = one.due.isoformat(sep=" ", timespec="minutes")
        key = "clock-earliest" if "earliest" in one.notes else "clock-due"
        yield Line(words(f"interface.grade.{key}", due=due, starts=starts), "main")
    elif one.kind == "clock":
        ranging = f"{one.unit}-range"
        unit = ranging if "longest" in one.values and f"grade.unit.{ranging}" in words else one.unit
        amount, longest = (one.values.get(name, "") for name in ("amount", "longest"))
        yield Line(words(f"grade.unit.{unit}", amount=amount, longest=longest), "main")
        if one.starts != "none":
            yield Line(labelled(words, words("grade.clocks.start"), starts), "note")
    for note in one.notes:
        yield Line(words(f"grade.clocks.note.{note}"), "main" if note in LOW_RISK_NOTES else "note")
    if one.checked_on is None:
        return
    sure = words(f"interface.sure.{one.confidence}")
    if one.source is None:
        yield Line(labelled(words, sure, words("grade.clocks.no-source")), "note")
        return
    yield Line(words("interface.evidence", sure=sure, source=one.source, checked=one.checked_on), "note")
