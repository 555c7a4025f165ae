"""Keys pressed before it is known what the walk begins with: they wait for that, in their order."""

from __future__ import annotations

import asyncio
import contextlib

from textual import events

from .commands import COMMANDS
from .keeping import Keeping

# Seconds that keys wait at the longest; after that they act on what stands there.
LONGEST = 5.0
_LEAVING = frozenset(key for command in COMMANDS if command.id == "quit" for key in command.keys)
# Whoever asks for all incidents needs no list of those that are unfinished.
_LISTING = frozenset(key for command in COMMANDS if command.id == "incidents" for key in command.keys)


class EarlyKeys(Keeping):
    """Hold keys back until the list of what is unfinished is there, or there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = False
        self._holding = False
        self._held: list[events.Key] = []

    def hold_keys(self) -> None:
        """Hold every key back but those that leave, from now on."""
        self._holding = True

    def is_early(self, event: events.Event) -> bool:
        """Tell whether an event is a key that waits; it then acts later."""
        if not self._holding or not isinstance(event, events.Key) or event.key in _LEAVING:
            return False
        if event.key in _LISTING and not self._held:
            self._holding = False
            return False
        self._held.append(event)
        if self.standing:
            self.say("list-coming")
        return True

    async def let_keys_go(self, until: asyncio.Event | None = None) -> None:
        """Let the keys act that waited, once `until` is set, behind what was called for before."""
        if until is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), LONGEST)
        self.call_later(self._act_on_held)

    async def _act_on_held(self) -> None:
        """Act on the keys that waited; behind a list that they have closed, nobody can have meant them."""
        self._holding = False
        self.unsay("list-coming")
        held, self._held = self._held, []
        listed = self.screen if len(self.screen_stack) > 1 else None
        for event in held:
            if listed is not None and listed not in self.screen_stack:
                return
            await self.on_event(event)
