"""The process is killed at random moments of a walk: what was answered before that is there again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .conftest import SUBJECT, Launch, ready, record
from .terminal import CTRL_Q, CTRL_U, DOWN, ENTER, F2, F3, F4, F5, ON_DISK, Terminal

EVERYDAY, FULL = 6, 200
# Kills that one incident goes through before a new one is begun.
LIVES = 3
# Seconds between two keys: faster than anybody answers.
RHYTHM = 0.04
# Of so many starts, the share that is killed while the app is still coming up.
STILLBORN = 0.1

CONTENTS = ("catalogue", "address-list", "quotation", "contract", "commentary")
RECIPIENTS = ("colleague", "outsider", "customer", "supplier", "competitor", "competing-customer")
ANSWERS = ("yes", "no", "unknown")
NAMES = ("海蓝灯具", "Ines Vogel", "北辰五金", "Joao Prado")
BAND = "band"


class Stroke(NamedTuple):
    """Hold a key, and which value must stand where in the record once it has been taken in."""

    key: bytes
    where: str = ""
    value: str | None = None


def strokes(chance: random.Random) -> Iterator[Stroke]:
    """Give the keys of one walk through grade and explain, other answers each time."""
    yield Stroke(F3)
    # From the first question on, whichever had the cursor before.
    yield from [Stroke(b"\x1b[A")] * 12
    for where, values in (
        ("content", CONTENTS),
        ("recipient", RECIPIENTS),
        ("personal-data", ANSWERS),
        ("credentials", ANSWERS),
    ):
        number = chance.randrange(len(values))
        yield Stroke(str(number + 1).encode(), where, values[number])
    yield Stroke(F4)


def test_x(): ...
