"""Writing one incident again and again: what stays the same is turned into text once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..core.entry import entered
from ..core.incident import Incident
from ..core.parts import Event, SentMail
from .record import event_tree, mail_tree, record_tree, toml, write_record

_NO_MAIL = SentMail.model_construct()
# What is too long for one line makes the writer give each event a block of its own.
_LONG = {"x": "x" * 100}
_LONG_ALONE = "\n" + toml({"timeline": [_LONG]})


class _Told(NamedTuple):
    event: Event
    text: str
    short: bool


class Blocks:
    """Give the records of one incident as it changes, each the same bytes as `write_record` gives.

    The mail and the events that have happened are most of a record and never change: their text is
    kept, by the very objects that it was made from.
    """

    def __init__(self) -> None:
        self._mail: tuple[SentMail, str] | None = None
        self._told: list[_Told] = []

    def record(self, incident: Incident) -> bytes:
        """Give the TOML bytes of an incident."""
        light = record_tree(incident.model_copy(update={"mail": _NO_MAIL, "timeline": ()}))
        self._tell(incident.timeline)
        lists = [key for key, value in light.items() if isinstance(value, list)]
        if lists != ["timeline"] or all(told.short for told in self._told):
            # Where a list, or a timeline of short events, stands is the writer's business.
            return write_record(incident)
        blocks = [toml({key: value for key, value in light.items() if not isinstance(value, Mapping | list)})]
        for key, value in light.items():
            if key == "mail":
                blocks.append(self._mail_block(incident.mail))
            elif isinstance(value, Mapping):
                blocks.append(toml({key: value}))
        return "\n".join([*blocks, *(told.text for told in self._told)]).encode()

    def _mail_block(self, mail: SentMail) -> str:
        if self._mail is None or self._mail[0] is not mail:
            self._mail = (mail, toml({"mail": entered(mail_tree(mail))}))
        return self._mail[1]

    def _tell(self, timeline: tuple[Event, ...]) -> None:
        same = 0
        for told, event in zip(self._told, timeline, strict=False):
            if told.event is not event:
                break
            same += 1
        del self._told[same:]
        self._told += map(_told, timeline[same:])


def _told(event: Event) -> _Told:
    tree = entered(event_tree(event))
    text = toml({"timeline": [tree, _LONG]}).removesuffix(_LONG_ALONE)
    return _Told(event, text, short=not toml({"timeline": [tree]}).startswith("[["))
