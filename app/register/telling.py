"""Rows of the register and what they teach, in words: the screen and the commands tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, get_args

from ..core.ids import Band, Cause, Content, Recipient
from ..core.playbook.words import Words
from ..core.prevent.outstanding import urgency
from ..core.register.filter import Told
from ..core.register.lessons import COUNTED, ENOUGH, Lessons, Spread
from ..core.register.row import STATUSES, Row, Status, folded
from ..core.register.view import Coming, View
from ..core.visible import visible
from ..core.when import ago, is_known, told_due

# Characters of a text that a row can show at all.
_SHOWN = 300
_HOUR, _DAY = 60.0, 1440.0
_PREFIX = {
    "cause": "register.cause",
    "content": "register.content",
    "recipient": "register.recipient",
    "service": "stop.service",
    "band": "grade.band",
}


class RowTold(NamedTuple):
    """Hold one row in words. `coming` is what is to be come back to, the first due first.

    `late` says how many of these are overdue, where it is more than the first.
    """

    subject: str
    band: Band | None
    grade: str
    age: str
    content: str
    reader: str
    cause: str
    letter: str
    coming: tuple[str, ...]
    late: str = ""


class Chapter(NamedTuple):
    """Hold one thing that incidents teach: counts to plot, and what they say in sentences.

    `bands` gives the band that each count is of, where they are counts of bands.
    """

    title: str
    counts: tuple[tuple[str, int], ...]
    said: tuple[str, ...]
    bands: tuple[str, ...] = ()


def row_told(words: Words, row: Row, view: View) -> RowTold:
    """Give a row in words, as the rules and the time make it now."""
    band = view.band(row)
    code, count = ago(row.opened_at, view.now)
    coming = view.coming(row)
    late = sum(urgency(one.what.key, late=one.due <= view.now) == "overdue" for one in coming)
    return RowTold(
        subject=_one_line(row.subject) or words("register.no-subject"),
        band=band,
        grade=words(f"grade.band.{band or 'ungraded'}"),
        age=words("register.age", ago=words(f"interface.ago.{code}", count=count))
        if is_known(row.opened_at)
        else words("register.age-unknown"),
        content=words(f"register.content.{row.content or 'unknown'}"),
        reader=_reader(words, row),
        cause=words(f"register.cause.{row.cause or 'unknown'}"),
        letter=_letter(words, row),
        coming=tuple(_coming_told(words, one, view.now, row.status) for one in coming),
        late=words("register.coming.late", late=late, count=len(coming)) if late > 1 else "",
    )


def _coming_told(words: Words, one: Coming, now: datetime, status: Status) -> str:
    """Give one thing that is still to come: by when first, for a line may be cut at its end.

    Of a closed incident nothing presses before its time: it then comes up again.
    """
    what = words(one.what.key, reader=_one_line(one.what.reader))
    if not is_known(one.due):
        return words("register.coming.now", what=what)
    late = one.due <= now
    code = "again" if status == "closed" and not late else urgency(one.what.key, late=late)
    return words(f"register.coming.{code}", due=told_due(one.due, now), what=what)


def _one_line(text: str) -> str:
    return visible(text[:_SHOWN])


def _reader(words: Words, row: Row) -> str:
    kind = words(f"register.recipient.{row.recipient or 'unknown'}")
    if not row.readers:
        return kind
    others = len(row.readers) - 1 + row.more
    key = "register.reader.named-more" if others else "register.reader.named"
    return words(key, name=_one_line(row.readers[0]), count=others, kind=kind)


def _letter(words: Words, row: Row) -> str:
    """Say whom nobody wrote to yet, and otherwise what is still unconfirmed."""
    if row.letter == "partly":
        return words("register.letter.partly")
    if row.unconfirmed:
        role, name = row.unconfirmed[0]
        alone = len(row.readers) <= 1 and name in ("", *row.readers)
        if alone and row.unconfirmed == (("wrong-recipient", name),):
            return words("register.letter.waiting-alone")
        shown = _one_line(name) or words(f"register.reader.{role}")
        others = len(row.unconfirmed) - 1
        return words(f"register.letter.waiting{'-more' if others else ''}", name=shown, count=others)
    if row.letter == "sent":
        return words("register.letter.confirmed")
    return words(f"register.letter.{row.letter}")


def words_of_ids(*languages: Words) -> Told:
    """Give what a filter finds ids by: their words, short and long, in each language, and themselves."""
    ids = {"content": get_args(Content), "recipient": get_args(Recipient), "cause": get_args(Cause)}
    long = {"content": "grade.content", "recipient": "grade.recipient", "cause": "prevent.cause"}

    def said(*keys: str) -> str:
        return folded("\n".join(words(key) for words in languages for key in keys))

    told: dict[str, dict[str | None, str]] = {
        name: {each: f"{each}\n{said(f'register.{name}.{each}', f'{long[name]}.{each}')}" for each in known}
        for name, known in ids.items()
    }
    told["status"] = {each: said(f"register.status.{each}") for each in STATUSES}
    told["band"] = {each: f"{each}\n{said(f'grade.band.{each}')}" for each in get_args(Band)}
    told["band"][None] = said("grade.band.ungraded")
    return told


def lessons_told(words: Words, found: Lessons) -> Iterator[Chapter]:
    """Tell what incidents teach, chapter by chapter; the first has no plot."""
    head = [words("register.lessons.incidents", count=found.incidents)]
    if found.unreadable:
        head.append(words("register.lessons.unreadable", count=found.unreadable))
    if not found.incidents:
        head.append(words("register.lessons.none"))
    elif found.incidents < ENOUGH:
        head.append(words("register.lessons.few"))
    yield Chapter("", (), tuple(head))
    if not found.incidents:
        return
    months = found.months if any(count for _, count in found.months) else ()
    dated = found.before + sum(count for _, count in found.months)
    said = [_known(words, dated, found.incidents)] if dated < found.incidents else []
    if found.before:
        said.append(words("register.lessons.before", count=found.before))
    yield Chapter(words("register.lessons.title.months"), months, tuple(said))
    for name in COUNTED:
        yield _counted(words, name, found.by[name], found.incidents)
    yield _took(words, "first-letter", found.first_letter, found.incidents)
    yield _took(words, "confirmed", found.confirmed, found.incidents)
    yield _stopped(words, found)


def _counted(words: Words, name: str, counts: Sequence[tuple[str, int]], total: int) -> Chapter:
    known = sum(count for _, count in counts)
    named = tuple((words(f"{_PREFIX[name]}.{each}"), count) for each, count in counts)
    said = [_known(words, known, total)] if known < total else []
    most = max((count for _, count in counts), default=0)
    leading = [what for what, count in named if count == most]
    if known >= ENOUGH and len(leading) == 1:
        said.append(words("register.lessons.most", what=leading[0], count=most, total=known))
    bands = tuple(each for each, _ in counts) if name == "band" else ()
    return Chapter(words(f"register.lessons.title.{name}"), named, tuple(said), bands)


def _known(words: Words, count: int, total: int) -> str:
    return (
        words("register.lessons.known", count=count, total=total)
        if count
        else words("register.lessons.unknown")
    )


def _took(words: Words, name: str, spread: Spread, total: int) -> Chapter:
    counts = tuple((words(f"register.lessons.within.{code}"), count) for code, count in spread.within)
    said = [_known(words, spread.known, total)] if spread.known < total else []
    if spread.median is not None and spread.quickest is not None and spread.slowest is not None:
        median, quickest, slowest = (
            span(words, minutes) for minutes in (spread.median, spread.quickest, spread.slowest)
        )
        said.append(
            words("register.lessons.one", median=median)
            if spread.known == 1
            else words("register.lessons.half", median=median, quickest=quickest, slowest=slowest)
        )
    return Chapter(words(f"register.lessons.title.{name}"), counts, tuple(said))


def _stopped(words: Words, found: Lessons) -> Chapter:
    names = tuple((words(f"prevent.technique.{each}.name"), count) for each, count in found.stopped)
    said = [_known(words, found.explained, found.incidents)] if found.explained < found.incidents else []
    if found.stopped:
        technique, count = names[0]
        values = {"technique": technique, "count": count, "total": found.explained}
        said.append(words("register.lessons.stopped", **values))
    elif found.explained:
        said.append(words("register.lessons.nothing-stops"))
    return Chapter(words("register.lessons.title.stopped"), names, tuple(said))


def span(words: Words, minutes: float) -> str:
    """Give a length of time in words, in the unit that people would take."""
    unit, size = (
        ("days", _DAY)
        if minutes >= 2 * _DAY
        else ("hours", _HOUR)
        if minutes >= 2 * _HOUR
        else ("minutes", 1)
    )
    # As in the report: no longer than it took.
    return words(f"register.span.{unit}", count=f"{minutes / size:.1f}".removesuffix(".0"))
