"""The profile in the walk: filled, said to be, learned, and part of a record only once a letter uses it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.files.profile import load_profile
from misdirect_tui.files.record import write_record
from misdirect_tui.widgets.entry import Entry
from textual.widgets import Input, TextArea

from tests.conftest import NOW

from .conftest import Launch, Walk

MEI = 'name = "Mei Chen"\ncompany = "Ningda Lampworks"\nphone = "+86 574 5550 1234"\nmanager = "Zhou Lan"\n'
READER = "buyer@nordsee-handel.example"


@pytest.fixture
def profile(home: Path) -> Path:
    """Give the place of the profile, its folder there."""
    path = home / "config" / "profile.toml"
    path.parent.mkdir(parents=True)
    return path


def field(walk: Walk, name: str) -> Input:
    return walk.app.screen.query_one(f"#{name} Input", Input)


def happened(walk: Walk) -> list[str]:
    """Give what happened to letters and their fields, in order."""
    explained = [
        event for event in walk.incident.timeline if any(path.startswith("explain.") for path in event.detail)
    ]
    return [event.event for event in explained]


async def on_disk(walk: Walk, path: Path, text: str) -> None:
    for _ in range(100):
        await walk.pilot.pause(0.01)
        if path.exists() and text in path.read_text():
            return
    raise AssertionError(f"{text!r} is not in {path}")


@pytest.mark.full
@pytest.mark.parametrize(
    ("language", "said"), [("en", "from your profile"), ("zh", "你的资料，上次记下的")], ids=["en", "zh"]
)
async def test_the_sender_is_filled_and_is_said_to_come_from_the_profile(
    launch: Launch, mail_file: Path, profile: Path, language: str, said: str
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file, size=(120, 50), language=language) as walk:
        await walk.press("f4")
        await walk.settle()
        assert field(walk, "sender-name").value == "Mei Chen"
        assert said in walk.screen
        assert walk.app.situation.letter is not None
        assert "+86 574 5550 1234" in walk.app.situation.letter.body
        assert walk.incident.explain.sender.tree == {}
        assert happened(walk) == []


@pytest.mark.full
async def test_the_record_takes_the_sender_over_once_when_a_letter_is_used(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file) as walk:
        await walk.press("f8", "enter")
        await walk.settle()
        assert happened(walk) == ["sensed", "copied"]
        assert walk.incident.explain.sender.company == "Ningda Lampworks"
        assert walk.incident.explain.manager.tree == {}
        await walk.press("f8", "ctrl+z")
        await walk.settle()
        assert happened(walk) == ["sensed", "copied"]
        assert walk.incident.timeline[-1].event == "copied"
        assert walk.incident.explain.sender.name == "Mei Chen"


@pytest.mark.full
async def test_what_is_typed_is_kept_for_the_next_incident_and_undo_takes_it_back_there_too(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file, size=(120, 50)) as walk:
        await walk.press("f4")
        walk.app.screen.set_focus(field(walk, "sender-company"))
        await walk.type(" Ltd")
        assert walk.incident.explain.sender.name == "Mei Chen"
        await walk.press("enter")
        await on_disk(walk, profile, 'company = "Ningda Lampworks Ltd"')
        assert walk.incident.explain.sender.company == "Ningda Lampworks Ltd"
        walk.app.screen.set_focus(walk.app.screen.query_one("#letter-0"))
        await walk.press("ctrl+z")
        await on_disk(walk, profile, 'company = "Ningda Lampworks"\n')
        assert walk.incident.explain.sender.company == "Ningda Lampworks"


@pytest.mark.full
async def test_a_field_that_was_emptied_stays_empty_here_and_in_the_profile(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text('phone = "1"\n')
    async with launch(mail_file, size=(120, 50)) as walk:
        await walk.press("f4")
        walk.app.screen.set_focus(field(walk, "sender-phone"))
        await walk.press("end", "backspace", "enter")
        await on_disk(walk, profile, 'phone = ""')
        assert field(walk, "sender-phone").value == ""
        assert walk.incident.explain.sender.tree == {}


@pytest.mark.full
async def test_the_first_name_ever_typed_makes_the_profile(
    launch: Launch, mail_file: Path, home: Path
) -> None:
    async with launch(mail_file, size=(120, 50)) as walk:
        await walk.press("f4")
        assert "kept for the next time" in walk.screen
        walk.app.screen.set_focus(field(walk, "sender-title"))
        await walk.type("Sales")
        await walk.press("enter")
        await on_disk(walk, home / "config" / "profile.toml", 'title = "Sales"')
    later = Incident.begin(id="20251201-090000-beef", at=NOW)
    async with launch(size=(120, 50), incident=later) as walk:
        await walk.press("f4")
        await walk.settle()
        assert field(walk, "sender-title").value == "Sales"


async def test_a_fault_in_the_profile_is_named_and_the_rest_is_used(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text('name = "Mei Chen"\ntitel = "Sales"\n')
    async with launch(mail_file, size=(120, 50)) as walk:
        said = " ".join(notice.message for notice in walk.app._notifications)
        assert "profile.toml: titel" in said
        assert "did you mean 'title'?" in said
        assert walk.app.situation.sender.name == "Mei Chen"


@pytest.mark.full
async def test_a_record_that_may_only_be_looked_at_teaches_nothing(launch: Launch, profile: Path) -> None:
    profile.write_text(MEI)
    async with launch(read_only=True, size=(120, 50)) as walk:
        await walk.press("f4")
        walk.app.screen.set_focus(field(walk, "sender-name"))
        await walk.type("X")
        await walk.press("enter")
        await walk.settle()
    assert profile.read_text() == MEI


@pytest.mark.full
async def test_own_details_and_signature_are_changed_in_one_sheet(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file, size=(80, 24), language="zh") as walk:
        await walk.press("f8", "enter")
        await walk.app.run_action("profile")
        await walk.settle()
        sheet = walk.app.screen
        sheet.set_focus(sheet.query_one("#name"))
        await walk.type(" 陈美")
        sheet.set_focus(sheet.query_one("#own_domains"))
        await walk.type("lampworks.example，@BrightLamp-hk.example")
        sheet.set_focus(sheet.query_one("#signature", TextArea))
        await walk.type("陈美 敬上")
        await walk.press("escape")
        await on_disk(walk, profile, '"brightlamp-hk.example"')
        assert load_profile(profile)[0].own_domains == ("lampworks.example", "brightlamp-hk.example")
        assert load_profile(profile)[0].name == "Mei Chen 陈美"
        assert walk.incident.explain.sender.name == "Mei Chen 陈美"
        await on_disk(walk, profile.parent / "letters" / "signature.txt", "陈美 敬上")
        await walk.settle()
        assert walk.app.situation.letter is not None
        assert walk.app.situation.letter.body.endswith("陈美 敬上")


@pytest.mark.full
async def test_each_key_on_the_sheet_of_own_details_is_on_disk_before_it_is_closed(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file) as walk:
        await walk.press("f8", "enter")
        await walk.app.run_action("profile")
        await walk.settle()
        sheet = walk.app.screen
        sheet.set_focus(sheet.query_one("#company"))
        await walk.press("end")
        await walk.type(" Ltd")
        await on_disk(walk, profile, 'company = "Ningda Lampworks Ltd"')
        sheet.set_focus(sheet.query_one("#signature", TextArea))
        await walk.type("Mei, Ningda")
        await on_disk(walk, profile.parent / "letters" / "signature.txt", "Mei, Ningda")
        assert walk.app.screen is sheet
        assert walk.incident.explain.sender.company == "Ningda Lampworks Ltd"
        letter = walk.app.situation.letter
        assert letter is not None
        assert letter.body.endswith("Mei, Ningda")
        await walk.press("escape")
        assert happened(walk) == ["sensed", "copied", "edited"]


async def test_leaving_from_the_sheet_of_own_details_takes_along_what_no_key_has_handed_over_yet(
    launch: Launch, profile: Path
) -> None:
    async with launch() as walk:
        await walk.app.run_action("profile")
        await walk.settle()
        sheet = walk.app.screen
        with sheet.prevent(Input.Changed, TextArea.Changed):
            sheet.query_one("#name", Input).value = "Mei Chen"
            sheet.query_one("#signature", TextArea).text = "Mei"
            walk.app.action_leave()
        assert walk.app.return_value == 0
        assert load_profile(profile)[0].name == "Mei Chen"
        assert (profile.parent / "letters" / "signature.txt").read_text() == "Mei\n"


@pytest.mark.full
async def test_a_sheet_that_was_only_looked_at_changes_nothing(
    launch: Launch, mail_file: Path, profile: Path
) -> None:
    profile.write_text(MEI)
    async with launch(mail_file) as walk:
        await walk.app.run_action("profile")
        await walk.settle()
        await walk.press("down", "up", "escape")
        await walk.settle()
        assert happened(walk) == []
    assert profile.read_text() == MEI


async def test_a_colleague_of_another_own_domain_is_suggested_as_one(
    launch: Launch, tmp_path: Path, profile: Path
) -> None:
    from tests.conftest import trade_mail

    profile.write_text('own_domains = ["brightlamp-hk.example"]\n')
    mail = tmp_path / "inside.eml"
    mail.write_bytes(trade_mail(to="li@brightlamp-hk.example"))
    async with launch(mail) as walk:
        suggested = walk.app.situation.suggestion("grade.recipient")
        assert suggested is not None
        assert suggested[0] == "colleague"


def keep_earlier(home: Path, opened: datetime) -> None:
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True)
    known = {"name": "Petra Nordmann", "company": "Nordsee Handel", "address": READER}
    earlier = Incident.begin(id="20251102-100000-cafe", at=opened)
    earlier = earlier.with_changes({"explain.wrong-recipient": [known]}, at=opened, event="edited")
    (folder / f"{earlier.id}.toml").write_bytes(write_record(earlier))


@pytest.mark.full
async def test_somebody_met_before_is_filled_and_said_to_be_known(
    launch: Launch, mail_file: Path, home: Path
) -> None:
    keep_earlier(home, NOW - timedelta(days=16))
    async with launch(mail_file, size=(200, 60)) as walk:
        await walk.press("f4")
        for _ in range(100):
            await walk.pilot.pause(0.01)
            if "Petra Nordmann" in walk.screen:
                break
        assert "Known from your incident of 2025-11-02." in walk.screen
        assert walk.app.situation.letter is not None
        assert "Dear Petra Nordmann," in walk.app.situation.letter.body
        assert walk.incident.explain.wrong_recipient == ()
        walk.app.screen.set_focus(field(walk, "reader-name"))
        await walk.type("-Lund")
        await walk.press("enter")
        await walk.settle()
        assert "In your incident of 2025-11-02: Petra Nordmann, Nordsee Handel" in walk.screen
        reader = walk.incident.explain.wrong_recipient[0]
        assert (reader.name, reader.company) == ("Petra Nordmann-Lund", "Nordsee Handel")
        assert happened(walk) == ["sensed", "edited"]


@pytest.mark.full
async def test_an_address_that_is_typed_leaves_no_beginning_of_it_as_a_name(launch: Launch) -> None:
    async with launch() as walk:
        walk.app.screen.set_focus(field(walk, "to"))
        await walk.type("petra@nordsee.example")
        await walk.press("enter")
        await walk.settle()
        assert walk.app.situation.shown_reader.name == ""
        assert walk.app.situation.shown_reader.address == "petra@nordsee.example"


@pytest.mark.full
async def test_a_name_read_from_the_mail_can_be_cleared_and_typed_anew(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        await walk.press("f4")
        field = walk.app.screen.query_one("#sender-name Entry", Entry)
        field.focus()
        await walk.settle()
        assert field.value == "陈美"
        await walk.press("end", "ctrl+u")
        assert field.value == ""
        await walk.type("Linda Lin")
        await walk.settle()
        assert field.value == "Linda Lin"
        assert walk.incident.explain.sender.name == "Linda Lin" or walk.incident.typing


@pytest.mark.full
async def test_a_time_that_is_none_stays_as_typed_and_what_was_known_stays_too(
    launch: Launch, mail_file: Path
) -> None:
    async with launch(mail_file) as walk:
        before = walk.incident.mail.sent_at
        field = walk.app.screen.query_one("#sent-at Entry", Entry)
        field.focus()
        await walk.settle()
        await walk.press("end", "ctrl+u")
        await walk.type("half past five")
        await walk.press("enter")
        await walk.settle()
        assert field.value == "half past five"
        assert before is not None
        assert walk.incident.mail.sent_at is not None
        assert abs((walk.incident.mail.sent_at - before).total_seconds()) < 60
        assert "not read as a time" in walk.screen
