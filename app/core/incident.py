"""The state model: one frozen Incident that every screen, command and record is a view of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import ValidationError

from .entry import entered
from .ids import UNDOABLE, Happening
from .letter_key import letter_key as letter_key
from .letter_key import same_errand as same_errand
from .parts import TEXT_LIMIT, Event, Explaining, Grading, Part, Preventing, SentMail, Stopping, plain
from .paths import assign, lookup

SCHEMA = 1


class Incident(Part):
    """Hold one incident whole; every command, screen and record is a view of it."""

    id: str
    status: Literal["open", "closed"] = "open"
    opened_at: datetime
    closed_at: datetime | None = None
    mail: SentMail = SentMail.model_construct()
    stop: Stopping = Stopping.model_construct()
    grade: Grading = Grading.model_construct()
    explain: Explaining = Explaining.model_construct()
    prevent: Preventing = Preventing.model_construct()
    typing: Mapping[str, Any] = {}
    timeline: tuple[Event, ...] = ()

    @classmethod
    def begin(cls, *, id: str, at: datetime, mail: SentMail | None = None) -> Incident:  # noqa: A002  the record's own key
        """Open an incident at the time `at`, on the mail that went wrong if it is at hand."""
        now = entered(at)
        if mail is not None:
            mail = _entered_mail(mail)
        opened = Event.model_construct(at=now, event="opened", detail={"mail": plain(mail)} if mail else {})
        return cls.model_construct(
            id=id, opened_at=now, mail=mail or SentMail.model_construct(), timeline=(opened,)
        )

    @classmethod
    def replay(cls, *, id: str, timeline: Sequence[Event]) -> Self:  # noqa: A002  the record's own key
        """Rebuild an incident from its timeline alone.

        Raises ValueError when the timeline is empty or does not begin with its opening, and
        pydantic.ValidationError when it holds a value that its place does not allow.
        """
        if not timeline or timeline[0].event != "opened":
            raise ValueError("the timeline does not begin with its opening")
        tree: dict[str, Any] = {"id": id, "opened_at": timeline[0].at}
        for event in timeline:
            for path, value in assignments(event):
                tree = assign(tree, path, value)
        return cls.model_validate(tree | {"timeline": tuple(timeline)})

    @cached_property
    def tree(self) -> dict[str, Any]:
        """Give the incident as plain values without its timeline; what is empty is left out.

        The result is shared between calls and is not to be changed.
        """
        tree: dict[str, Any] = {"id": self.id, "opened_at": self.opened_at}
        if self.status != "open":
            tree["status"] = self.status
        if self.closed_at is not None:
            tree["closed_at"] = self.closed_at
        for name in SECTIONS:
            if section := getattr(self, name).tree:
                tree[name] = section
        if self.typing:
            tree["typing"] = dict(self.typing)
        return tree | (self.model_extra or {})

    def value(self, path: str) -> Any:
        """Give what stands at a dotted path, or None where nothing was given."""
        return lookup(self.tree, path)

    def with_changes(self, changes: Mapping[str, Any], *, at: datetime, event: Happening) -> Self:
        """Commit changes as one event on the timeline.

        `changes` maps dotted paths to plain values, None taking a value away. Text that was still
        being typed is committed first, as an event of its own. Nothing happens when nothing differs.
        Raises pydantic.ValidationError for a value that its place does not allow.
        """
        return self.with_rest(at=at)._changed(entered(changes), at=at, event=event)

    def with_typing(self, changes: Mapping[str, Any]) -> Self:
        """Take over text that is still being typed: it shows everywhere, but is no event yet.

        Raises pydantic.ValidationError for a value that its place does not allow.
        """
        changes = entered(changes)
        before = dict(self.typing)
        for path in changes:
            if any(f"{path}.".startswith(f"{typed}.") for typed in before):
                continue
            below = {typed: before.pop(typed) for typed in list(before) if typed.startswith(f"{path}.")}
            settled = self.tree
            for typed, value in below.items():
                settled = assign(settled, typed, value)
            before[path] = lookup(settled, path)
        return self._assigned(changes).model_copy(update={"typing": before})

    def with_rest(self, *, at: datetime) -> Self:
        """Turn what was typed since the last event into one event."""
        if not self.typing:
            return self
        typed = {path: self.value(path) for path in self.typing}
        settled = self._assigned(dict(self.typing)).model_copy(update={"typing": {}})
        return settled._changed(typed, at=at, event="edited")

    def with_event(self, event: Happening, *, at: datetime, detail: Mapping[str, Any] | None = None) -> Self:
        """Record something that happened in the world and changes no value."""
        rested = self.with_rest(at=at)
        happened = Event(at=entered(at), event=event, detail=entered(detail or {}))
        return rested.model_copy(update={"timeline": (*rested.timeline, happened)})

    @property
    def last_undoable(self) -> int | None:
        """Give the number of the event that undo would take back, or None."""
        return next(self._undoable(), None)

    def undone(self, *, at: datetime) -> Self:
        """Take back the last answer, tick, choice or edit; what happened in the world stays.

        An event whose values before are no longer allowed, which only a file changed by hand can hold,
        is passed over.
        """
        rested = self.with_rest(at=at)
        for number in rested._undoable():
            happened = rested.timeline[number]
            was = _table(happened.detail.get("was"))
            changes = {path: was.get(path) for path, _ in reversed(assignments(happened))}
            try:
                return rested._changed(changes, at=at, event="undone", undoes=number)
            except ValidationError:
                continue
        return rested

    def _undoable(self) -> Iterator[int]:
        undone = [event.detail.get("undoes") for event in self.timeline if event.event == "undone"]
        for number in range(len(self.timeline) - 1, -1, -1):
            if self.timeline[number].event in UNDOABLE and number not in undone:
                yield number

    def _assigned(self, changes: Mapping[str, Any]) -> Self:
        tree = self.tree
        for path, value in changes.items():
            tree = assign(tree, path, value)
        touched = {path.partition(".")[0] for path in changes}
        update = {}
        for name in touched:
            if name in SECTIONS:
                update[name] = SECTIONS[name].model_validate(tree.get(name, {}))
            else:
                given = {name: tree[name]} if name in tree else {}
                head = type(self).model_validate({"id": self.id, "opened_at": self.opened_at} | given)
                update[name] = getattr(head, name)
        changed = self.model_copy(update=update)
        # What its place holds by itself is no change, and leaves no empty table behind.
        empty = {path: None for path in changes if changes[path] is not None and changed.value(path) is None}
        return self._assigned({**changes, **empty}) if empty else changed

    def _changed(
        self, changes: Mapping[str, Any], *, at: datetime, event: Happening, undoes: int | None = None
    ) -> Self:
        changed = self._assigned(changes)
        detail: dict[str, Any] = {}
        was: dict[str, Any] = {}
        unset: list[str] = []
        for path in changes:
            before, after = self.value(path), changed.value(path)
            if before == after:
                continue
            if before is not None:
                was[path] = before
            if after is None:
                unset.append(path)
            else:
                detail[path] = after
        if not detail and not unset and undoes is None and event in _OF_VALUES:
            return self
        if unset:
            detail["unset"] = unset
        if was and undoes is None:
            detail["was"] = was
        if undoes is not None:
            detail["undoes"] = undoes
        happened = Event(at=entered(at), event=event, detail=detail)
        return changed.model_copy(update={"timeline": (*self.timeline, happened)})


SECTIONS: dict[str, type[Part]] = {
    "mail": SentMail,
    "stop": Stopping,
    "grade": Grading,
    "explain": Explaining,
    "prevent": Preventing,
}


def assignments(event: Event) -> list[tuple[str, Any]]:
    """Give what an event set, path by path; None stands for what it took away.

    What names no place of an incident is passed over.
    """
    unset = event.detail.get("unset")
    emptied = [path for path in unset if isinstance(path, str)] if isinstance(unset, list | tuple) else []
    given = [*event.detail.items(), *((path, None) for path in emptied)]
    return [(path, value) for path, value in given if path in _WHOLE or in_section(path)]


def in_section(path: str) -> bool:
    """Tell whether a dotted path leads into one of the tables of an incident."""
    section, _, rest = path.partition(".")
    return bool(rest) and section in SECTIONS and rest.count(".") < _DEEPEST


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _entered_mail(mail: SentMail) -> SentMail:
    """Give a mail as it is kept; the same object where nothing about it has to change."""
    given = plain(mail)
    kept = entered(given)
    if kept == given and len(mail.text) <= TEXT_LIMIT:
        return mail
    return SentMail.model_validate(kept)


_DEEPEST = 20
_WHOLE = frozenset({"mail", "status", "closed_at"})
_OF_VALUES = UNDOABLE | {"sensed"}
