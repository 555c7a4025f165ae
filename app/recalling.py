"""What a recall can still do, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .core.visible import visible
from .telling import Line, clicks, evidence, labelled, said

if TYPE_CHECKING:
    from .core.playbook.words import Words
    from .core.stop.recall import RecallReport, Verdict

FIRST_STEPS, FIRST_REASONS, FIRST_OF_DIFFERING = 2, 4, 2


def recall_told(
    words: Words, report: RecallReport, *, whole: bool = False, ask: str = "ask-below"
) -> Iterator[Line]:
    """Tell a verdict: for whom, what it is, what to click first, why, what may trap, how sure it is.

    What to click for those whom a recall reaches sooner comes before the reasons, what may defeat it
    there after them. Without `whole` only the first steps and what decides
    first are told, and how much more there is, which is never a single thing: saying so is as long.
    `ask` names the words on how to answer what the verdict hangs on.
    """
    found, sooner = report.verdict, tuple(nearer_reasons(words, report))
    apart = report.recipients if len({each.verdict for each in report.recipients}) > 1 else ()
    # Where the recipients differ, the lines on top have said these, and who they are can wait.
    told_above = {"recipients-differ", "not-allow-listed"} if apart else ()
    deciding = [(table, one) for table, one in found.reasons if one.code not in told_above]
    reasons = deciding[: FIRST_OF_DIFFERING if apart else FIRST_REASONS]
    shown = len(reasons) + min(len(found.steps), FIRST_STEPS)
    left = len(found.reasons) + len(found.steps) + len(sooner) + len(apart) - shown
    whole = whole or left == 1
    yield Line(_headline(words, report), "main")
    if _hangs_on_being_allowed(report):
        yield Line(words(f"stop.shown.{ask}"), "main")
    if found.path is not None and found.verdict not in ("cannot", "unknown"):
        yield Line(clicks(words, found.path), "main")
    steps = found.steps if whole else found.steps[:FIRST_STEPS]
    between = "" if words.language == "zh" else " "
    yield Line(between.join(said(words, "stop.step", one) for one in steps), "note")
    yield from (Line(text, "main") for text in nearer_clicks(words, report))
    for table, one in found.reasons if whole else reasons:
        yield Line(said(words, table, one), "note")
    for each in apart if whole else ():
        short = words(f"stop.verdict.{each.verdict}-short")
        scope = words(f"stop.scope.{each.scope}")
        told = words("stop.shown.sure", what=short, sure=scope)
        yield Line(labelled(words, visible(each.address), told), "note")
    yield from (Line(text, "note") for text in (sooner if whole else ()))
    if not whole and left:
        yield Line(words("stop.shown.more", count=left), "note")
    yield from (Line(text, "note") for text in _sureness(words, report, whole=whole, apart=bool(sooner)))


def _sureness(words: Words, report: RecallReport, *, whole: bool, apart: bool) -> Iterator[str]:
    """Tell how sure it is; of each where two verdicts stand there, and in short without `whole`."""
    found, nearer = report.verdict, report.nearer
    if nearer is None or not apart:
        yield from filter(None, [evidence(words, found)])
        return
    sure = [
        labelled(words, words(f"stop.verdict.{one.verdict}-short"), told)
        for one in (found, nearer)
        if (told := evidence(words, one, source=whole))
    ]
    yield from sure if whole else filter(None, ["  ".join(sure)])


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
    if _hangs_on_being_allowed(report):
        line = words("stop.shown.unless-allowed")
    if not 0 < len(whom) < total:
        return line
    one = visible(whom[0])
    return labelled(
        words, one if len(whom) == 1 else words("stop.shown.whom", count=len(whom), total=total), line
    )


def _hangs_on_being_allowed(report: RecallReport) -> bool:
    return report.verdict.verdict == "cannot" and "allow-listed" in report.asks


def verdict_line(words: Words, found: Verdict) -> str:
    """Give a verdict in one sentence, with the seconds that are left where an undo window is open."""
    sentence = words(f"stop.verdict.{found.verdict}")
    if found.seconds_left is None:
        return sentence
    return f"{sentence} {words('interface.stop.seconds-left', count=found.seconds_left)}"
