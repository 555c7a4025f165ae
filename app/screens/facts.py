"""The facts of the mail, and the questions that a verdict still depends on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.widget import Widget

from ..addressing import leaves_out
from ..core.parts import WINDOW_LIMIT
from ..core.when import TimeWords, is_day_alone, told_time
from ..files.playbook import LANGUAGES
from ..widgets.answers import AskedAmongItems
from ..widgets.field import Field
from ..widgets.heading import Heading
from ..widgets.service import ServiceRow

if TYPE_CHECKING:
    from ..core.playbook.words import Words
    from ..situation import Situation


def facts() -> Iterator[Widget]:
    """Give the facts that a mail file tells, to be corrected, or to be given without one."""
    yield Heading("interface.stop.facts", id="facts")
    yield ServiceRow()
    yield Field(
        "sent-at",
        label="interface.stop.sent-at",
        read=_sent_at,
        write=_write_sent_at,
        placeholder="interface.stop.sent-at-hint",
        free=True,
        anew=True,
    )
    yield Field(
        "to",
        label="interface.stop.to",
        read=_to,
        write=_write_to,
        placeholder="interface.stop.to-hint",
        free=True,
        doubted=lambda _, text: leaves_out(text),
        doubt="names-left-out",
        left_as_typed=True,
        parts="; ",
    )
    yield Field(
        "subject",
        label="interface.stop.subject",
        read=_subject,
        write=_write_subject,
        placeholder="interface.stop.subject-hint",
    )
    yield Field(
        "mailer",
        label="interface.stop.mailer",
        read=lambda situation: situation.mail.mailer or "",
        write=lambda _, text: {"mail.mailer": text or None},
    )


def asks() -> Iterator[Widget]:
    """Give the questions that are asked only where they change what a recall can do."""
    yield AskedAmongItems(
        "stop.queued",
        ("yes", "no"),
        question="stop.ask.queued",
        prefix="grade.answer",
        when=lambda situation: situation.asks("queued"),
    )
    yield AskedAmongItems(
        "grade.flags.opened",
        ("yes", "no", "unknown"),
        question="stop.ask.read",
        prefix="grade.answer",
        when=lambda situation: situation.asks("read"),
        id="ask-read",
    )
    yield AskedAmongItems(
        "stop.allow_listed",
        ("yes", "no", "unknown"),
        question="stop.ask.allow-listed",
        prefix="grade.answer",
        when=lambda situation: situation.asks("allow-listed"),
    )
    yield Field(
        "window",
        label="stop.ask.window",
        read=_window,
        write=_write_window,
        when=lambda situation: situation.asks("window"),
        free=True,
        anew=True,
        unread="not-seconds",
    )


def told_number(text: str, least: int, most: int, *, units: Sequence[str] = ()) -> int | None:
    """Read a whole number within bounds, with or without one of the `units`; None for another text."""
    told = unicodedata.normalize("NFKC", text).replace(",", "").strip().casefold()
    for unit in sorted(units, key=len, reverse=True):
        if told.endswith(unit):
            told = told.removesuffix(unit).rstrip()
            break
    number = int(told) if told.isdecimal() and len(told) <= len(str(most)) else least - 1
    return number if least <= number <= most else None


def _window(situation: Situation) -> str:
    window = situation.incident.stop.window
    return "" if window is None else str(window)


def _write_window(situation: Situation, text: str) -> Mapping[str, int | None] | None:
    if not text.strip():
        return {"stop.window": None}
    units = [unit for words in _both(situation) for unit in _listed(words, "second-words")]
    window = told_number(text, 0, WINDOW_LIMIT, units=units)
    return None if window is None else {"stop.window": window}


def _sent_at(situation: Situation) -> str:
    return situation.typed_time()


def _write_sent_at(situation: Situation, text: str) -> Mapping[str, object] | None:
    return told_at(situation, "mail.sent_at", text)


def told_at(situation: Situation, path: str, text: str) -> Mapping[str, object] | None:
    """Give the change that a time as it is told makes, or None where it is no time."""
    at = _told(situation, text)
    if path == "mail.sent_at" and is_day_alone(text):
        # A letter would name midnight to a customer.
        at = None
    return None if at is None and text.strip() else {path: at}


def _told(situation: Situation, text: str) -> datetime | None:
    """Read a time in the words of the interface and of its other language."""
    spoken = tuple(_both(situation))

    def listed(name: str) -> tuple[str, ...]:
        key = f"{name.replace('_', '-')}-words"
        return tuple(word.lower() for words in spoken for word in _listed(words, key))

    months = zip(*(_listed(words, "month-words") for words in spoken), strict=True)
    return told_time(
        text,
        situation.now,
        TimeWords._make((*map(listed, TimeWords._fields[:-1]), tuple(map(" ".join, months)))),
    )


def _both(situation: Situation) -> Iterator[Words]:
    """Give the words of the interface, then those of its other language."""
    for language in sorted(LANGUAGES, key=situation.words.language.__ne__):
        yield situation.playbook.words(language)


def _listed(words: Words, key: str) -> list[str]:
    return [word.strip() for word in words(f"interface.time.{key}").split(",")]


def _to(situation: Situation) -> str:
    return situation.typed_addresses()


def _write_to(situation: Situation, text: str) -> Mapping[str, object]:
    return situation.judged().addresses_typed(text)


def _subject(situation: Situation) -> str:
    return situation.mail.subject


def _write_subject(situation: Situation, text: str) -> dict[str, object]:
    return {"mail.subject": text or None}
