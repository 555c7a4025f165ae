from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.parts import TEXT_LIMIT, SentMail
from misdirect_tui.core.stop.sensing import sensed
from misdirect_tui.files import mime_parts
from misdirect_tui.files.message import read_message
from misdirect_tui.files.notes import MOST_PROBLEMS
from misdirect_tui.files.plain_text import LINK_LIMIT, MOST_LINKS, plain_text, with_file_links

CHINA = timezone(timedelta(hours=8))
SAMPLES = os.environ.get("MISDIRECT_MAIL_SAMPLES", "")


def encoded(text: str, charset: str = "gb2312", codec: str = "gb18030") -> str:
    return f"=?{charset}?B?{b64encode(text.encode(codec)).decode()}?="


def mail_of(*headers: str | bytes, body: bytes = b"hello\r\n", date: bool = True) -> bytes:
    lines = [header if isinstance(header, bytes) else header.encode() for header in headers]
    if date:
        lines.append(b"Date: Tue, 18 Nov 2025 17:22:41 +0800 (CST)")
    return b"\r\n".join([*lines, b"", body])


def parts_of(
    *parts: bytes, headers: tuple[str | bytes, ...] = ("From: a@b.example", "To: c@d.example")
) -> bytes:
    body = b"".join(b"--b1\r\n" + part + b"\r\n" for part in parts) + b"--b1--\r\n"
    return mail_of(*headers, 'Content-Type: multipart/mixed; boundary="b1"', body=body)


TEXT_PART = b"Content-Type: text/plain; charset=utf-8\r\n\r\nsee attached"

WHOLE = parts_of(
    b"Content-Type: text/plain; charset=GBK\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b64encode("您好,\r\n请查收形式发票。\r\n".encode("gbk")),
    b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
    + f'Content-Disposition: attachment; filename="{encoded("形式发票_王喆.pdf")}"'.encode()
    + b"\r\n\r\n"
    + b64encode(b"%PDF-1.4 " * 40),
    headers=(
        f"From: {encoded('林晓燕', 'GBK')} <linda@lamp.example>",
        f"To: {encoded('采购部')} <buy@north.example>; second@north.example",
        "Cc: third@north.example",
        f"Subject: {encoded('PI-1118 确认')}",
        "X-Mailer: Coremail Webmail Server Version XT5.0.14 ntes_qiye",
        "Message-ID: <5e2b@lamp.example>",
    ),
)


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_message(data).problems]


def addresses(part) -> list[str]:
    return [one.address for one in part]


def test_an_ordinary_mail_is_read_whole_and_without_a_problem():
    read = read_message(WHOLE, "pi.eml")
    mail = read.mail
    assert read.problems == ()
    assert mail.sent_at == datetime(2025, 11, 18, 17, 22, 41, tzinfo=CHINA)
    assert mail.subject == "PI-1118 确认"
    assert (mail.sender.name, mail.sender.address) == ("林晓燕", "linda@lamp.example")
    assert [(one.name, one.address) for one in mail.to] == [
        ("采购部", "buy@north.example"),
        ("", "second@north.example"),
    ]
    assert addresses(mail.cc) == ["third@north.example"]
    assert [(file.name, file.bytes, file.type) for file in mail.attachments] == [
        ("形式发票_王喆.pdf", 360, "application/pdf")
    ]
    assert mail.text == "您好,\n请查收形式发票。\n"
    assert mail.service == "netease-enterprise"
    assert mail.mailer == "Coremail Webmail Server Version XT5.0.14 ntes_qiye"
    assert mail.message_id == "<5e2b@lamp.example>"
    assert mail.sha256 == hashlib.sha256(WHOLE).hexdigest()


# What hides the headers


@pytest.mark.parametrize(
    "dressed",
    [
        b"\xef\xbb\xbf" + WHOLE,
        b"\r\n\r\n \r\n" + WHOLE,
        b"From linda@lamp.example Tue Nov 18 17:22:41 2025\r\n" + WHOLE,
        b"\xef\xbb\xbf\r\n" + WHOLE,
        WHOLE.decode().encode("utf-16"),
        WHOLE.decode().encode("utf-16-le"),
        WHOLE.decode().encode("utf-16-be"),
        b"\xfe\xff" + WHOLE.decode().encode("utf-16-be"),
        WHOLE.replace(b"\r\n", b"\r"),
        WHOLE.replace(b"\r\n", b"\n"),
    ],
    ids=["bom", "blank", "mbox", "bom-blank", "utf-16", "le", "be", "be-bom", "cr", "lf"],
)
def test_what_hides_the_headers_is_undone(dressed):
    read = read_message(dressed)
    assert read.mail.sha256 == hashlib.sha256(dressed).hexdigest()
    assert read.mail.model_copy(update={"sha256": ""}) == read_message(WHOLE).mail.model_copy(
        update={"sha256": ""}
    )


def test_a_line_that_ends_the_headers_too_early_costs_nobody():
    data = mail_of("From: a@b.example", "Subject: long", "wrapped without a space", "To: c@d.example")
    read = read_message(data)
    assert addresses(read.mail.to) == ["c@d.example"]
    assert read.mail.subject == "long wrapped without a space"
    assert ("header-line-broken", "1") in read.problems


def test_a_blank_before_the_colon_and_a_lone_return_inside_a_header_cost_nobody():
    read = read_message(mail_of("From : a@b.example", "Subject: one\rtwo", "To: c@d.example"))
    assert addresses([read.mail.sender, *read.mail.to]) == ["a@b.example", "c@d.example"]
    assert read.mail.subject == "one two"


def test_a_missing_blank_line_still_gives_the_text():
    read = read_message(b"From: a@b.example\nTo: c@d.example\nDear Ann\nplease see\n\nthe list\n")
    assert read.mail.text == "Dear Ann\nplease see\n\nthe list\n"
    assert "header-line-broken" in [problem.code for problem in read.problems]


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n", b"\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(data):
    read = read_message(data, "x.eml")
    assert read.problems[0].code in ("file-empty", "no-headers")
    assert read.mail.model_copy(update={"sha256": ""}) == SentMail()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4 \xff\xd8\x00", b"hello\n", b"PK\x03\x04" * 9, b"http://x.example\n\n"]
)
def test_a_file_that_is_no_mail_is_said_to_have_no_headers(data):
    assert read_message(data, "x.eml").problems == (("no-headers", "x.eml"),)


def test_a_file_that_is_no_mail_but_text_keeps_its_text():
    assert read_message("请查收\r\n".encode()).mail.text == "请查收\n"


@pytest.mark.parametrize("length", range(0, len(WHOLE), 41))
def test_a_mail_cut_off_anywhere_gives_what_stands_before_the_cut(length):
    read = read_message(WHOLE[:length])
    if length > WHOLE.index(b"Cc:"):
        assert addresses(read.mail.to) == ["buy@north.example", "second@north.example"]
    if WHOLE.index(b"--b1\r\n") < length:
        assert "parts-incomplete" in [problem.code for problem in read.problems]


# Headers


def test_raw_gbk_in_names_and_subject_is_guessed_and_said_to_be():
    names = 'To: "张伟" <z@c.example>, "李娜" <l@c.example>'.encode("gbk")
    read = read_message(mail_of("From: a@b.example", names, "Subject: 报价单".encode("gbk")))
    assert [one.name for one in read.mail.to] == ["张伟", "李娜"]
    assert read.mail.subject == "报价单"
    assert read.problems == (("charset-guessed", "To: gb18030"), ("charset-guessed", "Subject: gb18030"))


def test_raw_bytes_that_look_like_signs_do_not_cut_a_name():
    name = "許功蓋".encode("big5")
    assert b"\\" in name
    head = ("From: a@b.example", b'To: "' + name + b'" <x@c.example>, y@c.example')
    read = read_message(mail_of(*head, "Content-Type: text/plain; charset=big5"))
    assert [(one.name, one.address) for one in read.mail.to] == [
        ("許功蓋", "x@c.example"),
        ("", "y@c.example"),
    ]


def test_the_charset_of_the_first_text_part_is_tried_before_the_general_guesses():
    read = read_message(
        mail_of(
            "From: a@b.example", "Subject: 報價單".encode("big5"), "Content-Type: text/plain; charset=big5"
        )
    )
    assert read.mail.subject == "報價單"
    assert ("charset-guessed", "Subject: big5hkscs") in read.problems


@pytest.mark.parametrize("label", ["; charset=gb2312", ""])
def test_short_headers_are_read_in_the_charset_that_the_text_turns_out_to_be_in(label):
    text = "您好，附件為本公司最新報價單，請查收。如有任何問題，請與我聯絡。謝謝！".encode("big5")
    head = ("From: a@b.example", "To: 黃 <h@c.example>".encode("big5"), "Subject: 詢價".encode("big5"))
    read = read_message(mail_of(*head, f"Content-Type: text/plain{label}", body=text))
    assert (read.mail.subject, read.mail.to[0].name) == ("詢價", "黃")


def test_a_text_in_latin_letters_says_nothing_of_the_headers_charset():
    text = "Schöne Grüße aus Köln, höflich für Übermorgen".encode("cp1252")
    read = read_message(mail_of("From: a@b.example", "Subject: 报价单".encode("gbk"), body=text))
    assert read.mail.subject == "报价单"


def test_headers_that_stand_twice_are_joined():
    data = mail_of(
        "From: a@b.example", "To: c@d.example", "to: e@f.example", "Bcc: g@h.example", "BCC: i@j.example"
    )
    mail = read_message(data).mail
    assert addresses(mail.to) == ["c@d.example", "e@f.example"]
    assert addresses(mail.bcc) == ["g@h.example", "i@j.example"]
    assert addresses(mail.recipients) == ["c@d.example", "e@f.example", "g@h.example", "i@j.example"]


def test_an_entry_without_an_address_is_reported_and_left_out():
    read = read_message(mail_of("From: a@b.example", f"To: {encoded('张伟')}, c@d.example"))
    assert addresses(read.mail.to) == ["c@d.example"]
    assert read.problems == (("entry-without-address", "To: 张伟"),)


def test_a_count_of_at_signs_that_does_not_agree_is_reported():
    read = read_message(mail_of("From: a@b.example", "To: Sales @ Lamp <s@lamp.example>, c@d.example"))
    assert [(one.name, one.address) for one in read.mail.to] == [
        ("Sales @ Lamp", "s@lamp.example"),
        ("", "c@d.example"),
    ]
    assert read.problems == (("recipients-differ", "To: 3 @, 2"),)


@pytest.mark.parametrize(
    "header",
    [
        "To: unlisted-recipients:; (no To-header on input)",
        'To: "',
        "To: (c):",
        "Message-ID: <[abc@host]>",
        "Content-Type: text/plain; name*",
        "Content-Type: text/plain; charset*=''",
        "Content-Disposition: attachment; filename*0*",
        "MIME-Version: (",
        "Subject: =?utf-8?B?DQoNCg==?=",
        "Content-Transfer-Encoding: base64; base64",
        "Date: Fri, 31 Dec 9999 23:59:59 -1200",
    ],
)
def test_one_bad_header_does_not_cost_the_others(header):
    mail = read_message(mail_of("From: a@b.example", "Cc: c@d.example", header, date=False)).mail
    assert addresses([mail.sender, *mail.cc]) == ["a@b.example", "c@d.example"]
    assert "\n" not in mail.subject


def test_line_breaks_in_one_line_fields_become_spaces_and_nul_goes():
    subject = "Subject: " + encoded("a\r\nb\0c\x1b[2J", "utf-8", "utf-8")
    name = "To: " + encoded("An\nn", "utf-8", "utf-8") + " <c@d.example>"
    mail = read_message(mail_of("From: a@b.example", name, subject)).mail
    assert mail.subject == "a bc\x1b[2J"
    assert mail.to[0].name == "An n"


def test_the_sender_falls_back_to_the_one_who_pressed_send():
    mail = read_message(mail_of("From: nobody", "Sender: Ann <a@b.example>")).mail
    assert (mail.sender.name, mail.sender.address) == ("Ann", "a@b.example")


def test_what_is_missing_is_said_to_be_missing():
    assert codes(mail_of("Subject: x", date=False)) == [
        "sender-missing",
        "recipients-missing",
        "date-missing",
    ]


def test_a_header_that_stands_there_twice_and_differs_is_named():
    twice = ("From: a@b.example", "To: c@d.example", "Subject: one", "Subject: two", "From: a@b.example")
    read = read_message(mail_of(*twice))
    assert read.mail.subject == "one"
    assert read.problems == (("header-repeated", "Subject"),)


def test_a_bare_zone_name_gives_no_time():
    read = read_message(
        mail_of("From: a@b.example", "To: c@d.example", "Date: Thu, 1 Jun 2023 10:53:30 CST", date=False)
    )
    assert read.mail.sent_at is None
    assert read.problems == (("date-zone-unknown", "Thu, 1 Jun 2023 10:53:30 CST"),)


# Parts


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f'Content-Disposition: attachment; filename="{encoded("价格表.xlsx", "gb18030")}"', "价格表.xlsx"),
        ('Content-Disposition: attachment; filename="价格表.xlsx"'.encode("gbk"), "价格表.xlsx"),
        (
            "Content-Disposition: attachment;\r\n filename*0*=gbk''%BC%DB%B8;\r\n filename*1*=%F1.xlsx",
            "价格.xlsx",
        ),
        (f"Content-Type: application/x-a; name={encoded('价格表.xlsx')}", "价格表.xlsx"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        ('Content-Disposition: attachment; filename="C:\\Users\\Ann\\a.xlsx"', "a.xlsx"),
        ('Content-Disposition: attachment; filename="php://filter/x.php"', "x.php"),
        ('Content-Disposition: attachment; filename=".."', ""),
        (f'Content-Disposition: attachment; filename="{encoded("..", "utf-8", "utf-8")}/"', ""),
        (f'Content-Disposition: attachment; filename="{encoded("a/b.pdf", "utf-8", "utf-8")}"', "b.pdf"),
        ("Content-Disposition: attachment", ""),
    ],
)
def test_an_attachment_has_the_last_component_of_its_name(header, name):
    header = header if isinstance(header, bytes) else header.encode()
    (file,) = read_message(parts_of(TEXT_PART, header + b"\r\n\r\nabcd")).mail.attachments
    assert (file.name, file.bytes) == (name, 4)


def test_a_guessed_file_name_is_said_to_be_guessed():
    read = read_message(
        parts_of(TEXT_PART, 'Content-Disposition: attachment; filename="价.pdf"'.encode("gbk") + b"\r\n\r\n")
    )
    assert read.problems == (("charset-guessed", "价.pdf: gb18030"),)


@pytest.mark.parametrize(
    ("encoding", "content", "size"),
    [
        (b"base64", b"QUJD\r\nRA==", 4),
        (b"BASE64", b"QUJDRA", 4),
        (b"base64", b"QUI=Q", 2),
        (b"base64", b"QQ==QUJD", 4),
        (b"base64", b"QUJDRA== -- and a footer.", 4),
        (b"quoted-printable", b"A=42=\r\nC", 3),
        (b"x-uuencode", b"begin 644 a.txt\r\n#86)C\r\n`\r\nend", 3),
        (b"8bit", "价".encode(), 3),
        (b"no-such", b"abc", 3),
    ],
)
def test_the_size_is_that_of_the_decoded_bytes(encoding, content, size):
    part = b"Content-Type: application/x-a\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + content
    assert read_message(parts_of(TEXT_PART, part)).mail.attachments[0].bytes == size


def test_a_damaged_part_is_reported_and_the_rest_is_read():
    broken = (
        b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJDRA=\x80"
    )
    read = read_message(parts_of(broken, TEXT_PART))
    assert read.mail.text == "see attached"
    assert ("part-broken", "a.pdf") in read.problems


def test_an_attached_mail_is_one_attachment():
    inner = WHOLE.replace(b"b1", b"b2")
    part = (
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=old.eml\r\n\r\n" + inner
    )
    (file,) = read_message(parts_of(TEXT_PART, part)).mail.attachments
    assert (file.name, file.bytes, file.type) == ("old.eml", len(inner), "message/rfc822")


def test_an_attached_text_is_not_taken_for_the_text():
    listed = (
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\nall prices"
    )
    mail = read_message(parts_of(listed, TEXT_PART)).mail
    assert mail.text == "see attached"
    assert [file.name for file in mail.attachments] == ["list.txt"]


def test_plain_text_goes_before_html_and_an_empty_one_does_not():
    html = b"Content-Type: text/html; charset=gb2312\r\n\r\n" + "<p>您好</p>".encode("gbk")
    assert read_message(parts_of(html, TEXT_PART)).mail.text == "see attached"
    assert read_message(parts_of(b"Content-Type: text/plain\r\n\r\n \r\n", html)).mail.text == "您好"


def test_the_charset_of_html_may_stand_in_the_html():
    page = b'<html><meta http-equiv=Content-Type content="text/html; charset=big5">' + "報價單".encode("big5")
    mail = read_message(
        mail_of("From: a@b.example", "To: c@d.example", "Content-Type: text/html", body=page)
    ).mail
    assert mail.text == "報價單"


@pytest.mark.parametrize(
    "charset", ["gb2312", "none", "unknown-8bit", "punycode", "zlib", "utf-8", "us-ascii"]
)
def test_the_text_is_read_under_any_label(charset):
    body = "请查收附件里的价格表".encode("gbk")
    head = ("From: a@b.example", "To: c@d.example", f"Content-Type: text/plain; charset={charset}")
    read = read_message(mail_of(*head, body=body))
    assert read.mail.text == "请查收附件里的价格表"
    assert [problem.code for problem in read.problems] == (["charset-guessed"] if charset != "gb2312" else [])


def test_the_text_is_bounded_and_a_character_at_the_bound_is_whole():
    head = ("From: a@b.example", "To: c@d.example", "Content-Type: text/plain; charset=gbk")
    read = read_message(mail_of(*head, body=b"x" + "价".encode("gbk") * 100_000))
    assert read.mail.text == "x" + "价" * (TEXT_LIMIT - 1)
    assert read.problems == ()


def test_the_walk_over_parts_is_bounded_and_says_so():
    read = read_message(
        parts_of(TEXT_PART, *[b"Content-Type: image/png\r\n\r\nx"] * (mime_parts.MOST_PARTS + 50))
    )
    assert read.mail.text == "see attached"
    assert len(read.mail.attachments) < mime_parts.MOST_PARTS
    assert read.problems[0].code == "parts-bounded"


def test_a_thousand_parts_inside_one_another_are_bounded_and_say_so():
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1000)
    )
    read = read_message(b"From: a@b.example\nTo: c@d.example\n" + nested)
    assert addresses(read.mail.to) == ["c@d.example"]
    assert "parts-bounded" in [problem.code for problem in read.problems]


def test_problems_are_bounded_and_short():
    read = read_message(
        mail_of("From: a@b.example", "To: " + ", ".join(f"{'n' * 300}{at}" for at in range(200)))
    )
    assert len(read.problems) <= MOST_PROBLEMS
    assert max(len(problem.detail) for problem in read.problems) <= 120


# HTML


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a &amp; b &lt;c&gt; &#20215; &nbsp;d", "a & b <c> 价 d"),
        ("<style>p{}</style><script>if (a<b) x()</script><title>t</title>seen", "seen"),
        ("<!-- <p>hidden</p> -->seen<![if mso]>also<![endif]>", "seenalso"),
        ('<a href="https://x.example?a=1&b=2">link</a>', "link"),
        ("<tr><td>a</td><td>b</td></tr>", "a b"),
        ("1 < 2 and <b>bold", "1 < 2 and bold"),
        ("", ""),
    ],
)
def test_html_gives_its_text(html, text):
    assert plain_text(html, TEXT_LIMIT) == text


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<a href =",
        "<a href='",
        "<!--",
        "<!",
        "<a x='",
        "</a",
        "&",
        "<?",
        "<![CDATA[",
        "<p>",
        "<script",
    ],
)
def test_html_of_one_sign_repeated_takes_time_in_proportion(unit):
    # The standard parser alone takes minutes for the worst of these.
    html = unit * (300_000 // len(unit))
    assert len(plain_text(html, 500)) <= 500
    assert with_file_links("", html) == ""


CLOUD = "https://1drv.ms/x/s!abc"
LINKED = (
    f"Content-Type: text/html\r\n\r\n<p>Here is <a class=x href='{CLOUD}'>the price list</a>.</p>".encode()
)


@pytest.mark.parametrize("parts", [(LINKED,), (TEXT_PART, LINKED), (LINKED, TEXT_PART)])
def test_a_cloud_file_behind_words_is_known_from_the_html_alone_and_from_beside_the_text(parts):
    mail = read_message(parts_of(*parts)).mail
    words = "see attached" if TEXT_PART in parts else "Here is the price list."
    assert mail.text == f"{words}\n\n[{CLOUD}]"
    assert sensed(mail)["cloud-link"].values == {"count": 1, "places": "1drv.ms"}


def test_a_link_that_the_text_shows_or_that_leads_to_no_file_adds_nothing():
    for html in (
        f'<a href="{CLOUD}">{CLOUD}</a>',
        '<a href="https://firma.example/price-list">our home</a>',
        '<a href="mailto:li@firma.example">write</a>',
        '<a href="https://1drv.ms/a b">broken</a>',
        f"<!-- <a href='{CLOUD}2'>hidden</a> -->",
        f"<abbr href='{CLOUD}2'>no link</abbr>",
    ):
        assert with_file_links(f"see {CLOUD}", html) == f"see {CLOUD}"


def test_the_files_that_a_mail_links_to_are_bounded_and_fit_into_the_text():
    html = "".join(f'<A HREF="{CLOUD}?a=1&amp;b={number}">it</A>' for number in range(1_000))
    text = with_file_links("x" * TEXT_LIMIT, html + f'<a href="{CLOUD}{"y" * LINK_LIMIT}">long</a>')
    assert (len(text), text.count("https://")) == (TEXT_LIMIT, MOST_LINKS)
    assert text.endswith(f"?a=1&b={MOST_LINKS - 1}]")


# Whatever arrives


def checked(data: bytes) -> SentMail:
    """Read bytes that may be anything, and hold the result to what every result promises."""
    read = read_message(data)
    assert "unreadable" not in [problem.code for problem in read.problems]
    dumped = json.dumps(read.mail.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    # A lone surrogate would not be encoded.
    (dumped + "".join(problem.code + problem.detail for problem in read.problems)).encode("utf-8")
    assert SentMail.model_validate_json(dumped) == read.mail
    one_line = [read.mail.subject, *(file.name for file in read.mail.attachments)]
    one_line += [
        text for one in (read.mail.sender, *read.mail.recipients) if one for text in (one.name, one.address)
    ]
    assert not re.search(r"[\r\n\0]", "".join(one_line))
    assert len(read.mail.text) <= TEXT_LIMIT
    assert "\r" not in read.mail.text
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", problem.code) for problem in read.problems)
    return read.mail


@given(st.binary(max_size=400))
@settings(derandomize=True, deadline=None)
def test_any_bytes_are_read(data):
    checked(data)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Content-Type: ", b""]),
)
@settings(derandomize=True, deadline=None)
def test_any_bytes_in_any_header_are_read(data, header):
    checked(b"From: a@b.example\r\n" + header + data + b"\r\n\r\nx")


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert"]),
        st.integers(0, len(WHOLE) - 1),
        st.binary(min_size=1, max_size=9),
    ),
    max_size=8,
)


@given(CHANGES)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_good_mail_damaged_anywhere_is_read(changes):
    data = WHOLE
    for kind, at, new in changes:
        if kind == "flip":
            data = data[:at] + new + data[at + len(new) :]
        elif kind == "cut":
            data = data[:at] + data[at + len(new) * 8 :]
        else:
            data = data[:at] + new + data[at:]
    checked(data)


HOSTILE = {
    "comments": b"To: " + b"(" * 2_000_000,
    "quotes": b"To: " + b'\\"' * 1_000_000,
    "addresses": b"To: " + b"a@b.example, " * 200_000,
    "words": b"Subject: " + b"=?a?b?" * 300_000,
    "headers": b"To: a@b.c\n" * 110_000,
    "parameters": b"Content-Type: multipart/mixed; boundary=x" + b';"' * 1_000_000,
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 500_000,
    "mbox": b"From \n" * 300_000,
    "date": b"Date: " + b"( " * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_megabytes_of_one_sign_are_bounded(name):
    # Anything that took time by the square of its length would not come to its end here.
    checked(b"From: a@b.example\n" * (name != "mbox") + HOSTILE[name] + b"\n\nx")


def test_a_header_that_is_cut_is_reported():
    read = read_message(b"From: a@b.example\nTo: " + b"c@d.example, " * 50_000 + b"\n\nx")
    assert ("header-cut", "To") in read.problems


def test_importing_the_reader_brings_no_mail_library():
    program = (
        "import sys, misdirect_tui.files.message as reader\n"
        "heavy = {'email.feedparser', 'html.parser', 'oxmsg', 'olefile'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "reader.read_message(b'From: a@b.example')\n"
        "assert 'oxmsg' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# Real files


@pytest.mark.skipif(not SAMPLES, reason="MISDIRECT_MAIL_SAMPLES names no folder")
def test_every_sample_is_read_and_nobody_is_lost_in_silence():
    files = [path for path in sorted(Path(SAMPLES).rglob("*")) if path.is_file() and path.suffix != ".md"]
    assert files
    for path in files:
        data = path.read_bytes()
        mail = checked(data)
        problems = {problem.code for problem in read_message(data).problems}
        if data.startswith(b"\xd0\xcf\x11\xe0") or "header-line-broken" in problems:
            continue
        headers = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip()).raw_items()
        written = " ".join(str(value) for key, value in headers if key.lower() in ("to", "cc", "bcc"))
        bare = re.sub(r"=\?[^?]+\?[BbQq]\?[^?]*\?=", "", written)
        repeated = sum(
            bare.lower().count(f'"{one.address}" <{one.address}>'.lower()) for one in mail.recipients
        )
        agrees = bare.count("@") - repeated == len(mail.recipients)
        assert agrees or "recipients-differ" in problems, path


def test_of_more_recipients_than_a_record_holds_the_first_are_kept_and_the_others_counted() -> None:
    def listed(name: str, count: int) -> bytes:
        addresses = ", ".join(f"{name}{number}@x.example" for number in range(count))
        return f"{name}: {addresses}\n".encode()

    read = read_message(b"Subject: all\n" + listed("To", 4_000) + listed("Cc", 3_000) + b"\nHello\n")
    assert (len(read.mail.to), len(read.mail.cc)) == (4_000, 1_000)
    assert ("recipients-left-out", "2000") in read.problems
