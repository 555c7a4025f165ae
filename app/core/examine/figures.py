"""The numbers of a text: amounts, quantities and the numbers of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..playbook.examine import Secrets
from .folding import HAN, fold

_DATE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|(?:utc|gmt)\s?[+-]\d{1,2}(?::\d{2})?|(?:19|20)\d\d(?=\s?[\u5e74\ub144])"
)
_NUMBER = re.compile(r"\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_CODE = re.compile(r"(?<![^\W_])(?=[a-z0-9/_.#-]{0,40}\d)[a-z0-9]+(?:[-/_.#][a-z0-9]+)*(?![^\W_])")
_INTERNATIONAL = re.compile(r"\+\d[\d ()./-]{6,}\d")


# The step that may begin a number; the one that counts all before it; the least that is worth a look.
TEN, MYRIAD, LEAST_WRITTEN = 10, 10_000, 100


class Figure(NamedTuple):
    """Hold a number of a text: where it stands, its plain form, and whether money or a quantity marks it."""

    start: int
    end: int
    value: str
    marked: bool


def figures(text: str, marks: Secrets) -> Iterator[Figure]:
    """Read the numbers of a folded text; dates, times and telephone numbers are left aside."""
    aside = [
        match.span() for pattern in (_DATE, _INTERNATIONAL, _phone(marks)) for match in pattern.finditer(text)
    ]
    leading, trailing = _marks(marks)
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if any(begin <= start and end <= stop for begin, stop in aside):
            continue
        scaled = _scale(marks).match(text, end)
        marked = bool(
            leading.search(text[max(0, start - 10) : start]) or trailing.match(text[end : end + 10])
        )
        value = plain_value(match.group())
        if scaled:
            end = scaled.end()
            value = _times(value, marks.scales[_listed(marks)[scaled[1]]])
            marked = marked or bool(trailing.match(text[end : end + 10]))
        yield Figure(start, end, value, marked)
    for match in _written_out(marks).finditer(text):
        share, count, tenth = match.groups()
        counted = _counted(count, marks) * (10 if tenth else 1)
        if share or tenth or counted >= LEAST_WRITTEN:
            marked = bool(share or tenth or trailing.match(text[match.end() : match.end() + 10]))
            yield Figure(*match.span(), str(counted), marked)


def numbers_of(*texts: str) -> frozenset[str]:
    """Give the plain forms of every number in some texts."""
    return frozenset(plain_value(match.group()) for text in texts for match in _NUMBER.finditer(fold(text)))


def telling(figure: Figure) -> bool:
    """Tell whether a number counts without its mark: four digits, or three with a fraction; no year."""
    whole, _, part = figure.value.partition(".")
    digits = len(whole) + len(part)
    if not part and len(whole) == 4 and whole[:2] in {"19", "20"}:
        return figure.marked
    return digits >= 4 or (bool(part) and digits >= 3)


def plain_value(number: str) -> str:
    """Give a number without its separators, in either of the two ways they are written."""
    bare = re.sub(r"[ '\u00a0\u202f]", "", number)
    cut = max(bare.rfind("."), bare.rfind(","))
    if cut < 0:
        return bare.lstrip("0") or "0" if len(bare) < 4 else bare
    fraction = bare[cut + 1 :]
    whole = re.sub(r"[.,]", "", bare[:cut])
    if len(fraction) == 3 and whole != "0":
        return whole + fraction
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _times(value: str, scale: float) -> str:
    return f"{(Decimal(value) * Decimal(str(scale))).normalize():f}"


def _counted(written: str, marks: Secrets) -> int:
    """Give the value of a number written out: digits, each with the step that follows it."""
    total = section = digit = 0
    for sign in written:
        if sign in marks.numerals:
            digit = marks.numerals[sign]
            continue
        step = marks.steps[sign]
        if step < MYRIAD:
            section += (digit or 1) * step
        else:
            total = (total + section + digit) * step
            section = 0
        digit = 0
    return total + section + digit


def codes(text: str) -> Iterator[str]:
    """Find the numbers of documents in a folded text: digits with letters, at least five signs in all."""
    for match in _CODE.finditer(_DATE.sub(" ", text)):
        code = match.group()
        digits, letters = sum(map(str.isdigit, code)), sum(map(str.isalpha, code))
        if digits >= 3 and letters and digits + letters >= 5:
            yield "".join(filter(str.isalnum, code))


@lru_cache(maxsize=8)
def _marks(marks: Secrets) -> tuple[re.Pattern[str], re.Pattern[str]]:
    money = _any(marks.currencies)
    return re.compile(rf"(?:{money})\s?$"), re.compile(rf"\s?(?:{money}|{_any(marks.units)})(?![a-z])")


@lru_cache(maxsize=8)
def _listed(marks: Secrets) -> Mapping[str, str]:
    return {fold(word): word for word in marks.scales}


@lru_cache(maxsize=8)
def _scale(marks: Secrets) -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0]?({_any(tuple(marks.scales))})(?![^\W\d_{HAN}])")


@lru_cache(maxsize=8)
def _written_out(marks: Secrets) -> re.Pattern[str]:
    """Match a share in hundredths or tenths, or a number with a step in it, that begins with a numeral."""
    digit, sign = "".join(marks.numerals), "".join({**marks.numerals, **marks.steps})
    share, tenth = _any(marks.percent), _any(marks.tenths)
    ten = "".join(each for each, step in marks.steps.items() if step == TEN)
    return re.compile(rf"({share})?(?<![{sign}])([{digit}{ten}](?:[{sign}]*))({tenth})?")


@lru_cache(maxsize=8)
def _phone(marks: Secrets) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_any(marks.phones)})[.:\s]{{0,3}}\+?\d[\d ()./-]{{4,}}\d")


def _any(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(listed, key=len, reverse=True))
