"""Why the grade is what it is: every reason with its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..situation import Situation


class ReasonsRow(Row):
    """List under the cursor all reasons of the grade; the meter has room for the weightiest alone."""

    def applies(self, situation: Situation) -> bool:
        """Tell whether there is a grade to give reasons for."""
        return bool(situation.severity and situation.severity.reasons)

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give one line, and under the cursor each reason."""
        told = reasons_told(situation)
        mark = Content.styled(">   " if self.has_focus else "    ", "bold $chosen")
        title = Content.styled(situation.words("interface.grade.reasons"), "bold" if self.has_focus else "")
        lines = headed(mark, title + Content.styled(f"   {len(told)}", "$why"), width)
        if self.has_focus:
            for reason in told:
                lines += hanging(reason, width)
        return lines


def reasons_told(situation: Situation) -> list[str]:
    """Give each reason of the grade with its points, the weightiest first."""
    reasons = situation.severity.reasons if situation.severity else ()
    return [
        f"{reason.points:+d}  {situation.words(f'grade.reason.{reason.code}', **reason.values)}"
        for reason in reasons
    ]


def notices_told(situation: Situation) -> list[str]:
    """Say which answers contradict each other."""
    notices = situation.severity.notices if situation.severity else ()
    return [situation.words(f"grade.notice.{notice}") for notice in notices]
