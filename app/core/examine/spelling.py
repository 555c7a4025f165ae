"""The ways in which one name is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import product

from .folding import fold

# Letters that are written in two ways where a keyboard has them not, and pairs that may stand for one letter.
_LETTERS = {
    "\u00e4": ("a", "ae"),
    "\u00f6": ("o", "oe"),
    "\u00fc": ("u", "ue"),
    "\u00f8": ("o", "oe"),
    "\u00e5": ("a", "aa"),
    "\u00e6": ("ae", "a"),
    "\u00df": ("ss", "s"),
}
_PAIRS = {"ae": ("ae", "a"), "oe": ("oe", "o"), "ue": ("ue", "u"), "aa": ("aa", "a")}
_SPELT = _LETTERS | _PAIRS
_UNIT = re.compile(f"({'|'.join(_SPELT)})")
# How long a word has to be not to become another one: Haas, Gro\u00df.
_LEAST = {"aa": 6, "\u00df": 5}
PAIRED = 5
MOST = 4
# Russian letters from the first to the last as passports write them, and as people do.
_PASSPORT = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia"
_PEOPLE = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya"
_RUSSIAN = tuple(
    {0x430 + place: way.strip("-") for place, way in enumerate(ways.split())} | {0x451: "e"}
    for ways in (_PASSPORT, _PEOPLE)
)
_CYRILLIC = re.compile("[\u0430-\u044f\u0451]")
_ONE_KANA = re.compile("[\u3041-\u3096\u30a1-\u30f6]")
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_HIRAGANA = {katakana: hiragana for hiragana, katakana in _KATAKANA.items()}
# A foreign v is written as one or as a b.
_BA = {"\u30a1": "\u30d0", "\u30a3": "\u30d3", "": "\u30d6", "\u30a7": "\u30d9", "\u30a9": "\u30dc"}
_VA = re.compile("\u30f4([\u30a1\u30a3\u30a7\u30a9]?)")


def spellings(raw: str) -> tuple[str, ...]:
    """Give the folded ways a name is written.

    Latin comes without marks and with double letters, kana in both, and Russian in Latin letters as well.
    """
    plain = fold(raw)
    ways = [plain, *_spelt(raw)]
    if _CYRILLIC.search(plain):
        latin = [plain.translate(table) for table in _RUSSIAN]
        ways += [*latin, *(re.sub(r"[iy][iy]\b", "y", way) for way in latin)]
    if _ONE_KANA.search(plain):
        ways += [plain.translate(_KATAKANA), plain.translate(_HIRAGANA)]
        heard = unicodedata.normalize("NFKC", raw)
        ways += [fold(_VA.sub(lambda found: _BA[found[1]], heard))]
    return tuple(dict.fromkeys(ways))


def _spelt(raw: str) -> Iterator[str]:
    """Give a name with every letter that has two spellings in either, the same letter in one.

    Four letters are told apart so; any more are spelt as they most often are.
    """
    lowered = unicodedata.normalize("NFC", raw).lower()
    kept = "".join(each if each in _LETTERS else fold(each) for each in lowered)
    units = [unit for unit in dict.fromkeys(_UNIT.findall(kept)) if _may_be_spelt(unit, kept)]
    usual = {unit: ways[0] for unit, ways in _SPELT.items()}
    longest = {unit: max(_SPELT[unit], key=len) for unit in units}
    chosen = product(*(_SPELT[unit] for unit in units[:MOST]))
    for taken in (longest, *(dict(zip(units, ways, strict=False)) for ways in chosen)):
        yield _told(kept, usual | taken)


def _told(name: str, ways: Mapping[str, str]) -> str:
    return fold(_UNIT.sub(lambda found: ways[found[0]], name))


def _may_be_spelt(unit: str, name: str) -> bool:
    short = unit in _PAIRS and len(name) < PAIRED
    return not short and all(len(word) >= _LEAST.get(unit, 0) for word in re.findall(rf"\w*{unit}\w*", name))
