"""The checklist of the stop step: one item a row, two wordings, one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from ..core.ids import Tick
from ..core.stop.checklist import Item, recall_judged_anew
from ..recalling import recall_told
from ..telling import follow_up_told
from ..walkway import walkway
from .answers import NOT_HERE
from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..core.playbook.words import Words
    from ..core.stop.recall import RecallReport
    from ..situation import Situation

# How much of the screen's height everything about a recall may take before what can wait is folded away.
ROOM = 0.4


class ChecklistItem(Row):
    """Show one item: what to do while it is open, what was done once it is."""

    class Numbered(Message):
        """Say that the item of a number is wanted."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, item: str) -> None:
        super().__init__(id=f"item-{item}")
        self.item = item

    @property
    def done(self) -> bool:
        """Tell whether the item is ticked, or marked as not applying."""
        item = self._found(self.situation) if self.situation else None
        return item is not None and item.state is not None

    @property
    def holds(self) -> str:
        """Give the path of the tick."""
        return f"stop.ticks.{self.item}"

    def applies(self, situation: Situation) -> bool:
        """Tell whether the item stands in this incident's list."""
        return self._found(situation) is not None

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the item on one line, and its how-to when the cursor is on it."""
        item = self._found(situation)
        if item is None:
            return []
        words = situation.words
        number = 1 + [each.id for each in situation.checklist].index(self.item)
        cursor = (">" if self.has_focus else " ", "bold $chosen")
        match item.state:
            case "done":
                sign, text, style = "✓", words(f"stop.item.{self.item}.done"), "$why"
            case "not-applicable":
                sign, text, style = "-", words(f"stop.item.{self.item}.todo"), "$why strike"
            case _:
                sign, text, style = str(number), words(f"stop.item.{self.item}.todo"), ""
        if self.has_focus:
            style = "bold"
        label = Content.styled(text, style)
        if item.state == "not-applicable":
            label += Content.styled(f"  {words('interface.row.not-here')}", "$why")
        if item.id == "recall" and not self.has_focus:
            said = self._in_short(situation, settled=item.state is not None)
            label += Content.styled(said, "bold $chosen")
        lines = headed(Content.assemble(cursor, " ", (sign, "$why"), " "), label, width)
        for coming in situation.following(self.item):
            lines += hanging(follow_up_told(words, coming, situation.now), width, "$why")
        if not self.has_focus:
            return lines
        return lines + self._how(situation, item, width)

    def _how(self, situation: Situation, item: Item, width: int) -> list[Content]:
        if item.id == "recall":
            return self._recall(situation, width)
        lines = []
        if item.sensed is not None:
            said = situation.words(f"stop.sensed.{item.sensed}", **item.values)
            lines += hanging(said, width, "$chosen")
        return lines + hanging(situation.words(f"stop.item.{item.id}.{item.how}"), width, "$why")

    def _in_short(self, situation: Situation, *, settled: bool) -> str:
        """Give what can still be done at once, with the seconds that are left, for a row that is folded.

        Where the recall was `settled`, any verdict that came since is told.
        """
        if settled and not recall_judged_anew(situation.incident):
            return ""
        found = situation.recall.verdict if situation.recall else None
        if (
            found is None
            or _cancelled(situation)
            or (found.verdict not in ("undo-now", "cancel-first", "recall-now") and not settled)
        ):
            return ""
        said = situation.words(f"stop.verdict.{found.verdict}-short")
        if found.seconds_left is None:
            return f"  {said}"
        return f"  {situation.words('interface.stop.in-short', what=said, seconds=found.seconds_left)}"

    def _recall(self, situation: Situation, width: int) -> list[Content]:
        if situation.recall is None:
            return hanging(situation.words("interface.stop.looking"), width, "$why")
        if _cancelled(situation):
            return hanging(situation.words("stop.shown.cancelled"), width)
        lines = []
        if situation.mail.service is None:
            # What decides comes before what holds as long as nobody has said it.
            lines += hanging(situation.words("interface.stop.name-service"), width, "bold $chosen")
        told = _laid(situation.words, situation.recall, width, whole=True)
        if len(told) > ROOM * self.screen.size.height:
            told = _laid(situation.words, situation.recall, width, whole=False)
        return lines + told

    def press(self, key: str) -> bool:
        """Tick with Space, and with Space again take it away; `-` marks as not applying; Right tells all.

        A digit goes to the item that it numbers, and ticks nothing.
        """
        if self.situation is None:
            return False
        item = self._found(self.situation)
        state: Tick | None
        if key in ("space", " "):
            state = None if item and item.state == "done" else "done"
        elif key in NOT_HERE:
            state = None if item and item.state == "not-applicable" else "not-applicable"
        elif key == "right" and self.item == "recall":
            walkway(self).wish("recall")
            return True
        elif key.isdecimal():
            self.post_message(self.Numbered(int(key)))
            return True
        else:
            return False
        walkway(self).commit("ticked", {f"stop.ticks.{self.item}": state})
        if state is not None:
            walkway(self).go_on(past_done=True)
        return True

    def _found(self, situation: Situation) -> Item | None:
        return next((item for item in situation.checklist if item.id == self.item), None)


def _laid(words: Words, report: RecallReport, width: int, *, whole: bool) -> list[Content]:
    return [
        line
        for told in recall_told(words, report, whole=whole)
        for line in hanging(told.text, width, "bold" if told.weight == "main" else "$why")
    ]


def _cancelled(situation: Situation) -> bool:
    """Tell whether the mail was still waiting, and what waits was cancelled."""
    found = situation.recall.verdict if situation.recall else None
    ticked = situation.incident.stop.ticks.get("queued") == "done"
    return found is not None and found.verdict == "cancel-first" and ticked
