"""The grade step: two questions, then what makes it graver or lighter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, get_args

from textual.widget import Widget

from ..core.ids import Answer, Content, LoweringFlag, RaisingFlag, Recipient
from ..core.parts import PEOPLE_LIMIT
from ..widgets.answers import AnswerRow, ChoiceRow
from ..widgets.field import Field
from ..widgets.figure_row import ClocksRow, FigureRow, about_persons
from ..widgets.heading import Heading
from ..widgets.next_hour import NextHour
from ..widgets.reasons_row import ReasonsRow
from .base import StepScreen
from .facts import told_at, told_number

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
            hint="grade.question-how.content",
            suggested=partial(_suggested, "grade.content"),
        )
        yield ChoiceRow(
            "grade.recipient",
            get_args(Recipient),
            question="grade.question.recipient",
            prefix="grade.recipient",
            how="grade.recipient-how",
            hint="grade.question-how.recipient",
            suggested=partial(_suggested, "grade.recipient"),
        )
        yield NextHour()
        yield Heading("grade.question.flags", id="flags", note="grade.question-how.flags")
        for flag in FLAGS:
            yield AnswerRow(
                f"grade.flags.{flag}",
                ANSWERS,
                question=f"grade.flag.{flag}",
                prefix="grade.answer",
                how=f"grade.flag-how.{flag}",
                not_here="no",
                suggested=partial(_suggested, f"grade.flags.{flag}"),
            )
        # Behind all flags: what opens under a quick finger would take the answers that it is giving.
        yield from _persons()
        yield Field(
            "people",
            label="grade.question.recipients",
            read=lambda situation: str(situation.incident.grade.recipients or ""),
            write=_people,
            placeholder=_people_hint,
            free=True,
            anew=True,
            unread="not-a-number",
        )
        yield ReasonsRow(id="reasons")

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first question without an answer."""
        for path in ("grade.content", "grade.recipient", *(f"grade.flags.{flag}" for flag in FLAGS)):
            if situation.incident.value(path) is None:
                self.set_focus(self.query_one(f"#{path.replace('.', '-')}"))
                return
        super().focus_first_open(situation)


def _suggested(path: str, situation: Situation) -> tuple[str, str] | None:
    return situation.suggestion(path)


def _persons() -> Iterator[Widget]:
    """Give what is asked where there is data about persons: how grave for them, where they live."""
    yield FigureRow("dpc", ("1", "2", "3", "4"))
    yield FigureRow("ei", ("025", "050", "075", "100"))
    yield FigureRow("cb", ("000", "025", "050"))
    yield Field(
        "countries",
        label="interface.grade.countries",
        read=_countries_named,
        write=lambda situation, text: {"grade.countries": _countries(situation, text) or None},
        placeholder="interface.grade.countries-hint",
        when=about_persons,
        free=True,
        doubted=_country_unknown,
        doubt="country-unknown",
    )
    yield Field(
        "aware-at",
        label="interface.grade.aware-at",
        read=_aware_at,
        write=lambda situation, text: told_at(situation, "grade.aware_at", text),
        placeholder="interface.grade.aware-at-hint",
        when=about_persons,
        free=True,
        anew=True,
    )
    yield ClocksRow(id="clocks")


def _countries(situation: Situation, text: str) -> list[str]:
    from ..core.grade.countries import countries_in
    from ..core.playbook.clocks import ClockRules

    return list(countries_in(text, situation.playbook.rules(ClockRules, "clocks")))[:MOST_COUNTRIES]


def _country_unknown(situation: Situation, text: str) -> bool:
    """Tell whether a text names a country that there are no rules for, and that is no code of one."""
    from ..core.grade.countries import code_of, looks_like_a_code
    from ..core.playbook.clocks import ClockRules

    rules = situation.playbook.rules(ClockRules, "clocks")
    named = _countries(situation, text)
    return any(code_of(one, rules) is None and not looks_like_a_code(one) for one in named)


def _countries_named(situation: Situation) -> str:
    from ..core.grade.countries import name_of
    from ..core.playbook.clocks import ClockRules

    language, codes = situation.words.language, situation.incident.grade.countries
    if not codes:
        return ""
    rules = situation.playbook.rules(ClockRules, "clocks")
    return situation.words("interface.choice.next").join(name_of(code, language, rules) for code in codes)


def _aware_at(situation: Situation) -> str:
    aware = situation.incident.grade.aware_at
    return aware.isoformat(sep=" ", timespec="minutes") if aware else ""


def _people(_: Situation, text: str) -> Mapping[str, int | None] | None:
    """Give the change that a number makes, or None where it is no number of people."""
    if not text.strip():
        return {"grade.recipients": None}
    count = told_number(text, 1, PEOPLE_LIMIT)
    return None if count is None else {"grade.recipients": count}


def _people_hint(situation: Situation) -> str:
    found = situation.suggestion("grade.recipients")
    if found:
        return situation.words("interface.grade.people-suggested", count=found[0])
    return situation.words("interface.grade.people-hint")
