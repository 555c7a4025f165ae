"""A situation with everything at hand: severity, verdict, letters, advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .addressing import addresses_typed
from .core.examine.examiner import Case, Finding, examine
from .core.examine.gathering import case_for
from .core.explain.compose import Composed, glossed
from .core.explain.due import Absent, DueLetter, chosen, due, not_due
from .core.explain.errand import shown, went_out
from .core.explain.facts import facts_for
from .core.explain.hint import hint
from .core.explain.known import Filled, filled
from .core.explain.numbering import numbered, reader_changed
from .core.explain.readers import writer
from .core.incident import Incident
from .core.parts import Reader, Sender
from .core.playbook.prevent import PreventRules
from .core.prevent.ending import Ending, ending
from .core.prevent.outstanding import Outstanding, outstanding
from .core.prevent.techniques import Advice, Comparison, advice, compare, ordered
from .graded import Graded
from .situation import ShownLetter

if TYPE_CHECKING:
    from .core.ids import Technique
    from .core.prevent.firewall import Habit


class Judged(Graded):
    """Derive what rules and templates tell; each thing is worked out once, when it is asked for."""

    def judged(self) -> Judged:
        """Give itself."""
        return self

    @property
    def _prevent_rules(self) -> PreventRules:
        return self.playbook.rules(PreventRules, "prevent")

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
            deadline=min((one.due for one in self.clocks if one.due), default=None),
            to_tell=any(one.role == "intended-recipient" for one in self.due),
        )
        return self.playbook.shelf.compose(language, due.template, facts)

    @cached_property
    def gloss(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Pair each paragraph of the shown letter with what it says in the language of the interface."""
        if self.letter is None or self._said is None:
            return ()
        unknown = self.words("interface.preview.no-gloss")
        return glossed(self.letter.composed, self._said, self.letter.body, unknown)

    @property
    def subject_gloss(self) -> str:  # type: ignore[override]  # worked out here, absent in the base
        """Give what the subject of the shown letter says; nothing where it has none."""
        if self.letter is None or self._said is None or not self.letter.subject:
            return ""
        ours = self.letter.subject == self.letter.composed.subject
        return self._said.subject if ours else self.words("interface.preview.no-gloss")

    @cached_property
    def _said(self) -> Composed | None:
        """Give the shown letter in the language of the interface, or in the other where it is in that."""
        if self.letter is None:
            return None
        due, ours = self.letter.due, self.words.language
        return self._composed(due, ours if ours != due.language else self.words.other_language)

    @cached_property
    def hint(self) -> str:  # type: ignore[override]  # worked out here, absent in the base
        """Give the one thing that would improve the shown letter most, in words."""
        if self.letter is None:
            return ""
        return self.words(f"explain.hint.{self.hinted(self.letter.due)}")

    def hinted(self, due: DueLetter) -> str:
        """Give the code of what would improve a due letter most."""
        return hint(self.filled, due, self.due, titles=self.playbook.shelf.titles(due.language))

    def case_of(self, due: DueLetter) -> Case:
        """Give what a due letter is examined against."""
        return case_for(self.filled, due, self._stop_rules)

    def findings_in(self, due: DueLetter, subject: str, body: str) -> tuple[Finding, ...]:
        """Examine a text as the letter that is due."""
        return examine(subject, body, self.case_of(due), self.playbook.shelf.cues(due.language))

    def findings_of(self, letter: ShownLetter) -> tuple[Finding, ...]:
        """Examine a letter as it is shown; one that has gone out is itself the apology they have had."""
        found = self.findings_in(letter.due, letter.subject, letter.body)
        is_had = went_out(self.incident, letter.due)
        return tuple(one for one in found if not is_had or one.code != "second-apology")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # worked out here, absent in the base
        """Examine the shown letter."""
        return self.findings_of(self.letter) if self.letter else ()

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else numbered(self.filled, self._stop_rules)[0][1]

    def reader_typed(self, name: str, text: str) -> Mapping[str, Any]:
        """Give the change that a text in a reader's field makes; what is kept for them stays theirs."""
        if self.shown_role == "intended-recipient":
            return {f"explain.intended-recipient.{name}": text or None}
        number = self.letter.due.number if self.letter else 1
        return reader_changed(self.filled, self._stop_rules, number, name, text)

    def addresses_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a line of addresses makes."""
        return addresses_typed(self.incident, text)

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
