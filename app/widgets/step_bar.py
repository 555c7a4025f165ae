"""The line on top: where one is, how far each step has come, how long ago the mail was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from ..telling import labelled, sent_told

if TYPE_CHECKING:
    from ..situation import Situation

STEPS = ("stop", "grade", "explain", "prevent")


class StepBar(Widget):
    """Show the four steps with what is done of all, and at the right the clock and the saving."""

    DEFAULT_CSS = """
    StepBar { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step
        self.situation: Situation | None = None

    def show(self, situation: Situation) -> None:
        """Take over what the bar is to show."""
        before = self.render()
        self.situation = situation
        if not self.render().is_same(before):
            self.refresh()

    def render(self) -> Content:
        """Draw the steps at the left, the clock at the right as far as there is room for it."""
        if self.situation is None:
            return Content("")
        situation, words, width = self.situation, self.situation.words, self.size.width
        brief = self._steps(counts=False)
        lefts = [self._steps(counts=True), self._steps(counts=True, apart=""), brief]
        trouble = situation.trouble if situation.saving == "failing" else None
        if situation.mail.sent_at is not None:
            # Where it is narrow the clock stays, then the counts, and only the step one is at keeps its name.
            lefts += [self._steps(counts=counts, named=False) for counts in (True, False)]
        over = situation.incident.status == "closed" and situation.saving in ("new", "saved")
        saving = words(f"interface.saving.{'closed' if over else situation.saving}")
        code, count = situation.since_sent()
        clocks = [sent_told(words, situation, long=True), sent_told(words, situation, long=False)]
        clocks.append(words(f"interface.ago.{code}", count=count))
        style = "bold" if situation.saving == "failing" else "$why"
        rights = [Content.assemble((clock, "$why"), "  ", (saving, style)) for clock in clocks]
        pairs = [(left, right) for left in lefts for right in rights]
        if trouble is not None:
            # Why nothing is saved matters more than the clock.
            why = Content.styled(labelled(words, saving, trouble.said(words)), style)
            rights = [Content.assemble((clocks[0], "$why"), "  ", why), why]
            lefts.append(self._steps(counts=False, named=False))
            pairs = [*((left, right) for right in rights for left in lefts), *pairs]
        for left, right in pairs:
            gap = width - left.cell_length - right.cell_length
            if gap >= 2:
                return left + Content(" " * gap) + right
        right = Content.styled(saving, style)
        gap = width - brief.cell_length - right.cell_length
        return brief + Content(" " * gap) + right if gap >= 1 else brief.truncate(width)

    def _steps(self, *, counts: bool, named: bool = True, apart: str = " ") -> Content:
        """Give the steps, how far this one has come, and with `counts` how far each has."""
        return Content(apart).join(
            self._step(step, number, counts, named) for number, step in enumerate(STEPS)
        )

    def _step(self, step: str, number: int, counts: bool, named: bool) -> Content:
        situation = self.situation
        if situation is None:
            return Content("")
        done, of_all = situation.progress(step)
        here = step == self.step
        name = f" {situation.words(f'interface.step.{step}')}" if named or here else ""
        count = f" {done}/{of_all}" if of_all and (here or (done and counts)) else ""
        text = f"F{number + 2}{name}{count}"
        return Content.styled(f"[{text}]" if here else f" {text} ", "bold $chosen" if here else "$why")
