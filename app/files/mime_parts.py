"""Take a mail apart: its structure, its attachments and its text, each within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import errors

# Its public home, email.policy, brings in the whole of the modern parser, which nothing here uses.
from email._policybase import Compat32
from email.feedparser import FeedParser
from email.message import Message
from typing import Any

from ..core.parts import TEXT_LIMIT, Attachment
from .charset import clean, decode
from .headers import parameter, parameters, raw_text
from .notes import HTML_LIMIT, Notes
from .transfer import transferred

MOST_PARTS = 1_000
DEEPEST = 20
HEADER_LIMIT = 256 * 1024
PART_HEADER_LIMIT = 4 * 1024
NAME_LIMIT = 255
# Characters of a part, as it was sent, that tell its charset.
CHARSET_SAMPLE = 8 * 1024

_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_BODIES = frozenset({"", "text/plain", "text/html", "text/enriched"})
_UNFINISHED = (
    errors.CloseBoundaryNotFoundDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.NoBoundaryInMultipartDefect,
)


class TooMuchError(Exception):
    """Stop reading a structure that passes the bounds."""


class Part(Message):
    """Be one part; it bounds how deep parts may lie, and leaves attached mails unopened."""

    depth = 0

    def attach(self, payload: Any) -> None:
        """Take in a part below this one; raises TooMuchError where that is too deep."""
        if isinstance(payload, Part):
            payload.depth = self.depth + 1
        if self.depth + 1 > DEEPEST:
            raise TooMuchError
        super().attach(payload)

    def get_content_type(self) -> str:
        """Give the media type; an attached mail counts as a file."""
        kind = super().get_content_type()
        return "application/octet-stream" if kind.startswith("message/") else kind

    @property
    def raw(self) -> str:
        """Give what this part holds as it stands; `get_payload` would decode it by a label that may lie."""
        payload = getattr(self, "_payload", None)
        return payload if isinstance(payload, str) else ""

    @property
    def children(self) -> list[Part]:
        """Give the parts below this one."""
        payload = self.get_payload() if self.is_multipart() else []
        return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Give the headers as they stand, undecoded bytes as surrogates."""
        return [(name, str(value)) for name, value in self.raw_items()]

    def field(self, name: str, fallback: str | None = None) -> str:
        """Give the first header of that name as text, its encoded words not yet decoded."""
        for key, value in self.fields:
            if key.lower() == name:
                return raw_text(value, fallback).text
        return ""


class _Bounded(Compat32):
    """Cut headers that are longer than any honest one."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: PART_HEADER_LIMIT if name.lower().startswith("content-") else HEADER_LIMIT]


def take_apart(data: bytes, notes: Notes) -> Part:
    """Parse a mail whose headers are mended already; where that has to stop, what came before it counts."""
    made: list[Part] = []

    def make(*_: object, **__: object) -> Part:
        if len(made) >= MOST_PARTS:
            raise TooMuchError
        made.append(Part(policy=_BOUNDED))
        return made[-1]

    parser = FeedParser(make, policy=_BOUNDED)
    # The parser makes one message to try the factory out.
    made.clear()
    text = data.decode("ascii", "surrogateescape")
    try:
        for at in range(0, len(text), 65_536):
            parser.feed(text[at : at + 65_536])
        parser.close()
    except (TooMuchError, RecursionError):
        notes.add("parts-bounded", str(len(made)))
    except Exception:
        # The parser raises nearly anything; what it made so far stands.
        notes.add("structure-broken")
    return made[0] if made else Part(policy=_BOUNDED)


def walk(root: Part) -> Iterator[Part]:
    """Give all parts in their order, the root first."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.children))


def leaves(root: Part) -> Iterator[Part]:
    """Give the parts that hold something, in their order."""
    return (part for part in walk(root) if not part.is_multipart())


def first_charset(root: Part) -> str | None:
    """Give the charset of the first text part: what its bytes turn out to be, else what it declares."""
    for part in leaves(root):
        kind, found = parameters(part.field("content-type"))
        if kind and not kind.startswith("text/"):
            continue
        encoding = part.field("content-transfer-encoding").strip().lower()
        sample, _ = transferred(part.raw[:CHARSET_SAMPLE], encoding)
        label = found.get("charset")
        guess = decode(sample, label, cut=True).guess
        # Western is what is left when nothing else fits: it says nothing of the headers.
        if charset := guess if guess and guess != "windows-1252" else label:
            return charset
    return None


def read_parts(root: Part, charset: str | None, notes: Notes) -> tuple[tuple[Attachment, ...], str]:
    """Give the attachments and the text: the first readable plain one, otherwise one made from HTML.

    What only the HTML links to stands at the end of either.
    """
    attachments: list[Attachment] = []
    plain = html = source = ""
    if any(isinstance(defect, _UNFINISHED) for part in walk(root) for defect in part.defects):
        notes.add("parts-incomplete")
    for part in leaves(root):
        kind, _ = parameters(part.field("content-type", charset))
        kind = matched[0] if (matched := _TYPE.match(kind)) else ""
        name = _name(part, charset, notes)
        disposition, _ = parameters(part.field("content-disposition", charset))
        body = (
            kind in ("", "text/plain", "text/html")
            or kind.startswith("multipart/")
            or kind == "text/enriched"
        )
        if name is None and body and disposition != "attachment":
            if kind == "text/html":
                if not html:
                    html, source = _text(part, charset, notes, html=True)
            else:
                plain = plain or _text(part, charset, notes)[0]
        else:
            size = len(_content(part, notes, name or kind))
            attachments.append(Attachment(name=name or "", bytes=size, type=kind or part.get_content_type()))
    text = plain or html
    if source:
        from .plain_text import with_file_links  # most mails have a plain text alone

        text = with_file_links(text, source)
    return tuple(attachments), text


def _content(part: Part, notes: Notes, name: str) -> bytes:
    content, sound = transferred(part.raw, part.field("content-transfer-encoding").strip().lower())
    if not sound or any(
        isinstance(defect, errors.MissingHeaderBodySeparatorDefect) for defect in part.defects
    ):
        notes.add("part-broken", name)
    return content


def _text(part: Part, charset: str | None, notes: Notes, *, html: bool = False) -> tuple[str, str]:
    """Give the text of a part, and the source that it was made from where that is HTML."""
    _, found = parameters(part.field("content-type", charset))
    content = _content(part, notes, "text")
    label = found.get("charset")
    if html and not label and (meta := _META_CHARSET.search(content[:4096])):
        label = meta[1].decode("ascii", "replace")
    bound = HTML_LIMIT if html else TEXT_LIMIT * 4
    decoded = decode(content[:bound], label, charset, cut=len(content) > bound)
    text, source = decoded.text, ""
    if html:
        from .plain_text import plain_text

        text, source = plain_text(text, TEXT_LIMIT), text
    text = clean(text, one_line=False)[:TEXT_LIMIT]
    if not text.strip():
        return "", source
    if decoded.guess:
        notes.add("charset-guessed", f"text: {decoded.guess}")
    if decoded.lossy:
        notes.add("characters-lost", "text")
    return text, source


def _name(part: Part, charset: str | None, notes: Notes) -> str | None:
    """Give the name that a part carries, its last component alone; None when it carries none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value = next((value for name, value in part.fields if name.lower() == header), "")
        plain = raw_text(value, charset)
        _, found = parameters(plain.text)
        read = parameter(found, key, charset)
        if not read.text.strip():
            continue
        name = last_component(read.text)
        if plain.guess or read.guess:
            notes.add("charset-guessed", f"{name}: {plain.guess or read.guess}")
        if plain.lossy or read.lossy:
            notes.add("characters-lost", name)
        return name
    return None


def last_component(name: str) -> str:
    """Give the last component of a file name, whatever path a mail puts before it."""
    last = re.split(r"[/\\]", clean(name))[-1].strip()
    return "" if last in (".", "..") else last[:NAME_LIMIT]


_BOUNDED = _Bounded()
