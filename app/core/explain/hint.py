"""What would improve a letter most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..ids import Role
from ..incident import Incident
from .due import DueLetter
from .readers import writer
from .standing import has_confirmed

_NAMES: Mapping[Role, str] = MappingProxyType(
    {"wrong-recipient": "reader-name", "intended-recipient": "intended-name", "manager": "manager-name"}
)


def hint(incident: Incident, letter: DueLetter, letters: Sequence[DueLetter] = ()) -> str:
    """Give the one code, of explain.hint, of what would improve one of the due `letters` most."""
    by_hand = incident.explain.letters.get(letter.key)
    if letter.state in ("sent", "confirmed"):
        return "called" if (letter.kind, letter.state) == ("call", "sent") else letter.state
    if by_hand is not None and by_hand.edited:
        return "edited"
    grade, sender = incident.grade, writer(incident)
    writes_to_b = letter.role == "intended-recipient"
    replaceable = writes_to_b or grade.content in ("catalogue", "quotation", "contract")
    readers = max((each.number for each in letters if each.role == "wrong-recipient"), default=1)
    confirmed = has_confirmed(incident, letter.role, letter.number, readers=readers)
    wanting = (
        ("asks-again", letter.role == "wrong-recipient" and confirmed),
        (_NAMES[letter.role], not letter.reader.name.strip()),
        ("sender-name", not sender.name.strip()),
        ("content", grade.content is None),
        ("recipient", grade.recipient is None),
        ("sent-at", incident.mail.sent_at is None),
        ("sender-phone", letter.tone == "crisis" and not sender.phone.strip()),
        ("document", letter.role != "manager" and replaceable and not letter.reader.document.strip()),
    )
    return next((code for code, missing in wanting if missing), "ready")
