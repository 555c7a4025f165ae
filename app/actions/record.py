"""What the keys do to incidents: undo, delete, open another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from ..core.fault import why_not
from ..core.incident import Incident, assignments
from ..core.visible import visible
from ..desk import Desk
from ..files.lock import ElsewhereError
from ..keeping import UNSAVED
from ..widgets.field import field_around
from ..widgets.step_bar import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from ..files.lock import ProcessLock
    from ..register.intake import Intake


class RecordActions(Desk):
    """Give the app its actions on incidents."""

    # How long the timeline was when it was said that a mark is not undone.
    _mark_told_of = 0

    def keep(self) -> None:
        """Save the incident as it was opened, so that it is there even if nothing is ever answered.

        An incident without a mail and without an answer is not worth keeping. One that may only be
        looked at is never written; why that is so is said.
        """
        if not self.refused() and (self.present.mail.sha256 or len(self.present.timeline) > 1):
            self.journal.submit(self.present)

    def action_undo(self) -> None:
        """Take back the last answer, tick, choice or edit; with the cursor in a text, that text alone."""
        if self.refused():
            return
        self.rest()
        field = field_around(self.focused)
        if field is not None and field.restore():
            return
        undone = self.present.undone(at=self.tools.clock())
        other = self.in_text and (field is None or not field.differs(self.situation.but(incident=undone)))
        if other and undone is not self.present:
            self.say("undo-text-alone")
            return
        marked = len(self.present.timeline)
        if self.present.timeline[-1].event in ("sent", "confirmed") and self._mark_told_of != marked:
            # Said once: who presses again means what was answered before it.
            self._mark_told_of = marked
            self.say("mark-stays")
            return
        if undone is self.present:
            self.say("nothing-to-undo")
            return
        self.incident = undone
        if self.present is undone:
            self._say_what_was_undone(undone)
            self.call_later(self._stand_on_what_was_undone, undone)

    def _stand_on_what_was_undone(self, undone: Incident) -> None:
        """Put the cursor where the answer can be given anew; in a text it stays where it is."""
        from ..screens.rows import RowScreen

        if isinstance(self.screen, RowScreen) and not self.in_text:
            self.screen.stand_on([path for path, _ in assignments(undone.timeline[-1])])

    def _say_what_was_undone(self, undone: Incident) -> None:
        from ..core.report.chronicle import changed

        event, step = undone.timeline[-1], f"interface.step.{_step_of(undone)}"
        if changed(event, self.situation.words):
            self.say(
                "undone-what",
                step=lambda words: words(step),
                what=lambda words: visible(changed(event, words)),
            )
        else:
            self.say("undone", step=lambda words: words(step))

    @work
    async def action_delete_incident(self) -> None:
        """Delete the incident from the app's own folder, once that was confirmed."""
        from ..files.index import forget, index_beside
        from ..screens.confirm import ConfirmScreen

        if self.why_read_only != "read-only" and self.refused():
            return
        if not await self.push_screen_wait(ConfirmScreen(self.situation, "delete", grave=True)):
            return
        try:
            self.journal.discard(self.present.id)
        except OSError as error:
            self.journal = self.journal.again()
            if isinstance(error, ElsewhereError):
                self.say("open-elsewhere", severity="warning")
            else:
                self.say("not-deleted", what=why_not(error).said, severity="warning")
            return
        await asyncio.to_thread(forget, index_beside(self.tools.places.incidents), self.present.id)
        self.begin_anew()
        self.say("deleted")

    def action_new(self) -> None:
        """Begin a new incident; the present one stays where it is kept."""
        self.rest()
        if not self.let_go("going-on-unsaved"):
            return
        kept = self.journal.close()
        self.begin_anew()
        if kept:
            self.say("new")

    def begin_anew(self) -> None:
        """Put an empty incident on the desk."""
        from ..files.naming import new_id

        now = self.tools.clock()
        self.renew_journal()
        self.open(Incident.begin(id=new_id(now), at=now))
        self.call_later(self.run_action, "step('stop')")

    async def go_on_with(self, data: bytes) -> bool:
        """Take up the incident that was begun from the same mail before; tell whether there is one.

        Whoever starts again with a mail, after closing the window in haste, means that incident.
        """
        from ..files.opening import begun_from

        path = await asyncio.to_thread(begun_from, data, self.tools.places.incidents)
        if path is None or self._begun:
            return False
        self._resume(path)
        self.say("mail-again", at=f"{self.present.opened_at:%Y-%m-%d %H:%M}")
        return True

    @property
    def _begun(self) -> bool:
        return len(self.present.timeline) > 1 or bool(self.present.typing) or len(self.screen_stack) > 1

    @work(exclusive=True, group="register")
    async def action_incidents(self) -> None:
        """Choose one of all incidents that are kept."""
        intake = self._intake()
        await intake.take()
        await self._choose(intake, waiting=False)

    @work(exclusive=True, group="register")
    async def action_unfinished(self) -> None:
        """Offer what is unfinished or due, where there is any: Enter resumes the first.

        Whoever has begun something else by then is not interrupted.
        """
        intake = self._intake()
        asking = await intake.take_to_first_asking()
        if asking and not self._begun:
            await self._choose(intake, waiting=True)
            return
        await self.let_keys_go()
        if asking:
            self.remark("register.waiting.later")
        self.keep()

    def _intake(self) -> Intake:
        from ..core.playbook.grade import GradeRules
        from ..core.playbook.prevent import PreventRules
        from ..core.register.view import View
        from ..files.register import REST, Survey
        from ..register.intake import Intake

        self.rest()
        playbook = self.tools.playbook
        grade, prevent = playbook.rules(GradeRules, "grade"), playbook.rules(PreventRules, "prevent")
        view = View(grade, prevent, self.tools.clock(), self.situation.firewall)
        survey = Survey(self.tools.places, playbook, pause=REST)
        ahead = self.situation.saving in ("saving", "saved", "failing")
        return Intake(survey, view, survey.row(self.present, self.present.id) if ahead else None)

    async def _choose(self, intake: Intake, *, waiting: bool) -> None:
        from ..screens.register import RegisterScreen

        choice = self.push_screen(
            RegisterScreen(self.situation, intake, waiting=waiting), wait_for_dismiss=True
        )
        if waiting:
            await self.let_keys_go(until=intake.all_in)
        chosen = await choice
        if chosen is None:
            self.keep()
        elif chosen == "new":
            self.action_new()
        elif intake.present is None or chosen.stem != intake.present.file:
            self._resume(chosen)

    def _resume(self, path: Path) -> None:
        from ..files.register import read_or_fault
        from ..files.resuming import resumed, typed_at

        read = read_or_fault(path)
        if read.incident is None:
            self.complain(read.faults)
            return
        if not self.let_go("going-on-unsaved"):
            return
        # Only now: it may be the very incident that is on the desk.
        self.renew_journal()
        taken = resumed(read, path, self.tools.places.incidents)
        incident = taken.read.incident or read.incident
        self.renew_journal(taken.lock)
        rested = incident.with_rest(at=typed_at(path, incident, self.tools.clock()))
        self.open(rested, why_read_only=taken.why, faults=taken.read.faults)
        self.keep()
        if incident.status == "closed":
            self._go_to_what_is_due()

    def _go_to_what_is_due(self) -> None:
        """Go to the step in which a closed incident waits for something: its plans, or an answer."""
        from ..core.prevent.follow_up import technique_of

        now = self.situation.now
        due = [one for one in self.situation.judged().outstanding if one.due <= now]
        planned = [technique_of(one.key) for one in due]
        if any(planned):
            self.say("plan-due")
        if due:
            self.wish(f"step('{'prevent' if planned[0] else 'explain'}')")

    def renew_journal(self, lock: ProcessLock | None = None) -> None:
        """Finish writing the incident on the desk before another, held by `lock`, takes its place."""
        self.unsay(*UNSAVED)
        if not self.journal.close():
            self.say("left-unsaved", severity="warning")
        self.journal = type(self.journal)(self.tools.places.incidents, self._journal_said, lock)


def _step_of(undone: Incident) -> str:
    """Give the step that what was just taken back belongs to."""
    path = next((path for path, _ in assignments(undone.timeline[-1])), "")
    head = path.partition(".")[0]
    return head if head in STEPS else "stop"
