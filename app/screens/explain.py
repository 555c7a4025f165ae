"""The explain step: which letters, to whom, in which tone, and what they still need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from textual.widget import Widget
from textual.widgets import Input

from ..core.ids import Tone
from ..widgets.action_row import ActionRow
from ..widgets.answers import AnswerRow
from ..widgets.field import Field
from ..widgets.heading import Heading
from ..widgets.letter_row import LetterRow
from .base import StepScreen

LETTERS = 12
READER = ("name", "company", "address", "document")
SENDER = ("name", "company", "title", "phone")


class ExplainScreen(StepScreen):
    """List the letters that are due; below them the fields that the shown one needs."""

    step = "explain"

    def go_on(self) -> None:
        """Go from a letter to what it still needs: its first empty field, or its first one."""
        if not isinstance(self.focused, LetterRow):
            super().go_on()
            return
        fields = [place for place in self.places() if isinstance(place, Input)]
        self.set_focus(next(filter(_is_empty, fields), fields[0]))

    def rows(self) -> Iterator[Widget]:
        """Give the letters, the fields, the tone, and the way into the text."""
        yield Heading("interface.explain.due", id="due")
        for place in range(LETTERS):
            yield LetterRow(place)
        yield Heading("interface.explain.fields", id="fields")
        for name in READER:
            yield _reader_field(name)
        for name in SENDER:
            yield _sender_field(name)
        yield Field(
            "manager-name",
            label="explain.field.manager-name",
            read=lambda situation: situation.incident.explain.manager.name,
            write=lambda _, text: {"explain.manager.name": text or None},
            when=lambda situation: situation.shown_role == "manager",
        )
        yield Heading("interface.explain.text", id="text")
        yield AnswerRow(
            "explain.tone",
            get_args(Tone),
            question="interface.explain.tone",
            prefix="explain.tone",
            event="chosen",
            derived=True,
            suggested=lambda situation: (
                situation.response,
                situation.words("interface.explain.tone-by-grade"),
            ),
        )
        yield ActionRow("edit_letter", key="interface.explain.edit", id="edit")
        yield ActionRow(
            "discard_edit",
            key="interface.explain.discard",
            id="discard",
            when=lambda situation: situation.letter is not None and situation.letter.edited,
        )


def _is_empty(place: Widget) -> bool:
    return isinstance(place, Input) and not place.value


def _reader_field(name: str) -> Field:
    return Field(
        f"reader-{name}",
        label=f"explain.field.reader-{name}",
        read=lambda situation: getattr(situation.shown_reader, name),
        write=lambda situation, text: situation.judged().reader_typed(name, text),
        when=lambda situation: situation.shown_role != "manager",
    )


def _sender_field(name: str) -> Field:
    return Field(
        f"sender-{name}",
        label=f"explain.field.sender-{name}",
        read=lambda situation: getattr(situation.sender, name),
        write=lambda _, text: {f"explain.sender.{name}": text or None},
    )
