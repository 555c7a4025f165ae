"""Text made comparable: letter case, accents, full-width forms and typographic marks taken away."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

Script = Literal[
    "latin", "digit", "han", "hiragana", "katakana", "hangul", "cyrillic", "arabic", "other", "none"
]

REPEATED = "\u3005"  # stands for the Han character before it, as in many Japanese surnames
HAN = REPEATED + "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HIRAGANA = "\u3041-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
KANA = HIRAGANA + KATAKANA
IDEOGRAPHIC: frozenset[Script] = frozenset({"han", "hangul"})

_WHOLE = {
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u00f0": "d",
    "\u00fe": "th",
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u0131": "i",
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u00b4": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u3002": ".",
    "\u3001": ",",
    "\u060c": ",",
    "\u061b": ";",
    "\u061f": "?",
    "\u06d4": ".",
    "\u066b": ".",
    "\u066c": ",",
}
TATWEEL = "\u0640"  # stretches an Arabic word and says nothing
_JAPANESE = re.compile(f"[{HIRAGANA}\u69d8]")
_WORD = re.compile(f"[{HAN}]+|[{HIRAGANA}]+|[{KATAKANA}]+|(?:(?![{HAN}{KANA}])[^\\W_])+")


@dataclass(frozen=True)
class Folded:
    """Hold a text with its folded form.

    `text` is the folded text and `at[i]` the place in `raw` its character i came from; `key` is the
    folded text without anything but letters and digits, and `spots` the same for it.
    """

    raw: str
    text: str
    at: range | tuple[int, ...]

    @cached_property
    def _squashed(self) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
        kept = [
            (character, place, index)
            for index, (character, place) in enumerate(zip(self.text, self.at, strict=True))
            if character.isalnum()
        ]
        return (
            "".join(character for character, _, _ in kept),
            tuple(place for _, place, _ in kept),
            tuple(index for _, _, index in kept),
        )

    @property
    def key(self) -> str:
        """Give the letters and digits alone, run together."""
        return self._squashed[0]

    @property
    def spots(self) -> tuple[int, ...]:
        """Give for each character of `key` its place in `raw`."""
        return self._squashed[1]

    def parted(self, index: int) -> bool:
        """Tell whether anything stands before a character of `key` and after the one before it.

        It may do so in the folded text alone: one sign opens into a word in brackets.
        """
        steps = self._squashed[2]
        return index > 0 and steps[index] - steps[index - 1] > 1

    @cached_property
    def japanese(self) -> bool:
        """Tell whether the text is in Japanese, which alone has hiragana and the title after a name."""
        return _JAPANESE.search(self.text) is not None

    def place(self, index: int) -> int:
        """Give the place in `raw` of a place in `text`, the end included."""
        return self.at[index] if index < len(self.at) else len(self.raw)


def folded(raw: str) -> Folded:
    """Fold a text, keeping track of where each character came from."""
    if raw.isascii():
        return Folded(raw, raw.lower(), range(len(raw)))
    pieces: list[str] = []
    at: list[int] = []
    for place, character in enumerate(raw):
        piece = _folded_character(character)
        pieces.append(piece)
        at += [place] * len(piece)
    return Folded(raw, "".join(pieces), tuple(at))


def fold(raw: str) -> str:
    """Give the folded form of a text alone."""
    raw = unicodedata.normalize("NFC", raw)
    return raw.lower() if raw.isascii() else "".join(map(_folded_character, raw))


def squash(raw: str) -> str:
    """Give the folded letters and digits of a text, run together."""
    return "".join(filter(str.isalnum, fold(raw)))


def words(text: str) -> list[str]:
    """Split a folded text into words; a run of Han characters, of hiragana or of katakana is one."""
    return _WORD.findall(text)


@lru_cache(maxsize=8192)
def script(character: str) -> Script:
    """Tell the script of one folded character."""
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "none"
    code = ord(character)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x700 or 0x750 <= code < 0x780:
        return "arabic"
    if (
        code == 0x3005
        or 0x3400 <= code < 0x4DC0
        or 0x4E00 <= code < 0xA000
        or 0xF900 <= code < 0xFB00
        or code >= 0x20000
    ):
        return "han"
    if 0x3040 <= code < 0x30A0:
        return "hiragana"
    if 0x30A0 <= code < 0x3100 or 0x31F0 <= code < 0x3200:
        return "katakana"
    if 0xAC00 <= code < 0xD7A4 or 0x1100 <= code < 0x1200:
        return "hangul"
    return "other"


def _folded_character(character: str) -> str:
    # By far the most of a Chinese text, and each of them folds to itself.
    return character if "\u4e00" <= character <= "\u9fff" else _opened_character(character)


@lru_cache(maxsize=8192)
def _opened_character(character: str) -> str:
    whole = _WHOLE.get(character) or _WHOLE.get(character.lower())
    if whole:
        return whole
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    opened = unicodedata.normalize("NFKD", character).replace(TATWEEL, "")
    bare = "".join(piece for piece in opened if not unicodedata.combining(piece))
    return "".join(_WHOLE.get(piece, piece) for piece in unicodedata.normalize("NFC", bare).casefold())
