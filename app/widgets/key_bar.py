"""The line at the bottom: the keys that matter here, in the language of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from ..commands import COMMANDS, shown_keys
from ..terminal import WIDE

if TYPE_CHECKING:
    from ..situation import Situation


OF_THE_LETTER = ("help", "swap", "copy", "preview-down", "next-letter", "gloss", "letter-language", "palette")

# What an incident that may only be looked at refuses.
CHANGING = frozenset({"tick", "not-here", "undo"})


class KeyBar(Widget):
    """Show as many keys as there is room for, each whole, those that matter most before the others."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; padding: 0 1; dock: bottom; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.situation: Situation | None = None
        self.in_text = False
        self.covered = False

    def cover(self, *, covered: bool) -> None:
        """Show no keys while a sheet lies on the step: it names its own, and these do nothing."""
        self.covered = covered
        self.refresh()

    def follow(self, *, in_text: bool) -> None:
        """Tell apart whether the cursor stands in a text."""
        if in_text != self.in_text:
            self.in_text = in_text
            self.refresh()

    def show(self, situation: Situation) -> None:
        """Take over the language."""
        self.situation = situation
        self.refresh()

    def render(self) -> Content:
        """Draw the keys."""
        if self.situation is None or self.covered:
            return Content("")
        words, width = self.situation.words, self.size.width
        shown = sorted((command for command in COMMANDS if command.footer), key=lambda each: each.footer)
        labels = {command.id: f"interface.command.{command.id}.label" for command in COMMANDS}
        if self.app.size.width >= WIDE:
            shown = [command for command in shown if command.id != "swap"]
        elif getattr(self.screen, "swapped", False):
            # The letter alone is seen: keys of rows would act on what is hidden.
            shown = [command for command in COMMANDS if command.id in OF_THE_LETTER]
            shown.sort(key=lambda each: OF_THE_LETTER.index(each.id))
            labels["swap"] = "interface.command.swap.back"
        if self.in_text:
            # There these keys are characters.
            shown = [command for command in shown if command.id not in ("tick", "not-here")]
        if self.situation.saving == "read-only":
            shown = [command for command in shown if command.id not in CHANGING]
        keys = {
            command.id: Content.assemble(
                (shown_keys(command, all_of_them=False), "bold"), (f" {words(labels[command.id])}", "$why")
            )
            for command in shown
        }
        fitting: list[Content] = []
        for command in shown:
            if sum(each.cell_length + 2 for each in fitting) + keys[command.id].cell_length <= width:
                fitting.append(keys[command.id])
        return Content("  ").join(fitting)
