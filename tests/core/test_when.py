from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.when import ago, is_day_alone, told_time

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2025, 11, 18, 17, 26, 50, 999, tzinfo=CHINA)
PRESENT = NOW.replace(microsecond=0)


def told(text: str) -> datetime | None:
    return told_time(
        text,
        NOW,
        now_words=("now", "刚才"),
        minute_words=("min", "分钟", "min ago"),
        hour_words=("h", "小时前"),
    )


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
        "0001-01-01",
        "9999-12-31T23:00-12:00",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert told(text) is None


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=12), st.text("0123456789:-+.TZtz ０５：", max_size=20)))
def test_no_text_raises_and_each_time_has_an_offset(text: str) -> None:
    found = told(text)
    assert found is None or found.utcoffset() is not None


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
