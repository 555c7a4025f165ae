"""What a file is called, where somebody gave the place it lies in."""

from __future__ import annotations

import re

_QUOTES = "\"'\u201c\u201d\u2018\u2019"
_ROOTED = re.compile(r"[/~]|\.{1,2}/|file:")
_SUFFIX = re.compile(r"\.\w{1,5}$")
_ESCAPED = re.compile(r"\\(?=[ ()&'\[\]])")


def file_path(text: str) -> str:
    """Give the path that a text is, as it came from a shell, a drag or a clipboard; nothing where it is none.

    "Offer 12/2025" is the name of a document: a slash alone makes no path, a slash and a file's ending do.
    """
    bare = text.strip().strip(_QUOTES).strip()
    if bare.startswith("file:"):
        from urllib.parse import unquote

        bare = re.sub(r"^/(?=[A-Za-z]:)", "", unquote(re.sub(r"^file:(//(localhost)?(?=/))?", "", bare)))
    if _ROOTED.match(bare) and "/" in bare:
        return _ESCAPED.sub("", bare)
    is_path = "\\" in bare or ("/" in bare and _SUFFIX.search(bare))
    return bare if is_path else ""


def file_name(text: str) -> str:
    """Give a document's name without the folders it lies in: they may be called after somebody."""
    path = file_path(text)
    return re.split(r"[/\\]", path)[-1].strip() if path else text
