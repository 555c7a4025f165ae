"""Help for where one is: what the step is for, and every key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ..commands import COMMANDS, GROUPS, shown_keys
from ..widgets.row import headed
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..situation import Situation

KEYS_WIDTH = 24


class HelpScreen(ReadingScreen):
    """Show the help of a step, and the keys of the command table."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,enter", "close", show=False)]

    def __init__(self, situation: Situation, step: str) -> None:
        super().__init__(situation, title=f"interface.step.{step}", keys="interface.help.keys")
        self.step = step

    def lines(self, width: int) -> Iterator[Content]:
        """Give what the step is for, then the keys by group."""
        words = self.situation.words
        if self.situation.saving == "failing" and self.situation.trouble is not None:
            what = self.situation.trouble.said(words)
            yield Content.styled(words("interface.notice.saving-failed", what=what) + "\n", "bold")
        yield Content(words(f"interface.help.{self.step}"))
        for group in GROUPS:
            yield Content.styled(f"\n{words(f'interface.group.{group}')}", "bold")
            for command in COMMANDS:
                if command.group == group and command.keys:
                    keys = Content(shown_keys(command))
                    keys = keys.pad_right(max(KEYS_WIDTH - keys.cell_length, 2))
                    told = Content.styled(words(f"interface.command.{command.id}.help"), "$why")
                    yield from headed(keys, told, width)
