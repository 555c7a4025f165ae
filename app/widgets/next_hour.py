"""What the grade means for the next hour, where the meter has one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from .reasons_row import notices_told

if TYPE_CHECKING:
    from ..situation import Situation


class NextHour(Static):
    """Say what to do within the hour; on a wide terminal the meter says it."""

    def __init__(self) -> None:
        super().__init__(id="next-hour", markup=False, classes="-ungraded")

    def show(self, situation: Situation) -> None:
        """Take over the grade."""
        severity = situation.severity
        said: list[str] = []
        if severity is not None and severity.band is not None:
            said = [*notices_told(situation), situation.words(f"grade.next-hour.{severity.calls_for}")]
        self.set_class(not said, "-ungraded")
        self.update(Content.styled("\n".join(said), "bold"))
