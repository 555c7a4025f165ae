"""A pseudo-terminal around the app: keys go in as a terminal sends them, a screen takes what comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from wcwidth import wcwidth

# Seconds that anything may take before a wait gives up: far more than it does on a busy machine.
PATIENCE = 15.0
# Seconds after which what was typed must be on disk: 0.1, and as much again by half for the way there.
ON_DISK = 0.15

ENTER, ESCAPE, SPACE = b"\r", b"\x1b", b" "
UP, DOWN = b"\x1b[A", b"\x1b[B"
F1, F2, F3, F4, F5 = b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~"
F8, F10, F12 = b"\x1b[19~", b"\x1b[21~", b"\x1b[24~"
CTRL_N, CTRL_O, CTRL_Q = b"\x0e", b"\x0f", b"\x11"

# Make the terminal on standard input the controlling one, then become the program.
LOGIN = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"
APP = (sys.executable, "-m", "misdirect_tui")


def environment(home: Path, language: str = "en", **more: str) -> dict[str, str]:
    """Give what the app finds in its environment: nothing of the developer's own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "MISDIRECT_HOME": str(home),
        "MISDIRECT_LANGUAGE": language,
        "LANG": "en_US.UTF-8",
        "TERM": "xterm-256color",
        **({"PYTHONPATH": os.environ["TRY"]} if "TRY" in os.environ else {}),
    } | more


class Terminal:
    """Run the app in a terminal of so many columns and lines.

    `raw` is everything that came out, `screen` what stands on the glass after it.
    """

    def __init__(
        self, *arguments: str, environment: Mapping[str, str], size: tuple[int, int], cwd: Path | None = None
    ) -> None:
        columns, lines = size
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        self._set_size(columns, lines)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            (sys.executable, "-I", "-S", "-c", LOGIN, *APP, *arguments),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=cwd,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.hang_up()

    @property
    def lines(self) -> list[str]:
        """Give what stands on the screen."""
        return ["".join(self._cells(line)).rstrip() for line in range(self.screen.lines)]

    @property
    def text(self) -> str:
        """Give what stands on the screen as one text."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Give where the hardware cursor stands, as column and line from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    def place(self, text: str) -> tuple[int, int]:
        """Give the column and the line of the first cell of a text."""
        for line in range(self.screen.lines):
            cells = self._cells(line)
            for column in range(len(cells)):
                if cells[column] and "".join(cells[column:]).startswith(text):
                    return column, line
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def _cells(self, line: int) -> list[str]:
        """Give a line cell by cell; the second cell of a wide character is empty."""
        cells = [self.screen.buffer[line][column].data for column in range(self.screen.columns)]
        wide = [False] + [wcwidth(each[:1] or " ") == 2 for each in cells]
        return [each or ("" if after_wide else " ") for each, after_wide in zip(cells, wide, strict=False)]

    def send(self, *keys: bytes) -> None:
        """Send keys in one burst."""
        os.write(self.master, b"".join(keys))

    def resize(self, columns: int, lines: int) -> None:
        """Change the size as somebody does who pulls at the window; the kernel tells the app."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)

    def wait(self, happened: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Read until something has happened; fail with the screen where it does not."""
        end = time.monotonic() + patience
        while not happened():
            left = end - time.monotonic()
            if left <= 0 or not self.read(min(left, 0.1)):
                if happened():
                    return
                raise AssertionError(f"waited in vain for {what}; on the screen:\n{self.text}")

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Read until a text stands on the screen."""
        self.wait(lambda: text in self.text, repr(text), patience)

    def wait_gone(self, text: str, patience: float = PATIENCE) -> None:
        """Read until a text stands on the screen no more."""
        self.wait(lambda: text not in self.text, f"{text!r} to go", patience)

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing has come out for so many seconds."""
        end, seen, since = time.monotonic() + PATIENCE, len(self.raw), time.monotonic()
        while time.monotonic() < min(since + quiet, end) and self.read(0.05):
            if len(self.raw) != seen:
                seen, since = len(self.raw), time.monotonic()

    def read(self, seconds: float) -> bool:
        """Take what comes out next, for so many seconds at most; tell whether more may come."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            chunk = os.read(self.master, 65536)
        except OSError:
            # How Linux says that the last one at the other end has gone.
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        return bool(chunk)

    def read_until(self, moment: float) -> None:
        """Read on until a moment of the monotonic clock."""
        while (left := moment - time.monotonic()) > 0 and self.read(left):
            pass

    def stood_in_line(self) -> float:
        """Give for how many seconds the app's threads have waited for a processor; 0 where nobody tells."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return sum(int(each.read_text().split()[1]) for each in tasks.glob("*/schedstat")) / 1e9

    def left(self, patience: float = PATIENCE) -> int:
        """Read to the end and give the exit status."""
        end = time.monotonic() + patience
        while time.monotonic() < end and self.read(0.1):
            pass
        return self.process.wait(max(end - time.monotonic(), 0.1))

    def kill(self) -> None:
        """End the process as a pulled plug does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Close the window."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
