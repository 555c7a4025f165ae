"""Asking once before something that is hard to take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation


class ConfirmScreen(Sheet[bool]):
    """Ask a question of interface.confirm; Enter says yes, Esc no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "yes", show=False)]

    def __init__(self, situation: Situation, question: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(situation)
        self.question = question
        self.said = lines

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words(f"interface.confirm.{self.question}"), classes="title", markup=False)
            for line in self.said:
                yield Static(Content(line))
            yield Static(words(f"interface.confirm.{self.question}-keys"), classes="why", markup=False)

    def action_yes(self) -> None:
        """Confirm."""
        self.dismiss(True)
