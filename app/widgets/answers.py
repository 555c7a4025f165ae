"""Rows that are questions: a few answers on one line, or a list of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from ..core.ids import Happening
from ..walkway import walkway
from .row import INDENT, Row, hanging, headed

if TYPE_CHECKING:
    from ..situation import Situation

ANSWERS_COLUMN = 50
NOT_HERE = ("-", "n")


class Question(Row):
    """Ask for one value of the incident: the one at `path`, out of `options`.

    The words of the question are `question`, those of an option `prefix` and the option, those of
    its how-to `how` and the option, where there are such; `hint` is said with the question as a whole.
    What is `suggested` is marked as no answer, unless it is `derived` from other answers and holds until
    somebody chooses otherwise.
    """

    # Where the cursor stands among the answers while none is given, or nowhere.
    begins_on: ClassVar[int | None] = 0

    def __init__(
        self,
        path: str,
        options: tuple[str, ...],
        *,
        question: str,
        prefix: str,
        how: str = "",
        hint: str = "",
        event: Happening = "answered",
        not_here: str | None = None,
        when: Callable[[Situation], bool] | None = None,
        suggested: Callable[[Situation], tuple[str, str] | None] | None = None,
        derived: bool = False,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id or path.replace(".", "-"))
        self.path = path
        self.options = options
        self.question = question
        self.prefix = prefix
        self.how = how
        self.hint = hint
        self.event: Happening = event
        self.not_here = not_here
        self.when = when
        self.suggested = suggested
        self.derived = derived
        self.cursor: int | None = 0

    @property
    def holds(self) -> str:
        """Give the path of the answer."""
        return self.path

    def applies(self, situation: Situation) -> bool:
        """Tell whether the question is asked in this incident."""
        return self.when is None or self.when(situation)

    def answer(self, situation: Situation) -> str | None:
        """Give the answer that was given, as an option."""
        value = situation.incident.value(self.path)
        return None if value is None else str(value)

    def on_focus(self) -> None:
        """Put the cursor on the answer given, or suggested, or where it begins."""
        if self.situation is not None:
            given = self.answer(self.situation) or self._suggestion(self.situation)[0]
            self.cursor = self.options.index(given) if given in self.options else self.begins_on
        super().on_focus()

    def press(self, key: str) -> bool:
        """Choose by digit, or with Space what the cursor stands on; where it is on no answer, pass by."""
        if key.isdecimal() and 1 <= int(key) <= min(len(self.options), 9):
            self.choose(self.options[int(key) - 1])
        elif key in ("space", " "):
            if self.cursor is None:
                walkway(self).go_on(past_done=True)
            else:
                self.choose(self.options[self.cursor])
        elif key in NOT_HERE:
            if self.not_here is None:
                walkway(self).go_on()
            else:
                self.choose(self.not_here)
        else:
            return self.move(key)
        return True

    def move(self, key: str) -> bool:
        """Move among the answers; tell whether the key did."""
        step = {"left": -1, "right": 1}.get(key)
        if step is None:
            return False
        begun = (-1 if step > 0 else 0) if self.cursor is None else self.cursor
        self.cursor = (begun + step) % len(self.options)
        self.redraw()
        return True

    def choose(self, option: str) -> None:
        """Give this answer and go on."""
        walkway(self).commit(self.event, self.changes(option))
        walkway(self).go_on(past_done=True)

    def changes(self, option: str) -> dict[str, Any]:
        """Give what this answer changes."""
        return {self.path: option}

    def label(self, situation: Situation, option: str) -> str:
        """Give the words of an option."""
        return situation.words(f"{self.prefix}.{option}")

    def _suggestion(self, situation: Situation) -> tuple[str | None, str]:
        found = self.suggested(situation) if self.suggested and self.answer(situation) is None else None
        return found or (None, "")

    def _mark(self) -> Content:
        return Content.styled(">   ", "bold $chosen") if self.has_focus else Content("    ")

    def _open(self, situation: Situation, likely: str) -> str:
        """Mark a question without an answer, with what is suggested told as no more than that."""
        return situation.words("interface.row.suggested", what=likely) if likely else "?"

    def _how_lines(self, situation: Situation, option: str, width: int) -> list[Content]:
        words = situation.words
        key = f"{self.how}.{option}" if f"{self.how}.{option}" in words else self.how
        return hanging(words(key), width, "$why") if self.how and key in words else []


class AnswerRow(Question):
    """Ask with the answers on one line: yes, no, unknown."""

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the question with its answers, or with the answer given when the cursor is elsewhere."""
        given = self.answer(situation)
        suggestion, reason = self._suggestion(situation)
        question = Content.styled(situation.words(self.question), "bold" if self.has_focus else "")
        labels = (Content(self.label(situation, option)).cell_length for option in self.options)
        column = min(ANSWERS_COLUMN, width - max(8, *labels))  # the same, whatever is answered
        lines = headed(self._mark(), question, width)
        if self.has_focus:
            answers = self._packed(self._options(situation, given), width - column, width - INDENT)
        elif given is not None:
            answers = [Content.styled(self.label(situation, given), "bold $chosen")]
        else:
            likely = self.label(situation, suggestion) if suggestion else ""
            said = likely if self.derived else self._open(situation, likely)
            answers = [Content.styled(said, "$why")]
        needed = max(lines[0].cell_length + 2, column) + answers[0].cell_length
        if len(lines) == len(answers) == 1 and needed <= width:
            lines = [lines[0].pad_right(max(column - lines[0].cell_length, 2)) + answers[0]]
        else:
            lines += [answer.pad_left(INDENT - int(self.has_focus)) for answer in answers]
        if self.has_focus:
            lines += hanging(reason, width, "$why") if reason else []
            lines += self._how_lines(situation, self.options[self.cursor or 0], width)
        return lines

    def _options(self, situation: Situation, given: str | None) -> list[Content]:
        shown = []
        for number, option in enumerate(self.options):
            mark = (">" if number == self.cursor else " ", "bold $chosen")
            digit = ("✓ " if option == given else f"{number + 1} ", "$why")
            label = Content.styled(self.label(situation, option), "bold $chosen" if option == given else "")
            shown.append(Content.assemble(mark, digit, label))
        return shown

    def _packed(self, options: list[Content], beside: int, width: int) -> list[Content]:
        """Lay the options on one line beside the question, or in lines of a width, each option whole."""
        if sum(option.cell_length + 2 for option in options) - 2 <= beside:
            return [Content("  ").join(options)]
        lines: list[Content] = []
        for option in options:
            if lines and lines[-1].cell_length + 2 + option.cell_length <= width:
                lines[-1] = Content.assemble(lines[-1], "  ", option)
            else:
                lines.append(option)
        return lines


class AskedAmongItems(AnswerRow):
    """Ask between items that Space ticks: without an answer the cursor is on none, and Space goes on."""

    begins_on = None


class ChoiceRow(Question):
    """Ask with the answers below each other; one line when the cursor is elsewhere and room is short."""

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the question, and its answers where they are open."""
        given = self.answer(situation)
        suggestion, reason = self._suggestion(situation)
        words = situation.words
        question = Content.styled(words(self.question), "bold" if self.has_focus else "")
        if not (self.has_focus or self.screen.has_class("-tall")):
            likely = self.label(situation, suggestion) if suggestion else ""
            said = self.label(situation, given) if given else self._open(situation, likely)
            answer = Content.styled(f"   {said}", "bold $chosen" if given else "$why")
            if given or likely:
                return headed(self._mark(), question + answer, width)
            # An open question keeps its sign beside it, never on a line of its own.
            *above, last = headed(self._mark(), question, width - answer.cell_length)
            return [*above, last + answer]
        lines = headed(self._mark(), question, width)
        if self.hint and self.has_focus:
            lines += hanging(words(self.hint), width, "$why")
        if reason and self.has_focus:
            lines += hanging(reason, width, "$why")
        for number, option in enumerate(self.options):
            here = self.has_focus and number == self.cursor
            lines += self._option(situation, number, option, width, here=here, chosen=option == given)
            if here:
                lines += [
                    line.pad_left(INDENT) for line in self._how_lines(situation, option, width - INDENT)
                ]
        return lines

    def _option(
        self, situation: Situation, number: int, option: str, width: int, *, here: bool, chosen: bool
    ) -> list[Content]:
        digit = "✓" if chosen else f"{number + 1}" if number < 9 else " "
        mark = Content.assemble("    ", (">" if here else " ", "bold $chosen"), " ", (f"{digit}  ", "$why"))
        label = Content.styled(self.label(situation, option), "bold $chosen" if chosen else "")
        said = situation.words("interface.row.chosen")
        if chosen and mark.cell_length + label.cell_length + len(said) + 12 <= width:
            label += Content.styled(f"   {said}", "bold $chosen")
        return headed(mark, label, width)

    def move(self, key: str) -> bool:
        """Move down or up among the answers, and out of them at either end."""
        step = {"up": -1, "down": 1, "left": -1, "right": 1}.get(key)
        at = (self.cursor or 0) + (step or 0)
        if step is None or not 0 <= at < len(self.options):
            return False
        self.cursor = at
        self.redraw()
        return True
