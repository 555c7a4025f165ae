"""A title at a reader's name, and the name without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..examine.pinyin import sounds_chinese

_STOP = "."
_UNSAID = "{name}"


class Titled(NamedTuple):
    """Hold how a language says a title, and the name that it goes with."""

    form: str
    name: str


def titled(name: str, forms: Mapping[str, str]) -> Titled | None:
    """Part a name from the title that it is written with; None where it has none of `forms`.

    Each of these maps some titles, with spaces between, to what the language makes of them. Of two titles
    in a row the second is said, as in Herr Dr., unless the language leaves it out.
    """
    first = _parted(name, forms)
    second = _parted(first.name, forms) if first else None
    if first and second and second.form == _UNSAID:
        return Titled(first.form, second.name)
    return second or first


def _parted(name: str, forms: Mapping[str, str]) -> Titled | None:
    found = [
        (len(title), Titled(form, rest))
        for form, titles in ((form, titles.split()) for titles, form in forms.items())
        for title in titles
        if (rest := _without(name.strip(), title))
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _without(name: str, title: str) -> str:
    """Give a name without a title before it, or after it where words are written together.

    A title that is listed with its full stop needs that, and more than a family name after it: D. Juan Ortiz.
    """
    if name.endswith(title) and not title.isascii():
        rest = name.removesuffix(title).strip()
        return rest if len(title) > 1 or len(rest) == 1 else ""
    found = re.match(rf"{re.escape(title.removesuffix(_STOP))}(\.\s*|\s+)(?=[^\W\d_])", name, re.IGNORECASE)
    if not found:
        return ""
    rest = name[found.end() :].strip()
    stopped = found[1].startswith(_STOP)
    if title.endswith(_STOP):
        return rest if stopped and " " in rest else ""
    # Pan is a Polish title and a Chinese family name.
    chinese = not stopped and all(map(sounds_chinese, (title, *rest.split())))
    return "" if chinese else rest
