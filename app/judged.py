"""A situation with everything at hand: severity, verdict, letters, advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .core.examine.examiner import Finding, examine
from .core.examine.gathering import case_for
from .core.explain.compose import Composed
from .core.explain.due import GRAVE, DueLetter, due, hint, shown
from .core.explain.facts import facts_for
from .core.explain.readers import readers_with, writer, wrong_readers
from .core.grade.clocks import Clock, clocks
from .core.grade.severity import QUESTIONS, Severity, assess
from .core.grade.suggest import suggest
from .core.incident import same_errand
from .core.parts import GradeResult, Reader, Sender
from .core.playbook.clocks import ClockRules
from .core.playbook.grade import GradeRules
from .core.playbook.prevent import PreventRules
from .core.playbook.stop import StopRules
from .core.prevent.follow_up import Summary, follow_ups, summary
from .core.prevent.techniques import Advice, Comparison, advice, compare, ordered
from .core.stop.checklist import follow_ups as stop_follow_ups
from .core.stop.recall import RecallReport, recall_of
from .core.visible import visible
from .situation import Due, ShownLetter, Situation

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

    @property
    def _stop_rules(self) -> StopRules:
        return self.playbook.rules(StopRules, "stop")

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
        for one in suggest(self.mail, self._grade_rules):
            evidence = ", ".join(visible(word) for word in one.words)
            found[one.path] = (str(one.value), self.words("interface.grade.suggested", words=evidence))
        return found

    def suggestion(self, path: str) -> tuple[str, str] | None:
        """Give the answer that the mail itself suggests, and the words that led to it."""
        return self._suggestions.get(path)

    @cached_property
    def due(self) -> tuple[DueLetter, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Give the letters that are due, in the order in which they should go out."""
        return due(self.incident, self.response, self.severity.band, self._stop_rules)

    @cached_property
    def letter(self) -> ShownLetter | None:  # type: ignore[override]  # worked out here, absent in the base
        """Give the letter that the preview shows: the one chosen, or the first that is a letter."""
        wanted = (each for each in self.due if same_errand(each.key, self.letter_key))
        first = next((each for each in self.due if each.kind == "letter"), self.due[0])
        return self.written(next(wanted, first))

    def written(self, due: DueLetter) -> ShownLetter:
        """Write a due letter: as somebody edited it, or as its template gives it."""
        composed = self._composed(due, due.language)
        text = shown(self.incident, due, composed)
        marks = self.playbook.shelf.language_table(due.language).gap.values()
        gaps = tuple(mark for mark in marks if mark in text.body or mark in text.subject)
        return ShownLetter(due, *text, composed, gaps)

    def _composed(self, due: DueLetter, language: str) -> Composed:
        facts = facts_for(
            self.incident,
            due,
            self.playbook.shelf.language_table(language),
            self._stop_rules,
            band=self.severity.band,
            score=self.severity.score,
            done=tuple(
                self.words(f"stop.item.{each.id}.done") for each in self.checklist if each.state == "done"
            ),
        )
        return self.playbook.shelf.compose(language, due.template, facts)

    @cached_property
    def gloss(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Pair each paragraph of the shown letter with what it says in the language of the interface."""
        if self.letter is None:
            return ()
        ours = self.words.language
        composed = self._composed(self.letter.due, ours if ours != self.letter_language else _OTHER[ours])
        theirs = [paragraph for part in self.letter.composed.parts for paragraph in part.paragraphs]
        meanings = [paragraph for part in composed.parts for paragraph in part.paragraphs]
        meaning = dict(zip(theirs, meanings, strict=False))
        unknown = self.words("interface.preview.no-gloss")
        return tuple((text, meaning.get(text, unknown)) for text in self.letter.body.split("\n\n"))

    @cached_property
    def hint(self) -> str:  # type: ignore[override]  # worked out here, absent in the base
        """Give the one thing that would improve the shown letter most, in words."""
        return self.words(f"explain.hint.{hint(self.incident, self.letter.due)}") if self.letter else ""

    def findings_in(self, due: DueLetter, subject: str, body: str) -> tuple[Finding, ...]:
        """Examine a text as the letter that is due."""
        case = case_for(self.incident, due, self._stop_rules)
        return examine(subject, body, case, self.playbook.shelf.cues(due.language))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Examine the shown letter."""
        if self.letter is None:
            return ()
        return self.findings_in(self.letter.due, self.letter.subject, self.letter.body)

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else wrong_readers(self.incident, self._stop_rules)[0]

    def reader_typed(self, name: str, text: str) -> Mapping[str, Any]:
        """Give the change that a text in a reader's field makes."""
        if self.shown_role == "intended-recipient":
            return {f"explain.intended-recipient.{name}": text or None}
        number = self.letter.due.number if self.letter else 1
        return {"explain.wrong-recipient": readers_with(self.incident, self._stop_rules, number, name, text)}

    def addresses_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a line of addresses makes; a name without an address is the reader's."""
        from .files.addresses import split

        found = split(text, encoded=False).found
        to = [{"name": one.name, "address": one.address} for one in found]
        changes: dict[str, Any] = {"mail.to": to or None, "mail.cc": None, "mail.bcc": None}
        if not found and text.strip():
            readers = readers_with(self.incident, self._stop_rules, 1, "name", text.strip())
            changes["explain.wrong-recipient"] = readers
        return changes

    @property
    def sender(self) -> Sender:
        """Give who writes the letters."""
        return writer(self.incident)

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
    def summary(self) -> Summary:
        """Give what was done and what is still open."""
        return summary(self.incident, self._prevent_rules, now=self.now, firewall=self.firewall)

    @cached_property
    def follow_ups(self) -> tuple[Due, ...]:
        """Give everything to come back to, done or not, sorted by due time: what stop left, then the rest."""
        stopped = stop_follow_ups(self.incident, self.now, rules=self._stop_rules)
        later = follow_ups(self.incident, self._prevent_rules, now=self.now, firewall=self.firewall)
        found = [Due(f"stop.follow-up.{one.id}", {}, one.due, one.done) for one in stopped]
        found += [Due(f"prevent.follow-up.{one.id}", one.values, one.due, one.done) for one in later]
        return tuple(sorted(found, key=lambda one: one.due))
