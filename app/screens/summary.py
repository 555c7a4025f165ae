"""The ending: what was done, what is still open and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ..telling import follow_up_told, summary_told
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..situation import Situation


class SummaryScreen(ReadingScreen):
    """Say how it ended; Enter closes the incident, Ctrl+S exports it, Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('close_incident')", show=False),
        Binding("ctrl+s", "choose('export')", show=False),
    ]

    def __init__(self, situation: Situation) -> None:
        keys = f"interface.summary.keys-{situation.incident.status}"
        super().__init__(situation, title="interface.summary.title", keys=keys)

    def lines(self) -> Iterator[Content]:
        """Give what was done, what is open, and a kind word."""
        words, now = self.situation.words, self.situation.now
        judged = self.situation.judged()
        summary = judged.summary
        for title, told in (
            ("done", [summary_told(words, line) for line in summary.done]),
            ("open", [follow_up_told(words, one, now) for one in judged.follow_ups if not one.done]),
        ):
            yield Content.styled(words(f"interface.summary.{title}"), "bold")
            for line in told or [words("interface.summary.nothing")]:
                yield Content(f"  {line}")
            yield Content("")
        yield Content(words(f"prevent.ending.{summary.ending}"))
        yield Content.styled(words("prevent.ending.let-go"), "$why")

    def action_choose(self, action: str) -> None:
        """Go on to an action of the app; a closed incident is not closed again."""
        closed = self.situation.incident.status == "closed"
        self.dismiss(None if closed and action == "close_incident" else action)
