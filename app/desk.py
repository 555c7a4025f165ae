"""The incident on the desk: the one place where it is changed, saved and shown anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError
from textual.reactive import var

from .core.fault import Fault
from .core.ids import Happening
from .core.incident import Incident
from .core.parts import plain
from .core.when import ago
from .early import EarlyKeys
from .files.journal import Journal
from .files.lock import ProcessLock
from .screens.base import StepScreen
from .situation import OF_THE_BAR, Saving, Situation

if TYPE_CHECKING:
    from .files.locations import Locations
    from .files.playbook import Playbook
    from .files.settings import Settings


def _nothing() -> None:
    """Do nothing."""


class Start(NamedTuple):
    """Hold what the walk begins with: the incident, the faults of reading it, and whether it may change.

    `unfinished` asks for the list of what is unfinished before anything else. `mail`, the bytes of a
    mail file and its name, is read once the first frame stands. `lock` is what the incident is held by
    where it is known already; `why` names the notice that says why it may not change.
    """

    incident: Incident
    faults: tuple[Fault, ...] = ()
    read_only: bool = False
    unfinished: bool = False
    mail: tuple[bytes, str] | None = None
    lock: ProcessLock | None = None
    why: str = "read-only"


class Tools(NamedTuple):
    """Hold what the app works with: folders, words, rules and letters, remembered choices, the clock."""

    places: Locations
    playbook: Playbook
    settings: Settings
    clock: Callable[[], datetime]


class Desk(EarlyKeys):
    """Hold one incident and one situation; every change of either goes through here.

    `standing` tells that the first frame has been painted; `at_rest` tells that no move of the cursor
    is still to come. `when_laid` is called once the first frame stands, and once rules and letters are
    in; `when_left`, a while after a step was left.
    """

    incident: var[Incident | None] = var(None, init=False)
    when_laid: Callable[[], None] = staticmethod(_nothing)
    when_left: Callable[[], None] = staticmethod(_nothing)

    def __init__(self, start: Start, tools: Tools, language: str) -> None:
        super().__init__()
        self._moves = 0
        self.at_rest = asyncio.Event()
        self.at_rest.set()
        self.start = start
        if start.unfinished:
            self.hold_keys()
        self.tools = tools
        self.journal = Journal(tools.places.incidents, self._journal_said, start.lock)
        self.why_read_only = start.why
        self.set_reactive(Desk.incident, start.incident)
        self.situation = Situation(
            start.incident,
            now=tools.clock(),
            words=tools.playbook.words(language),
            playbook=tools.playbook,
            saving="read-only" if start.read_only else "new",
            awaited=start.mail is not None,
        )

    @property
    def language(self) -> str:
        """Give the language of the interface."""
        return self.situation.words.language

    def watch_incident(self, before: Incident, incident: Incident) -> None:
        """Save and show each state of the incident; what it decided goes into the firewall, and out again."""
        if self.refused():
            self.set_reactive(Desk.incident, self.present)
            self.look(incident=self.present)
            return
        self.journal.submit(incident)
        saving: Saving = "failing" if self.situation.saving == "failing" else "saving"
        self.look(incident=incident, saving=saving)
        if before.prevent.techniques != incident.prevent.techniques:
            self.call_later(self._keep_firewall, incident)

    def look(self, **changed: Any) -> None:
        """Show the incident in another way: another state, language, letter, time."""
        self.situation = self.situation.but(**changed)
        if self.screen_stack:
            self.base.show(self.situation, only=bool(changed) and changed.keys() <= OF_THE_BAR)

    async def read_mail(self, data: bytes, file: str) -> None:
        """Begin the incident anew from its mail; what was answered in the meantime is kept."""
        from .files.opening import caught_up, opened_from

        blank = self.present
        incident, faults = await asyncio.to_thread(opened_from, data, file, blank.opened_at, name=blank.id)
        self.situation = self.situation.but(awaited=False)
        self.incident = caught_up(incident, self.present)
        self.complain(faults)

    async def judge(self) -> None:
        """Bring rules and letters in, once the first frame stands; keys are answered meanwhile."""
        await asyncio.to_thread(self._warm, self.situation)
        firewall, faults = await asyncio.to_thread(self._load_firewall)
        self.situation = self.situation.judged().but(firewall=firewall)
        self.complain(faults)
        self.look()
        self.when_laid()

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
        sent = rested.mail.sent_at
        if "mail.sent_at" in changed and sent is not None and ago(sent, self.tools.clock())[0] == "ahead":
            self.remark("stop.why.time-in-future", severity="warning")
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

    def go_on(self, *, past_done: bool = False) -> None:
        """Move to the next row once what was asked for before is painted."""
        self._moves += 1
        self.at_rest.clear()
        self.base.call_after_refresh(self._gone_on, past_done)

    def _gone_on(self, past_done: bool) -> None:
        self._moves -= 1
        self.base.go_on(past_done=past_done)
        if not self._moves:
            self.at_rest.set()

    def show_letter(self, key: str) -> None:
        """Let the preview show the letter of this key."""
        if self.situation.letter is None or self.situation.letter.due.key != key:
            self.look(letter_key=key)

    def tell(self, code: str) -> None:
        """Show the notice of a code as something to look at."""
        self.say(code, severity="warning")

    def untell(self, code: str) -> None:
        """Take the notice of a code away, where it stands and no longer holds."""
        self.unsay(code)

    def wish(self, action: str) -> None:
        """Run one of the app's actions."""
        self.call_later(self.run_action, action)

    @property
    def in_text(self) -> bool:
        """Tell whether a text field has the focus."""
        return getattr(self.focused, "cursor_screen_offset", None) is not None

    @property
    def base(self) -> StepScreen:
        """Give the step under whatever lies on top."""
        base = self.screen_stack[0]
        assert isinstance(base, StepScreen)  # noqa: S101  every mode begins with its step
        return base

    def open(self, incident: Incident, *, why_read_only: str = "", faults: tuple[Fault, ...] = ()) -> None:
        """Put another incident on the desk; where it may only be looked at, say why."""
        self.rest()
        self.why_read_only = why_read_only
        self.unsay("open-elsewhere", "free-again")
        self.look(
            saving="read-only" if why_read_only else "new", letter_key=None, gloss_open=False, awaited=False
        )
        self.set_reactive(Desk.incident, incident)
        self.look(incident=incident)
        self.complain(faults)
