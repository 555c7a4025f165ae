"""A line of addresses as somebody types it, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .core.explain.readers import readers_with

if TYPE_CHECKING:
    from .core.incident import Incident
    from .core.playbook.stop import StopRules


def addresses_typed(incident: Incident, rules: StopRules, text: str) -> Mapping[str, Any]:
    """Give the change that a line of addresses makes; a name without an address is the reader's."""
    from .files.addresses import split

    found = split(text, encoded=False).found
    to = [{"name": one.name, "address": one.address} for one in found]
    changes: dict[str, Any] = {"mail.to": to or None, "mail.cc": None, "mail.bcc": None}
    given, name = incident.explain.wrong_recipient, text.strip()
    if found and len(given) == 1 and given[0].tree.keys() == {"name"} and text.startswith(given[0].name):
        # The beginning of the address, taken for a name until the rest of it was there.
        changes["explain.wrong-recipient"] = None
    elif not found and name:
        changes["explain.wrong-recipient"] = readers_with(incident, rules, 1, "name", name)
    return changes
