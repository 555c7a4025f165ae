"""The ending: what was done, what is still open and by when, and what can be taken along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from ..telling import follow_up_told, reader_told, summary_told
from ..widgets.row import TEXT_WIDTH, hanging, plain_key
from .reading import ReadingScreen

if TYPE_CHECKING:
    from ..judged import Judged
    from ..situation import Situation

# Cells of a sheet beside its text: padding, and the scrollbar.
MARGIN = 6
FORMS = {"1": "ics", "2": "markdown", "3": "toml"}


class SummaryScreen(ReadingScreen):
    """Say how it ended; the result is what to do next.

    Enter closes the incident. 1, 2 and 3 give "ics", "markdown" and "toml": what is to be exported.
    """

    help = "summary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('close_incident')", show=False),
        Binding("ctrl+s", "choose('toml')", show=False),
    ]

    def __init__(self, situation: Situation) -> None:
        keys = f"interface.summary.keys-{situation.incident.status}"
        super().__init__(situation, title="interface.summary.title", keys=keys)

    def lines(self) -> Iterator[Content]:
        """Give what was done, what is open, and a kind word."""
        words, now = self.situation.words, self.situation.now
        width = min(TEXT_WIDTH, self.app.size.width * 9 // 10 - MARGIN)
        judged = self.situation.judged()
        coming = [follow_up_told(words, one, now) for one in judged.follow_ups if not one.done]
        done = [summary_told(words, line) for line in judged.summary.done]
        waiting = list(self._waiting(judged))
        parts = [("done", done), ("open", [*coming, *waiting])]
        if coming or waiting:
            # On a low screen the end of the list is out of sight, and Enter closes.
            parts.reverse()
        for title, told in parts:
            yield Content.styled(words(f"interface.summary.{title}"), "bold")
            for line in told or [words("interface.summary.nothing")]:
                yield from hanging(line, width, indent=2)
            yield Content("")
        ending = judged.summary.ending
        if (coming or waiting) and ending == "all-done":
            # What the stop list left open counts as well, and a letter that still has to go.
            ending = "some-open"
        yield from hanging(words(f"prevent.ending.{ending}"), width, indent=0)
        yield from hanging(words("prevent.ending.let-go"), width, "$why", indent=0)

    def _waiting(self, judged: Judged) -> Iterator[str]:
        """Give what has to go out and was not even taken out, and what of the stop list has no tick."""
        words = self.situation.words
        for due in judged.due if judged.incident.status == "open" else ():
            if due.state == "open" and not due.optional:
                kind = words(f"explain.kind.{due.form}")
                what = words("interface.explain.letter", kind=kind, to=reader_told(words, due))
                yield words("interface.summary.waiting", what=what)
        left = sum(item.state is None for item in judged.checklist)
        if left and judged.incident.status == "open":
            yield words("interface.summary.unticked", count=left)

    async def on_key(self, event: events.Key) -> None:
        """Export with a digit, a full-width one included."""
        form = FORMS.get(plain_key(event))
        if form is not None:
            event.stop()
            event.prevent_default()
            self.action_choose(form)

    def action_choose(self, action: str) -> None:
        """Go on to what was chosen; a closed incident is not closed again."""
        closed = self.situation.incident.status == "closed"
        self.dismiss(None if closed and action == "close_incident" else action)
