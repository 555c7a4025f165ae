"""The prevent step: the cause, the five techniques in the order it calls for, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, get_args

from textual.widget import Widget

from ..core.day import told_day
from ..core.ids import Cause, Technique
from ..files.playbook import LANGUAGES
from ..widgets.action_row import ActionRow
from ..widgets.answers import ChoiceRow
from ..widgets.field import Field
from ..widgets.firewall_row import FirewallNote
from ..widgets.heading import Heading
from ..widgets.set_up_row import SetUpRow
from ..widgets.technique_row import PLANNED_IN, TechniqueRow
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
        yield Heading(_techniques, id="techniques")
        for place in range(len(get_args(Technique))):
            yield TechniqueRow(place)
            yield _due_field(place)
            yield SetUpRow(place)
        yield Heading("interface.prevent.end", id="end")
        yield ActionRow("summary", key="interface.prevent.summary", id="summary")
        yield ActionRow("export", key="interface.prevent.export", id="export")

    def finished(self) -> None:
        """End with the summary."""
        self.app.call_later(self.app.run_action, "summary")


def _techniques(situation: Situation) -> str:
    """Name the heading: which technique fits best shows once there is something that it has to fit."""
    fitting = situation.incident.prevent.cause is not None
    return f"interface.prevent.techniques{'-fitting' if fitting else ''}"


def _due_field(place: int) -> Field:
    def planned(situation: Situation) -> bool:
        decision = situation.decision(place)
        return decision is not None and decision.choice == "planned"

    def read(situation: Situation) -> str:
        decision = situation.decision(place)
        return decision.due.isoformat() if decision and decision.due else ""

    def write(situation: Situation, text: str) -> dict[str, object] | None:
        due = _told_day(situation, text) if text.strip() else None
        if due is None and text.strip():
            return None
        return {f"prevent.techniques.{situation.techniques[place]}.due": due}

    return Field(
        f"due-{place}",
        label="interface.prevent.due",
        read=read,
        write=write,
        free=True,
        anew=True,
        placeholder=_hint,
        when=planned,
        unread="not-a-day",
    )


def _hint(situation: Situation) -> str:
    day = (situation.now + PLANNED_IN).date()
    return situation.words("interface.prevent.due-hint", day=day.isoformat())


def _told_day(situation: Situation, text: str) -> date | None:
    """Read a day in the words of the interface, or of its other language."""
    spoken = [situation.playbook.words(language) for language in LANGUAGES]
    told = {
        f"{name}_words": [
            word.strip() for words in spoken for word in words(f"interface.time.{name}-words").split(",")
        ]
        for name in ("today", "tomorrow", "day", "ahead")
    }
    return told_day(text, situation.now.date(), **told)
