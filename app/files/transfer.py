"""Undo the transfer encodings of a mail's parts, as far as they can be undone."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_UU_BEGIN = re.compile(rb"(?:^|\n)begin [0-7]{3,4}[^\n]*\n")


def transferred(raw: str, encoding: str) -> tuple[bytes, bool]:
    """Give the bytes of a payload as the parser keeps it, and whether they could be decoded soundly.

    An encoding that is not known leaves the bytes as they stand.
    """
    data = raw.encode("ascii", "surrogateescape") if raw else b""
    if encoding == "base64":
        return from_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), True
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _from_uu(data)
    return data, True


def from_base64(data: bytes) -> tuple[bytes, bool]:
    """Decode base64 leniently: foreign characters are skipped, padding may be missing or stand inside.

    Text with a space between its words is none, whatever its label says, and stays as it is.
    """
    if data.strip().count(b" ") > 8 + len(data) // 50:
        return data, False
    kept = data.translate(None, b" \t\r\n")
    if foreign := _NOT_BASE64.search(kept):
        # Behind the padding it is then no longer base64 but text that came after it.
        kept = _NOT_BASE64.sub(b"", kept).partition(b"=")[0]
    sound = foreign is None and len(kept) % 4 == 0
    return b"".join(_quads(piece) for piece in kept.split(b"=")), sound


def _quads(piece: bytes) -> bytes:
    whole = piece[:-1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _from_uu(data: bytes) -> tuple[bytes, bool]:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data, False
    out: list[bytes] = []
    for line in data[begin.end() :].splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(out), False
    return b"".join(out), True
