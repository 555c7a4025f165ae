"""A neighbour of the app: does next to nothing, and tells by how much the machine made it late.

Run as a program with the name of a file: writes there, round after round, as the app writes a record.
What it is late by, because disk or processor stood still, the app could not do anything about either.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

# Seconds from one round to the next, and what a round may take before it is late.
PAUSE, ROUND = 0.01, 0.02


class Neighbour:
    """Run beside an app whose files lie in the same file system."""

    def __init__(self, folder: Path) -> None:
        self._told = folder / "neighbour"
        self._process = subprocess.Popen((sys.executable, "-I", "-S", __file__, str(self._told)))
        while not self._told.exists():
            if self._process.poll() is not None:
                raise RuntimeError("what writes beside the app did not start")
            time.sleep(PAUSE)

    def close(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()

    def late(self) -> float:
        """Give for how many seconds the machine has stood still so far."""
        late, last = map(float, self._told.read_text().split())
        return late + max(0.0, time.monotonic() - last - ROUND)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".partial")
    with beside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def main(path: Path) -> None:
    """Tell without end how late it has become, and when that was."""
    late, last = 0.0, time.monotonic()
    while True:
        write(path, f"{late} {last}")
        time.sleep(PAUSE)
        now = time.monotonic()
        late += max(0.0, now - last - ROUND)
        last = now


if __name__ == "__main__":
    main(Path(sys.argv[1]))
