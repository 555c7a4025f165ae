from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.files import atomic
from misdirect_tui.files.atomic import clear_leftovers, write_atomic

OLD, NEW = b"the old state\n", "新的状态\n".encode() * 1000


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    return path


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_file_is_written_whole_for_the_user_alone(folder: Path, overwrite: bool) -> None:
    before = os.umask(0)
    try:
        write_atomic(folder / "x.toml", NEW, overwrite=overwrite)
    finally:
        os.umask(before)
    assert (folder / "x.toml").read_bytes() == NEW
    assert mode(folder / "x.toml") == 0o600
    assert names(folder) == {"x.toml"}


def test_what_others_could_read_before_they_cannot_read_after(folder: Path) -> None:
    path = folder / "x.toml"
    path.write_bytes(OLD)
    path.chmod(0o666)
    write_atomic(path, NEW, overwrite=True)
    assert mode(path) == 0o600


def test_an_existing_file_is_not_overwritten_unasked(folder: Path) -> None:
    path = folder / "x.toml"
    path.write_bytes(OLD)
    with pytest.raises(FileExistsError):
        write_atomic(path, NEW, overwrite=False)
    assert path.read_bytes() == OLD
    assert names(folder) == {"x.toml"}


@pytest.mark.parametrize("dangling", [True, False])
def test_a_link_is_replaced_and_never_followed(folder: Path, tmp_path: Path, dangling: bool) -> None:
    elsewhere = tmp_path / "elsewhere"
    if not dangling:
        elsewhere.write_bytes(OLD)
    link = folder / "x.toml"
    link.symlink_to(elsewhere)
    with pytest.raises(FileExistsError):
        write_atomic(link, NEW, overwrite=False)
    write_atomic(link, NEW, overwrite=True)
    assert not link.is_symlink()
    assert link.read_bytes() == NEW
    assert elsewhere.exists() is not dangling
    assert dangling or elsewhere.read_bytes() == OLD


def without_links(monkeypatch: pytest.MonkeyPatch, code: int = errno.EPERM) -> None:
    def link(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", link)


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_without_hard_links_a_new_file_is_still_whole_and_an_old_one_safe(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    without_links(monkeypatch, code)
    write_atomic(folder / "x.toml", NEW, overwrite=False)
    assert (folder / "x.toml").read_bytes() == NEW
    assert mode(folder / "x.toml") == 0o600
    (folder / "link.toml").symlink_to(tmp_path / "elsewhere")
    for name in ("x.toml", "link.toml"):
        with pytest.raises(FileExistsError):
            write_atomic(folder / name, OLD, overwrite=False)
    assert (folder / "x.toml").read_bytes() == NEW
    assert not (tmp_path / "elsewhere").exists()
    assert names(folder) == {"x.toml", "link.toml"}


def failing(monkeypatch: pytest.MonkeyPatch, what: str, code: int) -> None:
    """Let one of the calls to the system fail as a full or broken disk would let it."""

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    if what == "write":
        real = os.write

        def half(handle: int, data: Any) -> int:
            if len(data) == len(NEW):
                return real(handle, data[: len(data) // 2])
            return fail()

        monkeypatch.setattr(os, "write", half)
    else:
        monkeypatch.setattr(os if what != "replace" else Path, what, fail)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize(
    ("what", "overwrite"),
    [("write", True), ("fsync", True), ("replace", True), ("write", False), ("fsync", False)],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, overwrite: bool, code: int
) -> None:
    path = folder / "x.toml"
    if overwrite:
        path.write_bytes(OLD)
    failing(monkeypatch, what, code)
    with pytest.raises(OSError, match=os.strerror(code)):
        write_atomic(path, NEW, overwrite=overwrite)
    monkeypatch.undo()
    assert names(folder) == ({"x.toml"} if overwrite else set())
    assert not overwrite or path.read_bytes() == OLD


def test_a_pipe_or_device_is_never_replaced_by_a_file(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(PermissionError):
        write_atomic(pipe, NEW, overwrite=True)
    assert names(folder) == {"pipe"}
    assert pipe.is_fifo()


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_said_to_be_one_and_no_file_to_be_replaced(folder: Path, overwrite: bool) -> None:
    (folder / "x").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomic(folder / "x", NEW, overwrite=overwrite)
    assert names(folder) == {"x"}


def test_without_hard_links_a_failure_leaves_no_empty_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_links(monkeypatch)
    failing(monkeypatch, "replace", errno.ENOSPC)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_atomic(folder / "x.toml", NEW, overwrite=False)
    assert names(folder) == set()


def test_the_bytes_are_on_disk_before_the_name_and_the_folder_after(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def replaced(self: Path, target: Path) -> Path:
        done.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_atomic(folder / "x.toml", NEW, overwrite=True)
    assert done == ["file", "name", "folder"]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EACCES, errno.ENOTSUP])
def test_a_folder_that_cannot_be_synced_is_no_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    sync = os.fsync

    def synced(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    write_atomic(folder / "x.toml", NEW, overwrite=False)
    assert (folder / "x.toml").read_bytes() == NEW


def test_windows_has_no_folders_to_sync(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "no folder can be opened")

    monkeypatch.setattr(atomic, "os", type("Windows", (), {"name": "nt", "open": refuse}))
    atomic._sync_folder(folder)


@pytest.mark.parametrize(
    "name", ["x" * 250 + ".toml", "长" * 80 + ".toml", "\udcff.toml", " .toml", "-rf.toml"]
)
def test_names_as_long_and_as_odd_as_the_system_allows_are_written(folder: Path, name: str) -> None:
    write_atomic(folder / name, OLD, overwrite=False)
    write_atomic(folder / name, NEW, overwrite=True)
    assert (folder / name).read_bytes() == NEW
    assert names(folder) == {name}


def test_a_name_that_is_too_long_is_an_error_and_leaves_nothing(folder: Path) -> None:
    for overwrite in (True, False):
        with pytest.raises(OSError, match=os.strerror(errno.ENAMETOOLONG)):
            write_atomic(folder / ("x" * 300), NEW, overwrite=overwrite)
    assert names(folder) == set()


def test_a_folder_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomic(folder / "gone" / "x.toml", NEW, overwrite=True)


def leftover(folder: Path, name: str, age: float = 0) -> Path:
    path = folder / name
    path.write_bytes(OLD)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_a_killed_writer_left_goes_its_own_at_once_and_others_when_they_are_old(folder: Path) -> None:
    mine = leftover(folder, ".mine.toml.abcd.partial")
    others = leftover(folder, ".other.toml.abcd.partial")
    old = leftover(folder, ".another.toml.abcd.partial", age=7200)
    kept = [leftover(folder, name, age=7200) for name in ("mine.toml", ".hidden", "x.partial", ".profile")]
    (folder / ".folder.partial").mkdir()
    clear_leftovers(folder, of="mine.toml")
    assert [path.exists() for path in (mine, others, old)] == [False, True, False]
    assert all(path.exists() for path in (*kept, folder / ".folder.partial"))
    clear_leftovers(folder / "nowhere")


def test_a_partial_file_never_looks_like_a_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        seen.append({path.name for path in folder.glob("*.toml")})
        assert self.name.startswith(".x.toml.")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    write_atomic(folder / "x.toml", NEW, overwrite=True)
    assert seen == [set()]
