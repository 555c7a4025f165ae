"""Questions whose answers stand for numbers, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from ..harm import enisa_told, harm_told
from ..walkway import walkway
from .answers import ChoiceRow
from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..situation import Situation


def about_persons(situation: Situation) -> bool:
    """Tell whether there is, or may be, data about persons in the mail."""
    return situation.incident.grade.flags.get("personal-data") in ("yes", "unknown")


class FigureRow(ChoiceRow):
    """Ask for a number of the ENISA method in plain words; the options are its hundredths, or itself."""

    def __init__(self, name: str, options: tuple[str, ...]) -> None:
        super().__init__(
            f"grade.{name}",
            options,
            question=f"grade.question.{name}",
            prefix=f"grade.{name}",
            how=f"grade.{name}-how",
            hint=f"grade.question-how.{name}",
            when=about_persons,
        )

    def answer(self, situation: Situation) -> str | None:
        """Give the option that stands for the number given."""
        value = situation.incident.value(self.path)
        if value is None:
            return None
        return (
            f"{value}" if isinstance(value, int) and self.path == "grade.dpc" else f"{round(value * 100):03}"
        )

    def changes(self, option: str) -> dict[str, Any]:
        """Give the number that an option stands for."""
        return {self.path: int(option) if self.path == "grade.dpc" else int(option) / 100}


class ClocksRow(Row):
    """Show the harm to persons, beside the grade, and the legal clocks of the countries given."""

    def applies(self, situation: Situation) -> bool:
        """Tell whether there is anything to show."""
        return about_persons(situation)

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give one line, and under the cursor each law with its due time; Space shows them whole."""
        mark = Content.styled(">   " if self.has_focus else "    ", "bold $chosen")
        title = Content.styled(situation.words("grade.clocks.title"), "bold" if self.has_focus else "")
        told = [line for line in harm_told(situation) if line.weight == "main"]
        count = sum(one.kind == "clock" for one in situation.clocks)
        enisa = situation.severity.enisa if situation.severity else None
        low = enisa is not None and enisa.level == "low" and situation.clocks
        said = (str(count) if count else "", situation.words("grade.clocks.low") if low else "")
        title += Content.styled("".join(f"   {one}" for one in said if one), "$why")
        lines = headed(mark, title, width)
        if enisa is not None and not self.has_focus:
            lines += hanging(enisa_told(situation.words, enisa), width, "$why")
        if self.has_focus:
            # First what stands for all of them: the laws may be more than the screen has lines.
            lines += hanging(situation.words("interface.grade.clocks-how"), width, "$why")
            lines += hanging(situation.words("grade.clocks.disclaimer"), width, "$why")
            for line in told:
                lines += hanging(line.text, width)
        return lines

    def press(self, key: str) -> bool:
        """Show the clocks whole with Space, or Right."""
        if key in ("space", " ", "right"):
            walkway(self).wish("clocks")
            return True
        return False
