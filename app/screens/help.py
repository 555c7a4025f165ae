"""Help for where one is: what the step is for, and every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..commands import COMMANDS, GROUPS, shown_keys
from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation

KEYS_WIDTH = 22


class HelpScreen(Sheet[None]):
    """Show the help of a step, and the key table of the command table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,enter", "close", show=False),
        Binding("up,pageup", "scroll(-1)", show=False),
        Binding("down,pagedown,space", "scroll(1)", show=False),
    ]

    def __init__(self, situation: Situation, step: str) -> None:
        super().__init__(situation)
        self.step = step

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet tall"):
            yield Static(words(f"interface.step.{self.step}"), classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(words(f"interface.help.{self.step}"), markup=False)
                yield Static(self._keys())
            yield Static(words("interface.help.keys"), classes="why", markup=False)

    def _keys(self) -> Content:
        words, lines = self.situation.words, []
        for group in GROUPS:
            lines.append(Content.styled(f"\n{words(f'interface.group.{group}')}", "bold"))
            for command in COMMANDS:
                if command.group == group and command.keys:
                    keys = Content(shown_keys(command)).pad_right(1)
                    keys = keys.pad_right(max(KEYS_WIDTH - keys.cell_length, 1))
                    lines.append(keys + Content.styled(words(f"interface.command.{command.id}.help"), "$why"))
        return Content("\n").join(lines)

    def action_scroll(self, direction: int) -> None:
        """Scroll by most of a page."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=direction * max(scroll.size.height - 2, 1), animate=False)
