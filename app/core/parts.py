"""The parts of an incident: each immutable, each a table of the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, field_validator

from .ids import (
    Answer,
    Band,
    Cause,
    Choice,
    Content,
    Flag,
    Happening,
    Kind,
    LetterLanguage,
    Recipient,
    Role,
    ServiceId,
    Technique,
    Tick,
    Tone,
)
from .letter_key import named_by
from .part import Part as Part
from .part import plain as plain

TEXT_LIMIT = 20_000
# Seconds; no mailbox holds a mail back for longer than a day before it leaves.
WINDOW_LIMIT = 86_400
# People that one mail can be said to have reached.
PEOPLE_LIMIT = 1_000_000


class Address(Part):
    """Name one mailbox of a mail."""

    name: str = ""
    address: str


class Attachment(Part):
    """Describe one attached file: its shown name, its size in bytes and its media type."""

    name: str
    bytes: StrictInt | None = Field(default=None, ge=0)
    type: str = ""


class SentMail(Part):
    """Hold what is known of the mail that went wrong; the keys are those of `inspect`.

    `text` is cut to TEXT_LIMIT characters.
    """

    sent_at: datetime | None = None
    subject: str = ""
    sender: Address | None = Field(default=None, alias="from")
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None
    mailer: str | None = None
    service: ServiceId | None = None
    text: str = ""
    sha256: str = ""

    @field_validator("text")
    @classmethod
    def _bounded(cls, text: str) -> str:
        return text[:TEXT_LIMIT]

    @property
    def recipients(self) -> tuple[Address, ...]:
        """Give everybody the mail was addressed to, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc


class Stopping(Part):
    """Hold the stop step: what was ticked, and the three facts that only the user knows.

    `window` is the user's own undo window in seconds.
    """

    ticks: Mapping[str, Tick] = {}
    queued: Literal["yes", "no"] | None = None
    window: StrictInt | None = Field(default=None, ge=0, le=WINDOW_LIMIT)
    allow_listed: Answer | None = None


class GradeResult(Part):
    """Keep what the answers gave when they were given, with the version of the rules: history.

    Each value is given, so that none of them rests on what a later version takes for granted.
    """

    score: StrictInt | None = Field(default=None, ge=0, le=100)
    lower: StrictInt | None = Field(default=None, ge=0, le=100)
    upper: StrictInt | None = Field(default=None, ge=0, le=100)
    band: Band | None = None
    response: Tone | None = None
    rules: str = ""


class Grading(Part):
    """Hold the answers of the grade step; what is absent was not answered.

    `dpc`, `ei`, `cb` are the three numbers of the ENISA 2013 method; `recipients` counts people.
    """

    content: Content | None = None
    recipient: Recipient | None = None
    flags: Mapping[Flag, Answer] = {}
    recipients: StrictInt | None = Field(default=None, ge=1)
    dpc: StrictInt | None = Field(default=None, ge=1, le=4)
    ei: StrictFloat | None = Field(default=None, ge=0.25, le=1, multiple_of=0.25)
    cb: StrictFloat | None = Field(default=None, ge=0, le=2)
    countries: tuple[str, ...] = ()
    aware_at: datetime | None = None
    result: GradeResult | None = None


class Reader(Part):
    """Name somebody a letter goes to, and the right document for them, if there is one."""

    name: str = ""
    company: str = ""
    address: str = ""
    document: str = ""


class Sender(Part):
    """Name the person who writes the letters."""

    name: str = ""
    company: str = ""
    title: str = ""
    phone: str = ""


class Manager(Part):
    """Name the person inside the company who has to know."""

    name: str = ""


class Letter(Part):
    """Keep one letter that was edited, copied, sent, confirmed or declined, or whose language was chosen.

    `subject` and `body` are the text as last edited or last taken out of the app; `asks` tells whether
    it asks a wrong reader to delete the mail. What an `edited` letter holds replaces what the templates
    give; so does one that was sent. `number` tells the readers of one role apart, from 1 on; `reader`
    is their address, or their name where there was none. `chosen` marks the language that was chosen
    for this reader.
    """

    kind: Kind = "letter"
    role: Role = "wrong-recipient"
    number: StrictInt = Field(default=1, ge=1)
    reader: str = ""
    language: LetterLanguage = "en"
    tone: Tone = "formal"
    subject: str = ""
    body: str = ""
    edited: StrictBool = False
    asks: StrictBool = True
    chosen: StrictBool = False
    copied_at: datetime | None = None
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None


class Explaining(Part):
    """Hold the explain step: who is written to, how, and what was done with each letter.

    An empty `wrong_recipient` means: those of the mail. `letters` is keyed by `letter_key`, and each
    has the kind, role, number and language that its key says.
    """

    tone: Tone | None = None
    language: LetterLanguage | None = None
    document: str = ""
    wrong_recipient: tuple[Reader, ...] = Field(default=(), alias="wrong-recipient")
    intended_recipient: Reader = Field(default=Reader.model_construct(), alias="intended-recipient")
    sender: Sender = Sender.model_construct()
    manager: Manager = Manager.model_construct()
    declined: tuple[str, ...] = ()
    letters: Mapping[str, Letter] = {}

    @field_validator("letters", mode="before")
    @classmethod
    def _named_by_their_keys(cls, letters: Any) -> Any:
        if not isinstance(letters, Mapping):
            return letters
        return {
            key: {**letter, **named_by(str(key))} if isinstance(letter, Mapping) else letter
            for key, letter in letters.items()
        }

    @cached_property
    def tree(self) -> dict[str, Any]:
        """Give the part as plain values; of a letter without what its key says."""
        tree = plain(self)
        if "letters" in tree:
            tree["letters"] = {
                key: {name: value for name, value in letter.items() if name not in named_by(key)}
                for key, letter in tree["letters"].items()
            }
        return tree


class Decision(Part):
    """Keep what was decided about one technique.

    `due` is the day it is planned for; `set_up` tells that what has to be set up for it is set up.
    """

    choice: Choice
    due: date | None = None
    set_up: StrictBool = False


class Preventing(Part):
    """Hold the prevent step: the cause, and a decision for each technique that got one."""

    cause: Cause | None = None
    techniques: Mapping[Technique, Decision] = {}


class Event(Part):
    """Record one thing that happened.

    `detail` maps the dotted path of each value that changed to what it became. Beside these it may
    hold `unset` (paths that became empty), `was` (what the paths held before) and `undoes` (the
    number of the event, counted from 0, that this one takes back).
    """

    at: datetime
    event: Happening
    detail: Mapping[str, Any] = {}
