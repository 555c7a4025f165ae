"""Real faults of a real disk under the real app: it says so, goes on, and saves again once they are over."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from . import terminal as terminals
from .conftest import Launch, ready, record
from .terminal import CTRL_Q, F3, Terminal

Fault = Callable[[Path, Terminal], AbstractContextManager[None]]


@contextmanager
def files_of_no_size(_home: Path, terminal: Terminal) -> Iterator[None]:
    """Forbid the process every file of more than a few bytes."""
    process = terminal.process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (16, before[1]))
    yield
    resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def a_full_disk(home: Path, _terminal: Terminal) -> Iterator[None]:
    """Fill the small disk that the app keeps its things on."""
    filler = home / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass
    yield
    filler.unlink()


@contextmanager
def no_permission(home: Path, _terminal: Terminal) -> Iterator[None]:
    """Close the folder of the incidents; the app takes no more rights than its folder gives."""
    folder = home / "state"
    for each in (folder / "incidents", folder):
        each.chmod(0o500)
        if os.geteuid() == 0:
            os.chown(each, 1, 1)
    yield
    for each in (folder, folder / "incidents"):
        if os.geteuid() == 0:
            os.chown(each, 0, 0)
        each.chmod(0o700)


@contextmanager
def a_file_in_its_place(home: Path, _terminal: Terminal) -> Iterator[None]:
    folder = home / "state"
    shutil.rmtree(folder)
    folder.write_text("in the way", "utf-8")
    yield
    folder.unlink()


@contextmanager
def a_folder_that_comes_back(home: Path, _terminal: Terminal) -> Iterator[None]:
    """Take the whole home away, as a drive that is unplugged, and put it back."""
    away = home.with_name("away")
    home.rename(away)
    home.write_text("an empty mount point", "utf-8")
    yield
    home.unlink()
    away.rename(home)


def walk_through(terminal: Terminal, home: Path, fault: Fault) -> None:
    """Answer before, under and after a fault; find everything on disk at the end."""
    terminal.send(F3, b"4")
    terminal.wait_for("Grade 1/2")
    terminal.wait_for("saved")
    with fault(home, terminal):
        terminal.send(b"3")
        terminal.wait_for("Grade 2/2")
        terminal.wait_for("NOT SAVED")
        terminal.send(b"2")
        terminal.settle()
        assert "NOT SAVED" in terminal.lines[0]
    terminal.wait_gone("NOT SAVED")
    terminal.wait_for("saved")
    grade = record(home)["grade"]
    assert (grade["content"], grade["recipient"]) == ("contract", "customer")
    assert grade["flags"] == {"personal-data": "no"}
    terminal.send(CTRL_Q)
    assert terminal.left() == 0
    assert [path.name for path in (home / "state" / "incidents").iterdir() if path.suffix != ".toml"] == []


@pytest.mark.full
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no limit of another process can be set here")
def test_files_that_may_not_grow(launch: Launch, home: Path, mail: Path) -> None:
    walk_through(ready(launch(mail)), home, files_of_no_size)


@pytest.mark.full
@pytest.mark.parametrize("fault", [a_file_in_its_place, a_folder_that_comes_back])
def test_a_folder_that_is_none_for_a_while(launch: Launch, home: Path, mail: Path, fault: Fault) -> None:
    walk_through(ready(launch(mail)), home, fault)


@pytest.mark.full
def test_a_disk_that_is_full(launch: Launch, home: Path, mail: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(home)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no small disk can be made here")
    try:
        walk_through(ready(launch(mail)), home, a_full_disk)
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


@pytest.mark.full
@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the rights of root are dropped as Linux has it"
)
def test_a_folder_without_permission(
    launch: Launch, home: Path, mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:
        # Root goes through every door: the app is started without those rights.
        dropped = "import ctypes; [ctypes.CDLL(None).prctl(24, each, 0, 0, 0) for each in (1, 2, 3)]; "
        monkeypatch.setattr(terminals, "LOGIN", dropped + terminals.LOGIN)
    walk_through(ready(launch(mail)), home, no_permission)
