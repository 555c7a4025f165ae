"""Give the text of an HTML mail, and the files that its links lead to."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from ..core.parts import TEXT_LIMIT
from ..core.stop.sensing import leads_to_a_file
from .notes import HTML_LIMIT

MOST_LINKS = 10
LINK_LIMIT = 500
TAG_LIMIT = 4_000
_CHUNK = 200
_DROPPED = frozenset({"script", "style", "title"})
_LINES = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
    }
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "tr", "ul"}
)
_TARGET = re.compile(r"""a\s(?:[^>]*?\s)?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s\"'<>()\[\]\x00-\x1f\x7f]+", re.IGNORECASE)
_TAG = re.compile(r"(/?[A-Za-z][A-Za-z0-9:-]{0,30})(?=[\s/]|$)")


def plain_text(html: str, limit: int) -> str:
    """Give the text of an HTML source without its tags, scripts and styles, at most `limit` characters."""
    reader = _Reader()
    try:
        chunk: list[str] = []
        for piece in _tamed(html[:HTML_LIMIT]):
            chunk.append(piece)
            if len(chunk) >= _CHUNK:
                reader.feed("".join(chunk))
                chunk.clear()
                if reader.length > limit * 2:
                    break
        reader.feed("".join(chunk))
        reader.close()
    except (AssertionError, ValueError):
        # The parser's own way of giving up; what it read before stands.
        pass
    return _settled("".join(reader.out))[:limit]


def with_file_links(text: str, html: str) -> str:
    """Give a text with, in brackets at its end, what an HTML source links to that is a file kept elsewhere.

    Whatever else a link leads to says nothing about the mail, and would only stand in the way of reading it.
    """
    links: dict[str, None] = {}
    for outside in _outside_comments(html[:HTML_LIMIT]):
        for piece in outside.split("<"):
            found = _TARGET.match(piece[:TAG_LIMIT])
            link = markup.unescape(found[found.lastindex or 0]).strip() if found else ""
            sound = len(link) <= LINK_LIMIT and _LINK.fullmatch(link)
            if sound and link not in text and leads_to_a_file(link):
                links[link] = None
    if not links:
        return text
    told = f"[{' '.join(list(links)[:MOST_LINKS])}]"
    return f"{text[: TEXT_LIMIT - len(told) - 2].rstrip()}\n\n{told}".lstrip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.length = 0
        self.dropping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.dropping and tag in _DROPPED:
            self.dropping = tag
        elif tag in _LINES:
            self.add("\n")
        elif tag in ("td", "th"):
            self.add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.dropping:
            self.dropping = ""
        elif tag in _LINES and tag not in ("br", "hr"):
            self.add("\n")

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.add(re.sub(r"[ \t\r\n]+", " ", data))

    def add(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text.strip())


def _tamed(html: str) -> Iterator[str]:
    """Reduce a source to tags without attributes, so that no source keeps the parser busy for long."""
    for outside in _outside_comments(html):
        first, *rest = outside.split("<")
        yield first
        for piece in rest:
            inside, closed, tail = piece.partition(">")
            tag = _TAG.match(inside)
            if closed and tag:
                yield f"<{tag[1]}>{tail}"
            elif closed and inside[:1] in ("!", "?", "/"):
                yield tail
            else:
                yield "&lt;" + piece


def _outside_comments(html: str) -> Iterator[str]:
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        yield html[at:start]
        at = end + 3
    yield html[at:]


def _settled(text: str) -> str:
    lines = [" ".join(line.split(" ")).strip() for line in text.replace("\xa0", " ").split("\n")]
    lines = [re.sub(r" {2,}", " ", line) for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
