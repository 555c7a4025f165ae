"""A crash of the real app: the terminal is given back, and one line is said that holds no content."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from . import terminal as terminals
from .conftest import READER, Launch, ready, record, strings
from .terminal import CTRL_Q, DOWN, F1, F3, F4, Terminal

SECRET = "Zwetschge-4711"

# Put a fault into the app, then start it as it is always started.
BROKEN = f"""
import sys
from misdirect_tui.terminal import prepare_environment
import os
prepare_environment(os.environ, sys.platform)
SECRET = "{SECRET}"
def fail(*_, **__):
    local = ["{SECRET}"]
    try:
        int("{SECRET}")
    except ValueError as error:
        raise RuntimeError(SECRET, local) from error
%s
sys.argv = ["misdirect-tui", *sys.argv[1:]]
from misdirect_tui.__main__ import main
sys.exit(main())
"""

FAULTS = {
    "a key": "import misdirect_tui.actions.app as a; a.AppActions.action_help = fail",
    "a worker": (
        "import misdirect_tui.actions.app as a; from textual import work\n"
        "async def later(self): fail()\n"
        "a.AppActions.action_help = work(later)"
    ),
    "a worker in a thread": (
        "import misdirect_tui.actions.app as a; from textual import work\n"
        "a.AppActions.action_help = work(fail, thread=True)"
    ),
    "a timer": "import misdirect_tui.actions.app as a\n"
    "a.AppActions.action_help = lambda self: self.set_timer(0.01, fail)",
    "a frame": (
        "import misdirect_tui.actions.app as a; import misdirect_tui.widgets.key_bar as k\n"
        "def broken(self): k.KeyBar.render = fail; self.base.query_one(k.KeyBar).refresh()\n"
        "a.AppActions.action_help = broken"
    ),
    "a screen": (
        "import misdirect_tui.actions.app as a; from textual.screen import Screen\n"
        "class Broken(Screen):\n    compose = fail\n"
        "a.AppActions.action_help = lambda self: self.push_screen(Broken())"
    ),
    "the reading of keys": (
        "import misdirect_tui.actions.app as a; import textual.drivers.linux_driver as x\n"
        "a.AppActions.action_help = lambda self: setattr(x.LinuxDriver, 'process_message', fail)"
    ),
}
EARLY = {
    "the first frame": "import misdirect_tui.screens.base as b; b.StepScreen.compose = fail",
    "the step": "import misdirect_tui.screens.stop as b; b.StopScreen.__init__ = fail",
    "the mail": "import misdirect_tui.files.opening as b; b.opened_from = fail",
    "the app itself": "import misdirect_tui.tui as b; b.MisdirectApp.__init__ = fail",
    "before the app": "import misdirect_tui.walk as b; b._start = fail",
    "the rules": "import misdirect_tui.judged as b; b.Judged.__init__ = fail",
}


@pytest.fixture
def broken(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> Launch:
    def start(fault: str, *arguments: str | Path, language: str = "en") -> Terminal:
        monkeypatch.setattr(terminals, "APP", (sys.executable, "-c", BROKEN % fault))
        return launch(*arguments, language=language)

    return start


def told(terminal: Terminal) -> str:
    """Give the one line that stands behind the app, on a terminal that was given back."""
    raw = bytes(terminal.raw)
    for mode, last in ((1049, b"l"), (25, b"h"), (2004, b"l"), (1003, b"l")):
        found = re.findall(rb"\x1b\[\?%d([hl])" % mode, raw)
        assert not found or found[-1] == last, mode
    after = re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", "", raw.rpartition(b"\x1b[?1049l")[2].decode())
    lines = [line for line in re.split(r"[\r\n]+", re.sub(r"\x1b[^\[]", "", after)) if line.strip(" \a")]
    assert len(lines) == 1, lines
    return lines[0].strip(" \a")


def reported(home: Path, said: str) -> str:
    """Give the report that a line names, which nobody else can read."""
    (path,) = (home / "state").glob("crash-*.txt")
    assert str(path) in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text("ascii")


def holds_no_content(home: Path, terminal: Terminal, mail: Path) -> None:
    report = reported(home, told(terminal))
    for secret in (SECRET, "PI-7043", READER, str(mail), str(home), "Ines", "Lakeside"):
        assert secret not in report
    after = bytes(terminal.raw).rpartition(b"\x1b[?1049l")[2]
    for secret in (SECRET, "PI-7043", READER, "Ines", "Traceback"):
        assert secret.encode() not in after
    assert SECRET.encode() not in bytes(terminal.raw)


def a_few(faults: dict[str, str], everyday: set[str]) -> list[object]:
    return [each if each in everyday else pytest.param(each, marks=pytest.mark.full) for each in faults]


@pytest.mark.parametrize("where", a_few(FAULTS, {"a frame"}))
def test_a_fault_in_the_walk_ends_it_in_one_line_with_everything_kept(
    broken: Launch, home: Path, mail: Path, where: str
) -> None:
    terminal = ready(broken(FAULTS[where], mail))
    terminal.send(F4)
    terminal.wait_for(READER)
    terminal.send(DOWN)
    terminal.wait(lambda: re.search(r">\s+Name, wrong", terminal.text) is not None, "the cursor on the name")
    # Still being typed when it happens.
    terminal.send(b"Ines", F1)
    if where == "the reading of keys":
        terminal.settle()
        terminal.send(DOWN)
    assert terminal.left() == 2
    said = told(terminal)
    assert said.startswith("misdirect-tui: an unexpected fault (")
    assert "everything up to then is kept" in said
    holds_no_content(home, terminal, mail)
    assert "Ines" in list(strings(record(home)))


@pytest.mark.parametrize("where", a_few(EARLY, {"the step"}))
def test_a_fault_before_the_walk_has_begun_is_one_line_too(
    broken: Launch, home: Path, mail: Path, where: str
) -> None:
    terminal = broken(EARLY[where], mail, language="zh")
    assert terminal.left() == 2
    assert "出了意外（" in told(terminal)
    holds_no_content(home, terminal, mail)


@pytest.mark.full
def test_the_report_says_where_it_was_and_in_what(broken: Launch, home: Path, mail: Path) -> None:
    terminal = ready(broken(FAULTS["a key"], mail))
    terminal.send(F1)
    assert terminal.left() == 2
    lines = reported(home, told(terminal)).splitlines()
    assert re.fullmatch(r"misdirect-tui \d+\.\d+\.\d+", lines[0])
    assert re.fullmatch(r"Python 3\.\d+\.\d+\S*", lines[1])
    assert re.fullmatch(r"Textual \d+\.\d+\.\d+", lines[2])
    assert "RuntimeError" in lines
    assert "from ValueError" in lines
    places = [line.strip() for line in lines if line.startswith("  ")]
    assert places
    assert all(re.fullmatch(r"[\w.?]+:[\w.<>?]+:\d+", place) for place in places)
    assert any(place.startswith("textual.app:App.") for place in places)


@pytest.mark.full
def test_the_app_can_be_left_as_always_after_an_error_that_reached_nobody(
    broken: Launch, home: Path, mail: Path
) -> None:
    fault = (
        "import misdirect_tui.actions.app as a; import threading, gc, asyncio\n"
        "class Odd:\n    __del__ = fail\n"
        "async def later(): fail()\n"
        "def help(self):\n"
        "    threading.Thread(target=fail).start(); Odd(); asyncio.ensure_future(later())\n"
        "    self.set_timer(0.05, gc.collect)\n"
        "a.AppActions.action_help = help"
    )
    terminal = ready(broken(fault, mail))
    terminal.send(F1)
    terminal.settle()
    terminal.send(CTRL_Q)
    assert terminal.left() == 0
    assert SECRET.encode() not in bytes(terminal.raw)
    for path in (home / "state").glob("crash-*.txt"):
        assert SECRET not in path.read_text("ascii")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("import misdirect_tui.headless.inspect as b; b.inspect = fail", "nothing that was saved is lost"),
        ("import misdirect_tui.files.shipped as b; b._parsed = fail", "misdirect-tui: RuntimeError"),
        ("import misdirect_tui.cli as b; b.run = fail", "misdirect-tui: RuntimeError"),
    ],
    ids=["a command", "the words", "the command line"],
)
def test_a_fault_in_a_command_is_one_line_and_a_report(
    home: Path, mail: Path, tmp_path: Path, fault: str, said: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BROKEN % fault, "inspect", str(mail)],
        capture_output=True,
        env=terminals.environment(home),
        cwd=tmp_path,
        timeout=30,
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    (line,) = ran.stderr.decode().splitlines()
    assert said in line
    assert SECRET not in line
    reports = list((home / "state").glob("crash-*.txt"))
    assert all(SECRET not in path.read_text("ascii") for path in reports)
    if "inspect" in fault:
        assert str(reports[0]) in line


@pytest.mark.full
def test_nothing_is_written_into_the_title_of_the_window(launch: Launch, mail: Path) -> None:
    terminal = ready(launch(mail))
    for key, mark in ((F3, "What was in it?"), (F4, READER)):
        terminal.send(key)
        terminal.wait_for(mark)
    terminal.send(CTRL_Q)
    assert terminal.left() == 0
    # Operating system commands 0, 1 and 2, the one of screen and tmux, and the push and pop of titles.
    assert not re.search(rb"(?:\x1b\]|\xc2\x9d)[012];|\x1bk|\x1b\[2[23](?:;\d*)*t", bytes(terminal.raw))
