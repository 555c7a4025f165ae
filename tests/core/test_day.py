"""Days to come, as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from misdirect_tui.core.day import LATEST, told_day

TODAY = date(2026, 11, 28)
ZH = {
    "today_words": ["\u4eca\u5929"],
    "tomorrow_words": ["\u660e\u5929"],
    "day_words": ["\u5929", "\u5929\u540e"],
    "ahead_words": ["\u8fc7"],
}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        (" Tomorrow ", date(2026, 11, 29)),
        ("3", date(2026, 12, 1)),
        ("in 3 days", date(2026, 12, 1)),
        ("0", TODAY),
        ("12-05", date(2026, 12, 5)),
        ("12/5", date(2026, 12, 5)),
        ("1.15", date(2027, 1, 15)),
        ("2026/12/05", date(2026, 12, 5)),
        ("2026-11-28", TODAY),
    ],
)
def test_a_day_to_come_is_read_as_it_is_told(text, day):
    assert told_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("\u660e\u5929", date(2026, 11, 29)),
        ("3\u5929\u540e", date(2026, 12, 1)),
        ("\u8fc7\uff13\u5929", date(2026, 12, 1)),
        ("12\u67085\u65e5", date(2026, 12, 5)),
        ("2027\u5e741\u67082\u65e5", date(2027, 1, 2)),
    ],
)
def test_a_day_is_read_in_chinese_too(text, day):
    assert told_day(text, TODAY, **ZH) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "13-45", "2026-11-27", "17:22", "in 3 weeks", "2026", "9999-01-01"]
)
def test_what_is_no_day_or_is_past_is_not_read_as_one(text):
    assert told_day(text, TODAY) is None


@given(st.text(max_size=12), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_whatever_is_typed_gives_a_day_to_come_or_none(text, today):
    found = told_day(text, today)
    assert found is None or today <= found <= max(today + timedelta(days=999), date(LATEST, 12, 31))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_back_as_it_is_written(day):
    assert told_day(day.isoformat(), day) == day
