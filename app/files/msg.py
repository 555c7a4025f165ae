"""Read Outlook's own .msg files through their raw properties."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..core.mailer import guess, of_directory
from ..core.parts import TEXT_LIMIT, Address, Attachment, SentMail
from .charset import clean
from .mime_parts import last_component
from .msg_properties import BINARY, OBJECT, Properties
from .notes import Notes
from .plain_text import plain_text, with_file_links
from .rfc5322 import recipients

if TYPE_CHECKING:
    from oxmsg.storage import Storage

MOST_ENTRIES = 2_000
_VALUE_LIMIT = 4096

_SUBJECT, _BODY, _RTF = 0x0037, 0x1000, 0x1009
_SUBMITTED, _MESSAGE_ID, _TRANSPORT = 0x0039, 0x1035, 0x007D
_SENDER = (0x0C1A, 0x5D01, 0x0C1F)
_REPRESENTED = (0x0042, 0x5D02, 0x0065)
_RECIPIENT = (0x3001, 0x39FE, 0x3003)
_KIND, _HEADINGS = 0x0C15, {2: "Cc", 3: "Bcc"}
# The names alone, as Outlook shows them.
_DISPLAYED = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
# A name, and the address in brackets behind it.
_BRACKETED = re.compile(
    r"([^<>()\[\]]*)[<(\[](?:mailto:|smtp:)?([^\s@<>()\[\]]+@[^\s@<>()\[\]]+)[>)\]]", re.IGNORECASE
)
_FILE_NAMES, _FILE_TYPE, _FILE_DATA = (0x3707, 0x3704, 0x3001), 0x370E, 0x3701


def read_msg(data: bytes, name: str, notes: Notes) -> SentMail:
    """Read a .msg file; what is wrong with it goes into `notes`."""
    storage = _opened(data)
    if storage is None:
        notes.add("msg-broken", name)
        return SentMail()
    message = Properties(storage, notes)
    kept = _transport(message)
    fields = [(key, clean(value[:_VALUE_LIMIT])) for key, value in kept]
    sender, directory = _from(message, notes)
    to, cc, bcc = _recipients(storage, message, notes)
    if not to + cc + bcc:
        # A received item keeps the headers, which hold the addresses too.
        to, cc, bcc = (recipients(kept, heading, None, notes) for heading in _DISPLAYED)
    if not to + cc + bcc:
        to, cc, bcc = (_displayed(message, heading, notes) for heading in _DISPLAYED)
    if not to + cc + bcc:
        notes.add("recipients-missing")
    sent_at = message.time(_SUBMITTED)
    if sent_at is None:
        notes.add("date-missing")
    domain = sender.address.rpartition("@")[2] if sender else ""
    service, mailer = guess(fields, domain)
    return SentMail(
        sent_at=sent_at,
        subject=message.first_text((_SUBJECT,)),
        sender=sender,
        to=to,
        cc=cc,
        bcc=bcc,
        attachments=_attachments(storage, message, notes),
        message_id=message.first_text((_MESSAGE_ID,)) or None,
        mailer=mailer,
        service=service or of_directory(directory, domain),
        text=_text(message, notes),
    )


def _text(message: Properties, notes: Notes) -> str:
    text, html = clean(message.text(_BODY, TEXT_LIMIT * 4), one_line=False), message.html()
    if not text.strip():
        text = clean(plain_text(html, TEXT_LIMIT), one_line=False)
    if not text.strip() and message.stream(_RTF, BINARY)[1]:
        notes.add("text-unread", "RTF")
    return with_file_links(text[:TEXT_LIMIT], html)


def _opened(data: bytes) -> Storage | None:
    """Open the compound file; None for one that is broken, or whose streams claim more than it holds."""
    from olefile import STGTY_STREAM, OleFileIO  # type: ignore[import-untyped]  # ships no types
    from oxmsg.storage import Storage

    try:
        with OleFileIO(io.BytesIO(data)) as ole:
            streams = [entry for entry in ole.direntries if entry and entry.entry_type == STGTY_STREAM]
            if sum(entry.size for entry in streams) > len(data):
                return None
            return Storage.from_ole(ole)
    except Exception:
        # The reader of compound files raises nearly anything.
        return None


def _below(
    storages: Iterator[Storage], message: Properties, notes: Notes
) -> Iterator[tuple[Storage, Properties]]:
    for number, storage in enumerate(storages):
        if number >= MOST_ENTRIES:
            notes.add("parts-bounded", str(MOST_ENTRIES))
            return
        yield storage, Properties(storage, notes, message)


def _mailbox(properties: Properties, numbers: tuple[int, int, int]) -> tuple[str, str, str]:
    """Give name, mail address, and the directory name that stands where there is no mail address."""
    name = properties.first_text(numbers[:1])
    given = [properties.first_text((number,)) for number in numbers[1:]]
    address = next((text for text in given if "@" in text.strip("@") and not text.startswith("/")), "")
    if not address and _is_address(name.strip("'")):
        address = name.strip("'")
    shown = "" if name.strip("'").lower() == address.lower() else name
    return shown, address, next((text for text in given if text.startswith("/")), "")


def _is_address(text: str) -> bool:
    return "@" in text.strip("@") and " " not in text


def _from(message: Properties, notes: Notes) -> tuple[Address | None, str]:
    directory = ""
    for numbers in (_REPRESENTED, _SENDER):
        name, address, entry = _mailbox(message, numbers)
        directory = directory or entry
        if address:
            return Address(name=name, address=address), directory
        if name or entry:
            notes.add("entry-without-address", f"From: {name or entry}")
    notes.add("sender-missing")
    return None, directory


def _recipients(
    storage: Storage, message: Properties, notes: Notes
) -> tuple[tuple[Address, ...], tuple[Address, ...], tuple[Address, ...]]:
    lists: dict[int, list[Address]] = {1: [], 2: [], 3: []}
    for _, properties in _below(storage.iter_recipient_storages(), message, notes):
        kind = (properties.integer(_KIND) or 0) & 0xF or 1
        properties.heading = _HEADINGS.get(kind, "To")
        name, address, entry = _mailbox(properties, _RECIPIENT)
        if address:
            lists.get(kind, lists[1]).append(Address(name=name, address=address))
        else:
            notes.add("entry-without-address", f"{properties.heading}: {name or entry}")
    return tuple(lists[1]), tuple(lists[2]), tuple(lists[3])


def _displayed(message: Properties, heading: str, notes: Notes) -> tuple[Address, ...]:
    """Give whom a message names that holds no recipients; a name without an address is noted."""
    found: list[Address] = []
    for each in message.first_text((_DISPLAYED[heading],)).split(";"):
        shown = each.strip(" \0'")
        bracketed = _BRACKETED.fullmatch(shown)
        if bracketed:
            found.append(Address(name=bracketed[1].strip(" '\""), address=bracketed[2]))
        elif _is_address(shown):
            found.append(Address(name="", address=shown))
        elif shown:
            notes.add("entry-without-address", f"{heading}: {shown}")
    return tuple(found)


def _attachments(storage: Storage, message: Properties, notes: Notes) -> tuple[Attachment, ...]:
    found = []
    for below, properties in _below(storage.iter_attachment_storages(), message, notes):
        properties.heading = "attachment"
        kind, data = properties.stream(_FILE_DATA, BINARY)
        mail = any(inner.name.endswith(f"{_FILE_DATA:04X}{OBJECT:04X}") for inner in below.storages)
        found.append(
            Attachment(
                name=last_component(properties.first_text(_FILE_NAMES)),
                bytes=len(data) if kind else None,
                type=properties.first_text((_FILE_TYPE,)) or ("application/vnd.ms-outlook" if mail else ""),
            )
        )
    return tuple(found)


def _transport(message: Properties) -> list[tuple[str, str]]:
    """Give the headers that a received mail keeps, as they stand; a sent one has none."""
    from email.parser import HeaderParser

    text = message.text(_TRANSPORT, 256 * 1024)
    return [(name, str(value)) for name, value in HeaderParser().parsestr(text).raw_items()]
