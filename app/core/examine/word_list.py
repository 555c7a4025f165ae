"""Long lists of words in little memory."""

from __future__ import annotations

from collections.abc import Iterable

_SHELVES = 64


class WordList:
    """Hold many words; asked like a set, in a quarter of a set's memory.

    The words of a shelf stand in one text, a space before and after each; none holds a space itself.
    """

    __slots__ = ("_shelves",)

    def __init__(self, words: Iterable[str]) -> None:
        shelves = [[""] for _ in range(_SHELVES)]
        for word in words:
            shelves[ord(word[0]) % _SHELVES].append(word)
        self._shelves = tuple(" ".join((*shelf, "")) for shelf in shelves)

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is one of them; the empty one never is, nor one that holds a space."""
        return bool(word) and " " not in word and f" {word} " in self._shelves[ord(word[0]) % _SHELVES]
