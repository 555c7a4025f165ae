"""A line of addresses as somebody types it, and what it changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .core.explain.readers import readers_with

if TYPE_CHECKING:
    from .core.incident import Incident
    from .core.playbook.stop import StopRules
    from .files.addresses import Mailbox

# Signs of addresses as a Chinese keyboard writes them, and its mark between what is listed.
_SIGNS = re.compile("[\uff1c\uff1e\uff20\uff1b\uff0c\uff0e]")
_LISTING = "\u3001"


def addresses_typed(incident: Incident, rules: StopRules, text: str) -> Mapping[str, Any]:
    """Give the change that a line of addresses makes; names without an address are the readers'."""
    found, names = _parted(text)
    to = [{"name": one.name, "address": one.address} for one in found]
    changes: dict[str, Any] = {"mail.to": to or None, "mail.cc": None, "mail.bcc": None}
    given = incident.explain.wrong_recipient
    if found or not names:
        # Names that stood in this line, or the beginning of an address, taken for one.
        stood = given and all(reader.tree.keys() == {"name"} and reader.name in text for reader in given)
        if stood or (not found and all(reader.tree.keys() == {"name"} for reader in given)):
            changes["explain.wrong-recipient"] = None
    elif len(names) == 1:
        changes["explain.wrong-recipient"] = readers_with(incident, rules, 1, "name", names[0])
    else:
        changes["explain.wrong-recipient"] = [{"name": name} for name in names]
    return changes


def leaves_out(text: str) -> bool:
    """Tell whether a line has names among its addresses that stand for nobody."""
    found, names = _parted(text)
    return bool(found and names)


def _parted(text: str) -> tuple[tuple[Mailbox, ...], list[str]]:
    """Give the addresses of a line and the names in it that have none; full-width signs are plain ones."""
    from .files.addresses import split

    plain = _SIGNS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    read = split(plain.replace(_LISTING, ","), encoded=False)
    return read.found, [name for name in read.left_out if name.strip()]
