"""The verdict on a recall, and the legal clocks, as they stand on the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.widgets.field import Field

from tests.conftest import NOW

from .conftest import Launch

# What stands beside a line: space, and the bar of a region that scrolls.
BESIDE = " " + "".join(chr(code) for code in range(0x2580, 0x25A0))
COLLEAGUE, OUTSIDER = "wang@kontor.example", "kunde@nordsee.example"


def mixed(service: str, *to: str) -> Incident:
    mail = SentMail.model_validate(
        {
            "sent_at": NOW - timedelta(minutes=5),
            "from": Address(address="li@kontor.example"),
            "to": tuple(Address(address=address) for address in to),
            "service": service,
        }
    )
    return Incident.begin(id="20251118-172650-ab12", at=NOW, mail=mail)


async def told(launch: Launch, incident: Incident, **look: Any) -> str:
    """Give what stands on the screen with the cursor on the recall, its lines joined."""
    async with launch(incident=incident, **look) as walk:
        await walk.move_to("item-recall")
        await walk.settle()
        between = "" if look.get("language") == "zh" else " "
        return between.join(line[4:].strip(BESIDE) for line in walk.screen.splitlines())


@pytest.mark.full
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.full), "zh"])
async def test_a_tall_screen_shows_every_reason_and_a_low_one_says_how_many_are_left(
    launch: Launch, language: str
) -> None:
    words = Playbook().words(language)
    fails = [words(f"stop.trap.{code}") for code in ("must-be-enabled", "fetched-pop", "mailing-list")]
    last = words("stop.why.in-time-days", count=15)
    more = words("stop.shown.more", count=3)
    incident = mixed("netease-enterprise", COLLEAGUE)
    low = await told(launch, incident, language=language)
    tall = await told(launch, incident, size=(90, 40), language=language)
    for text in (words("stop.why.perhaps-read"), *fails):
        assert text in tall
        assert text in low
    assert last in tall
    assert (more in tall, more in low) == (False, True)
    path = words("stop.path.unverified" if language == "en" else "stop.path.reported")
    assert path in tall
    assert path in low


@pytest.mark.full
async def test_the_verdict_on_the_screen_is_that_of_the_wrong_readers_outside(launch: Launch) -> None:
    for look in ({}, {"size": (90, 40)}):
        shown = await told(launch, mixed("microsoft-365", COLLEAGUE, OUTSIDER), **look)
        assert f"{OUTSIDER}: It can be recalled only if their IT allows yours to." in shown
        assert "Recall it now." not in shown
        assert "Outlook's old recall, when it fails, can leave a second mail" in shown


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh"), ((90, 40), "en")])
async def test_what_a_recall_hangs_on_is_asked_within_sight_of_the_verdict(
    launch: Launch, size: tuple[int, int], language: str
) -> None:
    words = Playbook().words(language)
    shown = await told(
        launch,
        mixed("microsoft-365", COLLEAGUE, OUTSIDER, "x@elsewhere.example"),
        size=size,
        language=language,
    )
    for key in ("unless-allowed", "ask-below"):
        assert words(f"stop.shown.{key}") in shown
    assert words("stop.ask.allow-listed") in shown
    for verdict, sure in (("cannot", "reported"), ("recall-now", "documented")):
        assert words(f"stop.verdict.{verdict}-short") in shown
        assert words(f"stop.confidence.{sure}") in shown
    assert words("stop.item.queued.todo") in shown
    assert "learn.microsoft.com" not in shown


async def test_each_verdict_of_a_mixed_mail_says_how_sure_it_is(launch: Launch) -> None:
    shown = await told(launch, mixed("microsoft-365", COLLEAGUE, OUTSIDER), size=(90, 90))
    assert "recall now: documented by the maker: https://learn.microsoft.com" in shown
    assert "cannot be recalled: reported by others: a public post of 2026-08-26" in shown


async def test_what_may_defeat_the_recall_for_the_colleague_is_said_beside_the_outsider(
    launch: Launch,
) -> None:
    words = Playbook().words("en")
    shown = await told(launch, mixed("netease-enterprise", COLLEAGUE, OUTSIDER), size=(90, 70))
    for key in ("why.perhaps-read", "trap.must-be-enabled", "trap.fetched-pop", "trap.mailing-list"):
        assert f"try once: {words(f'stop.{key}')}" in shown
    assert "works for 15 days" in shown


@pytest.mark.full
@pytest.mark.parametrize(("seconds", "cursor"), [(4, "item-recall"), (40, "item-hands-off")])
async def test_while_an_undo_window_is_open_the_cursor_begins_there(
    launch: Launch, seconds: int, cursor: str
) -> None:
    mail = mixed("gmail", OUTSIDER).mail.model_copy(update={"sent_at": NOW - timedelta(seconds=seconds)})
    begun = Incident.begin(id="20251118-172650-ab12", at=NOW, mail=mail)
    async with launch(incident=begun) as walk:
        assert walk.cursor == cursor
        await walk.press("up", "up", "f3", "f2")
        assert walk.cursor == "item-hands-off"


async def test_everything_known_about_a_recall_is_a_key_away(launch: Launch) -> None:
    words = Playbook().words("en")
    last = words("stop.why.in-time-days", count=15)
    async with launch(incident=mixed("netease-enterprise", COLLEAGUE)) as walk:
        await walk.press("down")
        assert walk.cursor == "item-recall"
        assert "3 more: press Right" in walk.screen
        assert last not in walk.screen
        await walk.press("right", "down")
        await walk.settle()
        assert last in walk.screen
        await walk.press("escape")
        assert walk.cursor == "item-recall"
        assert not walk.incident.stop.ticks


@pytest.mark.full
async def test_countries_are_typed_by_name_and_only_clocks_are_counted(launch: Launch) -> None:
    answers = {"flags": {"personal-data": "yes"}, "aware_at": NOW + timedelta(days=900)}
    begun = mixed("gmail", OUTSIDER).with_changes({"grade": answers}, at=NOW, event="answered")
    async with launch(incident=begun, size=(90, 70)) as walk:
        await walk.press("f3")
        walk.app.screen.query_one("#countries Input").focus()
        await walk.type("德国、中国 Germny")
        await walk.press("enter")
        walk.app.screen.query_one("#clocks").focus()
        await walk.settle()
        assert walk.incident.grade.countries == ("DE", "CN", "Germny")
        assert "Germany, China, Germny" in walk.screen
        assert "Legal clocks   4" in walk.screen
        assert "Did you mean Germany?" in walk.screen
        assert "lies in the future" in walk.screen


async def test_a_low_risk_is_said_first_of_the_clocks_and_at_each_that_hangs_on_it(launch: Launch) -> None:
    answers = {"flags": {"personal-data": "yes"}, "countries": ["FR"], "dpc": 1, "ei": 1.0, "cb": 0.25}
    begun = mixed("gmail", OUTSIDER).with_changes({"grade": answers}, at=NOW, event="answered")
    async with launch(incident=begun, size=(90, 70)) as walk:
        await walk.press("f3")
        await walk.settle()
        assert "Legal clocks   3   low risk: record it internally" in walk.screen
        walk.app.screen.query_one("#clocks").focus()
        await walk.settle()
        shown = " ".join(walk.screen.split())
        places = [
            shown.index(part) for part in ("low risk: record", "GDPR 33(5)", "that is the reason to write")
        ]
        places += [shown.index(part) for part in ("GDPR 33(1)", "At a low risk this point is hardly reached")]
        assert places == sorted(places)


@pytest.mark.full
async def test_what_was_cancelled_in_the_queue_is_not_to_be_cancelled_first(launch: Launch) -> None:
    waiting = mixed("gmail", OUTSIDER).with_changes({"stop.queued": "yes"}, at=NOW, event="answered")
    async with launch(incident=waiting, size=(120, 40)) as walk:
        await walk.settle()
        assert "cancel first" in walk.screen
        await walk.move_to("item-queued")
        await walk.press("space")
        await walk.settle()
        assert "cancel first" not in walk.screen
        await walk.move_to("item-recall", "up")
        await walk.settle()
        assert "if it is not there, it was caught" in " ".join(walk.screen.split())


@pytest.mark.full
@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("２０", 20), ("20秒", 20), ("20 s", 20), ("0", 0)]
    + [(typed, None) for typed in ("abc", "-5", "12.5", "9999999999999", "9" * 23)],
)
async def test_an_undo_window_is_read_as_people_write_it_and_what_is_none_is_said(
    launch: Launch, typed: str, seconds: int | None
) -> None:
    incident = mixed("gmail", OUTSIDER)
    sent = {"mail.sent_at": NOW - timedelta(seconds=2)}
    async with launch(incident=incident.with_changes(sent, at=NOW, event="corrected")) as walk:
        await walk.settle()
        field = walk.app.screen.query_one("#window", Field)
        field.entry.focus()
        await walk.settle()
        await walk.type(typed)
        await walk.press("enter")
        await walk.settle()
        assert walk.incident.stop.window == seconds
        assert field.entry.value == (typed if seconds is None else str(seconds))
        assert ("not read as a number of seconds" in " ".join(walk.screen.split())) == (seconds is None)


async def test_the_question_for_the_undo_window_goes_when_the_window_is_over(launch: Launch) -> None:
    incident = mixed("gmail", OUTSIDER)
    sent = {"mail.sent_at": NOW - timedelta(seconds=20)}
    async with launch(incident=incident.with_changes(sent, at=NOW, event="corrected")) as walk:
        await walk.settle()
        field = walk.app.screen.query_one("#window", Field)
        assert field.display
        walk.app.look(now=NOW + timedelta(seconds=40))
        await walk.settle()
        assert not field.display


@pytest.mark.full
async def test_a_country_that_is_not_known_is_said_when_its_field_is_left(launch: Launch) -> None:
    begun = mixed("gmail", OUTSIDER).with_changes(
        {"grade.flags.personal-data": "yes"}, at=NOW, event="answered"
    )
    async with launch(incident=begun) as walk:
        await walk.press("f3")
        for typed, said in (("Germany", False), ("Germny", True)):
            entry = walk.app.screen.query_one("#countries", Field).entry
            entry.focus()
            await walk.settle()
            await walk.press("end", "ctrl+u")
            await walk.type(typed)
            await walk.press("enter")
            await walk.settle()
            assert ("One of these countries is not known here." in walk.screen) == said
