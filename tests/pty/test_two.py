"""Two windows at once: on one incident the second only looks; on two neither disturbs the other."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from .conftest import Launch, ready, record, trade_mail
from .terminal import CTRL_N, CTRL_O, CTRL_Q, ENTER, F3, Terminal

CTRL_P = b"\x10"

ELSEWHERE = {"en": "open in another window", "zh": "已在另一个窗口打开"}
READ_ONLY = {"en": "read-only", "zh": "只读"}


def kept(home: Path) -> list[Path]:
    return sorted((home / "state" / "incidents").glob("*.toml"))


def locks(home: Path) -> list[Path]:
    return sorted((home / "state" / "locks").glob("*"))


def said(terminal: Terminal, text: str) -> None:
    """Wait for a text, wherever its lines and the frame around it break."""
    wanted = re.sub(r"\s", "", text)
    terminal.wait(lambda: wanted in re.sub(r"[\s│▌┃|]", "", terminal.text), repr(text))


def second(launch: Launch, home: Path, language: str = "en") -> Terminal:
    """Open the one incident that is kept in a second window."""
    (path,) = kept(home)
    terminal = launch(path, language=language)
    said(terminal, ELSEWHERE[language])
    assert READ_ONLY[language] in terminal.lines[0]
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.send(CTRL_Q)
    assert terminal.left() == 0


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.full)])
def test_a_second_window_says_so_and_only_looks(
    launch: Launch, home: Path, mail: Path, language: str
) -> None:
    first = ready(launch(mail))
    looking = second(launch, home, language)
    before = kept(home)[0].read_bytes()
    looking.send(F3, b"43")
    looking.wait_for({"en": "Grade 0/2", "zh": "评估 0/2"}[language])
    looking.settle()
    assert "0/2" in looking.lines[0]
    assert READ_ONLY[language] in looking.lines[0]
    assert kept(home)[0].read_bytes() == before
    first.send(F3, b"4")
    first.wait_for("Grade 1/2")
    leave(first)
    leave(looking)
    assert record(home)["grade"]["content"] == "contract"
    assert "recipient" not in record(home)["grade"]
    assert locks(home) == []


@pytest.mark.full
def test_the_second_window_goes_on_with_another_incident_or_with_a_new_one(
    launch: Launch, home: Path, mail: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.eml"
    other.write_bytes(trade_mail("PI-9000 Nordkap Marine"))
    leave(ready(launch(other)))
    (others,) = kept(home)
    first = ready(launch(mail))
    (mine,) = set(kept(home)) - {others}
    looking = launch(mine)
    said(looking, ELSEWHERE["en"])
    looking.send(CTRL_O)
    looking.wait_for("Nordkap")
    looking.send(b"nordkap")
    looking.wait(lambda: "Lakeside" not in looking.text, "the list to hold the other alone")
    looking.send(ENTER)
    looking.wait_for("saved")
    looking.send(F3, b"3")
    looking.wait_for("Grade 1/2")
    looking.settle()
    assert tomllib.loads(others.read_text("utf-8"))["grade"]["content"] == "quotation"
    looking.send(CTRL_N)
    looking.wait_for("A new incident")
    looking.send(F3, b"1")
    looking.wait_for("Grade 1/2")
    looking.wait_for("saved")
    assert len(kept(home)) == 3
    leave(looking)
    first.send(F3, b"4")
    first.wait_for("Grade 1/2")
    leave(first)
    assert tomllib.loads(mine.read_text("utf-8"))["grade"]["content"] == "contract"
    assert "recipient" not in tomllib.loads(mine.read_text("utf-8"))["grade"]


@pytest.mark.full
def test_once_the_first_has_been_left_the_second_takes_over_with_what_was_done_there(
    launch: Launch, home: Path, mail: Path
) -> None:
    first = ready(launch(mail))
    looking = second(launch, home)
    first.send(F3, b"4")
    first.wait_for("Grade 1/2")
    leave(first)
    looking.send(CTRL_O)
    looking.wait_for("All incidents")
    looking.wait(lambda: re.search(r">\s+\S*\s*PI-7043", looking.text) is not None, "the row of the incident")
    looking.send(ENTER)
    looking.wait_for("saved")
    looking.send(F3, b"3")
    looking.wait_for("Grade 2/2")
    leave(looking)
    grade = record(home)["grade"]
    assert (grade["content"], grade["recipient"]) == ("contract", "customer")


@pytest.mark.full
def test_what_a_dead_process_left_blocks_nobody(launch: Launch, home: Path, mail: Path) -> None:
    first = ready(launch(mail))
    (lock,) = locks(home)
    assert lock.stat().st_mode & 0o777 == 0o600
    assert lock.parent.stat().st_mode & 0o777 == 0o700
    first.kill()
    assert locks(home) == [lock]
    # As other programs would leave it: with a number that is a living process's again.
    lock.write_text(f"{os.getpid()}\n", "utf-8")
    (path,) = kept(home)
    again = ready(launch(path))
    again.send(F3, b"4")
    again.wait_for("Grade 1/2")
    leave(again)
    assert record(home)["grade"]["content"] == "contract"
    assert locks(home) == []


@pytest.mark.full
def test_an_older_export_is_looked_at_and_never_overwrites_what_is_kept(
    launch: Launch, home: Path, mail: Path, tmp_path: Path
) -> None:
    first = ready(launch(mail))
    older = tmp_path / "older.toml"
    older.write_bytes(kept(home)[0].read_bytes())
    first.send(F3, b"4")
    first.wait_for("Grade 1/2")
    leave(first)
    before = kept(home)[0].read_bytes()
    looking = launch(older)
    said(looking, "What is kept of this incident goes further than this file")
    looking.send(F3, b"1")
    looking.wait_for("Grade 0/2")
    looking.settle()
    assert "Grade 0/2" in looking.text
    leave(looking)
    assert [path.read_bytes() for path in kept(home)] == [before]
    # What is kept, as a file of its own, is the same and is gone on with.
    copied = tmp_path / "copy.toml"
    copied.write_bytes(before)
    again = ready(launch(copied))
    again.send(F3, b"3")
    again.wait_for("Grade 2/2")
    leave(again)
    assert record(home)["grade"]["recipient"] == "customer"


@pytest.mark.full
def test_an_incident_that_is_open_elsewhere_cannot_be_deleted(launch: Launch, home: Path, mail: Path) -> None:
    first = ready(launch(mail))
    looking = second(launch, home)
    looking.settle()
    looking.send(CTRL_P)
    looking.settle()
    looking.send(b"delete the incident")
    looking.wait_for("Delete the incident")
    looking.send(ENTER)
    looking.settle()
    assert "Delete this incident" not in looking.text
    assert len(kept(home)) == 1
    first.send(CTRL_Q)
    assert first.left() == 0
