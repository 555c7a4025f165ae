"""Taking in what the register's survey finds, off the thread that draws."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..core.register.row import Row, order

if TYPE_CHECKING:
    from ..core.register.view import View
    from ..files.register import Survey


class Intake:
    """Hold the rows that were found by now, in the order of the register.

    `present` is the row of the incident on the desk, which its file may be behind; it takes the place
    of what the file says. `complete` tells that nothing more is to come; `all_in` is set then.
    `copies` are the faults of files that hold an incident which another one holds too.
    """

    def __init__(self, survey: Survey, view: View, present: Row | None = None) -> None:
        self.folder = survey.folder
        self.view = view
        self.present = present
        self.rows: list[Row] = [present] if present else []
        self.done = self.total = 0
        self.complete = False
        self.all_in = asyncio.Event()
        self.copies = survey.copies
        self._batches = survey.batches()

    async def take(self) -> None:
        """Take in what is found next."""
        batch = await asyncio.to_thread(next, self._batches, None)
        if batch is None:
            self.complete = True
            self.all_in.set()
            return
        self.done, self.total = batch.done, batch.total
        new = sorted(
            (row for row in batch.rows if self.present is None or row.file != self.present.file), key=order
        )
        in_order = not new or not self.rows or order(self.rows[-1]) <= order(new[0])
        self.rows += new
        if not in_order:
            self.rows.sort(key=order)

    async def take_to_first_asking(self) -> bool:
        """Take in until a row asks for something; tell whether one does."""
        while not self.complete and not any(map(self.view.asks, self.rows)):
            await self.take()
        return any(map(self.view.asks, self.rows))

    @property
    def asking(self) -> list[Row]:
        """Give the rows that are unfinished or due, the most pressing first; then those nobody could read."""
        unreadable = [row for row in self.rows if row.status == "unreadable"]
        return sorted(filter(self.view.asks, self.rows), key=self.view.pressing) + unreadable
