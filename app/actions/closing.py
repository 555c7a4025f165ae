"""The end of an incident: closing it, and opening it again."""

from __future__ import annotations

from ..desk import Desk


class ClosingActions(Desk):
    """Give the app its actions on the status of an incident."""

    def action_close_incident(self) -> None:
        """Close the incident: it is over. Where something of it is open, ask once."""
        from ..screens.confirm import ConfirmScreen
        from ..screens.summary import still_open

        if self.refused():
            return
        self.rest()
        words, still = self.situation.words, still_open(self.situation)
        if not still:
            self._close()
            return
        lines = (words("interface.confirm.still-open", count=len(still)), still[0])

        def answered(yes: bool | None) -> None:
            if yes:
                self._close()

        self.push_screen(ConfirmScreen(self.situation, "close", lines, grave=True), answered)

    def _close(self) -> None:
        now = self.tools.clock().replace(microsecond=0)
        self.incident = self.present.with_changes(
            {"status": "closed", "closed_at": now}, at=now, event="closed"
        )
        self.say("closed")

    def action_reopen_incident(self) -> None:
        """Open a closed incident again."""
        if self.refused():
            return
        changes = {"status": "open", "closed_at": None}
        self.incident = self.present.with_changes(changes, at=self.tools.clock(), event="reopened")
        self.say("reopened")
