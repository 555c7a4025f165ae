"""Whole incidents and walks through them, made up by hypothesis."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import strategies as st
from misdirect_tui.core import ids
from misdirect_tui.core.incident import Incident, letter_key
from misdirect_tui.core.parts import (
    Address,
    Attachment,
    Decision,
    Event,
    Explaining,
    GradeResult,
    Grading,
    Letter,
    Manager,
    Preventing,
    Reader,
    Sender,
    SentMail,
    Stopping,
)
from misdirect_tui.core.stop.checklist import ITEMS

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2025, 11, 18, 12, tzinfo=CHINA)
FLAGS = (*get_args(ids.RaisingFlag), *get_args(ids.LoweringFlag))

# What breaks files: control characters, line ends of every kind, quotes that end a string, escapes.
HARD = (
    "",
    "确认：PI-2511 有很大差别",
    "\x00\x07\x1b[31m\x7f\x9b\u202e\u2028\ufeff",
    "one\ntwo\n\n\nthree\n",
    "\n",
    '"""',
    'ends in a quote"',
    "ends in a backslash\\",
    "\\\n",
    "\\u0041 '''",
    " \t spaces \t ",
    "schema = 2\n[mail]\n",
    "长" * 60,
)
RAW = (*HARD, "a\r\nb\rc\r\n", "half \ud83d a pair", "\udc80\r")


def offsets() -> st.SearchStrategy[timezone]:
    return st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def moments() -> st.SearchStrategy[datetime]:
    first, last = datetime(1970, 1, 2), datetime(2200, 1, 1)  # noqa: DTZ001  hypothesis adds the zone
    return st.datetimes(first, last, timezones=offsets()).map(lambda at: at.replace(microsecond=0))


def texts() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(HARD), st.text(max_size=30).map(lambda text: text.replace("\r", "\n")))


def toml_values() -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        texts(),
        st.booleans(),
        st.integers(-(2**63) + 1, 2**63 - 1),
        st.floats(allow_nan=False),
        moments(),
        st.dates(date(1000, 1, 1)),
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=5,
    )


def unknown_keys() -> st.SearchStrategy[dict[str, Any]]:
    """Give keys that no table of a record knows, and that nobody would take for one that it does."""
    return st.one_of(
        st.just({}),
        st.dictionaries(
            st.sampled_from(["zzz", "客户", "q.q q", "Q_1", '"', "\x9b"]), toml_values(), max_size=2
        ),
    )


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def part(model: Any, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Build a part of some of its fields and of keys that it does not know."""
    return st.builds(
        lambda given, more: model(**given, **more), st.fixed_dictionaries({}, optional=fields), unknown_keys()
    )


def addresses() -> st.SearchStrategy[Address]:
    return st.builds(
        lambda name, address, more: Address(name=name, address=address, **more),
        texts(),
        texts(),
        unknown_keys(),
    )


def some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=2).map(tuple)


def mails() -> st.SearchStrategy[SentMail]:
    attachment = st.builds(Attachment, name=texts(), bytes=maybe(st.integers(0, 10**9)), type=texts())
    return part(
        SentMail,
        sent_at=maybe(moments()),
        subject=texts(),
        sender=maybe(addresses()),
        to=some(addresses()),
        cc=some(addresses()),
        bcc=some(addresses()),
        attachments=some(attachment),
        message_id=maybe(texts()),
        mailer=maybe(texts()),
        service=maybe(one_of(ids.ServiceId)),
        text=texts(),
        sha256=texts(),
    )


def letters() -> st.SearchStrategy[dict[str, Letter]]:
    letter = part(
        Letter,
        kind=one_of(ids.Kind),
        role=one_of(ids.Role),
        number=st.integers(1, 3),
        reader=texts(),
        language=st.sampled_from(["en", "zh", "ar"]),
        tone=one_of(ids.Tone),
        subject=texts(),
        body=texts(),
        edited=st.booleans(),
        copied_at=maybe(moments()),
        sent_at=maybe(moments()),
        confirmed_at=maybe(moments()),
    )
    return st.lists(letter, max_size=3).map(
        lambda found: {letter_key(one.kind, one.role, one.number, one.language): one for one in found}
    )


def explainings() -> st.SearchStrategy[Explaining]:
    reader = part(Reader, name=texts(), company=texts(), address=texts(), document=texts())
    return part(
        Explaining,
        tone=maybe(one_of(ids.Tone)),
        language=maybe(st.sampled_from(["en", "zh"])),
        document=texts(),
        wrong_recipient=some(reader),
        intended_recipient=reader,
        sender=part(Sender, name=texts(), company=texts(), title=texts(), phone=texts()),
        manager=part(Manager, name=texts()),
        declined=some(texts()),
        letters=letters(),
    )


def gradings() -> st.SearchStrategy[Grading]:
    result = part(
        GradeResult,
        score=maybe(st.integers(0, 100)),
        lower=st.integers(0, 100),
        upper=st.integers(0, 100),
        band=maybe(one_of(ids.Band)),
        response=one_of(ids.Tone),
        rules=texts(),
    )
    return part(
        Grading,
        content=maybe(one_of(ids.Content)),
        recipient=maybe(one_of(ids.Recipient)),
        flags=st.dictionaries(st.sampled_from(FLAGS), one_of(ids.Answer), max_size=4),
        recipients=maybe(st.integers(1, 10**9)),
        dpc=maybe(st.integers(1, 4)),
        ei=maybe(st.sampled_from([0.25, 0.5, 0.75, 1.0])),
        cb=maybe(st.floats(0, 2)),
        countries=some(texts()),
        aware_at=maybe(moments()),
        result=maybe(result),
    )


def events() -> st.SearchStrategy[Event]:
    paths = st.sampled_from(
        ["grade.content", "explain.sender.name", "mail", "explain.wrong-recipient", "path"]
    )
    detail = st.builds(
        lambda given, unset, was: given | ({"unset": unset} if unset else {}) | ({"was": was} if was else {}),
        st.dictionaries(paths, toml_values(), max_size=2),
        st.lists(paths, max_size=2),
        st.dictionaries(paths, toml_values(), max_size=2),
    )
    return st.builds(
        lambda at, event, detail, more: Event(at=at, event=event, detail=detail, **more),
        moments(),
        one_of(ids.Happening),
        detail,
        unknown_keys(),
    )


def incidents() -> st.SearchStrategy[Incident]:
    """Give whole incidents as they are kept: every field of every part, and keys that nobody knows."""
    decisions = st.builds(Decision, choice=one_of(ids.Choice), due=maybe(st.dates(date(1990, 1, 1))))
    fields: dict[str, st.SearchStrategy[Any]] = {
        "mail": mails(),
        "stop": part(
            Stopping,
            ticks=st.dictionaries(st.sampled_from(ITEMS), one_of(ids.Tick), max_size=3),
            queued=maybe(st.sampled_from(["yes", "no"])),
            window=maybe(st.integers(0, 86_400)),
            allow_listed=maybe(one_of(ids.Answer)),
        ),
        "grade": gradings(),
        "explain": explainings(),
        "prevent": part(
            Preventing,
            cause=maybe(one_of(ids.Cause)),
            techniques=st.dictionaries(one_of(ids.Technique), decisions, max_size=3),
        ),
        "timeline": st.lists(events(), max_size=3).map(tuple),
    }
    closing = st.fixed_dictionaries({"status": st.just("closed"), "closed_at": moments()})
    return st.builds(
        lambda name, opened_at, closed, given, more: Incident(
            id=name, opened_at=opened_at, **closed, **given, **more
        ),
        st.from_regex(r"\A[0-9]{8}-[0-9]{6}-[0-9a-f]{4}\Z"),
        moments(),
        st.just({}) | closing,
        st.fixed_dictionaries({}, optional=fields),
        unknown_keys(),
    )


def undoable_changes() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Give an event that undo takes back, with changes that their places allow."""
    text = maybe(st.sampled_from(["Mei", "陈", "a\r\nb", ""]))
    sender = st.fixed_dictionaries({}, optional={"name": st.just("Li"), "phone": st.just("1")})
    readers = st.lists(st.fixed_dictionaries({"name": st.sampled_from(["A", "B"])}), max_size=2)
    letter = "explain.letters.letter-manager-1-zh"
    places: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "ticked": {f"stop.ticks.{item}": maybe(one_of(ids.Tick)) for item in ("recall", "hands-off", "tell")},
        "answered": {
            "grade.content": maybe(one_of(ids.Content)),
            "grade.recipient": maybe(one_of(ids.Recipient)),
            "grade.flags.opened": maybe(one_of(ids.Answer)),
            "grade.recipients": maybe(st.integers(1, 99)),
            "grade.countries": maybe(st.lists(st.sampled_from(["DE", "CN"]), max_size=2)),
            "grade.ei": maybe(st.sampled_from([0.25, 1])),
            "prevent.cause": maybe(one_of(ids.Cause)),
        },
        "corrected": {
            "mail.sent_at": maybe(moments()),
            "mail.service": maybe(one_of(ids.ServiceId)),
            "mail.to": maybe(st.just([{"address": "a@a.example"}])),
            "mail.subject": text,
        },
        "edited": {
            "explain.sender": maybe(sender),
            "explain.sender.name": text,
            "explain.wrong-recipient": maybe(readers),
            "explain.intended-recipient.company": text,
            f"{letter}.role": maybe(st.just("manager")),
            f"{letter}.body": text,
            f"{letter}.edited": maybe(st.booleans()),
        },
        "chosen": {
            "prevent.techniques.bcc": maybe(
                st.fixed_dictionaries(
                    {"choice": one_of(ids.Choice)}, optional={"due": st.just(date(2026, 1, 5))}
                )
            ),
            "explain.language": maybe(st.sampled_from(["en", "zh"])),
            "explain.tone": maybe(one_of(ids.Tone)),
        },
    }
    return st.one_of(
        *(
            st.tuples(
                st.just(event),
                st.fixed_dictionaries({}, optional=changes).filter(bool),
            )
            for event, changes in places.items()
        )
    )


def world_changes() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Give something that happened in the world, with what it changed."""
    letter = "explain.letters.letter-wrong-recipient-1-en"
    stamped = st.fixed_dictionaries({f"{letter}.body": st.just("Dear A"), f"{letter}.copied_at": moments()})
    return st.one_of(
        st.tuples(st.sampled_from(["copied", "sent"]), stamped),
        st.tuples(
            st.just("closed"), st.fixed_dictionaries({"status": st.just("closed"), "closed_at": moments()})
        ),
        st.tuples(st.just("reopened"), st.just({"status": "open", "closed_at": None})),
        st.tuples(st.just("sensed"), st.just({"stop.ticks.recall": "not-applicable"})),
    )


def begun(mail: SentMail | None = None) -> Incident:
    return Incident.begin(id="20251118-120000-3f9a", at=NOON, mail=mail)


def long_lived(*, events: int, edits: int) -> Incident:
    """Give an incident with a long text, so many answers, and so many edits of a letter in each language."""
    one = begun(SentMail(subject="PI", text="\u9519\u53d1" * 10_000, sent_at=NOON, service="gmail"))
    for number in range(events):
        changes = {"grade.content": ("contract", "quotation")[number % 2]}
        one = one.with_changes(changes, at=NOON, event="answered")
    body = "Dear Anna,\n\n" + "This mail wasn't meant for you, and it's our mistake.\n" * 50
    for number in range(edits):
        for code in ("en", "zh", "es", "fr", "de", "pt", "ru", "ar", "ja", "ko"):
            path = f"explain.letters.letter-wrong-recipient-1-{code}.body"
            one = one.with_changes({path: f"{body}{number}"}, at=NOON, event="edited")
    return one
