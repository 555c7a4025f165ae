"""The incidents that are kept, to open one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from ..core.visible import visible
from ..core.when import ago
from .modal import Sheet

if TYPE_CHECKING:
    from ..files.register import Kept
    from ..situation import Situation


class IncidentsScreen(Sheet[str]):
    """List incidents, the newest first; Enter gives the number of the chosen one, Ctrl+N "new"."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+n", "new", show=False)]

    def __init__(self, situation: Situation, found: Sequence[Kept], *, unfinished: bool) -> None:
        super().__init__(situation)
        self.found = found
        self.unfinished = unfinished

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        which = "unfinished" if self.unfinished else "all"
        with Vertical(classes="sheet tall"):
            yield Static(words(f"interface.incidents.{which}"), classes="title", markup=False)
            if self.found:
                yield OptionList(*(self._line(each) for each in self.found), markup=False, compact=True)
            else:
                yield Static(words("interface.incidents.none"), markup=False)
            yield Static(words(f"interface.incidents.{which}-keys"), classes="why", markup=False)

    def _line(self, each: Kept) -> Content:
        words, incident = self.situation.words, each.incident
        code, count = ago(incident.opened_at, self.situation.now)
        subject = visible(incident.mail.subject) or words("interface.incidents.no-subject")
        result = incident.grade.result
        band = (
            words(f"grade.band.{result.band}")
            if result and result.band
            else words("interface.meter.ungraded")
        )
        status = words(f"interface.incidents.{incident.status}")
        return Content.assemble(
            (subject, "bold"), (f"  {words(f'interface.ago.{code}', count=count)}  {band}  {status}", "$why")
        )

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(str(event.option_index))

    def action_new(self) -> None:
        """Begin anew instead."""
        self.dismiss("new")
