"""Print what the register costs with 10,000 records beside 10, each run in turn with the other.

Measured: from the key to the list with its newest incident, with the index and without; the start of
the app; a move of the cursor beside a key of the smallest Textual app, also while records are read that
no index knows; and the memory of each record.
Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, get_args

from bench_first_frame import QUIET, SMALLEST, Output, Program, measured, start
from misdirect_tui.core import ids
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.files.record import write_record

FEW, MANY = 10, 10_000
MOST_BYTES = 2048
NEWEST = datetime.fromisoformat("2025-11-18T17:00:00+08:00")
CTRL_O, DOWN, UP, GRADE = b"\x0f", b"\x1b[B", b"\x1b[A", b"\x1bOR"
# Times down and up again while records are read.
MOVES = 10
LETTER = "explain.letters.letter-wrong-recipient-1-en"
COMMAND = (sys.executable, "-m", "misdirect_tui")


class Run(NamedTuple):
    """Hold one measurement: seconds to the first frame, to the list, and from a move to its paint; bytes."""

    first_frame: float
    opened: float
    moved: float
    memory: float


class Target(NamedTuple):
    """Hold what is measured, the most that it may be, and how it is told."""

    name: str
    most: float
    ours: list[float]
    theirs: list[float]

    @property
    def ratio(self) -> float:
        """Give the ratio of the medians."""
        return statistics.median(self.ours) / statistics.median(self.theirs)

    def told(self) -> str:
        """Give one line."""
        each = sorted(one / other for one, other in zip(self.ours, self.theirs, strict=True))
        mine, least = statistics.median(self.ours), statistics.median(self.theirs)
        return (
            f"{self.name:34} {mine * 1e3:8.2f} ms beside {least * 1e3:8.2f} ms  ratio {self.ratio:5.2f} "
            f"({each[0]:.2f} to {each[-1]:.2f})  target {self.most}: {verdict(self.ratio <= self.most)}\n"
        )


def template() -> str:
    """Give a closed incident as most are: graded, written to, confirmed, a technique adopted."""
    mail = SentMail(
        sent_at=NEWEST,
        subject="SUBJECT",
        sender=Address(name="Mei Chen", address="mei@lampworks.example"),
        to=(Address(name="READER", address="reader@nordsee-handel.example"),),
        service="netease-enterprise",
        text="Dear Mr. Verano,\n\nPlease find the proforma invoice, total USD 61,320.\n\nMei\n",
        sha256="0" * 64,
    )
    incident = Incident.begin(id="IDENTITY", at=NEWEST + timedelta(minutes=1), mail=mail)
    changes: list[dict[str, Any]] = [
        {"stop.ticks.hands-off": "done"},
        {"grade.content": "contract", "grade.recipient": "customer"},
        {"grade.flags.opened": "yes", "grade.flags.forwarded": "unknown"},
        {
            f"{LETTER}.body": "Dear READER,\n\nI am sorry.\n",
            f"{LETTER}.copied_at": NEWEST + timedelta(minutes=8),
        },
        {f"{LETTER}.sent_at": NEWEST + timedelta(minutes=9)},
        {f"{LETTER}.confirmed_at": NEWEST + timedelta(minutes=59)},
        {"prevent.cause": "wrong-file", "prevent.techniques.final-check": {"choice": "adopted"}},
        {"status": "closed", "closed_at": NEWEST + timedelta(days=1)},
    ]
    for number, change in enumerate(changes):
        at = NEWEST + timedelta(minutes=number + 2)
        incident = incident.with_changes(change, at=at, event="closed" if "status" in change else "answered")
    return write_record(incident).decode()


def fill(home: Path, count: int) -> None:
    """Keep so many incidents, one each two hours back from the newest."""
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True, mode=0o700)
    text = template()
    contents, recipients, causes = (get_args(kind) for kind in (ids.Content, ids.Recipient, ids.Cause))
    for number in range(count):
        at = NEWEST - timedelta(hours=2 * number)
        name = f"{at:%Y%m%d-%H%M%S}-{number:04x}"
        record = text.replace("IDENTITY", name).replace("SUBJECT", f"NO-{number:05d} 确认 proforma invoice")
        record = record.replace("READER", f"Reader {number:05d}")
        for written, chosen in (
            ("contract", contents[number % 5]),
            ("customer", recipients[number % 6]),
            ("wrong-file", causes[number % 8]),
        ):
            record = record.replace(f'"{written}"', f'"{chosen}"')
        record = record.replace(f"{NEWEST:%Y-%m-%d}", f"{at:%Y-%m-%d}").replace("T17:", f"T{at:%H}:")
        record = record.replace(f"{NEWEST:%Y-%m-%d} 17:", f"{at:%Y-%m-%d} {at:%H}:")
        path = folder / f"{name}.toml"
        path.write_text(record, "utf-8")
        path.chmod(0o600)
        os.utime(path, (at.timestamp(), at.timestamp()))


def opened(home: Path, count: int, *, indexed: bool = True) -> Run:
    """Open the register once, and move in it once it is complete."""
    if not indexed:
        (home / "state" / "index.jsonl").unlink(missing_ok=True)
    began = time.perf_counter()
    pid, master = start(COMMAND, str(home))
    output = Output(master)
    moves = [0.0]
    try:
        first_frame = output.until(b"Stop", began)
        output.drain()
        pressed = time.perf_counter()
        os.write(master, CTRL_O)
        took = output.until(b"NO-00000" if indexed else b"All incidents", pressed)
        if indexed:
            if f"{count} in all".encode() not in output.seen:
                output.until(f"{count} in all".encode(), pressed)
            output.drain()
            moves = [moved(output, master, number) for number in range(1, 6)]
    finally:
        os.kill(pid, signal.SIGKILL)
        _, _, usage = os.wait4(pid, 0)
        os.close(master)
    # Kibibytes on Linux, bytes on macOS.
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(first_frame, took, statistics.median(moves), memory)


def moved_while_reading(home: Path) -> float:
    """Move in a step while records are read that no index knows; give the seconds from a key to its paint."""
    index = home / "state" / "index.jsonl"
    index.unlink(missing_ok=True)
    pid, master = start(COMMAND, str(home))
    output = Output(master)
    took: list[float] = []
    try:
        output.until(b"Stop", time.perf_counter())
        output.drain()
        os.write(master, GRADE)
        output.drain()
        for key in (DOWN, UP) * MOVES:
            pressed = time.perf_counter()
            os.write(master, key)
            took.append(output.until(b">", pressed))
            output.drain(QUIET / 4)
        if index.exists() and len(index.read_bytes().splitlines()) > MANY:
            raise RuntimeError("everything was read before the last move")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.wait4(pid, 0)
        os.close(master)
    return statistics.median(took)


def moved(output: Output, master: int, number: int) -> float:
    """Move down to the row of this number; give the seconds until it is painted."""
    pressed = time.perf_counter()
    os.write(master, DOWN)
    took = output.until(b"NO-%05d" % number, pressed)
    output.drain(QUIET / 2)
    return took


def indexed_by_a_command(home: Path) -> float:
    """List every incident, which writes the index; give the seconds."""
    began = time.perf_counter()
    environment = {**os.environ, "MISDIRECT_HOME": str(home)}
    subprocess.run((*COMMAND, "list", "--json"), env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=7, help="runs of each, after one that warms the caches")
    runs = parser.parse_args().n + 1
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        for home, count in ((few, FEW), (many, MANY)):
            fill(home, count)
        script = Path(folder, "smallest.py")
        script.write_text(SMALLEST, "utf-8")
        smallest = Program((sys.executable, str(script)), b"SMALLEST", (b"x",), b"PAINTED")
        anew, again = indexed_by_a_command(many), indexed_by_a_command(many)
        indexed_by_a_command(few)
        found = [(opened(many, MANY), opened(few, FEW), measured(smallest)) for _ in range(runs)][1:]
        reading = [moved_while_reading(many) for _ in range(runs)][1:]
        cold = [(opened(many, MANY, indexed=False), opened(few, FEW, indexed=False)) for _ in range(runs)][1:]
    big, small, least = ([each[place] for each in found] for place in range(3))
    targets = (
        Target("the list, with the index", 1.5, [one.opened for one in big], [one.opened for one in small]),
        Target(
            "the screen, without the index",
            1.5,
            [one.opened for one, _ in cold],
            [one.opened for _, one in cold],
        ),
        Target(
            "the first frame of the app",
            1.5,
            [one.first_frame for one in big],
            [one.first_frame for one in small],
        ),
        Target(
            "a move, beside the smallest app",
            3.0,
            [one.moved for one in big],
            [one.key_to_paint for one in least],
        ),
        Target("moving while it reads", 3.0, reading, [one.key_to_paint for one in least]),
    )
    for target in targets:
        sys.stdout.write(target.told())
    each = (statistics.median(one.memory for one in big) - statistics.median(one.memory for one in small)) / (
        MANY - FEW
    )
    sys.stdout.write(
        f"{'memory of each record':34} {each:8.0f} bytes  "
        f"target {MOST_BYTES}: {verdict(each <= MOST_BYTES)}\n"
    )
    sys.stdout.write(f"the command list over {MANY}: {anew:.1f} s without an index, {again:.2f} s with it\n")
    return 0 if each <= MOST_BYTES and all(target.ratio <= target.most for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
