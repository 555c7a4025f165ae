"""Read raw header values: unfolding, encoded words, parameters."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from .charset import REPLACEMENT, Decoded, codecs_for, decode
from .transfer import from_base64

LONGEST_WORD = 16_000
MOST_PARAMETERS = 200

_WORD_HEAD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_CUT = re.compile(r"[^\s,;@]+")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")
_SECTION = re.compile(r"^(.+?)(?:\*(\d{1,3}))?(\*)?$")


class Word(NamedTuple):
    """Place one encoded word in a text: where it begins and ends, its charset label and its bytes.

    `base64` is what these were written as; "" where they were written otherwise.
    """

    start: int
    end: int
    charset: str
    data: bytes
    base64: str


def raw_text(value: str, fallback: str | None = None) -> Decoded:
    """Give a raw header value unfolded and free of undecoded bytes; encoded words stay as they are."""
    unfolded = _FOLD.sub(" ", value)
    if unfolded.isascii() and "\x1b" not in unfolded:
        return Decoded(unfolded)
    return decode(unfolded.encode("utf-8", "surrogateescape"), None, fallback)


def words(text: str) -> Iterator[Word]:
    """Find the encoded words of RFC 2047, leniently; one that would swallow an address is none."""
    at = 0
    while (start := text.find("=?", at)) >= 0:
        at = start + 2
        head = _WORD_HEAD.match(text, start)
        if head is None:
            continue
        end = text.find("?=", head.end(), head.end() + LONGEST_WORD)
        if end < 0:
            # Cut off by what wrote or kept the header: what is there is read.
            end = len(text)
        payload = text[head.end() : end]
        if "<" in payload or "=?" in payload or (end == len(text) and not _CUT.fullmatch(payload)):
            continue
        data = _payload(payload, head[2].upper())
        if data is not None:
            at = min(end + 2, len(text))
            written = payload if head[2] in "Bb" else ""
            yield Word(start, at, head[1].partition("*")[0], data, written)


def decode_words(text: str) -> Decoded:
    """Decode the encoded words of a text.

    The bytes of neighbouring words of one charset are joined first: a character may be cut between them.
    """
    out: list[str] = []
    guess, lossy = "", False
    run: list[Word] = []
    charset = ""
    position = 0

    def settle() -> None:
        nonlocal guess, lossy
        if run:
            decoded = _neighbours(run, charset)
            out.append(decoded.text)
            guess, lossy = guess or decoded.guess, lossy or decoded.lossy
            run.clear()

    for word in words(text):
        between = text[position : word.start]
        if not run or between.strip():
            settle()
            out.append(between)
        elif not _same(word.charset, charset):
            settle()
        charset = word.charset
        run.append(word)
        position = word.end
    settle()
    out.append(text[position:])
    return Decoded("".join(out), guess, lossy)


def read_text(value: str, fallback: str | None = None) -> Decoded:
    """Read a raw header value as text: raw bytes guessed, encoded words decoded."""
    plain = raw_text(value, fallback)
    decoded = decode_words(plain.text)
    return Decoded(decoded.text, plain.guess or decoded.guess, plain.lossy or decoded.lossy)


def parameters(text: str) -> tuple[str, dict[str, str]]:
    """Split a value such as that of Content-Type into its first word and its parameters.

    Names come in lower case, the first of a name counts. A quote may be missing at the end, a value
    without quotes may hold spaces, and only a quote or a backslash is taken as escaped.
    """
    first, _, rest = text.partition(";")
    found: dict[str, str] = {}
    at = 0
    while at < len(rest) and len(found) < MOST_PARAMETERS:
        equals, semicolon = rest.find("=", at), rest.find(";", at)
        if equals < 0:
            break
        if 0 <= semicolon < equals:
            at = semicolon + 1
            continue
        name = rest[at:equals].strip().lower()
        value, at = _parameter_value(rest, equals + 1)
        if name:
            found.setdefault(name, value)
    return first.strip().lower(), found


def parameter(found: Mapping[str, str], name: str, fallback: str | None = None) -> Decoded:
    """Read one parameter: RFC 2231 with its sections and charset, or encoded words in a plain value."""
    sections: dict[int, tuple[str, bool]] = {}
    for key, value in found.items():
        matched = _SECTION.match(key)
        if matched and matched[1] == name and key != name:
            sections.setdefault(int(matched[2] or 0), (value, bool(matched[3])))
    extended = _sections(sections, fallback)
    plain = decode_words(found.get(name, ""))
    doubtful = extended.guess or REPLACEMENT in extended.text or not extended.text
    return plain if plain.text and doubtful else extended


def _sections(sections: Mapping[int, tuple[str, bool]], fallback: str | None) -> Decoded:
    charset = ""
    data = b""
    escaped = False
    for number in sorted(sections):
        value, percent = sections[number]
        if percent and number == min(sections) and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        escaped = escaped or percent
        data += unquote_to_bytes(value) if percent else value.encode("utf-8", "replace")
    if not escaped:
        return decode_words(data.decode("utf-8", "replace"))
    return decode(data, charset or None, fallback)


def _parameter_value(rest: str, at: int) -> tuple[str, int]:
    while at < len(rest) and rest[at] in " \t":
        at += 1
    if rest[at : at + 1] != '"':
        end = rest.find(";", at)
        end = len(rest) if end < 0 else end
        return rest[at:end].strip(), end + 1
    out: list[str] = []
    position = at + 1
    while position < len(rest):
        character = rest[position]
        if character == "\\" and rest[position + 1 : position + 2] in ('"', "\\"):
            out.append(rest[position + 1])
            position += 2
            continue
        if character == '"':
            end = rest.find(";", position)
            end = len(rest) if end < 0 else end
            if not rest[position + 1 : end].strip():
                return "".join(out), end + 1
        out.append(character)
        position += 1
    end = rest.find(";", at)
    end = len(rest) if end < 0 else end
    return rest[at + 1 : end].strip(' \t"'), end + 1


def _payload(payload: str, encoding: str) -> bytes | None:
    data = payload.encode("utf-8", "replace")
    if encoding == "Q":
        return binascii.a2b_qp(data, header=True)
    return None if _NOT_BASE64.search(payload) else from_base64(data)[0]


def _neighbours(run: Sequence[Word], charset: str) -> Decoded:
    """Decode neighbouring words; base64 that was cut inside a group of four is joined as it was written."""
    apart = decode(b"".join(word.data for word in run), charset)
    written = ["".join(word.base64.split()) for word in run]
    if not all(written) or all(len(each) % 4 == 0 for each in written[:-1]):
        return apart
    joined = decode(from_base64("".join(written).encode())[0], charset)
    return joined if not joined.guess and not joined.lossy else apart


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower() or (codecs_for(one) == codecs_for(other) != ())
