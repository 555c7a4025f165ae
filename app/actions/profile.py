"""What is known before anything is typed: the profile, and the people of earlier incidents."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from textual import work

from ..core.fault import Fault
from ..core.ids import Role
from ..core.incident import Incident
from ..desk import Desk, Start, Tools

if TYPE_CHECKING:
    from ..core.explain.known import Known
    from ..core.profile import Profile
    from ..screens.profile import ProfileScreen


class ProfileActions(Desk):
    """Fill the fields of letters with what is known, and learn from what is typed into them.

    The record takes over what was filled in when a letter is used, or when one of its fields is typed
    in. What was typed about the sender and the manager is the profile from then on; undo takes it back
    there as well.
    """

    def __init__(self, start: Start, tools: Tools, language: str) -> None:
        super().__init__(start, tools, language)
        self._followed = len(start.incident.timeline)
        self._looked_up: set[str] = set()
        self._unkept: dict[str, Any] = {}
        self._keeping = threading.Lock()
        self._sheet: ProfileScreen | None = None

    async def judge(self) -> None:
        """Bring the profile in with the rules and the letters."""
        known, faults = await asyncio.to_thread(self._load_known)
        self.situation = self.situation.but(known=known)
        await super().judge()
        self.complain(faults)
        self._look_up()

    def _load_known(self) -> tuple[Known, tuple[Fault, ...]]:
        from ..core.explain.known import Known
        from ..files.profile import load_profile

        profile, faults = load_profile(self.tools.places.profile)
        return Known(profile), faults

    def type_in(self, changes: Mapping[str, Any]) -> None:
        """Take over first what was filled in where somebody now types."""
        fills = self.situation.fills
        if fills is not None and fills.changes:
            role = self._role_of(changes)
            if taken := fills.used_by(role) if role else fills.beside(changes):
                self.commit("sensed", taken)
        super().type_in(changes)

    @staticmethod
    def _role_of(changes: Mapping[str, Any]) -> Role | None:
        """Give whose letter is edited by hand in these changes."""
        return next((role for path, role in changes.items() if path.endswith(".role")), None)

    def with_known(self, incident: Incident, role: Role) -> Incident:
        """Give an incident with what a letter of this role rests on taken over into the record."""
        fills = self.situation.fills
        if fills is None:
            return incident
        return incident.with_changes(fills.used_by(role), at=self.tools.clock(), event="sensed")

    def open(self, incident: Incident, *, why_read_only: str = "", faults: tuple[Fault, ...] = ()) -> None:
        """Put another incident on the desk; whom it writes to is looked up anew."""
        super().open(incident, why_read_only=why_read_only, faults=faults)
        self._followed = len(incident.timeline)
        self._looked_up.clear()
        self._look_up()

    def watch_incident(self, before: Incident, incident: Incident) -> None:
        """Learn from each new event."""
        super().watch_incident(before, incident)
        taken, known = self.present, self.situation.known
        fresh = taken.timeline[self._followed :]
        self._followed = len(taken.timeline)
        if not fresh or known is None:
            return
        if self.situation.saving != "read-only":
            self.keep_profile(known.profile.following(taken, fresh))
        # After the paint: which letters are due is worked out for it.
        self.call_after_refresh(self._look_up)

    def keep_profile(self, profile: Profile) -> None:
        """Take over a changed profile, and write what has changed of it, off the thread that draws."""
        known = self.situation.known
        if known is None or profile is known.profile:
            return
        fields = {name: getattr(profile, name) for name in type(profile).model_fields}
        self._unkept |= {name: new for name, new in fields.items() if new != getattr(known.profile, name)}
        self.look(known=known._replace(profile=profile))
        asyncio.get_running_loop().run_in_executor(None, self.put_down)

    def put_down(self) -> bool:
        """Write what was typed of the profile and the signature; where that fails, the next time."""
        from ..files.profile import save_profile, save_signature

        with self._keeping:
            fields, self._unkept = self._unkept, {}
            signature = fields.get("signature")
            try:
                if profile := {name: new for name, new in fields.items() if name != "signature"}:
                    save_profile(self.tools.places.profile, profile)
                if signature is not None:
                    save_signature(self.tools.places.signature, signature)
                    self.call_later(self._sign)
            except OSError as error:
                self._unkept = fields | self._unkept
                self.call_later(self.say_not_remembered, error)
            return not self._unkept

    def _sign(self) -> None:
        self.tools.playbook.shelf.forget_signatures()
        self.look(known=self.situation.known)

    def _look_up(self) -> None:
        """Look up whom the letters go to, as far as that was not done; does nothing before the letters."""
        from ..core.explain.known import folded

        addresses = {folded(due.reader.address) for due in self.situation.due}
        new = addresses - self._looked_up - {""}
        if new and self.situation.known is not None:
            self._looked_up |= new
            self._meet(frozenset(new), self.present.id)

    @work(group="earlier")
    async def _meet(self, addresses: Collection[str], present: str) -> None:
        from ..files.earlier import met

        found = await asyncio.to_thread(met, self.tools.places.incidents, addresses, but=present)
        known = self.situation.known
        if found and known is not None:
            self.look(known=known._replace(earlier={**known.earlier, **found}))

    @work
    async def action_profile(self) -> None:
        """Show and edit what is kept of the person who writes, the signature included."""
        from ..files.profile import load_signature
        from ..screens.profile import ProfileScreen

        known = self.situation.known
        if known is None:
            return
        self.rest()
        signature = await asyncio.to_thread(load_signature, self.tools.places.signature)
        self._sheet = ProfileScreen(self.situation, known.profile, signature, self._now_is)
        await self.push_screen_wait(self._sheet)
        self.rest()
        self._sheet = None

    def rest(self) -> None:
        """Turn what was typed into one event; on the sheet of the profile as well."""
        if self._sheet is not None and self._sheet.is_mounted:
            self._sheet.hand_over()
        super().rest()

    def _now_is(self, fields: dict[str, Any]) -> None:
        """Take over what is typed of the profile; a record that already names its sender follows it."""
        known = self.situation.known
        if known is None:
            return
        if "signature" in fields:
            self._unkept["signature"] = fields.pop("signature")
            asyncio.get_running_loop().run_in_executor(None, self.put_down)
        before, profile = known.profile, known.profile.with_fields(fields)
        sender = self.present.explain.sender
        changes = {
            f"explain.sender.{name}": getattr(profile, name) or None
            for name in type(sender).model_fields
            if getattr(profile, name) != getattr(before, name) and sender.tree
        }
        if profile.manager != before.manager and self.present.explain.manager.tree:
            changes["explain.manager.name"] = profile.manager or None
        self.keep_profile(profile)
        if changes:
            super().type_in(changes)
