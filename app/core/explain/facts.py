"""What a letter may say: the facts it is rendered with, as plain one-line text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from ..ids import Band, Content, Recipient
from ..incident import Incident
from ..parts import Manager, Reader, Sender
from ..playbook.base import Rule, UnsoundError
from ..playbook.stop import StopRules
from .numbering import numbered
from .readers import intended_reader, writer
from .standing import all_asked, all_asking, all_confirmed, is_confidential

if TYPE_CHECKING:
    from .due import DueLetter

FIELD_LIMIT = 500
ITEM_LIMIT = 200

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))

_READER, _SENDER, _MANAGER = Reader.model_construct(), Sender.model_construct(), Manager.model_construct()


class TimeWording(Rule):
    """Say how a language writes a moment.

    `pattern` may use minute, hour, day, month (a name), number (of the month) and year; `at_one`, where
    it is given, stands in its place from one to two at night; `first` is how the first day of a month is
    written. `with_zone` joins `{time}` and `{zone}`. `zones` maps an offset such as "+08:00" to its name,
    an empty name leaving the zone unsaid; any other offset becomes `{offset}` in `other_zone`.
    """

    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    pattern: str
    at_one: str = ""
    first: str = "1"
    with_zone: str
    zones: Mapping[str, str]
    other_zone: str


class LanguageTable(Rule):
    """Hold the words of one letter language that stand outside its templates.

    `gap` marks, brackets included, what a letter still needs. `done` says of each item of the stop list
    that it is done, as the manager reads it; an item that it does not hold goes unsaid.
    """

    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    time: TimeWording
    gap: Mapping[str, str]
    content: Mapping[Content, str]
    band: Mapping[Band, str]
    done: Mapping[str, str] = {}
    title: Mapping[str, str] = {}

    def addressed(self, name: str) -> str:
        """Give a reader's name with its title as this language says it, and as it is where there is none.

        Raises nothing: a title that has no form here, or stands alone, stays for the examiner to find.
        """
        for words, form in self.title.items():
            for word in words.split():
                rest = _without(name, word)
                if rest:
                    return form.format(name=rest)
        return name

    def when(self, at: datetime | None, *, zone: bool = True) -> str:
        """Write a moment in its own offset, to the minute; empty where there is none."""
        if at is None:
            return ""
        pattern = (at.hour == 1 and self.time.at_one) or self.time.pattern
        time = pattern.format(
            minute=at.minute,
            hour=at.hour,
            day=self.time.first if at.day == 1 else at.day,
            month=self.time.months[at.month - 1],
            number=at.month,
            year=at.year,
        )
        offset = f"{at:%z}"
        if not zone or not offset:
            return time
        offset = f"{offset[:3]}:{offset[3:5]}"
        name = self.time.zones.get(offset, self.time.other_zone.format(offset=offset))
        return self.time.with_zone.format(time=time, zone=name) if name else time

    def gaps_in(self, *texts: str) -> tuple[str, ...]:
        """Give the marks of what is still needed that stand in some texts."""
        return tuple(mark for mark in self.gap.values() if any(mark in text for text in texts))

    @model_validator(mode="after")
    def _patterns_can_be_filled(self) -> Self:
        try:
            for hour in (0, 1):
                self.when(datetime(2000, 1, 1, hour, tzinfo=timezone(timedelta(hours=1))))
            for form in self.title.values():
                form.format(name="")
        except (LookupError, AttributeError) as error:
            raise UnsoundError("pattern-uses", what=str(error)) from None
        return self


@dataclass(frozen=True)
class Facts:
    """Hold what one letter may know; whatever stands here is data and never read as a template.

    `sent_at` is already written out. `opened` tells that the mail is known to have been read, so nobody is
    asked to leave it unread. `several` tells that the mail went to more than one wrong reader,
    `asking` that none of them was left out of those who are asked to delete it, `attachments`
    that the mail had some, or that no file of it was read and it may have had.
    Only the manager's letter is given `subject`, `document`, `readers`, `intended`, `content_words`,
    `band_words`, `score`, `done` and `personal_data`: what a letter does not know it cannot give away.
    """

    reader: Reader = _READER
    sender: Sender = _SENDER
    manager: Manager = _MANAGER
    sent_at: str = ""
    subject: str = ""
    document: str = ""
    confidential: bool = True
    content: Content | Literal[""] = ""
    recipient: Recipient | Literal[""] = ""
    recalled: bool = False
    opened: bool = False
    asked: bool = False
    asking: bool = True
    attachments: bool = True
    confirmed: bool = False
    several: bool = False
    readers: tuple[Reader, ...] = ()
    intended: Reader = _READER
    content_words: str = ""
    band: Band | Literal[""] = ""
    band_words: str = ""
    score: int | None = None
    done: tuple[str, ...] = ()
    personal_data: bool = False

    def context(self) -> dict[str, Any]:
        """Give the facts under the names that templates use, every text cleaned to one line."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        mail = {name: one_line(given.pop(name)) for name in ("sent_at", "subject", "document")}
        return {name: _cleaned(value) for name, value in given.items()} | {"mail": mail}


def facts_for(
    incident: Incident,
    letter: DueLetter,
    table: LanguageTable,
    rules: StopRules,
    *,
    band: Band | None = None,
    score: int | None = None,
    done: Sequence[str] = (),
) -> Facts:
    """Gather what one letter may know; `done` are the items of the stop list that were done."""
    explain, mail, grade = incident.explain, incident.mail, incident.grade
    people = numbered(incident, rules)
    numbers = [number for number, _ in people]
    facts = Facts(
        reader=letter.reader.model_copy(update={"name": table.addressed(letter.reader.name)}),
        sender=writer(incident),
        sent_at=table.when(mail.sent_at, zone=letter.role != "manager"),
        confidential=is_confidential(incident),
        content=grade.content or "",
        recipient=grade.recipient or "",
        recalled=grade.flags.get("recalled") == "yes",
        opened=grade.flags.get("opened") == "yes",
        asked=all_asked(incident, numbers),
        attachments=bool(mail.attachments) or not mail.sha256,
        asking=all_asking(incident, numbers, band),
        confirmed=all_confirmed(incident, numbers),
        several=len(people) > 1,
    )
    if letter.role != "manager":
        return facts
    attached = ", ".join(one.name for one in mail.attachments)
    return replace(
        facts,
        manager=explain.manager,
        subject=mail.subject,
        document=explain.document or attached,
        readers=tuple(reader for _, reader in people),
        intended=intended_reader(incident),
        content_words=table.content.get(grade.content, "") if grade.content else "",
        band=band or "",
        band_words=table.band.get(band, "") if band else "",
        score=score,
        done=tuple(table.done[item] for item in done if item in table.done),
        personal_data=grade.flags.get("personal-data") == "yes",
    )


def one_line(text: str) -> str:
    """Give a text as one line: what breaks or turns a line becomes a space, and spaces close up."""
    kept = (
        " " if character in _TURNING or unicodedata.category(character) in _BREAKING else character
        for character in text[: FIELD_LIMIT * 2]
    )
    return " ".join("".join(kept).split())[:FIELD_LIMIT].rstrip()


def _without(name: str, title: str) -> str:
    """Give a name without a title before it, or after it where words are written together."""
    if name.endswith(title) and not title.isascii():
        rest = name.removesuffix(title).strip()
        return rest if len(title) > 1 or len(rest) == 1 else ""
    first, _, rest = name.strip().replace(".", ". ", 1).partition(" ")
    return rest.strip() if first.rstrip(".").casefold() == title else ""


def _cleaned(value: Any) -> Any:
    if isinstance(value, Reader | Sender | Manager):
        return {name: one_line(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value[:ITEM_LIMIT])
    if isinstance(value, str):
        return one_line(value)
    return "" if value is None else value
