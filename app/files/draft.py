"""Letters as unsent mail: a draft file that mail programs open for writing, or a mailto link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..core.explain.facts import one_line
from ..core.mailbox import is_several, sound
from .regular import read_regular

LINK_LIMIT = 1_900
# Bytes of an attachment: beyond what any mail service takes, and a draft is made in memory.
LARGEST = 60_000_000

# What a phrase of a header cannot hold without quoting, and what mail programs quote differently.
_SPECIAL = re.compile(r'[<>@,;:"\\()\[\]]')
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_CONTROLS = dict.fromkeys(
    [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)]
)


class Draft(NamedTuple):
    """Hold one letter with those it goes from and to; whatever is not known is empty."""

    subject: str
    body: str
    to_name: str = ""
    to_address: str = ""
    from_name: str = ""
    from_address: str = ""


def draft(letter: Draft, attachments: Sequence[Path] = ()) -> bytes:
    """Give a letter as a mail file with `X-Unsent: 1`, which mail programs open as one still to be sent.

    There is no date, no Bcc and no thread. An address that is none is left out, for the user to fill
    in. Raises OSError where an attachment cannot be read.
    """
    headers = {
        "X-Unsent": "1",
        "From": _mailbox(letter.from_name, letter.from_address),
        "To": _mailbox(letter.to_name, letter.to_address),
        "Subject": _encoded(_unencoded(one_line(letter.subject)), "Subject"),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    message = EmailMessage(policy=SMTP)
    body = _lines(letter.body)
    encoding = "quoted-printable" if _mostly_ascii(body) else "base64"
    message.set_content(body + "\n", charset="utf-8", cte=encoding)
    for path in attachments:
        kind = (guess_type(path.name)[0] or "").partition("/")
        if kind[0] in ("", "message", "multipart"):
            kind = ("application", "/", "octet-stream")
        message.add_attachment(
            read_regular(path, LARGEST), maintype=kind[0], subtype=kind[2], filename=one_line(path.name)
        )
    return head.encode("ascii") + bytes(message)


class Link(NamedTuple):
    """Hold a link that opens a letter in the mail program; `why` says why there is none.

    `why` is "no-address", "several-addresses", "not-address" or "too-long"; `length` is what the link
    has, or would have.
    """

    text: str
    why: str = ""
    length: int = 0


def mailto(letter: Draft) -> str | None:
    """Give a link that opens a letter in the mail program, or None without an address or if too long."""
    return link(letter).text or None


def link(letter: Draft) -> Link:
    """Give a link that opens a letter in the mail program, or why there is none.

    Source: RFC 6068; the length is what Windows and the browsers pass on.
    """
    mailbox = sound(letter.to_address)
    if mailbox is None:
        if not letter.to_address.strip():
            return Link("", "no-address")
        return Link("", "several-addresses" if is_several(letter.to_address) else "not-address")
    local, _, domain = mailbox.rpartition("@")
    body = _lines(letter.body).replace("\n", "\r\n")
    text = (
        f"mailto:{quote(local, safe='')}@{domain}"
        f"?subject={quote(one_line(letter.subject), safe='')}&body={quote(body, safe='')}"
    )
    return Link(text, length=len(text)) if len(text) <= LINK_LIMIT else Link("", "too-long", len(text))


def _mailbox(name: str, address: str) -> str:
    mailbox = sound(address)
    if mailbox is None:
        return ""
    phrase = _unencoded(" ".join(_SPECIAL.sub(" ", one_line(name)).split()))
    if not phrase:
        return mailbox
    return f"{_encoded(phrase)} <{mailbox}>" if not phrase.isascii() else f'"{phrase}" <{mailbox}>'


def _encoded(text: str, name: str = "") -> str:
    """Give a header's text folded and encoded; email's own headers lose spaces between encoded words."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=70, header_name=name or None).encode(
        splitchars=" \t", linesep="\r\n"
    )


def _unencoded(text: str) -> str:
    """Part what a reader would take for an encoded word, and decode."""
    return text.replace("=?", "= ?").replace("?=", "? =")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def _mostly_ascii(text: str) -> bool:
    return sum(not character.isascii() for character in text) * 6 <= len(text)


def file_name(key: str) -> str:
    """Give the name of the file of one letter among several."""
    return f"{_UNSAFE.sub('_', key)[:100]}.eml"
