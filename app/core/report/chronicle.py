"""The timeline in words: what happened when, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from ..incident import Incident
from ..parts import Event
from ..playbook.words import Words

LONGEST = 120

# Where the words of a coded value stand; flags, ticks and choices have a rule of their own below.
_CODED: Mapping[str, str] = {
    "mail.service": "stop.service",
    "stop.queued": "grade.answer",
    "stop.allow_listed": "grade.answer",
    "grade.content": "grade.content",
    "grade.recipient": "grade.recipient",
    "explain.tone": "explain.tone",
    "explain.language": "explain.language",
    "prevent.cause": "prevent.cause",
}
_UNTOLD = frozenset({"mail.text", "mail.sha256", "mail.message_id", "status", "closed_at"})

_MEASURES = ("bytes", "type")
_LETTERS = "explain.letters."


class Told(NamedTuple):
    """Hold one event in words, with a label and a text for each change that it made."""

    at: datetime
    what: str
    changes: tuple[tuple[str, str], ...]


def chronicle(incident: Incident, words: Words) -> Iterator[Told]:
    """Give every event of the timeline in words, the first one first.

    The text of mails and letters is not told, only that it changed.
    """
    for event in incident.timeline:
        changes = dict.fromkeys(_changes(event, words))
        yield Told(event.at, words(f"report.event.{_happened(event)}"), tuple(changes))


def changed(event: Event, words: Words) -> str:
    """Name the first thing that an event changed, the grade that follows from it left out; or nothing."""
    grade = words("report.label.grade")
    return next((label for label, _ in _changes(event, words) if label != grade), "")


def called(kind: str, happened: str) -> str:
    """Name what happened to a letter: a call is made, not sent."""
    return f"call-{happened}" if (kind, happened) == ("call", "sent") else happened


def _happened(event: Event) -> str:
    """Name an event: a code of report.event."""
    taken = event.detail.get("unset")
    paths = [*event.detail, *(taken if isinstance(taken, list | tuple) else ())]
    letters = [path for path in paths if isinstance(path, str) and path.startswith(_LETTERS)]
    if event.event == "edited" and any(
        path.endswith(".edited") and path not in event.detail for path in letters
    ):
        return "discarded"
    calls = letters and all(path.startswith(f"{_LETTERS}call-") for path in letters)
    return called("call" if calls else "letter", event.event)


def _changes(event: Event, words: Words) -> Iterator[tuple[str, str]]:
    for path, value in event.detail.items():
        if path == "path":
            yield words("report.label.place"), _short(str(value), words)
        elif path == "mail" and isinstance(value, Mapping):
            for name, part in value.items():
                yield from _change(f"mail.{name}", part, words)
        elif "." in path:
            yield from _change(path, value, words)
    unset = event.detail.get("unset")
    for path in unset if isinstance(unset, list | tuple) else ():
        if isinstance(path, str):
            yield from _change(path, None, words)


def _change(path: str, value: Any, words: Words) -> Iterator[tuple[str, str]]:
    step, _, rest = path.partition(".")
    gone = words("report.taken-back")
    if path in _UNTOLD:
        return
    if path.startswith("stop.ticks."):
        name = path.removeprefix("stop.ticks.")
        key = f"stop.item.{name}.{'done' if value == 'done' else 'todo'}"
        if key in words:
            state = gone if value is None else "" if value == "done" else words("report.not-here")
            yield words(key), state
    elif path.startswith("grade.flags"):
        flags = value if isinstance(value, Mapping) else {path.removeprefix("grade.flags."): value}
        for flag, answer in flags.items():
            if f"report.flag.{flag}" in words:
                yield words(f"report.flag.{flag}"), _coded("grade.answer", answer, words)
    elif path.startswith("grade.result"):
        if isinstance(value, Mapping) and value.get("band"):
            band = _coded("grade.band", value["band"], words)
            yield words("report.label.grade"), f"{band} {value.get('score', '')}"
    elif path.startswith(_LETTERS):
        yield _letter(path.removeprefix(_LETTERS).partition(".")[0], words), ""
    elif path.startswith("prevent.techniques."):
        yield from _technique(rest.split("."), value, words)
    elif f"report.path.{step}.{rest}" in words:
        label = words(f"report.path.{step}.{rest}")
        yield label, gone if value is None else _coded(_CODED.get(path, ""), value, words)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _change(f"{path}.{key}", part, words)
    else:
        yield _short(path, words), gone if value is None else ""


def _technique(steps: list[str], value: Any, words: Words) -> Iterator[tuple[str, str]]:
    name = f"prevent.technique.{steps[1]}.name"
    if name not in words:
        return
    decided = value if isinstance(value, Mapping) else {steps[-1]: value}
    for field, given in decided.items():
        if given is None:
            yield words(name), words("report.taken-back")
        elif field == "choice":
            yield words(name), _coded("report.choice", given, words)
        else:
            yield words(name), _short(given, words)


def _letter(key: str, words: Words) -> str:
    kind, _, rest = key.partition("-")
    role = next(
        (one for one in ("wrong-recipient", "intended-recipient", "manager") if rest.startswith(one)), ""
    )
    if f"explain.kind.{kind}" not in words or not role:
        return _short(key, words)
    return words("report.letter", kind=words(f"explain.kind.{kind}"), to=words(f"report.role.{role}"))


def _coded(prefix: str, value: Any, words: Words) -> str:
    if value is None:
        return words("report.taken-back")
    key = f"{prefix}.{value}"
    return words(key) if prefix and isinstance(value, str) and key in words else _short(value, words)


def _short(value: Any, words: Words) -> str:
    """Write a plain value on one line, tables by what stands in them."""
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ", timespec="minutes")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, Mapping):
        told = (_short(one, words) for key, one in value.items() if key not in _MEASURES)
        text = words("report.comma").join(told)
    elif isinstance(value, list | tuple):
        text = words("report.semicolon").join(_short(one, words) for one in value)
    else:
        text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
