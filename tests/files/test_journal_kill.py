"""A process that saves as fast as it can, killed again and again: the last whole state is always there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from misdirect_tui.files.kept import kept
from misdirect_tui.files.record import read_record

EVERYDAY, FULL = 10, 200
CHUNK = 5
PATIENCE = 20.0

# One process that has everything imported; for each line it is sent, a child of it saves without end.
SCRIPT = """
import os, sys
from pathlib import Path
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files.journal import Journal
from tests.incidents import begun

folder = Path(sys.argv[1])
acknowledged = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

def saved(incident, error):
    assert error is None, error
    os.write(acknowledged, f"{incident.mail.subject}\\n".encode())

def save(first, endless):
    journal = Journal(folder, saved)
    number = first
    while endless:
        journal.submit(begun(SentMail(subject=str(number), text="x\\n" * (number * 37 % 400))))
        number += 1
    journal.submit(begun(SentMail(subject=str(first))))
    assert journal.close()

print("ready", flush=True)
for line in sys.stdin:
    command, first = line.split()
    child = os.fork()
    if not child:
        save(int(first), command == "endless")
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("over", flush=True)
"""


class Saver:
    """Hold the process whose children are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "incidents"
        self.acknowledged = folder / "acknowledged"
        self.acknowledged.touch()
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, self.folder, self.acknowledged],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert self.answer() == "ready"

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def send(self, command: str, first: int) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command} {first}\n")
        self.process.stdin.flush()
        return int(self.answer())

    def last(self) -> int:
        """Give the number of the last state that was said to be on disk."""
        lines = self.acknowledged.read_bytes().split(b"\n")
        return int(lines[-2]) if len(lines) > 1 else -1


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[Saver]:
    saver = Saver(tmp_path)
    yield saver
    assert saver.process.stdin is not None
    assert saver.process.stdout is not None
    saver.process.stdin.close()
    saver.process.wait(PATIENCE)
    saver.process.stdout.close()


def chunks() -> list[object]:
    short, long = EVERYDAY // CHUNK, FULL // CHUNK
    return [*range(short), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(short, long))]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be killed like this here")
@pytest.mark.parametrize("seed", chunks())
def test_a_process_killed_at_any_moment_leaves_its_last_whole_state(saver: Saver, seed: int) -> None:
    chance = random.Random(seed)
    first = 0
    for _ in range(CHUNK):
        child = saver.send("endless", first)
        deadline = time.monotonic() + PATIENCE
        while saver.last() < first:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        os.kill(child, signal.SIGKILL)
        assert saver.answer() == "over"
        (path,) = kept(saver.folder)
        found = read_record(path.read_bytes(), "killed.toml")
        assert found.faults == ()
        assert found.incident is not None
        number = int(found.incident.mail.subject)
        # What was said to be on disk is there, or something newer.
        assert number >= saver.last() >= first
        assert found.incident.mail.text == "x\n" * (number * 37 % 400)
        assert len(list(saver.folder.iterdir())) <= 2
        first = number + 1
        # The next process writes a state that does not go on from this one.
        path.unlink()
    saver.send("once", first)
    assert saver.answer() == "over"
    assert [entry.name for entry in saver.folder.iterdir()] == [path.name]
