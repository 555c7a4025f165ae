"""What may stand in the field for one mail address."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                     r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")  # fmt: skip
_NAMED = re.compile(r"[^<>@;\r\n]*<([^<>\s]*)>")
_APART = re.compile("[\\s;,<>\uff0c\uff1b\u3001]+")


def sound(address: str) -> str | None:
    """Give a mail address as a header may hold it, its domain in ASCII; None where it is none.

    A name may stand around it, as in `Name <address>`.
    """
    local, _, domain = bare(address).rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return None
    return f"{local}@{domain}"


def bare(written: str) -> str:
    """Give the address out of `Name <address>`, or the bare address."""
    named = _NAMED.fullmatch(written.strip())
    return named[1] if named else written.strip()


def is_several(text: str) -> bool:
    """Tell whether a text holds more than one mail address."""
    return len({sound(piece) for piece in _APART.split(text.casefold())} - {None}) > 1
