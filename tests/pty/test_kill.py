"""The process is killed at random moments of a walk: what was answered before that is there again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .conftest import SUBJECT, Launch, ready, record
from .neighbour import Neighbour
from .terminal import CTRL_Q, DOWN, ENTER, F3, F4, F5, Terminal

EVERYDAY, FULL = 2, 200
# Kills that one incident goes through.
LIVES = 5
# Seconds between two keys: faster than anybody answers.
RHYTHM = 0.05
# Seconds after which what was answered is there again, whatever happens.
ON_DISK = 0.1

# The rows of the grade step from the top, with the answers that their digits give.
QUESTIONS = {
    "grade.content": ("catalogue", "address-list", "quotation", "contract", "commentary"),
    "grade.recipient": ("colleague", "outsider", "customer", "supplier", "competitor", "competing-customer"),
    "grade.flags.personal-data": ("yes", "no", "unknown"),
    "grade.flags.credentials": ("yes", "no", "unknown"),
    "grade.flags.opened": ("yes", "no", "unknown"),
    "grade.flags.forwarded": ("yes", "no", "unknown"),
    "grade.flags.public": ("yes", "no", "unknown"),
    "grade.flags.recalled": ("yes", "no", "unknown"),
    "grade.flags.deleted-unread": ("yes", "no", "unknown"),
    "grade.flags.encrypted": ("yes", "no", "unknown"),
}
CAUSES = (
    "autocomplete",
    "wrong-thread",
    "reply-all",
    "wrong-file",
    "mail-merge",
    "wrong-group",
    "haste",
    "other",
)
NAME = "explain.wrong-recipient.0.name"
NAMES = ("海蓝灯具", "Ines", "北辰五金", "Joao")


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Neighbour]:
    """Let somebody else write beside the app."""
    with closing(Neighbour(tmp_path)) as beside:
        yield beside


class Stroke(NamedTuple):
    """Hold a key, and the value that stands in the record at a path once it has been taken in.

    Nobody answers what is not on the screen yet: the next key waits for `mark`.
    """

    key: bytes
    path: str = ""
    value: str = ""
    mark: str = ""


def strokes(kept: dict[str, Any], chance: random.Random) -> Iterator[Stroke]:
    """Give the keys of a walk that goes on where the record stands."""
    if value(kept, "grade.content") is None and value(kept, NAME) is None:
        yield from (Stroke(F4, mark="> "), Stroke(DOWN, mark=">   Name, wrong recipient"))
        name = chance.choice(NAMES)
        for length in range(1, len(name) + 1):
            yield Stroke(name[length - 1].encode(), NAME, name[:length])
    yield Stroke(F3, mark="What was in it?")
    for path in ([path for path in QUESTIONS if value(kept, path) is None] or list(QUESTIONS))[:4]:
        # Persons' data would ask more, in rows of its own.
        number = 1 if path.endswith("personal-data") else chance.randrange(len(QUESTIONS[path]))
        yield Stroke(str(number + 1).encode(), path, QUESTIONS[path][number])
    if value(kept, "prevent.cause") is None:
        number = chance.randrange(len(CAUSES))
        yield from (
            Stroke(F5, mark="How did it happen?"),
            Stroke(str(number + 1).encode(), "prevent.cause", CAUSES[number]),
        )


def value(kept: Any, path: str) -> Any:
    """Give what a record holds at a path, or None."""
    for name in path.split("."):
        if isinstance(kept, list):
            kept = kept[int(name)] if int(name) < len(kept) else None
        else:
            kept = kept.get(name) if isinstance(kept, dict) else None
    return kept


def walk_and_kill(
    terminal: Terminal, neighbour: Neighbour, walk: list[Stroke], chance: random.Random
) -> list[tuple[float, Stroke]]:
    """Walk, kill at a random moment, and give each stroke with how long before that it was sent.

    What a busy machine let the app wait for a processor does not count, nor what it let everybody wait
    for a disk; the way of a key through the terminal does.
    """

    def now() -> float:
        return time.monotonic() - terminal.stood_in_line() - neighbour.late()

    moment = time.monotonic() + chance.uniform(0, len(walk) * RHYTHM + 6 * ON_DISK)
    sent: list[tuple[float, Stroke]] = []
    for stroke in walk:
        if time.monotonic() >= moment:
            break
        terminal.send(stroke.key)
        sent.append((now(), stroke))
        terminal.read_until(min(time.monotonic() + RHYTHM, moment))
        while stroke.mark not in terminal.text and time.monotonic() < moment:
            terminal.read(0.01)
    terminal.read_until(moment)
    killed = now()
    terminal.kill()
    return [(killed - at, stroke) for at, stroke in sent]


def allowed(before: dict[str, Any], sent: list[tuple[float, Stroke]], path: str) -> set[Any]:
    """Give what may stand at a path: what the last stroke did that had its time, or one that came later."""
    may = {value(before, path)}
    for age, stroke in sent:
        if stroke.path == path:
            may = {stroke.value} if age > ON_DISK else may | {stroke.value}
    return may


def survives(launch: Launch, neighbour: Neighbour, home: Path, mail: Path, seed: int, kills: int) -> None:
    """Kill the app so often on one incident, and find it whole each time."""
    chance = random.Random(seed)
    terminal = ready(launch(mail, size=(80, 24)))
    for _ in range(kills):
        before = record(home)
        walk = list(strokes(before, chance))
        sent = walk_and_kill(terminal, neighbour, walk, chance)
        kept = record(home)
        for path in (*QUESTIONS, NAME, "prevent.cause"):
            may = allowed(before, sent, path)
            assert value(kept, path) in may, (
                f"{path}: {value(kept, path)!r} not in {may}, {sent}, {neighbour.late()}"
            )
        assert kept["mail"] == before["mail"]
        terminal = launch(size=(80, 24))
        terminal.wait_for("Something is unfinished")
        terminal.wait_for(SUBJECT)
        terminal.send(ENTER)
        terminal.wait_gone("Something is unfinished")
        terminal.wait_for("✓ The sent mail is kept")
        terminal.wait_for("F3 Grade")
    at_the_end = record(home)
    terminal.send(CTRL_Q)
    assert terminal.left() == 0
    closed = record(home)
    for path in (*QUESTIONS, NAME, "prevent.cause"):
        assert value(closed, path) == value(at_the_end, path)


def test_a_killed_process_loses_nothing_that_had_its_time(
    launch: Launch, neighbour: Neighbour, home: Path, mail: Path
) -> None:
    survives(launch, neighbour, home, mail, 1, EVERYDAY)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1_000, 1_000 + -(-FULL // LIVES)))
def test_a_process_killed_two_hundred_times_loses_nothing(
    launch: Launch, neighbour: Neighbour, home: Path, mail: Path, seed: int
) -> None:
    survives(launch, neighbour, home, mail, seed, LIVES)
