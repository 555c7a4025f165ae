"""What a letter's fields hold before anybody types: from the profile, and from earlier incidents.

Such a value stands in the letters and is said to come from there. The record takes it over when a
letter is first used or when its field is typed in, as one event "sensed": undo, which takes back what
a person did, passes over it, and goes back to it where it was typed over. A value that a record once
held and no longer holds was taken out on purpose, and is not brought back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..examine.pinyin import readings
from ..ids import Role
from ..incident import Incident
from ..parts import Reader, plain
from ..playbook.stop import StopRules
from ..profile import Profile
from ..stop.scope import domain_of
from .readers import shown_name, wrong_readers

_WORD = re.compile(r"\w+")
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_SHORT = 3

SENDER = "explain.sender"
MANAGER = "explain.manager"
WRONG = "explain.wrong-recipient"
INTENDED = "explain.intended-recipient"

_USED: Mapping[Role, tuple[str, ...]] = {
    "wrong-recipient": (SENDER, WRONG),
    "intended-recipient": (SENDER, INTENDED),
    "manager": (SENDER, MANAGER, WRONG, INTENDED),
}


class Met(NamedTuple):
    """Name somebody who was written to before, as the incident opened at `at` knew them."""

    name: str
    company: str
    at: datetime


class Known(NamedTuple):
    """Hold what is known before anything is typed: the profile, and whom earlier incidents met.

    `earlier` is keyed by folded address.
    """

    profile: Profile
    earlier: Mapping[str, Met] = {}


class Filled(NamedTuple):
    """Hold an incident with what is known filled in; `changes` maps each place to what was filled.

    `another` tells that the mail was sent by somebody else than the profile is of.
    """

    incident: Incident
    changes: Mapping[str, Any]
    another: bool = False

    def used_by(self, role: Role) -> dict[str, Any]:
        """Give of the changes those that a letter of a role rests on."""
        return {path: self.changes[path] for path in _USED[role] if path in self.changes}

    def beside(self, paths: Collection[str]) -> dict[str, Any]:
        """Give of the changes those whose place is about to be typed in."""
        return {
            path: value
            for path, value in self.changes.items()
            if any(f"{typed}.".startswith(f"{path}.") for typed in paths)
        }


def filled(incident: Incident, known: Known | None, rules: StopRules) -> Filled:
    """Fill what the record does not give: the whole sender, the manager, and the readers met before.

    A sender of whom the record gives anything is left alone: it may be a colleague. So is one whose mail
    shows that it is not the person of the profile: the name is then that of the mail.
    """
    if known is None:
        return Filled(incident, {})
    profile, earlier = known
    explain = incident.explain
    changes: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    unsaid = not explain.sender.tree and bool(profile.sender.tree) and not _touched(incident, SENDER)
    another = unsaid and _is_another(incident, profile)
    if unsaid and not another:
        parts["sender"], changes[SENDER] = profile.sender, plain(profile.sender)
    if not explain.manager.tree and profile.manager and not _touched(incident, MANAGER):
        parts["manager"], changes[MANAGER] = profile.boss, plain(profile.boss)
    if earlier:
        before = wrong_readers(incident, rules)
        readers = tuple(_completed(incident, reader, earlier, WRONG) for reader in before)
        if readers != before:
            parts["wrong_recipient"], changes[WRONG] = readers, [plain(one) for one in readers]
        intended = _completed(incident, explain.intended_recipient, earlier, INTENDED)
        if intended != explain.intended_recipient:
            parts["intended_recipient"], changes[INTENDED] = intended, plain(intended)
    if not parts:
        return Filled(incident, changes, another)
    completed = incident.model_copy(update={"explain": explain.model_copy(update=parts)})
    return Filled(completed, changes, another)


def met_in(incident: Incident, addresses: Collection[str]) -> dict[str, Met]:
    """Give what an incident knows of the people behind these folded addresses."""
    explain = incident.explain
    found: dict[str, Met] = {}
    for reader in (*explain.wrong_recipient, explain.intended_recipient):
        name, company = reader.name.strip(), reader.company.strip()
        if folded(reader.address) in addresses and (name or company):
            found.setdefault(folded(reader.address), Met(name, company, incident.opened_at))
    return found


def folded(address: str) -> str:
    """Give an address as it is compared."""
    return address.strip().casefold()


def _is_another(incident: Incident, profile: Profile) -> bool:
    """Tell whether a mail was sent by somebody else: by name, and from no domain of the profile's own.

    Where no own domain is known, a name of one word, which may be a department's, proves nothing, and neither
    does a domain that speaks of the company, nor a name in another script, but that Chinese names are read.
    """
    sender = incident.mail.sender
    if sender is None or not sender.address or not profile.name.strip():
        return False
    name, ours, domain = folded(shown_name(sender)), folded(profile.name), domain_of(sender.address)
    company = {word for word in _WORD.findall(folded(profile.company)) if len(word) > _SHORT}
    words = set(_WORD.findall(name))
    if not name or ours in name or words & ({*_WORD.findall(ours)} | company):
        return False
    if profile.own_domains:
        return not any(f".{domain}".endswith(f".{own}") for own in profile.own_domains)
    told = len(words) > 1 and name.isascii() and (ours.isascii() or _is_read_otherwise(ours, words))
    return told and not any(word in domain for word in company)


def _is_read_otherwise(ours: str, words: Collection[str]) -> bool:
    """Tell whether a name in Han characters sounds like none of these words, which may hold a nickname."""
    read = readings(ours) if _HAN.fullmatch(ours) else ()
    sounds = {sound for way in read for sound in (*way, "".join(way), "".join(way[1:]))}
    return bool(read) and sounds.isdisjoint(words)


def _completed(incident: Incident, reader: Reader, earlier: Mapping[str, Met], place: str) -> Reader:
    met = earlier.get(folded(reader.address)) if reader.address else None
    if met is None or any(f"{path}.".startswith(f"{place}.") for path in incident.typing):
        return reader
    wanting = {
        field: value
        for field, value in (("name", met.name), ("company", met.company))
        if value and not getattr(reader, field).strip() and not _held(incident, place, field, reader.address)
    }
    return reader.model_copy(update=wanting) if wanting else reader


def _touched(incident: Incident, place: str) -> bool:
    """Tell whether anything at a place is being typed, or was ever given."""
    below = f"{place}."
    if any(f"{path}.".startswith(below) for path in incident.typing):
        return True
    return any(
        f"{path}.".startswith(below)
        for event in incident.timeline
        for path in (*event.detail, *_listed(event.detail.get("unset")))
    )


def _listed(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list | tuple) else (value,)


def _held(incident: Incident, place: str, field: str, address: str) -> bool:
    """Tell whether the record ever held a field of the reader at an address."""
    return any(
        item.get(field) and folded(str(item.get("address", address))) == folded(address)
        for item in _tables(incident, place, field)
    )


def _tables(incident: Incident, place: str, field: str) -> Iterator[Mapping[str, Any]]:
    for event in incident.timeline:
        yield from (item for item in _listed(event.detail.get(place)) if isinstance(item, Mapping))
        if f"{place}.{field}" in event.detail:
            yield {field: event.detail[f"{place}.{field}"]}
