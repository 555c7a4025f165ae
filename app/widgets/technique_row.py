"""One technique against the next time: how, why, and what was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from textual.content import Content

from ..core.ids import Choice
from ..telling import advice_told, compared_told
from .answers import AnswerRow
from .row import hanging

if TYPE_CHECKING:
    from ..situation import Situation

PLANNED_IN = timedelta(days=7)


class TechniqueRow(AnswerRow):
    """Show the technique that stands at a place in the order the cause calls for."""

    def __init__(self, place: int) -> None:
        super().__init__(
            "prevent.techniques",
            get_args(Choice),
            question="",
            prefix="prevent.choice",
            event="chosen",
            not_here="refused",
            suggested=self._earlier,
            id=f"technique-{place}",
        )
        self.place = place

    @property
    def holds(self) -> str:
        """Give the path of the decision on this technique."""
        return f"{self.path}.{self.situation.techniques[self.place]}" if self.situation else ""

    def answer(self, situation: Situation) -> str | None:
        """Give the decision on this technique."""
        decision = situation.decision(self.place)
        return decision.choice if decision else None

    def changes(self, option: str) -> dict[str, Any]:
        """Decide; what is planned gets a day, a week ahead."""
        if self.situation is None:
            return {}
        path = f"prevent.techniques.{self.situation.techniques[self.place]}"
        if option == self.answer(self.situation):
            # Its day, or that it is set up, stays.
            return {}
        due = (self.situation.now + PLANNED_IN).date() if option == "planned" else None
        return {path: {"choice": option, **({"due": due} if due else {})}}

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the name with the choices, and under the cursor how, why, and what it would have done."""
        self.question = f"prevent.technique.{situation.techniques[self.place]}.name"
        lines = super().lines(situation, width)
        if self.has_focus:
            if self.answer(situation) == "planned":
                lines += hanging(situation.words("interface.prevent.planned-how"), width, "$why")
            advice = situation.advice(self.place)
            for told in advice_told(situation.words, advice) if advice else ():
                lines += hanging(told.text, width, "bold" if told.weight == "main" else "$why")
        return lines

    def _earlier(self, situation: Situation) -> tuple[str, str] | None:
        """Give what was decided before, and what that meant for this incident."""
        technique = situation.techniques[self.place]
        found = next((one for one in situation.comparisons if one.technique == technique), None)
        if found is None:
            return None
        return situation.stood[technique].choice, compared_told(situation.words, found)
