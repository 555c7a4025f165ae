"""Everything a screen or a command shows of an incident, worked out when it is first asked for.

The rim's one view of the core: it chooses the words; the core gives the codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from .core.compose import Composed
from .core.examine import Finding, examine
from .core.letter_case import case_for
from .core.explain import GRAVE, DueLetter, due, hint, shown
from .core.follow_up import FollowUp, Summary, follow_ups, summary
from .core.grade import QUESTIONS, Severity, assess
from .core.incident import Decision, GradeResult, Incident, Reader, Role, Sender, SentMail, Technique, Tone, plain, same_errand
from .core.letter_facts import facts_for
from .core.playbook.grade import GradeRules
from .core.playbook.prevent import PreventRules
from .core.playbook.stop import StopRules
from .core.playbook.words import Words
from .core.prevent import Advice, advice, ordered
from .core.readers import BLANK, readers_with, writer
from .core.recall import RecallReport, recall_of
from .core.stop import Item, checklist
from .core.suggest import suggest
from .core.visible import visible
from .core.when import ago, told_time
from .files.letters import LetterShelf
from .files.playbook import Playbook

Saving = Literal["new", "saving", "saved", "failing", "read-only"]


class ShownLetter(NamedTuple):
    """Hold the letter that the preview shows: as composed, or as somebody edited it."""

    due: DueLetter
    subject: str
    body: str
    edited: bool
    composed: Composed


class Situation:
    """Hold one state of an incident with what is chosen on the screen, and derive the rest of it.

    `ready` is False until the first frame stands: until then nothing is derived that needs rules or
    templates, so that the frame need not wait for them.
    """

    def __init__(
        self,
        incident: Incident,
        *,
        now: datetime,
        words: Words,
        playbook: Playbook,
        shelf: LetterShelf,
        saving: Saving = "new",
        letter_key: str | None = None,
        gloss_open: bool = False,
        ready: bool = True,
    ) -> None:
        self.incident = incident
        self.now = now
        self.words = words
        self.playbook = playbook
        self.shelf = shelf
        self.saving: Saving = saving
        self.letter_key = letter_key
        self.gloss_open = gloss_open
        self.ready = ready

    def but(self, **changed: Any) -> Situation:
        """Give the same situation with some of it replaced; what does not depend on that is kept."""
        new = copy(self)
        for name, value in changed.items():
            setattr(new, name, value)
        derived = set(new.__dict__) - _GIVEN
        kept = _INDEPENDENT_OF_TIME if changed.keys() <= {"now", "saving"} else set()
        for name in derived - kept:
            del new.__dict__[name]
        return new

    @cached_property
    def mail(self) -> SentMail:
        """Give the mail that went wrong."""
        return self.incident.mail

    @cached_property
    def severity(self) -> Severity | None:
        """Grade the incident by its answers; None before the first frame stands."""
        return assess(self.incident.grade, self.playbook.rules(GradeRules, "grade")) if self.ready else None

    def grade_result(self) -> GradeResult | None:
        """Give what the answers give now, to be kept with them; None while nothing was answered."""
        severity = self.severity
        if severity is None or len(severity.unanswered) == len(QUESTIONS):
            return None
        return GradeResult(
            score=severity.score,
            lower=severity.lower,
            upper=severity.upper,
            band=severity.band,
            response=severity.response,
            rules=self.playbook.rules(GradeRules, "grade").version,
        )

    @property
    def response(self) -> Tone:
        """Give what the grade calls for."""
        return self.severity.response if self.severity else "formal"

    @cached_property
    def checklist(self) -> tuple[Item, ...]:
        """Give the items of the stop list that apply."""
        return checklist(self.incident, due_call=self.severity is not None and self.severity.band in GRAVE)

    @property
    def sent_at(self) -> datetime:
        """Give when the mail was sent; "just now", at the opening, where nobody has said otherwise."""
        return self.mail.sent_at or self.incident.opened_at

    @cached_property
    def recall(self) -> RecallReport | None:
        """Judge what a recall can still do; None before the first frame stands."""
        if not self.ready:
            return None
        mail = self.mail.model_copy(update={"sent_at": self.sent_at})
        return recall_of(self.incident.model_copy(update={"mail": mail}), self._stop_rules, self.now)

    def asks(self, question: str) -> bool:
        """Tell whether an answer to this question would change what a recall can do."""
        return self.recall is not None and question in self.recall.asks

    @cached_property
    def _suggestions(self) -> Mapping[str, tuple[str, str]]:
        if not self.ready:
            return {}
        words = self.words
        found: dict[str, tuple[str, str]] = {}
        for one in suggest(self.mail, self.playbook.rules(GradeRules, "grade")):
            evidence = ", ".join(visible(word) for word in one.words)
            found[one.path] = (str(one.value), words("interface.grade.suggested", words=evidence))
        return found

    def suggestion(self, path: str) -> tuple[str, str] | None:
        """Give the answer that the mail itself suggests, and the words that led to it."""
        return self._suggestions.get(path)

    @cached_property
    def due(self) -> tuple[DueLetter, ...]:
        """Give the letters that are due, in the order in which they should go out."""
        if self.severity is None:
            return ()
        return due(self.incident, self.response, self.severity.band, self._stop_rules)

    @property
    def letter_language(self) -> str:
        """Give the language that letters are written in."""
        return self.incident.explain.language or "en"

    @cached_property
    def letter(self) -> ShownLetter | None:
        """Give the letter that the preview shows: the one chosen, or the first that is a letter."""
        if not self.due:
            return None
        wanted = (each for each in self.due if same_errand(each.key, self.letter_key))
        first = next((each for each in self.due if each.kind == "letter"), self.due[0])
        return self.written(next(wanted, first))

    def written(self, due: DueLetter) -> ShownLetter:
        """Write a due letter: as somebody edited it, or as its template gives it."""
        composed = self._composed(due, due.language)
        return ShownLetter(due, *shown(self.incident, due, composed), composed)

    def _composed(self, due: DueLetter, language: str) -> Composed:
        table = self.shelf.language_table(language)
        done = tuple(self.words(f"stop.item.{item.id}.done") for item in self.checklist if item.state == "done")
        facts = facts_for(
            self.incident,
            due,
            table,
            self._stop_rules,
            band=self.severity.band if self.severity else None,
            score=self.severity.score if self.severity else None,
            done=done,
        )
        return self.shelf.compose(language, due.template, facts)

    @cached_property
    def gloss(self) -> tuple[tuple[str, str], ...]:
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
    def hint(self) -> str:
        """Give the one thing that would improve the shown letter most, in words."""
        return self.words(f"explain.hint.{hint(self.incident, self.letter.due)}") if self.letter else ""

    @property
    def shown_role(self) -> Role:
        """Give the role of the reader of the shown letter."""
        return self.letter.due.role if self.letter else "wrong-recipient"

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else BLANK

    def reader_typed(self, name: str, text: str) -> Mapping[str, Any]:
        """Give the change that a text in a reader's field makes."""
        if self.shown_role == "intended-recipient":
            return {f"explain.intended-recipient.{name}": text or None}
        number = self.letter.due.number if self.letter else 1
        return {"explain.wrong-recipient": readers_with(self.incident, self._stop_rules, number, name, text)}

    @property
    def sender(self) -> Sender:
        """Give who writes the letters."""
        return writer(self.incident)

    @cached_property
    def techniques(self) -> tuple[Technique, ...]:
        """Give the five techniques in the order that the cause calls for."""
        if not self.ready:
            return ("delayed-send", "bcc", "contact-groups", "final-check", "send-to-self")
        return ordered(self.incident.prevent.cause, self._prevent_rules, content=self.incident.grade.content)

    def decision(self, place: int) -> Decision | None:
        """Give what was decided about the technique at a place of the order."""
        return self.incident.prevent.techniques.get(self.techniques[place])

    def advice(self, place: int) -> Advice | None:
        """Give how the service in use does the technique at a place of the order."""
        if not self.ready:
            return None
        answers = self.incident.grade
        cause, service = self.incident.prevent.cause, self.mail.service
        return advice(self.techniques[place], cause, service, self._prevent_rules, content=answers.content)

    @cached_property
    def summary(self) -> Summary:
        """Give what was done and what is still open."""
        return summary(self.incident, self._prevent_rules, now=self.now)

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Give everything to come back to, done or not, sorted by due time."""
        later = follow_ups(self.incident, self._prevent_rules, now=self.now)
        return tuple(sorted(later, key=lambda one: one.due))

    def findings_in(self, due: DueLetter, subject: str, body: str) -> tuple[Finding, ...]:
        """Examine a text as the letter that is due."""
        case = case_for(self.incident, due, self._stop_rules)
        return examine(subject, body, case, self.shelf.cues(due.language))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Examine the shown letter."""
        if self.letter is None:
            return ()
        return self.findings_in(self.letter.due, self.letter.subject, self.letter.body)

    @property
    def _stop_rules(self) -> StopRules:
        return self.playbook.rules(StopRules, "stop")

    @property
    def _prevent_rules(self) -> PreventRules:
        return self.playbook.rules(PreventRules, "prevent")

    def progress(self, step: str) -> tuple[int, int]:
        """Give how much of a step is done, and of how much."""
        match step:
            case "stop":
                return sum(item.state is not None for item in self.checklist), len(self.checklist)
            case "grade":
                answers = self.incident.grade
                return (answers.content is not None) + (answers.recipient is not None), 2
            case "explain":
                letters = [due for due in self.due if due.kind == "letter"]
                return sum(due.state not in ("open", "copied") for due in letters), len(letters)
            case _:
                prevent = self.incident.prevent
                return (prevent.cause is not None) + len(prevent.techniques), 1 + len(self.techniques)

    def since_sent(self) -> tuple[str, int]:
        """Give how long ago the mail was sent, as a code and a number."""
        return ago(self.sent_at, self.now)

    def guessed(self, path: str) -> bool:
        """Tell whether a fact of the mail was read from the mail itself and never corrected."""
        opened = self.incident.timeline[0].detail.get("mail", {}) if self.incident.timeline else {}
        corrected = any(path in event.detail for event in self.incident.timeline[1:])
        return path.partition(".")[2] in opened and not corrected

    def typed_addresses(self) -> str:
        """Give those the mail went to as one line that can be typed."""
        named = [f"{one.name} <{one.address}>" if one.name else one.address for one in self.mail.recipients]
        if not named:
            named = [one.name for one in self.incident.explain.wrong_recipient[:1] if one.name]
        return visible("; ".join(named))

    def typed_time(self) -> str:
        """Give the time of sending as it can be typed, in its own offset."""
        sent = self.mail.sent_at
        return sent.isoformat(sep=" ", timespec="minutes") if sent else ""

    def time_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a told time makes."""
        now_words, minute_words = (
            [word.strip() for word in self.words(f"interface.time.{key}").split(",")]
            for key in ("now-words", "minute-words")
        )
        told = told_time(text, self.now, now_words=now_words, minute_words=minute_words)
        return {"mail.sent_at": told}

    def addresses_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a line of addresses makes."""
        from .files.addresses import split

        found = split(text, encoded=False).found
        to = [{"name": one.name, "address": one.address} for one in found]
        changes: dict[str, Any] = {"mail.to": to or None, "mail.cc": None, "mail.bcc": None}
        if not found and text.strip():
            readers = readers_with(self.incident, self._stop_rules, 1, "name", text.strip())
            changes["explain.wrong-recipient"] = readers
        return changes


_GIVEN = {
    "incident", "now", "words", "playbook", "shelf", "saving", "letter_key", "gloss_open", "ready",
}  # fmt: skip
_INDEPENDENT_OF_TIME = {
    "mail", "severity", "checklist", "_suggestions", "due", "letter", "gloss", "hint", "findings", "techniques",
}  # fmt: skip
_OTHER = {"en": "zh", "zh": "en"}
