"""Which names the readers of a language can read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from .folding import Script, script, words
from .tongue import SCRIPTS

# In the letters of some a name may stand in more than these are written in, as a Korean's in Han characters.
_BESIDE: Mapping[str, tuple[Script, ...]] = MappingProxyType({"ko": ("han",)})
# Latin letters outside the blocks that are told as such, and the apostrophes among letters.
_LATIN = ("LATIN", "MODIFIER")


def is_legible(name: str, language: str) -> bool:
    """Tell whether a folded name is in letters that readers of the language read; all read Latin ones."""
    read = {"latin", "digit", "none", *SCRIPTS.get(language, ()), *_BESIDE.get(language, ())}
    return all(script(word[0]) in read or _is_latin(word[0]) for word in words(name))


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_LATIN)
