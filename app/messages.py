"""What travels up from rows and fields to the app, which alone changes the incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.message import Message

from .core.ids import Happening


class Committed(Message):
    """Ask for one event: `changes` maps dotted paths to plain values, None taking a value away."""

    def __init__(self, event: Happening, changes: Mapping[str, Any]) -> None:
        self.event: Happening = event
        self.changes = changes
        super().__init__()


class Typed(Message):
    """Hand on text that is still being typed."""

    def __init__(self, changes: Mapping[str, Any]) -> None:
        self.changes = changes
        super().__init__()


class Rested(Message):
    """Say that typing has ended for now: what was typed becomes one event."""


class WentOn(Message):
    """Ask to move to the next row, and after the last one to the next step."""


class LetterWanted(Message):
    """Ask the preview to show the letter of this key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class ActionWanted(Message):
    """Ask for one of the app's actions, by the name that the command table gives it."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__()
