"""The state model: one frozen Incident that every screen, command and record is a view of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from .paths import assign, lookup

SCHEMA = 1
TEXT_LIMIT = 20_000

Answer = Literal["yes", "no", "unknown"]
Content = Literal["catalogue", "address-list", "quotation", "contract", "commentary"]
Recipient = Literal["colleague", "outsider", "customer", "supplier", "competitor", "competing-customer"]
RaisingFlag = Literal["personal-data", "credentials", "opened", "forwarded", "public"]
LoweringFlag = Literal["recalled", "deleted-unread", "encrypted"]
Flag = RaisingFlag | LoweringFlag
Band = Literal["minor", "moderate", "serious", "critical"]
Tone = Literal["light", "formal", "crisis"]
Role = Literal["wrong-recipient", "intended-recipient", "manager"]
Kind = Literal["letter", "call", "message"]
Cause = Literal[
    "autocomplete", "wrong-thread", "reply-all", "wrong-file", "mail-merge", "wrong-group", "haste", "other"
]
Technique = Literal["delayed-send", "bcc", "contact-groups", "final-check", "send-to-self"]
ServiceId = Literal[
    "gmail",
    "outlook-classic",
    "microsoft-365",
    "outlook-com",
    "apple-mail",
    "netease-enterprise",
    "netease-vip",
    "netease-free",
    "alibaba",
    "tencent-exmail",
    "qq",
    "feishu",
    "zoho",
    "proton",
    "yahoo",
    "thunderbird",
    "foxmail",
    "coremail",
    "spark",
    "other",
]
Tick = Literal["done", "not-applicable"]
Choice = Literal["adopted", "planned", "refused"]

Happening = Literal[
    "opened",
    "sensed",
    "ticked",
    "answered",
    "corrected",
    "edited",
    "chosen",
    "undone",
    "copied",
    "saved",
    "sent",
    "confirmed",
    "exported",
    "closed",
    "reopened",
]
UNDOABLE: frozenset[str] = frozenset({"ticked", "answered", "corrected", "edited", "chosen"})


class Part(BaseModel):
    """Hold one immutable part of an incident; keys that are not known are kept as they came."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, defer_build=True)

    @cached_property
    def tree(self) -> dict[str, Any]:
        """Give the part as plain values; what is empty or was never given is left out.

        The result is shared between calls and is not to be changed.
        """
        return plain(self)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with some fields replaced; the derived tree is not carried along."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("tree", None)
        return copy


class Address(Part):
    """Name one mailbox of a mail."""

    name: str = ""
    address: str


class Attachment(Part):
    """Describe one attached file: its shown name, its size in bytes and its media type."""

    name: str
    bytes: int | None = None
    type: str = ""


class SentMail(Part):
    """Hold what is known of the mail that went wrong; the keys are those of `inspect`."""

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
    window: int | None = Field(default=None, ge=0)
    allow_listed: Answer | None = None


class GradeResult(Part):
    """Keep what the answers gave when they were given, with the version of the rules: history."""

    score: int | None = None
    lower: int = 0
    upper: int = 100
    band: Band | None = None
    response: Tone = "formal"
    rules: str = ""


class Grading(Part):
    """Hold the answers of the grade step; what is absent was not answered.

    `dpc`, `ei`, `cb` are the three numbers of the ENISA 2013 method; `recipients` counts people.
    """

    content: Content | None = None
    recipient: Recipient | None = None
    flags: Mapping[Flag, Answer] = {}
    recipients: int | None = Field(default=None, ge=1)
    dpc: int | None = Field(default=None, ge=1, le=4)
    ei: float | None = Field(default=None, ge=0.25, le=1, multiple_of=0.25)
    cb: float | None = Field(default=None, ge=0, le=2)
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
    """Keep one letter that was edited, copied, sent or confirmed.

    `subject` and `body` are the text as last edited or last taken out of the app; only an `edited`
    letter replaces the one that the templates give. `number` counts the readers of one role from 1.
    """

    kind: Kind = "letter"
    role: Role = "wrong-recipient"
    number: int = Field(default=1, ge=1)
    reader: str = ""
    language: str = "en"
    tone: Tone = "formal"
    subject: str = ""
    body: str = ""
    edited: bool = False
    copied_at: datetime | None = None
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None


class Explaining(Part):
    """Hold the explain step: who is written to, how, and what was done with each letter.

    An empty `wrong_recipient` means: those of the mail. `letters` is keyed by `letter_key`.
    """

    tone: Tone | None = None
    language: str | None = None
    document: str = ""
    wrong_recipient: tuple[Reader, ...] = Field(default=(), alias="wrong-recipient")
    intended_recipient: Reader = Field(default=Reader.model_construct(), alias="intended-recipient")
    sender: Sender = Sender.model_construct()
    manager: Manager = Manager.model_construct()
    declined: tuple[str, ...] = ()
    letters: Mapping[str, Letter] = {}


class Decision(Part):
    """Keep what was decided about one technique; `due` is the day it is planned for."""

    choice: Choice
    due: date | None = None


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


class Incident(Part):
    """Hold one incident whole; every command, screen and record is a view of it."""

    id: str
    status: Literal["open", "closed"] = "open"
    opened_at: datetime
    closed_at: datetime | None = None
    mail: SentMail = SentMail.model_construct()
    stop: Stopping = Stopping.model_construct()
    grade: Grading = Grading.model_construct()
    explain: Explaining = Explaining.model_construct()
    prevent: Preventing = Preventing.model_construct()
    typing: Mapping[str, Any] = {}
    timeline: tuple[Event, ...] = ()

    @classmethod
    def begin(cls, *, id: str, at: datetime, mail: SentMail | None = None) -> Incident:  # noqa: A002  the record's own key
        """Open an incident at the time `at`, on the mail that went wrong if it is at hand."""
        now = whole_seconds(at)
        opened = Event.model_construct(at=now, event="opened", detail={"mail": plain(mail)} if mail else {})
        return cls.model_construct(
            id=id, opened_at=now, mail=mail or SentMail.model_construct(), timeline=(opened,)
        )

    @classmethod
    def replay(cls, *, id: str, timeline: Sequence[Event]) -> Self:  # noqa: A002  the record's own key
        """Rebuild an incident from its timeline alone.

        Raises ValueError when the timeline is empty or does not begin with its opening.
        """
        if not timeline or timeline[0].event != "opened":
            raise ValueError("the timeline does not begin with its opening")
        tree: dict[str, Any] = {"id": id, "opened_at": timeline[0].at}
        for event in timeline:
            for path, value in _assignments(event):
                tree = assign(tree, path, value)
        return cls.model_validate(tree | {"timeline": tuple(timeline)})

    @cached_property
    def tree(self) -> dict[str, Any]:
        """Give the incident as plain values without its timeline; what is empty is left out.

        The result is shared between calls and is not to be changed.
        """
        tree: dict[str, Any] = {"id": self.id, "opened_at": self.opened_at}
        if self.status != "open":
            tree["status"] = self.status
        if self.closed_at is not None:
            tree["closed_at"] = self.closed_at
        for name in SECTIONS:
            if section := getattr(self, name).tree:
                tree[name] = section
        if self.typing:
            tree["typing"] = dict(self.typing)
        return tree | (self.model_extra or {})

    def value(self, path: str) -> Any:
        """Give what stands at a dotted path, or None where nothing was given."""
        return lookup(self.tree, path)

    def with_changes(self, changes: Mapping[str, Any], *, at: datetime, event: Happening) -> Self:
        """Commit changes as one event on the timeline.

        `changes` maps dotted paths to plain values, None taking a value away. Text that was still
        being typed is committed first, as an event of its own. Nothing happens when nothing differs.
        Raises pydantic.ValidationError for a value that its place does not allow.
        """
        return self.with_rest(at=at)._changed(changes, at=at, event=event)

    def with_typing(self, changes: Mapping[str, Any]) -> Self:
        """Take over text that is still being typed: it shows everywhere, but is no event yet."""
        before = dict(self.typing)
        for path in changes:
            before.setdefault(path, self.value(path))
        typed = self._assigned(changes)
        return typed.model_copy(update={"typing": before})

    def with_rest(self, *, at: datetime) -> Self:
        """Turn what was typed since the last event into one event."""
        if not self.typing:
            return self
        typed = {path: self.value(path) for path in self.typing}
        settled = self._assigned(dict(self.typing)).model_copy(update={"typing": {}})
        return settled._changed(typed, at=at, event="edited")

    def with_event(self, event: Happening, *, at: datetime, detail: Mapping[str, Any] | None = None) -> Self:
        """Record something that happened in the world and changes no value."""
        rested = self.with_rest(at=at)
        happened = Event(at=whole_seconds(at), event=event, detail=detail or {})
        return rested.model_copy(update={"timeline": (*rested.timeline, happened)})

    @property
    def last_undoable(self) -> int | None:
        """Give the number of the event that undo would take back, or None."""
        undone = {event.detail["undoes"] for event in self.timeline if event.event == "undone"}
        for number in range(len(self.timeline) - 1, -1, -1):
            if self.timeline[number].event in UNDOABLE and number not in undone:
                return number
        return None

    def undone(self, *, at: datetime) -> Self:
        """Take back the last answer, tick, choice or edit; what happened in the world stays."""
        rested = self.with_rest(at=at)
        number = rested.last_undoable
        if number is None:
            return rested
        detail = rested.timeline[number].detail
        was = detail.get("was", {})
        paths = [path for path, _ in _assignments(rested.timeline[number])]
        changes = {path: was.get(path) for path in reversed(paths)}
        return rested._changed(changes, at=at, event="undone", undoes=number)

    def _assigned(self, changes: Mapping[str, Any]) -> Self:
        tree = self.tree
        for path, value in changes.items():
            tree = assign(tree, path, value)
        touched = {path.partition(".")[0] for path in changes}
        update = {}
        for name in touched:
            field = type(self).model_fields[name]
            kind = SECTIONS.get(name)
            if kind is None:
                update[name] = tree.get(name, field.get_default(call_default_factory=True))
            else:
                update[name] = kind.model_validate(tree.get(name, {}))
        return self.model_copy(update=update)

    def _changed(
        self, changes: Mapping[str, Any], *, at: datetime, event: Happening, undoes: int | None = None
    ) -> Self:
        changed = self._assigned(changes)
        detail: dict[str, Any] = {}
        was: dict[str, Any] = {}
        unset: list[str] = []
        for path in changes:
            before, after = self.value(path), changed.value(path)
            if before == after:
                continue
            if before is not None:
                was[path] = before
            if after is None:
                unset.append(path)
            else:
                detail[path] = after
        if not detail and not unset and event in UNDOABLE:
            return self
        if unset:
            detail["unset"] = unset
        if was and undoes is None:
            detail["was"] = was
        if undoes is not None:
            detail["undoes"] = undoes
        happened = Event(at=whole_seconds(at), event=event, detail=detail)
        return changed.model_copy(update={"timeline": (*self.timeline, happened)})


SECTIONS: dict[str, type[Part]] = {
    "mail": SentMail,
    "stop": Stopping,
    "grade": Grading,
    "explain": Explaining,
    "prevent": Preventing,
}


def plain(part: Part | None, exclude: set[str] | None = None) -> dict[str, Any]:
    """Give a part as plain dicts, lists and values; what is empty or was never given is left out."""
    if part is None:
        return {}
    dumped = part.model_dump(by_alias=True, exclude_defaults=True, exclude=exclude)
    return {key: _listed(value) for key, value in dumped.items()}


def whole_seconds(at: datetime) -> datetime:
    """Cut a time to whole seconds, as every time in a record is."""
    return at.replace(microsecond=0)


def letter_key(kind: Kind, role: Role, number: int, language: str) -> str:
    """Give the key under which a letter is kept: stable while names and addresses are edited."""
    return f"{kind}-{role}-{number}-{language}"


def same_errand(key: str, other: str | None) -> bool:
    """Tell whether two letter keys name the same letter, whatever its language."""
    return other is not None and key.rpartition("-")[0] == other.rpartition("-")[0]


def _assignments(event: Event) -> list[tuple[str, Any]]:
    given = [(path, value) for path, value in event.detail.items() if "." in path or path in _WHOLE]
    return given + [(path, None) for path in event.detail.get("unset", ())]


_WHOLE = frozenset({"mail", "status", "closed_at"})


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_listed(item) for item in value]
    return value
