"""The explain step: which letters, to whom, in which tone, and what they still need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast, get_args

from textual.widget import Widget
from textual.widgets import Input

from ..core.ids import Tone
from ..widgets.action_row import ActionRow
from ..widgets.answers import AnswerRow
from ..widgets.field import Field
from ..widgets.heading import Heading
from ..widgets.letter_row import LetterRow
from ..widgets.letters_note import LettersNote
from ..widgets.origin_note import OriginNote
from ..widgets.work import Work
from .base import StepScreen

if TYPE_CHECKING:
    from ..situation import Situation
    from ..tui import MisdirectApp

LETTERS, MOST_LETTERS = 4, 60
# The field that each hint of the letter asks for.
_WANTED = {
    "reader-name": "reader-name",
    "intended-name": "reader-name",
    "manager-name": "manager-name",
    "sender-name": "sender-name",
    "sender-phone": "sender-phone",
    "document": "reader-document",
}
READER = ("name", "company", "address", "document")
SENDER = ("name", "company", "title", "phone")


class ExplainScreen(StepScreen):
    """List the letters that are due; below them the fields that the shown one needs."""

    step = "explain"

    def go_on(self, *, past_done: bool = False) -> None:
        """Go from a letter to what it needs, from the last of that to the next letter, and on after the last.

        From a letter that was just settled, or needs nothing, the cursor goes to the next one at once.
        """
        row, places = self.focused, self.places()
        following = self._letter_after_the_shown(places)
        if isinstance(row, LetterRow):
            settled, row.just_settled = row.just_settled, False
            fields = [place for place in places if isinstance(place, Input)]
            wanted = [place for place in fields if place.parent and place.parent.id == self._wanted()]
            if following is not None and (settled or not (wanted or any(map(_is_empty, fields)))):
                self.set_focus(following)
            else:
                self.set_focus(next(iter([*wanted, *filter(_is_empty, fields), *fields])))
            return
        beyond = places[places.index(row) + 1 :] if row in places else []
        if (
            isinstance(row, Input)
            and following is not None
            and not any(isinstance(one, Input) for one in beyond)
        ):
            self.set_focus(following)
            return
        super().go_on(past_done=past_done)

    def _letter_after_the_shown(self, places: list[Widget]) -> LetterRow | None:
        """Give the row of the next letter after the one whose fields are seen."""
        situation = self.desk.situation
        keys = [due.key for due in situation.due]
        shown = keys.index(situation.letter.due.key) if situation.letter else -1
        later = (place for place in places if isinstance(place, LetterRow) and place.place > shown)
        return next(later, None)

    def _wanted(self) -> str | None:
        """Name the field that would improve the shown letter most."""
        from ..core.explain.hint import hint

        situation = cast("MisdirectApp", self.app).situation
        letter = situation.letter
        return _WANTED.get(hint(situation.filled, letter.due, situation.due)) if letter else None

    def _show_rest(self) -> None:
        """Give every letter a row before they are shown, up to the most that can be listed."""
        listed, due = len(self.query(LetterRow)), len(cast("MisdirectApp", self.app).situation.due)
        added = [LetterRow(place) for place in range(listed, min(due, MOST_LETTERS))]
        if added:
            self.query_one(Work).mount_all(added, before="#absent")
        super()._show_rest()

    def rows(self) -> Iterator[Widget]:
        """Give the letters, the fields, the tone, and the way into the text."""
        yield Heading("interface.explain.due", id="due")
        for place in range(LETTERS):
            yield LetterRow(place)
        yield LettersNote(MOST_LETTERS)
        yield Heading("interface.explain.fields", id="fields")
        yield OriginNote("reader")
        for name in READER:
            yield _reader_field(name)
        yield OriginNote("sender")
        for name in SENDER:
            yield _sender_field(name)
        yield Field(
            "manager-name",
            label="explain.field.manager-name",
            read=lambda situation: situation.filled.explain.manager.name,
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
        yield ActionRow("save_letter", key="interface.explain.take-out", id="take-out")
        yield ActionRow("profile", key="interface.explain.profile", id="profile")


def _is_empty(place: Widget) -> bool:
    return isinstance(place, Input) and not place.value


def _whose(situation: Situation) -> str:
    return "intended" if situation.shown_role == "intended-recipient" else "reader"


def _reader_field(name: str) -> Field:
    return Field(
        f"reader-{name}",
        label=lambda situation: f"explain.field.{_whose(situation)}-{name}",
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
