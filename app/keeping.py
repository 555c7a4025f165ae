"""Keeping: what is saved, what is said of it, and when an incident may only be looked at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .core.fault import why_not
from .core.incident import Incident
from .core.visible import visible
from .files.lock import ElsewhereError, ProcessLock
from .notices import Notices

if TYPE_CHECKING:
    from .core.fault import Fault
    from .core.prevent.firewall import Firewall
    from .desk import Tools
    from .files.journal import Journal


# What is said while something is not on disk.
UNSAVED = ("saving-failed", "leaving-unsaved", "going-on-unsaved")


class Keeping(Notices):
    """Say truly what became of each state that was to be saved.

    `why_read_only` names the notice that says why the incident on the desk may only be looked at;
    `fallen` is what nobody foresaw and the app left for; `let_go_of` is the state that may be left without
    being saved, because that was asked about, or because it was exported whole.
    """

    fallen: BaseException | None = None
    let_go_of: Incident | None = None

    tools: Tools
    journal: Journal
    why_read_only: str

    @property
    def present(self) -> Incident:
        """Give the incident as it is now."""
        return self.situation.incident

    def look(self, **changed: Any) -> None:
        """Show the incident in another way."""
        raise NotImplementedError

    def say_not_remembered(self, error: OSError) -> None:
        """Say that a choice holds for now alone, and why."""
        self.say("not-remembered", what=why_not(error).said, severity="warning")

    def refused(self) -> bool:
        """Tell whether the incident may only be looked at, and say why."""
        if self.situation.saving != "read-only":
            return False
        code = self.why_read_only
        if code == "open-elsewhere" and ProcessLock(self.tools.places.incidents, self.present.id).is_free():
            self.unsay(code)
            code = "free-again"
        self.say(code, severity="warning")
        return True

    def save_again(self) -> None:
        """Save the incident where its file has vanished since it was saved."""
        if self.situation.saving == "saved" and self.journal.has_gone():
            self.journal.submit(self.present)

    def let_go(self, code: str) -> bool:
        """Write what waits; where that fails, tell it by a notice, and let go only when asked once more."""
        if self.journal.close() or self.situation.saving == "read-only" or self.let_go_of is self.present:
            return True
        self.let_go_of = self.present
        self.journal = self.journal.again()
        self.journal.submit(self.present)
        self.say(code, severity="warning")
        return False

    def put_down(self) -> bool:
        """Write at once what waits beside the incident, and tell whether everything is on disk."""
        return True

    def _journal_said(self, incident: Incident, error: OSError | None) -> None:
        if self._thread_id != 0 and self.is_running:
            self.call_later(self._saved, incident, error)

    def _saved(self, incident: Incident, error: OSError | None) -> None:
        if self.situation.saving == "read-only" or incident.id != self.present.id:
            return
        if isinstance(error, ElsewhereError):
            self.why_read_only = "open-elsewhere"
            self.look(saving="read-only")
            self.refused()
            return
        if error is not None:
            if self.situation.saving != "failing":
                self.look(saving="failing", trouble=why_not(error))
                self.unsay("saving-again")
                self.say("saving-failed", what=why_not(error).said, severity="warning")
            return
        if self.situation.saving == "failing":
            self.unsay(*UNSAVED)
            self.say("saving-again")
        if aside := self.journal.taken_aside():
            self.say("put-aside", path=visible(str(aside)), severity="warning")
        self.look(saving="saved" if incident is self.present else "saving", trouble=None)

    def _handle_exception(self, error: Exception) -> None:
        """Leave without Textual's own account of an error, which shows what was being worked on."""
        self.fallen = self.fallen or error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = 2
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Leave where the terminal cannot be read, without what was to be shown of that."""
        from .crash import TerminalFailedError

        self._handle_exception(TerminalFailedError())

    def _load_firewall(self) -> tuple[Firewall, tuple[Fault, ...]]:
        from .files.firewall import load_firewall

        return load_firewall(self.tools.places.firewall)

    async def _keep_firewall(self, incident: Incident) -> None:
        """Take over into the firewall what this incident decided about the techniques."""
        from .files.firewall import merge_firewall

        if self.situation.firewall is None or self.situation.saving == "read-only":
            return
        self.look(firewall=self.situation.firewall.with_incident(incident))
        try:
            self.look(firewall=await asyncio.to_thread(merge_firewall, self.tools.places.firewall, incident))
        except OSError as error:
            self.say_not_remembered(error)
