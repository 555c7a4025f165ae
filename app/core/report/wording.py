"""How a report writes labels, times and codes."""

from __future__ import annotations

from datetime import datetime

from ..explain.facts import one_line
from ..playbook.words import Words
from ..when import ago
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
        if sent is None or sent is at or not compares(sent) or not compares(at):
            return self.time(at)
        code, count = ago(sent, at)
        return self.words(
            "report.joined", first=self.time(at), second=self.words(f"report.after.{code}", count=count)
        )

    def time(self, at: datetime | None) -> str:
        """Write a time to the minute, with the offset that it came with."""
        if at is None:
            return self.unknown
        offset = f"{at:%z}"
        zone = f" {offset[:3]}:{offset[3:5]}" if offset else ""
        return f"{at:%Y-%m-%d %H:%M}{zone}"


def compares(at: datetime) -> bool:
    """Tell whether a time has an offset, and so can be held against another."""
    return at.utcoffset() is not None
