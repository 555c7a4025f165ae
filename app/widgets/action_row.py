"""A row that opens something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from ..walkway import walkway
from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..situation import Situation


class ActionRow(Row):
    """Open with Space what the words of `key` name; `key` with `-how` says what it is."""

    def __init__(
        self,
        action: str,
        *,
        key: str,
        id: str,  # noqa: A002  Textual's own name
        when: Callable[[Situation], bool] | None = None,
    ) -> None:
        super().__init__(id=id)
        self.action = action
        self.key = key
        self.when = when

    def applies(self, situation: Situation) -> bool:
        """Tell whether there is something to open."""
        return self.when is None or self.when(situation)

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the name, and under the cursor what it is."""
        mark = Content.assemble((">" if self.has_focus else " ", "bold $chosen"), " + ")
        lines = headed(
            mark, Content.styled(situation.words(self.key), "bold" if self.has_focus else ""), width
        )
        return lines + (hanging(situation.words(f"{self.key}-how"), width, "$why") if self.has_focus else [])

    def press(self, key: str) -> bool:
        """Open with Space."""
        if key in ("space", " "):
            walkway(self).wish(self.action)
            return True
        return False
