"""What the list of letters leaves out: whom nobody writes to and why, and what has no row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from ..situation import Situation


class LettersNote(Static):
    """Say under the letters who gets none; `rows` is how many of them can be listed above."""

    DEFAULT_CSS = """
    LettersNote { height: auto; max-width: 76; padding: 0 1 0 5; }
    """

    def __init__(self, rows: int) -> None:
        super().__init__(id="absent", markup=False)
        self.rows = rows
        self._said: list[str] = []

    def show(self, situation: Situation) -> None:
        """Take over who is not written to; what waits for the grade is said by the letters themselves."""
        if situation.letter is None:
            return
        words = situation.words
        beyond = len(situation.due) - self.rows
        said = [words("interface.explain.more-letters", count=beyond)] if beyond > 0 else []
        said += [
            words(
                "interface.explain.absent",
                to=words(f"explain.role.{one.role}"),
                why=words(f"explain.why.{one.why}"),
            )
            for one in situation.judged().absent
            if one.why != "not-graded"
        ]
        self.display = bool(said)
        if said != self._said:
            self._said = said
            self.update(Content.styled("\n".join(said), "$why"))
