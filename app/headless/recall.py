"""misdirect-tui recall: whether a mail can still be caught."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from typing import Any

from ..core.incident import Incident
from ..core.playbook.stop import StopRules
from ..core.stop.recall import RecallReport, Scope, recall, recall_of
from ..recalling import nearer_clicks, nearer_reasons, recall_told
from ..telling import clicks, said, source_told
from .session import Refusal, Session


def recall_command(session: Session, options: Namespace) -> None:
    """Judge a mail, a record, or a service with the facts given as options."""
    if options.file is None and options.service is None:
        raise Refusal("recall", "nothing-to-judge")
    rules = session.playbook.rules(StopRules, "stop")
    incident = _incident(session, options)
    now = session.now
    if options.file is None or options.scope is not None:
        sent = incident.mail.sent_at
        if sent is not None and sent.tzinfo is None:
            sent = sent.replace(tzinfo=now.tzinfo)
        scope: Scope = options.scope or "external"
        verdict = recall(
            rules,
            service=incident.mail.service,
            scope=scope,
            read=incident.grade.flags.get("opened", "unknown"),
            elapsed=(now - sent).total_seconds() if sent is not None else None,
            queued=incident.stop.queued == "yes",
            window=incident.stop.window,
            allow_listed=incident.stop.allow_listed == "yes",
        )
        everybody = recall_of(incident, rules, now).recipients
        told = (each._replace(scope=scope, verdict=verdict.verdict) for each in everybody)
        report = RecallReport(verdict, tuple(told), ())
    else:
        report = recall_of(incident, rules, now)
    if options.json:
        session.tell_json(_tree(session, report))
    else:
        for line in recall_told(session.words, report, whole=True, ask="ask-option"):
            session.tell(line.text)


def _incident(session: Session, options: Namespace) -> Incident:
    if options.file is not None:
        incident = session.incident(options.file)
    else:
        incident = Incident.begin(id="unnamed", at=session.now)
    now = session.now
    given: dict[str, Any] = {
        "mail.service": options.service,
        "mail.sent_at": options.sent_at,
        "grade.flags.opened": options.read,
        "stop.queued": options.queued,
        "stop.window": options.window,
        "stop.allow_listed": options.allow_listed,
    }
    if options.elapsed is not None:
        given["mail.sent_at"] = now - timedelta(seconds=options.elapsed)
    changes = {path: value for path, value in given.items() if value is not None}
    return incident.with_changes(changes, at=now, event="answered") if changes else incident


def _tree(session: Session, report: RecallReport) -> dict[str, Any]:
    words, found = session.words, report.verdict
    first = [clicks(words, found.path)] if found.path else []
    return {
        "verdict": found.verdict,
        "seconds_left": found.seconds_left,
        "steps": [
            *first,
            *(said(words, "stop.step", one) for one in found.steps),
            *nearer_clicks(words, report),
        ],
        "why": [*(said(words, table, one) for table, one in found.reasons), *nearer_reasons(words, report)],
        "confidence": found.confidence,
        "source": source_told(words, found.source) if found.source else None,
        "checked_on": found.checked_on.isoformat() if found.checked_on else None,
        "recipients": [each._asdict() for each in report.recipients],
    }
