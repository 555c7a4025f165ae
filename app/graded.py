"""A situation with what the steps stop and grade tell of it: severity, clocks, what a recall can do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from .core.explain.standing import GRAVE
from .core.grade.clocks import Clock, clocks
from .core.grade.severity import QUESTIONS, Severity, assess
from .core.grade.suggest import suggest
from .core.parts import GradeResult
from .core.playbook.clocks import ClockRules
from .core.playbook.grade import GradeRules
from .core.playbook.stop import StopRules
from .core.prevent.outstanding import Outstanding, told_of
from .core.profile import with_own_domains
from .core.stop.checklist import follow_ups
from .core.stop.recall import RecallReport, recall_of
from .core.visible import visible
from .situation import Situation


class Graded(Situation):
    """Derive what the rules of these two steps tell; each thing is worked out once, when it is asked for."""

    is_judged = True

    @property
    def _grade_rules(self) -> GradeRules:
        return self.playbook.rules(GradeRules, "grade")

    @cached_property
    def _stop_rules(self) -> StopRules:
        return with_own_domains(self.playbook.rules(StopRules, "stop"), self._own_domains)

    @property
    def _own_domains(self) -> tuple[str, ...]:
        return self.known.profile.own_domains if self.known else ()

    @cached_property
    def severity(self) -> Severity:  # type: ignore[override]  # worked out here, absent in the base
        """Grade the incident by its answers."""
        return assess(self.incident.grade, self._grade_rules)

    @property
    def call_due(self) -> bool:
        """Tell whether the grade calls for a telephone call."""
        return self.severity.band in GRAVE

    def grade_result(self) -> GradeResult | None:
        """Give what the answers give now, to be kept with them; None while nothing was answered."""
        severity = self.severity
        if len(severity.unanswered) == len(QUESTIONS):
            return None
        return severity.kept(self._grade_rules)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Give the legal deadlines of the countries where the persons live."""
        return clocks(self.incident.grade, self.playbook.rules(ClockRules, "clocks"))

    @cached_property
    def recall(self) -> RecallReport:  # type: ignore[override]  # worked out here, absent in the base
        """Judge what a recall can still do, the mail having gone out just now where no time is given."""
        mail = self.mail.model_copy(update={"sent_at": self.sent_at})
        return recall_of(self.incident.model_copy(update={"mail": mail}), self._stop_rules, self.now)

    @cached_property
    def _suggestions(self) -> Mapping[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for one in suggest(self.mail, self._grade_rules, self._own_domains):
            evidence = ", ".join(visible(word) for word in one.words)
            found[one.path] = (str(one.value), self.words("interface.grade.suggested", words=evidence))
        return found

    def suggestion(self, path: str) -> tuple[str, str] | None:
        """Give the answer that the mail itself suggests, and the words that led to it."""
        return self._suggestions.get(path)

    def following(self, item: str) -> tuple[Outstanding, ...]:
        """Give what an item of the stop list leaves to come back to."""
        found = follow_ups(self.incident, self.now, rules=self._stop_rules)
        return tuple(told_of(one) for one in found if one.item == item and not one.done)
