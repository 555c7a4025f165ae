"""How a report writes labels, times and codes."""

from __future__ import annotations

from datetime import datetime

from ..explain.facts import one_line
from ..grade.clocks import Clock
from ..playbook.words import Words
from ..prevent.outstanding import Outstanding, Urgency, urgency
from ..when import ago, is_known
from .account import Account
from .markup import item


class Wording:
    """Write the values of one account in the words of one language."""

    def __init__(self, account: Account, words: Words) -> None:
        self.account = account
        self.incident = account.incident
        self.words = words
        self.unknown = words("report.unknown")

    def item(self, label: str, text: str, *, depth: int = 0) -> str:
        """Give an item under one of the report's own labels; empty text is not known."""
        named = self.words(f"report.label.{label}")
        return item(
            text if one_line(text) else self.unknown,
            label=named,
            colon=self.words("report.colon"),
            depth=depth,
        )

    def labelled(self, label: str, text: str, *, depth: int = 0) -> str:
        """Give an item under any label."""
        return item(text, label=label, colon=self.words("report.colon"), depth=depth)

    def coded(self, prefix: str, code: str | None) -> str:
        """Give the words of a code, or that it is not known."""
        return self.words(f"{prefix}.{code}") if code else self.unknown

    def since(self, at: datetime) -> str:
        """Write a time, and how long after sending it was."""
        sent = self.incident.mail.sent_at
        if not is_known(at) or sent is None or sent is at or not compares(sent) or not compares(at):
            return self.time(at)
        code, count = ago(sent, at)
        return self.words(
            "report.joined", first=self.time(at), second=self.words(f"report.after.{code}", count=count)
        )

    def time(self, at: datetime | None) -> str:
        """Write a time to the minute, with the offset that it came with."""
        if at is None or not is_known(at):
            return self.unknown
        offset = f"{at:%z}"
        zone = f" {offset[:3]}:{offset[3:5]}" if offset else ""
        return f"{at:%Y-%m-%d %H:%M}{zone}"

    def state(self) -> str:
        """Say whether it is closed, and of what is left how much is overdue and since when."""
        still, words = self.account.open, self.words
        late = [one for one in still if self._urgency(one) == "overdue"]
        if self.incident.status == "closed":
            return words("report.state.closed")
        if not still:
            return words("report.state.nothing")
        if late:
            since = self.time(late[0].due)
            return words("report.state.overdue", count=len(still), late=len(late), since=since)
        return words("report.state.open", count=len(still), due=self.by(still[0]))

    def by(self, one: Outstanding) -> str:
        """Say by when something is to be done."""
        return self.words(f"prevent.ending.{self._urgency(one)}", due=self.time(one.due))

    def _urgency(self, one: Outstanding) -> Urgency:
        if not is_known(one.due):
            return "now"
        return urgency(one.key, late=compares(one.due) and one.due <= self.account.now)

    def has_passed(self, one: Clock) -> bool:
        """Tell whether a deadline has passed, as far as is known."""
        return one.due is not None and compares(one.due) and one.due <= self.account.now

    def law_until(self, one: Clock) -> str:
        """Name a law, and when its deadline ends at the earliest."""
        law = self.words(f"grade.clock.{one.id}.law", **one.values)
        return self.words("report.law-until", law=law, at=self.time(one.due))


def compares(at: datetime) -> bool:
    """Tell whether a time has an offset, and so can be held against another."""
    return at.utcoffset() is not None
