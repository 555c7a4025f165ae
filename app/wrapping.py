"""Where a line may end: between any two Chinese or Japanese signs, but not before what closes them."""

from __future__ import annotations

import re

import rich._wrap
import textual._wrap

# Signs between any two of which a line may end.
_WIDE = "\u2e80-\u303f\u3040-\u312f\u3200-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# No line ends with these: brackets and quotation marks that open.
_OPENING = "\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b"
# No line begins with these: brackets and marks that close, full stops, dashes, long and small kana.
_CLOSING = (
    "\u2014\u2026\u201d\u2103\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u301c"
    "\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e"
    "\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30fb\u30fc"
    "\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e"
)
_SIGN = rf"[{_OPENING}(\[{{]*(?![{_OPENING}{_CLOSING}])[{_WIDE}][{_CLOSING},.;:!?)\]}}%]*"
_WORD = rf"[{_OPENING}]*[^\s{_OPENING}{_CLOSING}{_WIDE}]+[{_CLOSING}]*"
_PIECE = rf"(?:{_SIGN}|{_WORD}|[{_OPENING}{_CLOSING}]+)\s*"


def wrap_between_signs() -> None:
    """Let Textual wrap by these rules; its own know blanks alone.

    Chinese text, which has none, would otherwise leave half a line empty, or begin one with a comma.
    """
    rich._wrap.re_word = re.compile(rf"\s*{_PIECE}")
    textual._wrap.re_chunk = re.compile(rf"{_PIECE}|\s+")
