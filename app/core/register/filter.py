"""Finding rows by what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .row import Row, folded
from .view import View

Told = Mapping[str, Mapping[str | None, str]]
"""The words of ids, folded: for each of `content`, `recipient`, `cause`, `band`, `status`."""


def matching(rows: Sequence[Row], asked: str, told: Told, view: View) -> list[Row]:
    """Give the rows that hold every word of `asked`, in their order.

    A word is found anywhere in the subject, the names and addresses, the id, and in the words of
    content, recipient, cause, band and status. Letter case and width make no difference.
    """
    found = list(rows)
    for word in folded(asked).split():
        wanted = word.encode("utf-8", "replace")
        hits = {name: {key for key, text in texts.items() if word in text} for name, texts in told.items()}
        contents, recipients, causes, statuses, bands = (
            hits.get(name, set()) for name in ("content", "recipient", "cause", "status", "band")
        )
        found = [
            row
            for row in found
            if wanted in row.search
            or row.content in contents
            or row.recipient in recipients
            or row.cause in causes
            or row.status in statuses
            or (bands and row.fault is None and view.band(row) in bands)
        ]
    return found
