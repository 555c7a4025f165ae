"""The severity meter: score, what it can still become, band, and the reasons with their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from .reasons_row import notices_told, reasons_told
from .row import cut, hanging

if TYPE_CHECKING:
    from ..situation import Situation

# Neutral-width signs only: a terminal that draws ambiguous ones wide must not shear the line.
REACHED, REACHABLE, REST = "#", "=", "."


class SeverityMeter(Widget):
    """Show how grave the incident is; one line where the terminal is narrow."""

    DEFAULT_CSS = """
    SeverityMeter { height: 1; width: 1fr; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.situation: Situation | None = None
        self._shown: list[Content] = []

    def show(self, situation: Situation) -> bool:
        """Take over the severity; tell whether that changes what stands here."""
        self.situation = situation
        # The room of the meter never changes with what it says, so a change needs no layout.
        lines = self._lines(self.size.width)
        if lines == self._shown:
            return False
        self._shown = lines
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._shown = self._lines(self.size.width)
        self.refresh()

    def render(self) -> Content:
        """Draw the meter for the present size."""
        return Content("\n").join(self._shown)

    def _lines(self, width: int) -> list[Content]:
        if self.situation is None or not width:
            return [Content("")]
        return (
            self._tall(self.situation, width)
            if self.screen.has_class("-wide")
            else [self._flat(self.situation, width)]
        )

    def _flat(self, situation: Situation, width: int) -> Content:
        words, severity = situation.words, situation.severity
        if severity is None or severity.score is None or severity.band is None:
            return Content.styled(words("interface.meter.ungraded"), "$why").truncate(width)
        band = Content.styled(
            f"{words(f'grade.band.{severity.band}')} {severity.score}", f"bold ${severity.band}"
        )
        because = Content.styled("".join(f"  {reason}" for reason in reasons_told(situation)[:1]), "$why")
        for reach in (self._reach(situation), self._reach(situation, brief=True)):
            head = band + Content.styled(f"  {reach}", "$why")
            room = width - head.cell_length - because.cell_length - 2
            if room >= 12:
                return head + "  " + self._bar(situation, min(room, 24)) + because
            if room >= -2:
                return head + because
        return cut(head + because, width)

    def _tall(self, situation: Situation, width: int) -> list[Content]:
        words, severity = situation.words, situation.severity
        title = Content.styled(words("interface.meter.title"), "bold")
        if severity is None or severity.score is None or severity.band is None:
            lines = [title, Content.styled(words("interface.meter.ungraded"), "$why")]
            return lines + hanging(words("interface.meter.ungraded-why"), width, "$why", indent=0)
        lines = [
            title,
            Content.assemble(
                (f"{words(f'grade.band.{severity.band}')}  {severity.score}", f"bold ${severity.band}"),
                (f"   {self._reach(situation)}", "$why"),
            ),
            self._bar(situation, min(width, 60)),
        ]
        told = [*notices_told(situation), words(f"grade.next-hour.{severity.calls_for}")]
        foot = [line for text in told for line in hanging(text, width, "", indent=0)]
        return lines + self._reasons(situation, width, self.size.height - len(lines) - len(foot)) + foot

    def _reasons(self, situation: Situation, width: int, room: int) -> list[Content]:
        """Give the reasons that there is room for, the weightiest in any case; say how many are left."""
        told = [
            hanging(reason, width, "" if number == 0 else "$why", indent=0)
            for number, reason in enumerate(reasons_told(situation))
        ]
        shown = list(told)
        while len(shown) > 1 and sum(map(len, shown)) + (len(shown) < len(told)) > room:
            shown.pop()
        lines = [line for reason in shown for line in reason]
        if len(shown) < len(told):
            left = situation.words("interface.meter.more-reasons", count=len(told) - len(shown))
            lines.append(cut(Content.styled(left, "$why"), width))
        return lines

    def _reach(self, situation: Situation, *, brief: bool = False) -> str:
        severity = situation.severity
        if severity is None or severity.lower == severity.upper:
            return situation.words("interface.meter.settled")
        return situation.words(
            f"interface.meter.reach{'-brief' if brief else ''}", lower=severity.lower, upper=severity.upper
        )

    def _bar(self, situation: Situation, width: int) -> Content:
        severity = situation.severity
        if severity is None or severity.score is None:
            return Content("")
        reached = round(severity.score * width / 100)
        upper = max(round(severity.upper * width / 100), reached)
        return Content.assemble(
            (REACHED * reached, f"bold ${severity.band}"),
            (REACHABLE * (upper - reached), "$why"),
            (REST * (width - upper), "$why"),
        )
