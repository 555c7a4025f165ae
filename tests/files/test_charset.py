"""Which of several readings of the same bytes is text."""

from __future__ import annotations

import pytest
from misdirect_tui.files.charset import decode

BIG5 = ["報價單", "回覆：報價", "產品目錄", "李", "採購部", "公司簡介", "修改後的報價", "出貨通知", "張偉"]
GB = [
    "报价单",
    "回复：报价",
    "李",
    "燚",
    "喆",
    "玥",
    "镕玥",
    "王燚",
    "陈镕",
    "镀锌螺丝",
    "采购部",
    "形式发票",
]
WESTERN = ["Müller GmbH", "café déjà vu", "Größe für Übergabe", "señor Ibáñez", "Åse Ødegård", "“ok” – £1"]


@pytest.mark.parametrize("label", ["gb2312", None])
@pytest.mark.parametrize("text", BIG5)
def test_big5_is_known_under_a_wrong_label_and_under_none_and_told_as_a_guess(
    text: str, label: str | None
) -> None:
    read = decode(text.encode("big5hkscs"), label)
    assert (read.text, read.guess, read.lossy) == (text, "big5hkscs", False)


@pytest.mark.parametrize("label", ["gb2312", None])
@pytest.mark.parametrize("text", GB)
def test_gbk_is_read_as_what_it_is_rare_names_included(text: str, label: str | None) -> None:
    assert decode(text.encode("gb18030"), label).text == text


@pytest.mark.parametrize("text", ["张伟", "报价单", "王经理"])
def test_chinese_under_a_western_label_is_read_as_chinese_and_told_as_a_guess(text: str) -> None:
    read = decode(text.encode("gb18030"), "iso-8859-1")
    assert (read.text, read.guess) == (text, "gb18030")


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_under_its_own_label_stays_as_it_is(text: str) -> None:
    read = decode(text.encode("cp1252"), "iso-8859-1")
    assert (read.text, read.guess) == (text, "")
