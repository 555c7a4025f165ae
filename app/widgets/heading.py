"""A line between rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from ..situation import Situation


class Heading(Static):
    """Show a line between rows, in the words of a key; `note` names what is added to it quietly.

    A key that depends on the situation is given by what tells it.
    """

    def __init__(
        self,
        key: str | Callable[[Situation], str],
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
        quiet: bool = False,
        note: str = "",
    ) -> None:
        super().__init__(id=id, markup=False)
        self.key = key
        self.quiet = quiet
        self.note = note

    def show(self, situation: Situation) -> None:
        """Take over the language, and what the words depend on."""
        key = self.key(situation) if callable(self.key) else self.key
        said = Content.styled(situation.words(key), "$why" if self.quiet else "bold")
        if self.note:
            said += Content.styled(f"   {situation.words(self.note)}", "$why")
        self.update(said)
