"""What the keys do to incidents: undo, export, close, open another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from .core.incident import Incident
from .desk import Desk

if TYPE_CHECKING:
    from .files.register import Kept


class RecordActions(Desk):
    """Give the app its actions on incidents."""

    def keep(self) -> None:
        """Save the incident as it was opened, so that it is there even if nothing is ever answered.

        An incident without a mail and without an answer is not worth keeping.
        """
        if self.situation.saving != "read-only" and (
            self.present.mail.sha256 or len(self.present.timeline) > 1
        ):
            self.journal.submit(self.present)

    def action_undo(self) -> None:
        """Take back the last answer, tick, choice or edit."""
        self.rest()
        undone = self.present.undone(at=self.tools.clock())
        if undone is self.present:
            self.say("nothing-to-undo")
        else:
            self.incident = undone

    @work
    async def action_export(self) -> None:
        """Export the record to a path that is proposed and can be changed."""
        from .files.atomic import write_atomic
        from .files.record import write_record
        from .screens.path import PathScreen

        self.rest()
        proposed = Path.cwd() / f"{self.present.id}.toml"

        def save(path: Path, overwrite: bool) -> None:
            exported = self.present.with_event("exported", at=self.tools.clock(), detail={"path": str(path)})
            write_atomic(path, write_record(exported), overwrite=overwrite)
            self.incident = exported

        saved = await self.push_screen_wait(PathScreen(self.situation, "export", proposed, save))
        if saved is not None:
            self.say("exported", path=str(saved))

    @work
    async def action_summary(self) -> None:
        """Show what was done and what is still open; let go kindly."""
        from .screens.summary import SummaryScreen

        self.rest()
        action = await self.push_screen_wait(SummaryScreen(self.situation))
        if action:
            self.call_later(self.run_action, action)

    def action_close_incident(self) -> None:
        """Close the incident: it is over."""
        now = self.tools.clock().replace(microsecond=0)
        self.incident = self.present.with_changes(
            {"status": "closed", "closed_at": now}, at=now, event="closed"
        )
        self.say("closed")

    def action_reopen_incident(self) -> None:
        """Open a closed incident again."""
        changes = {"status": "open", "closed_at": None}
        self.incident = self.present.with_changes(changes, at=self.tools.clock(), event="reopened")
        self.say("reopened")

    @work
    async def action_delete_incident(self) -> None:
        """Delete the incident from the app's own folder, once that was confirmed."""
        from .screens.confirm import ConfirmScreen

        if not await self.push_screen_wait(ConfirmScreen(self.situation, "delete")):
            return
        path = self.tools.places.incidents / f"{self.present.id}.toml"
        self.situation = self.situation.but(saving="new")
        self.journal.close()
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self.say("not-deleted", what=error.strerror or "", severity="warning")
            return
        self.begin_anew()
        self.say("deleted")

    def action_new(self) -> None:
        """Begin a new incident; the present one stays where it is kept."""
        self.rest()
        self.begin_anew()
        self.say("new")

    def begin_anew(self) -> None:
        """Put an empty incident on the desk."""
        from .files.naming import new_id

        now = self.tools.clock()
        self.renew_journal()
        self.open(Incident.begin(id=new_id(now), at=now))
        self.call_later(self.run_action, "step('stop')")

    @work
    async def action_incidents(self) -> None:
        """Choose one of all incidents that are kept."""
        await self._choose(unfinished=False)

    @work
    async def action_unfinished(self) -> None:
        """Offer what is unfinished: Enter resumes the first."""
        await self._choose(unfinished=True)

    async def _choose(self, *, unfinished: bool) -> None:
        from .files.register import load_kept
        from .screens.incidents import IncidentsScreen

        self.rest()
        found, faults = load_kept(self.tools.places.incidents)
        if unfinished:
            found = [each for each in found if each.incident.status == "open"]
        self.complain(tuple(faults))
        chosen = await self.push_screen_wait(IncidentsScreen(self.situation, found, unfinished=unfinished))
        if chosen is None:
            self.keep()
        elif chosen == "new":
            self.action_new()
        else:
            self._resume(found[int(chosen)])

    def _resume(self, chosen: Kept) -> None:
        from .files.register import read_or_fault

        read = read_or_fault(chosen.path)
        if read.incident is None:
            self.complain(read.faults)
            return
        self.renew_journal()
        self.open(
            read.incident.with_rest(at=self.tools.clock()), read_only=read.read_only, faults=read.faults
        )

    def renew_journal(self) -> None:
        """Finish writing the incident on the desk before another takes its place."""
        if not self.journal.close():
            self.say("left-unsaved", severity="warning")
        self.journal = type(self.journal)(self.tools.places.incidents, self._journal_said)
