from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.when import TimeWords, ago, is_day_alone, moved, told_time, zoned

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2025, 11, 18, 17, 26, 50, 999, tzinfo=CHINA)
PRESENT = NOW.replace(microsecond=0)


WORDS = TimeWords(
    now=("now", "刚才"),
    minute=("min", "分钟", "min ago", "分"),
    hour=("h", "小时前"),
    half_hour=("半小时前",),
    today=("today", "this", "tonight", "今天", "今"),
    yesterday=("yesterday", "last", "昨天", "昨"),
    day_before=("day before yesterday", "前天"),
    morning=("am", "morning", "早上", "凌晨", "早"),
    afternoon=("pm", "下午", "中午"),
    evening=("night", "tonight", "晚上", "晚"),
    clock=("点", "o'clock"),
    half=("半",),
    filler=("at", "左右"),
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)


def told(text: str) -> datetime | None:
    return told_time(text, NOW, WORDS)


def day(number: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 11, number, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", PRESENT),
        (" 刚才 ", PRESENT),
        ("5", PRESENT - timedelta(minutes=5)),
        ("５分钟", PRESENT - timedelta(minutes=5)),
        ("90 min", PRESENT - timedelta(minutes=90)),
        ("90 min ago", PRESENT - timedelta(minutes=90)),
        ("２小时前", PRESENT - timedelta(hours=2)),
        ("2h", PRESENT - timedelta(hours=2)),
        ("17:22", PRESENT.replace(minute=22, second=0)),
        ("１７：２２", PRESENT.replace(minute=22, second=0)),
        ("9:05", PRESENT.replace(hour=9, minute=5, second=0)),
        ("23:00", PRESENT.replace(hour=23, minute=0, second=0) - timedelta(days=1)),
        ("2025-11-18 17:22", PRESENT.replace(minute=22, second=0)),
        ("2025-11-18t09:22:41z", datetime(2025, 11, 18, 9, 22, 41, tzinfo=UTC)),
        ("2025-11-18T17:22:41.5+08:00", PRESENT.replace(minute=22, second=41)),
        ("半小时前", PRESENT - timedelta(minutes=30)),
        ("昨天 17:22", day(17, 17, 22)),
        ("昨晚9点", day(17, 21)),
        ("昨天晚上9点半", day(17, 21, 30)),
        ("last night 9 pm", day(17, 21)),
        ("yesterday at 5 pm", day(17, 17)),
        ("day before yesterday 10:00", day(16, 10)),
        ("前天10点", day(16, 10)),
        ("今天9点30分", day(18, 9, 30)),
        ("9点30", day(18, 9, 30)),
        ("今早8点左右", day(18, 8)),
        ("下午5:22", day(18, 17, 22)),
        ("5:22pm", day(18, 17, 22)),
        ("11点", day(18, 11)),
        ("20点", day(17, 20)),
        ("中午12:30", day(18, 12, 30)),
        ("12 am", day(18, 0)),
        ("11-18 17:22", day(18, 17, 22)),
        ("18/11 17:22", day(18, 17, 22)),
        ("11月18日下午5点22分", day(18, 17, 22)),
        ("18 Nov 17:22", day(18, 17, 22)),
        ("Nov 18 5:22 pm", day(18, 17, 22)),
        ("12-05 09:00", datetime(2024, 12, 5, 9, tzinfo=CHINA)),
        ("2025/6/2 10:14", datetime(2025, 6, 2, 10, 14, tzinfo=CHINA)),
    ],
)
def test_a_time_is_read_as_people_tell_it(text: str, at: datetime) -> None:
    found = told(text)
    assert found == at
    assert found is not None
    assert found.microsecond == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "24:00",
        "17:60",
        "17:2",
        "5 hours",
        "-5",
        "99999",
        "yesterday",
        "2025-13-01",
        "2025-11-18T25:00",
        "17:22:",
        "今晚9点",
        "晚上12点",
        "昨天",
        "11-18",
        "13-13 10:00",
        "昨天今天 9:00",
        "today 11-18 9:00",
        "am pm 9",
        "maybe 5",
        "0001-01-01",
        "9999-12-31T23:00-12:00",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert told(text) is None


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=12), st.text("0123456789:-+.TZtz ０５：昨今晚点半amp", max_size=20)))
def test_no_text_raises_and_each_time_has_an_offset(text: str) -> None:
    found = told(text)
    assert found is None or found.utcoffset() is not None


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system cannot be set")
def test_a_time_has_the_offset_that_held_there_on_its_day(berlin: None) -> None:
    winter = datetime(2025, 11, 18, 17, 26, tzinfo=timezone(timedelta(hours=1)))
    summer = timezone(timedelta(hours=2))
    assert told_time("2025-06-02 10:14", winter, WORDS).isoformat() == "2025-06-02T10:14:00+02:00"
    assert moved(datetime(2025, 6, 2, 8, 14, tzinfo=UTC), winter).isoformat() == "2025-06-02T10:14:00+02:00"
    # Somebody else's zone: that of the present is all that is known of it.
    assert zoned(datetime(2025, 6, 2, 10, 14), NOW).utcoffset() == CHINA.utcoffset(None)  # noqa: DTZ001
    assert moved(datetime(2025, 6, 2, 8, 14, tzinfo=UTC), NOW).hour == 16
    assert zoned(datetime(2025, 6, 2, 10, 14), winter) == datetime(2025, 6, 2, 10, 14, tzinfo=summer)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-301, ("ahead", 0)),
        (-300, ("now", 0)),
        (0, ("now", 0)),
        (59, ("now", 0)),
        (60, ("minutes", 1)),
        (7199, ("minutes", 119)),
        (7200, ("hours", 2)),
        (48 * 3600 - 1, ("hours", 47)),
        (48 * 3600, ("days", 2)),
        (400 * 86400, ("days", 400)),
    ],
)
def test_how_long_ago_is_told_in_the_unit_that_people_use(seconds: int, said: tuple[str, int]) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == said


@pytest.mark.parametrize(
    ("text", "alone"),
    [("2026-11-24", True), ("２０２６-11-24", True), ("20261124", True), ("2026-W48-2", True),
     ("2026-11-24 15:30", False), ("2026-11-24T15", False), ("17:22", False), ("5", False), ("now", False)],
)  # fmt: skip
def test_a_day_without_a_time_is_known_as_such(text: str, alone: bool) -> None:
    assert is_day_alone(text) is alone
