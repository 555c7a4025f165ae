"""Measure how long reading takes of a long real record, and of those that weigh as much of one thing.

Run as `.venv/bin/python tests/bench/bench_record.py`: processor time in milliseconds, the best of three.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from misdirect_tui.files.record import read_record, write_record

from tests.incidents import long_lived
from tests.monsters import MONSTERS

MOST = 200
ROUNDS = 3


def main() -> int:
    records = {"a long real one": write_record(long_lived(events=2_500, edits=10))}
    records |= {name: monster.of_a_moment() for name, monster in MONSTERS.items()}
    slow = 0
    for name, data in records.items():
        taken = []
        for _ in range(ROUNDS):
            started = time.process_time()
            read_record(data, "record.toml")
            taken.append((time.process_time() - started) * 1000)
        slow += min(taken) > MOST
        sys.stdout.write(f"{name:32} {len(data):9,} bytes {min(taken):6.0f} ms\n")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
