"""Split the address lists that mail programs really write."""

from __future__ import annotations

import re
from typing import NamedTuple

from .address_tokens import SEPARATORS, Token, tokens
from .headers import decode_words, words

_BARE = re.compile(r'"[^"]*"@[^\s"]+|[^\s"]+')
_SPACED_AT = re.compile(r"(?<=\S)\s+@\s*(?=\S+\.\S)|(?<=\S)@\s+(?=\S+\.\S)")
# One between two addresses; in front of an @ it may belong to the address.
_SLASH = re.compile(r"(?<=[^\s@/]@)([^\s@/]+)/(?=[^\s@/]+@)")
_WHOLE = re.compile(r"[^@]+@[^@]*[^@.]\.[^@.]+$")
_QUOTED_LOCAL = re.compile(r'"[^"]+"@[^"]+$')
# A name with a comma in it, as Outlook quotes it.
_SINGLE = re.compile(r"(?:^|(?<=[,;]))(\s*)'([^'\"<>@;]*,[^'\"<>@;]*)'(?=\s*<)")
# Full-width angle brackets around an address.
_WIDE_ANGLE = re.compile("\uff1c([^\uff1c\uff1e<>@]+@[^\uff1c\uff1e<>@]+)\uff1e")
_EDGES = " \t'\"<>."
# Full-width brackets, which people put around an address as they do around a title.
_BRACKETS = "\u300a\u300b\u3008\u3009\uff1c\uff1e\u3010\u3011\uff08\uff09"


class Mailbox(NamedTuple):
    """Hold one entry of a list."""

    name: str
    address: str


class Mailboxes(NamedTuple):
    """Hold what a list gave: its mailboxes, the entries without an address, and a count of `@`.

    `ats` counts every `@` but those of a route and of a name that only repeats its own address; where
    it differs from the number of mailboxes, somebody may have been lost or invented.
    """

    found: tuple[Mailbox, ...] = ()
    left_out: tuple[str, ...] = ()
    ats: int = 0
    lossy: bool = False


def split(text: str, *, encoded: bool = True) -> Mailboxes:
    """Split a header value whose raw bytes are decoded already into its mailboxes.

    Separators are comma and semicolon, full-width too. Groups are opened, comments become part of
    the name. `encoded` says whether encoded words are to be looked for.
    """
    reading = _Reading(encoded)
    text = _WIDE_ANGLE.sub(r"<\1>", _SINGLE.sub(r'\1"\2"', text))
    for token in tokens(text, encoded=encoded):
        reading.take(token)
    reading.finish()
    reading.close_group()
    ats = reading.ats + (_plain_ats(text) if encoded else text.count("@"))
    return Mailboxes(tuple(reading.found), tuple(reading.left_out), ats, reading.lossy)


class _Reading:
    def __init__(self, encoded: bool) -> None:
        self.encoded = encoded
        self.found: list[Mailbox] = []
        self.left_out: list[str] = []
        self.ats = 0
        self.lossy = False
        self.group = ""
        self.since_group = 0
        self.trailing = False
        self.blank()

    def blank(self) -> None:
        self.phrase: list[str] = []
        self.bare: list[str] = []
        self.comments: list[str] = []
        self.angles: list[str] = []

    def take(self, token: Token) -> None:
        if token.kind == "separator":
            self.finish()
            self.trailing = False
            if token.text == ";":
                self.close_group()
        elif token.kind == "colon":
            self.group = self.decoded("".join(self.phrase)) or " ".join(map(self.decoded, self.comments))
            self.since_group = len(self.found) + len(self.left_out)
            self.blank()
        elif token.kind == "angle":
            self.angles.append(token.text)
        elif token.kind == "comment":
            self.comments.append(token.text)
        else:
            if self.angles and token.text.strip(_EDGES):
                self.finish()
                self.trailing = True
            self.phrase.append(token.text)
            self.bare.append(f'"{token.text}"' if token.kind == "quoted" else token.text)

    def close_group(self) -> None:
        if self.group and len(self.found) + len(self.left_out) == self.since_group:
            self.left_out.append(self.group)
        self.group = ""

    def decoded(self, text: str) -> str:
        if self.encoded:
            read = decode_words(text)
            self.lossy = self.lossy or read.lossy
            text = read.text
        return " ".join(text.split())

    def finish(self) -> None:
        """Turn what was gathered since the last separator into mailboxes."""
        phrase = "".join(self.phrase)
        comments = [comment for comment in map(self.decoded, self.comments) if comment]
        if not phrase.strip() and not self.angles and not comments:
            self.blank()
            return
        addresses = [address for angle in self.angles for address in self.in_angle(angle)]
        if not addresses:
            addresses, phrase = self.in_phrase(phrase)
        name = _unquoted(self.decoded(phrase))
        if addresses:
            self.accept(addresses, name, comments)
        elif "@" in name and self.encoded and next(words(phrase), None):
            self.accept_decoded(name, phrase)
        else:
            self.reject(name, comments)
        self.blank()

    def accept(self, addresses: list[str], name: str, comments: list[str]) -> None:
        """Take over the addresses of one entry; a name that only repeats its address is no name."""
        if name.lower() in {address.lower() for address in addresses}:
            self.ats -= _plain_ats("".join(self.phrase))
            name = ""
        if len(addresses) > 1:
            name = ""
        elif name:
            name = _with_comments(name, comments)
        else:
            name = " ".join(comments)
        self.found.extend(Mailbox(name, address) for address in addresses)

    def accept_decoded(self, text: str, written: str) -> None:
        """Split an entry that was encoded whole, its address included."""
        inner = split(text, encoded=False)
        self.found.extend(inner.found)
        self.left_out.extend(inner.left_out)
        self.ats += inner.ats - _plain_ats(written)

    def reject(self, name: str, comments: list[str]) -> None:
        """Leave out an entry without an address, unless it is the name of the address before it."""
        if self.trailing and self.found and not self.found[-1].name and "@" not in name:
            self.found[-1] = Mailbox(name, self.found[-1].address)
        elif shown := _with_comments(name, comments).strip(_EDGES):
            self.left_out.append(shown)

    def in_angle(self, angle: str) -> list[str]:
        text = self.decoded(angle)
        self.ats += text.count("@") - _plain_ats(angle) if self.encoded else 0
        if text.startswith("@") and ":" in text:
            route, _, text = text.rpartition(":")
            self.ats -= route.count("@")
        return [address for piece in re.split(f"[{SEPARATORS}]", text) if (address := _address(piece))]

    def in_phrase(self, phrase: str) -> tuple[list[str], str]:
        """Find the addresses in an entry without angle brackets; the rest of it is the name."""
        if "@" not in phrase:
            return [], phrase
        addresses: list[str] = []
        rest: list[str] = []
        joined = _SLASH.sub(r"\1 ", _SPACED_AT.sub("@", "".join(self.bare)))
        for word in _BARE.findall(joined):
            address = _address(word) if "@" in word else ""
            (addresses if address else rest).append(address or word)
        return (addresses, " ".join(rest)) if addresses else ([], phrase)


def _address(text: str) -> str:
    """Give a text as an address, or "" where it is none."""
    text = text.strip()
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if not _QUOTED_LOCAL.match(text):
        if text.startswith("[") and text.endswith("]"):
            text = text[1:-1]
        words_in = text.split()
        whole = [word for word in words_in if _WHOLE.match(word)]
        if len(whole) == 1 and any("." in word for word in words_in if word not in whole):
            text = whole[0]
        text = "".join(text.split()).strip(_EDGES + _BRACKETS)
    local, _, domain = text.rpartition("@")
    return text if local and domain else ""


def _unquoted(name: str) -> str:
    name = name.strip()
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name


def _with_comments(name: str, comments: list[str]) -> str:
    return " ".join([name, *(f"({comment})" for comment in comments)]).strip()


def _plain_ats(text: str) -> int:
    return text.count("@") - sum(text.count("@", word.start, word.end) for word in words(text))
