"""What is noted while a mail is read, and how much of it is looked at."""

from __future__ import annotations

from typing import NamedTuple

DETAIL_LIMIT = 120
MOST_PROBLEMS = 50
# Characters of an HTML source that are looked at.
HTML_LIMIT = 1_000_000


class Problem(NamedTuple):
    """Say what could not be read as it should be: a code, and a short value such as a header's name."""

    code: str
    detail: str = ""


class Notes:
    """Gather problems while a mail is read: each once, in their order, details kept short."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def add(self, code: str, detail: str = "") -> None:
        """Note a problem."""
        from .charset import clean

        shown = clean(detail)
        if len(shown) > DETAIL_LIMIT:
            shown = shown[: DETAIL_LIMIT - 1] + "\N{HORIZONTAL ELLIPSIS}"
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.setdefault(Problem(code, shown))

    def all(self) -> tuple[Problem, ...]:
        """Give the problems in the order they were met."""
        return tuple(self._problems)
