from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.files.addresses import split
from misdirect_tui.files.charset import clean, codecs_for, decode
from misdirect_tui.files.headers import decode_words, parameter, parameters, read_text
from misdirect_tui.files.sent_at import read_date


def word(text: str, charset: str, codec: str) -> str:
    return f"=?{charset}?B?{b64encode(text.encode(codec)).decode()}?="


def raw(data: bytes) -> str:
    """Give bytes as the mail parser hands them on."""
    return data.decode("ascii", "surrogateescape")


# Charsets


@pytest.mark.parametrize("label", ["gb2312", "GBK", "cp936", "x-gbk", "windows-936", "GB2312_CHARSET"])
@pytest.mark.parametrize("name", ["王喆", "朱镕基", "林玥", "李燚", "陈堃", "周珺"])
def test_every_label_of_simplified_chinese_reads_the_rare_names(label, name):
    assert decode_words(word(name, label, "gb18030")).text == name


@pytest.mark.parametrize("label", ["big5", "ChineseBig5", "Big5-HKSCS"])
def test_every_label_of_traditional_chinese_reads_hong_kong_characters(label):
    assert decode_words(word("深水埗碼頭", label, "big5hkscs")).text == "深水埗碼頭"


def test_big5_under_the_label_of_gb2312_is_guessed_and_marked():
    read = decode_words(word("台北國際貿易公司的報價單", "gb2312", "big5"))
    assert read.text == "台北國際貿易公司的報價單"
    assert read.guess == "big5hkscs"


@pytest.mark.parametrize("text", ["报价单", "形式发票", "王喆", "深圳市光明灯具有限公司", "李燚", "镕玥"])
def test_gbk_is_not_taken_for_big5(text):
    read = decode(text.encode("gb18030"), "gb2312")
    assert (read.text, read.guess) == (text, "")


@pytest.mark.parametrize(
    "label", ["default", "unknown-8bit", "none", "x-no-such", "", "rot13", "zlib", "idna"]
)
def test_a_label_that_says_nothing_leads_to_a_guess(label):
    assert codecs_for(label) == ()
    assert decode("报价单".encode("gbk"), label) == ("报价单", "gb18030", False)
    assert decode("报价单".encode(), label).text == "报价单"


def test_raw_bytes_are_read_as_utf8_first_and_then_by_the_charset_of_the_text():
    assert read_text(raw("形式发票".encode())) == ("形式发票", "", False)
    assert read_text(raw("形式发票".encode("gbk"))) == ("形式发票", "gb18030", False)
    assert read_text(raw("報價單".encode("big5")), "big5") == ("報價單", "big5hkscs", False)


def test_western_bytes_are_not_made_chinese():
    assert decode("café à gogo".encode("latin-1"), "iso-8859-1") == ("café à gogo", "", False)
    assert decode(b"caf\xe9 noir").text == "café noir"


def test_a_character_cut_off_at_the_end_costs_only_itself():
    read = decode("请查收附件里的报价单".encode("gbk")[:-1], "gb2312")
    assert read.text.startswith("请查收附件里的报价")
    assert read.lossy


def test_nul_and_lone_surrogates_never_come_through():
    assert clean("a\0b\ud800c\r\n  d\n") == "ab\N{REPLACEMENT CHARACTER}c d"
    assert clean("a\r\nb\rc", one_line=False) == "a\nb\nc"


# Encoded words


def test_a_character_cut_between_two_words_of_one_charset_is_whole_again():
    data = "有20家399元精选".encode("gbk")
    cut = data.index("元".encode("gbk")) + 1
    one, other = (b64encode(part).decode() for part in (data[:cut], data[cut:]))
    assert read_text(f"=?gb2312?B?{one}?=\r\n\t=?GBK?B?{other}?=").text == "有20家399元精选"


def test_base64_that_was_cut_inside_a_group_of_four_is_whole_again():
    data = b64encode("报价单第二版请查收附件".encode("gbk")).decode()
    read = decode_words(f"=?gb2312?B?{data[:11]}?= =?gb2312?B?{data[11:]}?=")
    assert read == ("报价单第二版请查收附件", "", False)


def test_words_that_each_leave_their_padding_out_are_decoded_each_by_itself():
    pieces = (b64encode(text.encode("gbk")).decode().rstrip("=") for text in ("报价", "单的", "附件", "一份"))
    assert decode_words(" ".join(f"=?gb2312?B?{piece}?=" for piece in pieces)).text == "报价单的附件一份"


def test_words_of_different_charsets_are_decoded_each_by_its_own():
    text = f"{word('询价', 'gb2312', 'gbk')} {word('報價', 'big5', 'big5')} {word('回复', 'utf-8', 'utf-8')}"
    assert decode_words(text).text == "询价報價回复"


def test_text_between_words_keeps_its_spaces():
    assert decode_words(f"Re: {word('询价', 'utf-8', 'utf-8')} for {word('灯', 'utf-8', 'utf-8')}.").text == (
        "Re: 询价 for 灯."
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Caf=C3=A9_noir?=", "Café noir"),
        ("=?UTF-8*en?q?a=3Fb?=", "a?b"),
        ("=?gb2312?B?sai827Wl?=", "报价单"),
        ("=?gb2312?B?sai827U?=", "报价\N{REPLACEMENT CHARACTER}"),
        ("=?utf-8?B?5oql5Lu3?==?utf-8?B?5Y2V?=", "报价单"),
        ("=?utf-8?Q?two words inside?=", "two words inside"),
        ("=?utf-8?B?not base64 <x@y>?=", "=?utf-8?B?not base64 <x@y>?="),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?B?", "=?utf-8?B?"),
        ("=?utf-8?B?5oql5Lu35Y2V", "报价单"),
        ("=?utf-8?Q?abc, d@e.example", "=?utf-8?Q?abc, d@e.example"),
        ("a =? b ?= c", "a =? b ?= c"),
        ("=?none?B?sai827Wl?=", "报价单"),
    ],
)
def test_encoded_words_are_read_leniently(written, read):
    assert decode_words(written).text == read


@given(st.text(min_size=1, max_size=60), st.sampled_from(["utf-8", "gb18030"]), st.integers(1, 200))
@settings(derandomize=True, deadline=None)
def test_text_cut_into_words_at_any_byte_comes_back(text, codec, size):
    data = text.encode(codec)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    written = "\r\n ".join(f"=?{codec}?B?{b64encode(piece).decode()}?=" for piece in pieces)
    read = decode_words(written.replace("\r\n", ""))
    assert read.text == text


# Addresses


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Ann Lee <a@b.example>, c@d.example", [("Ann Lee", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example; c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example,", [("", "a@b.example")]),
        (
            "张伟 <a@b.example>，李娜 <c@d.example>；e@f.example、g@h.example",
            [("张伟", "a@b.example"), ("李娜", "c@d.example"), ("", "e@f.example"), ("", "g@h.example")],
        ),
        ('"Lee, Ann" <a@b.example>', [("Lee, Ann", "a@b.example")]),
        ('"O\\"Hara" <a@b.example>', [('O"Hara', "a@b.example")]),
        ("'Ann Lee' <a@b.example>", [("Ann Lee", "a@b.example")]),
        ("a@b.example (Ann Lee)", [("Ann Lee", "a@b.example")]),
        ("张伟(采购) <a@b.example>", [("张伟 (采购)", "a@b.example")]),
        ("Team: a@b.example, Ann <c@d.example>;", [("", "a@b.example"), ("Ann", "c@d.example")]),
        ("(x): a@b.example;", [("", "a@b.example")]),
        ('"a@b.example" <a@b.example>', [("", "a@b.example")]),
        ("'A@b.example' <a@b.example>", [("", "a@b.example")]),
        ("<a@b.example>", [("", "a@b.example")]),
        ("<mailto:a@b.example>, mailto:c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("<@relay.example,@two.example:a@b.example>", [("", "a@b.example")]),
        ("Ann <a@b.example", [("Ann", "a@b.example")]),
        ("Ann <a@b.example, Bo <c@d.example>", [("Ann", "a@b.example"), ("Bo", "c@d.example")]),
        ("<a@b.example;c@d.example>", [("", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("Ann <a@b.example> Bo <c@d.example>", [("Ann", "a@b.example"), ("Bo", "c@d.example")]),
        ("<a@b.example> Ann Lee", [("Ann Lee", "a@b.example")]),
        ("Ann Lee a@b.example", [("Ann Lee", "a@b.example")]),
        ('"john doe"@b.example', [("", '"john doe"@b.example')]),
        ("a @ b.example", [("", "a@b.example")]),
        ("a@b.example/c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("a/b@c.example", [("", "a/b@c.example")]),
        ("《a@b.example》，王磊 ＜c@d.example＞", [("", "a@b.example"), ("王磊", "c@d.example")]),
        ("张三＜zs@s.example＞", [("张三", "zs@s.example")]),
        ("[c@c.example]", [("", "c@c.example")]),
        ("<l i@d.example>", [("", "li@d.example")]),
        ("a@[192.0.2.1]", [("", "a@[192.0.2.1]")]),
        ("用户@例子.公司", [("", "用户@例子.公司")]),
        ("=?utf-8?Q?Lee,_Ann?= <a@b.example>", [("Lee, Ann", "a@b.example")]),
        ('"=?gb2312?B?1cXOsA==?=" <a@b.example>', [("张伟", "a@b.example")]),
        ("=?utf-8?B?QW5uIDxhQGIuZXhhbXBsZT4=?=", [("Ann", "a@b.example")]),
        ('"Zhang <a@b.example>, "Li" <c@d.example>', [('"Zhang', "a@b.example"), ("Li", "c@d.example")]),
        ('"Zhang <a@b.example>, c@d.example', [('"Zhang', "a@b.example"), ("", "c@d.example")]),
        ("Ann (x <a@b.example>, c@d.example", [("Ann (x", "a@b.example"), ("", "c@d.example")]),
        ("A (x <a@b.example>, B y) <c@d.example>", [("A (x", "a@b.example"), ("B y)", "c@d.example")]),
    ],
)
def test_a_list_is_split_as_it_was_meant(written, read):
    split_list = split(written)
    assert list(split_list.found) == read
    assert split_list.ats == len(read)
    assert split_list.left_out == ()


def test_of_two_words_in_angle_brackets_the_one_that_is_an_address_is_taken():
    read = split("Post <mail.example post@mail.example>")
    assert list(read.found) == [("Post", "post@mail.example")]


@pytest.mark.parametrize(
    ("written", "left_out"),
    [
        ("unlisted-recipients:; (no To-header on input)", ("unlisted-recipients", "(no To-header on input)")),
        ("Undisclosed recipients:;", ("Undisclosed recipients",)),
        ("(c):", ("c",)),
        ("Ann Lee, Bo <c@d.example>", ("Ann Lee",)),
        ("Ann Lee <>, c@d.example", ("Ann Lee",)),
        ("Ann <ann>, c@d.example", ("Ann",)),
        ('"', ()),
        (" , ;，", ()),
    ],
)
def test_an_entry_without_an_address_is_left_out_and_named(written, left_out):
    assert split(written).left_out == left_out


@pytest.mark.parametrize(
    "written", ["Sales @ Lamp <s@lamp.example>", "@ <a@b.example>", "a@b@c.example", "a@, @b"]
)
def test_an_at_sign_that_is_nobodys_address_shows_as_a_difference(written):
    read = split(written)
    assert read.ats != len(read.found)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=12)
LOCALS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}[a-z0-9]", fullmatch=True)


@given(st.lists(st.tuples(NAMES, LOCALS), min_size=1, max_size=6), st.sampled_from([", ", ";", "，", "; \t"]))
@settings(derandomize=True, deadline=None)
def test_nobody_is_lost_whatever_the_names_and_the_separator(people, separator):
    written = separator.join(f"{word(name, 'utf-8', 'utf-8')} <{local}@x.example>" for name, local in people)
    assert [mailbox.address for mailbox in split(written).found] == [
        f"{local}@x.example" for _, local in people
    ]


@given(st.text(alphabet=' ab@.<>(),;:"\\[]=?，', max_size=80))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_list_is_split_and_no_address_is_half_a_one(text):
    for _, address in split(text).found:
        assert address.rpartition("@")[0]
        assert address.rpartition("@")[2]


@pytest.mark.parametrize(
    "unit",
    ["(", '"', "\\", '"\\', "<", "@", "a@b,", "=?", "=?a?b?", "a ", '"<@"x', "(<@", "[", ":", "a @ ", "<@,"],
)
def test_a_list_of_one_sign_repeated_takes_time_in_proportion(unit):
    # A list that took time by the square of its length would not come to its end here.
    split(unit * (60_000 // len(unit)))


# Parameters


def read_parameter(value: str, name: str) -> str:
    return parameter(parameters(value)[1], name).text


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename=a b.pdf; size=1", "a b.pdf"),
        ('attachment; FileName = "a;b.pdf" ; size=1', "a;b.pdf"),
        ('attachment; filename="a \\"b\\" c.pdf"', 'a "b" c.pdf'),
        ('attachment; filename="a "b" c.pdf"', 'a "b" c.pdf'),
        ('attachment; filename="a.pdf', "a.pdf"),
        ('attachment; filename="a.pdf; size=1', "a.pdf"),
        ('attachment; filename="C:\\Users\\a.pdf"', "C:\\Users\\a.pdf"),
        ('attachment; filename="=?gb18030?B?1tDOxLLiytQuZG9jeA==?="', "中文测试.docx"),
        ('attachment; filename="=?utf-8?B?5Lit5paH?= =?utf-8?B?LnBkZg==?="', "中文.pdf"),
        ("attachment; filename*=utf-8''%E4%B8%AD%E6%96%87.pdf", "中文.pdf"),
        ("attachment; filename*=gb2312'zh-cn'%D6%D0%CE%C4.pdf", "中文.pdf"),
        ("attachment; filename*=%D6%D0%CE%C4.pdf", "中文.pdf"),
        ("attachment; filename*0=long-; filename*1=name.pdf", "long-name.pdf"),
        ("attachment; filename*1*=%96%87.pdf; filename*0*=utf-8''%E4%B8%AD%E6", "中文.pdf"),
        ("attachment; filename*0*=utf-8''%E4%B8%AD; filename*1=\"'s.pdf\"", "中's.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=utf-8''%E4%B8%AD.pdf", "中.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=utf-8''%FF%FE%FF", "x.pdf"),
        ("attachment", ""),
        ("attachment; filename", ""),
        ("attachment; filename*", ""),
        ("attachment; filename*=", ""),
        ("attachment; ; =x; filename=y", "y"),
    ],
)
def test_a_file_name_is_read_in_every_way_it_is_written(value, read):
    assert read_parameter(value, "filename") == read


def test_a_raw_trail_byte_that_looks_like_a_backslash_does_not_swallow_the_quote():
    value = raw('attachment; filename="許功蓋.pdf誠"; size=1'.encode("big5"))
    assert read_text(value, "big5").text == 'attachment; filename="許功蓋.pdf誠"; size=1'


@given(st.text(alphabet="a;=*'\"\\% 0", max_size=60))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_parameters_are_read(text):
    found = parameters("x/y;" + text)[1]
    for name in found:
        assert isinstance(parameter(found, name).text, str)


def test_a_name_with_a_comma_may_stand_in_single_quotes():
    read = split("'Berg, Anna' <anna@nordsee.example>, O'Brien <ob@x.example>")
    assert [tuple(each) for each in read.found] == [
        ("Berg, Anna", "anna@nordsee.example"),
        ("O'Brien", "ob@x.example"),
    ]
    assert not read.left_out


# Dates

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 1 Jun 2023 10:53:30 +0800",
        "Thu, 1 Jun 2023 10:53:30 +0800 (CST)",
        "1 Jun 2023 10:53:30 +08:00",
        "Thu,01 June 2023 10:53:30 GMT+0800",
        "周四, 1 六月 2023 10:53:30 +0800",
        "星期四，1 6月 2023 10:53:30 +0800".replace("，", ", "),
        "2023-06-01T10:53:30+08:00",
        "2023-06-01 10:53:30.125 +0800",
        "Thu Jun  1 10:53:30 +0800 2023",
        "Thu, Jun 1, 2023 10:53:30 +0800",
        "1 Jun 23 10:53:30 +0800",
        "Thu, 1 Jun 2023 10:53:30 AM +0800",
        "Thu, 1 Jun 2023 10:53:30 +0800 CST",
        "Thu, 1 Jun 2023 10:53:30 GMT+8",
        "2023年6月1日 10:53:30 +0800",
        "2023年6月1日 星期四 10:53:30 +0800",
        "2023年6月1日 星期四 上午10:53:30 +0800",
    ],
)
def test_a_time_is_read_with_the_offset_it_came_with(written):
    assert read_date(written).at == datetime(2023, 6, 1, 10, 53, 30, tzinfo=CHINA)
    assert read_date(written).at.utcoffset() == timedelta(hours=8)


def test_an_hour_of_the_second_half_of_the_day_is_told_as_one():
    assert read_date("Thu, 1 Jun 2023 10:53:30 PM +0800").at == datetime(2023, 6, 1, 22, 53, 30, tzinfo=CHINA)
    assert read_date("2023年6月1日 下午 10:53:30 +0800").at == datetime(2023, 6, 1, 22, 53, 30, tzinfo=CHINA)
    assert read_date("Thu, 1 Jun 2023 12:05:00 am +0800").at == datetime(2023, 6, 1, 0, 5, tzinfo=CHINA)


@pytest.mark.parametrize("zone", ["-0000", "+0000", "GMT", "UT", "UTC", "Z", "GMT (Greenwich)"])
def test_universal_time_is_universal_time_under_all_its_names(zone):
    assert read_date(f"Thu, 1 Jun 2023 2:5:7 {zone}").at == datetime(2023, 6, 1, 2, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "date-missing"),
        ("(none)", "date-missing"),
        ("Thu, 1 Jun 2023 10:53:30 CST", "date-zone-unknown"),
        ("Thu, 1 Jun 2023 10:53:30 EDT", "date-zone-unknown"),
        ("Thu, 1 Jun 2023 10:53:30", "date-no-zone"),
        ("29-04-2017 23:34", "date-no-zone"),
        ("2023年6月1日 星期四 上午10:53", "date-no-zone"),
        ("Thu, 1 Jun 2023 10:53:30 and so on +0800", "date-unreadable"),
        ("Thu, 1 Jun 2023 13:53:30 PM +0800", "date-unreadable"),
        ("Thu, 1 Jun 2023 10:53:30 +9900", "date-unreadable"),
        ("Thu, 1 Jun 2023 10:53:30 +0870", "date-unreadable"),
        ("05-04-2017 23:34 +0800", "date-unreadable"),
        ("Thu, 31 Feb 2023 10:53:30 +0800", "date-unreadable"),
        ("Thu, 1 Jun 9999 10:53:30 -1200", "date-unreadable"),
        ("Thu, 1 Jun 0023 10:53:30 +0800", "date-unreadable"),
        ("Thu, 1 Jun 2023 25:53:30 +0800", "date-unreadable"),
        ("Thu, 1 Foo 2023 10:53:30 +0800", "date-unreadable"),
        ("yesterday", "date-unreadable"),
        ("%date%", "date-unreadable"),
    ],
)
def test_a_time_that_is_not_certain_is_no_time_but_a_problem(written, problem):
    assert read_date(written) == (None, problem)


def test_numbers_are_a_date_only_where_day_and_month_cannot_be_confused():
    assert read_date("29-04-2017 23:34 +0800").at == datetime(2017, 4, 29, 23, 34, tzinfo=CHINA)
    assert read_date("04/29/2017 23:34 +0800").at == datetime(2017, 4, 29, 23, 34, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("name", "month"), [("一月", 1), ("十月", 10), ("十一月", 11), ("十二月", 12), ("二月", 2)]
)
def test_chinese_months_are_read(name, month):
    assert read_date(f"1 {name} 2023 10:53:30 +0800").at.month == month


@pytest.mark.parametrize("name", ["月", "千月", "一二月", "〇月", "13月"])
def test_what_is_no_month_is_none(name):
    assert read_date(f"1 {name} 2023 10:53:30 +0800").at is None


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None)
def test_any_text_is_a_time_or_a_problem(text):
    read = read_date(text)
    assert (read.at is None) == bool(read.problem)


def test_one_word_of_two_thousand_characters_is_read():
    text = "报价" * 1000
    assert decode_words(f"=?utf-8?B?{b64encode(text.encode()).decode()}?=")[0] == text
