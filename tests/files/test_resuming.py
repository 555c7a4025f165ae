from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files.lock import ProcessLock
from misdirect_tui.files.record import ReadRecord, read_record, write_record
from misdirect_tui.files.resuming import Resumed, resumed

from tests.incidents import NOON, begun


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "state" / "incidents"


def answered(incident: Incident, choice: str, hours: int = 1) -> Incident:
    return incident.with_changes(
        {"grade.content": choice}, at=NOON + timedelta(hours=hours), event="answered"
    )


def taken_up(
    incident: Incident, folder: Path, *, kept: Incident | bytes | None, path: Path | None
) -> Resumed:
    """Take up an incident from a file, where something is kept of it."""
    if kept is not None:
        folder.mkdir(parents=True)
        data = kept if isinstance(kept, bytes) else write_record(kept)
        (folder / f"{incident.id}.toml").write_bytes(data)
    found = resumed(read_record(write_record(incident), "given.toml"), path, folder)
    if found.lock is not None:
        found.lock.release()
    return found


OLD = begun(SentMail(subject="PI"))
LATER = answered(OLD, "contract")


@pytest.mark.parametrize(
    ("given", "kept", "why"),
    [
        (LATER, None, ""),
        (LATER, OLD, ""),
        (LATER, LATER, ""),
        (OLD, LATER, "kept-is-later"),
        (answered(OLD, "quotation"), LATER, "kept-is-later"),
        (answered(LATER, "quotation", 2), LATER, ""),
        (LATER, OLD.with_typing({"mail.subject": "PI 2"}), "kept-is-later"),
        (OLD.with_typing({"mail.subject": "PI 2"}), OLD.with_typing({"mail.subject": "PI 2"}), ""),
        (LATER, write_record(OLD).replace(b"schema = 1", b"schema = 2"), "kept-is-later"),
    ],
    ids=["nothing", "older", "same", "later", "other", "on", "typing", "typed", "newer"],
)
def test_a_record_is_gone_on_with_where_that_loses_nothing(
    folder: Path, tmp_path: Path, given: Incident, kept: Incident | bytes | None, why: str
) -> None:
    found = taken_up(given, folder, kept=kept, path=tmp_path / "given.toml")
    assert found.why == why
    assert (found.lock is None) == bool(why)
    assert found.read.incident == given
    assert list((folder.parent / "locks").iterdir()) == []


def test_the_kept_record_itself_is_read_again_once_it_is_held(folder: Path) -> None:
    path = folder / f"{OLD.id}.toml"
    found = taken_up(OLD, folder, kept=LATER, path=path)
    assert (found.why, found.read.incident) == ("", LATER)
    linked = folder.parent / "link.toml"
    linked.symlink_to(path)
    again = resumed(read_record(write_record(OLD), "link.toml"), linked, folder)
    assert (again.why, again.read.incident) == ("", LATER)


def test_a_kept_record_that_was_renamed_gets_its_own_name_back_and_stays_one_incident(folder: Path) -> None:
    folder.mkdir(parents=True)
    renamed = folder / "nordlicht.toml"
    renamed.write_bytes(write_record(LATER))
    found = resumed(read_record(write_record(LATER), "nordlicht.toml"), renamed, folder)
    assert (found.why, found.read.incident) == ("", LATER)
    assert [path.name for path in folder.iterdir()] == [f"{LATER.id}.toml"]
    assert found.lock is not None
    found.lock.release()


def test_what_is_kept_but_cannot_be_read_is_put_aside(folder: Path, tmp_path: Path) -> None:
    found = taken_up(LATER, folder, kept=b"rubbish = [", path=None)
    assert (found.why, found.read.incident) == ("", LATER)
    assert (folder / f"{LATER.id}.toml.broken").read_bytes() == b"rubbish = ["


def test_a_record_of_a_newer_schema_and_one_that_is_open_elsewhere_are_looked_at(
    folder: Path,
) -> None:
    assert resumed(ReadRecord(OLD, (), read_only=True), None, folder) == Resumed(
        ReadRecord(OLD, (), read_only=True), "read-only"
    )
    other = ProcessLock(folder, OLD.id)
    assert other.take() == "held"
    assert taken_up(OLD, folder, kept=OLD, path=None).why == "open-elsewhere"
    other.release()
