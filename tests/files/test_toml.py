from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.fault import Term
from misdirect_tui.files.lines import key_lines, line_of
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.toml import LIMIT, parse

TEXT = """# 说明
top = 1
quoted."a.b".'c d' = 2

[table]
list = [
  "]", # ]
  { inner = "}" },
]
many = \"\"\"
[no-table]
no = 'key'
\"\"\"
raw = '''
[nor-this]
'''
after = true
[[letters]]
body = "x"
[[letters]]
body = "y"
[table.below]
last = 3"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_whatever_encoding_an_editor_saves_is_read(encoding: str, ends: str) -> None:
    tree, fault = parse(TEXT.replace("\n", ends).encode(encoding), "x.toml")
    assert fault is None
    assert tree == tomllib.loads(TEXT)


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        (b"a = 1\nb = \n", "x.toml:2", "not-toml"),
        (b"a = 1\na = 2\n", "x.toml:2", "not-toml"),
        (b"[a]\n\n[a]\n", "x.toml:3", "not-toml"),
        (b'a = 1\nb = """\n\n', "x.toml:4", "not-toml"),
        (b"a = 1\nb", "x.toml:2", "not-toml"),
        (b"a = '\x00'", "x.toml:1", "not-toml"),
        ("a = '价格'".encode("gb18030"), "x.toml", "not-text"),
        (b"\xff\xfea", "x.toml", "not-text"),
        ("a = 1".encode("utf-16-le"), "x.toml", "utf-16"),
        ("a = '价格'\n".encode("utf-16-be"), "x.toml", "utf-16"),
        (b"x" * (LIMIT + 1), "x.toml", "too-large"),
        (b"a = " + b"[" * 20_000, "x.toml", "too-deep"),
        (b"a = " + b"{a=" * 20_000, "x.toml", "too-deep"),
        (b"a = " + b"[" * 70 + b"]" * 70, "x.toml: a", "too-deep"),
        (b"\n[" + b".".join([b"a"] * 90) + b"]", None, "too-deep"),
        (b"\n" + b".".join([b"a"] * 40_000) + b" = 1", "x.toml:2", "too-deep"),
        (b"\n\n[" + b".".join([b"a"] * 40_000) + b"]", "x.toml:3", "too-deep"),
        (b"\n\nx = {" + b".".join([b"a"] * 40_000) + b" = 1}", "x.toml:3", "too-deep"),
        (b"x = {" + b".".join([b"'a'"] * 40_000) + b" = 1}", "x.toml:1", "too-deep"),
        (b"[a]\nb = 9223372036854775808", "x.toml: a.b", "out-of-range"),
        (b"a = [1, -9223372036854775808000]", "x.toml: a.1", "out-of-range"),
        (b"a = 0x" + b"f" * 100_000, "x.toml: a", "out-of-range"),
        (b"a = " + b"9" * 100_000, "x.toml:1", "out-of-range"),
        (
            b"#" + b"9" * 5000 + b"\nb = '" + b"9" * 5000 + b"'\n\nc = [1,\n  -" + b"9_9" * 5000 + b"]",
            "x.toml:5",
            "out-of-range",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_cannot_be_read_is_one_fault_with_its_line_where_that_is_known(
    data: bytes, where: str | None, code: str
) -> None:
    tree, fault = parse(data, "x.toml")
    assert tree is None
    assert fault is not None
    assert fault.code == code
    assert where is None or fault.where == where
    assert len(str(fault.values.get("given", ""))) <= 40
    assert len(fault.where) < 100


@pytest.mark.parametrize(
    "text",
    [
        "a = '" + "." * 5000 + "'",
        'a = """\n' + "a." * 5000 + '\n"""',
        "a = [" + "1.5, " * 5000 + "]",
        "# " + "." * 5000,
        "a = 2025-11-18T12:00:00.123456Z",
    ],
    ids=lambda text: text[:20],
)
def test_dots_that_are_no_key_are_no_depth(text: str) -> None:
    assert parse(text.encode(), "x.toml") == (tomllib.loads(text), None)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.one_of(st.binary(max_size=60), st.text("[]{}='\"\\.#\n\r a1-_:TZ", max_size=60).map(str.encode)))
def test_no_bytes_raise(data: bytes) -> None:
    tree, fault = parse(data, "x.toml")
    assert (tree is None) == (fault is not None)
    text = data.decode(errors="replace")
    assert all(line <= text.count("\n") + 1 for line, _ in key_lines(text))


def test_each_key_and_each_header_is_found_on_its_line() -> None:
    found = [(path, line) for line, path in key_lines(TEXT)]
    lines = TEXT.split("\n")
    assert [".".join(path) for path, _ in found] == [
        "top",
        "quoted.a.b.c d",
        "table",
        "table.list",
        "table.many",
        "table.raw",
        "table.after",
        "letters",
        "letters.body",
        "letters",
        "letters.body",
        "table.below",
        "table.below.last",
    ]
    for path, line in found:
        assert path[-1] in lines[line - 1]


def test_the_line_of_a_key_is_its_own_or_that_of_the_table_around_it() -> None:
    assert line_of(TEXT, ("table", "after")) == TEXT.split("\n").index("after = true") + 1
    assert line_of(TEXT, ("table", "list", "inner")) == TEXT.split("\n").index("list = [") + 1
    assert line_of(TEXT, ("table", "missing")) == TEXT.split("\n").index("[table]") + 1
    assert line_of(TEXT, ("nowhere",)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "toml-value"),
        ("a = 1\na = 2", "toml-twice"),
        ("a = 'x", "toml-unclosed"),
        ("a 1", "toml-equals"),
        ("[a", "toml-bracket"),
        ("a = 1 2", "toml-line-end"),
        ('a = "\\q"', "toml-escape"),
        ("a = 2025-02-30T00:00:00", "toml-time"),
        ("= 1", "toml-statement"),
    ],
)
def test_what_is_no_toml_is_said_in_the_words_of_the_language(text: str, said: str) -> None:
    _, fault = parse(text.encode(), "incident.toml")
    assert fault is not None
    assert fault.values["what"] == Term(said)
    for language in ("en", "zh"):
        words = Playbook().words(language)
        assert words(f"interface.term.{said}") in fault.said(words)
