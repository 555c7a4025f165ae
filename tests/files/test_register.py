from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail
from misdirect_tui.core.register.row import Row, row_of
from misdirect_tui.files import register
from misdirect_tui.files.index import index_beside
from misdirect_tui.files.kept import kept
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import write_record
from misdirect_tui.files.register import Survey, listed, read_or_fault

from tests.incidents import begun

LONG_AGO = 1_700_000_000


@pytest.fixture
def folder(home: Path) -> Path:
    path = home / "state" / "incidents"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Tell which files have been read since it was asked last."""
    names: list[str] = []

    def counted(path: Path) -> object:
        names.append(path.stem)
        return read_or_fault(path)

    monkeypatch.setattr(register, "read_or_fault", counted)

    def since() -> list[str]:
        told = names.copy()
        names.clear()
        return told

    return since


def keep(folder: Path, name: str, age: int = 0, subject: str = "", own_id: str = "") -> Path:
    path = folder / f"{name}.toml"
    incident = begun(SentMail(subject=subject or name)).model_copy(update={"id": own_id or name})
    path.write_bytes(write_record(incident))
    os.utime(path, (LONG_AGO - age,) * 2)
    return path


def copies() -> list[tuple[str, str, str]]:
    survey = Survey(locations(), Playbook())
    list(survey.batches())
    return [(fault.where, fault.code, fault.values["given"]) for fault in survey.copies]


def found(overrides: Path | None = None) -> dict[str, Row]:
    rows = [row for batch in Survey(locations(), Playbook(overrides)).batches() for row in batch.rows]
    assert len({row.file for row in rows}) == len(rows)
    return {row.file: row for row in rows}


def test_the_last_changed_is_read_first(folder: Path) -> None:
    first, second, third = (keep(folder, name, age) for name, age in (("a", 2), ("b", 0), ("c", 1)))
    assert kept(folder) == [second, third, first]
    assert list(found()) == ["b", "c", "a"]


def test_what_is_due_of_a_record_that_a_hand_wrote_follows_from_its_answers(folder: Path) -> None:
    path = keep(folder, "by-hand")
    path.write_bytes(
        path.read_bytes().replace(b"[grade]\n", b'[grade]\ncontent = "commentary"\nrecipient = "customer"\n')
    )
    waiting = {one.key for one in found()["by-hand"].waiting}
    assert any("call" in key for key in waiting)
    assert any("manager" in key for key in waiting)


def test_a_copy_of_a_record_is_no_incident_of_its_own_and_a_renamed_one_counts(folder: Path) -> None:
    own = keep(folder, begun().id)
    copy = keep(folder, "a-copy", own_id=begun().id)
    for _ in range(2):
        assert found().keys() == {own.stem}
        assert copies() == [(str(copy), "kept-twice", own.stem)]
    own.unlink()
    for _ in range(2):
        assert found().keys() == {copy.stem}
        assert copies() == []


def test_a_folder_that_is_not_there_holds_nothing_and_is_not_made(home: Path) -> None:
    assert kept(home / "nowhere") == []
    assert listed(home / "nowhere") == {}
    assert found() == {}
    assert not home.exists()


def test_broken_and_foreign_files_are_rows_with_their_faults_and_the_others_are_there(folder: Path) -> None:
    keep(folder, "good")
    (folder / "broken.toml").write_bytes(b"schema = ")
    (folder / "empty.toml").write_bytes(b"")
    (folder / "foreign.toml").write_bytes(b"[tool]\nx = 1\n")
    (folder / "bytes.toml").write_bytes(bytes(range(256)))
    (folder / "folder.toml").mkdir()
    (folder / "dangling.toml").symlink_to(folder / "nowhere")
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    names = {"broken", "empty", "foreign", "bytes", "folder", "dangling", "loop"}
    for _ in range(2):
        rows = found()
        assert {row.file for row in rows.values() if row.fault} == names
        assert {row.file for row in rows.values() if row.status == "unreadable"} == names
        assert rows["good"].status == "open"
        for fault in (row.fault for row in rows.values() if row.fault):
            for language in ("en", "zh"):
                assert fault.said(Playbook().words(language))


def test_what_is_no_record_by_its_name_is_passed_over(folder: Path) -> None:
    for name in (".good.toml.abcd.partial", ".hidden.toml", "good.toml.broken", "index.json", "notes"):
        (folder / name).write_bytes(b"schema = ")
    assert kept(folder) == []
    assert listed(folder) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_is_passed_over_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe.toml")
    good = keep(folder, "good")
    assert kept(folder) == [good]
    assert list(found()) == ["good"]


def test_a_record_that_nothing_can_be_told_of_hides_none_of_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("good", "strange"):
        keep(folder, name)

    def told(incident: Incident, file: str, *rules: object) -> Row:
        if file == "strange":
            raise RuntimeError("nobody foresaw this")
        return row_of(incident, file, *rules)  # type: ignore[arg-type]

    monkeypatch.setattr(register, "row_of", told)
    rows = found()
    assert {name: row.status for name, row in rows.items()} == {"good": "open", "strange": "unreadable"}
    assert rows["strange"].fault is not None
    assert rows["strange"].fault.said(Playbook().words("en"))


def test_a_record_with_faults_is_listed_all_the_same(folder: Path) -> None:
    path = keep(folder, "good")
    path.write_bytes(path.read_bytes().replace(b'status = "open"', b'status = "opne"'))
    assert found()["good"].fault is None
    assert [fault.code for fault in read_or_fault(path).faults] == ["not-one-of-near"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_without_permission_is_named_and_read_once_it_may_be(folder: Path) -> None:
    path = keep(folder, "closed")
    path.chmod(0)
    assert found()["closed"].fault is not None
    path.chmod(0o600)
    assert found()["closed"].fault is None


def test_a_file_larger_than_any_record_is_not_read_whole(folder: Path) -> None:
    path = folder / "large.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    assert [fault.code for fault in read_or_fault(path).faults] == ["too-large"]


# The index.


def test_what_has_not_changed_is_not_read_again_and_comes_in_the_order_of_the_register(
    folder: Path, read: Callable[[], list[str]]
) -> None:
    for number in range(90):
        keep(folder, f"{number:03}", number)
    first = found()
    assert sorted(read()) == sorted(first)
    again = found()
    assert read() == []
    assert again == first
    assert list(again) == sorted(first)
    index = index_beside(folder)
    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    assert stat.S_IMODE(index.parent.stat().st_mode) == 0o700


def test_a_record_that_was_changed_added_or_taken_away_is_noticed(
    folder: Path, read: Callable[[], list[str]]
) -> None:
    for name in ("a", "b", "c"):
        keep(folder, name)
    found(), read()
    keep(folder, "a", age=5, subject="by hand")
    (folder / "b.toml").unlink()
    keep(folder, "d")
    rows = found()
    assert sorted(read()) == ["a", "d"]
    assert rows["a"].subject == "by hand"
    assert sorted(rows) == ["a", "c", "d"]
    assert found() == rows
    assert read() == []
    (folder / "c.toml").unlink()
    assert sorted(found()) == ["a", "d"]
    assert '"c"' not in index_beside(folder).read_text()


def test_the_index_may_be_deleted_or_spoilt_at_any_time(folder: Path) -> None:
    for number in range(60):
        keep(folder, f"{number:03}", number)
    whole, index = found(), index_beside(folder)
    data = index.read_bytes()
    for spoilt in (None, b"", b"\x00" * 5000, data[: len(data) // 2], data[:-3], data[30:], data + data):
        index.unlink()
        if spoilt is not None:
            index.write_bytes(spoilt)
        assert found() == whole
        assert index.read_bytes() == data


def test_other_rules_make_other_rows(folder: Path, home: Path, read: Callable[[], list[str]]) -> None:
    letter = "explain.letters.letter-wrong-recipient-1-en.sent_at"
    incident = begun()
    incident = incident.with_changes({letter: incident.opened_at}, at=incident.opened_at, event="sent")
    path = folder / f"{incident.id}.toml"
    path.write_bytes(write_record(incident))
    os.utime(path, (LONG_AGO,) * 2)
    before = found()[incident.id].waiting[0].due
    (home / "config" / "rules").mkdir(parents=True)
    (home / "config" / "rules" / "prevent.toml").write_text("[follow-up]\nconfirm-hours = 1\n")
    assert found(home / "config")[incident.id].waiting[0].due < before
    assert len(read()) == 2
    (home / "config" / "profile.toml").write_text('own_domains = ["lampworks.example"]\n')
    found(home / "config")
    assert len(read()) == 1


def test_a_record_changed_a_moment_ago_is_read_again_for_its_time_may_not_show_the_next_change(
    folder: Path, read: Callable[[], list[str]]
) -> None:
    path = folder / "fresh.toml"
    path.write_bytes(write_record(begun(SentMail(subject="one"))))
    now = path.stat()
    found()
    path.write_bytes(write_record(begun(SentMail(subject="two"))))
    os.utime(path, ns=(now.st_mtime_ns, now.st_mtime_ns))
    assert found()["fresh"].subject == "two"


def test_where_the_index_cannot_be_written_the_rows_come_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    keep(folder, "a")
    monkeypatch.setattr(register, "write_index", full)
    assert list(found()) == ["a"]
    assert not index_beside(folder).exists()


def test_leaving_in_the_middle_keeps_what_was_read_by_then(
    folder: Path, read: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "_CHECKPOINT", 10)
    monkeypatch.setattr(register, "_SLICE", 0.0)
    for number in range(35):
        keep(folder, f"{number:03}", number)
    batches = Survey(locations(), Playbook(None)).batches()
    while next(batches).done < 25:
        pass
    batches.close()
    read()
    assert len(found()) == 35
    assert len(read()) == 15


def test_a_batch_tells_how_far_it_has_come(folder: Path) -> None:
    for number in range(3):
        keep(folder, str(number))
    for _ in range(2):
        batches = list(Survey(locations(), Playbook(None)).batches())
        assert batches[-1].done == 3
        assert {batch.total for batch in batches} <= {0, 3}
        assert sum(len(batch.rows) for batch in batches) == 3


def test_an_unreadable_file_stands_by_the_time_of_its_last_change(folder: Path) -> None:
    path = folder / "broken.toml"
    path.write_bytes(b"schema = ")
    os.utime(path, (LONG_AGO,) * 2)
    assert found()["broken"].opened_at == datetime.fromtimestamp(LONG_AGO, UTC)


def test_a_rest_lasts_as_long_as_another_thread_is_at_work_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rests: list[float] = []
    late = [0.005, 0.002, 0.0]
    clock = [0.0]

    def sleep(seconds: float) -> None:
        rests.append(seconds)
        clock[0] += seconds + (late.pop(0) if late else 0.005)

    monkeypatch.setattr(register.time, "sleep", sleep)
    monkeypatch.setattr(register.time, "monotonic", lambda: clock[0])
    register._rest(0.0003)
    assert len(rests) == 3
    assert rests[0] < rests[1] == rests[2]
    rests.clear()
    register._rest(0.0003)
    assert len(rests) < 100


@pytest.mark.parametrize(("count", "compiled"), [(2, 0), (3, 1)])
def test_the_compiled_parser_is_asked_for_where_many_records_are_to_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, count: int, compiled: int
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(register, "_MANY", 3)
    monkeypatch.setattr(register, "compiled_parser", lambda: asked.append(True))
    for number in range(count):
        keep(folder, f"n{number}")
    assert len(found()) == count
    assert len(asked) == compiled
    # By now the index knows them.
    assert len(found()) == count
    assert len(asked) == compiled


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty-record"), (b"\0" * 5_000, "empty-record"), (b"From: a@b.example\n\nx", "mail-for-record")],
)
def test_what_is_no_record_at_all_is_named_as_what_it_is(folder: Path, data: bytes, code: str) -> None:
    path = folder / "odd.toml"
    path.write_bytes(data)
    assert [fault.code for fault in read_or_fault(path).faults] == [code]
