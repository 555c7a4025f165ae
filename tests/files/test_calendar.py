"""The calendar file: a task and an appointment for what is open, read back by another parser."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from misdirect_tui.core.explain.facts import one_line
from misdirect_tui.files.calendar import Entry, calendar

CHINA = timezone(timedelta(hours=8))
DUE = datetime(2025, 11, 19, 17, 30, tzinfo=CHINA)
STAMP = datetime(2025, 11, 18, 17, 30, tzinfo=CHINA)
ASK = Entry("a-confirmed.letter-wrong-recipient-1-en", "Has Mr. Abel confirmed; deleted, all\\of it?", DUE)
PLAN = Entry("planned-bcc", "以后群发一律密送。", DUE + timedelta(days=2))

text = st.text(max_size=120) | st.sampled_from(
    [
        "x\r\nEND:VTODO\r\nEND:VCALENDAR\r\nBEGIN:VEVENT",
        "a\nATTACH:https://third.example/x",
        "\x00\x1b[2J\x85\u2028",
        ';,:\\n\\N"^n',
        "\ud800",
        "陈" * 60,
    ]
)


def written(*entries: Entry, incident: str = "20251118-172650-3f9a", about: str = "an incident") -> bytes:
    return calendar(incident, entries, about=about, stamp=STAMP)


def shown(told: str) -> str:
    return one_line(told).replace("\\N", "\\ N")


def test_each_thing_is_a_task_and_an_appointment_at_the_same_moment():
    found = Calendar.from_ical(written(ASK, PLAN))
    tasks, appointments = found.walk("VTODO"), found.walk("VEVENT")
    assert [one.decoded("due") for one in tasks] == [ASK.due, PLAN.due]
    assert [one.decoded("dtstart") for one in appointments] == [ASK.due, PLAN.due]
    assert [str(one["summary"]) for one in tasks] == [ASK.what, PLAN.what]
    assert {str(one["status"]) for one in tasks} == {"NEEDS-ACTION"}
    assert b"DUE:20251119T093000Z" in written(ASK)


def test_each_rings_when_it_is_due():
    found = Calendar.from_ical(written(ASK))
    for name, related in (("VTODO", "END"), ("VEVENT", None)):
        (alarm,) = found.walk(name)[0].walk("VALARM")
        assert alarm.decoded("trigger") == timedelta(0)
        assert alarm["trigger"].params.get("RELATED") == related
        assert str(alarm["action"]) == "DISPLAY"


def test_the_same_thing_keeps_its_id_and_no_two_share_one():
    first, second = (
        [str(one["uid"]) for one in Calendar.from_ical(data).walk() if "uid" in one]
        for data in (
            written(ASK, PLAN),
            written(PLAN, ASK._replace(due=DUE + timedelta(days=9), what="Later?")),
        )
    )
    assert sorted(first) == sorted(second)
    assert len(set(first)) == 4
    assert all("20251118-172650-3f9a" in uid for uid in first)


def test_the_same_incident_gives_the_same_bytes():
    assert written(ASK, PLAN) == written(ASK, PLAN)


def test_nothing_open_is_a_calendar_without_entries():
    assert not [one for one in Calendar.from_ical(written()).walk() if one.name != "VCALENDAR"]


@settings(derandomize=True, deadline=None, max_examples=120)
@given(what=text, about=text, named=text, incident=text)
def test_no_text_adds_a_line_or_an_entry(what, about, named, incident):
    data = written(Entry(named, what, DUE), incident=incident, about=about)
    shape = [one.name for one in Calendar.from_ical(data).walk()]
    assert shape == [one.name for one in Calendar.from_ical(written(ASK)).walk()]
    task = Calendar.from_ical(data).walk("VTODO")[0]
    assert str(task["summary"]) == shown(what)
    assert str(task["description"]) == shown(about)
    names = {
        line.partition(b":")[0].partition(b";")[0] for line in data.replace(b"\r\n ", b"").split(b"\r\n")
    }
    assert b"ATTACH" not in names
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not any(byte < 32 and byte not in (10, 13) for byte in data)
