"""The legal clocks, each with what starts it, the threshold, the deadline, and where that was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from ..harm import harm_told
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..situation import Situation


class ClocksScreen(ReadingScreen):
    """Show every clock whole."""

    def __init__(self, situation: Situation) -> None:
        super().__init__(situation, title="grade.clocks.title", keys="interface.help.keys")

    def lines(self) -> Iterator[Content]:
        """Give the harm to persons and the clocks."""
        for line in harm_told(self.situation):
            yield Content.styled(line.text, "bold" if line.weight == "main" else "$why")
