"""The register: found by typing, opened by Enter, and what it teaches; and the list at the start."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui import early
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.files import register
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import write_record
from misdirect_tui.files.register import read_or_fault
from misdirect_tui.screens.register import RegisterScreen
from misdirect_tui.widgets.incident_list import IncidentList

from tests.conftest import NOW

from .conftest import Launch, Walk
from .test_frame import LATIN, own_latin

LETTER = "explain.letters.letter-wrong-recipient-1-en"
CONTRACT = {"grade.content": "contract", "grade.recipient": "customer", "prevent.cause": "wrong-file"}
CLOSED = {"status": "closed", "closed_at": NOW}


@pytest.fixture
def folder(home: Path) -> Path:
    path = home / "state" / "incidents"
    path.mkdir(parents=True)
    return path


def keep(
    folder: Path,
    number: int,
    subject: str = "",
    changes: Mapping[str, Any] | None = None,
    *,
    reader: str = "Anna Berg",
) -> Incident:
    """Keep an incident that was opened so many days ago."""
    at = NOW - timedelta(days=number)
    to = (Address(name=reader, address="buyer@nordsee-handel.example"),)
    mail = SentMail(sent_at=at - timedelta(minutes=5), subject=subject, to=to, service="qq")
    incident = Incident.begin(id=f"{at:%Y%m%d-%H%M%S}-{number:04x}", at=at, mail=mail)
    incident = incident.with_changes(dict(changes or {}), at=at, event="answered")
    path = folder / f"{incident.id}.toml"
    path.write_bytes(write_record(incident))
    os.utime(path, (at.timestamp(),) * 2)
    return incident


@pytest.fixture
def mixed(folder: Path) -> list[Incident]:
    """Keep an open one, two closed ones and a file that nobody can read."""
    (folder / "20250101-000000-dead.toml").write_bytes(b"schema = 1\nid = \n")
    sent = {f"{LETTER}.sent_at": NOW - timedelta(days=2)}
    return [
        keep(folder, 2, "PI-2511 Verde Lighting 确认", CONTRACT | sent),
        keep(folder, 5, "报价单 LED strips", {"grade.content": "quotation"} | CLOSED, reader="王芳"),
        keep(folder, 9, "Catalogue [b]2026[/b] [/oops]", CLOSED),
    ]


async def opened(walk: Walk) -> RegisterScreen:
    await walk.press("ctrl+o")
    return await complete(walk)


async def complete(walk: Walk) -> RegisterScreen:
    """Wait until the register has read everything."""
    for _ in range(200):
        await walk.pilot.pause(0.01)
        screen = walk.app.screen
        if isinstance(screen, RegisterScreen) and screen.intake.complete:
            await walk.settle()
            return screen
    raise TimeoutError


def files(screen: RegisterScreen) -> list[str]:
    return [row.file for row in screen.listed.rows]


ENGLISH = ("en", "serious", "now: Tell your manager")
CHINESE = ("zh", "严重", "现在就做：告诉主管")


@pytest.mark.full
@pytest.mark.parametrize(
    ("size", "language", "band", "due"),
    [
        ((80, 24), *ENGLISH),
        ((60, 18), *CHINESE),
        pytest.param((60, 18), *ENGLISH, marks=pytest.mark.full),
        pytest.param((80, 24), *CHINESE, marks=pytest.mark.full),
        pytest.param((120, 40), *ENGLISH, marks=pytest.mark.full),
        pytest.param((120, 40), *CHINESE, marks=pytest.mark.full),
    ],
)
async def test_each_row_says_what_happened_to_whom_and_what_is_due(
    launch: Launch, folder: Path, size: tuple[int, int], language: str, band: str, due: str
) -> None:
    plan = {"prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 11, 19)}}
    keep(folder, 0, "PI-2511 确认", CONTRACT | {f"{LETTER}.sent_at": NOW} | plan)
    async with launch(size=size, language=language) as walk:
        await opened(walk)
        words = Playbook().words(language)
        first, second, third = walk.screen.splitlines()[6:9]
        assert first.startswith(" >   PI-2511 确认")
        assert band in first
        for key in (
            "register.content.contract",
            "register.cause.wrong-file",
            "register.letter.waiting-alone",
        ):
            assert words(key) in second
        assert second.split()[-1]
        assert due in third
        assert all(len(line) <= size[0] for line in walk.screen.splitlines())


async def test_open_ones_stand_on_top_and_what_cannot_be_read_stands_with_its_fault(
    launch: Launch, mixed: list[Incident]
) -> None:
    async with launch() as walk:
        screen = await opened(walk)
        assert files(screen) == [mixed[0].id, "20250101-000000-dead", mixed[1].id, mixed[2].id]
        assert "Open: 1" in walk.screen
        assert "20250101-000000-dead.toml:2: not valid TOML" in walk.screen
        await walk.press("down", "enter")
        assert isinstance(walk.app.screen, RegisterScreen)
        assert any("20250101-000000-dead.toml:2" in str(each.message) for each in walk.app._notifications)


async def test_a_second_file_of_one_incident_is_named_and_a_fault_stands_without_the_folder(
    launch: Launch, folder: Path
) -> None:
    first = keep(folder, 2, "PI-2511")
    shutil.copy(folder / f"{first.id}.toml", folder / "copy.toml")
    (folder / "state.toml").write_bytes(b"schema = 1\nid = \n")
    async with launch(size=(120, 40)) as walk:
        screen = await opened(walk)
        assert files(screen) == [first.id, "state"]
        assert "  state.toml:2: not valid TOML" in walk.screen
        assert any("copy.toml" in str(each.message) for each in walk.app._notifications)


async def test_typing_finds_while_the_arrow_keys_move_and_enter_opens(
    launch: Launch, mixed: list[Incident]
) -> None:
    async with launch(size=(80, 30)) as walk:
        screen = await opened(walk)
        await walk.type("closed")
        assert files(screen) == [mixed[1].id, mixed[2].id]
        await walk.press("down")
        assert walk.app.focused is screen.query_one("Entry")
        assert screen.listed.chosen is not None
        assert screen.listed.chosen.file == mixed[2].id
        await walk.type(" led")
        assert files(screen) == [mixed[1].id]
        # Where the Chinese input method opens.
        assert walk.app.cursor_position == screen.query_one("Entry").cursor_screen_offset
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.id == mixed[1].id
        assert walk.incident.grade.content == "quotation"


@pytest.mark.full
@pytest.mark.parametrize(
    ("language", "searches"),
    [
        (
            "zh",
            {
                "报价": [1],
                "quotation": [1],
                "autocomplete": [],
                "ＰＩ－２５１１　合同": [0],
                "王芳": [1],
                "附件": [0],
                "合同 王芳": [],
            },
        ),
        pytest.param("en", {"wrong FILE": [0], "prices": [1], "contract 报价": []}, marks=pytest.mark.full),
    ],
)
async def test_what_is_typed_is_found_in_the_words_of_the_language_full_width_signs_too(
    launch: Launch, mixed: list[Incident], language: str, searches: dict[str, list[int]]
) -> None:
    async with launch(language=language) as walk:
        screen = await opened(walk)
        for asked, expected in searches.items():
            await walk.type(asked)
            assert files(screen) == [mixed[number].id for number in expected], asked
            counted = "counted" if len(expected) == 4 else "counted-of"
            told = Playbook().words(language)(f"register.{counted}", count=4, shown=len(expected))
            assert told in walk.screen
            if not expected:
                await walk.settle()
                assert Playbook().words(language)("register.filter.none") in walk.screen
            await walk.press("ctrl+u")


async def test_what_a_subject_says_is_never_markup_and_never_obeyed(launch: Launch, folder: Path) -> None:
    keep(folder, 1, "[b]x[/b] [/oops] \x1b[31mred\x9b\u202e", reader="[red]R[/red]\x07")
    async with launch(size=(120, 40)) as walk:
        await opened(walk)
        assert "[b]x[/b] [/oops]" in walk.screen
        assert "[red]R[/red]" in walk.screen
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", walk.screen)


@pytest.mark.full
async def test_the_row_of_the_incident_on_the_desk_is_as_it_is_now(
    launch: Launch, mixed: list[Incident]
) -> None:
    async with launch() as walk:
        screen = await opened(walk)
        await walk.press("enter")
        await walk.settle()
        changes = {"grade.content": "commentary", "grade.recipient": "competing-customer"}
        walk.app.commit("answered", changes)
        screen = await opened(walk)
        assert files(screen).count(mixed[0].id) == 1
        chosen = screen.listed.chosen
        assert chosen is not None
        assert (chosen.content, chosen.recipient) == ("commentary", "competing-customer")
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.grade.content == "commentary"


@pytest.mark.full
async def test_escape_goes_back_and_ctrl_n_begins_anew(launch: Launch, mixed: list[Incident]) -> None:
    async with launch() as walk:
        before = walk.incident.id
        await opened(walk)
        await walk.press("escape")
        await walk.settle()
        assert walk.incident.id == before
        assert len(walk.app.screen_stack) == 1
        await opened(walk)
        await walk.press("ctrl+n")
        await walk.settle()
        assert len(walk.app.screen_stack) == 1
        assert walk.cursor == "item-hands-off"


@pytest.mark.full
async def test_without_any_incident_it_says_so(launch: Launch) -> None:
    async with launch() as walk:
        await opened(walk)
        assert "There are none yet." in walk.screen
        await walk.press("down", "enter", "pagedown", "f12")
        await walk.settle()
        assert "nothing to learn from" in walk.screen


@pytest.mark.full
async def test_paging_and_the_ends_reach_every_row(launch: Launch, folder: Path) -> None:
    for number in range(30):
        keep(folder, number, f"No {number}", CLOSED)
    async with launch() as walk:
        screen = await opened(walk)
        listed = screen.listed
        places = [listed.place]
        for _ in range(6):
            await walk.press("pagedown")
            places.append(listed.place)
        assert places == sorted(places)
        assert places[1] > 3
        assert listed.place == 29
        assert "No 29" in walk.screen
        await walk.press("pageup")
        assert listed.place < 29
        await walk.press("ctrl+home")
        assert listed.place == 0
        assert "Closed: 30" in walk.screen
        await walk.press("ctrl+end")
        assert "No 29" in walk.screen
        await walk.type("no 1")
        assert listed.place == 0
        assert "No 1 " in walk.screen


TAUGHT = ("en", "What they teach", "Most often: wrong file, 6 of 6.")
TAUGHT_IN_CHINESE = ("zh", "能学到什么", "最多的是拿错附件：6 件里 6 件。")


@pytest.mark.full
@pytest.mark.parametrize(
    ("size", "language", "title", "most"),
    [
        ((80, 24), *TAUGHT_IN_CHINESE),
        pytest.param((80, 24), *TAUGHT, marks=pytest.mark.full),
        pytest.param((120, 40), *TAUGHT, marks=pytest.mark.full),
        pytest.param((120, 40), *TAUGHT_IN_CHINESE, marks=pytest.mark.full),
    ],
)
async def test_what_they_teach_is_plotted_and_said(
    launch: Launch, folder: Path, size: tuple[int, int], language: str, title: str, most: str
) -> None:
    for number in range(6):
        sent = {f"{LETTER}.sent_at": NOW - timedelta(days=number) + timedelta(minutes=10)}
        keep(folder, number, f"No {number}", CONTRACT | sent | CLOSED)
    async with launch(size=size, language=language) as walk:
        await opened(walk)
        await walk.press("f12")
        for _ in range(50):
            await walk.pilot.pause(0.01)
            if "\u28ff" in walk.screen:
                break
        told = [walk.screen]
        assert title in told[0]
        for _ in range(8):
            await walk.press("pagedown")
            told.append(walk.screen)
        everything = "\n".join(told)
        assert most in everything
        assert re.search("2025-11 +\u28ff+ 6", everything)
        assert all(len(line) <= size[0] for line in everything.splitlines())
        await walk.press("escape")
        assert title not in walk.screen.splitlines()[1]
        await walk.type("no 3")
        await walk.settle()
        assert "No 3" in walk.screen
        await walk.press("f12")
        await walk.settle()
        found = len(walk.app.screen.query_one(IncidentList).rows)
        assert re.search(f"{found} of 6|6 .*{found} ", walk.screen.splitlines()[1])
        assert re.search(f"2025-11 +\u28ff+ {found}", walk.screen)


@pytest.mark.full
async def test_a_chinese_register_speaks_no_english(launch: Launch, folder: Path) -> None:
    for number in range(3):
        keep(
            folder,
            number,
            "确认",
            CONTRACT | {f"{LETTER}.sent_at": NOW, f"{LETTER}.reader": "王芳"},
            reader="王芳",
        )
    async with launch(language="zh", size=(100, 60)) as walk:
        await opened(walk)
        assert set(LATIN.findall(walk.screen)) <= own_latin()
        await walk.press("f12")
        await walk.settle()
        assert set(LATIN.findall(walk.screen)) <= own_latin()


async def test_the_start_lists_what_is_unfinished_with_everything_that_is_to_come_of_it(
    launch: Launch, mixed: list[Incident], folder: Path
) -> None:
    plan = {"prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 11, 17)}}
    due = keep(folder, 30, "Newsletter", CLOSED | plan)
    ahead = {"prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 12, 17)}}
    keep(folder, 31, "Not yet", CLOSED | ahead)
    async with launch(unfinished=True, size=(80, 30)) as walk:
        screen = await complete(walk)
        assert files(screen) == [mixed[0].id, due.id, "20250101-000000-dead"]
        assert "Something is unfinished" in walk.screen
        assert "was due 11-17 17:26: Has the wrong recipient confirmed the deletion?" in walk.screen
        assert "was due 11-17 09:00: Start with Bcc for every mail to several customers." in walk.screen
        await walk.press("ctrl+o")
        await walk.settle()
        assert len(files(screen)) == 6
        assert "All incidents" in walk.screen


@pytest.mark.full
async def test_something_due_in_a_closed_incident_is_offered_too(launch: Launch, folder: Path) -> None:
    plan = {"prevent.techniques.delayed-send": {"choice": "planned", "due": date(2025, 11, 17)}}
    incident = keep(folder, 30, "Newsletter", CLOSED | plan)
    async with launch(unfinished=True) as walk:
        await complete(walk)
        assert "Something is due" in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.id == incident.id


@pytest.mark.full
async def test_the_start_says_what_is_cut_below_and_what_escape_does(launch: Launch, folder: Path) -> None:
    for number in range(12):
        keep(folder, number, f"No {number}", CONTRACT)
    async with launch(unfinished=True) as walk:
        screen = await complete(walk)
        above, below = screen.listed.cut
        assert above == 0
        assert below > 0
        assert f"{below} more below" in walk.screen
        assert "Esc: a new, empty one" in walk.screen
        await walk.press(*["down"] * 11)
        assert "more below" not in walk.screen
        assert f"{screen.listed.cut[0]} more above" in walk.screen


async def test_where_nothing_waits_the_first_thing_to_do_is_there_at_once(
    launch: Launch, folder: Path
) -> None:
    keep(folder, 3, "Done", CLOSED)
    async with launch(unfinished=True) as walk:
        await walk.pilot.pause(0.3)
        assert len(walk.app.screen_stack) == 1
        assert walk.cursor == "item-hands-off"


class Gate:
    """Let records be read only as far as it was opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turns = threading.Semaphore(0)
        monkeypatch.setattr(register, "read_or_fault", self.read)
        monkeypatch.setattr(register, "_SLICE", 0.0)

    def read(self, path: Path) -> Any:
        self.turns.acquire(timeout=10)
        return read_or_fault(path)

    def open(self, turns: int) -> None:
        for _ in range(turns):
            self.turns.release()


async def reached(walk: Walk, heading: str) -> None:
    for _ in range(200):
        await asyncio.sleep(0.01)
        if heading in walk.screen.splitlines()[1]:
            return
    raise TimeoutError(walk.screen.splitlines()[1])


@pytest.mark.full
async def test_the_register_is_there_before_everything_is_read_and_says_how_far_it_is(
    launch: Launch, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        keep(folder, number, f"No {number}", CLOSED)
    gate = Gate(monkeypatch)
    async with launch() as walk:
        gate.open(1)
        await walk.press("ctrl+o")
        await reached(walk, "reading 1 of 60  ....................")
        gate.open(29)
        await reached(walk, "reading 30 of 60  ##########..........")
        assert "No 0" in walk.screen
        gate.open(30)
        await reached(walk, "60 in all")


@pytest.mark.full
async def test_the_cursor_stays_on_its_row_while_others_come_in(
    launch: Launch, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        incident = keep(folder, number, f"No {number}", CLOSED)
        # The newest incidents are read last.
        os.utime(folder / f"{incident.id}.toml", (1_600_000_000 + number,) * 2)
    gate = Gate(monkeypatch)
    async with launch() as walk:
        gate.open(10)
        await walk.press("ctrl+o")
        await reached(walk, "reading 10 of 30")
        screen = walk.app.screen
        assert isinstance(screen, RegisterScreen)
        await walk.press("down")
        chosen = screen.listed.chosen
        assert chosen is not None
        assert not screen.intake.complete
        gate.open(20)
        await complete(walk)
        assert screen.listed.chosen is not None
        assert screen.listed.chosen.file == chosen.file
        assert files(screen) == sorted(files(screen), reverse=True)
        assert f" >   {chosen.subject}" in walk.screen


async def test_whoever_has_begun_is_not_interrupted_by_what_waits(
    launch: Launch, mixed: list[Incident], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    monkeypatch.setattr(early, "LONGEST", 0.01)
    async with launch(unfinished=True) as walk:
        await walk.press("space")
        assert walk.incident.stop.ticks == {"hands-off": "done"}
        gate.open(10)
        for _ in range(100):
            await walk.pilot.pause(0.01)
            if walk.app._notifications:
                break
        told = [str(each.message) for each in walk.app._notifications]
        assert told == ["Something is unfinished. Ctrl+O shows it."]
        assert len(walk.app.screen_stack) == 1


async def test_keys_pressed_before_the_list_is_there_act_on_the_list_and_never_on_an_incident_behind_it(
    launch: Launch, mixed: list[Incident], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with launch(unfinished=True) as walk:
        blank = walk.incident
        await walk.press("space", "2", "f3", "4", "down", "up", "enter", "space")
        assert walk.incident is blank
        assert any("is being looked up" in str(each.message) for each in walk.app._notifications)
        gate.open(10)
        for _ in range(200):
            await walk.pilot.pause(0.01)
            if walk.incident.id == mixed[0].id:
                break
        await walk.settle()
        assert walk.incident.id == mixed[0].id
        assert walk.incident.stop.ticks == {}
        assert not any("is being looked up" in str(each.message) for each in walk.app._notifications)
        await walk.press("space")
        assert walk.incident.stop.ticks
    assert not (home / "state" / "incidents" / f"{blank.id}.toml").exists()


async def test_keys_pressed_while_the_list_turns_out_empty_act_as_they_were_typed(
    launch: Launch, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder, 3, "Done", CLOSED)
    gate = Gate(monkeypatch)
    async with launch(unfinished=True) as walk:
        await walk.press("space", "f3", "4", "3")
        assert len(walk.incident.timeline) == 1
        gate.open(10)
        for _ in range(200):
            await walk.pilot.pause(0.01)
            if walk.incident.grade.recipient:
                break
        assert walk.incident.stop.ticks == {"hands-off": "done"}
        assert (walk.incident.grade.content, walk.incident.grade.recipient) == ("contract", "customer")


async def test_whoever_asks_for_all_incidents_waits_for_no_list_of_the_unfinished(
    launch: Launch, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        keep(folder, number, f"No {number}", CLOSED)
    gate = Gate(monkeypatch)
    async with launch(unfinished=True) as walk:
        await walk.press("ctrl+o")
        gate.open(10)
        await reached(walk, "of 30")
        screen = walk.app.screen
        assert isinstance(screen, RegisterScreen)
        assert not screen.intake.complete
        gate.open(30)
        await complete(walk)


@pytest.mark.full
async def test_a_deleted_incident_leaves_the_index(launch: Launch, mixed: list[Incident], home: Path) -> None:
    async with launch() as walk:
        await opened(walk)
        await walk.press("enter")
        await walk.settle()
        index = home / "state" / "index.jsonl"
        assert "Verde" in index.read_text("utf-8")
        await walk.app.run_action("delete_incident")
        await walk.settle()
        await walk.press("1")
        for _ in range(100):
            await walk.pilot.pause(0.01)
            if "Verde" not in index.read_text("utf-8"):
                break
        assert "Verde" not in index.read_text("utf-8")


@pytest.mark.full
async def test_work_goes_on_where_the_locks_were_deleted_while_a_window_is_open(
    launch: Launch, mixed: list[Incident], home: Path
) -> None:
    async with launch() as walk:
        await walk.press("2", "ctrl+o")
        await until_listed(walk)
        assert "opened 2 days ago" in walk.screen
        for keys in (("enter",), ("f3", "3")):
            shutil.rmtree(home / "state" / "locks", ignore_errors=True)
            await walk.press(*keys)
            await walk.settle()
        for _ in range(100):
            if walk.app.situation.saving == "saved":
                break
            await walk.pilot.pause(0.02)
        assert walk.app.situation.saving == "saved"
        assert (home / "state" / "locks" / f"{mixed[0].id}.lock").exists()


async def until_listed(walk: Walk) -> None:
    for _ in range(100):
        if "4 in all" in walk.screen:
            return
        await walk.pilot.pause(0.02)
