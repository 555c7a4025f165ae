"""What enters an incident, made fit to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

_MINUTE = timedelta(minutes=1)
_AS_THEY_ARE = frozenset({bool, int, float, date, type(None)})


def entered(value: Any) -> Any:
    """Give a plain value as it is kept, down through tables and lists.

    Line ends become LF, and half a surrogate pair the replacement character. Times are cut to whole
    seconds and keep their offset; one that is not in whole minutes, which TOML cannot write, is cut to
    them, the moment staying the same. Tuples become lists.
    """
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is dict:
        return {_text(key) if type(key) is str else key: entered(item) for key, item in value.items()}
    if kind is list:
        return [entered(item) for item in value]
    return value if kind in _AS_THEY_ARE else _entered(value)


def _entered(value: Any) -> Any:
    """Give a value of any other kind as it is kept."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, Mapping):
        return entered(dict(value))
    if isinstance(value, list | tuple):
        return entered(list(value))
    return value


def _text(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _time(at: datetime) -> datetime:
    if at.microsecond:
        at = at.replace(microsecond=0)
    offset = at.utcoffset()
    if offset is None or (isinstance(at.tzinfo, timezone) and not offset % _MINUTE):
        return at
    kept = timezone(int(offset / _MINUTE) * _MINUTE)
    try:
        return (at - offset + kept.utcoffset(None)).replace(tzinfo=kept, fold=0)
    except OverflowError:
        return at.replace(tzinfo=kept, fold=0)
