"""Read the raw properties of Outlook's .msg files ([MS-OXMSG] and [MS-OXPROPS])."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .charset import Decoded, clean, codecs_for, decode
from .notes import HTML_LIMIT, Notes
from .sent_at import EARLIEST, LATEST

if TYPE_CHECKING:
    from oxmsg.storage import Storage

STRING, STRING8, BINARY, TIME, INTEGER, OBJECT = 0x001F, 0x001E, 0x0102, 0x0040, 0x0003, 0x000D

_ENTRY = struct.Struct("<HHI8s")
_HEADER, _HEADER_BELOW = 32, 8
_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE, _HTML = 0x3FFD, 0x3FDE, 0x1013
_CODE_PAGES = {
    # Named gb2312 in most tables, and in truth more.
    **dict.fromkeys((936, 20936, 51936, 54936), "gb18030"),
    52936: "hz",
    950: "big5",
    65001: "utf-8",
    1200: "utf-16-le",
    20127: "us-ascii",
    28591: "iso-8859-1",
    932: "shift_jis",
    50220: "iso-2022-jp",
    51932: "euc-jp",
    949: "euc-kr",
    51949: "euc-kr",
    20866: "koi8-r",
    21866: "koi8-u",
}
_SENDERS = (0x0042, 0x0065, 0x0C1A, 0x0C1F, 0x5D01, 0x5D02)
_SHOWN = {0x0037: "Subject", 0x1000: "text", 0x1013: "text", **dict.fromkeys(_SENDERS, "From")}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Properties:
    """Read the properties of one storage: what is missing or broken reads as nothing.

    What lies below a message (recipients, attachments) takes its code page from that `message`. `heading`
    is what such a storage is called in a problem.
    """

    heading = ""

    def __init__(self, storage: Storage, notes: Notes, message: Properties | None = None) -> None:
        self.notes = notes
        self._storage = storage
        self._entries: dict[int, tuple[int, bytes]] = {}
        try:
            stream = storage.properties_stream_bytes[_HEADER_BELOW if message else _HEADER :]
        except KeyError:
            notes.add("msg-broken", storage.name)
            stream = b""
        for kind, number, _, value in _ENTRY.iter_unpack(stream[: len(stream) // 16 * 16]):
            self._entries.setdefault(number, (kind, value))
        given = message.codepage if message else None
        self.codepage: str | None = (
            given or self._codepage(_MESSAGE_CODEPAGE) or self._codepage(_INTERNET_CODEPAGE)
        )

    def integer(self, number: int) -> int | None:
        """Give a whole number."""
        kind, value = self._entries.get(number, (0, b""))
        return int.from_bytes(value[:4], "little") if kind == INTEGER else None

    def time(self, number: int) -> datetime | None:
        """Give a time, in UTC as it is stored, in whole seconds."""
        kind, value = self._entries.get(number, (0, b""))
        if kind != TIME:
            return None
        try:
            at = _EPOCH + timedelta(seconds=int.from_bytes(value, "little") // 10**7)
        except OverflowError:
            return None
        return at if EARLIEST <= at.year <= LATEST else None

    def stream(self, number: int, *kinds: int) -> tuple[int, bytes]:
        """Give the kind and the bytes of a property that has a stream of its own."""
        for kind in kinds:
            try:
                return kind, self._storage.property_stream_bytes(number, kind)
            except KeyError:
                continue
        return 0, b""

    def text(self, number: int, limit: int = 64 * 1024) -> str:
        """Give a text, at most `limit` bytes of it decoded."""
        kind, raw = self.stream(number, STRING, STRING8)
        cut = len(raw) > limit
        if kind == STRING:
            return raw[: limit // 2 * 2].decode("utf-16-le", "replace")
        read = decode(raw[:limit], self.codepage, cut=cut)
        self._note(number, read)
        return read.text

    def first_text(self, numbers: tuple[int, ...]) -> str:
        """Give the first of several texts that is not empty, as one line."""
        return next((text for number in numbers if (text := clean(self.text(number)))), "")

    def html(self) -> str:
        """Give the HTML body, which is bytes in the code page of the internet, or a text."""
        kind, raw = self.stream(_HTML, BINARY)
        if kind != BINARY:
            return self.text(_HTML, HTML_LIMIT)
        label = self._codepage(_INTERNET_CODEPAGE) or self.codepage
        read = decode(raw[:HTML_LIMIT], label, cut=len(raw) > HTML_LIMIT)
        self._note(_HTML, read)
        return read.text

    def _note(self, number: int, read: Decoded) -> None:
        named = self.heading or _SHOWN.get(number, f"0x{number:04X}")
        if read.guess:
            self.notes.add("charset-guessed", f"{named}: {read.guess}")
        if read.lossy:
            self.notes.add("characters-lost", named)

    def _codepage(self, number: int) -> str | None:
        page = self.integer(number)
        label = _CODE_PAGES.get(page, f"cp{page}") if page else None
        return label if codecs_for(label) else None
