"""What lies on top of a step for a moment: Esc closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from ..telling import Line
from ..terminal import told_small
from ..theme import SHEETS
from .cursor import CursorScreen

if TYPE_CHECKING:
    from ..situation import Situation

Result = TypeVar("Result")


class Sheet(ModalScreen[Result | None], CursorScreen):
    """Lay a sheet over the step; it closes with Esc and gives its result, or None."""

    CSS_PATH: ClassVar[Any] = SHEETS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True),
        Binding("f1", "sheet_help", show=False),
    ]

    # Its help is interface.help.<this>.
    help: ClassVar[str] = "sheet"

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation

    def on_resize(self) -> None:
        """Lay one line over all, where the window is too small: what is under it would be cut."""
        super().on_resize()
        said = told_small(self.situation.words, *self.app.size)
        if said and not self.query("#tiny"):
            self.mount(Static(id="tiny", markup=False))
        for told in self.query("#tiny").results(Static):
            told.update(said)
            told.display = bool(said)

    def action_sheet_help(self) -> None:
        """Say what this sheet is for and which keys it knows; what was typed stays."""
        from .told import ToldScreen

        words = self.situation.words
        told = [Line(words(f"interface.help.{self.help}"), "main")]
        if self.help != "sheet":
            told.append(Line(words("interface.help.sheet"), "note"))
        self.app.push_screen(ToldScreen(self.situation, title="interface.help.title", told=told))

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
