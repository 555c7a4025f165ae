"""What a recall can still do, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .core.visible import visible
from .telling import Line, clicks, evidence, labelled, said

if TYPE_CHECKING:
    from .core.playbook.words import Words
    from .core.stop.recall import RecallReport, Verdict

FIRST_STEPS, FIRST_REASONS, FIRST_OF_NEARER, FIRST_OF_WHOM = 2, 4, 3, 3


def recall_told(words: Words, report: RecallReport, *, whole: bool = False) -> Iterator[Line]:
    """Tell a verdict: for whom, what it is, what to click first, why, what may trap, how sure it is.

    What to click for those whom a recall reaches sooner comes before the reasons, what may defeat it
    there after them. Without `whole` only the first steps and what decides
    first are told, and how much more there is, which is never a single thing: saying so is as long.
    """
    found, nearer, sooner = report.verdict, report.nearer, tuple(nearer_reasons(words, report))
    apart = report.recipients if len({each.verdict for each in report.recipients}) > 1 else ()
    counts = (
        *((found.steps, FIRST_STEPS), (found.reasons, FIRST_REASONS)),
        *((sooner, FIRST_OF_NEARER), (apart, FIRST_OF_WHOM)),
    )
    left = sum(max(len(each) - first, 0) for each, first in counts)
    whole = whole or left == 1
    yield Line(_headline(words, report), "main")
    if found.path is not None and found.verdict not in ("cannot", "unknown"):
        yield Line(clicks(words, found.path), "main")
    steps = found.steps if whole else found.steps[:FIRST_STEPS]
    between = "" if words.language == "zh" else " "
    yield Line(between.join(said(words, "stop.step", one) for one in steps), "note")
    yield from (Line(text, "main") for text in nearer_clicks(words, report))
    reasons = found.reasons if whole else found.reasons[:FIRST_REASONS]
    for table, one in reasons:
        yield Line(said(words, table, one), "note")
    for each in apart if whole else apart[:FIRST_OF_WHOM]:
        short = words(f"stop.verdict.{each.verdict}-short")
        scope = words(f"stop.scope.{each.scope}")
        told = words("stop.shown.sure", what=short, sure=scope)
        yield Line(labelled(words, visible(each.address), told), "note")
    yield from (Line(text, "note") for text in (sooner if whole else sooner[:FIRST_OF_NEARER]))
    if not whole and left:
        yield Line(words("stop.shown.more", count=left), "note")
    # Where two verdicts stand there, each says how sure it is.
    for verdict in (found, nearer) if nearer is not None and sooner else (found,):
        told = evidence(words, verdict)
        name = words(f"stop.verdict.{verdict.verdict}-short")
        if told:
            yield Line(labelled(words, name, told) if nearer is not None and sooner else told, "note")


def nearer_clicks(words: Words, report: RecallReport) -> Iterator[str]:
    """Tell what to click for those whom a recall reaches sooner, where the others have nothing to click."""
    nearer = report.nearer
    if nearer is not None and nearer.path is not None and report.verdict.path is None:
        yield labelled(words, words(f"stop.verdict.{nearer.verdict}-short"), clicks(words, nearer.path))


def nearer_reasons(words: Words, report: RecallReport) -> Iterator[str]:
    """Tell what may defeat the recall for those whom it reaches sooner, as far as it is theirs alone."""
    nearer = report.nearer
    if nearer is None:
        return
    for table, one in nearer.reasons:
        if (table, one) not in report.verdict.reasons:
            yield labelled(words, words(f"stop.verdict.{nearer.verdict}-short"), said(words, table, one))


def _headline(words: Words, report: RecallReport) -> str:
    """Give the verdict in one sentence, and for whom where it does not hold for everybody."""
    line, whom, total = verdict_line(words, report.verdict), report.whom, len(report.recipients)
    if report.verdict.verdict == "cannot" and "allow-listed" in report.asks:
        line = words("stop.shown.unless-allowed")
    if not 0 < len(whom) < total:
        return line
    one = visible(whom[0])
    return labelled(
        words, one if len(whom) == 1 else words("stop.shown.whom", count=len(whom), total=total), line
    )


def verdict_line(words: Words, found: Verdict) -> str:
    """Give a verdict in one sentence, with the seconds that are left where an undo window is open."""
    sentence = words(f"stop.verdict.{found.verdict}")
    if found.seconds_left is None:
        return sentence
    return f"{sentence} {words('interface.stop.seconds-left', count=found.seconds_left)}"
