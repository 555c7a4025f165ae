"""Lines end where a reader of the language would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.wrapping import wrap_between_signs
from rich.cells import cell_len
from textual._wrap import compute_wrap_offsets
from textual.content import Content

CLOSING, OPENING = "，。、；：？！）」』】》”…—％", "（「『【《“"
SIGNS = st.sampled_from("的邮件 发错了ab1F8, .:()'-\t" + CLOSING + OPENING)
FIXED = settings(derandomize=True, deadline=None, max_examples=300)


@pytest.fixture(autouse=True)
def _rules() -> None:
    wrap_between_signs()


def wrapped(text: str, width: int) -> list[str]:
    return [line.plain for line in Content(text).wrap(width)]


def test_a_long_chinese_run_fills_the_line_behind_a_word() -> None:
    assert wrapped("按 F8 把信复制出来，再到邮箱里发送。", 20) == ["按 F8 把信复制出来，", "再到邮箱里发送。"]


def test_no_line_begins_with_what_closes_and_none_ends_with_what_opens() -> None:
    assert wrapped("邮件已经发出了，不能撤回。", 14) == ["邮件已经发出", "了，不能撤回。"]
    assert wrapped("请看她写的那封（报价单）", 16) == ["请看她写的那封", "（报价单）"]
    assert wrapped("发给客户,等回复", 8) == ["发给客", "户,等回", "复"]


def test_english_is_wrapped_at_blanks_as_before() -> None:
    said = "Don’t send a second mail: it’s “read” first — always (well, nearly)."
    assert wrapped(said, 24) == ["Don’t send a second", "mail: it’s “read” first", "— always (well, nearly)."]


@FIXED
@given(text=st.text(SIGNS, max_size=60), width=st.integers(2, 30))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


@FIXED
@given(text=st.text(st.sampled_from("的邮件发错了" + CLOSING), min_size=1, max_size=40))
def test_two_marks_in_a_row_at_most_let_a_line_begin_with_one(text: str) -> None:
    lines = wrapped(text, 30)
    for before, line in pairwise(lines):
        assert line[0] not in CLOSING or set(before) <= set(CLOSING) | {before[0]}


@FIXED
@given(text=st.text(SIGNS, max_size=60), width=st.integers(4, 30))
def test_a_text_that_is_edited_is_cut_between_signs_as_well(text: str, width: int) -> None:
    cuts = compute_wrap_offsets(text, width, 4)
    assert cuts == sorted(set(cuts))
    assert all(0 < cut < len(text) for cut in cuts)
