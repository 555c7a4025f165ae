"""What a file is: a record or a mail."""

from __future__ import annotations

import re

from ..core.fault import Fault

_OLE = b"\xd0\xcf\x11\xe0"
# No line of TOML begins like this.
_MAIL_HEAD = re.compile(rb"\s*(?:>?From [^=\n]*\n|[A-Za-z][A-Za-z0-9-]*:[ \t\r])")
_RECORD_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?schema *= *[0-9]+\s")


def is_record(data: bytes, name: str) -> bool:
    """Tell a record from a mail: by what it begins with, by its name, or by a line with its schema or id."""
    head = data[:4096].replace(b"\x00", b"")
    if name.lower().endswith(".toml") or _RECORD_HEAD.match(head):
        return True
    if name.lower().endswith((".eml", ".msg")):
        return False
    return re.search(rb"(?m)^\s*(?:schema|id)\s*=", head) is not None


def no_record(data: bytes, name: str) -> Fault | None:
    """Say why bytes can be no record at all: they are empty, or a mail; None where they may be one."""
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        return Fault(name, "empty-record")
    if data.startswith(_OLE) or _MAIL_HEAD.match(data.removeprefix(b"\xef\xbb\xbf")):
        return Fault(name, "mail-for-record")
    return None
