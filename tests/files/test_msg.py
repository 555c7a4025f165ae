from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.parts import TEXT_LIMIT
from misdirect_tui.files.message import read_message

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT, ANSI, BINARY, TIME, NUMBER = 0x001F, 0x001E, 0x0102, 0x0040, 0x0003

Tree = dict[str, "bytes | Tree"]


def compound_file(tree: Tree) -> bytes:
    """Write a compound file of version 3: sectors of 512 bytes, short streams in the mini stream."""
    entries: list[list] = [["Root Entry", 5, FREE, FREE, 0, b""]]

    def add(folder: Tree, parent: int) -> None:
        before = None
        for name, content in folder.items():
            number = len(entries)
            kind = 1 if isinstance(content, dict) else 2
            entries.append([name, kind, FREE, FREE, 0, b"" if kind == 1 else content])
            if before is None:
                entries[parent][3] = number
            else:
                entries[before][2] = number
            before = number
            if isinstance(content, dict):
                add(content, number)

    add(tree, 0)
    mini, mini_fat = b"", []
    for entry in entries:
        if entry[1] == 2 and entry[5] and len(entry[5]) < 4096:
            entry[4] = len(mini_fat)
            count = -(-len(entry[5]) // 64)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END]
            mini += entry[5].ljust(count * 64, b"\0")
    sectors, fat = b"", []

    def chain(data: bytes) -> int:
        nonlocal sectors
        count = -(-len(data) // 512)
        if not count:
            return END
        start = len(fat)
        fat.extend([*range(start + 1, start + count), END])
        sectors += data.ljust(count * 512, b"\0")
        return start

    for entry in entries:
        if entry[1] == 2 and len(entry[5]) >= 4096:
            entry[4] = chain(entry[5])
    entries[0][4] = chain(mini)
    mini_fat_start = chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    directory = b""
    for name, kind, right, child, start, content in entries:
        encoded = name.encode("utf-16-le") + b"\0\0"
        size = len(mini) if kind == 5 else len(content)
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            encoded,
            len(encoded),
            kind,
            1,
            FREE,
            right,
            child,
            b"",
            0,
            0,
            0,
            start,
            size,
        )
    directory_start = chain(directory)
    fat_count = 1
    while fat_count * 128 < len(fat) + fat_count:
        fat_count += 1
    fat_start = len(fat)
    fat += [FAT] * fat_count
    sectors += struct.pack(f"<{fat_count * 128}I", *fat, *[FREE] * (fat_count * 128 - len(fat)))
    difat = [*range(fat_start, fat_start + fat_count)]
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_count,
        directory_start,
        0,
        4096,
        mini_fat_start,
        -(-len(mini_fat) // 128),
        END,
        0,
    )
    return header + struct.pack("<109I", *difat, *[FREE] * (109 - fat_count)) + sectors


def storage(properties: dict[tuple[int, int], object], *, header: int = 8, **below: Tree) -> Tree:
    """Write the properties of one storage, texts and bytes as streams, the others into the entries."""
    tree: Tree = {}
    entries = b""
    for (number, kind), value in properties.items():
        if kind in (TEXT, ANSI, BINARY):
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = value.encode("utf-16-le") if kind == TEXT else value
            fixed = struct.pack("<II", 0, 0)
        elif kind == TIME:
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10**7)
            fixed = struct.pack("<Q", ticks)
        else:
            fixed = struct.pack("<II", value, 0)
        entries += struct.pack("<HHI", kind, number, 6) + fixed
    tree["__properties_version1.0"] = b"\0" * header + entries
    return tree | below


def recipient(kind: int | None, properties: dict[tuple[int, int], object]) -> Tree:
    return storage(properties | ({(0x0C15, NUMBER): kind} if kind is not None else {}))


SENT = datetime(2025, 6, 2, 8, 14, 9, 500_000, tzinfo=UTC)
EXCHANGE = "/O=EXCHANGELABS/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=1-WANG"
MESSAGE: dict[tuple[int, int], object] = {
    (0x0037, TEXT): "报价单\r\n7741",
    (0x0042, TEXT): "王磊",
    (0x5D02, TEXT): "wang@lamp.example",
    (0x0065, TEXT): EXCHANGE,
    (0x0039, TIME): SENT,
    (0x1035, TEXT): "<1@lamp.example>",
    (0x1000, TEXT): "您好\r\n请查收\r\n",
}


def sent_item(properties: dict[tuple[int, int], object] = MESSAGE, **below: Tree) -> bytes:
    return compound_file(storage(properties, header=32, **below))


def everybody() -> dict[str, Tree]:
    return {
        "__recip_version1.0_#00000000": recipient(1, {(0x3001, TEXT): "Ann", (0x39FE, TEXT): "a@b.example"}),
        "__recip_version1.0_#00000001": recipient(
            2, {(0x3001, TEXT): "'c@d.example'", (0x3003, TEXT): "c@d.example"}
        ),
        "__recip_version1.0_#00000002": recipient(3, {(0x3001, TEXT): "g@h.example"}),
        "__recip_version1.0_#00000003": recipient(0x10000001, {(0x39FE, TEXT): "i@j.example"}),
        "__recip_version1.0_#00000004": recipient(2, {(0x3001, TEXT): "林晓燕", (0x3003, TEXT): EXCHANGE}),
    }


def codes(read) -> list[str]:
    return [problem.code for problem in read.problems]


def test_a_sent_item_is_read_whole():
    read = read_message(sent_item(**everybody()), "sent.msg")
    mail = read.mail
    assert mail.subject == "报价单 7741"
    assert (mail.sender.name, mail.sender.address) == ("王磊", "wang@lamp.example")
    assert mail.sent_at == SENT.replace(microsecond=0)
    assert mail.sent_at.utcoffset() == timedelta(0)
    assert [(one.name, one.address) for one in mail.to] == [("Ann", "a@b.example"), ("", "i@j.example")]
    assert [(one.name, one.address) for one in mail.cc] == [("", "c@d.example")]
    assert [one.address for one in mail.bcc] == ["g@h.example"]
    assert mail.message_id == "<1@lamp.example>"
    assert mail.text == "您好\n请查收\n"
    assert mail.service == "microsoft-365"
    assert read.problems == (("entry-without-address", "Cc: 林晓燕"),)


def test_code_page_936_is_read_as_what_it_is_in_recipients_and_files_too():
    properties: dict[tuple[int, int], object] = {
        (0x3FFD, NUMBER): 936,
        (0x0037, ANSI): "王喆的报价".encode("gbk"),
        (0x0C1A, ANSI): "朱镕".encode("gbk"),
        (0x0C1F, ANSI): b"zhu@lamp.example",
    }
    file = storage({(0x3707, ANSI): "玥.pdf".encode("gbk"), (0x3701, BINARY): b"%PDF"})
    to = recipient(1, {(0x3001, ANSI): "陈堃".encode("gbk"), (0x3003, ANSI): b"c@d.example"})
    below = {"__recip_version1.0_#00000000": to, "__attach_version1.0_#00000000": file}
    mail = read_message(sent_item(properties, **below)).mail
    assert (mail.subject, mail.sender.name, mail.to[0].name) == ("王喆的报价", "朱镕", "陈堃")
    assert mail.attachments[0].name == "玥.pdf"


def test_without_a_code_page_the_charset_is_guessed_and_marked():
    read = read_message(sent_item({(0x0037, ANSI): "报价单".encode("gbk")}))
    assert read.mail.subject == "报价单"
    assert ("charset-guessed", "Subject: gb18030") in read.problems


def test_a_guessed_charset_is_told_of_the_heading_it_stands_under():
    to = recipient(1, {(0x3001, ANSI): "李娜".encode("gbk"), (0x3003, ANSI): b"li@c.example"})
    copy = recipient(2, {(0x3001, ANSI): "张伟".encode("gbk"), (0x3003, ANSI): b"z@c.example"})
    sender: dict[tuple[int, int], object] = {
        (0x0C1A, ANSI): "王磊".encode("gbk"),
        (0x0C1F, ANSI): b"wang@lamp.example",
    }
    below = {"__recip_version1.0_#00000000": to, "__recip_version1.0_#00000001": copy}
    told = [detail for code, detail in read_message(sent_item(sender, **below)).problems if "charset" in code]
    assert told == ["From: gb18030", "To: gb18030", "Cc: gb18030"]


def test_a_sent_item_that_holds_no_recipients_gives_those_that_it_shows():
    shown = MESSAGE | {(0x0E04, TEXT): "Berg, Anna; 'buy@north.example'", (0x0E03, TEXT): "林晓燕"}
    read = read_message(sent_item(shown))
    assert [(one.name, one.address) for one in read.mail.to] == [("", "buy@north.example")]
    assert read.problems == (
        ("entry-without-address", "To: Berg, Anna"),
        ("entry-without-address", "Cc: 林晓燕"),
    )


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("Zoe <z@z.example>", ("Zoe", "z@z.example")),
        ("'Berg, Anna' (anna@n.example)", ("Berg, Anna", "anna@n.example")),
        ("林晓燕 [mailto:lin@c.example]", ("林晓燕", "lin@c.example")),
        ("<z@z.example>", ("", "z@z.example")),
    ],
)
def test_an_address_that_stands_in_what_is_shown_counts(shown: str, found: tuple[str, str]):
    read = read_message(sent_item(MESSAGE | {(0x0E02, TEXT): shown}))
    assert [(one.name, one.address) for one in read.mail.bcc] == [found]
    assert read.problems == ()


def test_a_received_item_without_recipients_takes_those_of_its_headers():
    people = ", ".join(f"{number}@north.example" for number in range(300))
    headers = f'To: =?utf-8?B?5p6X?= <lin@c.example>,\r\n {people}\r\nCc: "Berg, Anna" <a@n.example>\r\n\r\n'
    held = {(0x007D, TEXT): headers, (0x0E04, TEXT): "林"}
    read = read_message(sent_item(MESSAGE | held))
    assert [(one.name, one.address) for one in read.mail.to[:2]] == [
        ("林", "lin@c.example"),
        ("", "0@north.example"),
    ]
    assert len(read.mail.to) == 301
    assert [(one.name, one.address) for one in read.mail.cc] == [("Berg, Anna", "a@n.example")]
    assert read.problems == ()
    told = {
        "__recip_version1.0_#00000000": recipient(1, {(0x3001, TEXT): "W", (0x39FE, TEXT): "w@c.example"})
    }
    assert [one.address for one in read_message(sent_item(MESSAGE | held, **told)).mail.to] == ["w@c.example"]


def test_attachments_have_the_last_component_of_their_name_their_size_and_their_type():
    data = b"x" * 5000
    first = storage(
        {(0x3707, TEXT): "..\\down/价格.xlsx", (0x3701, BINARY): data, (0x370E, TEXT): "application/x-a"}
    )
    short = storage({(0x3704, TEXT): "A~1.PDF"})
    mail = storage({(0x3001, TEXT): "Re: x"}, **{"__substg1.0_3701000D": storage({}, header=24)})
    below = {
        f"__attach_version1.0_#0000000{number}": tree for number, tree in enumerate((first, short, mail))
    }
    read = read_message(sent_item(**below)).mail.attachments
    assert [(file.name, file.bytes, file.type) for file in read] == [
        ("价格.xlsx", 5000, "application/x-a"),
        ("A~1.PDF", None, ""),
        ("Re: x", None, "application/vnd.ms-outlook"),
    ]


def test_the_text_comes_from_html_where_there_is_no_plain_one():
    properties = {(0x3FDE, NUMBER): 936, (0x1013, BINARY): "<p>您好</p><script>x</script>".encode("gbk")}
    assert read_message(sent_item(properties)).mail.text == "您好"


def test_a_text_that_is_only_there_as_rtf_is_said_to_be_unread():
    read = read_message(sent_item({(0x1009, BINARY): b"LZFu"}))
    assert read.mail.text == ""
    assert ("text-unread", "RTF") in read.problems


def test_a_long_text_is_bounded():
    assert len(read_message(sent_item({(0x1000, TEXT): "价" * 50_000})).mail.text) == TEXT_LIMIT


def test_a_received_mail_is_guessed_from_the_headers_that_it_keeps():
    headers = "X-Mailer: Foxmail 7.2\r\nX-QQ-mid: bizesmtp8\r\nSubject: x\r\n\r\n"
    mail = read_message(sent_item(MESSAGE | {(0x007D, TEXT): headers})).mail
    assert (mail.service, mail.mailer) == ("tencent-exmail", "Foxmail 7.2")


def test_an_item_without_time_sender_and_readers_says_so():
    assert codes(read_message(sent_item({}))) == ["sender-missing", "recipients-missing", "date-missing"]


@pytest.mark.parametrize("ticks", [0, 2**64 - 1, 10**17 * 60])
def test_a_time_that_cannot_be_is_no_time(ticks):
    tree = storage({}, header=32)
    tree["__properties_version1.0"] += struct.pack("<HHIQ", TIME, 0x0039, 6, ticks)
    read = read_message(compound_file(tree))
    assert read.mail.sent_at is None
    assert "date-missing" in codes(read)


def test_a_compound_file_that_is_no_mail_says_so():
    read = read_message(compound_file({"WordDocument": b"x" * 5000}), "letter.doc")
    assert "msg-broken" in codes(read)


@pytest.mark.parametrize(
    "rest", [b"", b"\0" * 5000, b"\xa1\xb1\x1a\xe1" + b"\xff" * 5000, b"\xa1\xb1\x1a\xe1" * 900]
)
def test_the_magic_followed_by_rubbish_is_a_problem(rest):
    read = read_message(b"\xd0\xcf\x11\xe0" + rest, "x.msg")
    assert read.problems == (("msg-broken", "x.msg"),)
    assert len(read.mail.sha256) == 64


def test_streams_that_claim_more_than_the_file_holds_are_not_read():
    data = bytearray(sent_item({(0x1000, TEXT): "x" * 3000}))
    at = data.find("__substg1.0_1000001F".encode("utf-16-le"))
    data[at + 120 : at + 124] = struct.pack("<I", 2**31 - 1)
    assert codes(read_message(bytes(data))) == ["msg-broken"]


WHOLE = sent_item(**everybody())


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12),
    st.integers(0, len(WHOLE)),
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_a_damaged_item_never_raises(changes, length):
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    for damaged in (data, data[:length]):
        read = read_message(bytes(damaged))
        assert "unreadable" not in codes(read)
        read.mail.model_dump_json()
