"""The typed shape of what a letter is examined with: numbers and names, and the cues of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .base import Rule, Sourced

PartName = Literal["apology", "explanation", "remedy", "closing"]


class Length(Sourced):
    """Say how long is too long, in words and in Han characters, and why."""

    words: int = Field(gt=0)
    han: int = Field(gt=0)
    reason: str


class Titles(Rule):
    """Hold the titles that stand before and after a name."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Vocabulary(Rule):
    """Hold words that identify nobody: everyday words, and what companies are called by their trade.

    `ordinary` Latin words never count alone nor together unless written as a name; `trade` words never
    count alone. `han` are common words that a name must not cut through; `han_trade` are taken off the
    two ends of a company's or a document's name. `attached` are what Arabic writes together with the word
    that follows, `endings` what the cases put after a Cyrillic name, `changing` what they put it in place of.
    """

    ordinary: str
    trade: str
    legal: str
    han: str
    han_trade: str
    attached: str
    endings: str
    changing: str
    compound_surnames: str
    surname_readings: str
    free_mail: tuple[str, ...]
    mailboxes: str
    suffixes: str


class Secrets(Rule):
    """Say what counts as confidential: marks of money and of quantity, and which contents are."""

    contents: tuple[str, ...]
    deletion: tuple[str, ...]
    currencies: tuple[str, ...]
    units: tuple[str, ...]
    phones: tuple[str, ...]


class ExamineRules(Rule):
    """Hold the whole of examine.toml, the part that no language changes."""

    explanation: Length
    opening: Length
    quote: Length
    titles: Titles
    vocabulary: Vocabulary
    secrets: Secrets
    threads: tuple[str, ...]
    quoting: tuple[str, ...]
    placeholders: tuple[str, ...]


class Greeting(Rule):
    """Hold how letters of a language greet: words that open it, that close it, and that name nobody."""

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()


class Gap(Rule):
    """Hold what a gap says: the whole of it, or its beginning."""

    whole: tuple[str, ...]
    begins: tuple[str, ...]


class Cues(BaseModel):
    """Hold the phrases by which a letter of one language shows its parts and its faults.

    A phrase is matched without letter case and accents, as whole words; `~` at the end of a word stands
    for any ending, `*` for a few words in between, `**` for more, across lines and sentences.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: ExamineRules
    apology: tuple[str, ...]
    explanation: tuple[str, ...]
    remedy: tuple[str, ...]
    deletion: tuple[str, ...]
    closing: tuple[str, ...]
    direct: tuple[str, ...]
    slow: tuple[str, ...]
    courtesy: tuple[str, ...]
    ordinary: str = ""
    phrase: Mapping[str, tuple[str, ...]]
    greeting: Greeting
    gap: Gap

    @classmethod
    def read(cls, cues: Mapping[str, Any], rules: ExamineRules | Mapping[str, Any]) -> Cues:
        """Join the cues of one language with the rules of all; raises pydantic.ValidationError."""
        return cls.model_validate({**cues, "rules": rules})

    def __hash__(self) -> int:
        return hash((self.apology, self.direct))
