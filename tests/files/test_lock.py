from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import filelock
import pytest
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files.firewall import load_firewall, merge_firewall
from misdirect_tui.files.journal import Journal
from misdirect_tui.files.lock import ElsewhereError, ProcessLock

from tests.incidents import NOON, begun

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from misdirect_tui.files.lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]), sys.argv[2])
print(lock.take(), flush=True)
sys.stdin.read()
lock.release()
"""


class Other:
    """Hold a lock in another process."""

    def __init__(self, folder: Path, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, folder, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()

    def end(self, *, kill: bool = False) -> None:
        if kill:
            self.process.kill()
        self.process.communicate(timeout=10)


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "state" / "incidents"


@pytest.fixture
def other(folder: Path) -> Iterator[Other]:
    other = Other(folder, begun().id)
    yield other
    other.end(kill=True)


def test_a_lock_is_held_by_one_alone_and_leaves_nothing_behind(folder: Path) -> None:
    first, second = ProcessLock(folder, "a"), ProcessLock(folder, "a")
    assert first.take() == first.take() == "held"
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.path.parent.stat().st_mode) == 0o700
    assert second.take() == "elsewhere"
    assert ProcessLock(folder, "b").take() == "held"
    second.release()
    assert second.take() == "elsewhere"
    first.release()
    assert not first.path.exists()
    first.release()
    assert second.take() == "held"
    second.release()


def test_a_process_that_was_killed_blocks_nobody(folder: Path, other: Other) -> None:
    lock = ProcessLock(folder, begun().id)
    assert other.said == "held"
    assert lock.take() == "elsewhere"
    other.end(kill=True)
    assert lock.path.exists()
    assert lock.take() == "held"
    lock.release()


@pytest.mark.parametrize(
    "content",
    [b"", b"1\n", f"{os.getpid()}\nhost\n".encode(), b"\xff" * 5_000],
    ids=["nothing", "one", "a living process", "rubbish"],
)
def test_a_file_that_was_left_behind_blocks_nobody_whatever_it_says(folder: Path, content: bytes) -> None:
    lock = ProcessLock(folder, "a")
    lock.path.parent.mkdir(parents=True)
    lock.path.write_bytes(content)
    os.utime(lock.path, (1, 2**31))
    assert lock.take() == "held"
    lock.release()


def test_a_lock_that_was_taken_away_is_taken_again(folder: Path) -> None:
    lock, second = ProcessLock(folder, "a"), ProcessLock(folder, "a")
    assert lock.take() == "held"
    shutil.rmtree(lock.path.parent)
    assert lock.take() == "held"
    assert lock.path.exists()
    assert second.take() == "elsewhere"
    lock.path.unlink()
    assert second.take() == "held"
    assert lock.take() == "elsewhere"
    # What is not ours any more is not taken away from whoever has it.
    lock.release()
    assert second.path.exists()
    assert lock.take() == "elsewhere"
    second.release()


def test_no_link_is_followed(folder: Path, tmp_path: Path) -> None:
    lock = ProcessLock(folder, "a")
    lock.path.parent.mkdir(parents=True)
    lock.path.symlink_to(tmp_path / "elsewhere")
    assert lock.take() == "unknown"
    assert not (tmp_path / "elsewhere").exists()
    lock.path.unlink()
    assert lock.take() == "held"
    lock.release()
    lock.path.parent.rmdir()
    (tmp_path / "folder").mkdir()
    lock.path.parent.symlink_to(tmp_path / "folder")
    assert lock.take() == "unknown"
    assert list((tmp_path / "folder").iterdir()) == []


def fails(monkeypatch: pytest.MonkeyPatch, code: int) -> list[int]:
    asked: list[int] = []

    def fail(*_: Any, **__: Any) -> Any:
        asked.append(code)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(filelock.FileLock, "acquire", fail)
    return asked


@pytest.mark.parametrize(
    ("code", "times"),
    [(errno.ENOLCK, 1), (errno.ENOSYS, 1), (errno.EOPNOTSUPP, 1), (errno.EACCES, 3), (errno.EROFS, 3)],
)
def test_where_nobody_can_tell_work_goes_on_and_nothing_false_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, times: int
) -> None:
    asked = fails(monkeypatch, code)
    said: list[OSError | None] = []
    journal = Journal(folder, lambda _, error: said.append(error))
    for number in range(3):
        journal.submit(begun(SentMail(subject=str(number))))
        deadline = time.monotonic() + 5
        while len(said) <= number and time.monotonic() < deadline:
            time.sleep(0.002)
    assert journal.close()
    assert said == [None, None, None]
    # A file system without locks is asked once, and what may change again and again.
    assert len(asked) == times


def test_what_another_process_holds_is_never_written_not_even_once_it_is_free(
    folder: Path, other: Other
) -> None:
    said: list[OSError | None] = []
    journal = Journal(folder, lambda _, error: said.append(error))
    journal.submit(begun())
    deadline = time.monotonic() + 5
    while not said and time.monotonic() < deadline:
        time.sleep(0.002)
    assert isinstance(said[0], ElsewhereError)
    other.end()
    journal.submit(begun())
    assert not journal.close()
    assert list(folder.glob("*.toml")) == []
    blocked = ProcessLock(folder, begun().id)
    assert blocked.take() == "held"
    with pytest.raises(ElsewhereError):
        Journal(folder, lambda *_: None).discard(begun().id)
    blocked.release()


def test_a_record_is_deleted_while_it_is_held_and_its_lock_goes_too(folder: Path) -> None:
    lock = ProcessLock(folder, begun().id)
    assert lock.take() == "held"
    journal = Journal(folder, lambda *_: None, lock)
    journal.submit(begun())
    journal.discard(begun().id)
    assert list(folder.glob("*")) == []
    assert list(lock.path.parent.iterdir()) == []
    journal.discard(begun().id)


def test_a_closed_journal_lets_go(folder: Path) -> None:
    taken = ProcessLock(folder, begun().id)
    assert taken.take() == "held"
    unused = Journal(folder, lambda *_: None, taken)
    assert unused.close()
    used = Journal(folder, lambda *_: None)
    used.submit(begun())
    assert used.close()
    assert list(taken.path.parent.iterdir()) == []


COUNT = """
import sys
from pathlib import Path
from misdirect_tui.files.lock import ProcessLock
counter, rounds = Path(sys.argv[1]), int(sys.argv[2])
while rounds:
    lock = ProcessLock(counter, "counter")
    if lock.take() == "held":
        counter.write_text(str(int(counter.read_text()) + 1))
        rounds -= 1
        lock.release()
"""


@pytest.mark.parametrize("rounds", [20, pytest.param(400, marks=pytest.mark.full)])
def test_of_many_that_come_and_go_never_two_hold_it(home: Path, tmp_path: Path, rounds: int) -> None:
    counter = home / "state" / "counter"
    counter.parent.mkdir(parents=True)
    counter.write_text("0")
    several = [
        subprocess.Popen([sys.executable, "-c", COUNT, counter, str(rounds)], cwd=ROOT) for _ in range(3)
    ]
    for each in several:
        assert each.wait(60) == 0
    assert counter.read_text() == str(3 * rounds)


MERGE = """
import sys
from datetime import datetime
from pathlib import Path
from misdirect_tui.core.incident import Incident
from misdirect_tui.files.firewall import merge_firewall
now = datetime.fromisoformat("2025-11-18T17:26:50+08:00")
for number in range(int(sys.argv[3])):
    incident = Incident.begin(id=f"{sys.argv[2]}-{number}", at=now).with_changes(
        {"prevent.techniques.bcc.choice": "adopted"}, at=now, event="chosen")
    merge_firewall(Path(sys.argv[1]), incident)
"""


def test_two_processes_that_decide_about_techniques_lose_nothing_of_each_other(home: Path) -> None:
    path = home / "data" / "firewall.toml"
    several = [subprocess.Popen([sys.executable, "-c", MERGE, path, name, "15"], cwd=ROOT) for name in "ab"]
    for each in several:
        assert each.wait(60) == 0
    firewall, faults = load_firewall(path)
    assert faults == ()
    assert len(firewall.decisions) == 30


def test_a_firewall_that_was_edited_wrongly_is_kept_beside(home: Path) -> None:
    path = home / "data" / "firewall.toml"
    path.parent.mkdir(parents=True)
    path.write_text("decisions = [", "utf-8")
    changes = {"prevent.techniques.bcc.choice": "adopted"}
    merge_firewall(path, begun().with_changes(changes, at=NOON, event="chosen"))
    assert len(load_firewall(path)[0].decisions) == 1
    assert path.with_name("firewall.toml.broken").read_text("utf-8") == "decisions = ["
