"""Turn bytes of a mail into text, whatever label they carry."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from .shipped import shipped_tree

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_GB = ("gb18030",)
_BIG5 = ("big5hkscs",)
_WIDENED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "cp936", "ms936", "936", "xgbk", "windows936"), _GB),
    **dict.fromkeys(("gb2312charset", "gb231280", "xgb2312", "csgb2312", "xcp936", "euccn", "gb"), _GB),
    **dict.fromkeys(("big5", "big5hkscs", "chinesebig5", "cp950", "xbig5", "windows950", "big5eten"), _BIG5),
    **dict.fromkeys(("iso88591", "latin1", "windows1252", "cp1252"), ("cp1252", "latin-1")),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "windows31j"), ("cp932",)),
    **dict.fromkeys(("ksc56011987", "ksc5601", "euckr", "windows949"), ("cp949",)),
    **dict.fromkeys(("iso2022jp", "csiso2022jp"), ("iso2022_jp_2",)),
    **dict.fromkeys(("utf8", "unicode11utf8", "xutf8", "utf8mb4"), ("utf-8",)),
}
# Bytes that are looked at, and which part of what they say has to be everyday characters.
SAMPLE, MOSTLY, PLAINLY = 4000, 0.6, 0.7
_PUNCTUATION = frozenset(
    "\uff0c\u3002\uff1a\uff1b\u3001\uff01\uff1f\uff08\uff09\u300a\u300b\u3010\u3011\u201c\u201d\u3000"
)
_NOT_FOR_MAIL = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "utf-8", "cp932", "cp949", "euc_jp", "hz"})
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[ \t]*(?:\r\n|[\r\n])[ \t]*")


class Decoded(NamedTuple):
    """Hold decoded text, the codec that was guessed ("" when none was), and whether characters were lost."""

    text: str
    guess: str = ""
    lossy: bool = False


def codecs_for(label: str | None) -> tuple[str, ...]:
    """Give the codecs to try for a charset label; none for a label that says nothing."""
    if not label:
        return ()
    known = _WIDENED.get(re.sub(r"[^a-z0-9]", "", label[:60].lower()))
    if known:
        return known
    try:
        name = codecs.lookup(label[:60].strip()).name
        if name in _NOT_FOR_MAIL:
            return ()
        # Codecs that are none of text, such as zlib, refuse here.
        b"ab".decode(name, "replace")
    except (LookupError, ValueError):
        return ()
    return (name,)


def decode(
    raw: bytes, label: str | None = None, fallback: str | None = None, *, cut: bool = False
) -> Decoded:
    """Decode bytes by their label, and by a guess where the label is missing or wrong.

    The order is: the label, UTF-8 strictly, `fallback` (the charset of the mail's first text part),
    GB18030, Big5-HKSCS. `cut` says that the bytes may end inside a character.
    """
    declared = codecs_for(label)
    if "gb18030" in declared and _rather_big5(raw):
        text = _strictly(raw, "big5hkscs", cut)
        if text is not None:
            return Decoded(text, "big5hkscs")
    if "cp1252" in declared and _rather_gb(raw):
        text = _strictly(raw, "gb18030", cut)
        if text is not None:
            return Decoded(text, "gb18030")
    for codec in declared:
        text = _strictly(raw, codec, cut)
        if text is not None:
            return Decoded(text)
    if not declared and b"\x1b$" in raw:
        text = _strictly(raw, "iso2022_jp_2", cut)
        if text is not None:
            return Decoded(text, "iso-2022-jp")
    text = _strictly(raw, "utf-8", cut)
    if text is not None:
        return Decoded(text, "utf-8" if declared and not raw.isascii() else "")
    partly = _partly(raw, next((codec for codec in declared if codec in _MULTIBYTE), ""))
    if partly is not None:
        return Decoded(partly, lossy=True)
    chinese = ("big5hkscs", "gb18030") if _rather_big5(raw) else ("gb18030", "big5hkscs")
    for codec in (*codecs_for(fallback), *chinese):
        text = _strictly(raw, codec, cut)
        if text is not None:
            return Decoded(text, codec)
    for codec in chinese:
        partly = _partly(raw, codec)
        if partly is not None:
            return Decoded(partly, codec, lossy=True)
    western = _strictly(raw, "cp1252", cut)
    return Decoded(western if western is not None else raw.decode("latin-1"), "windows-1252")


def clean(text: str, *, one_line: bool = True) -> str:
    """Take out NUL and lone surrogates; in a one-line field a line break becomes a space."""
    text = _SURROGATES.sub(REPLACEMENT, text).replace("\0", "")
    if one_line:
        return _BREAKS.sub(" ", text).strip()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strictly(raw: bytes, codec: str, cut: bool) -> str | None:
    try:
        if cut:
            return codecs.getincrementaldecoder(codec)("strict").decode(raw)
        return raw.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _partly(raw: bytes, codec: str) -> str | None:
    """Decode text that is damaged in a few places; None when it is not that codec at all."""
    if not codec:
        return None
    text = raw.decode(codec, "replace")
    lost = text.count(REPLACEMENT)
    wide = sum(character > "\u2e7f" for character in text) - lost
    return text if lost <= max(1, len(text) // 20) and (wide >= 2 or raw.isascii()) else None


def _rather_big5(raw: bytes) -> bool:
    """Tell whether bytes are likelier Big5 than GB18030, which both accept nearly everything.

    What is text in one of them is mostly everyday characters there, and seldom in the other. A single
    character may be a name that is rare.
    """
    if raw.isascii():
        return False
    raw = raw[:SAMPLE]
    wide = re.sub(r"[\x00-\x7f]+", "", _strictly(raw, "gb18030", len(raw) == SAMPLE) or "")
    if _IDEOGRAPH.fullmatch(wide):
        return False
    gb = _everyday(raw, "gb18030")
    if gb >= PLAINLY:
        # The tables of the other need not be loaded.
        return False
    big5 = _everyday(raw, "big5hkscs")
    odd = any(each not in _PUNCTUATION and not _IDEOGRAPH.match(each) for each in wide)
    return big5 > gb and (odd or big5 >= MOSTLY)


def _rather_gb(raw: bytes) -> bool:
    """Tell whether bytes that claim to be Western are Chinese: everyday characters, nearly all of them."""
    return not raw.isascii() and _everyday(raw[:SAMPLE], "gb18030") >= MOSTLY


def _everyday(raw: bytes, codec: str) -> float:
    """Give which part of the wide characters is an everyday one, were the bytes of this codec."""
    text = _strictly(raw, codec, len(raw) == SAMPLE)
    wide = [character for character in text or "" if not character.isascii()]
    told = sum(character in _known() or character in _PUNCTUATION for character in wide)
    marks = sum(character in _PUNCTUATION for character in wide)
    return told / len(wide) if told > marks else 0.0


@cache
def _known() -> str:
    """Read the everyday characters in one text; a mail in plain ASCII never asks for them."""
    return "".join(shipped_tree("rules/characters.toml")["everyday"].split())
