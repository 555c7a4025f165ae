"""The frame: language, themes, sizes, saving, and what bad input gets."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from misdirect_tui import clipboard
from misdirect_tui.commands import COMMANDS, shown_keys
from misdirect_tui.core.incident import Incident
from misdirect_tui.desk import Start, Tools
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import read_record, write_record
from misdirect_tui.files.settings import Settings
from misdirect_tui.tui import MisdirectApp
from misdirect_tui.widgets.entry import Entry
from misdirect_tui.widgets.field import Field
from misdirect_tui.widgets.letter_row import LetterRow
from misdirect_tui.widgets.severity_meter import SeverityMeter
from misdirect_tui.widgets.work import Work
from rich.cells import cell_len
from textual.widgets import OptionList

from tests.conftest import NOW, trade_mail

from .conftest import Launch

LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def gravest() -> Incident:
    """Give an incident with everything in it that makes it graver, and one answer against another."""
    flags = ("personal-data", "credentials", "opened", "forwarded", "public", "deleted-unread")
    return Incident.begin(id="20251118-172600-beef", at=NOW).with_changes(
        {"grade.content": "contract", "grade.recipient": "customer", "grade.recipients": 200}
        | {f"grade.flags.{flag}": "yes" for flag in flags},
        at=NOW,
        event="answered",
    )


def own_latin() -> set[str]:
    """Give the Latin words that belong on a Chinese screen: those of the Chinese words, and the keys."""
    strings = Playbook().words("zh").strings
    names = [shown_keys(command) for command in COMMANDS] + [strings[key] for key in strings]
    return {word for name in names for word in LATIN.findall(name)}


async def test_the_language_changes_on_every_part_of_the_screen_at_once(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        await walk.press("f9")
        await walk.settle()
        assert "[F2 止损 0/9]" in walk.screen
        assert "先喘口气" in walk.screen
        assert "帮助" in walk.screen.splitlines()[-1]
        await walk.press("f9")
        await walk.settle()
        assert "One breath" in walk.screen


@pytest.mark.full
@pytest.mark.parametrize(
    "step", ["f3", *(pytest.param(step, marks=pytest.mark.full) for step in ("f2", "f5"))]
)
async def test_a_chinese_screen_speaks_no_english(launch: Launch, step: str) -> None:
    async with launch(language="zh", size=(80, 60)) as walk:
        await walk.press(step)
        await walk.settle()
        for _ in range(12):
            assert set(LATIN.findall(walk.screen)) <= own_latin()
            await walk.press("tab")


async def test_the_chosen_language_and_theme_are_remembered(launch: Launch, home: Path) -> None:
    async with launch() as walk:
        await walk.press("f9")
        await walk.app.run_action("theme")
        kept = (home / "config" / "settings.toml").read_text()
    assert 'language = "zh"' in kept
    assert 'theme = "misdirect-light"' in kept


async def test_a_file_that_is_laid_over_nothing_is_named_in_a_notice(launch: Launch, home: Path) -> None:
    (home / "config" / "zh").mkdir(parents=True)
    for name in ("interfaces.toml", "stops.toml", "grades.toml"):
        (home / "config" / "zh" / name).write_text("", "utf-8")
    async with launch() as walk:
        for _ in range(100):
            said = [notice.message for notice in walk.app._notifications]
            if said:
                break
            await walk.pilot.pause(0.02)
        assert sum("zh/grade.toml" in one for one in said) == 1
        assert len(said) == 2
        assert walk.screen


async def test_a_broken_file_of_words_is_named_when_its_words_are_first_needed(
    launch: Launch, home: Path
) -> None:
    (home / "config" / "en").mkdir(parents=True)
    (home / "config" / "en" / "prevent.toml").write_text("x = ", "utf-8")
    async with launch() as walk:
        await walk.press("f5")
        for _ in range(150):
            if any("prevent.toml:1" in one.message for one in walk.app._notifications):
                break
            await walk.pilot.pause(0.02)
        else:
            pytest.fail("nothing said that the file of words is broken")


async def test_the_key_that_ends_other_programs_says_how_to_leave_this_one(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("ctrl+c")
        await walk.settle()
        assert any("F10 leaves" in one.message for one in walk.app._notifications)
        await walk.press("f9")
        await walk.settle()
        assert any("离开按 F10" in one.message for one in walk.app._notifications)


async def test_one_key_swaps_the_letter_in_on_a_narrow_terminal(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        assert "Dear" not in walk.screen
        await walk.press("f12")
        assert "Dear [recipient's name]," in walk.screen
        await walk.press("escape")
        assert "Dear" not in walk.screen


@pytest.mark.parametrize(
    ("size", "language"),
    [
        ((60, 18), "zh"),
        ((80, 24), "en"),
        *(
            pytest.param(size, language, marks=pytest.mark.full)
            for size, language in (
                ((60, 18), "en"),
                ((80, 24), "zh"),
                ((120, 40), "en"),
                ((120, 40), "zh"),
                ((200, 60), "en"),
                ((200, 60), "zh"),
            )
        ),
    ],
)
async def test_nothing_is_cut_at_any_size(
    launch: Launch, mail_file: Path, size: tuple[int, int], language: str
) -> None:
    async with launch(mail_file, size=size, language=language) as walk:
        for step in ("f2", "f3", "f4", "f5"):
            await walk.press(step)
            await walk.settle()
            assert all(cell_len(line) <= size[0] for line in walk.screen.splitlines())
            work = walk.app.screen.query_one("#work")
            assert work.virtual_size.width <= work.size.width + 1
            keys = walk.screen.splitlines()[-1].split("  ")
            assert all(key.strip() for key in keys if key)


async def test_what_is_cut_above_is_announced_as_what_is_cut_below(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(80, 18)) as walk:
        await walk.press("f3")
        await walk.settle()
        assert "more above" not in walk.screen
        assert "more below" in walk.screen
        for _ in range(12):
            await walk.press("down")
        await walk.settle()
        assert re.search("[1-9] more above", walk.screen)
        assert "more below" not in walk.screen
        await walk.press("f12", "pagedown", "pagedown")
        await walk.settle()
        assert re.search("[1-9][0-9]* more above: PageUp", walk.screen)


async def test_a_terminal_that_is_too_small_says_so_in_one_line_and_loses_nothing(launch: Launch) -> None:
    async with launch() as walk:
        await walk.press("space")
        await walk.pilot.resize_terminal(50, 10)
        await walk.settle()
        assert "This window is 50 x 10." in walk.screen
        assert "Can it still be caught?" not in walk.screen
        await walk.pilot.resize_terminal(80, 24)
        await walk.settle()
        assert "Can it still be caught?" in walk.screen
        assert walk.incident.stop.ticks == {"hands-off": "done"}


async def test_a_sheet_in_a_terminal_that_is_too_small_gives_way_to_one_line_and_keeps_what_was_typed(
    launch: Launch,
) -> None:
    async with launch() as walk:
        await walk.press("ctrl+p")
        await walk.type("theme")
        for size in ((50, 10), (30, 8)):
            await walk.pilot.resize_terminal(*size)
            await walk.settle()
            assert f"This window is {size[0]} x {size[1]}." in " ".join(walk.screen.split())
            assert "theme" not in walk.screen
        await walk.pilot.resize_terminal(80, 24)
        await walk.settle()
        assert "This window is" not in walk.screen
        assert "theme" in walk.screen
        await walk.press("escape")
        await walk.pilot.resize_terminal(50, 10)
        await walk.settle()
        assert "This window is 50 x 10." in walk.screen


@pytest.mark.full
async def test_what_a_mail_says_is_never_markup_and_never_obeyed(launch: Launch, tmp_path: Path) -> None:
    mail = tmp_path / "odd.eml"
    mail.write_bytes(
        trade_mail(subject="[b]x[/b] [/oops] \x1b[31mred", to='"[red]R[/red] \x9b" <a@b.example>')
    )
    async with launch(mail, size=(120, 40)) as walk:
        assert "[b]x[/b] [/oops]" in walk.screen
        await walk.press("f4")
        await walk.settle()
        assert "[red]R[/red]" in walk.screen
        assert "\x1b" not in walk.screen
        assert "\x9b" not in walk.screen


async def test_every_change_is_on_disk_for_the_user_alone(launch: Launch, home: Path) -> None:
    async with launch() as walk:
        await walk.press("space")
        await walk.settle()
        assert walk.app.journal.close()
        record = home / "state" / "incidents" / f"{walk.incident.id}.toml"
        assert read_record(record.read_bytes(), "kept").incident == walk.incident
        assert stat.S_IMODE(record.stat().st_mode) == 0o600
        assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700


async def test_an_unfinished_incident_is_offered_and_enter_resumes_it(launch: Launch, home: Path) -> None:
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True)
    begun = Incident.begin(id="20251118-100000-cafe", at=NOW)
    begun = begun.with_changes({"grade.content": "quotation"}, at=NOW, event="answered")
    begun = begun.with_typing({"explain.sender.name": "陈"})
    kept, typed = folder / f"{begun.id}.toml", NOW + timedelta(minutes=3)
    kept.write_bytes(write_record(begun))
    os.utime(kept, (typed.timestamp(), typed.timestamp()))
    async with launch(unfinished=True, now=NOW + timedelta(hours=1)) as walk:
        assert "Something is unfinished" in walk.screen
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.id == begun.id
        assert walk.incident.grade.content == "quotation"
        assert walk.incident.explain.sender.name == "陈"
        assert walk.incident.typing == {}
    # It is told by the timeline, at the time at which it was typed, though nothing more was done.
    told = read_record(kept.read_bytes(), kept.name).incident
    assert told is not None
    assert told.typing == {}
    assert (told.timeline[-1].event, told.timeline[-1].at) == ("edited", typed.replace(microsecond=0))
    assert Incident.replay(id=told.id, timeline=told.timeline).tree == told.tree


@pytest.mark.full
async def test_an_existing_file_is_never_replaced_by_enter_alone(launch: Launch, tmp_path: Path) -> None:
    taken = tmp_path / "taken.toml"
    taken.write_text("mine")
    async with launch() as walk:
        await walk.press("space", "ctrl+s", "ctrl+u")
        await walk.type(str(taken))
        await walk.press("enter", "enter")
        await walk.settle()
        assert taken.read_text() == "mine"
        await walk.press("enter")
        assert "This file exists. Replace it?" in walk.screen
        assert "taken.toml" in walk.screen
        await walk.press("1")
        await walk.settle()
        assert read_record(taken.read_bytes(), "taken").incident is not None


@pytest.mark.full
async def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_lost(
    launch: Launch, tmp_path: Path
) -> None:
    async with launch() as walk:
        await walk.press("space", "ctrl+s", "ctrl+u")
        await walk.type(str(tmp_path / "nowhere" / "x.toml"))
        await walk.press("enter")
        assert "Could not save there (there is no such file or folder)." in walk.screen


async def test_failing_saves_are_said_and_saving_resumes_by_itself(
    launch: Launch, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("misdirect_tui.files.journal.RETRY", 0.05)
    home.mkdir()
    (home / "state").write_text("a file where a folder belongs")
    async with launch(size=(120, 40)) as walk:
        await walk.press("space")
        for _ in range(100):
            await walk.pilot.pause(0.02)
            if "NOT SAVED" in walk.screen:
                break
        assert "NOT SAVED" in walk.screen
        (home / "state").unlink()
        for _ in range(200):
            await walk.pilot.pause(0.02)
            if "NOT SAVED" not in walk.screen.splitlines()[0]:
                break
        assert "saved" in walk.screen.splitlines()[0]
        for _ in range(100):
            if any("on disk" in one.message for one in walk.app._notifications):
                break
            await walk.pilot.pause(0.02)
        assert any("on disk" in one.message for one in walk.app._notifications)
        assert list((home / "state" / "incidents").glob("*.toml"))
        shutil.rmtree(home / "state")
        (home / "state").write_text("again")
        await walk.press("space")
        for _ in range(200):
            await walk.pilot.pause(0.02)
            if "NOT SAVED" in walk.screen.splitlines()[0]:
                break
        await walk.settle()
        assert "NOT SAVED" in walk.screen.splitlines()[0]
        assert not any("on disk" in one.message for one in walk.app._notifications)


class Clipboard:
    """Stand in for the system's clipboard."""

    def __init__(self, *, works: bool) -> None:
        self.works = works
        self.text: str | None = None

    def __call__(self, text: str) -> None:
        import pyperclip

        if not self.works:
            raise pyperclip.PyperclipException("none here")
        self.text = text


@pytest.mark.parametrize(
    ("works", "ssh", "notice"),
    [
        (True, False, "Copied the letter"),
        (False, False, "Whether it took it cannot be seen from here"),
        (True, True, "Whether it took it cannot be seen from here"),
    ],
)
async def test_the_notice_of_a_copy_says_what_is_known(
    launch: Launch, mail_file: Path, monkeypatch: pytest.MonkeyPatch, works: bool, ssh: bool, notice: str
) -> None:
    native = Clipboard(works=works)
    monkeypatch.setattr("pyperclip.copy", native)
    monkeypatch.setattr("pyperclip.paste", lambda: native.text or "")
    if ssh:
        monkeypatch.setenv("SSH_CONNECTION", "203.0.113.5 1 203.0.113.6 22")
    async with launch(mail_file, size=(120, 40)) as walk:
        await walk.press("f8", "enter")
        await walk.settle()
        assert notice in " ".join(walk.screen.replace("\n", " ").split())
        assert walk.app.clipboard
        assert native.text == (walk.app.clipboard if works and not ssh else None)


async def test_a_clipboard_that_says_nothing_and_keeps_nothing_has_not_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pyperclip.copy", lambda _text: None)
    monkeypatch.setattr("pyperclip.paste", lambda: "what was there before")
    assert (await clipboard.copy("letter", lambda _text: None)).code == "hoped"


async def test_a_clipboard_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(clipboard, "PATIENCE", 0.05)
    monkeypatch.setattr("pyperclip.copy", lambda _text: never.wait(5))
    assert (await clipboard.copy("letter", lambda _text: None)).code == "hoped"
    never.set()


async def test_a_long_letter_over_a_terminal_that_may_cut_it_is_said_to_be_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    sent: list[str] = []
    report = await clipboard.copy("信" * 3000, sent.append)
    assert report.code == "hoped-large"
    assert report.native is None
    assert sent == ["信" * 3000]


async def test_the_letter_is_scrolled_from_anywhere(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, size=(110, 24)) as walk:
        letter = walk.app.screen.query_one("Letter")
        await walk.press("pagedown")
        assert letter.scroll_y > 0
        await walk.press("pageup")
        assert letter.scroll_y == 0


@pytest.mark.full
@pytest.mark.parametrize(
    ("language", "asked", "action"),
    [
        ("en", "subject alone", "copy('subject')"),
        ("en", "只复制 主题", "copy('subject')"),
        ("zh", "只复制主题", "copy('subject')"),
        ("zh", "theme", "theme"),
        ("zh", "THEME", "theme"),
        ("en", "f10", "leave"),
    ],
)
async def test_the_palette_finds_a_command_by_the_words_of_either_language(
    launch: Launch, mail_file: Path, language: str, asked: str, action: str
) -> None:
    async with launch(mail_file, language=language) as walk:
        await walk.press("ctrl+p")
        await walk.settle()
        listed = walk.app.screen.query_one(OptionList)
        known = sum(command.palette and bool(command.action) for command in COMMANDS)
        # Of closing and opening again only one applies.
        assert listed.option_count == known - 1
        await walk.type(asked)
        assert 1 <= listed.option_count <= 3
        assert walk.screen.count("\n      > ") == 1
        chosen: list[str | None] = []
        walk.app.screen.dismiss = chosen.append  # type: ignore[assignment,method-assign]
        await walk.press("enter")
        assert chosen == [action]


@pytest.mark.full
async def test_the_palette_does_what_is_chosen_and_says_what_it_does(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file, language="zh") as walk:
        await walk.press("ctrl+p")
        await walk.settle()
        await walk.type("xyz")
        assert "没有叫这个名字的命令" in walk.screen
        await walk.press("ctrl+u")
        await walk.type("复制")
        await walk.press("down")
        assert "复制" in walk.screen
        await walk.press("ctrl+u")
        await walk.type("subject alone")
        await walk.press("enter")
        await walk.settle()
        letter = walk.app.situation.letter
        assert letter is not None
        assert walk.app.clipboard == letter.subject


async def test_what_a_key_does_is_wrapped_beside_its_key_and_never_under_it(launch: Launch) -> None:
    async with launch(size=(60, 30)) as walk:
        await walk.press("f1")
        lines = walk.screen.splitlines()
        at = next(number for number, line in enumerate(lines) if "tick, or choose" in line)
        column = lines[at].index("tick, or choose")
        below = [line for line in lines[at : at + 7] if line.strip()]
        assert any(not line[:column].strip(" >0123456789") for line in below)
        assert all(line[column - 1 : column] == " " for line in below)


@pytest.mark.full
async def test_f1_gives_help_on_a_sheet_too_and_what_was_typed_stays(launch: Launch, mail_file: Path) -> None:
    async with launch(mail_file) as walk:
        await walk.app.run_action("edit_letter")
        await walk.settle()
        await walk.type("Mine: ")
        await walk.press("f1")
        await walk.settle()
        assert "The letter in your own hand" in walk.screen
        await walk.press("escape")
        await walk.settle()
        assert "Mine: " in walk.screen


@pytest.mark.full
async def test_a_closed_incident_can_be_reopened_and_deleted(launch: Launch, home: Path) -> None:
    async with launch() as walk:
        await walk.press("space")
        kept = walk.incident.id
        for here, gone in (("Close", "Reopen"), ("Reopen", "Close")):
            await walk.press("ctrl+p")
            await walk.settle()
            await walk.type("the incident")
            assert f"{here} the incident" in walk.screen
            assert f"{gone} the incident" not in walk.screen
            await walk.press("escape")
            await walk.app.run_action(f"{here.lower()}_incident")
            await walk.settle()
            if here == "Close":
                await walk.press("1")
                await walk.settle()
                assert walk.incident.status == "closed"
        assert walk.incident.status == "open"
        await walk.app.run_action("delete_incident")
        await walk.settle()
        assert "Delete this incident" in walk.screen
        # A burst of Enter, of which the first chose the command, deletes nothing.
        await walk.press("enter", "enter")
        await walk.settle()
        assert walk.incident.id == kept
        assert (home / "state" / "incidents" / f"{kept}.toml").exists()
        await walk.app.run_action("delete_incident")
        await walk.settle()
        assert "Enter or Esc keeps it" in walk.screen
        await walk.press("1")
        await walk.settle()
        assert walk.incident.id != kept
        assert not (home / "state" / "incidents" / f"{kept}.toml").exists()


@pytest.mark.full
async def test_a_step_that_is_opened_before_the_letters_are_written_shows_them_and_begins_with_the_first(
    home: Path, mail_file: Path
) -> None:
    places = locations()
    begun = Incident.begin(id="20251118-172650-ab12", at=NOW)
    start = Start(begun, mail=(mail_file.read_bytes(), str(mail_file)))
    app = MisdirectApp(start, Tools(places, Playbook(), Settings(), lambda: NOW), "en")
    written, judge = asyncio.Event(), app.judge

    async def judge_later() -> None:
        await written.wait()
        await judge()

    app.judge = judge_later  # type: ignore[method-assign]
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        written.set()
        for _ in range(200):
            await pilot.pause(0.01)
            if app.situation.letter is not None:
                break
        await pilot.pause()
        await pilot.pause()
        shown = [row for row in app.screen.query(LetterRow) if row.display]
        assert shown
        assert app.focused is shown[0]
        app.journal.close()


@pytest.mark.full
async def test_a_key_before_the_first_frame_stands_loses_nothing(launch: Launch, mail_file: Path) -> None:
    async with launch() as walk:
        await walk.press("f3", "f5", "f2", "f4")
        await walk.settle()
        assert walk.app.current_mode == "explain"


async def test_a_read_only_record_is_shown_and_not_written(launch: Launch, home: Path) -> None:
    async with launch(read_only=True, size=(120, 40)) as walk:
        await walk.press("space")
        await walk.settle()
        assert "read-only" in walk.screen.splitlines()[0]
        offered = walk.screen.splitlines()[-1]
        assert "F8 Copy" in offered
        assert not any(key in offered for key in ("Space", "- Not here", "Ctrl+Z"))
    assert not (home / "state" / "incidents").exists()


@pytest.mark.full
async def test_personal_data_asks_for_the_harm_and_shows_the_clocks_beside_the_grade(launch: Launch) -> None:
    async with launch(size=(120, 50)) as walk:
        await walk.press("f3", "4", "3")
        score = walk.app.situation.severity.score
        await walk.press("1")
        walk.app.screen.set_focus(walk.app.screen.query_one("#grade-dpc"))
        await walk.press("3", "4", "2")
        await walk.type("DE CN")
        await walk.press("enter")
        await walk.type("now")
        await walk.press("enter")
        await walk.settle()
        severity = walk.app.situation.severity
        assert severity.score == score + 8
        assert (severity.enisa.se, severity.enisa.level) == (3.25, "high")
        assert "GDPR 33(1)" in walk.screen
        assert "2025-11-21 17:26+08:00" in walk.screen
        assert "orientation, not legal advice" in walk.screen


@pytest.mark.full
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.full), "zh"])
async def test_the_gravest_grade_still_says_what_to_do_and_what_contradicts(
    launch: Launch, gravest: Incident, language: str
) -> None:
    words = Playbook().words(language)
    said = (words("grade.next-hour.critical"), words("grade.notice.opened-and-deleted"))
    for size in ((120, 40), (80, 24)):
        async with launch(incident=gravest, size=size, language=language) as walk:
            await walk.press("f3")
            await walk.settle()
            meter = walk.app.screen.query_one(SeverityMeter)
            shown = meter if size[0] >= 110 else walk.app.screen.query_one("#next-hour")
            assert len(meter.render().plain.splitlines()) <= meter.size.height
            for text in said:
                assert "".join(text.split()) in "".join(str(shown.render()).split())


@pytest.mark.full
async def test_every_reason_of_the_grade_can_be_read(launch: Launch, gravest: Incident) -> None:
    async with launch(incident=gravest) as walk:
        await walk.press("f3")
        walk.app.screen.set_focus(walk.app.screen.query_one("#reasons"))
        await walk.settle()
        reasons = walk.app.situation.severity.reasons
        assert len(reasons) > 5
        for reason in reasons:
            assert f"{reason.points:+d}  " in walk.screen


@pytest.mark.full
async def test_an_adoption_that_was_taken_back_leaves_the_firewall_too(launch: Launch, home: Path) -> None:
    async with launch() as walk:
        await walk.press("f5", "1", "1")
        await walk.settle()
        kept = home / "data" / "firewall.toml"
        assert "adopted" in kept.read_text("utf-8")
        await walk.press("ctrl+z")
        await walk.settle()
        assert not walk.incident.prevent.techniques
        assert "adopted" not in kept.read_text("utf-8")


@pytest.mark.full
async def test_what_was_decided_after_the_mail_went_out_is_shown_as_that(launch: Launch, home: Path) -> None:
    async with launch(size=(120, 50)) as walk:
        await walk.press("f5", "1", "1")
        await walk.settle()
    later = Incident.begin(id="20251201-090000-beef", at=NOW + timedelta(days=13))
    sent = {"mail.sent_at": NOW - timedelta(days=100)}
    later = later.with_changes(sent, at=NOW + timedelta(days=13), event="corrected")
    async with launch(size=(120, 50), incident=later, now=NOW + timedelta(days=13)) as walk:
        await walk.press("f5")
        await walk.settle()
        assert "Your firewall so far" in walk.screen
        assert "decided after this mail went out" in " ".join(walk.screen.split())


@pytest.mark.full
async def test_what_was_adopted_stands_at_the_next_incident_and_is_held_against_it(
    launch: Launch, home: Path
) -> None:
    async with launch(size=(120, 50)) as walk:
        await walk.press("f5", "1", "1")
        await walk.settle()
        adopted = walk.app.situation.techniques[0]
    assert (home / "data" / "firewall.toml").exists()
    later = Incident.begin(id="20251201-090000-beef", at=NOW + timedelta(days=13))
    async with launch(size=(120, 50), incident=later, now=NOW + timedelta(days=13)) as walk:
        await walk.press("f5", "1")
        await walk.settle()
        assert adopted in walk.app.situation.stood
        assert "Your firewall so far" in walk.screen
        assert "Kept since 2025-11-18" in " ".join(walk.screen.split())
        assert "should have stopped this one" in " ".join(walk.screen.split())


@pytest.mark.full
@pytest.mark.parametrize(
    "typed",
    ["三百", *(pytest.param(typed, marks=pytest.mark.full) for typed in ("abc", "0", "9" * 5000))],
    ids=lambda typed: typed[:5],
)
async def test_a_number_of_people_that_is_none_stays_as_typed_and_is_said(launch: Launch, typed: str) -> None:
    async with launch() as walk:
        await walk.press("f3")
        await walk.settle()
        field = walk.app.screen.query_one("#people Entry", Entry)
        field.focus()
        await walk.settle()
        await walk.type("２００")
        await walk.settle()
        await walk.press("end", "ctrl+u")
        field.value = typed
        await walk.settle()
        await walk.press("enter")
        await walk.settle()
        assert field.value == typed
        assert walk.incident.grade.recipients in (None, 200)
        assert "example: 300." in walk.screen
        await walk.press("f3")
        await walk.settle()
        assert field.value == typed
        field.focus()
        await walk.press("end", "ctrl+u")
        await walk.type("1,200")
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.grade.recipients == 1200


@pytest.mark.full
async def test_a_complaint_goes_once_the_value_is_accepted(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        complaint = walk.app.situation.words("interface.notice.not-a-time")[:30]
        walk.app.screen.set_focus(walk.app.screen.query_one("#sent-at", Field).entry)
        await walk.type("when?")
        await walk.press("enter")
        await walk.settle()
        assert complaint in walk.screen
        await walk.press("up", "end", "ctrl+u")
        await walk.type("2小时前")
        await walk.settle()
        assert walk.incident.mail.sent_at == NOW.replace(microsecond=0) - timedelta(hours=2)
        assert complaint not in walk.screen


@pytest.mark.full
async def test_a_text_longer_than_its_field_is_marked_at_the_edge(launch: Launch) -> None:
    async with launch() as walk:
        entry = walk.app.screen.query_one("#subject", Field).entry
        walk.app.screen.set_focus(entry)
        await walk.type("报价单" * 20)
        await walk.settle()
        assert "‹" in walk.screen
        assert "›" not in walk.screen
        await walk.press("home")
        await walk.settle()
        assert "‹" not in walk.screen
        assert "报价单›" in walk.screen.replace(" ›", "›")
        await walk.press("end", *["ctrl+u"], "短")
        await walk.settle()
        assert "‹" not in walk.screen
        assert "›" not in walk.screen


@pytest.mark.full
@pytest.mark.parametrize("width", [80, 115, 121])
async def test_a_notice_is_read_whole_wherever_it_lies(launch: Launch, mail_file: Path, width: int) -> None:
    async with launch(mail_file, size=(width, 40), language="zh") as walk:
        await walk.press("f3", "4", "3", "f8", "enter")
        await walk.settle()
        toast = walk.app.screen.query_one("Toast")
        region = toast.region
        strips = walk.app.screen._compositor.render_strips()[region.y : region.bottom]
        shown = "".join(strip.crop(region.x, region.right).text for strip in strips)
        (notice,) = walk.app._notifications
        assert shown.replace(" ", "") == notice.message.replace(" ", "")


async def test_a_notice_that_gave_way_leaves_no_empty_row(launch: Launch) -> None:
    async with launch(size=(80, 24)) as walk:
        for code in ("nothing-to-undo", "no-letter", "reopened", "saving-again"):
            walk.app.say(code)
            await walk.settle()
        assert "Everything is on disk." in walk.screen
        # Each holder takes a row, be there a notice in it or not.
        assert len(walk.app.screen.query("ToastHolder")) == 1


@pytest.mark.full
async def test_a_sheet_shows_the_notice_that_stands_once(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        walk.app.tell("nothing-to-undo")
        await walk.settle()
        await walk.press("f1")
        await walk.settle()
        assert walk.screen.count("Nothing to take back.") == 1
        await walk.press("escape")
        await walk.settle()
        assert walk.screen.count("Nothing to take back.") == 1


@pytest.mark.full
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_notices_cover_no_row_and_the_cursor_stays_in_sight(
    launch: Launch, size: tuple[int, int]
) -> None:
    async with launch(size=size, language="zh") as walk:
        await walk.press("f5")
        await walk.settle()
        work = walk.app.screen.query_one(Work)
        walk.app.screen.set_focus(work.places()[-1])
        await walk.settle()
        for code in ("nothing-to-undo", "saving-again", "open-elsewhere"):
            walk.app.tell(code)
        await walk.settle()
        toasts = walk.app.screen.query("Toast")
        cursor = walk.app.screen.focused
        assert cursor is not None
        assert len(toasts) == 3
        assert work.region.bottom <= min(toast.region.y for toast in toasts)
        assert work.region.contains_region(cursor.region)
        assert "就能在这里打开。" in "".join(walk.screen.split())


@pytest.mark.full
async def test_a_cursor_on_an_answer_does_not_read_as_that_answer_given(launch: Launch) -> None:
    async with launch(size=(120, 40)) as walk:
        await walk.press("f3", "4", "3", "down", "down")
        await walk.settle()
        assert ">1 yes   2 no   3 not sure" in walk.screen
        await walk.press("2", "up")
        await walk.settle()
        assert " 1 yes  >✓ no   3 not sure" in walk.screen


@pytest.mark.full
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_narrowest_bar_has_the_clock_and_how_far_each_step_is(
    launch: Launch, mail_file: Path, language: str
) -> None:
    async with launch(mail_file, size=(60, 18), language=language) as walk:
        await walk.press("f3", "4", "3")
        await walk.settle()
        bar = walk.screen.splitlines()[0]
        code, count = walk.app.situation.since_sent()
        assert walk.app.situation.words(f"interface.ago.{code}", count=count) in bar
        assert re.search(r"F2.* \d/\d.*\[F3 .* 2/2\].*F4.*F5", bar)


@pytest.mark.full
async def test_the_narrowest_bar_keeps_a_long_clock_before_the_counts_of_the_other_steps(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file, size=(60, 18), now=NOW + timedelta(days=375)) as walk:
        await walk.press("f3", "4", "6", "f4")
        await walk.settle()
        bar = walk.screen.splitlines()[0]
        assert "375 days ago  saved" in bar
        assert re.search(r"F2.*F3.*\[F4 Explain \d/\d\].*F5", bar)


@pytest.mark.full
async def test_with_the_letter_in_place_of_the_rows_arrows_scroll_it_and_no_hidden_row_is_touched(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f3", "4", "6", "f12")
        await walk.settle()
        before = walk.incident
        letter = walk.app.screen.query_one("Letter")
        await walk.press("down", "space", "down", "1", "minus", "enter")
        await walk.settle()
        assert letter.scroll_y > 0
        assert walk.incident.tree == before.tree
        bar = walk.screen.splitlines()[-1]
        assert "F12 Back" in bar
        assert "Space" not in bar
        await walk.press("f12")
        await walk.settle()
        assert "F12 Letter" in walk.screen.splitlines()[-1]
