from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.visible import visible, visible_lines

anything = st.text(st.characters(), max_size=40) | st.text(
    st.sampled_from(
        "\x00\x07\x1b\x7f\x80\x85\x9b\x9f\r\n\t\u2028\u2029\u202a\u202e\u2066\u2069\ud800\udfffa中"
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("确认 PI-2511, \N{GRINNING FACE} naïve\u200d", "确认 PI-2511, \N{GRINNING FACE} naïve\u200d"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\r\nb\tc\x00", "a␍␊b␉c␀"),
        ("\x7f\x9b2J", "␡\ufffd2J"),
        ("exe\u202efdp.txt", "exe\ufffdfdp.txt"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_a_control_character_is_shown_instead_of_obeyed(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_stay_lines_and_tabs_become_spaces() -> None:
    assert visible_lines("a\n\tb\r\n\x1bc") == "a\n b␍\n␛c"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(anything)
def test_whatever_comes_is_one_line_that_any_terminal_can_be_sent(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert len(shown.splitlines()) <= 1
    assert (
        visible_lines(text).splitlines()
        == visible_lines(text).split("\n")[: len(visible_lines(text).splitlines())]
    )
    for each in (shown, visible_lines(text).replace("\n", "")):
        assert each.encode().decode() == each
        assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in each)


@settings(derandomize=True, deadline=None)
@given(anything)
def test_showing_twice_shows_the_same(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible_lines(visible_lines(text)) == visible_lines(text)
