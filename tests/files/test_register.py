from __future__ import annotations

import os
from pathlib import Path

import pytest
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files.journal import kept
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import write_record
from misdirect_tui.files.register import load_kept, read_or_fault

from tests.incidents import begun


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "incidents"
    path.mkdir()
    return path


def keep(folder: Path, name: str, age: int = 0) -> Path:
    path = folder / f"{name}.toml"
    path.write_bytes(write_record(begun(SentMail(subject=name))))
    os.utime(path, (1_700_000_000 - age,) * 2)
    return path


def test_the_last_changed_stands_first(folder: Path) -> None:
    first, second, third = (keep(folder, name, age) for name, age in (("a", 2), ("b", 0), ("c", 1)))
    assert kept(folder) == [second, third, first]
    found, faults = load_kept(folder)
    assert [each.incident.mail.subject for each in found] == ["b", "c", "a"]
    assert [each.path for each in found] == [second, third, first]
    assert faults == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path / "nowhere") == []
    assert load_kept(tmp_path / "nowhere") == ([], [])


def test_broken_and_foreign_files_are_named_and_the_others_are_there(folder: Path) -> None:
    good = keep(folder, "good")
    (folder / "broken.toml").write_bytes(b"schema = ")
    (folder / "empty.toml").write_bytes(b"")
    (folder / "foreign.toml").write_bytes(b"[tool]\nx = 1\n")
    (folder / "bytes.toml").write_bytes(bytes(range(256)))
    (folder / "folder.toml").mkdir()
    (folder / "dangling.toml").symlink_to(folder / "nowhere")
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    found, faults = load_kept(folder)
    assert [each.path for each in found] == [good]
    assert {Path(fault.where.partition(":")[0]).stem for fault in faults} == {
        "broken", "empty", "foreign", "bytes", "folder", "dangling", "loop"
    }  # fmt: skip
    for language in ("en", "zh"):
        assert all(fault.said(Playbook().words(language)) for fault in faults)


def test_what_is_no_record_by_its_name_is_passed_over(folder: Path) -> None:
    for name in (".good.toml.abcd.partial", ".hidden.toml", "good.toml.broken", "index.json", "notes"):
        (folder / name).write_bytes(b"schema = ")
    assert kept(folder) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_is_passed_over_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe.toml")
    good = keep(folder, "good")
    assert kept(folder) == [good]


def test_a_record_with_faults_is_listed_all_the_same(folder: Path) -> None:
    path = keep(folder, "good")
    path.write_bytes(
        path.read_bytes() + b"\n[stop.ticks]\nrecall = 'perhaps'\n".replace(b"[stop.ticks]", b"[zzz]")
    )
    path.write_bytes(path.read_bytes().replace(b'status = "open"', b'status = "opne"'))
    found, faults = load_kept(folder)
    assert len(found) == 1
    assert faults == []
    assert [fault.code for fault in read_or_fault(path).faults] == ["not-one-of-near"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_without_permission_is_named(folder: Path) -> None:
    path = keep(folder, "closed")
    path.chmod(0)
    assert [fault.code for fault in load_kept(folder)[1]] == ["cannot-read"]


def test_a_file_larger_than_any_record_is_not_read_whole(folder: Path) -> None:
    path = folder / "large.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    assert [fault.code for fault in read_or_fault(path).faults] == ["too-large"]
