"""Who was written to by mistake: as given, or as the mail tells."""

from __future__ import annotations

import re
from functools import lru_cache

from ..incident import Incident
from ..parts import Address, Reader, Sender, SentMail, plain
from ..playbook.stop import StopRules
from ..stop.scope import scope_of

_DEPARTMENT = re.compile(r"(?<=\S)\s*[(\[\uff08][^()\[\]\uff08\uff09]*[)\]\uff09]$")
_DIRECTORY = re.compile(r"([^\W\d_][^,\d]*), ?([^\W\d_][^,.&\d]*)")
_WRITTEN_SMALL = re.compile(r"[a-z\u00df-\u00ff]+(?:[ -][a-z\u00df-\u00ff]+)+")
_LONG_WORD = re.compile(r"\w{3,}")
_SHORTEST = 4
# fmt: off
_LEGAL = frozenset({
    "inc", "llc", "ltd", "limited", "gmbh", "corp", "co", "plc", "pty", "pvt", "spa", "srl", "sarl",
    "sas", "lda", "ltda", "eirl", "cv", "bv", "nv", "ag", "kg", "oy", "ab", "as", "aps", "sp", "kft",
    "doo", "jsc", "ooo", "junior", "senior",
})
# fmt: on

BLANK = Reader.model_construct()


def wrong_readers(incident: Incident, rules: StopRules) -> tuple[Reader, ...]:
    """Give everybody who has to be written to as a wrong reader; at least one, who may be blank.

    Those given come first, without the one it was meant for; what is not given of them comes from the
    mail. Without any, they are the mail's recipients outside the sender's organisation, all of them
    where none is outside, and those inside where the recipient was graded a colleague.
    """
    told = _of_the_mail(incident, rules)
    given = incident.explain.wrong_recipient
    if not given:
        return told or (BLANK,)
    meant = _folded(incident.explain.intended_recipient.address)
    given = tuple(one for one in given if not meant or _folded(one.address) != meant) or given
    names = _names(incident.mail)
    paired = len(given) == len(told)
    return tuple(
        _completed(reader, told[place] if paired else BLANK, names) for place, reader in enumerate(given)
    )


def intended_reader(incident: Incident) -> Reader:
    """Give the one it was meant for; a name that is not given is the one beside the address in the mail."""
    return _completed(incident.explain.intended_recipient, BLANK, _names(incident.mail))


def writer(incident: Incident) -> Sender:
    """Give who writes the letters: as given, and otherwise under the name that the mail was sent with."""
    sender, mailed = incident.explain.sender, incident.mail.sender
    if sender.name or mailed is None or not shown_name(mailed):
        return sender
    return sender.model_copy(update={"name": shown_name(mailed)})


def readers_with(
    incident: Incident, rules: StopRules, place: int, field: str, text: str
) -> list[dict[str, str]]:
    """Give the value for `explain.wrong-recipient` in which one field of one reader is changed.

    `place` counts from 1; one beyond the last adds a reader. The others stay as they are shown.
    """
    readers = [plain(reader) for reader in wrong_readers(incident, rules)]
    readers += [{} for _ in range(place - len(readers))]
    readers[place - 1] = {**readers[place - 1], field: text}
    return readers


def right_reader_is_colleague(incident: Incident, rules: StopRules) -> bool:
    """Tell whether the one it was meant for belongs to the sender's own organisation."""
    address = incident.explain.intended_recipient.address
    return bool(address) and scope_of(incident.mail, address, rules) == "same-organisation"


def shown_name(address: Address) -> str:
    """Give the display name of an address as a letter says it, or nothing where it only repeats the address.

    Directories write the family name first, before a comma, and a department in brackets after the name.
    """
    name = address.name.strip().strip("'\"").strip()
    local = address.address.partition("@")[0]
    if "@" in name or (name == local and name == name.lower()):
        return ""
    name = _DEPARTMENT.sub("", name)
    turned = _DIRECTORY.fullmatch(name)
    if turned and not _is_legal(turned[2]):
        name = f"{turned[2]} {turned[1]}"
    return name.title() if name.islower() and _WRITTEN_SMALL.fullmatch(name) else name


def _is_legal(given: str) -> bool:
    """Tell whether what stands after the comma is a company's legal form, or a title, and no given name."""
    return (given.isupper() and len(given) < _SHORTEST) or given.casefold() in _LEGAL


class _These:
    """Hold rules as what they are and not by what they say, which nothing hashes."""

    def __init__(self, rules: StopRules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _These) and other.rules is self.rules


def _of_the_mail(incident: Incident, rules: StopRules) -> tuple[Reader, ...]:
    intended, recipient = incident.explain.intended_recipient.address, incident.grade.recipient
    return _told(incident.mail, intended, recipient == "colleague", _These(rules))


@lru_cache(maxsize=8)
def _told(mail: SentMail, intended: str, colleague: bool, these: _These) -> tuple[Reader, ...]:
    """Give the wrong readers that a mail tells of; worked out once, as every key asks several times."""
    people = _others(mail, {_folded(intended)})
    inside = [one for one in people if scope_of(mail, one.address, these.rules) == "same-organisation"]
    outside = [one for one in people if one not in inside]
    wrong = (inside if colleague else outside) or people
    return tuple(Reader(name=shown_name(one), address=one.address) for one in wrong)


def _others(mail: SentMail, leave: set[str]) -> list[Address]:
    """Give the mail's recipients once each, without the sender and those to leave out."""
    leave.add(_folded(mail.sender.address if mail.sender else ""))
    people: dict[str, Address] = {}
    for one in mail.recipients:
        if _folded(one.address) not in leave:
            people.setdefault(_folded(one.address), one)
    return list(people.values())


def _names(mail: SentMail) -> dict[str, str]:
    return {_folded(one.address): shown_name(one) for one in mail.recipients}


def _completed(reader: Reader, told: Reader, names: dict[str, str]) -> Reader:
    update: dict[str, str] = {}
    if reader.address and not reader.name:
        update["name"] = names.get(_folded(reader.address), "")
    elif not reader.address and _may_be(reader.name, told.name):
        update = {"address": told.address, "name": reader.name or told.name}
    return reader.model_copy(update=update) if any(update.values()) else reader


def _may_be(name: str, told: str) -> bool:
    """Tell whether two names may be of one person: one is not given, or they have a word in common."""
    name, told = _folded(name), _folded(told)
    common = set(_LONG_WORD.findall(name)) & set(_LONG_WORD.findall(told))
    return not name or not told or name == told or bool(common)


def _folded(text: str) -> str:
    return text.strip().casefold()
