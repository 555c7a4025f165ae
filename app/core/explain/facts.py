"""What a letter may say: the facts it is rendered with, as plain one-line text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from ..file_name import file_name
from ..ids import Band, Content, Recipient
from ..incident import Incident
from ..parts import Manager, Reader, Sender
from ..playbook.stop import StopRules
from ..when import moved
from .language import LanguageTable
from .numbering import numbered
from .readers import intended_reader, right_reader_is_colleague, writer
from .standing import (
    all_asked,
    all_asking,
    all_confirmed,
    first_written,
    has_answered,
    has_been_told,
    is_confidential,
)

if TYPE_CHECKING:
    from .due import DueLetter

FIELD_LIMIT = 500
ITEM_LIMIT = 200
_UNIVERSAL = timedelta(0)

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))

_READER, _SENDER, _MANAGER = Reader.model_construct(), Sender.model_construct(), Manager.model_construct()


@dataclass(frozen=True)
class Facts:
    """Hold what one letter may know; whatever stands here is data and never read as a template.

    `sent_at` is already written out. `opened` tells that the mail is known to have been read, so nobody is
    asked to leave it unread; `forwarded` and `public`, that it is known to have gone further. `several`
    tells that it went to more than one wrong reader, `asking` that none of them was left out of those who
    are asked to delete it, `attachments` that it had some, or that no file of it was read (`unseen`) and
    it may have had, `corrects` that an earlier letter to this reader did not ask for it, `answered` that this
    wrong reader has confirmed the deletion already, `written` that a letter to this reader has gone out, so
    that a call does not apologise as if for the first time. What stands from `subject` on is given to the
    manager's letter alone: what a letter does not know it cannot give away.
    """

    reader: Reader = _READER
    sender: Sender = _SENDER
    manager: Manager = _MANAGER
    sent_at: str = ""
    confidential: bool = True
    content: Content | Literal[""] = ""
    recipient: Recipient | Literal[""] = ""
    recalled: bool = False
    opened: bool = False
    forwarded: bool = False
    public: bool = False
    asked: bool = False
    asking: bool = True
    attachments: bool = True
    unseen: bool = False
    confirmed: bool = False
    answered: bool = False
    several: bool = False
    corrects: bool = False
    written: bool = False
    subject: str = ""
    document: str = ""
    readers: tuple[Reader, ...] = ()
    intended: Reader = _READER
    content_words: str = ""
    band: Band | Literal[""] = ""
    band_words: str = ""
    score: int | None = None
    known: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    called: bool = False
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
    deadline: datetime | None = None,
    to_tell: bool = False,
) -> Facts:
    """Gather what one letter may know.

    `done` are the items of the stop list that were done, `deadline` is when the first legal one ends, and
    `to_tell` says that the one whom it was meant for is written to.
    """
    explain, mail, grade = incident.explain, incident.mail, incident.grade
    yes = [flag for flag, answer in grade.flags.items() if answer == "yes"]
    people = numbered(incident, rules)
    numbers = [number for number, _ in people]
    facts = Facts(
        reader=documented(letter.reader).model_copy(update={"name": table.addressed(letter.reader.name)}),
        sender=writer(incident),
        sent_at=_moment(letter, table, mail.sent_at, incident.opened_at),
        confidential=is_confidential(incident),
        content=grade.content or "",
        recipient=grade.recipient or "",
        recalled="recalled" in yes,
        opened="opened" in yes,
        forwarded="forwarded" in yes,
        public="public" in yes,
        asked=all_asked(incident, numbers),
        attachments=bool(mail.attachments) or not mail.sha256,
        unseen=not mail.attachments and not mail.sha256,
        asking=all_asking(incident, numbers, band),
        confirmed=all_confirmed(incident, numbers),
        answered=has_answered(incident, letter.role, letter.number, readers=len(people)),
        several=len(people) > 1,
        corrects=letter.why == "asks-now",
        written=first_written(incident, letter.role, letter.number) is not None,
    )
    if letter.role != "manager":
        return facts
    attached = ", ".join(one.name for one in mail.attachments)
    known: list[str] = [*yes, grade.recipient or ""]
    said_of = {str(item): said for item, said in table.done.items()}
    own = right_reader_is_colleague(incident, rules)
    if has_been_told(incident):
        done = (*done, "intended-told")
    elif to_tell:
        known.append("intended-waits")
    return replace(
        facts,
        manager=explain.manager,
        subject=mail.subject,
        document=file_name(explain.document) or attached,
        readers=tuple(documented(reader) for _, reader in people),
        intended=_READER if own else documented(intended_reader(incident)),
        content_words=table.content.get(grade.content, "") if grade.content else "",
        band=band or "",
        band_words=table.band.get(band, "") if band else "",
        score=score,
        known=tuple(table.told(known, deadline)),
        done=tuple(said_of[item] for item in done if item in said_of),
        called="telephone" in done
        or any(one.kind == "call" and one.sent_at for one in explain.letters.values()),
        personal_data="personal-data" in yes,
    )


def documented(reader: Reader) -> Reader:
    """Give a reader whose right document is called by its name alone, without the folders it lies in."""
    name = file_name(reader.document)
    return reader if name == reader.document else reader.model_copy(update={"document": name})


def _moment(letter: DueLetter, table: LanguageTable, at: datetime | None, opened_at: datetime) -> str:
    """Tell when the mail was sent: aloud in a call, to the manager without the zone, which is the writer's.

    Some mail programs write every time in UTC, which is nobody's clock: that is told in the writer's zone.
    """
    if at is not None and at.utcoffset() == _UNIVERSAL:
        at = moved(at, opened_at)
    if letter.kind == "call":
        return table.spoken(at, beside=opened_at)
    return table.when(at, zone=letter.role != "manager" or at is None or at.utcoffset() == _UNIVERSAL)


def one_line(text: str) -> str:
    """Give a text as one line: what breaks or turns a line becomes a space, and spaces close up."""
    kept = text[: FIELD_LIMIT * 2]
    if not kept.isprintable():
        kept = "".join(
            " " if character in _TURNING or unicodedata.category(character) in _BREAKING else character
            for character in kept
        )
    return " ".join(kept.split())[:FIELD_LIMIT].rstrip()


def _cleaned(value: Any) -> Any:
    if isinstance(value, Reader | Sender | Manager):
        return {name: one_line(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value[:ITEM_LIMIT])
    if isinstance(value, str):
        return one_line(value)
    return "" if value is None else value
