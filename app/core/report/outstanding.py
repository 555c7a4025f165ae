"""What is still open after all steps, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ..incident import Incident
from ..playbook.prevent import PreventRules
from ..playbook.stop import StopRules
from ..prevent.firewall import Firewall
from ..prevent.follow_up import follow_ups
from ..stop.checklist import follow_ups as stop_follow_ups

NONE: Mapping[str, str] = {}


class Outstanding(NamedTuple):
    """Hold one thing to come back to: the words of `key`, filled with `values`.

    `id` is the same as long as the thing is the same.
    """

    id: str
    key: str
    due: datetime
    values: Mapping[str, str] = NONE


def outstanding(
    incident: Incident,
    prevent_rules: PreventRules,
    stop_rules: StopRules,
    *,
    now: datetime,
    firewall: Firewall | None = None,
) -> tuple[Outstanding, ...]:
    """Give what is open of the stop step and of the prevent step, sorted by due time.

    `now` gives the time zone for days without an hour; a plan that a later decision in `firewall`
    settles is not open.
    """
    found = [
        Outstanding(one.id, f"stop.follow-up.{one.id}", one.due)
        for one in stop_follow_ups(incident, now, rules=stop_rules)
        if not one.done
    ]
    for each in follow_ups(incident, prevent_rules, now=now, firewall=firewall):
        if not each.done:
            kind = each.id.removesuffix("-unnamed")
            letter = each.values.get("letter")
            own = f"{kind}.{letter}" if letter else kind
            found.append(Outstanding(own, f"prevent.follow-up.{each.id}", each.due, each.values))
    return tuple(sorted(found, key=lambda one: (one.due.astimezone(UTC), one.id)))
