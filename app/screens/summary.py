"""The ending: what was done, what is still open and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..telling import follow_up_told, summary_told
from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation


class SummaryScreen(Sheet[str]):
    """Say how it ended; Enter closes the incident, Ctrl+S exports it, Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('close_incident')", show=False),
        Binding("ctrl+s", "choose('export')", show=False),
        Binding("up,pageup", "scroll(-1)", show=False),
        Binding("down,pagedown", "scroll(1)", show=False),
    ]

    def __init__(self, situation: Situation) -> None:
        super().__init__(situation)

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words, summary = self.situation.words, self.situation.judged().summary
        lines: list[Content] = []
        for title, told in (
            ("done", [summary_told(words, line) for line in summary.done]),
            ("open", [follow_up_told(words, one, self.situation.now) for one in summary.open]),
        ):
            lines.append(Content.styled(words(f"interface.summary.{title}"), "bold"))
            lines += [Content(f"  {line}") for line in told] or [
                Content(f"  {words('interface.summary.nothing')}")
            ]
            lines.append(Content(""))
        with Vertical(classes="sheet tall"):
            yield Static(words("interface.summary.title"), classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(lines))
                yield Static(words(f"prevent.ending.{summary.ending}"), markup=False)
            status = self.situation.incident.status
            yield Static(words(f"interface.summary.keys-{status}"), classes="why", markup=False)

    def action_choose(self, action: str) -> None:
        """Go on to an action of the app."""
        if action == "close_incident" and self.situation.incident.status == "closed":
            self.dismiss(None)
        else:
            self.dismiss(action)

    def action_scroll(self, direction: int) -> None:
        """Scroll by most of a page."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=direction * max(scroll.size.height - 2, 1), animate=False)
