"""What was decided about the techniques, kept across incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Self

from ..ids import Choice, Technique
from ..incident import Incident
from ..parts import Part


class Habit(Part):
    """Keep one decision about one technique: when it was taken, and in which incident."""

    technique: Technique
    choice: Choice
    due: date | None = None
    since: datetime
    incident: str


class Firewall(Part):
    """Hold every decision about the techniques across incidents, the oldest first."""

    decisions: tuple[Habit, ...] = ()

    def with_decision(
        self, technique: Technique, choice: Choice, *, since: datetime, incident: str, due: date | None = None
    ) -> Self:
        """Take over a decision; one of the same incident about the same technique gives way."""
        kept = [
            habit for habit in self.decisions if (habit.technique, habit.incident) != (technique, incident)
        ]
        decided = Habit(technique=technique, choice=choice, due=due, since=since, incident=incident)
        return self._holding([*kept, decided])

    def with_incident(self, incident: Incident) -> Self:
        """Take over what an incident decided, and let go of what it has taken back."""
        kept = [habit for habit in self.decisions if habit.incident != incident.id]
        decided = [
            Habit(
                technique=technique,
                choice=decision.choice,
                due=decision.due,
                since=decided_at(incident, technique),
                incident=incident.id,
            )
            for technique, decision in incident.prevent.techniques.items()
        ]
        return self._holding([*kept, *decided])

    def standing(self) -> Mapping[Technique, Habit]:
        """Give the decision that holds now for each technique that has one."""
        return {habit.technique: habit for habit in self.decisions}

    def before(self, incident: Incident) -> Mapping[Technique, Habit]:
        """Give the decisions that held when the mail of `incident` went out."""
        moment = happened_at(incident)
        return {
            habit.technique: habit
            for habit in self.decisions
            if habit.incident != incident.id and habit.since < moment
        }

    def elsewhere(self, incident: Incident) -> Mapping[Technique, Habit]:
        """Give the decisions of other incidents that hold now, whenever they were taken."""
        return {habit.technique: habit for habit in self.decisions if habit.incident != incident.id}

    def plain(self) -> dict[str, Any]:
        """Give plain dicts, lists and values, fit for TOML; `model_validate` reads them again."""
        return {"decisions": [habit.model_dump(exclude_none=True) for habit in self.decisions]}

    def _holding(self, decisions: Iterable[Habit]) -> Self:
        return self.model_copy(update={"decisions": tuple(sorted(decisions, key=lambda habit: habit.since))})


def stands(history: Iterable[Incident], firewall: Firewall | None = None) -> Firewall:
    """Give what was adopted, planned and refused, from these incidents laid over what was kept."""
    standing = firewall or Firewall()
    for incident in history:
        standing = standing.with_incident(incident)
    return standing


def happened_at(incident: Incident) -> datetime:
    """Give when the mail went out; the opening where the mail tells no time with an offset."""
    sent_at = incident.mail.sent_at
    return sent_at if sent_at is not None and sent_at.utcoffset() is not None else incident.opened_at


def decided_at(incident: Incident, technique: Technique) -> datetime:
    """Give when the choice that now stands for a technique was made."""
    path = f"prevent.techniques.{technique}.choice"
    for event in reversed(incident.timeline):
        named = [*event.detail, *event.detail.get("unset", ())]
        if any(path == name or path.startswith(f"{name}.") for name in named):
            return event.at
    return incident.opened_at
