"""A line of a sheet: what is asked for, and the field."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static


class SheetLine(Horizontal):
    """Put a label before a field; the label of the field under the cursor stands out."""

    def __init__(self, label: str, entry: Input, *, wide: bool = False) -> None:
        super().__init__(classes="-broad" if wide else None)
        self.label = label
        self.entry = entry

    def compose(self) -> ComposeResult:
        """Put the label before the field."""
        yield Static(self.label, classes="label", markup=False)
        yield self.entry

    def on_descendant_focus(self) -> None:
        """Let the label stand out."""
        self.add_class("-on")

    def on_descendant_blur(self) -> None:
        """Let the label step back."""
        self.remove_class("-on")
