"""Lines to read whole that a row has no room for: the legal clocks, what a recall can still do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ..telling import Line
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..situation import Situation


class ToldScreen(ReadingScreen):
    """Show lines under a title, the main ones stronger."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "close", show=False)]

    def __init__(self, situation: Situation, *, title: str, told: Iterable[Line]) -> None:
        super().__init__(situation, title=title, keys="interface.help.keys")
        self.told = tuple(told)

    def lines(self, width: int) -> Iterator[Content]:
        """Give the lines."""
        for line in self.told:
            yield Content.styled(line.text, "bold" if line.weight == "main" else "$why")
