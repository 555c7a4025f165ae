"""What is still open after all steps, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..incident import Incident
from ..playbook.prevent import PreventRules
from ..playbook.stop import StopRules
from ..stop.checklist import FollowUp as StopFollowUp
from ..stop.checklist import follow_ups as stop_follow_ups
from .firewall import Firewall
from .follow_up import follow_ups

if TYPE_CHECKING:
    from ..explain.due import DueLetter

Urgency = Literal["by", "now", "overdue"]
NONE: Mapping[str, str] = {}
_AT_ONCE = "prevent.follow-up.tell-manager"


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
    letters: Iterable[DueLetter] = (),
    firewall: Firewall | None = None,
) -> tuple[Outstanding, ...]:
    """Give what is open of the stop step and of the prevent step, sorted by due time.

    `letters` are those that are due. `now` gives the time zone for days without an hour; a plan that a
    later decision in `firewall` settles is not open.
    """
    found = [told_of(one) for one in stop_follow_ups(incident, now, rules=stop_rules) if not one.done]
    for each in follow_ups(incident, prevent_rules, now=now, letters=letters, firewall=firewall):
        if not each.done:
            kind = each.id.removesuffix("-unnamed")
            letter = each.values.get("letter")
            own = f"{kind}.{letter}" if letter else kind
            found.append(Outstanding(own, f"prevent.follow-up.{each.id}", each.due, each.values))
    return tuple(sorted(found, key=lambda one: one.due.astimezone(UTC)))


def told_of(one: StopFollowUp) -> Outstanding:
    """Give what the stop step leaves to come back to with the key of its words."""
    return Outstanding(one.id, f"stop.follow-up.{one.id}", one.due)


def urgency(key: str, *, late: bool) -> Urgency:
    """Tell how the due time of the words `key` is put: what is due from its first moment on is never late."""
    if key == _AT_ONCE:
        return "now"
    return "overdue" if late else "by"
