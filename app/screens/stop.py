"""The stop step: what to do in the first minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.widget import Widget

from ..core.stop import ITEMS
from ..widgets.answers import AnswerRow
from ..widgets.checklist import ChecklistItem
from ..widgets.field import Field
from ..widgets.service import ServiceRow
from .base import Heading, StepScreen

if TYPE_CHECKING:
    from ..situation import Situation


class StopScreen(StepScreen):
    """Show the checklist at once, and under it the facts of the mail."""

    step = "stop"

    def rows(self) -> Iterator[Widget]:
        """Give the calm line, the items, what a verdict still depends on, and the mail's facts."""
        yield Heading("stop.calm", id="calm", quiet=True)
        for item in ITEMS:
            yield ChecklistItem(item)
            if item == "recall":
                yield from _asks()
        yield Heading("interface.stop.facts", id="facts")
        yield ServiceRow()
        yield Field("sent-at", label="interface.stop.sent-at", read=_sent_at, write=_write_sent_at,
                    placeholder="interface.stop.sent-at-hint", free=True)  # fmt: skip
        yield Field("to", label="interface.stop.to", read=_to, write=_write_to, placeholder="interface.stop.to-hint",
                    free=True)  # fmt: skip
        yield Field("subject", label="interface.stop.subject", read=_subject, write=_write_subject,
                    placeholder="interface.stop.subject-hint")  # fmt: skip

    def focus_first_open(self, situation: Situation) -> None:
        """Put the cursor on the first item that is still to do."""
        for item in situation.checklist:
            if item.state is None:
                self.set_focus(self.query_one(f"#item-{item.id}"))
                return
        super().focus_first_open(situation)


def _asks() -> Iterator[Widget]:
    """Give the questions that are asked only where they change what a recall can do."""
    yield AnswerRow(
        "stop.queued",
        ("yes", "no"),
        question="stop.ask.queued",
        prefix="grade.answer",
        when=lambda situation: situation.asks("queued"),
    )
    yield AnswerRow(
        "grade.flags.opened",
        ("yes", "no", "unknown"),
        question="stop.ask.read",
        prefix="grade.answer",
        when=lambda situation: situation.asks("read"),
        id="ask-read",
    )
    yield AnswerRow(
        "stop.allow_listed",
        ("yes", "no", "unknown"),
        question="stop.ask.allow-listed",
        prefix="grade.answer",
        when=lambda situation: situation.asks("allow-listed"),
    )
    yield Field(
        "window",
        label="stop.ask.window",
        read=lambda situation: str(situation.incident.stop.window or ""),
        write=lambda _, text: {"stop.window": int(text) if text.strip().isdecimal() else None},
        when=lambda situation: situation.asks("window"),
    )


def _sent_at(situation: Situation) -> str:
    return situation.typed_time()


def _write_sent_at(situation: Situation, text: str) -> Mapping[str, object]:
    return situation.time_typed(text)


def _to(situation: Situation) -> str:
    return situation.typed_addresses()


def _write_to(situation: Situation, text: str) -> Mapping[str, object]:
    return situation.addresses_typed(text)


def _subject(situation: Situation) -> str:
    return situation.mail.subject


def _write_subject(situation: Situation, text: str) -> dict[str, object]:
    return {"mail.subject": text or None}

