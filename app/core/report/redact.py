"""An incident without anybody in it: what happened stays, who it happened to does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

from .. import ids
from ..explain.readers import wrong_readers
from ..incident import SECTIONS, Incident
from ..parts import (
    PEOPLE_LIMIT,
    Address,
    Attachment,
    Decision,
    GradeResult,
    Letter,
    Manager,
    Part,
    Reader,
    Sender,
)
from ..playbook.stop import StopRules
from ..stop.checklist import ITEMS
from ..stop.scope import provider_of, scope_of
from .stand_ins import StandIns

NO_ID = "incident"
NO_DIGEST = "0" * 64

_OWN_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_LETTER = re.compile(
    rf"(?:{'|'.join(get_args(ids.Kind))})-(?:{'|'.join(get_args(ids.Role))})(?:-[0-9]{{1,3}}(?:-[a-z]{{2}})?)?"
)
_PLACE = re.compile(r"[0-9]{1,3}")
_SHORT_CODE = re.compile(r"[A-Za-z]{2}")
# Programs that many use; the name of any other may be that of the company it was made for.
_COMMON_PROGRAM = re.compile(
    r"(?i)(alimail|aliyun|apple|coremail|emclient|evolution|exchange|foxmail|gmail|ipad|iphone|kmail"
    r"|mailbird|mailmaster|microsoft|mozilla|netease|outlook|postbox|proton|qqmail|roundcube|spark"
    r"|squirrelmail|the bat!|thunderbird|windows|yahoo|zimbra|zoho)(?![a-z])"
)
_COMMON_TYPE = re.compile(
    r"(?i)application/(pdf|zip|gzip|json|xml|rtf|msword|octet-stream|x-(zip|rar|7z)(-compressed)?"
    r"|vnd\.(ms-(excel|powerpoint|word|outlook)|rar|(openxmlformats-officedocument|oasis\.opendocument)\.[a-z.]+))"
    r"|image/(jpeg|jpg|png|gif|tiff|bmp|webp|heic|svg\+xml)|text/(plain|html|csv|calendar|rtf|xml|vcard)"
    r"|message/rfc822|audio/(mpeg|mp4|wav)|video/(mp4|mpeg|quicktime)"
)
# The words before a version, and the version.
_PROGRAM = re.compile(r"(?:[A-Za-z][A-Za-z.-]*[ /]+){1,4}[A-Za-z]{0,2}\d[\d.]*(?![\w-])|[A-Za-z]+(?= *$)")
_VERSION = re.compile(r"20\d\d\.(?:0[1-9]|1[0-2])(?:\.\d{1,2})?")


def _members(literal: Any) -> Iterator[str]:
    for one in get_args(literal):
        yield from (one,) if isinstance(one, str) else _members(one)


_IDS = frozenset(one for name in vars(ids) if name[0].isupper() for one in _members(getattr(ids, name)))
_PARTS: tuple[type[Part], ...] = (
    Incident, Address, Attachment, Decision, GradeResult, Letter, Manager, Reader, Sender, *SECTIONS.values()
)  # fmt: skip
_FIELDS = [
    (name, field)
    for part in _PARTS
    for key, field in part.model_fields.items()
    for name in (key, field.alias or key)
]
_KEYS = frozenset({"unset", "was", "undoes", "path", *_IDS, *ITEMS} | {name for name, _ in _FIELDS})


def _measures(annotation: Any) -> Iterator[type]:
    for one in (annotation, *get_args(annotation)):
        if one in (bool, int, float):
            yield from (int, float) if one is float else (one,)
        elif one in (date, datetime):
            yield date
        elif get_args(one) and one is not annotation:
            yield from _measures(one)


# What may be a number, a time or a yes; elsewhere a number may be somebody's telephone.
_MEASURED: Mapping[str, tuple[type, ...]] = {"undoes": (int,)} | {
    name: tuple(found) for name, field in _FIELDS if (found := set(_measures(field.annotation)))
}
# The most that a number can truly be: what is larger measures nothing, and may be a telephone as well.
_MOST: Mapping[str, float] = {"recipients": PEOPLE_LIMIT, "bytes": 100_000_000, "number": 999} | {
    name: bound.le for name, field in _FIELDS for bound in field.metadata if hasattr(bound, "le")
}
# Digits of a size, which could else tell which file it was, and of a fraction.
_DIGITS = 2


def redacted(incident: Incident, rules: StopRules) -> Incident:
    """Give an incident in which stand-ins take the place of all that identifies somebody.

    Names, companies, addresses and documents keep a stand-in each, the same on the timeline and in the
    letters; subjects and texts are replaced whole, since nobody can know what stands in them. Keys that
    are not ours, and values that their place does not know, are left out: they may say anything.
    """
    return _Redaction(incident, rules).done()


class _Redaction:
    def __init__(self, incident: Incident, rules: StopRules) -> None:
        self.incident = incident
        self.rules = rules
        mail = incident.mail
        self.names = StandIns(
            ours=lambda address: scope_of(mail, address, rules) == "same-organisation",
            public=lambda domain: provider_of(domain, rules) is not None,
        )
        attached = [one.name for one in mail.attachments]
        self.documents = {", ".join(attached): attached} if len(attached) > 1 else {}
        self.kinds: Mapping[str, Callable[[str], str | None]] = {
            "name": self.names.person,
            "company": self.names.company,
            "address": self.names.address,
            "reader": self.names.reader,
            "document": self._document,
            "subject": lambda text: self.names.other("Subject", text),
            "text": lambda text: self.names.other("Text", text),
            "body": lambda text: self.names.other("Text", text),
            "title": lambda text: self.names.other("Title", text),
            "phone": lambda text: self.names.other("Telephone", text),
            "path": lambda text: self.names.other("File", text),
            "message_id": lambda text: text and "<message@redacted.example>",
            "sha256": lambda text: text and NO_DIGEST,
            "id": lambda text: text if _OWN_ID.fullmatch(text) else NO_ID,
            "mailer": self._mailer,
            "type": lambda text: text if _COMMON_TYPE.fullmatch(text) else None,
            "rules": lambda text: text if _VERSION.fullmatch(text) else None,
            "language": lambda text: text if _SHORT_CODE.fullmatch(text) else None,
            "countries": lambda text: text if _SHORT_CODE.fullmatch(text) else None,
            "declined": lambda text: text if _LETTER.fullmatch(text) else None,
            "unset": lambda text: text if _is_path(text) else None,
        }

    def done(self) -> Incident:
        explain, mail = self.incident.explain, self.incident.mail
        for reader in wrong_readers(self.incident, self.rules):
            self.names.meet(reader.tree)
        self._meet(self.incident.tree)
        if mail.sender is not None:
            self.names.meet({**explain.sender.tree, "address": mail.sender.address})
        for event in self.incident.timeline:
            self._meet(event.detail)
        # What a text may hold can be told only once everybody has a stand-in.
        self._tree()
        return Incident.model_validate(self._tree())

    def _tree(self) -> dict[str, Any]:
        timeline = [
            {"at": event.at, "event": event.event, "detail": self._table(event.detail)}
            for event in self.incident.timeline
        ]
        return {**self._table(self.incident.tree), "timeline": timeline}

    def _meet(self, value: Any) -> None:
        if isinstance(value, Mapping):
            self.names.meet(value)
            for one in value.values():
                self._meet(one)
        elif isinstance(value, list | tuple):
            for one in value:
                self._meet(one)

    def _table(self, table: Mapping[str, Any], place: str = "") -> dict[str, Any]:
        found = {}
        for path, value in table.items():
            if not _is_path(path):
                continue
            *above, key = [step for step in path.split(".") if not _PLACE.fullmatch(step)] or [path]
            kept = self._value(value, key, above[-1] if above else place)
            if kept is not None or value is None:
                found[path] = kept
        return found

    def _value(self, value: Any, key: str, place: str) -> Any:
        """Give what may stand under a key of a table, or None for nothing; `place` is the table's own key."""
        if isinstance(value, Mapping):
            return self._table(value, key)
        if isinstance(value, list | tuple):
            kept = [self._value(one, key, place) for one in value]
            return [one for one in kept if one is not None]
        kind = "document" if (place, key) == ("attachments", "name") else key
        if isinstance(value, str):
            replace = self.kinds.get(kind)
            return replace(value) if replace else value if value in _IDS else None
        if not isinstance(value, bool | int | float | date):
            return None
        if kind in self.kinds:
            replaced = self.kinds[kind]
            return None if isinstance(value, bool) else replaced(str(value))
        return self._measure(value, key) if isinstance(value, _MEASURED.get(key, ())) else None

    def _measure(self, value: float | date, key: str) -> float | date | None:
        """Give a number that its key can truly hold, a time, or a yes as they are; else None."""
        if isinstance(value, bool | date):
            return value
        most = len(self.incident.timeline) if key == "undoes" else _MOST.get(key, 0)
        if not 0 <= value <= most:
            return None
        return round(value, _DIGITS - len(str(value)) if key == "bytes" else _DIGITS)

    def _document(self, name: str) -> str:
        parts = self.documents.get(name, [name])
        return ", ".join(self.names.other("Document", part) for part in parts)

    def _harmless(self, text: str) -> str | None:
        return None if self.names.names_somebody(text) else text

    def _mailer(self, text: str) -> str | None:
        """Give the program and its version; what stands behind them may name a machine and its user."""
        program = _PROGRAM.match(text)
        if program is None or not _COMMON_PROGRAM.match(program[0]):
            return None
        return self._harmless(program[0])


def _is_path(path: str) -> bool:
    return all(step in _KEYS or _LETTER.fullmatch(step) or _PLACE.fullmatch(step) for step in path.split("."))
