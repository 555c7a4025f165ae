"""Editing a letter by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from ..telling import labelled, letter_heading, remarks_told
from ..walkway import walkway
from ..widgets.email_preview import REMARKS
from ..widgets.entry import Entry
from ..widgets.field import REST
from ..widgets.prose import Prose
from .modal import Sheet

if TYPE_CHECKING:
    from textual.timer import Timer

    from ..situation import ShownLetter, Situation
    from ..tui import MisdirectApp


class EditorScreen(Sheet[bool]):
    """Let subject and text be edited; each key is kept, and Esc goes back to the step."""

    help = "editor"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "close", show=False),
        Binding("f8", "copy", show=False),
    ]

    def __init__(self, situation: Situation, letter: ShownLetter, edits: Mapping[str, Any]) -> None:
        super().__init__(situation)
        self.letter = letter
        self.edits = edits
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet tall"):
            whose, _ = letter_heading(self.situation, self.letter)
            title = labelled(words, words("interface.editor.title"), whose)
            yield Static(title, classes="title", markup=False)
            subject = Entry(self.letter.subject, id="subject")
            subject.display = self.letter.due.kind == "letter"
            yield subject
            yield Prose(self.letter.body, id="body")
            yield Static(id="found", markup=False)
            yield Static(words("interface.editor.keys"), classes="why", markup=False)

    def on_mount(self) -> None:
        """Begin in the text."""
        self.query_one("#body", TextArea).focus()
        self._examined()

    def _examined(self) -> None:
        """Say what is unwise in the text as it stands."""
        said = "\n".join(remarks_told(cast("MisdirectApp", self.app).situation, REMARKS, placed=True))
        self.query_one("#found", Static).update(Content.styled(said, "$chosen"))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        subject, body = self.query_one("#subject", Input).value, self.query_one("#body", TextArea).text
        if (subject, body) == (self.letter.subject, self.letter.body) and self._rest is None:
            return
        path = f"explain.letters.{self.letter.due.key}"
        walkway(self).type_in({**self.edits, f"{path}.subject": subject or None, f"{path}.body": body})
        self.call_after_refresh(self._examined)
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, walkway(self).rest)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.query_one("#body", TextArea).focus()

    def action_copy(self) -> None:
        """Copy without leaving; as a command of the step it would wait until this sheet has gone."""
        cast("MisdirectApp", self.app).action_copy("letter")
