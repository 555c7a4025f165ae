"""What is kept of the person who writes the letters, to look at and to change."""

from __future__ import annotations

import re
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


class ProfileScreen(Sheet[dict[str, Any]]):
    """Show the profile and the signature; Esc goes back, and what was typed is kept.

    The result holds the fields that were changed, the signature under `signature`; it is None where
    nothing was.
    """

    help = "profile"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, situation: Situation, profile: Profile, signature: str) -> None:
        super().__init__(situation)
        self.profile = profile
        self.signature = signature

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

    def action_close(self) -> None:
        """Go back with what was changed."""
        changed: dict[str, Any] = {}
        for entry in self.query(Input):
            name = entry.id or ""
            if entry.value != visible(self._shown(name)):
                text = entry.value.strip()
                changed[name] = tuple(filter(None, _BETWEEN.split(text))) if name == "own_domains" else text
        signature = self.query_one("#signature", TextArea).text
        if signature != visible_lines(self.signature):
            changed["signature"] = signature
        self.dismiss(changed or None)
