"""A line of addresses as somebody types it, and what it changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .core.explain.readers import shown_name
from .core.parts import Address

if TYPE_CHECKING:
    from .core.incident import Incident
    from .files.addresses import Mailbox

# Signs of addresses as a Chinese keyboard writes them, and its mark between what is listed.
_SIGNS = re.compile("[\uff1c\uff1e\uff20\uff1b\uff0c\uff0e]")
_LISTING = "\u3001"


def addresses_typed(incident: Incident, text: str) -> Mapping[str, Any]:
    """Give the change that a line of addresses makes; names without an address are the readers'."""
    boxes, names = _parted(text)
    found = [Address(name=one.name, address=one.address) for one in boxes]
    told = [_said(one) for one in found]
    readers = _readers(incident, told or [{"name": name} for name in names])
    return {
        "mail.to": [one.tree for one in found] or None,
        "mail.cc": None,
        "mail.bcc": None,
        "explain.wrong-recipient": None
        if found and all(each in told for each in readers)
        else readers or None,
    }


def _readers(incident: Incident, told: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Give the readers that somebody told of, as the line now has them.

    Who no longer stands in the line gives way, with the name that stood there, to who is new in it; what
    else was told of a reader stays with the place. Readers that the line never had stay as they are.
    """
    line, given = incident.mail.recipients, incident.explain.wrong_recipient
    before = {one.address.casefold(): shown_name(one) for one in line}
    here = {one["address"].casefold() for one in told if "address" in one}
    new = [one for one in told if one.get("address", "").casefold() not in before]
    places = [one.address for one in line] if len(line) == len(given) else [""] * len(given)
    readers: list[dict[str, str]] = []
    for reader, place in zip(given, places, strict=True):
        address = (reader.address or place).casefold()
        if address in here or (address not in before if address else before):
            readers.append(reader.tree)
            continue
        gone = {"address", "name"} if reader.name == before.get(address, reader.name) else {"address"}
        left = {field: said for field, said in reader.tree.items() if field not in gone}
        left |= new.pop(0) if new else {}
        readers += [left] if left else []
    named = told and "address" not in told[0]
    return readers + (new if readers or named else [])


def _said(one: Address) -> dict[str, str]:
    """Give what a line says of an address, and nothing else."""
    name = shown_name(one)
    return {"name": name, "address": one.address} if name else {"address": one.address}


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
