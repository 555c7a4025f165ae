"""What rows and fields may ask of the app, which alone changes the incident.

They ask by call and not by message: a message passes through the queue of every widget above, and a
key must reach the meter before the next frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from textual.widget import Widget

from .core.ids import Happening


class Walkway(Protocol):
    """Describe the app as the rows know it."""

    def commit(self, event: Happening, changes: Mapping[str, Any]) -> None:
        """Make one event; `changes` maps dotted paths to plain values, None taking a value away."""

    def type_in(self, changes: Mapping[str, Any]) -> None:
        """Take over text that is still being typed."""

    def rest(self) -> None:
        """Turn what was typed into one event."""

    def go_on(self, *, past_done: bool = False) -> None:
        """Move to the next row, `past_done` to the next that is open; after the last to the next step."""

    def show_letter(self, key: str) -> None:
        """Let the preview show the letter of this key."""

    def tell(self, code: str) -> None:
        """Show the notice of a code."""

    def untell(self, code: str) -> None:
        """Take the notice of a code away, where it stands and no longer holds."""

    def wish(self, action: str) -> None:
        """Run one of the app's actions, by the name that the command table gives it."""


def walkway(widget: Widget) -> Walkway:
    """Give the app that a row or a field stands in."""
    return cast("Walkway", widget.app)
