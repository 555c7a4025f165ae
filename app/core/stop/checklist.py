"""The first minutes: the checklist, killer items first, and what comes due later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, get_args

from ..explain.standing import is_confidential
from ..ids import ItemId, Tick
from ..incident import Incident
from .sensing import sensed, sensed_ticks
from .verdict import Said

if TYPE_CHECKING:
    from ..playbook.stop import StopRules

__all__ = [
    "ITEMS",
    "MOST_ITEMS",
    "FollowUp",
    "Item",
    "Said",
    "checklist",
    "follow_ups",
    "recall_judged_anew",
    "sensed",
    "sensed_ticks",
]

ITEMS: tuple[str, ...] = get_args(ItemId)
MOST_ITEMS = 9
RECALL_REPORT_AFTER = timedelta(hours=1)
DELETION_AFTER = timedelta(days=1)
# A how-to of its own for an item of which this much is known: stop.item.ITEM.how-CODE.
_OWN_HOW = frozenset(
    {
        ("hands-off", "reply"),
        ("hands-off", "several"),
        ("hands-off", "reply-several"),
        ("queued", "recurring"),
        ("telephone", "call-due"),
        ("keep-evidence", "kept"),
    }
)


_FOLLOWS = {"recall-report": "recall", "deletion-confirmed": "telephone"}
_DECIDES_RECALL = frozenset(
    {"stop.queued", "stop.window", "stop.allow_listed", "grade.flags.opened", "grade.recipient"}
)


class Item(NamedTuple):
    """Hold one item: the words `stop.item.ID.todo`, `.done` and, named by `how`, its how-to.

    `sensed` has its words under `stop.sensed`, filled with `values`.
    """

    id: str
    state: Tick | None
    sensed: str | None
    values: Mapping[str, object]
    how: str


class FollowUp(NamedTuple):
    """Hold one thing to come back to: the words `stop.follow-up.ID`."""

    id: str
    due: datetime
    done: bool
    overdue: bool

    @property
    def item(self) -> str:
        """Name the item that it follows."""
        return _FOLLOWS[self.id]


def checklist(incident: Incident, *, due_call: bool = False, awaited: bool = False) -> tuple[Item, ...]:
    """Give the five to nine items that can apply, always in the order of ITEMS.

    With a mail file at hand, what it rules out is left out, and as long as one is `awaited`, what it may
    rule out; without one, whatever may apply stays. `due_call` says that the grade calls for a telephone
    call. What was ticked stays in sight.
    """
    told = sensed(incident.mail)
    if due_call:
        told["telephone"] = Said("call-due")
    ids = [item for item in ITEMS if item in incident.stop.ticks or _applies(item, incident, told, awaited)]
    if len(ids) > MOST_ITEMS:
        # "Hands off" says to leave the thread as well.
        ids.remove("thread")
    ticks = _settled_elsewhere(incident) | dict(incident.stop.ticks)
    return tuple(_item(item, ticks.get(item), told.get(item)) for item in ids)


def _settled_elsewhere(incident: Incident) -> dict[str, Tick]:
    """Give the items that what was done with a letter or a call settles."""
    gone = [letter for letter in incident.explain.letters.values() if letter.sent_at is not None]
    settled: dict[str, Tick] = {}
    if any(letter.kind == "call" for letter in gone):
        settled["telephone"] = "done"
    if any(letter.role == "manager" for letter in gone):
        settled["tell"] = "done"
    return settled


def _item(item: str, state: Tick | None, said: Said | None) -> Item:
    if said is None:
        return Item(item, state, None, {}, "how")
    how = f"how-{said.code}" if (item, said.code) in _OWN_HOW else "how"
    return Item(item, state, said.code, said.values, how)


def _applies(item: str, incident: Incident, told: Mapping[str, Said], awaited: bool) -> bool:
    if item == "password" and (inside := incident.grade.flags.get("credentials")) in ("yes", "no"):
        return inside == "yes"
    if item not in ("cloud-link", "password", "same-file", "thread"):
        return True
    if not awaited and not incident.mail.sha256:
        return True
    return item in told or (item == "same-file" and "cloud-link" in told)


def follow_ups(incident: Incident, now: datetime, *, rules: StopRules | None = None) -> tuple[FollowUp, ...]:
    """Give what the stop step leaves to come back to, sorted by due time.

    `recall-report` follows a recall that was ticked; with `rules` only where one could have worked.
    `deletion-confirmed` follows a telephone call about what was confidential; once a letter to the
    reader is sent, that letter's own follow-up takes its place. Of a closed incident only what falls due
    after its closing stays.
    """
    flags, found = incident.grade.flags, []
    called = _done_at(incident, "recall")
    if called is not None and _may_report(incident, called, rules):
        due = called + RECALL_REPORT_AFTER
        found.append(_follow_up("recall-report", due, now, done=flags.get("recalled") in ("yes", "no")))
    told = _done_at(incident, "telephone")
    written = any(
        letter.role == "wrong-recipient" and letter.sent_at for letter in incident.explain.letters.values()
    )
    if told is not None and not written and is_confidential(incident):
        due = told + DELETION_AFTER
        done = flags.get("deleted-unread") == "yes"
        found.append(_follow_up("deletion-confirmed", due, now, done=done))
    return tuple(sorted((one for one in found if not let_go(incident, one.due)), key=lambda one: one.due))


def let_go(incident: Incident, due: datetime) -> bool:
    """Tell whether closing an incident has settled what was due: what nobody could have seen to yet stays."""
    closed = incident.closed_at
    return incident.status == "closed" and (closed is None or due <= closed)


def recall_judged_anew(incident: Incident) -> bool:
    """Tell whether something that the verdict on a recall hangs on was told after the recall was ticked."""
    for event in reversed(incident.timeline):
        if event.detail.get("stop.ticks.recall") is not None:
            return False
        paths = {*event.detail, *event.detail.get("unset", ())}
        if any(path.startswith("mail.") or path in _DECIDES_RECALL for path in paths):
            return True
    return False


def _follow_up(code: str, due: datetime, now: datetime, *, done: bool) -> FollowUp:
    return FollowUp(code, due, done, overdue=not done and due <= now)


def _done_at(incident: Incident, item: str) -> datetime | None:
    if incident.stop.ticks.get(item) != "done":
        return None
    path = f"stop.ticks.{item}"
    times = (event.at for event in reversed(incident.timeline) if event.detail.get(path) == "done")
    return next(times, incident.opened_at)


def _may_report(incident: Incident, at: datetime, rules: StopRules | None) -> bool:
    if rules is None:
        return True
    from .recall import recall_of

    found = recall_of(incident, rules, at)
    verdicts = {found.verdict.verdict, *(one.verdict for one in found.recipients)}
    return not verdicts.isdisjoint(("recall-now", "try-once"))
