"""One letter, call or message to one reader: where it stands, its language, and the text to show."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ..ids import Kind, Role, Tone
from ..incident import Incident, letter_key
from ..parts import Reader
from .compose import Composed
from .numbering import kept_as
from .standing import State, kept, state_of

LETTERS = "explain.letters"

Form = Kind | Literal["follow-up"]


class DueLetter(NamedTuple):
    """Name one letter, call or message and where it stands.

    `number` tells the readers of a role apart and stays with each of them. `why` is a code of
    explain.why; an `optional` one may be left unsent, and its code says why. One that `follows` is the
    message to somebody who has had the letter: it asks or tells, and apologises no second time. What
    went out has the language and the tone in which it did.
    """

    key: str
    kind: Kind
    role: Role
    number: int
    reader: Reader
    language: str
    tone: Tone
    why: str
    optional: bool
    state: State
    follows: bool = False

    @property
    def form(self) -> Form:
        """Name what it is to its reader: a code of explain.kind."""
        return "follow-up" if self.follows else self.kind

    @property
    def is_out(self) -> bool:
        """Tell whether it has gone out, so that its text is what it was."""
        return self.state in ("sent", "confirmed")

    def kept_at(self, path: str) -> dict[str, Any]:
        """Give the changes that keep, at a path, which letter it is, whatever is done with it."""
        identity = {
            "kind": self.kind,
            "role": self.role,
            "number": self.number,
            "reader": kept_as(self.reader) or None,
            "language": self.language,
            "tone": self.tone,
        }
        return {f"{path}.{name}": value for name, value in identity.items()}

    def told_in(self, language: str) -> DueLetter:
        """Give the same letter in another language."""
        key = letter_key(self.kind, self.role, self.number, language)
        return self._replace(key=key, language=language)

    @property
    def standing(self) -> str:
        """Name where it stands: a code of explain.state; a call is made, not sent, and confirms deletion."""
        if self.optional and self.state == "open":
            return "optional"
        called = self.kind == "call" and self.state != "copied"
        return f"call-{self.state}" if called else self.state

    @property
    def template(self) -> str:
        """Name the template, such as "wrong-recipient.crisis" or "call.wrong-recipient"."""
        return f"{self.role}.{self.tone}" if self.kind == "letter" else f"{self.form}.{self.role}"


class Shown(NamedTuple):
    """Hold the text of a letter as it is shown: the user's own where it was edited."""

    subject: str
    body: str
    edited: bool


def language_chosen(incident: Incident, letter: DueLetter, language: str) -> dict[str, Any]:
    """Give the changes by which the reader of a letter is written to in a language."""
    changes: dict[str, Any] = {}
    for key, one in incident.explain.letters.items():
        if one.chosen and (one.role, one.number) == (letter.role, letter.number):
            used = one.body or one.copied_at or one.sent_at or one.confirmed_at
            changes |= {f"{LETTERS}.{key}.chosen": None} if used else {f"{LETTERS}.{key}": None}
    told = letter.told_in(language)
    path = f"{LETTERS}.{told.key}"
    changes.pop(path, None)
    return changes | told.kept_at(path) | {f"{path}.chosen": True}


def shown(incident: Incident, letter: DueLetter, composed: Composed) -> Shown:
    """Give the text to show: what went out, or was edited, stands in place of the composed one."""
    own = incident.explain.letters.get(letter.key)
    if own is not None and own.body and went_out(incident, letter):
        return Shown(own.subject, own.body, own.edited)
    if own is not None and own.edited:
        return Shown(own.subject, own.body, True)
    return Shown(composed.subject, composed.body, False)


def went_out(incident: Incident, letter: DueLetter) -> bool:
    """Tell whether a letter has gone out in the language that it is in here, and not in another."""
    own = incident.explain.letters.get(letter.key)
    return own is not None and own.sent_at is not None and letter.is_out


def made(
    incident: Incident,
    tone: Tone,
    at_home: str,
    kind: Kind,
    role: Role,
    number: int,
    reader: Reader,
    why: str,
    optional: bool = False,
    *,
    state: State | None = None,
) -> DueLetter:
    """Give what is due, with where it stands, its language and its tone; `tone` is that of a new one."""
    state = state or state_of(incident, kind, role, number)
    language = _language(incident, role, number, at_home if role == "manager" else "en")
    if state in ("sent", "confirmed"):
        out = [letter for letter in kept(incident, role, number, kind) if letter.sent_at]
        last = max(out, key=lambda letter: letter.sent_at.timestamp() if letter.sent_at else 0, default=None)
        if last is not None:
            language, tone = last.language, last.tone if last.body else tone
    key = letter_key(kind, role, number, language)
    return DueLetter(key, kind, role, number, reader, language, tone, why, optional, state)


def _language(incident: Incident, role: Role, number: int, otherwise: str) -> str:
    letters = kept(incident, role, number)
    picked = [letter.language for letter in letters if letter.chosen]
    everybody = [incident.explain.language] if incident.explain.language else []
    written = [letter.language for letter in letters if letter.kind == "letter"]
    return next(iter((*picked, *everybody, *written)), otherwise)
