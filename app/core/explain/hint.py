"""What would improve a letter most."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..ids import Role
from ..incident import Incident
from ..parts import Reader
from .due import DueLetter
from .readers import writer
from .standing import has_answered

_NAMES: Mapping[Role, str] = MappingProxyType(
    {"wrong-recipient": "reader-name", "intended-recipient": "intended-name", "manager": "manager-name"}
)

_REPLACEABLE = frozenset({"catalogue", "address-list", "quotation", "contract"})
_WORD = re.compile(r"\w+")
# The languages whose readers read the name of a Chinese sender as it is written; Koreans no longer do.
_HAN_IS_READ = frozenset({"zh", "ja"})
_ONLY_HAN = re.compile("[\u4e00-\u9fff]+")
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")


def hint(
    incident: Incident, letter: DueLetter, letters: Sequence[DueLetter] = (), *, titles: Sequence[str] = ()
) -> str:
    """Give the one code, of explain.hint, of what would improve one of the due `letters` most.

    `titles` are those that a name ends with, in a language whose greeting wants one.
    """
    by_hand = incident.explain.letters.get(letter.key)
    if letter.state in ("sent", "confirmed"):
        return "called" if (letter.kind, letter.state) == ("call", "sent") else letter.state
    if by_hand is not None and by_hand.edited:
        return "edited"
    grade, sender, reader = incident.grade, writer(incident), letter.reader
    writes_to_b = letter.role == "intended-recipient"
    replaceable = writes_to_b or grade.content in _REPLACEABLE
    readers = len({each.number for each in letters if each.role == "wrong-recipient"}) or 1
    wanting = (
        ("answered", has_answered(incident, letter.role, letter.number, readers=readers)),
        ("greeted", letter.role == "wrong-recipient" and readers > 1 and _is_greeted(incident, reader)),
        (_NAMES[letter.role], not (reader.name.strip() or reader.company.strip())),
        ("sender-name", not sender.name.strip()),
        ("content", grade.content is None),
        ("recipient", grade.recipient is None),
        ("sent-at", incident.mail.sent_at is None),
        ("title", letter.kind == "letter" and _is_bare(reader.name.strip(), titles)),
        ("sender-script", letter.language not in _HAN_IS_READ and _is_han(sender.name)),
        ("sender-phone", letter.tone == "crisis" and not sender.phone.strip()),
        ("document", letter.role != "manager" and replaceable and not reader.document.strip()),
    )
    return next((code for code, missing in wanting if missing), "ready")


def _is_greeted(incident: Incident, reader: Reader) -> bool:
    """Tell whether the mail greets this reader, nobody having been named as the one it was meant for."""
    if incident.explain.intended_recipient.tree or incident.grade.content == "address-list":
        return False
    line = next((each for each in incident.mail.text.splitlines() if each.strip()), "").casefold()
    name = reader.name.strip().casefold()
    if _HAN.fullmatch(name):
        return name in line
    return any(len(word) > 2 for word in set(_WORD.findall(name)) & set(_WORD.findall(line)))


def _is_han(name: str) -> bool:
    return _ONLY_HAN.fullmatch(name.strip()) is not None


def _is_bare(name: str, titles: Sequence[str]) -> bool:
    return bool(titles and _HAN.fullmatch(name)) and not name.endswith(tuple(titles))
