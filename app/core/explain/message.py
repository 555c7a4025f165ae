"""The short message to a reader: beside the letter, and after it as a follow-up that apologises no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..ids import Role
from ..incident import Incident
from ..parts import Reader
from .standing import (
    State,
    all_confirmed,
    confirmations,
    first_written,
    has_confirmed,
    is_confidential,
    kept,
    state_of,
)


class Message(NamedTuple):
    """Say why a message is due, whether it may be left unsent, where it stands, and whether it follows."""

    why: str
    optional: bool
    state: State
    follows: bool = False


def message(
    incident: Incident, role: Role, number: int, reader: Reader, *, numbers: Sequence[int], grave: bool
) -> Message | None:
    """Give the message to one reader, if there is one.

    Before the letter has gone out it stands in for it in a grave case. After that it asks A whether the
    mail is deleted, and tells B what has become of it. `numbers` are those of the wrong readers.
    """
    state = _state(incident, role, number)
    if state is None:
        return Message("instead", True, state_of(incident, "message", role, number)) if grave else None
    if role == "intended-recipient" and _is_promised(incident, numbers):
        return Message("promised", False, state, True)
    answered = has_confirmed(incident, role, number, readers=len(numbers))
    asks = is_confidential(incident) or bool(reader.document.strip())
    if state in ("copied", "sent", "confirmed") or (asks and not answered):
        return Message("follow-up", True, state, True)
    return None


def _state(incident: Incident, role: Role, number: int) -> State | None:
    """Tell where the follow-up to a letter stands; None while no letter has gone out that it could follow.

    Both messages are kept in one place, so only what was done after the letter had gone out counts.
    """
    gone = first_written(incident, role, number)
    if gone is None:
        return None
    messages = kept(incident, role, number, "message")
    sent = any(each.sent_at and each.sent_at >= gone for each in messages)
    if sent and any(each.confirmed_at and each.confirmed_at >= gone for each in messages):
        return "confirmed"
    if sent:
        return "sent"
    if any(key.startswith(f"message-{role}-{number}-") for key in incident.explain.declined):
        return "declined"
    return "copied" if any(each.copied_at and each.copied_at >= gone for each in messages) else "open"


def _is_promised(incident: Incident, numbers: Sequence[int]) -> bool:
    """Tell whether B, who was written to while the deletion was still awaited, is to hear of it now."""
    told = first_written(incident, "intended-recipient", 1)
    confirmed = confirmations(incident, "wrong-recipient").values()
    return bool(told and confirmed and max(confirmed) > told and all_confirmed(incident, numbers))
