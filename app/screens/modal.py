"""What lies on top of a step for a moment: Esc closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from ..theme import SHEETS
from .cursor import CursorScreen

if TYPE_CHECKING:
    from ..situation import Situation

Result = TypeVar("Result")


class Sheet(ModalScreen[Result | None], CursorScreen):
    """Lay a sheet over the step; it closes with Esc and gives its result, or None."""

    CSS_PATH: ClassVar[Any] = SHEETS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False, priority=True)]

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
