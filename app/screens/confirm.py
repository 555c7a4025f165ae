"""Asking once before something that is hard to take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ..widgets.row import plain_key
from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation


class ConfirmScreen(Sheet[bool]):
    """Ask a question of interface.confirm; Enter says yes, Esc no.

    Of what is `grave` 1 says yes and Enter no: Enter may still come from what was done before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter", show=False)]

    def __init__(
        self, situation: Situation, question: str, lines: tuple[str, ...] = (), *, grave: bool = False
    ) -> None:
        super().__init__(situation)
        self.question = question
        self.said = lines
        self.grave = grave

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words(f"interface.confirm.{self.question}"), classes="title", markup=False)
            for line in self.said:
                yield Static(Content(line))
            yield Static(words(f"interface.confirm.{self.question}-keys"), classes="why", markup=False)

    async def on_key(self, event: events.Key) -> None:
        """Confirm what is grave with a 1, a full-width one included."""
        if self.grave and plain_key(event) == "1":
            event.stop()
            event.prevent_default()
            self.dismiss(True)

    def action_enter(self) -> None:
        """Confirm, or keep what a yes would do away with."""
        self.dismiss(not self.grave)
