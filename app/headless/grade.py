"""misdirect-tui grade: how bad it is, and why."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, get_args

from ..core.fault import Fault
from ..core.grade.clocks import Clock, about_aware_at, clocks
from ..core.grade.countries import countries_in, fault_of
from ..core.grade.severity import assess
from ..core.ids import LoweringFlag, RaisingFlag
from ..core.incident import Incident
from ..core.parts import Grading
from ..core.playbook.clocks import ClockRules
from ..core.playbook.grade import GradeRules
from ..harm import clock_told, clock_words, enisa_told
from .session import Refusal, Session, iso

FLAGS = (*get_args(RaisingFlag), *get_args(LoweringFlag))


def grade(session: Session, options: Namespace) -> None:
    """Grade a record, or the answers given as options, or a record with these over its own."""
    incident = session.record(options.file) if options.file else Incident.begin(id="unnamed", at=session.now)
    answers = answered(session, incident, options).grade
    found = assess(answers, session.playbook.rules(GradeRules, "grade"))
    deadlines = clocks(answers, session.playbook.rules(ClockRules, "clocks"))
    words = session.words
    reasons = [
        {"code": one.code, "points": one.points, "text": words(f"grade.reason.{one.code}", **one.values)}
        for one in found.reasons
    ]
    notes = about_aware_at(answers, session.now) if deadlines else ()
    if options.json:
        for notice in found.notices:
            session.remark(Fault("grade", f"grade.notice.{notice}"))
        for note in notes:
            session.remark(Fault("grade --aware-at", f"grade.clocks.note.{note}"))
        session.tell_json(
            {
                "score": found.score,
                "lower": found.lower,
                "upper": found.upper,
                "band": found.band,
                "response": found.response,
                "reasons": reasons,
                "unanswered": list(found.unanswered),
                "enisa": {"se": found.enisa.se, "level": found.enisa.level} if found.enisa else None,
                "clocks": [_clock(session, one) for one in deadlines],
            }
        )
        return
    if found.score is None or found.band is None:
        session.tell(words("interface.meter.ungraded"))
    else:
        session.tell(f"{words(f'grade.band.{found.band}')} {found.score}")
    reach = words("interface.meter.reach", lower=found.lower, upper=found.upper)
    session.tell(words("interface.meter.settled") if found.lower == found.upper else reach)
    for reason in reasons:
        session.tell(f"{reason['points']:+4d}  {reason['text']}")
    for notice in found.notices:
        session.tell(words(f"grade.notice.{notice}"))
    session.tell(words(f"grade.next-hour.{found.calls_for}"))
    if found.enisa:
        session.tell(enisa_told(words, found.enisa))
    elif (answers.dpc, answers.ei, answers.cb) != (None, None, None):
        session.tell(words("interface.grade.enisa-incomplete"))
    for one in deadlines:
        session.tell(clock_line(session, one))
    for note in notes:
        session.tell(words(f"grade.clocks.note.{note}"))
    if deadlines:
        session.tell(words("grade.clocks.disclaimer"))


def answered(session: Session, incident: Incident, options: Namespace) -> Incident:
    """Give the incident with the answers of the options in it, and what they give beside them."""
    given: dict[str, Any] = {
        "grade.content": options.content,
        "grade.recipient": options.recipient,
        "grade.recipients": options.recipients,
        "grade.dpc": options.dpc,
        "grade.ei": options.ei,
        "grade.cb": options.cb,
        "grade.countries": _countries(session, options) if options.country else None,
        "grade.aware_at": options.aware_at,
    }
    given |= {f"grade.flags.{flag}": getattr(options, flag.replace("-", "_")) for flag in FLAGS}
    changes = {path: value for path, value in given.items() if value is not None}
    return incident.with_changes(changes, at=session.now, event="answered") if changes else incident


def _countries(session: Session, options: Namespace) -> tuple[str, ...]:
    """Give the countries named by the options; raises Refusal for a slip of the pen, or what is no name."""
    rules = session.playbook.rules(ClockRules, "clocks")
    found = countries_in(" ".join(options.country), rules)
    for country in found:
        if fault := fault_of(f"{options.command} --country", country, rules):
            # A file that follows the countries is taken for one of them.
            code = "not-a-country-option" if fault.code == "not-a-country" else fault.code
            raise Refusal(fault.where, code, **fault.values)
    return found


def result_of(session: Session, answers: Grading) -> dict[str, Any] | None:
    """Give what the answers give, as a record keeps it."""
    from ..core.parts import plain

    begun = Incident.begin(id="unnamed", at=session.now)
    return plain(session.situation(begun.model_copy(update={"grade": answers})).grade_result()) or None


def clock_line(session: Session, one: Clock) -> str:
    """Tell one deadline: the law, and set in under it what it asks, by when, and where that was read."""
    law, *rest = (line.text for line in clock_told(session.words, one))
    return "\n".join([law, *(f"    {line}" for line in rest)])


def _clock(session: Session, one: Clock) -> dict[str, Any]:
    return {
        "id": one.id,
        "starts": one.starts,
        "due": iso(one.due),
        "unit": one.unit,
        "text": clock_words(session.words, one, "text"),
        "source": one.source,
        "confidence": one.confidence,
    }
