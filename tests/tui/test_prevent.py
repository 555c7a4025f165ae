"""The prevent step: what is said of each technique, days, the delay that has to be set up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import write_record

from tests.conftest import NOW

from .conftest import Launch, Walk

PLAYBOOK = Playbook()


def begun(service: str | None = None, **prevent: object) -> Incident:
    mail = SentMail(
        sent_at=NOW - timedelta(minutes=5),
        subject="PI-2511",
        to=(Address(address="buyer@nordsee-handel.example"),),
        service=service,  # type: ignore[arg-type]  # an id
    )
    incident = Incident.begin(id="20251118-172650-ab12", at=NOW, mail=mail)
    changes = {f"prevent.{name}": value for name, value in prevent.items()}
    return incident.with_changes(changes, at=NOW, event="chosen") if changes else incident


async def at_technique(walk: Walk, technique: str) -> None:
    """Put the cursor on a technique."""
    await walk.press("f5")
    await walk.settle()
    place = walk.app.situation.techniques.index(technique)  # type: ignore[arg-type]
    walk.app.screen.query_one(f"#technique-{place}").focus()
    await walk.settle()


async def type_day(walk: Walk, text: str) -> None:
    """Type a day for the first technique over the one that stands there, and leave the field."""
    walk.app.screen.query_one("#due-0 Input").focus()
    await walk.settle()
    await walk.press("ctrl+u")
    await walk.type(text)
    await walk.press("up")
    await walk.settle()


@pytest.mark.full
async def test_a_day_is_read_as_it_is_told_and_shown_as_it_was_read(launch: Launch) -> None:
    planned = {"delayed-send": {"choice": "planned", "due": date(2025, 11, 25)}}
    async with launch(incident=begun(techniques=planned), size=(80, 60)) as walk:
        await at_technique(walk, "delayed-send")
        await type_day(walk, "12/5")
        assert walk.incident.prevent.techniques["delayed-send"].due == date(2025, 12, 5)
        assert "2025-12-05" in walk.screen


@pytest.mark.full
@pytest.mark.parametrize("text", ["soon", "2025-02-30", "2025-11-17"])
async def test_what_is_no_day_to_come_stays_as_typed_and_is_said(launch: Launch, text: str) -> None:
    planned = {"delayed-send": {"choice": "planned", "due": date(2025, 11, 25)}}
    async with launch(incident=begun(techniques=planned), size=(80, 60)) as walk:
        await at_technique(walk, "delayed-send")
        await type_day(walk, text)
        assert walk.incident.prevent.techniques["delayed-send"].due == date(2025, 11, 25)
        assert text in walk.screen
        assert "not read as a day to come" in walk.screen


async def test_the_hint_of_a_day_lies_ahead(launch: Launch) -> None:
    async with launch(incident=begun(techniques={"delayed-send": {"choice": "planned"}})) as walk:
        await walk.press("f5")
        await walk.settle()
        assert "2025-11-25; or tomorrow" in str(walk.app.screen.query_one("#due-0 Input").placeholder)  # type: ignore[attr-defined]


async def test_what_a_service_is_not_known_to_do_is_said_with_what_to_use_instead(launch: Launch) -> None:
    async with launch(incident=begun("yahoo"), size=(80, 60)) as walk:
        await at_technique(walk, "delayed-send")
        assert "Delay sending: how this service does it is not known here." in walk.screen
        assert "Instead: leave the finished mail in Drafts" in walk.screen


@pytest.mark.full
async def test_what_a_service_cannot_do_is_said_first_and_then_what_to_use_instead(launch: Launch) -> None:
    async with launch(incident=begun("outlook-com"), size=(80, 60)) as walk:
        await at_technique(walk, "final-check")
        said = walk.screen
        assert said.index("recipients outside: this service cannot do it.") < said.index("Instead: before")


async def test_without_a_mailbox_its_name_is_asked_for(launch: Launch) -> None:
    async with launch(incident=begun(), size=(80, 60)) as walk:
        await at_technique(walk, "bcc")
        assert "name the mailbox in Stop (F2)" in walk.screen
        assert "not known here" not in walk.screen


async def test_each_way_stands_on_lines_of_its_own_under_the_program_it_is_for(launch: Launch) -> None:
    async with launch(incident=begun("microsoft-365"), size=(80, 80)) as walk:
        await at_technique(walk, "delayed-send")
        lines = [line.strip() for line in walk.screen.splitlines()]
        assert any(line.startswith("Delay sending (new Outlook, or on the web):") for line in lines)
        assert any(line.startswith("- One mail only: Options > Delay Delivery") for line in lines)
        assert not any("Finish > One mail only" in line for line in lines)


@pytest.mark.full
@pytest.mark.parametrize(("language", "said"), [("en", False), ("zh", True)])
async def test_only_those_who_are_shown_chinese_menus_hear_of_their_names(
    launch: Launch, language: str, said: bool
) -> None:
    async with launch(incident=begun("proton"), size=(80, 60), language=language) as walk:
        await at_technique(walk, "delayed-send")
        assert (PLAYBOOK.words("zh")("prevent.caveat.menu-names") in walk.screen) == said
        assert "The Chinese menu names" not in walk.screen


@pytest.mark.full
async def test_the_most_fitting_is_promised_only_once_there_is_a_cause_to_fit(launch: Launch) -> None:
    async with launch(size=(80, 60)) as walk:
        await walk.press("f5")
        await walk.settle()
        assert "most fitting first" not in walk.screen
        await walk.press("7")
        await walk.settle()
        assert "most fitting first" in walk.screen


@pytest.mark.full
async def test_a_habit_that_was_kept_and_did_not_help_is_said_once_and_again_at_its_technique(
    launch: Launch,
) -> None:
    async with launch(incident=begun(cause="haste"), size=(80, 80)) as walk:
        earlier = NOW - timedelta(days=10)
        from misdirect_tui.core.prevent.firewall import Firewall

        kept = Firewall().with_decision("delayed-send", "adopted", since=earlier, incident="earlier")
        walk.app.look(firewall=kept)
        await at_technique(walk, "final-check")
        assert walk.screen.count("2025-11-08") == 1
        await at_technique(walk, "delayed-send")
        assert walk.screen.count("Kept since 2025-11-08, and it should have stopped this one.") == 2


@pytest.mark.full
async def test_a_technique_that_is_higher_than_the_screen_shows_its_head_and_is_read_to_its_end(
    launch: Launch,
) -> None:
    async with launch(incident=begun("microsoft-365", cause="haste"), size=(60, 18)) as walk:
        await at_technique(walk, "delayed-send")
        cursor = walk.cursor
        assert "Delay sending" in walk.screen
        assert "1 adopt" in walk.screen
        seen = walk.screen
        for _ in range(20):
            await walk.press("down")
            await walk.settle()
            if walk.cursor != cursor:
                break
            seen += walk.screen
        assert "Open the Outbox" in seen
        assert "The rule works only while Outlook runs" in seen
        assert walk.cursor == "technique-1"


@pytest.mark.full
async def test_an_adopted_delay_is_set_up_with_a_tick(launch: Launch) -> None:
    async with launch(incident=begun(techniques={"delayed-send": {"choice": "adopted"}})) as walk:
        keys = [one.key for one in walk.app.situation.judged().outstanding]
        assert "prevent.follow-up.set-up-delayed-send" in keys
        await walk.press("f5")
        await walk.settle()
        walk.app.screen.query_one("#set-up-0").focus()
        await walk.press("1")
        await walk.settle()
        assert walk.incident.prevent.techniques["delayed-send"].set_up
        keys = [one.key for one in walk.app.situation.judged().outstanding]
        assert "prevent.follow-up.set-up-delayed-send" not in keys
        # Choosing again what stands changes nothing.
        walk.app.screen.query_one("#technique-0").focus()
        await walk.press("1")
        await walk.settle()
        assert walk.incident.prevent.techniques["delayed-send"].set_up


@pytest.mark.full
async def test_a_due_plan_of_a_closed_incident_is_opened_where_it_is_ticked_off(
    launch: Launch, home: Path
) -> None:
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True)
    plan = {"delayed-send": {"choice": "planned", "due": date(2025, 11, 17)}}
    kept = begun(techniques=plan).with_changes(
        {"status": "closed", "closed_at": NOW - timedelta(days=9)}, at=NOW, event="closed"
    )
    (folder / f"{kept.id}.toml").write_bytes(write_record(kept))
    fresh = Incident.begin(id="20251118-172651-cd34", at=NOW)
    async with launch(incident=fresh, unfinished=True) as walk:
        for _ in range(100):
            await walk.pilot.pause(0.01)
            if "Something is due" in walk.screen:
                break
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.id == kept.id
        assert walk.app.current_mode == "prevent"
        assert "adopt (1) ticks it off" in walk.screen


@pytest.mark.parametrize(
    ("size", "language"),
    [
        ((120, 40), "zh"),
        pytest.param((120, 40), "en", marks=pytest.mark.full),
        pytest.param((80, 24), "zh", marks=pytest.mark.full),
        pytest.param((80, 24), "en", marks=pytest.mark.full),
    ],
)
async def test_what_was_decided_stands_on_the_line_of_its_technique(
    launch: Launch, size: tuple[int, int], language: str
) -> None:
    decided = {"delayed-send": "refused", "bcc": "adopted", "contact-groups": "planned"}
    techniques = {technique: {"choice": choice} for technique, choice in decided.items()}
    async with launch(incident=begun(techniques=techniques), size=size, language=language) as walk:
        await at_technique(walk, "send-to-self")
        words = PLAYBOOK.words(language)
        lines = [line.partition("│")[0] for line in walk.screen.splitlines()]
        for technique, choice in decided.items():
            name = words(f"prevent.technique.{technique}.name")
            row = next(line for line in lines if line.strip().startswith(name))
            assert words(f"prevent.choice.{choice}") in row
