"""An incident as a VERIS record: ids and times alone, no name of anybody, nothing of the mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..explain.numbering import numbers
from ..explain.standing import confirmations
from ..grade.severity import Severity
from ..incident import Incident
from ..playbook.stop import StopRules
from ..playbook.veris import VerisRules
from ..stop.recall import recall_of
from ..when import is_known

UNKNOWN = "Unknown"
NO_INDUSTRY = "000"
NOTICED_UNKNOWN = "Counted up to the opening of this record: when the mistake was noticed is not known."
YEAR_UNKNOWN = "The year is that in which this was exported: when the mail was sent is not known."
# The years that the schema lets an incident be of.
_YEARS = range(1950, 2051)
_UNITS = (
    ("Years", 31_536_000),
    ("Months", 2_592_000),
    ("Weeks", 604_800),
    ("Days", 86_400),
    ("Hours", 3_600),
    ("Minutes", 60),
    ("Seconds", 1),
)


def veris_record(
    incident: Incident, severity: Severity, rules: VerisRules, stop_rules: StopRules, *, now: datetime
) -> dict[str, Any]:
    """Give the record as plain values that JSON can hold; what is not known is Unknown.

    A mail that was caught before anybody saw it is a near miss. The schema demands a year: where the
    record has no time, that of `now` stands there, and the notes say so.
    Source: the VERIS schema of `rules.version`, and the conventions of the VERIS community database:
    an error has no motive, and a wrong recipient is the error Misdelivery.
    """
    grade, cause, service = incident.grade, incident.prevent.cause, incident.mail.service
    caught = caught_in_time(incident, stop_rules)
    record: dict[str, Any] = {
        "schema_version": rules.version,
        "incident_id": incident.id,
        "security_incident": "Near miss" if caught else "Confirmed",
        "summary": _summary(incident, severity),
        "timeline": _timeline(incident, set(numbers(incident, stop_rules)), now),
        "victim": {
            "country": [UNKNOWN],
            "employee_count": UNKNOWN,
            "industry": NO_INDUSTRY,
            "government": [UNKNOWN],
        },
        "actor": {"internal": {"variety": ["End-user"], "motive": ["NA"]}},
        "action": {
            "error": {
                "variety": ["Misdelivery"],
                "vector": [rules.vector.get(cause, UNKNOWN) if cause else UNKNOWN],
            }
        },
        "asset": {
            "assets": [{"variety": "S - Mail"}],
            "cloud": [rules.cloud.get(service, UNKNOWN) if service else UNKNOWN],
        },
        "attribute": {
            "confidentiality": {
                "data_disclosure": _disclosure(incident, caught=caught),
                "data": [{"variety": one} for one in _data(incident, rules)],
                "data_victim": list(rules.victim.get(grade.content, ()) if grade.content else ())
                or [UNKNOWN],
                "state": _state(incident),
            }
        },
        "discovery_method": {"internal": {"variety": ["Reported by employee"]}},
        "impact": {"overall_rating": rules.rating.get(severity.band, UNKNOWN) if severity.band else UNKNOWN},
    }
    opened = _usable(incident.opened_at)
    if opened is None and _usable(incident.mail.sent_at) is None:
        record["notes"] = YEAR_UNKNOWN
    if grade.aware_at is None and opened is not None:
        record["discovery_notes"] = NOTICED_UNKNOWN
    decided = [f"{name}: {one.choice}" for name, one in incident.prevent.techniques.items()]
    if decided:
        record["corrective_action"] = "; ".join(decided)
    return record


def caught_in_time(incident: Incident, rules: StopRules) -> bool:
    """Tell whether the mail was taken back before anybody saw it.

    The recall has to have worked, and nobody may have opened the mail: that is either answered, or
    follows from an undo window that was still open when the recall was ticked.
    """
    flags = incident.grade.flags
    if flags.get("recalled") != "yes":
        return False
    return flags["opened"] == "no" if "opened" in flags else _undone(incident, rules)


def _undone(incident: Incident, rules: StopRules) -> bool:
    ticked = [event.at for event in incident.timeline if event.detail.get("stop.ticks.recall") == "done"]
    if not ticked or incident.stop.ticks.get("recall") != "done" or not _comparable(incident.mail.sent_at):
        return False
    return recall_of(incident, rules, ticked[-1]).verdict.verdict in ("undo-now", "cancel-first")


def _summary(incident: Incident, severity: Severity) -> str:
    grade = incident.grade
    said = {
        "content": grade.content,
        "recipient": grade.recipient,
        "cause": incident.prevent.cause,
        "grade": severity.band and f"{severity.band} ({severity.score} of 100)",
    }
    return (
        f"E-mail to a wrong recipient. {', '.join(f'{key}: {one or UNKNOWN}' for key, one in said.items())}."
    )


def _usable(at: datetime | None) -> datetime | None:
    """Give a time that is known and that the schema has a year for, or None."""
    return at if at is not None and is_known(at) and at.year in _YEARS else None


def _timeline(incident: Incident, readers: set[int], now: datetime) -> dict[str, Any]:
    sent, opened = _usable(incident.mail.sent_at), _usable(incident.opened_at)
    noticed = incident.grade.aware_at or opened
    when: dict[str, Any] = {"year": (sent or opened or now).year}
    if sent is not None:
        half = "AM" if sent.hour < 12 else "PM"
        clock = f"{(sent.hour + 11) % 12 + 1:02d}:{sent.minute:02d}:{sent.second:02d} {half}"
        when |= {"month": sent.month, "day": sent.day, "time": clock}
    return {
        "incident": when,
        "discovery": _span(sent, noticed),
        "containment": _span(noticed, _confirmed(incident, readers)),
    }


def _confirmed(incident: Incident, readers: set[int]) -> datetime | None:
    """Give when the last of the wrong readers had confirmed, or None while one of them has not."""
    first = confirmations(incident, "wrong-recipient")
    whole = first.keys() >= readers and all(at.tzinfo for at in first.values())
    return max(first.values()) if first and whole else None


def _span(start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """Give how long something took, in the largest unit that goes into it."""
    if start is None or end is None or not _comparable(start) or not _comparable(end):
        return {"unit": UNKNOWN}
    took: timedelta = end - start
    if took < timedelta(0):
        return {"unit": UNKNOWN}
    seconds = int(took.total_seconds())
    unit, size = next((unit, size) for unit, size in _UNITS if seconds >= size or size == 1)
    return {"unit": unit, "value": seconds // size}


def _comparable(at: datetime | None) -> bool:
    return at is not None and at.utcoffset() is not None


def _disclosure(incident: Incident, *, caught: bool) -> str:
    flags = incident.grade.flags
    if caught or (flags.get("deleted-unread") == "yes" and flags.get("opened") not in ("yes", "unknown")):
        return "No"
    if any(flags.get(flag) == "yes" for flag in ("opened", "forwarded", "public")):
        return "Potentially" if flags.get("encrypted") == "yes" else "Yes"
    return "Potentially"


def _data(incident: Incident, rules: VerisRules) -> list[str]:
    content, flags = incident.grade.content, incident.grade.flags
    found = list(rules.data.get(content, ()) if content else ())
    for flag, varieties in rules.flags.items():
        if flags.get(flag) == "yes":
            found += varieties
    return list(dict.fromkeys(found)) or [UNKNOWN]


def _state(incident: Incident) -> list[str]:
    sealed = {"yes": ["Transmitted encrypted"], "no": ["Transmitted unencrypted"]}
    return [*sealed.get(incident.grade.flags.get("encrypted", ""), ()), "Transmitted"]
