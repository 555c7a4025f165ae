"""Every command by name, found by any word that either language has for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..commands import COMMANDS, Command, shown_keys
from ..widgets.entry import Entry
from .modal import Sheet

if TYPE_CHECKING:
    from ..core.playbook.words import Words
    from ..situation import Situation

# Cells of a command's keys, and those of the sheet beside its list: padding and the scrollbar.
KEYS_WIDTH, MARGIN = 12, 7
WIDEST = 84
# Before the chosen command, and before the others: a list takes plain blanks off.
MARK, NO_MARK = ">", "\u00a0"


class PaletteScreen(Sheet[str]):
    """List the commands that what is typed fits; the result is the action of the chosen one."""

    AUTO_FOCUS: ClassVar[str | None] = "Entry"
    help = "palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "move(-1)", show=False, priority=True),
        Binding("down,tab", "move(1)", show=False, priority=True),
        Binding("ctrl+p", "close", show=False, priority=True),
    ]

    def __init__(self, situation: Situation, other: Words) -> None:
        super().__init__(situation)
        without = "reopen" if situation.incident.status == "open" else "close"
        known = _findable(situation.words, other)
        self._known = {command: found for command, found in known.items() if command.id != without}
        self._listed: Sequence[Command] = ()
        self._marked: int | None = None

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet tall"):
            yield Entry(placeholder=words("interface.palette.hint"))
            listed = OptionList()
            listed.can_focus = False
            yield listed
            yield Static(id="does", markup=False)
            yield Static(words("interface.palette.keys"), classes="why", markup=False)

    def on_mount(self) -> None:
        """List every command."""
        super().on_mount()
        self._list("")

    def on_resize(self) -> None:
        """List anew for the new width."""
        super().on_resize()
        self._list(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def _list(self, asked: str) -> None:
        listed = self.query_one(OptionList)
        listed.clear_options()
        self._listed = self._fitting(asked)
        listed.add_options(Option(self._line(command)) for command in self._listed)
        self._marked = None
        listed.highlighted = 0 if self._listed else None
        self._say()

    def _fitting(self, asked: str) -> list[Command]:
        """Give the commands in which each word typed is found; those first that are called so."""
        typed = _folded(asked).split()
        words = self.situation.words
        found = [each for each in self._known if all(word in self._known[each] for word in typed)]
        called = [_folded(words(f"interface.command.{each.id}.label")) for each in found]
        first = [not all(word in name for word in typed) for name in called]
        return [each for _, each in sorted(zip(first, found, strict=True), key=lambda pair: pair[0])]

    def _line(self, command: Command, mark: str = NO_MARK) -> Content:
        name = Content(f"{mark} {self.situation.words(f'interface.command.{command.id}.label')}")
        width = min(self.app.size.width * 9 // 10, WIDEST) - MARGIN - KEYS_WIDTH
        keys = Content.styled(shown_keys(command, all_of_them=False) if command.keys else "", "$why")
        return name.truncate(width, pad=True) + keys

    @on(OptionList.OptionHighlighted)
    def _say(self) -> None:
        """Mark the chosen command and say what it does, or that there is none."""
        chosen, before = self._chosen, self._marked
        if before is not None:
            self._mark(before, NO_MARK)
        self._marked = None if chosen is None else self._listed.index(chosen)
        if self._marked is not None:
            self._mark(self._marked, MARK)
        key = "interface.palette.none" if chosen is None else f"interface.command.{chosen.id}.help"
        self.query_one("#does", Static).update(self.situation.words(key))

    def _mark(self, place: int, mark: str) -> None:
        line = self._line(self._listed[place], mark)
        self.query_one(OptionList).replace_option_prompt_at_index(place, line)

    @property
    def _chosen(self) -> Command | None:
        place = self.query_one(OptionList).highlighted
        return None if place is None else self._listed[place]

    def action_move(self, step: int) -> None:
        """Move along the list, while one goes on typing."""
        listed = self.query_one(OptionList)
        if step > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        if self._chosen is not None:
            self.dismiss(self._chosen.action)


def _findable(words: Words, other: Words) -> Mapping[Command, str]:
    """Give for each command in the palette all by which it is found."""
    return {
        command: _folded(
            " ".join(
                [command.id, shown_keys(command) if command.keys else ""]
                + [each(f"interface.command.{command.id}.{of}") for each in (words, other) for of in _SAID]
            )
        )
        for command in COMMANDS
        if command.palette and command.action
    }


_SAID = ("label", "help")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
