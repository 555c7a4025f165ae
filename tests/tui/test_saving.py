"""Saving while one walks: what goes wrong is said and stands there, work goes on, saving resumes alone."""

from __future__ import annotations

import errno
import os
import re
import shutil
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.files import atomic, journal, opening
from misdirect_tui.files.lock import ProcessLock
from misdirect_tui.files.record import read_record
from misdirect_tui.widgets.incident_list import IncidentList
from textual.widgets import Input

from tests.conftest import NOW

from .conftest import Launch, Walk

Fault = Callable[[Path], AbstractContextManager[None]]


def failing(where: Any, name: str, code: int) -> Fault:
    """Let a call of the system fail for as long as the fault lasts."""

    @contextmanager
    def fault(_home: Path) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise OSError(code, os.strerror(code))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(where, name, fail)
            yield

    return fault


def replaced(*place: str) -> Fault:
    """Put a file in the place of a folder for as long as the fault lasts."""

    @contextmanager
    def fault(home: Path) -> Any:
        folder = home.joinpath(*place)
        shutil.rmtree(folder)
        folder.write_text("in the way", "utf-8")
        yield
        folder.unlink()

    return fault


FAULTS = {
    "a full disk": (failing(os, "fsync", errno.ENOSPC), "the disk is full", "磁盘满了"),
    "no permission": (failing(atomic.tempfile, "mkstemp", errno.EACCES), "permission denied", "没有权限"),
    "a disk that fails": (failing(Path, "replace", errno.EIO), "the disk failed", "磁盘出错"),
    "a file for the incidents": (replaced("state", "incidents"), "no folder", "不是文件夹"),
    "a file for the state": (replaced("state"), "no folder", "不是文件夹"),
    "a file for everything": (replaced(), "no folder", "不是文件夹"),
}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "RETRY", 0.05)


async def until(walk: Walk, true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        await walk.pilot.pause(0.01)
    raise AssertionError(walk.screen)


def notices(walk: Walk) -> list[str]:
    return [notice.message for notice in walk.app._notifications]


async def type_name(walk: Walk, name: str) -> None:
    await walk.press("f4")
    walk.app.base.query_one("#reader-name Input").focus()
    await walk.settle()
    await walk.type(name)


def kept(home: Path) -> Incident | None:
    """Read the one record that is kept."""
    paths = list((home / "state" / "incidents").glob("*.toml"))
    if len(paths) != 1:
        return None
    read = read_record(paths[0].read_bytes(), "kept.toml")
    assert not read.faults
    return read.incident


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.full)])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "a full disk" else pytest.mark.full) for name in FAULTS]
)
async def test_what_goes_wrong_with_saving_stands_there_and_ends_by_itself(
    launch: Launch, home: Path, mail_file: Path, name: str, language: str
) -> None:
    fault, english, chinese = FAULTS[name]
    words = {"en": ("saved", "NOT SAVED", english), "zh": ("已保存", "没存上", chinese)}
    saved, failed, why = words[language]
    async with launch(mail_file, language=language) as walk:
        await until(walk, lambda: saved in walk.screen.splitlines()[0])
        with fault(home):
            await walk.press("f3", "4")
            await until(walk, lambda: failed in walk.screen.splitlines()[0])
            assert any(why in notice for notice in notices(walk)), notices(walk)
            # Work goes on, over steps and in fields.
            await walk.press("3")
            await type_name(walk, "Petra")
            await walk.pilot.pause(0.2)
            # Why stands there for as long as it holds, and in the help.
            assert failed in walk.screen.splitlines()[0]
            assert why in walk.screen.splitlines()[0]
            await walk.press("f1")
            assert any(why in line for line in walk.screen.splitlines()[1:])
            await walk.press("escape")
            assert walk.incident.grade.recipient == "customer"
            letter = walk.app.situation.letter
            assert letter is not None
            assert "Petra" in letter.body
        await until(walk, lambda: saved in walk.screen.splitlines()[0])
        assert not any(why in notice for notice in notices(walk))
        found = kept(home)
        assert found is not None
        assert found == walk.incident
        assert found.grade.content == "contract"


async def test_a_folder_that_vanishes_is_there_again_with_the_next_answer(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        shutil.rmtree(home / "state")
        await walk.press("f3", "4")
        await until(walk, lambda: kept(home) == walk.incident)
        assert "NOT SAVED" not in walk.screen
        # What the incident was held by has gone with the folder, and is there again as well.
        assert ProcessLock(home / "state" / "incidents", walk.incident.id).take() == "elsewhere"


async def test_a_folder_that_vanishes_is_there_again_with_the_next_second_and_when_leaving(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        for noticing in (walk.app._tick, walk.app.action_leave):
            shutil.rmtree(home / "state")
            noticing()
            await until(walk, lambda: kept(home) == walk.incident)
        assert walk.app.return_value == 0


async def test_a_record_edited_by_hand_is_kept_beside_with_the_first_answer_and_where_is_said(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        (path,) = (home / "state" / "incidents").glob("*.toml")
        edited = path.read_bytes() + b"# ask Mei\n"
        path.write_bytes(edited)
        await walk.press("f3", "4")
        await until(walk, lambda: any(".toml.edited" in notice for notice in notices(walk)))
        assert path.with_name(f"{path.name}.edited").read_bytes() == edited
        assert kept(home) == walk.incident


async def test_leaving_while_nothing_can_be_saved_asks_first_and_says_so(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        with failing(os, "fsync", errno.ENOSPC)(home):
            await walk.press("space")
            await until(walk, lambda: "NOT SAVED" in walk.screen.splitlines()[0])
            walk.app.action_leave()
            await walk.settle()
            assert walk.app.return_value is None
            assert any("leaving once more leaves without it" in notice for notice in notices(walk))
            # What was done since is asked about again.
            await walk.press("f3", "4")
            walk.app.action_leave()
            assert walk.app.return_value is None
            walk.app.action_leave()
            assert walk.app.return_value == 2


async def test_beginning_anew_or_opening_another_while_nothing_can_be_saved_asks_first(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        await walk.press("ctrl+n", "space")
        await until(walk, lambda: len(list((home / "state" / "incidents").glob("*.toml"))) == 2)
        with failing(os, "fsync", errno.ENOSPC)(home):
            await walk.press("f3", "4")
            await until(walk, lambda: "NOT SAVED" in walk.screen.splitlines()[0])
            answered = walk.incident
            await walk.press("ctrl+n")
            assert walk.incident == answered
            assert any("the same once more gives up" in notice for notice in notices(walk))
            await walk.press("5")
            answered = walk.incident
            await walk.press("ctrl+o")
            await until(walk, lambda: len(walk.app.screen.query(IncidentList).first().rows) == 2)
            await walk.press("down", "enter")
            assert walk.incident == answered
        await until(walk, lambda: "NOT SAVED" not in walk.screen.splitlines()[0])
        path = home / "state" / "incidents" / f"{answered.id}.toml"
        assert read_record(path.read_bytes(), "kept.toml").incident == answered
        await walk.press("ctrl+n")
        assert walk.incident.id != answered.id
        assert any("The other one is kept" in notice for notice in notices(walk))


async def test_what_is_given_up_is_not_said_to_be_kept(launch: Launch, home: Path, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        with failing(os, "fsync", errno.ENOSPC)(home):
            await walk.press("space")
            await until(walk, lambda: "NOT SAVED" in walk.screen.splitlines()[0])
            given_up = walk.incident
            await walk.press("f9", "ctrl+n", "ctrl+n")
            await until(walk, lambda: walk.incident.id != given_up.id)
            told = " ".join(notices(walk))
            assert "最后的改动没能存上" in told
            assert "刚才那个留着" not in told
            assert re.search("[A-Za-z]{4}", told) is None


async def test_a_record_that_was_exported_whole_is_left_without_asking_again(
    launch: Launch, home: Path, mail_file: Path, tmp_path: Path
) -> None:
    async with launch(mail_file) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        (home / "state" / "incidents").rename(home / "state" / "before")
        (home / "state" / "incidents").write_text("in the way", "utf-8")
        await walk.press("space")
        await until(walk, lambda: "NOT SAVED" in walk.screen.splitlines()[0])
        await walk.press("ctrl+s")
        walk.app.screen.query_one(Input).value = str(tmp_path / "elsewhere.toml")
        await walk.press("enter")
        await until(walk, lambda: (tmp_path / "elsewhere.toml").exists())
        walk.app.action_leave()
        assert walk.app.return_value == 2


@pytest.mark.full
async def test_what_may_only_be_looked_at_stays_as_it_is(launch: Launch, home: Path, mail_file: Path) -> None:
    other = ProcessLock(home / "state" / "incidents", "20251118-172650-ab12")
    assert other.take() == "held"
    async with launch(read_only=True, size=(120, 40)) as walk:
        walk.app.open(walk.incident, why_read_only="open-elsewhere")
        before = walk.incident
        await walk.press("space", "f3", "4", "f5", "1", "1")
        await type_name(walk, "Petra")
        await walk.press("ctrl+z")
        for action in ("close_incident", "reopen_incident", "delete_incident", "edit_letter", "mark('sent')"):
            await walk.app.run_action(action)
            await walk.settle()
            assert len(walk.app.screen_stack) == 1
        assert walk.incident is before
        assert walk.app.incident is before
        assert "Petra" not in walk.screen
        assert len([notice for notice in notices(walk) if "open in another window" in notice]) == 1
        assert "read-only" in walk.screen.splitlines()[0]
        other.release()
        await walk.press("f2", "space")
        told = notices(walk)
        assert any("Ctrl+O opens this incident here" in notice for notice in told)
        assert not any("open in another window" in notice for notice in told)
    assert not (home / "state" / "incidents").exists()
    assert not (home / "data").exists()


@pytest.mark.full
async def test_an_incident_that_somebody_else_holds_by_now_is_not_written(
    launch: Launch, home: Path, mail_file: Path
) -> None:
    async with launch(mail_file, size=(120, 40)) as walk:
        await until(walk, lambda: "saved" in walk.screen.splitlines()[0])
        # The folder was moved away and put back, and another process was there first.
        shutil.rmtree(home / "state" / "locks")
        other = ProcessLock(home / "state" / "incidents", walk.incident.id)
        assert other.take() == "held"
        before = kept(home)
        await walk.press("f3", "4")
        await until(walk, lambda: "read-only" in walk.screen.splitlines()[0])
        assert any("open in another window" in notice for notice in notices(walk))
        other.release()
        await walk.press("3")
        await walk.pilot.pause(0.2)
        assert kept(home) == before
        assert not walk.app.journal.close()


@pytest.mark.full
async def test_keys_pressed_and_taken_back_before_the_mail_was_read_stay_true(
    launch: Launch, mail_file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    read = opening.opened_from

    def slowly(*given: Any, **more: Any) -> Any:
        assert let_go.wait(10)
        return read(*given, **more)

    monkeypatch.setattr(opening, "opened_from", slowly)
    async with launch() as walk:
        app = walk.app
        reading = app.run_worker(app.read_mail(mail_file.read_bytes(), str(mail_file)))
        await walk.press("space", "ctrl+z", "down", "space", "f3", "4", "3", "ctrl+z")
        await type_name(walk, "Petra")
        let_go.set()
        await reading.wait()
        await walk.settle()
        incident = walk.incident
        assert incident.mail.sha256
        assert (incident.grade.content, incident.grade.recipient) == ("contract", None)
        assert incident.explain.wrong_recipient[0].name == "Petra"
        ticked = {path for each in incident.timeline if each.event == "ticked" for path in each.detail}
        assert "stop.ticks.hands-off" in ticked
        assert "hands-off" not in incident.stop.ticks
        assert len(incident.stop.ticks) == 2
        rested = incident.with_rest(at=incident.opened_at)
        assert Incident.replay(id=incident.id, timeline=rested.timeline).tree == rested.tree
        assert [each.event for each in rested.timeline].count("undone") == 2
        # Undoing goes on where it was: the content, not what was taken back already.
        await walk.press("f3", "ctrl+z", "ctrl+z")
        assert walk.incident.grade.content is None
        await until(walk, lambda: kept(home) == walk.incident)


async def test_a_notice_that_still_stands_is_not_said_twice(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        for _ in range(3):
            walk.app.tell("nothing-to-undo")
        walk.app.tell("no-letter")
        await walk.settle()
        assert len(list(notices(walk))) == 2


@pytest.mark.full
async def test_the_same_mail_again_goes_on_with_its_open_incident_and_says_so(
    launch: Launch, mail_file: Path, home: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("space")
        begun = walk.incident
    again = Incident.begin(id="20251118-180000-cd34", at=NOW + timedelta(hours=1))
    async with launch(mail_file, incident=again, now=NOW + timedelta(hours=1)) as walk:
        assert walk.incident.id == begun.id
        assert walk.incident.stop.ticks == begun.stop.ticks
        assert "has an incident already" in walk.screen
        await walk.app.run_action("close_incident")
        await walk.press("1")
    assert [path.stem for path in (home / "state" / "incidents").glob("*.toml")] == [begun.id]
    async with launch(mail_file, incident=again, now=NOW + timedelta(hours=1)) as walk:
        assert walk.incident.id == again.id
