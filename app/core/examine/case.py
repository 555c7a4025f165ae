"""What a letter is examined against, and what an examination finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..ids import Content, Kind, Role
from ..parts import Reader, Sender, SentMail

Code = Literal[
    "part-missing",
    "part-order",
    "subject-vague",
    "opening-slow",
    "explanation-long",
    "leak",
    "confidential-repeated",
    "quoted-mail",
    "open-field",
    "greeting",
    "phrase",
    "second-apology",
    "recipients",
]
Place = Literal["subject", "body", "letter"]
GRAVE: frozenset[str] = frozenset(
    {"leak", "confidential-repeated", "quoted-mail", "open-field", "recipients"}
)

_READER, _SENDER, _MAIL = Reader.model_construct(), Sender.model_construct(), SentMail.model_construct()


@dataclass(frozen=True)
class Case:
    """Say what letter this is: for whom, about which mail, and who must not show in it.

    `others` are all parties besides the reader: for the letter to A that is B, for the letter to B every
    A; `document` is what was wrongly sent; `to` and `cc` are the addresses of the letter itself;
    `already` tells that this reader has had an apology, `answered` that they have confirmed the deletion;
    `asked` and `confirmed` tell of all whom the mail went to wrongly that they were asked for it, and did it.
    """

    role: Role = "wrong-recipient"
    kind: Kind = "letter"
    language: str = "en"
    reader: Reader = _READER
    sender: Sender = _SENDER
    others: tuple[Reader, ...] = ()
    mail: SentMail = _MAIL
    document: str = ""
    content: Content | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    already: bool = False
    answered: bool = False
    asked: bool = True
    confirmed: bool = True


@dataclass(frozen=True)
class Finding:
    """Name one problem of a letter; `examine.finding.CODE.VARIANT` has its sentence.

    `line` counts the lines of the body from 1 and is None for the subject and for the whole letter;
    `start` and `end` are columns in that line, or in the subject where `place` says so.
    """

    code: Code
    variant: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    grave: bool = False
    line: int | None = None
    start: int | None = None
    end: int | None = None
    place: Place = "letter"

    @property
    def key(self) -> str:
        """Give the key of its sentence."""
        return "examine.finding." + self.code + ("." + self.variant if self.variant else "")
