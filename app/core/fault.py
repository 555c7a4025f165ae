"""What is wrong with something that was read: where, what, and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from .playbook.words import Words

_LONGEST = 60
_WIDEST = 1_000


class Term(NamedTuple):
    """Name something that a fault speaks of, in the words of interface.term, filled with `values`.

    Where there are no words for the code, `otherwise` of the values is said.
    """

    code: str
    values: Mapping[str, Any] = {}

    def said(self, words: Words) -> str:
        """Give the term in words."""
        key = f"interface.term.{self.code}"
        return words(key, **self.values) if key in words else str(self.values["otherwise"])


class Fault(NamedTuple):
    """Name one fault: `where` is file and line, or file and key, or "" where it lies in no file.

    `code` has words in interface.fault; one that begins with "grade." is itself the key of its words.
    A value that is a list is what there is to choose from; one that is a term is said in words.
    """

    where: str
    code: str
    values: Mapping[str, Any] = {}

    def said(self, words: Words) -> str:
        """Give the fault as one line, `where: what is wrong, and what to do`."""
        key = self.code if self.code.startswith("grade.") else f"interface.fault.{self.code}"
        values = {name: _joined(words, value) for name, value in self.values.items()}
        said = words(key, **values)
        return f"{_short(self.where)}: {said}" if self.where else said


def _short(where: str) -> str:
    """Give a place short enough for one line: of a key that fills a page, its beginning and its end."""
    if len(where) <= _WIDEST:
        return where
    return f"{where[: _WIDEST // 2]}\N{HORIZONTAL ELLIPSIS}{where[-_WIDEST // 4 :]}"


class RefusedError(OSError):
    """Say what the app itself refuses to do on the disk; `code` has words in interface.term."""

    def __init__(self, code: str, number: int, path: str) -> None:
        super().__init__(number, os.strerror(number), path)
        self.code = code


def why_not(error: OSError) -> Term:
    """Name why the system refused something; what is rare is said in its own words."""
    if isinstance(error, RefusedError):
        return Term(error.code)
    code = errno.errorcode.get(error.errno or 0, "")
    return Term(f"os.{code}", {"otherwise": error.strerror or type(error).__name__})


def cannot_read(where: str, error: OSError) -> Fault:
    """Give the fault of a file that the system would not let be read."""
    return Fault(where, "cannot-read", {"what": why_not(error)})


def _joined(words: Words, value: Any) -> Any:
    """Give the words of a term, and the one text of several to choose from."""
    if isinstance(value, Term):
        return value.said(words)
    if not isinstance(value, tuple | list):
        return value
    *others, last = value or ("",)
    listed = words("interface.choice.next").join(others)
    return f"{listed}{words('interface.choice.last')}{last}" if others else last


def nearest(word: str, known: Any, *, cutoff: float = 0.6) -> str | None:
    """Give the known word that `word` was most likely meant to be, in whatever case, or None.

    `cutoff` is how alike they have to be, from 0 to 1.
    """
    word, spelt = str(word).casefold(), {str(item).casefold(): str(item) for item in known}
    if len(word) > _LONGEST:
        return None
    from difflib import get_close_matches

    found = get_close_matches(word, spelt, n=1, cutoff=cutoff)
    return spelt[found[0]] if found else None
