"""The incident on the desk: the one place where it is changed, saved and shown anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import ValidationError
from textual.app import App
from textual.reactive import var

from .core.fault import Fault
from .core.ids import Happening
from .core.incident import Incident, assignments
from .core.parts import plain
from .files.journal import Journal
from .screens.base import StepScreen
from .situation import Saving, Situation

if TYPE_CHECKING:
    from .core.prevent.firewall import Firewall
    from .files.locations import Locations
    from .files.playbook import Playbook
    from .files.settings import Settings


class Start(NamedTuple):
    """Hold what the walk begins with: the incident, the faults of reading it, and whether it may change.

    `unfinished` asks for the list of what is unfinished before anything else. `mail`, the bytes of a
    mail file and its name, is read once the first frame stands.
    """

    incident: Incident
    faults: tuple[Fault, ...] = ()
    read_only: bool = False
    unfinished: bool = False
    mail: tuple[bytes, str] | None = None


class Tools(NamedTuple):
    """Hold what the app works with: folders, words, rules and letters, remembered choices, the clock."""

    places: Locations
    playbook: Playbook
    settings: Settings
    clock: Callable[[], datetime]


class Desk(App[int]):
    """Hold one incident and one situation; every change of either goes through here.

    `standing` tells that the first frame has been painted, `at_rest` that no move of the cursor is still
    to come.
    """

    incident: var[Incident | None] = var(None, init=False)
    standing = False

    def __init__(self, start: Start, tools: Tools, language: str) -> None:
        super().__init__()
        self._moves = 0
        self.at_rest = asyncio.Event()
        self.at_rest.set()
        self.start = start
        self.tools = tools
        self.journal = Journal(tools.places.incidents, self._journal_said)
        self.set_reactive(Desk.incident, start.incident)
        self.situation = Situation(
            start.incident,
            now=tools.clock(),
            words=tools.playbook.words(language),
            playbook=tools.playbook,
            saving="read-only" if start.read_only else "new",
        )

    @property
    def present(self) -> Incident:
        """Give the incident as it is now."""
        return self.situation.incident

    @property
    def language(self) -> str:
        """Give the language of the interface."""
        return self.situation.words.language

    def watch_incident(self, incident: Incident) -> None:
        """Save and show each state of the incident."""
        if self.situation.saving == "read-only":
            self.look(incident=incident)
            return
        saving: Saving = "failing" if self.situation.saving == "failing" else "saving"
        self.look(incident=incident, saving=saving)
        # After the paint: the writing thread must not take the time that the meter needs.
        self.call_after_refresh(self.journal.submit, incident)

    def look(self, **changed: Any) -> None:
        """Show the incident in another way: another state, language, letter, time."""
        self.situation = self.situation.but(**changed)
        if self.screen_stack:
            self.base.show(self.situation, only=frozenset(changed) <= {"now", "saving"})

    async def read_mail(self, data: bytes, file: str) -> None:
        """Begin the incident anew from its mail; what was answered in the meantime is kept."""
        from .files.opening import opened_from

        blank = self.present
        incident, faults = await asyncio.to_thread(opened_from, data, file, blank.opened_at, name=blank.id)
        for event in self.present.timeline[1:]:
            incident = incident.with_changes(dict(assignments(event)), at=event.at, event=event.event)
        self.incident = incident
        self.complain(faults)

    async def judge(self) -> None:
        """Bring rules and letters in, once the first frame stands; keys are answered meanwhile."""
        await asyncio.to_thread(self._warm, self.situation)
        firewall, faults = await asyncio.to_thread(self._load_firewall)
        self.situation = self.situation.judged().but(firewall=firewall)
        self.complain(faults)
        self.look()

    def _load_firewall(self) -> tuple[Firewall, tuple[Fault, ...]]:
        from .files.firewall import load_firewall

        return load_firewall(self.tools.places.firewall)

    async def _keep_firewall(self, incident: Incident) -> None:
        """Take over into the firewall what this incident decided about the techniques."""
        from .files.firewall import save_firewall

        if self.situation.firewall is None or self.situation.saving == "read-only":
            return
        firewall = self.situation.firewall.with_incident(incident)
        self.look(firewall=firewall)
        try:
            await asyncio.to_thread(save_firewall, self.tools.places.firewall, firewall)
        except OSError as error:
            self.say("not-remembered", what=error.strerror or "", severity="warning")

    @staticmethod
    def _warm(situation: Situation) -> None:
        """Load what a judged situation needs: its modules, the rules, the template of the first letter."""
        judged = situation.judged()
        _ = judged.recall, judged.findings, judged.hint, judged.suggestion("grade.content"), judged.techniques

    def commit(self, event: Happening, changes: Mapping[str, Any]) -> None:
        """Make changes as one event; a grade keeps with them what they gave."""
        now = self.tools.clock()
        if any(path.startswith("grade.") for path in changes):
            changes = {**changes, "grade.result": self._result(changes)}
        try:
            self.incident = self.present.with_changes(changes, at=now, event=event)
        except ValidationError:
            self.say("not-accepted", severity="warning")
            return
        if any(path.startswith("prevent.techniques") for path in changes):
            self.call_later(self._keep_firewall, self.present)

    def type_in(self, changes: Mapping[str, Any]) -> None:
        """Take over text that is being typed; what its place does not allow waits until it does."""
        try:
            self.incident = self.present.with_typing(changes)
        except ValidationError:
            return

    def rest(self) -> None:
        """Turn what was typed into one event."""
        rested = self.present.with_rest(at=self.tools.clock())
        if rested is self.present:
            return
        changed = rested.timeline[-1].detail if rested.timeline else {}
        if any(path.startswith("grade.") for path in changed):
            rested = rested.with_changes(
                {"grade.result": self._result({})}, at=self.tools.clock(), event="sensed"
            )
        self.incident = rested

    def _result(self, changes: Mapping[str, Any]) -> dict[str, Any] | None:
        trial = (
            self.present.with_changes(changes, at=self.tools.clock(), event="answered")
            if changes
            else self.present
        )
        return plain(self.situation.but(incident=trial).judged().grade_result()) or None

    def go_on(self) -> None:
        """Move to the next row once what was asked for before is painted."""
        self._moves += 1
        self.at_rest.clear()
        self.base.call_after_refresh(self._gone_on)

    def _gone_on(self) -> None:
        self._moves -= 1
        self.base.go_on()
        if not self._moves:
            self.at_rest.set()

    def show_letter(self, key: str) -> None:
        """Let the preview show the letter of this key."""
        if self.situation.letter is None or self.situation.letter.due.key != key:
            self.look(letter_key=key)

    def wish(self, action: str) -> None:
        """Run one of the app's actions."""
        self.call_later(self.run_action, action)

    @property
    def base(self) -> StepScreen:
        """Give the step under whatever lies on top."""
        base = self.screen_stack[0]
        assert isinstance(base, StepScreen)  # noqa: S101  every mode begins with its step
        return base

    def say(
        self, code: str, *, severity: Literal["information", "warning"] = "information", **values: object
    ) -> None:
        """Show one notice in the words of interface.notice.<code>."""
        text = self.situation.words(f"interface.notice.{code}", **values)
        self.notify(text, severity=severity, timeout=8, markup=False)

    def open(self, incident: Incident, *, read_only: bool = False, faults: tuple[Fault, ...] = ()) -> None:
        """Put another incident on the desk."""
        self.rest()
        self.look(saving="read-only" if read_only else "new", letter_key=None, gloss_open=False)
        self.set_reactive(Desk.incident, incident)
        self.look(incident=incident)
        self.complain(faults)

    def complain(self, faults: tuple[Fault, ...]) -> None:
        """Show each fault as one line."""
        for fault in faults[:5]:
            self.notify(fault.said(self.situation.words), severity="warning", timeout=15, markup=False)

    def _journal_said(self, incident: Incident, error: OSError | None) -> None:
        if self._thread_id != 0 and self.is_running:
            self.call_later(self._saved, incident, error)

    def _saved(self, incident: Incident, error: OSError | None) -> None:
        if error is not None:
            if self.situation.saving != "failing":
                self.look(saving="failing")
                self.say("saving-failed", what=error.strerror or type(error).__name__, severity="warning")
            return
        if self.situation.saving == "failing":
            self.say("saving-again")
        if self.situation.saving != "read-only":
            self.look(saving="saved" if incident is self.present else "saving")
