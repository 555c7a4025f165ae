"""The ending: what was done, what is still open and by when, and what can be taken along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from ..core.prevent.ending import accomplished
from ..telling import follow_up_told, summary_told
from ..widgets.row import TEXT_WIDTH, hanging, plain_key
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..situation import Situation

CLOSE = "close_incident"
FORMS = {"1": "ics", "2": "markdown", "3": "toml"}


def still_open(situation: Situation) -> list[str]:
    """Tell each thing that is still open, the first due first, then what the stop list leaves."""
    words, unticked = situation.words, _unticked(situation)
    told = [follow_up_told(words, one, situation.now) for one in situation.judged().outstanding]
    return [*told, words("interface.summary.unticked", count=unticked)] if unticked else told


def _unticked(situation: Situation) -> int:
    if situation.incident.status != "open":
        return 0
    return sum(item.state is None for item in situation.judged().checklist)


class SummaryScreen(ReadingScreen):
    """Say how it ended; the result is what to do next.

    Enter leaves an incident open as long as anything of it is open, and 4 closes it all the same; where
    all is done, Enter closes it. 1, 2 and 3 give "ics", "markdown" and "toml": what is to be exported.
    """

    help = "summary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("ctrl+s", "choose('toml')", show=False),
    ]

    def __init__(self, situation: Situation) -> None:
        judged = situation.judged()
        status = situation.incident.status
        # What the stop list left open counts as well.
        self.ending = "some-open" if _unticked(situation) and judged.ending == "all-done" else judged.ending
        self.done = self.ending == "all-done"
        self.closes = self.done and status == "open"
        self.still = still_open(situation)
        self.was_done = [summary_told(situation.words, line) for line in accomplished(situation.incident)]
        how = "-done" if self.done else ""
        super().__init__(
            situation, title="interface.summary.title", keys=f"interface.summary.keys-{status}{how}"
        )

    def lines(self, width: int) -> Iterator[Content]:
        """Give how it stands, then what is open, then what was done: a low screen cuts from below."""
        words = self.situation.words
        width = min(TEXT_WIDTH, width)
        yield from hanging(words(f"prevent.ending.{self.ending}"), width, indent=0)
        if self.ending != "first":
            yield from hanging(words("prevent.ending.let-go"), width, "$why", indent=0)
        for title, told in (("open", self.still), ("done", self.was_done)):
            yield Content("")
            yield Content.styled(words(f"interface.summary.{title}"), "bold")
            for line in told or [words("interface.summary.nothing")]:
                yield from hanging(line, width, indent=2)

    async def on_key(self, event: events.Key) -> None:
        """Export with a digit, a full-width one included, or close what is not done."""
        key = plain_key(event)
        chosen = CLOSE if key == "4" and not self.done else FORMS.get(key)
        if chosen is not None:
            event.stop()
            event.prevent_default()
            self.action_choose(chosen)

    def action_go_on(self) -> None:
        """Leave the sheet, and close the incident where all is done."""
        self.dismiss(CLOSE if self.closes else None)

    def action_choose(self, action: str) -> None:
        """Go on to what was chosen."""
        self.dismiss(action)
