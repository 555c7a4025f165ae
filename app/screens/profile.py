"""What is kept of the person who writes the letters, to look at and to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from ..core.visible import visible, visible_lines
from ..widgets.entry import Entry
from ..widgets.prose import Prose
from ..widgets.sheet_line import SheetLine
from .modal import Sheet

if TYPE_CHECKING:
    from ..core.profile import Profile
    from ..situation import Situation

_LABELS = {
    "name": "explain.field.sender-name",
    "company": "explain.field.sender-company",
    "title": "explain.field.sender-title",
    "phone": "explain.field.sender-phone",
    "manager": "explain.field.manager-name",
    "own_domains": "interface.profile.own-domains",
}
_BETWEEN = re.compile(r"[\s,;\uff0c\uff1b\u3001]+")


class ProfileScreen(Sheet[None]):
    """Show the profile and the signature; each key is kept, and Esc goes back.

    `keep` is given the fields that differ from the last time, the signature under `signature`.
    """

    help = "profile"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(
        self, situation: Situation, profile: Profile, signature: str, keep: Callable[[dict[str, Any]], None]
    ) -> None:
        super().__init__(situation)
        self.profile = profile
        self.signature = signature
        self.keep = keep
        self._kept: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words("interface.profile.title"), classes="title", markup=False)
            for name, label in _LABELS.items():
                yield SheetLine(words(label), self._entry(name), wide=True)
            yield Static(words("interface.profile.signature"), classes="why", markup=False)
            yield Prose(self.signature, id="signature")
            yield Static(words("interface.profile.keys"), classes="why", markup=False)

    def _entry(self, name: str) -> Entry:
        return Entry(
            self._shown(name), placeholder="lampworks.example" if name == "own_domains" else "", id=name
        )

    def _shown(self, name: str) -> str:
        value = getattr(self.profile, name)
        return " ".join(value) if isinstance(value, tuple) else str(value)

    def on_mount(self) -> None:
        """Begin with the first field that is still empty."""
        super().on_mount()
        entries = list(self.query(Input))
        next((entry for entry in entries if not entry.value), entries[0]).focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.focus_next()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def hand_over(self) -> None:
        """Give what differs from the last time; a field that shows what it began with is none."""
        shown = {entry.id or "": entry.value for entry in self.query(Input)}
        shown["signature"] = self.query_one("#signature", TextArea).text
        differing = {name: text for name, text in shown.items() if text != self._told(name)}
        if differing:
            self._kept |= differing
            self.keep({name: _meant(name, text) for name, text in differing.items()})

    def _told(self, name: str) -> str:
        if name in self._kept:
            return self._kept[name]
        return visible_lines(self.signature) if name == "signature" else visible(self._shown(name))


def _meant(name: str, text: str) -> Any:
    """Give what a field that shows this text stands for."""
    if name == "own_domains":
        return tuple(filter(None, _BETWEEN.split(text)))
    return text if name == "signature" else text.strip()
