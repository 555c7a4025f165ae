"""The grade step: two questions, then what makes it graver or lighter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from textual.widget import Widget

from ..core.ids import Answer, Content, LoweringFlag, RaisingFlag, Recipient
from ..widgets.answers import AnswerRow, ChoiceRow
from ..widgets.field import Field
from ..widgets.figure_row import ClocksRow, FigureRow, about_persons
from ..widgets.heading import Heading
from ..widgets.next_hour import NextHour
from .base import StepScreen
from .facts import told_at

if TYPE_CHECKING:
    from ..situation import Situation

FLAGS = (*get_args(RaisingFlag), *get_args(LoweringFlag))
ANSWERS = get_args(Answer)
MOST_COUNTRIES = 20


class GradeScreen(StepScreen):
    """Ask what was in the mail and who received it; then the flags, and how many people."""

    step = "grade"

    def rows(self) -> Iterator[Widget]:
        """Give the questions."""
        yield ChoiceRow(
            "grade.content",
            get_args(Content),
            question="grade.question.content",
            prefix="grade.content",
            how="grade.content-how",
            suggested=lambda situation: situation.suggestion("grade.content"),
        )
        yield ChoiceRow(
            "grade.recipient",
            get_args(Recipient),
            question="grade.question.recipient",
            prefix="grade.recipient",
            how="grade.recipient-how",
            suggested=lambda situation: situation.suggestion("grade.recipient"),
        )
        yield NextHour()
        yield Heading("grade.question.flags", id="flags")
        for flag in FLAGS:
            yield AnswerRow(
                f"grade.flags.{flag}",
                ANSWERS,
                question=f"grade.flag.{flag}",
                prefix="grade.answer",
                how=f"grade.flag-how.{flag}",
                not_here="no",
            )
            if flag == "personal-data":
                yield from _persons()
        yield Field(
            "people",
            label="grade.question.recipients",
            read=lambda situation: str(situation.incident.grade.recipients or ""),
            write=lambda _, text: {"grade.recipients": _number(text)},
            placeholder=_people_hint,
        )

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first question without an answer."""
        for path in ("grade.content", "grade.recipient", *(f"grade.flags.{flag}" for flag in FLAGS)):
            if situation.incident.value(path) is None:
                self.set_focus(self.query_one(f"#{path.replace('.', '-')}"))
                return
        super().focus_first_open(situation)


def _persons() -> Iterator[Widget]:
    """Give what is asked where there is data about persons: how grave for them, where they live."""
    yield FigureRow("dpc", ("1", "2", "3", "4"))
    yield FigureRow("ei", ("025", "050", "075", "100"))
    yield FigureRow("cb", ("000", "025", "050"))
    yield Field(
        "countries",
        label="interface.grade.countries",
        read=lambda situation: " ".join(situation.incident.grade.countries),
        write=lambda _, text: {"grade.countries": _countries(text) or None},
        placeholder="interface.grade.countries-hint",
        when=about_persons,
        free=True,
    )
    yield Field(
        "aware-at",
        label="interface.grade.aware-at",
        read=_aware_at,
        write=lambda situation, text: told_at(situation, "grade.aware_at", text),
        placeholder="interface.stop.sent-at-hint",
        when=about_persons,
        free=True,
    )
    yield ClocksRow(id="clocks")


def _countries(text: str) -> list[str]:
    codes = unicodedata.normalize("NFKC", text).replace(",", " ").upper().split()
    return list(dict.fromkeys(codes))[:MOST_COUNTRIES]


def _aware_at(situation: Situation) -> str:
    aware = situation.incident.grade.aware_at
    return aware.isoformat(sep=" ", timespec="minutes") if aware else ""


def _number(text: str) -> int | None:
    told = text.strip()
    return int(told) if told.isdecimal() and 0 < int(told) <= 1_000_000 else None


def _people_hint(situation: Situation) -> str:
    found = situation.suggestion("grade.recipients")
    if found:
        return situation.words("interface.grade.people-suggested", count=found[0])
    return situation.words("interface.grade.people-hint")
