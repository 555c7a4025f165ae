"""Cut address lists into tokens, forgiving what mail programs write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .headers import words

SEPARATORS = ",;\uff0c\uff1b\u3001"
"""Comma and semicolon, full-width too, and the ideographic comma."""

_PLAIN = re.compile(rf'[^"(<:\\\[={SEPARATORS}]+')
_ANGLE = re.compile(r"<([^<>]*)(>?)")
_UNTIL_SEPARATOR = re.compile(rf"[^{SEPARATORS}]*")
_LITERAL = re.compile(r"\[[^\[\]<>@,;]{0,80}\]")
_AFTER_QUOTE = re.compile(rf"\s*(?:[<(:@.{SEPARATORS}]|$)")


class Token(NamedTuple):
    """Hold one token: its kind, and its text without the marks around it."""

    kind: Literal["text", "quoted", "comment", "angle", "separator", "colon"]
    text: str


def tokens(text: str, *, encoded: bool = True) -> Iterator[Token]:
    """Cut an address list into its tokens; every character ends up in one, in linear time.

    A quote or a parenthesis that has no partner, or whose partner lies behind an address, is text.
    `encoded` says whether encoded words are to be kept whole.
    """
    ends = {word.start: word.end for word in words(text)} if encoded and "=?" in text else {}
    quotes = comments = True
    at = 0
    while at < len(text):
        character = text[at]
        if character == "=" and at in ends:
            yield Token("text", text[at : ends[at]])
            at = ends[at]
            continue
        end = None
        if character in SEPARATORS:
            yield Token("separator", character)
            end = at + 1
        elif character == ":":
            yield Token("colon", character)
            end = at + 1
        elif character == '"' and quotes:
            closing = _closing_quote(text, at)
            quotes = closing is not None
            inside = text[at + 1 : closing] if closing else ""
            if closing and ("<" not in inside or "@" not in inside or _AFTER_QUOTE.match(text, closing + 1)):
                yield Token("quoted", re.sub(r"\\(.)", r"\1", inside))
                end = closing + 1
        elif character == "(" and comments:
            closing = _closing_comment(text, at)
            inside = text[at + 1 : closing] if closing else ""
            comments = closing is not None and not ("<" in inside and "@" in inside)
            if closing and comments:
                yield Token("comment", re.sub(r"\\(.)", r"\1", inside))
                end = closing + 1
        elif character == "<" and (angle := _ANGLE.match(text, at)):
            content, end = angle[1], angle.end()
            if not angle[2]:
                until = _UNTIL_SEPARATOR.match(content)
                content = until[0] if until else ""
                end = at + 1 + len(content)
            yield Token("angle" if "@" in content or angle[2] else "text", content)
        elif character == "\\":
            yield Token("text", text[at + 1 : at + 2])
            end = at + 2
        elif character == "[":
            literal = _LITERAL.match(text, at)
            end = literal.end() if literal else at + 1
            yield Token("text", text[at:end])
        elif character not in '"(<=' and (plain := _PLAIN.match(text, at)):
            yield Token("text", plain[0])
            end = plain.end()
        if end is None:
            yield Token("text", character)
            end = at + 1
        at = end


def _closing_quote(text: str, at: int) -> int | None:
    position = at + 1
    while position < len(text):
        if text[position] == "\\":
            position += 2
            continue
        if text[position] == '"':
            return position
        position += 1
    return None


def _closing_comment(text: str, at: int) -> int | None:
    depth = 0
    position = at
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 2
            continue
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return position
        position += 1
    return None
