"""Notices: what is said in passing, each for a while, in the language of the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from shlex import quote
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from textual.app import App
from textual.widgets._toast import Toast, ToastHolder

from .core.fault import Fault
from .core.playbook.words import Words
from .core.visible import visible

if TYPE_CHECKING:
    from .situation import Situation

Severity = Literal["information", "warning"]

# Seconds that a notice stands, and that a fault does, which is longer to read.
STANDS, FAULT_STANDS = 8.0, 15.0
MOST_FAULTS = 2
# What a mail lacks, that somebody has to give.
WANTED = ("mail.date-", "mail.recipients-", "mail.entry-")
# The file in the place of a fault.
_FILE = re.compile(r".+?\.(?:toml|j2)(?=:|\Z)")


class Notice(NamedTuple):
    """Hold one notice: its code, how it is told in some words, and until when it stands."""

    code: str
    severity: Severity
    told: Callable[[Words], str]
    until: float


class Notices(App[int]):
    """Say things in passing; what no longer holds gives way."""

    situation: Situation

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Notice] = {}

    def say(self, code: str, *, severity: Severity = "information", **values: Any) -> None:
        """Show one notice in the words of interface.notice.<code>.

        It takes the place of what was said before under the same code, and of whatever was no warning. A
        value that is itself said in words is what gives it for some words: a notice follows the language.
        """

        def told(words: Words) -> str:
            said = {name: value(words) if callable(value) else value for name, value in values.items()}
            return words(f"interface.notice.{code}", **said)

        self._say(code, told, severity)

    def remark(self, key: str, *, severity: Severity = "information") -> None:
        """Show one notice in the words of a key that is given whole."""
        self._say(key, lambda words: words(key), severity)

    def _say(self, code: str, told: Callable[[Words], str], severity: Severity) -> None:
        notice = Notice(code, severity, told, monotonic() + STANDS)
        text = notice.told(self.situation.words)
        passing = severity == "information"
        self._take_away(
            said
            for said, one in self._said.items()
            if said != text and (one.code == code or (passing and one.severity == severity))
        )
        self._show(notice)

    def unsay(self, *codes: str) -> None:
        """Take notices away that no longer hold."""
        self._take_away(said for said, one in self._said.items() if one.code in codes)

    def complain(self, faults: tuple[Fault, ...]) -> None:
        """Show the first faults, one of each kind, and how many more there are.

        Nobody can mend a mail that was sent; what must be given in place of what it lacks comes first, and
        a key that is not known, by which no answer is lost, last.
        """
        faults = tuple(sorted(faults, key=_last))
        first = list({fault.code: fault for fault in reversed(faults)}.values())[::-1][:MOST_FAULTS]
        until = monotonic() + FAULT_STANDS
        for fault in first:
            self._show(Notice(fault.code, "warning", fault.said, until))
        if left := len(faults) - len(first):
            more = "more-problems" if faults[-1].code.startswith("mail.") else "more-faults"
            told = f"interface.notice.{more}"
            values = {"count": left, "file": file_named(faults)}
            self._show(Notice(more, "warning", lambda words: words(told, **values), until))

    def retell(self) -> None:
        """Say what still stands in the language that the screen has now."""
        standing = [notice for notice in self._said.values() if notice.until > monotonic()]
        self._take_away(list(self._said))
        for notice in standing:
            self._show(notice)

    def _show(self, notice: Notice) -> None:
        """Show a notice, unless the same one still stands there."""
        now, text = monotonic(), notice.told(self.situation.words)
        self._said = {said: one for said, one in self._said.items() if one.until > now}
        if text not in self._said:
            self._said[text] = notice
            self.notify(text, severity=notice.severity, timeout=notice.until - now, markup=False)

    def _take_away(self, texts: Iterable[str]) -> None:
        gone = set(texts)
        self._said = {said: one for said, one in self._said.items() if said not in gone}
        for each in [each for each in self._notifications if each.message in gone]:
            self._unnotify(each)
        for screen in self.screen_stack if self.is_running else ():
            for toast in screen.query(Toast):
                holder = toast.parent
                if toast._notification.message in gone and isinstance(holder, ToastHolder):
                    # It would keep a row of the screen, empty.
                    holder.remove()


def _last(fault: Fault) -> int:
    return 0 if fault.code.startswith(WANTED) else 2 if fault.code.startswith("unknown-key") else 1


def file_named(faults: Iterable[Fault]) -> str:
    """Give the first file that faults name, as a shell takes it."""
    file = next((found[0] for fault in faults if (found := _FILE.match(fault.where))), "RECORD")
    return visible(quote(file))
