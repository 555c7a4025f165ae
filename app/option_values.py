"""How the values of a command's options are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .core.fault import nearest
from .core.when import is_day_alone
from .usage import WrongValue

YEARS = range(1970, 3000)
MOST = 10_000_000

# What people call a service, where it is not near its id.
CALLED = {
    **dict.fromkeys(("hotmail", "live", "msn"), "outlook-com"),
    "exchange": "outlook-classic",
    **dict.fromkeys(("office365", "o365", "m365", "exchange-online"), "microsoft-365"),
    **dict.fromkeys(("google", "workspace"), "gmail"),
    **dict.fromkeys(("163", "126", "yeah"), "netease-free"),
    **dict.fromkeys(("qiye", "qiye163", "netease"), "netease-enterprise"),
    **dict.fromkeys(("wecom", "wework", "exmail"), "tencent-exmail"),
    **dict.fromkeys(("aliyun", "dingtalk", "dingmail"), "alibaba"),
    "icloud": "apple-mail",
    "lark": "feishu",
}


def one_of(known: dict[str, Any]) -> Callable[[str], Any]:
    """Give what reads one of some ids, or what each of them stands for."""

    def read(text: str) -> Any:
        if text in known:
            return known[text]
        called = CALLED.get(text.casefold())
        near = called if called in known else nearest(text, known)
        code = "not-one-of-near" if near else "not-one-of"
        raise WrongValue(code, given=text, allowed=tuple(known), nearest=near)

    return read


def count(least: int, most: int = MOST) -> Callable[[str], int]:
    """Give what reads a whole number between two bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most):
            raise WrongValue("not-a-number", given=text, least=least, most=most)
        return int(text)

    return read


def quarters(least: int, most: int) -> Callable[[str], float]:
    """Give what reads a multiple of a quarter; the bounds are in quarters."""
    known = {f"{each / 4:g}": each / 4 for each in range(least, most + 1)}

    def read(text: str) -> float:
        value = number(least / 4, most / 4)(text)
        if value not in known.values():
            near = min(known, key=lambda each: abs(known[each] - value))
            raise WrongValue("not-one-of-near", given=text, allowed=tuple(known), nearest=near)
        return value

    return read


def number(least: float, most: float) -> Callable[[str], float]:
    """Give what reads a number between two bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise WrongValue("not-a-number", given=text, least=f"{least:g}", most=f"{most:g}")
        return value

    return read


def path(text: str) -> str:
    """Read a path, or `-`; raises WrongValue for an empty one."""
    if not text:
        raise WrongValue("empty-path")
    return text


def time(text: str) -> datetime:
    """Read a time, in the local zone where it names none; raises WrongValue."""
    try:
        at = datetime.fromisoformat(text)
        if at.year not in YEARS:
            raise ValueError(text)
        return (at if at.tzinfo else at.astimezone()).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        raise WrongValue("not-a-time", given=text) from None


def time_of_day(text: str) -> datetime:
    """Read a time that names an hour; raises WrongValue."""
    if is_day_alone(text):
        # Counted from midnight, it would close windows that may be open.
        raise WrongValue("not-a-time", given=text)
    return time(text)
