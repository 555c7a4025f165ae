"""The process is killed at a random moment of a walk: what was answered before is there again."""

from __future__ import annotations

import random
import time
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .conftest import Launch, ready, record
from .terminal import CTRL_Q, DOWN, ENTER, F2, F3, F4, ON_DISK, Terminal

EVERYDAY, FULL = 6, 200
# Seconds between two keys: faster than anybody, slower than a paste.
RHYTHM = 0.04


class Stroke(NamedTuple):
    """Hold a key, and where in the record which value must stand after it; None takes back what stood there."""

    key: bytes
    path: tuple[str, ...] = ()
    value: str = ""


WALK = (
    Stroke(F3),
    Stroke(b"4", ("grade", "content"), "contract"),
    Stroke(b"6", ("grade", "recipient"), "competing-customer"),
    Stroke(b"1", ("grade", "flags", "personal-data"), "yes"),
    Stroke(b"2", ("grade", "flags", "credentials"), "no"),
    Stroke(b"3", ("grade", "flags", "opened"), "unknown"),
    Stroke(F4),
    Stroke(DOWN),
    Stroke(DOWN),
    Stroke("海".encode(), ("explain", "name"), "海"),
    Stroke("蓝".encode(), ("explain", "name"), "海蓝"),
    Stroke("灯".encode(), ("explain", "name"), "海蓝灯"),
    Stroke(b"\x7f", ("explain", "name"), "海蓝"),
    Stroke("具".encode(), ("explain", "name"), "海蓝具"),
    Stroke(DOWN),
    Stroke(F3),
    Stroke(F2),
    Stroke(F3),
)
"""A walk through grade and explain; a rhythm of its own lets the kill fall before, between and within keys."""


def walked(terminal: Terminal, chance: random.Random) -> list[tuple[float, Stroke]]:
    """Walk until a random moment, and kill; give the strokes with the times at which they were sent."""
    begun = time.monotonic()
    moment = begun + chance.uniform(0, (len(WALK) + 2) * RHYTHM)
    sent = []
    for number, stroke in enumerate(WALK):
        terminal.read_until(min(begun + number * RHYTHM, moment))
        if time.monotonic() >= moment:
            break
        terminal.send(stroke.key)
        sent.append((time.monotonic(), stroke))
    terminal.read_until(moment)
    terminal.kill()
    return sent


def test_it(launch: Launch) -> None: ...
