"""What is wrong with something that was read: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from .playbook.words import Words


class Fault(NamedTuple):
    """Name one fault: `where` is file and line, or file and key; `code` has words in interface.fault."""

    where: str
    code: str
    values: Mapping[str, Any] = {}

    def said(self, words: Words) -> str:
        """Give the fault as one line, `where: what is wrong, and what to do`."""
        return f"{self.where}: {words('interface.fault.' + self.code, **self.values)}"


def nearest(word: str, known: Any) -> str | None:
    """Give the known word that `word` was most likely meant to be, or None."""
    found = get_close_matches(str(word), [str(item) for item in known], n=1, cutoff=0.6)
    return found[0] if found else None
