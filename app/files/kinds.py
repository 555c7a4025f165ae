"""What a file is: a record or a mail."""

from __future__ import annotations

import re


def is_record(data: bytes, name: str) -> bool:
    """Tell a record from a mail: by its name, or by a line that gives its schema or its id."""
    if name.lower().endswith(".toml"):
        return True
    if name.lower().endswith((".eml", ".msg")):
        return False
    return re.search(rb"(?m)^\s*(?:schema|id)\s*=", data[:4096].replace(b"\x00", b"")) is not None
