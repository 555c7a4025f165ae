"""Rows looked at by the rules as they are, the firewall and the time: grade, what is due, what would help."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, get_args

from ..grade.severity import assess
from ..ids import Band, Cause, Content, Recipient, ServiceId, Technique
from ..parts import Grading
from ..playbook.grade import GradeRules
from ..playbook.prevent import PreventRules
from ..prevent.firewall import Firewall
from ..prevent.follow_up import technique_of
from ..prevent.techniques import would_have_stopped
from .row import Answers, Row, Waiting

_GRAVITY: tuple[Band | None, ...] = (None, *get_args(Band))
_Known = tuple[Cause | None, ServiceId | None, Content | None]
_Graded = tuple[Content | None, Recipient | None, Answers]


class Coming(NamedTuple):
    """Hold one thing to come back to, with when it is due where the user is."""

    what: Waiting
    due: datetime


class View:
    """Look at rows as they stand at `now`, which carries its time zone.

    What many rows have in common is worked out once.
    """

    def __init__(
        self, grade: GradeRules, prevent: PreventRules, now: datetime, firewall: Firewall | None = None
    ) -> None:
        self.now = now
        self._grade = grade
        self._prevent = prevent
        self._standing = firewall.standing() if firewall else {}
        self._bands: dict[_Graded, Band | None] = {}
        self._stopped: dict[_Known, tuple[Technique, ...]] = {}

    def band(self, row: Row) -> Band | None:
        """Give the band of the grade by the present rules; None where it was not graded yet."""
        answered = (row.content, row.recipient, row.answers)
        if row.content is None or row.recipient is None:
            return None
        if answered not in self._bands:
            people, flags = row.answers
            answers = Grading.model_construct(
                content=row.content, recipient=row.recipient, recipients=people, flags=dict(flags)
            )
            self._bands[answered] = assess(answers, self._grade).band
        return self._bands[answered]

    def stops(self, row: Row) -> tuple[Technique, ...]:
        """Give the techniques that would have stopped the mail for sure."""
        known = (row.cause, row.service, row.content)
        if known not in self._stopped:
            self._stopped[known] = would_have_stopped(*known[:2], self._prevent, content=row.content)
        return self._stopped[known]

    def explained(self, row: Row) -> bool:
        """Tell whether enough is known of the incident to say what would have stopped it."""
        return row.cause is not None or bool(self.stops(row))

    def coming(self, row: Row) -> tuple[Coming, ...]:
        """Give what is to be come back to and not done, the first due first."""
        if not row.waiting:
            return ()
        left = (one for one in row.waiting if not self._settled(one))
        return tuple(sorted((Coming(one, self._due(one)) for one in left), key=lambda one: one.due))

    def next_due(self, row: Row) -> datetime | None:
        """Give when the next thing of a row is due."""
        coming = self.coming(row)
        return coming[0].due if coming else None

    def asks(self, row: Row) -> bool:
        """Tell whether a row is unfinished, or something of it is due."""
        if row.status != "closed":
            return row.status == "open"
        due = self.next_due(row)
        return due is not None and due <= self.now

    def pressing(self, row: Row) -> tuple[bool, int, float, float]:
        """Give what asking rows are sorted by: overdue, the gravest first; then due soonest, then newest."""
        due, newest = self.next_due(row), -row.opened_at.timestamp()
        if due is None:
            return True, 0, float("inf"), newest
        late, band = due <= self.now, self.band(row)
        return not late, -_GRAVITY.index(band) if late else 0, due.timestamp(), newest

    def _due(self, one: Waiting) -> datetime:
        return one.due if one.due.tzinfo else one.due.replace(tzinfo=self.now.tzinfo)

    def _settled(self, one: Waiting) -> bool:
        if one.decided is None:
            return False
        technique = technique_of(one.key)
        later = self._standing.get(technique) if technique else None
        return later is not None and later.since > one.decided
