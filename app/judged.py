"""A situation with everything at hand: severity, verdict, letters, advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .addressing import addresses_typed
from .core.examine.examiner import Case, Finding, examine
from .core.examine.gathering import case_for
from .core.explain.compose import Composed, glossed
from .core.explain.due import GRAVE, Absent, DueLetter, chosen, due, not_due, shown
from .core.explain.facts import facts_for
from .core.explain.hint import hint
from .core.explain.known import Filled, filled
from .core.explain.readers import readers_with, writer, wrong_readers
from .core.grade.clocks import Clock, clocks
from .core.grade.severity import QUESTIONS, Severity, assess
from .core.grade.suggest import suggest
from .core.incident import Incident
from .core.parts import GradeResult, Reader, Sender
from .core.playbook.clocks import ClockRules
from .core.playbook.grade import GradeRules
from .core.playbook.prevent import PreventRules
from .core.playbook.stop import StopRules
from .core.prevent.ending import Ending, ending
from .core.prevent.outstanding import Outstanding, outstanding
from .core.prevent.techniques import Advice, Comparison, advice, compare, ordered
from .core.profile import with_own_domains
from .core.stop.recall import RecallReport, recall_of
from .core.visible import visible
from .situation import ShownLetter, Situation

if TYPE_CHECKING:
    from .core.ids import Technique
    from .core.prevent.firewall import Habit

_OTHER = {"en": "zh", "zh": "en"}


class Judged(Situation):
    """Derive what rules and templates tell; each thing is worked out once, when it is asked for."""

    def judged(self) -> Judged:
        """Give itself."""
        return self

    @property
    def _grade_rules(self) -> GradeRules:
        return self.playbook.rules(GradeRules, "grade")

    @cached_property
    def _stop_rules(self) -> StopRules:
        return with_own_domains(self.playbook.rules(StopRules, "stop"), self._own_domains)

    @property
    def _own_domains(self) -> tuple[str, ...]:
        return self.known.profile.own_domains if self.known else ()

    @property
    def _prevent_rules(self) -> PreventRules:
        return self.playbook.rules(PreventRules, "prevent")

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
        return GradeResult(
            score=severity.score,
            lower=severity.lower,
            upper=severity.upper,
            band=severity.band,
            response=severity.response,
            rules=self._grade_rules.version,
        )

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

    @cached_property
    def fills(self) -> Filled:  # type: ignore[override]  # worked out here, absent in the base
        """Fill in what the profile and earlier incidents know."""
        return filled(self.incident, self.known, self._stop_rules)

    @property
    def filled(self) -> Incident:
        """Give the incident as its letters read it, with what is known from elsewhere filled in."""
        return self.fills.incident

    @cached_property
    def due(self) -> tuple[DueLetter, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Give the letters that are due, in the order in which they should go out."""
        at_home = self.words.language
        return due(self.filled, self.response, self.severity.band, self._stop_rules, at_home=at_home)

    @property
    def absent(self) -> tuple[Absent, ...]:
        """Give the roles that nobody is written to in, and why."""
        return not_due(self.filled, self.severity.band, self._stop_rules)

    @cached_property
    def letter(self) -> ShownLetter | None:  # type: ignore[override]  # worked out here, absent in the base
        """Give the letter that the preview shows: the one chosen, or the first that is a letter."""
        return self.written(chosen(self.due, self.letter_key))

    def written(self, due: DueLetter) -> ShownLetter:
        """Write a due letter: as somebody edited it, or as its template gives it."""
        composed = self._composed(due, due.language)
        text = shown(self.incident, due, composed)
        table = self.playbook.shelf.language_table(due.language)
        return ShownLetter(due, *text, composed, table.gaps_in(text.subject, text.body), table.direction)

    def _composed(self, due: DueLetter, language: str) -> Composed:
        facts = facts_for(
            self.filled,
            due,
            self.playbook.shelf.language_table(language),
            self._stop_rules,
            band=self.severity.band,
            score=self.severity.score,
            done=tuple(each.id for each in self.checklist if each.state == "done"),
        )
        return self.playbook.shelf.compose(language, due.template, facts)

    @cached_property
    def gloss(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Pair each paragraph of the shown letter with what it says in the language of the interface."""
        if self.letter is None:
            return ()
        ours = self.words.language
        composed = self._composed(self.letter.due, ours if ours != self.letter.due.language else _OTHER[ours])
        unknown = self.words("interface.preview.no-gloss")
        return glossed(self.letter.composed, composed, self.letter.body, unknown)

    @cached_property
    def hint(self) -> str:  # type: ignore[override]  # worked out here, absent in the base
        """Give the one thing that would improve the shown letter most, in words."""
        code = hint(self.filled, self.letter.due, self.due) if self.letter else ""
        return self.words(f"explain.hint.{code}") if code else ""

    def case_of(self, due: DueLetter) -> Case:
        """Give what a due letter is examined against."""
        return case_for(self.filled, due, self._stop_rules)

    def findings_in(self, due: DueLetter, subject: str, body: str) -> tuple[Finding, ...]:
        """Examine a text as the letter that is due."""
        return examine(subject, body, self.case_of(due), self.playbook.shelf.cues(due.language))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Examine the shown letter."""
        one = self.letter
        return self.findings_in(one.due, one.subject, one.body) if one else ()

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else wrong_readers(self.filled, self._stop_rules)[0]

    def reader_typed(self, name: str, text: str) -> Mapping[str, Any]:
        """Give the change that a text in a reader's field makes."""
        if self.shown_role == "intended-recipient":
            return {f"explain.intended-recipient.{name}": text or None}
        number = self.letter.due.number if self.letter else 1
        return {"explain.wrong-recipient": readers_with(self.filled, self._stop_rules, number, name, text)}

    def addresses_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a line of addresses makes."""
        return addresses_typed(self.incident, self._stop_rules, text)

    @property
    def sender(self) -> Sender:
        """Give who writes the letters."""
        return writer(self.filled)

    @cached_property
    def techniques(self) -> tuple[Technique, ...]:  # type: ignore[override]  # in the order of the cause here
        """Give the five techniques in the order that the cause calls for."""
        return ordered(self.incident.prevent.cause, self._prevent_rules, content=self.incident.grade.content)

    def advice(self, place: int) -> Advice | None:
        """Give how the service in use does the technique at a place of the order."""
        cause, content = self.incident.prevent.cause, self.incident.grade.content
        return advice(self.techniques[place], cause, self.mail.service, self._prevent_rules, content=content)

    @cached_property
    def stood(self) -> Mapping[Technique, Habit]:  # type: ignore[override]  # worked out here, absent in the base
        """Give what was decided before the mail of this incident went out."""
        return self.firewall.before(self.incident) if self.firewall else {}

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Hold what was decided before against what has happened."""
        return compare(self.incident, self.stood, self._prevent_rules)

    @cached_property
    def outstanding(self) -> tuple[Outstanding, ...]:
        """Give everything that is still to be come back to, sorted by due time."""
        return outstanding(
            self.incident,
            self._prevent_rules,
            self._stop_rules,
            now=self.now,
            letters=self.due,
            firewall=self.firewall,
        )

    @property
    def ending(self) -> Ending:
        """Tell how it stands at the end."""
        return ending(self.outstanding, now=self.now)
