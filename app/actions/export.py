"""What takes an incident out of the app: the record, a report, a calendar file; and the ending."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from textual import work

from ..core.incident import Incident
from ..core.visible import visible
from ..desk import Desk

Form = Literal["toml", "markdown", "ics"]

_ENDINGS: dict[Form, str] = {"toml": "toml", "markdown": "md", "ics": "ics"}


class ExportActions(Desk):
    """Give the app its ways to hand an incident over."""

    @work
    async def action_export(self, form: Form = "toml") -> None:
        """Export the incident to a path that is proposed and can be changed."""
        await self._export(form)

    @work
    async def action_summary(self) -> None:
        """Show what was done and what is still open; let go kindly. What was exported comes back here."""
        from ..screens.summary import SummaryScreen

        self.rest()
        while chosen := await self.push_screen_wait(SummaryScreen(self.situation)):
            if chosen not in _ENDINGS:
                self.call_later(self.run_action, chosen)
                return
            await self._export(chosen)

    async def _export(self, form: Form) -> None:
        from ..files.atomic import write_atomic
        from ..screens.path import PathScreen, proposed

        self.rest()
        if form == "ics" and not self.situation.judged().outstanding:
            self.say("nothing-to-come")
            return

        def save(path: Path, overwrite: bool) -> None:
            detail = {"path": str(path)} | ({} if form == "toml" else {"format": form})
            exported = self.present
            if self.situation.saving != "read-only":
                exported = exported.with_event("exported", at=self.tools.clock(), detail=detail)
            write_atomic(path, self._form_of(exported, form), overwrite=overwrite)
            if exported is not self.present:
                self.incident = exported
            if form == "toml":
                self.let_go_of = self.present

        purpose = "export" if form == "toml" else f"export-{form}"
        path = proposed(f"{self.present.id}.{_ENDINGS[form]}")
        saved = await self.push_screen_wait(PathScreen(self.situation, purpose, path, save))
        if saved is not None:
            self.say("exported" if form == "toml" else f"exported-{form}", path=visible(str(saved)))

    def _form_of(self, incident: Incident, form: Form) -> bytes:
        from ..exporting import calendar_of, report_of
        from ..files.record import write_record

        if form == "toml":
            return write_record(incident)
        return (calendar_of if form == "ics" else report_of)(self.situation.judged())
