"""misdirect-tui list and stats: every incident that the app keeps, and what they add up to."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

from ..core.incident import Incident
from ..core.playbook.prevent import PreventRules
from ..core.prevent.techniques import would_have_stopped
from ..files.register import Kept, load_kept
from ..judged import Judged
from .session import Session, iso

COUNTED = ("cause", "content", "recipient", "service", "band")


def list_command(session: Session, options: Namespace) -> None:
    """List every incident, open ones first, the newest first."""
    rows = []
    for each in sorted(_kept(session), key=lambda one: one.incident.opened_at, reverse=True):
        incident = each.incident
        situation = session.situation(incident)
        band = situation.severity.band if situation.severity else None
        rows.append(
            {
                "id": incident.id,
                "path": str(each.path),
                "status": incident.status,
                "opened_at": iso(incident.opened_at),
                "subject": incident.mail.subject,
                "band": band,
                "due": iso(next_due(situation)),
            }
        )
    rows.sort(key=lambda row: row["status"] != "open")
    if options.json:
        session.tell_json(rows)
        return
    words = session.words
    for row in rows:
        graded = words(f"grade.band.{row['band']}") if row["band"] else words("interface.meter.ungraded")
        status = words(f"interface.incidents.{row['status']}")
        subject = str(row["subject"]).replace("\n", " ") or words("interface.incidents.no-subject")
        told = [str(row["id"]).replace("\n", " "), status, graded, subject]
        if row["due"] is not None:
            told.append(words("interface.incidents.due", due=row["due"]))
        session.tell("  ".join(told))
    if not rows:
        session.tell(words("interface.incidents.none"))


def next_due(situation: Judged) -> Any:
    """Give when the next open thing of an incident is due."""
    return min((one.due for one in situation.follow_ups if not one.done), default=None)


def stats(session: Session, options: Namespace) -> None:
    """Tell how often, by what, how fast, and what would have stopped how many."""
    incidents = [each.incident for each in _kept(session)]
    tree = _added_up(session, incidents)
    if options.json:
        session.tell_json(tree)
        return
    words = session.words
    session.tell(words("interface.stats.incidents", count=tree["incidents"]))
    prefixes = {
        "cause": "prevent.cause",
        "content": "grade.content",
        "recipient": "grade.recipient",
        "service": "stop.service",
        "band": "grade.band",
    }
    for name, counts in tree["by"].items():
        for key, count in counts.items():
            of, what = words(f"interface.stats.{name}"), words(f"{prefixes[name]}.{key}")
            session.tell(words("interface.stats.row", of=of, what=what, count=count))
    for name in ("minutes_to_first_letter", "minutes_to_confirmed"):
        if tree[name]["median"] is not None:
            session.tell(words(f"interface.stats.{name.replace('_', '-')}", count=tree[name]["median"]))
    for technique, count in tree["would_have_stopped"].items():
        name = words(f"prevent.technique.{technique}.name")
        session.tell(words("interface.stats.would-have-stopped", technique=name, count=count))


def _kept(session: Session) -> list[Kept]:
    found, faults = load_kept(session.places.incidents)
    for fault in faults:
        session.complain(fault)
    return found


def _added_up(session: Session, incidents: list[Incident]) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    stopped: Counter[str] = Counter()
    rules = session.playbook.rules(PreventRules, "prevent")
    for incident in incidents:
        severity = session.situation(incident).severity
        values = {
            "cause": incident.prevent.cause,
            "content": incident.grade.content,
            "recipient": incident.grade.recipient,
            "service": incident.mail.service,
            "band": severity.band if severity else None,
        }
        for name, value in values.items():
            if value is not None:
                counts[name][value] += 1
        stopped.update(would_have_stopped(incident.prevent.cause, rules, content=incident.grade.content))
    return {
        "incidents": len(incidents),
        "by": {name: dict(counted.most_common()) for name, counted in counts.items()},
        "minutes_to_first_letter": {"median": _median(_minutes(each, "sent_at") for each in incidents)},
        "minutes_to_confirmed": {"median": _median(_minutes(each, "confirmed_at") for each in incidents)},
        "would_have_stopped": dict(stopped.most_common()),
    }


def _minutes(incident: Incident, stamp: str) -> float | None:
    sent = incident.mail.sent_at
    times = [
        getattr(letter, stamp)
        for letter in incident.explain.letters.values()
        if letter.role == "wrong-recipient" and getattr(letter, stamp)
    ]
    if sent is None or sent.tzinfo is None or not times:
        return None
    seconds: float = (min(times) - sent).total_seconds()
    return seconds / 60


def _median(minutes: Iterable[float | None]) -> float | None:
    known = [each for each in minutes if each is not None]
    return round(median(known), 1) if known else None
