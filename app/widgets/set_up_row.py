"""What was adopted and works only once it is set up: a tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..walkway import walkway
from .answers import NOT_HERE
from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..situation import Situation


class SetUpRow(Row):
    """Ask, under an adopted technique that has to be switched on, whether it is; nothing under others."""

    def __init__(self, place: int) -> None:
        super().__init__(id=f"set-up-{place}")
        self.place = place

    def applies(self, situation: Situation) -> bool:
        """Tell whether the technique at this place has to be set up."""
        from ..core.prevent.follow_up import needs_set_up

        decision = situation.decision(self.place)
        return decision is not None and needs_set_up(situation.techniques[self.place], decision)

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give what is to be set up, or that it is, and under the cursor how."""
        done = self._done(situation)
        mark = Content.assemble(
            (">" if self.has_focus else " ", "bold $chosen"), "   ", ("✓ " if done else "  ", "$why")
        )
        words, style = situation.words, "bold" if self.has_focus else "$why" if done else ""
        label = Content.styled(words(f"interface.prevent.set-up{'-done' if done else ''}"), style)
        lines = headed(mark, label, width)
        how = hanging(words("interface.prevent.set-up-how"), width, "$why") if self.has_focus else []
        return lines + how

    def press(self, key: str) -> bool:
        """Tick with Space or 1, and with Space or `-` take the tick away."""
        situation = self.situation
        if situation is None or key not in ("space", " ", "1", *NOT_HERE):
            return False
        done = (self._done(situation) and key != "1") or key in NOT_HERE
        path = f"prevent.techniques.{situation.techniques[self.place]}.set_up"
        walkway(self).commit("ticked", {path: None if done else True})
        if not done or key in NOT_HERE:
            walkway(self).go_on()
        return True

    def _done(self, situation: Situation) -> bool:
        decision = situation.decision(self.place)
        return decision is not None and decision.set_up
