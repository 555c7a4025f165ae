"""What a file is: a record or a mail."""

from __future__ import annotations

import re

_RECORD_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?schema *= *[0-9]+\s")


def is_record(data: bytes, name: str) -> bool:
    """Tell a record from a mail: by what it begins with, by its name, or by a line with its schema or id."""
    head = data[:4096].replace(b"\x00", b"")
    if name.lower().endswith(".toml") or _RECORD_HEAD.match(head):
        return True
    if name.lower().endswith((".eml", ".msg")):
        return False
    return re.search(rb"(?m)^\s*(?:schema|id)\s*=", head) is not None
