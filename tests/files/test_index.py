"""The index: what it keeps is what was read, and whatever is wrong with it, it is only ever ignored."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misdirect_tui.core.fault import Fault, Term
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.register.row import Row, row_of, unreadable
from misdirect_tui.files import index
from misdirect_tui.files.index import Stamp, forget, index_beside, read_index, rules_stamp, write_index
from misdirect_tui.files.playbook import Playbook

from tests.incidents import begun, incidents

PLAYBOOK = Playbook()
RULES = rules_stamp(None)
AT = datetime(2025, 11, 18, tzinfo=UTC)
FIXED: dict[str, Any] = {
    "derandomize": True,
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
HEAD = index._written([index.FORM, RULES])
Entries = list[tuple[Stamp, Row]]


def row(incident: Any, file: str | None = None) -> Row:
    stop, prevent = PLAYBOOK.rules(StopRules, "stop"), PLAYBOOK.rules(PreventRules, "prevent")
    return row_of(incident, file or incident.id, stop, prevent)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "state" / "incidents"
    folder.mkdir(parents=True)
    return index_beside(folder)


@pytest.fixture
def written(path: Path) -> Entries:
    rows = [row(begun(), f"{number}-客户") for number in range(5)]
    rows.append(unreadable("broken", AT, Fault("x:3", "not-toml", {"what": "\x1b[31m", "limit": 8})))
    rows.append(unreadable("empty", AT, Fault("x:4", "toml-value", {"what": Term("toml-invalid", {"n": 3})})))
    entries = [(Stamp(1_700_000_000_123_456_789 + n, 100 + n), each) for n, each in enumerate(rows)]
    write_index(path, RULES, entries)
    return entries


def test_what_was_written_is_read_again_in_its_order(path: Path, written: Entries) -> None:
    assert list(read_index(path, RULES)) == written


@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(found=incidents())
def test_every_row_comes_back_as_it_was(path: Path, found: Any) -> None:
    entries = [(Stamp(-1, 2**40), row(found))]
    write_index(path, RULES, entries)
    assert list(read_index(path, RULES)) == entries


def test_it_is_for_the_user_alone(path: Path, written: Entries) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    write_index(path, RULES, written)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_torn_at_any_byte_it_gives_the_whole_lines_before(path: Path, written: Entries) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        found = list(read_index(path, RULES))
        assert found == written[: len(found)]
        assert len(found) in (whole[:length].count(b"\n") - 1, whole[:length].count(b"\n"), 0)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_changed_byte_loses_at_most_its_own_line_and_never_lies(
    path: Path, written: Entries, place: int, byte: int
) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(data)
    try:
        assert all(entry in written for entry in read_index(path, RULES))
    finally:
        write_index(path, RULES, written)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"schema = 1\n",
        bytes(range(256)) * 50,
        b"[" * 100_000,
        b"x" * 1_000_000,
        json.dumps([1, "x"]).encode(),
        index._written([index.FORM, RULES]) + b"garbage\n" + index._written([]) + index._written([1, 2, 3]),
        index._written([index.FORM, RULES])
        + index._written([1, 2, "f", None, "open", "never", *[None] * 15]),
        index._written([index.FORM + 1, RULES]),
        index._written({"a": 1}),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_index_gives_nothing(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert list(read_index(path, RULES)) == []


def test_an_index_of_other_rules_or_of_another_version_gives_nothing(
    path: Path, written: Entries, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert list(read_index(path, "00000000")) == []
    own = tmp_path / "config"
    (own / "rules").mkdir(parents=True)
    (own / "rules" / "prevent.toml").write_text("[follow-up]\nconfirm-hours = 1\n")
    assert len({rules_stamp(None), rules_stamp(own), rules_stamp(None, ("lampworks.example",))}) == 3
    assert rules_stamp(tmp_path / "nothing-there") == RULES
    monkeypatch.setattr(index, "__version__", "9.9")
    assert rules_stamp(None) != RULES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_link_is_not_followed_and_a_pipe_is_not_waited_for(
    path: Path, written: Entries, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    path.rename(other)
    path.symlink_to(other)
    assert list(read_index(path, RULES)) == []
    write_index(path, RULES, written[:1])
    assert not path.is_symlink()
    assert len(list(read_index(other, RULES))) == len(written)
    path.unlink()
    os.mkfifo(path)
    assert list(read_index(path, RULES)) == []
    path.unlink()
    path.mkdir()
    assert list(read_index(path, RULES)) == []


def test_a_row_longer_than_a_line_may_be_is_left_out(path: Path) -> None:
    long = row(begun())._replace(subject="长" * 40_000)
    write_index(path, RULES, [(Stamp(1, 1), long), (Stamp(2, 2), row(begun()))])
    assert [stamp for stamp, _ in read_index(path, RULES)] == [Stamp(2, 2)]


def test_a_deleted_incident_leaves_nothing_in_it(path: Path, written: Entries) -> None:
    forget(path, "3-客户")
    assert [each.file for _, each in read_index(path, RULES)] == [
        each.file for _, each in written if each.file != "3-客户"
    ]
    assert "3-客户" not in path.read_text("utf-8")
    path.unlink()
    forget(path, "1-客户")
    assert not path.exists()


def test_an_index_that_cannot_be_written_anew_is_taken_away(
    path: Path, written: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("misdirect_tui.files.atomic.write_atomic", full)
    forget(path, "3-客户")
    assert not path.exists()


def test_an_index_of_other_weights_gives_nothing_as_rows_may_rest_on_a_grade(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "grade.toml").write_text("[raising]\nforwarded = 16\n")
    assert rules_stamp(tmp_path) != RULES
