"""Chinese names in Latin letters."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product

READINGS = 6
_TABLE = "pinyin_dict.json"
# Bytes of the table that are looked through at a time.
_BLOCK = 1 << 16
_SYLLABLES = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:er|[aeiou\u00fc]{1,3}(?:ng?)?)){1,3}")


@lru_cache(maxsize=256)
def readings(characters: str, *, usual: bool = False) -> tuple[tuple[str, ...], ...]:
    """Give the ways some Han characters are read, each as its syllables without tones, at most six.

    `usual` keeps the commonest reading of each character alone.
    The vowel that passports write `yu` comes as `v`, `u` and `yu`.
    """
    each: list[tuple[str, ...]] = []
    for character in characters:
        found = syllables(character)
        if not found:
            return ()
        each.append(
            tuple(dict.fromkeys(way for syllable in found[: 1 if usual else 3] for way in _written(syllable)))
        )
    return tuple(islice(product(*each), READINGS))


@lru_cache(maxsize=512)
def syllables(character: str) -> tuple[str, ...]:
    """Give how one Han character is read, without tones, the commonest first; none where it is not known.

    The readings are pypinyin's. Its table is searched where it lies: all of it in memory would cost
    12 MB, and a name has three characters.
    """
    table = _table()
    if table is None:
        from pypinyin import Style, pinyin

        found: list[list[str]] = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        return tuple(found[0]) if found else ()
    line = _line(table, b'"%d":' % ord(character))
    return tuple(dict.fromkeys(_toneless(each) for each in line.decode().split(","))) if line else ()


def sounds_chinese(word: str) -> bool:
    """Tell whether Latin letters may spell one to three Chinese syllables."""
    return _SYLLABLES.fullmatch(word.lower()) is not None


@cache
def _table() -> str | None:
    """Find pypinyin's table of single characters; None where this version keeps it otherwise."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None or not spec.has_location:
        return None
    path = spec.origin.removesuffix("__init__.py") + _TABLE
    try:
        with io.open_code(path):
            return path
    except OSError:
        return None


def _line(table: str, key: bytes) -> bytes:
    """Give what a file of lines holds under a key, between quotes; nothing where there is none."""
    rest = b""
    with io.open_code(table) as lines:
        while block := lines.read(_BLOCK):
            block = rest + block
            whole = block.rfind(b"\n") + 1
            found = block.find(key, 0, whole)
            if found >= 0:
                return block[found + len(key) : whole].split(b'"', 2)[1]
            rest = block[whole:]
    return b""


def _toneless(syllable: str) -> str:
    """Take the tone off a syllable; `v` stands for the u with two dots."""
    plain = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(each for each in plain if not unicodedata.combining(each))


def _written(syllable: str) -> tuple[str, ...]:
    if "v" not in syllable:
        return (syllable,)
    return (syllable, syllable.replace("v", "u"), syllable.replace("v", "yu"))
