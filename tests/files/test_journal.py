from __future__ import annotations

import errno
import os
import shutil
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files import atomic, journal
from misdirect_tui.files.journal import Journal
from misdirect_tui.files.kept import kept
from misdirect_tui.files.record import read_record, write_record

from tests.incidents import NOON, begun

PATIENCE = 5.0


class Watch:
    """Hold what a journal said, and wait for it."""

    def __init__(self) -> None:
        self.said: list[tuple[Incident, OSError | None]] = []
        self.changed = threading.Condition()

    def __call__(self, incident: Incident, error: OSError | None) -> None:
        with self.changed:
            self.said.append((incident, error))
            self.changed.notify_all()

    def wait(self, true: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(true, PATIENCE), self.said

    def written(self, incident: Incident) -> None:
        self.wait(lambda: any(each is incident and error is None for each, error in self.said))

    def failed(self, times: int = 1) -> None:
        self.wait(lambda: len(self.errors()) >= times)

    def errors(self) -> list[OSError]:
        return [error for _, error in self.said if error is not None]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "state" / "incidents"


@pytest.fixture
def keeping(folder: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    monkeypatch.setattr(journal, "RETRY", 0.03)
    keeping = Journal(folder, watch)
    yield keeping
    monkeypatch.undo()
    keeping.close()


def state(number: int) -> Incident:
    return begun(SentMail(subject=str(number)))


def on_disk(folder: Path) -> Incident:
    (path,) = folder.glob("*.toml")
    read = read_record(path.read_bytes(), "x")
    assert read.faults == ()
    assert read.incident is not None
    return read.incident


def test_each_change_is_on_disk_at_once_and_for_the_user_alone(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    incident = state(1)
    started = time.monotonic()
    keeping.submit(incident)
    watch.written(incident)
    assert time.monotonic() - started < 1
    assert on_disk(folder) == incident
    for path, mode in ((folder.parent, 0o700), (folder, 0o700), (next(folder.iterdir()), 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_submitting_never_waits_for_the_disk(
    folder: Path, keeping: Journal, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (let_go.wait(PATIENCE), sync(handle)))
    states = [state(number) for number in range(50)]
    started = time.monotonic()
    for each in states:
        keeping.submit(each)
    assert time.monotonic() - started < 0.5
    let_go.set()
    watch.written(states[-1])
    assert on_disk(folder) == states[-1]
    # Faster than the disk: most were skipped, in their order, the newest was not.
    numbers = [int(each.mail.subject) for each, _ in watch.said]
    assert numbers == sorted(numbers)
    assert len(numbers) < 10


def test_closing_writes_what_waits_and_says_so(folder: Path, watch: Watch) -> None:
    keeping = Journal(folder, watch)
    for number in range(20):
        keeping.submit(state(number))
    assert keeping.close()
    assert on_disk(folder) == state(19)
    assert keeping.close()
    assert not any(thread.name == "journal" for thread in threading.enumerate())


def test_a_journal_that_was_never_used_makes_nothing(folder: Path, watch: Watch) -> None:
    assert Journal(folder, watch).close()
    assert not folder.exists()


def test_a_state_that_comes_after_closing_is_written_all_the_same(folder: Path, watch: Watch) -> None:
    keeping = Journal(folder, watch)
    keeping.submit(state(1))
    assert keeping.close()
    last = state(2)
    keeping.submit(last)
    watch.written(last)
    assert keeping.close()
    assert on_disk(folder) == last


def break_disk(monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    match call:
        case "write" | "fsync":
            monkeypatch.setattr(os, "fsync", fail)
        case "open":
            monkeypatch.setattr(atomic.tempfile, "mkstemp", fail)
        case "replace":
            monkeypatch.setattr(Path, "replace", fail)
        case _:
            monkeypatch.setattr(journal, "make_private", fail)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("fsync", errno.ENOSPC),
        ("fsync", errno.EIO),
        ("open", errno.EACCES),
        ("open", errno.ENOSPC),
        ("open", errno.EROFS),
        ("replace", errno.EACCES),
        ("folder", errno.EACCES),
    ],
)
def test_what_goes_wrong_is_told_the_old_state_stays_and_saving_resumes_by_itself(
    folder: Path, keeping: Journal, watch: Watch, call: str, code: int
) -> None:
    first, second, third = state(1), state(2), state(3)
    keeping.submit(first)
    watch.written(first)
    with pytest.MonkeyPatch.context() as broken:
        break_disk(broken, call, code)
        keeping.submit(second)
        # It goes on trying by itself.
        watch.failed(times=3)
        assert {error.errno for error in watch.errors()} == {code}
        assert on_disk(folder) == first
        assert len(list(folder.iterdir())) == 1
        keeping.submit(third)
        watch.wait(lambda: watch.said[-1][0] is third)
    watch.written(third)
    assert on_disk(folder) == third
    assert [each for each, error in watch.said if error is None] == [first, third]


def test_a_disk_that_was_full_from_the_start_is_written_once_there_is_room(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    incident = state(1)
    with pytest.MonkeyPatch.context() as broken:
        break_disk(broken, "fsync", errno.ENOSPC)
        keeping.submit(incident)
        watch.failed(times=2)
        assert list(folder.iterdir()) == []
    watch.written(incident)
    assert on_disk(folder) == incident


@pytest.mark.parametrize("gone", ["incidents", "state", "home"])
def test_a_folder_that_vanishes_is_made_again(
    home: Path, folder: Path, keeping: Journal, watch: Watch, gone: str
) -> None:
    first, second = state(1), state(2)
    keeping.submit(first)
    watch.written(first)
    shutil.rmtree({"incidents": folder, "state": folder.parent, "home": home}[gone])
    keeping.submit(second)
    watch.written(second)
    assert on_disk(folder) == second
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_something_in_the_folders_place_is_told_and_saving_resumes_when_it_is_gone(
    folder: Path, keeping: Journal, watch: Watch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir(parents=True)
    folder.symlink_to(elsewhere)
    incident = state(1)
    keeping.submit(incident)
    watch.failed()
    assert list(elsewhere.iterdir()) == []
    folder.unlink()
    watch.written(incident)
    assert on_disk(folder) == incident


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_without_permission_is_told_and_saving_resumes(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    incident = state(1)
    keeping.submit(incident)
    watch.failed()
    assert {error.errno for error in watch.errors()} == {errno.EACCES}
    folder.chmod(0o700)
    watch.written(incident)


def test_closing_while_nothing_can_be_written_says_so_and_does_not_hang(folder: Path, watch: Watch) -> None:
    keeping = Journal(folder, watch)
    with pytest.MonkeyPatch.context() as broken:
        break_disk(broken, "fsync", errno.ENOSPC)
        keeping.submit(state(1))
        watch.failed()
        started = time.monotonic()
        assert not keeping.close()
        assert time.monotonic() - started < journal.RETRY
    last = state(2)
    keeping.submit(last)
    watch.written(last)
    assert keeping.close()


def test_whoever_is_told_may_fail_and_saving_goes_on(folder: Path) -> None:
    told: list[Incident] = []

    def saved(incident: Incident, _: OSError | None) -> None:
        told.append(incident)
        raise RuntimeError("the app has gone")

    keeping = Journal(folder, saved)
    keeping.submit(state(1))
    deadline = time.monotonic() + PATIENCE
    while not told and time.monotonic() < deadline:
        time.sleep(0.005)
    keeping.submit(state(2))
    assert keeping.close()
    assert on_disk(folder) == state(2)


def test_an_incident_that_cannot_be_written_at_all_is_told_and_the_next_one_is_written(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    keeping.submit(begun().model_copy(update={"odd": object()}))
    watch.failed()
    assert watch.errors()[0].strerror == "TypeError"
    later = state(2)
    keeping.submit(later)
    watch.written(later)
    assert on_disk(folder) == later


def test_what_a_killed_process_left_is_no_incident_and_goes_with_the_first_writing(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    incident = state(1)
    folder.mkdir(parents=True)
    mine = folder / f".{incident.id}.toml.abcd.partial"
    others = folder / ".20250101-000000-aaaa.toml.abcd.partial"
    old = folder / ".20250101-000000-bbbb.toml.abcd.partial"
    for path in (mine, others, old):
        path.write_bytes(write_record(incident)[:100])
    os.utime(old, (1, 1))
    assert kept(folder) == []
    keeping.submit(incident)
    watch.written(incident)
    assert not mine.exists()
    assert not old.exists()
    # Somebody may still be writing this one.
    assert others.exists()
    assert kept(folder) == [folder / f"{incident.id}.toml"]


def test_two_journals_on_different_incidents_never_disturb_each_other(folder: Path) -> None:
    watches = [Watch() for _ in range(3)]
    journals = [Journal(folder, watch) for watch in watches]
    incidents = [Incident.begin(id=f"20251118-120000-000{number}", at=NOON) for number in range(3)]
    for number in range(30):
        for place, keeping in enumerate(journals):
            changes = {"mail.subject": f"{place} {number}"}
            incidents[place] = incidents[place].with_changes(changes, at=NOON, event="corrected")
            keeping.submit(incidents[place])
    assert all(keeping.close() for keeping in journals)
    assert all(watch.errors() == [] for watch in watches)
    for incident in incidents:
        assert (folder / f"{incident.id}.toml").read_bytes() == write_record(incident)
    assert len(list(folder.iterdir())) == 3


BY_HAND = {
    "a comment": (b"[grade]\n", b"# ask Mei\n[grade]\n"),
    "a wrong value": (b'status = "open"', b'status = "opne"'),
    "a key of one's own": (b"[grade]\n", b"[grade]\ncontnet = 1\n"),
}


@pytest.mark.parametrize("edit", BY_HAND)
def test_a_record_that_a_hand_has_edited_stays_until_something_changes_and_is_then_put_aside(
    folder: Path, keeping: Journal, watch: Watch, edit: str
) -> None:
    first = state(1)
    folder.mkdir(parents=True)
    path = folder / f"{first.id}.toml"
    edited = write_record(first).replace(*BY_HAND[edit])
    assert edited != write_record(first)
    path.write_bytes(edited)
    opened = read_record(edited, "x").incident
    assert opened is not None
    keeping.submit(opened)
    watch.written(opened)
    assert path.read_bytes() == edited
    assert keeping.taken_aside() is None
    for content in ("contract", "quotation"):
        opened = opened.with_changes({"grade.content": content}, at=NOON, event="answered")
        keeping.submit(opened)
        watch.written(opened)
    assert path.read_bytes() == write_record(opened)
    aside = keeping.taken_aside()
    assert aside == folder / f"{first.id}.toml.edited"
    assert aside.read_bytes() == edited
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert len(list(folder.iterdir())) == 2


def test_a_record_that_is_edited_while_it_is_open_is_put_aside_each_time(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    incident = begun()
    keeping.submit(incident)
    watch.written(incident)
    path = folder / f"{incident.id}.toml"
    versions = []
    for number, content in enumerate(("contract", "quotation"), 1):
        versions.append(path.read_bytes().replace(b'status = "open"', b'status = "closed"'))
        path.write_bytes(versions[-1])
        incident = incident.with_changes({"grade.content": content}, at=NOON, event="answered")
        keeping.submit(incident)
        watch.written(incident)
        assert path.read_bytes() == write_record(incident)
        assert len(list(folder.iterdir())) == 1 + number
    asides = [path.with_name(f"{path.name}.edited{more}").read_bytes() for more in ("", "-2")]
    assert asides == versions
    keeping.discard(incident.id)
    assert list(folder.iterdir()) == []


def test_a_sound_record_that_is_gone_on_with_leaves_nothing_aside(
    folder: Path, watch: Watch, keeping: Journal
) -> None:
    before = begun().with_typing({"mail.subject": "PI"})
    folder.mkdir(parents=True)
    (folder / f"{before.id}.toml").write_bytes(write_record(before))
    rested = before.with_rest(at=NOON)
    keeping.submit(rested)
    watch.written(rested)
    later = rested.with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    keeping.submit(later)
    watch.written(later)
    assert keeping.taken_aside() is None
    assert on_disk(folder) == later


def test_an_own_earlier_state_that_comes_back_is_gone_on_from_and_no_hand_is_blamed(
    folder: Path, keeping: Journal, watch: Watch
) -> None:
    first = begun().with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    keeping.submit(first)
    watch.written(first)
    away = folder.with_name("away")
    folder.rename(away)
    second = first.with_changes({"grade.recipient": "customer"}, at=NOON, event="answered")
    keeping.submit(second)
    watch.written(second)
    shutil.rmtree(folder)
    away.rename(folder)
    third = second.with_changes({"prevent.cause": "haste"}, at=NOON, event="chosen")
    keeping.submit(third)
    watch.written(third)
    assert on_disk(folder) == third
    assert keeping.taken_aside() is None


def test_what_a_link_leads_to_is_kept_aside_and_itself_left_alone(
    folder: Path, keeping: Journal, watch: Watch, tmp_path: Path
) -> None:
    first = state(1)
    folder.mkdir(parents=True)
    shared = tmp_path / "shared.toml"
    shared.write_bytes(write_record(first) + b"# a note\n")
    shared.chmod(0o664)
    (folder / f"{first.id}.toml").symlink_to(shared)
    later = first.with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    keeping.submit(later)
    watch.written(later)
    aside = keeping.taken_aside()
    assert aside is not None
    assert not aside.is_symlink()
    assert aside.read_bytes() == shared.read_bytes() == write_record(first) + b"# a note\n"
    assert stat.S_IMODE(shared.stat().st_mode) == 0o664
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert on_disk(folder) == later
