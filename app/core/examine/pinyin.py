"""Chinese names in Latin letters."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

READINGS = 6


@lru_cache(maxsize=256)
def readings(characters: str, *, usual: bool = False) -> tuple[tuple[str, ...], ...]:
    """Give the ways some Han characters are read, each as its syllables without tones, at most six.

    `usual` keeps the commonest reading of each character alone.
    The vowel that passports write `yu` comes as `v`, `u` and `yu`.
    """
    from pypinyin import Style, pinyin  # only names in Han characters need its tables

    each: list[tuple[str, ...]] = []
    for character in characters:
        found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        if not found:
            return ()
        each.append(
            tuple(
                dict.fromkeys(way for syllable in found[0][: 1 if usual else 3] for way in _written(syllable))
            )
        )
    return tuple(islice(product(*each), READINGS))


def _written(syllable: str) -> tuple[str, ...]:
    if "v" not in syllable:
        return (syllable,)
    return (syllable, syllable.replace("v", "u"), syllable.replace("v", "yu"))
