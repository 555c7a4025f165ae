"""Everything a report tells of an incident, gathered once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ..explain.due import DueLetter
from ..explain.readers import wrong_readers
from ..grade.clocks import Clock, clocks
from ..grade.severity import Severity
from ..ids import Technique
from ..incident import Incident
from ..parts import Reader
from ..playbook.clocks import ClockRules
from ..playbook.prevent import PreventRules, Verdict
from ..playbook.stop import StopRules
from ..prevent.outstanding import Outstanding, outstanding
from ..prevent.techniques import ordered, verdict_here
from ..stop.recall import RecallReport


class Account(NamedTuple):
    """Hold what a report tells; `rules` is the version by which the grade was computed now."""

    incident: Incident
    now: datetime
    severity: Severity
    rules: str
    recall: RecallReport
    due: tuple[DueLetter, ...]
    readers: tuple[Reader, ...]
    techniques: tuple[tuple[Technique, Verdict | None], ...]
    open: tuple[Outstanding, ...]
    clocks: tuple[Clock, ...]


def account_of(
    incident: Incident,
    *,
    now: datetime,
    severity: Severity,
    rules: str,
    recall: RecallReport,
    due: tuple[DueLetter, ...],
    prevent_rules: PreventRules,
    stop_rules: StopRules,
    clock_rules: ClockRules,
) -> Account:
    """Gather what a report tells of an incident at the time `now`."""
    cause, content = incident.prevent.cause, incident.grade.content
    return Account(
        incident=incident,
        now=now,
        severity=severity,
        rules=rules,
        recall=recall,
        due=due,
        readers=tuple(
            one for one in wrong_readers(incident, stop_rules) if one.name or one.company or one.address
        ),
        techniques=tuple(
            (one, verdict_here(one, cause, incident.mail.service, prevent_rules, content=content))
            for one in ordered(cause, prevent_rules, content=content)
        ),
        open=outstanding(incident, prevent_rules, stop_rules, now=now, letters=due),
        clocks=clocks(incident.grade, clock_rules),
    )
