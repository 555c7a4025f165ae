"""Everything a screen or a command shows of an incident, worked out when it is first asked for.

The rim's one view of the core: it chooses the words; the core gives the codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from .core.compose import Composed, compose
from .core.explain import DueLetter, due_letters, facts_for, hints, wrong_readers
from .core.grade import Severity, assess
from .core.incident import Address, Decision, Incident, Reader, Role, Sender, SentMail, Technique, Tone, plain
from .core.playbook.grade import GradeRules
from .core.playbook.prevent import PreventRules
from .core.playbook.stop import StopRules
from .core.playbook.words import Words
from .core.prevent import Advice, advice, ordered
from .core.recall import RecallReport, recall_of
from .core.stop import Item, checklist
from .core.suggest import suggest
from .core.visible import visible
from .core.when import ago
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

    @property
    def response(self) -> Tone:
        """Give what the grade calls for."""
        return self.severity.response if self.severity else "formal"

    @cached_property
    def checklist(self) -> tuple[Item, ...]:
        """Give the items of the stop list that apply."""
        return checklist(self.incident)

    @property
    def sent_at(self) -> datetime:
        """Give when the mail was sent; "just now", at the opening, where nobody has said otherwise."""
        return self.mail.sent_at or self.incident.opened_at

    @cached_property
    def recall(self) -> RecallReport | None:
        """Judge what a recall can still do; None before the first frame stands."""
        if not self.ready:
            return None
        rules = self.playbook.rules(StopRules, "stop")
        mail = self.mail.model_copy(update={"sent_at": self.sent_at})
        return recall_of(self.incident.model_copy(update={"mail": mail}), rules, self.now)

    def asks(self, question: str) -> bool:
        """Tell whether an answer to this question would change what a recall can do."""
        return self.recall is not None and question in self.recall.asks

    @cached_property
    def _suggestions(self) -> Mapping[str, tuple[str, str]]:
        if not self.ready:
            return {}
        words, found = self.words, {}
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
        band = self.severity.band if self.severity else None
        return due_letters(self.incident, self.response, band)

    @property
    def letter_language(self) -> str:
        """Give the language that letters are written in."""
        return self.incident.explain.language or "en"

    @cached_property
    def letter(self) -> ShownLetter | None:
        """Give the letter that the preview shows: the one chosen, or the first that is open."""
        if not self.ready or not self.due:
            return None
        chosen = next((due for due in self.due if due.key == self.letter_key), None)
        letters = [due for due in self.due if due.kind == "letter"] or list(self.due)
        return self.written(chosen or letters[0])

    def written(self, due: DueLetter) -> ShownLetter:
        """Write a due letter: as somebody edited it, or as its template gives it."""
        composed = self._composed(due, self.letter_language)
        kept = self.incident.explain.letters.get(due.key)
        if kept is not None and kept.edited:
            return ShownLetter(due, kept.subject, kept.body, edited=True, composed=composed)
        return ShownLetter(due, composed.subject, composed.body, edited=False, composed=composed)

    def _composed(self, due: DueLetter, language: str) -> Composed:
        table = self.shelf.language_table(language)
        facts = facts_for(self.incident, due, severity=self.severity, table=table)
        source = self.shelf.template(language, due.template)
        return compose(source, facts, words_gap=table.gap.__getitem__, signature=self.shelf.signature(language))

    @cached_property
    def gloss(self) -> tuple[tuple[str, str], ...]:
        """Pair each paragraph of the shown letter with what it says in the language of the interface."""
        if self.letter is None:
            return ()
        other = self.words.language if self.words.language != self.letter_language else _OTHER[self.words.language]
        composed = self._composed(self.letter.due, other)
        theirs = [paragraph for part in self.letter.composed.parts for paragraph in part.paragraphs]
        ours = [paragraph for part in composed.parts for paragraph in part.paragraphs]
        meaning = dict(zip(theirs, ours, strict=False))
        unknown = self.words("interface.preview.no-gloss")
        return tuple((text, meaning.get(text, unknown)) for text in self.letter.body.split("\n\n"))

    @property
    def shown_role(self) -> Role:
        """Give the role of the reader of the shown letter."""
        return self.letter.due.role if self.letter else "wrong-recipient"

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else wrong_readers(self.incident)[0]

    def reader_typed(self, name: str, text: str) -> Mapping[str, Any]:
        """Give the change that a text in a reader's field makes."""
        if self.shown_role == "intended-recipient":
            return {f"explain.intended-recipient.{name}": text or None}
        number = self.letter.due.number if self.letter else 1
        readers = [plain(reader) for reader in wrong_readers(self.incident)]
        readers[number - 1] = readers[number - 1] | {name: text}
        return {"explain.wrong-recipient": readers}

    @property
    def sender(self) -> Sender:
        """Give who writes: as typed, and otherwise the name that the mail was sent under."""
        sender, mailed = self.incident.explain.sender, self.mail.sender
        if sender.name or mailed is None:
            return sender
        return sender.model_copy(update={"name": mailed.name})

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
        return visible("; ".join(named))

    def addresses_typed(self, text: str) -> Mapping[str, Any]:
        """Give the change that a line of addresses makes."""
        from .files.headers import split_addresses

        found: list[Address] = list(split_addresses(text).addresses)
        return {"mail.to": [plain(one) for one in found] or None, "mail.cc": None, "mail.bcc": None}


_GIVEN = {
    "incident", "now", "words", "playbook", "shelf", "saving", "letter_key", "gloss_open", "ready",
}  # fmt: skip
_INDEPENDENT_OF_TIME = {
    "mail", "severity", "checklist", "_suggestions", "due", "letter", "gloss", "techniques",
}  # fmt: skip
_OTHER = {"en": "zh", "zh": "en"}
