"""A line between rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from ..situation import Situation


class Heading(Static):
    """Show a line between rows, in the words of a key; `note` names what is added to it quietly."""

    def __init__(self, key: str, *, id: str | None = None, quiet: bool = False, note: str = "") -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, markup=False)
        self.key = key
        self.quiet = quiet
        self.note = note

    def show(self, situation: Situation) -> None:
        """Take over the language."""
        said = Content.styled(situation.words(self.key), "$why" if self.quiet else "bold")
        if self.note:
            said += Content.styled(f"   {situation.words(self.note)}", "$why")
        self.update(said)
