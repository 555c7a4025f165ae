"""The prevent step: the cause, the five techniques in the order it calls for, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, get_args

from textual.widget import Widget

from ..core.ids import Cause, Technique
from ..widgets.action_row import ActionRow
from ..widgets.answers import ChoiceRow
from ..widgets.field import Field
from ..widgets.firewall_row import FirewallNote
from ..widgets.heading import Heading
from ..widgets.technique_row import TechniqueRow
from .base import StepScreen

if TYPE_CHECKING:
    from ..situation import Situation


class PreventScreen(StepScreen):
    """Ask for the cause; then let each technique be adopted, planned, or refused."""

    step = "prevent"

    def rows(self) -> Iterator[Widget]:
        """Give the cause, the techniques by their place in the order, and the way out."""
        yield Heading("prevent.calm", id="calm", quiet=True)
        yield FirewallNote()
        yield ChoiceRow(
            "prevent.cause",
            get_args(Cause),
            question="prevent.question.cause",
            prefix="prevent.cause",
            how="prevent.cause-how",
            event="chosen",
        )
        yield Heading("interface.prevent.techniques", id="techniques")
        for place in range(len(get_args(Technique))):
            yield TechniqueRow(place)
            yield _due_field(place)
        yield Heading("interface.prevent.end", id="end")
        yield ActionRow("summary", key="interface.prevent.summary", id="summary")
        yield ActionRow("export", key="interface.prevent.export", id="export")

    def finished(self) -> None:
        """End with the summary."""
        self.app.call_later(self.app.run_action, "summary")


def _due_field(place: int) -> Field:
    def planned(situation: Situation) -> bool:
        decision = situation.decision(place)
        return decision is not None and decision.choice == "planned"

    def read(situation: Situation) -> str:
        decision = situation.decision(place)
        return decision.due.isoformat() if decision and decision.due else ""

    def write(situation: Situation, text: str) -> dict[str, object]:
        try:
            due = date.fromisoformat(text.strip())
        except ValueError:
            due = None
        return {f"prevent.techniques.{situation.techniques[place]}.due": due}

    return Field(
        f"due-{place}",
        label="interface.prevent.due",
        read=read,
        write=write,
        free=True,
        placeholder="interface.prevent.due-hint",
        when=planned,
    )
