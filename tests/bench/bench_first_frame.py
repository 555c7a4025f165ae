"""Print first frame, key to paint and peak memory beside the smallest Textual app, run in turn with it.

A time says little on a machine that does other things as well; a ratio of two that ran in turn holds.
Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

COLUMNS, LINES = 120, 40
# Seconds: for anything to happen at all, and of silence after which nothing more is expected.
PATIENCE, QUIET = 20.0, 0.4
# The steps that the walk still comes through: explain, prevent, and back to stop.
WALK = (b"\x1bOS", b"\x1b[15~", b"\x1bOQ")

SMALLEST = """
from textual.app import App
from textual.widgets import Label
class Smallest(App):
    BINDINGS = [("x", "x", "x")]
    def compose(self):
        yield Label("SMALLEST")
    def action_x(self):
        self.query_one(Label).update("PAINTED!")
Smallest().run()
"""

# A mail as it comes out of a Chinese mailbox: read, suggested from, and guarded against in the letters.
MAIL = """\
Date: Tue, 4 Mar 2025 16:08:12 +0800 (CST)
From: =?gb2312?B?wdbhsA==?= <lin@qingyuan-tools.example>
To: =?gb2312?B?zfXOsA==?= <einkauf@hafenlicht.example>
Subject: =?gb2312?B?0M7Kvbeixrg=?= PI-7043 Lakeside Tools
X-Mailer: Coremail Webmail Server Version XT5.0.14 ntes_qiye
Content-Type: text/plain; charset=us-ascii

Dear Mark, the proforma invoice over USD 18,240 is attached.
"""


class Program(NamedTuple):
    """Hold what is started, what its first frame says, the keys, and what the last of them paints.

    `then` are the keys that follow, for what all of it takes of memory.
    """

    command: Sequence[str]
    mark: bytes
    keys: Sequence[bytes]
    painted: bytes
    then: Sequence[bytes] = ()


class Run(NamedTuple):
    """Hold one measurement: seconds to the first frame and from key to paint, and bytes at the peak."""

    first_frame: float
    key_to_paint: float
    memory: float


class Target(NamedTuple):
    """Hold what is measured, the most that its ratio may be, and how it is told."""

    name: str
    most: float
    unit: str
    scale: float


TARGETS = (
    Target("first frame", 2.0, "s", 1),
    Target("key to paint", 3.0, "ms", 1e3),
    Target("peak memory", 1.8, "MiB", 1 / 2**20),
)


def start(command: Sequence[str], home: str) -> tuple[int, int]:
    """Start a command in a pseudo-terminal; give its process and the terminal's other end."""
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update(
            TERM="xterm-256color",
            COLORTERM="truecolor",
            LANG="en_US.UTF-8",
            MISDIRECT_HOME=home,
            MISDIRECT_LANGUAGE="en",
        )
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.execvp(command[0], list(command))
    return pid, master


class Output:
    """Read what a program puts out, and tell it where the program ends too early."""

    def __init__(self, master: int) -> None:
        self.master = master
        self.seen = bytearray()

    def read(self) -> None:
        try:
            self.seen += os.read(self.master, 65536)
        except OSError as error:
            raise RuntimeError(f"it has ended; the last was {bytes(self.seen[-2000:])!r}") from error

    def until(self, mark: bytes, since: float) -> float:
        """Read until a text comes out; give the seconds since then."""
        before = len(self.seen)
        while time.perf_counter() - since < PATIENCE:
            if select.select([self.master], [], [], 0.2)[0]:
                self.read()
                if mark in self.seen[before:]:
                    return time.perf_counter() - since
        raise TimeoutError(f"{mark!r} never came out; the last was {bytes(self.seen[-2000:])!r}")

    def drain(self, quiet: float = QUIET) -> None:
        """Read until nothing has come out for so many seconds."""
        while select.select([self.master], [], [], quiet)[0]:
            self.read()


def measured(program: Program) -> Run:
    """Run a program once in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        pid, master = start(program.command, home)
        output = Output(master)
        try:
            first_frame = output.until(program.mark, began)
            output.drain()
            for key in program.keys[:-1]:
                os.write(master, key)
                output.drain(QUIET / 2)
            pressed = time.perf_counter()
            os.write(master, program.keys[-1])
            key_to_paint = output.until(program.painted, pressed)
            output.drain()
            for key in program.then:
                os.write(master, key)
                output.drain()
        finally:
            os.kill(pid, signal.SIGKILL)
            _, _, usage = os.wait4(pid, 0)
            os.close(master)
    # Kibibytes on Linux, bytes on macOS.
    return Run(first_frame, key_to_paint, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=9, help="runs of each, after one that warms the caches")
    runs = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "smallest.py")
        script.write_text(SMALLEST, "utf-8")
        mail = Path(folder, "sent.eml")
        mail.write_text(MAIL, "utf-8")
        app, answers = (sys.executable, "-m", "misdirect_tui"), (b"\x1bOR", b"4", b"3")
        ours = Program(app, b"Stop", answers, b"serious", WALK)
        on_a_mail = Program((*app, str(mail)), b"Stop", answers, b"serious", WALK)
        smallest = Program((sys.executable, str(script)), b"SMALLEST", (b"x",), b"PAINTED")
        pairs = [(measured(ours), measured(smallest)) for _ in range(runs + 1)][1:]
        peak = measured(on_a_mail).memory / statistics.median(least.memory for _, least in pairs)
    missed = False
    for place, target in enumerate(TARGETS):
        mine, least = (statistics.median(pair[which][place] for pair in pairs) for which in (0, 1))
        spread = sorted(pair[0][place] / pair[1][place] for pair in pairs)
        ratio = mine / least
        missed = missed or ratio > target.most
        sys.stdout.write(
            f"{target.name:13} {mine * target.scale:8.3f} {target.unit:3} smallest app "
            f"{least * target.scale:8.3f} {target.unit:3} ratio {ratio:5.2f} "
            f"({spread[0]:.2f} to {spread[-1]:.2f})  target {target.most}: "
            f"{'met' if ratio <= target.most else 'MISSED'}\n"
        )
    most = TARGETS[-1].most
    missed = missed or peak > most
    sys.stdout.write(
        f"peak memory, from a mail through all steps: ratio {peak:.2f}  target {most}: "
        f"{'met' if peak <= most else 'MISSED'}\n"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
