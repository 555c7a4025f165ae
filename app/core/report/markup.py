"""Markdown that no text can break out of: every word of a report passes through here."""

from __future__ import annotations

import re

from ..explain.facts import one_line

_ALWAYS = re.compile(r"[\\`*_{}\[\]<>#!|~&=^$]")
_BEFORE_TEXT = re.compile(r"(?<!\d)[.:](?=\w\w)|[.:](?=[^\W\d]\w)")
_LINKED = re.compile(r"@|:/")
# What means something inside a word: a lone sign does not, nor does `_` between letters.
_MEANT = re.compile(r"[\\`*\[\]{}<>#|~^$]|==|&(?=#|\w+;)|(?<![^\W_])_|_(?![^\W_])")
# White space and the punctuation of full width part one word from the next.
_APART = re.compile("([ \u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+)")
_FILE = re.compile("[^,;:@\u3001\uff0c\uff1a\uff1b]{1,120}\\.[A-Za-z0-9]{2,5}")
_ENDING = re.compile(r"[,;:.!?'\"()]*\Z")
_TICKS = re.compile("`+")


def plain(text: str) -> str:
    """Give a text as Markdown that shows it, on one line, and means nothing else.

    A word that a renderer would make a link of, or find a sign in, becomes code: a renderer leaves that
    alone, a backslash does not keep every renderer from linking, and whoever reads the text as it is
    finds names and documents as they are. Signs that stand by themselves get a backslash. The name of a file
    is code as a whole where a word of it is.
    """
    text = one_line(text)
    if _FILE.fullmatch(text) and _is_meant(text):
        return _code(text)
    return "".join(map(_word, _APART.split(text)))


def heading(level: int, text: str) -> str:
    """Give a heading of a level, 1 being the title."""
    return f"{'#' * level} {plain(text)}\n"


def item(text: str, *, label: str = "", colon: str = ": ", depth: int = 0) -> str:
    """Give one item of a list; `label` stands before it in bold, `depth` counts the lists around it."""
    before = f"**{plain(label)}**" if label.strip() else ""
    after = plain(text)
    return f"{'  ' * depth}- {before}{colon if before and after else ''}{_inside_line(after, before)}"


def paragraph(text: str) -> str:
    """Give a paragraph of its own."""
    return f"{_inside_line(plain(text), '')}\n"


def _inside_line(text: str, before: str) -> str:
    """Escape what would begin a list, a rule or a quotation if it began a line."""
    if before:
        return text
    if text[:1] in ("-", "+"):
        return f"\\{text}"
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def _is_meant(text: str) -> bool:
    return any(sign.search(text) for sign in (_LINKED, _MEANT, _BEFORE_TEXT))


def _word(word: str) -> str:
    if not _is_meant(word):
        return word
    if not any(map(str.isalnum, word)):
        return _escaped(word)
    end = _ENDING.search(word)
    cut = end.start() if end else len(word)
    return (_code(word[:cut]) if word[:cut] else "") + _escaped(word[cut:])


def _escaped(word: str) -> str:
    return _BEFORE_TEXT.sub(r"\\\g<0>", _ALWAYS.sub(r"\\\g<0>", word))


def _code(word: str) -> str:
    longest = max((len(run) for run in _TICKS.findall(word)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if "`" in (word[0], word[-1]) else ""
    return f"{fence}{gap}{word}{gap}{fence}"
