"""Every letter in every language over every combination of what its template branches on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import combinations, product
from typing import Any, get_args

import pytest
from jinja2 import Environment, nodes
from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.examine.examiner import examine
from misdirect_tui.core.explain.compose import Composed
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.explain.language import LanguageTable
from misdirect_tui.core.ids import Content
from misdirect_tui.core.parts import Address, Attachment, Manager, Reader, Sender, SentMail
from misdirect_tui.files.letters import LANGUAGES, TEMPLATES, LetterShelf

from tests.pairwise import Row, pairs

SHELF = LetterShelf()
CHINA = timezone(timedelta(hours=8))
SENT = datetime(2025, 3, 12, 14, 32, tzinfo=CHINA)
PARTS = ("greeting", "apology", "explanation", "remedy", "closing", "signature")
PETRA = Reader(name="Petra Nordlicht", company="Nordlicht Werkzeug GmbH", address="petra@nordlicht.example")
DIEGO = Reader(name="Diego Verano", company="Casa Verano S.L.", address="diego@verano.example")
LI = Sender(name="Li Na", company="Haishi Trading Co., Ltd.", title="Sales", phone="+86 574 8765 4321")
CHEN = Manager(name="Chen Bo")
MAIL = SentMail(
    sent_at=SENT,
    subject="Proforma PI-2025-0312 for the spring order",
    sender=Address(name="Li Na", address="lina@haishi.example"),
    to=(Address(name="Petra Nordlicht", address="petra@nordlicht.example"),),
    attachments=(Attachment(name="PI-2025-0312 Verano.pdf"),),
    text="Dear Diego,\n\n5,000 pcs at USD 12.35 each, USD 61,750.00 in all, with a 30% deposit.\n\nLi Na",
)

# What a letter may be told, each with every value that makes a difference. `about` is the content and whether
# that is confidential, `state` whether A has been asked, has confirmed and is to be asked at all, `fields`
# how much is known of reader and sender, `report` how much the manager is told.
FACTORS: dict[str, tuple[Any, ...]] = {
    "about": (*((content, True) for content in ("", *get_args(Content))), ("catalogue", False)),
    "recalled": (False, True),
    "opened": (False, True),
    "further": ((False, False), (True, False), (False, True), (True, True)),
    "several": (False, True),
    "state": ((False, False, True), (False, False, False), (True, False, True), (True, True, True)),
    "attachments": ((True, False), (False, False), (True, True)),
    "document": (False, True),
    "corrects": (False, True),
    "answered": (False, True),
    "written": (False, True),
    "recipient": ("", "colleague", "competitor"),
    "sent": (False, True),
    "fields": ("full", "needed", "company-only", "no-phone"),
    "report": ("full", "nothing", "blank-readers", "no-score"),
    "personal_data": (False, True),
    "called": (False, True),
}
# Which of them decides each name that a template asks about.
DECIDED_BY = {
    "content": "about",
    "confidential": "about",
    "recalled": "recalled",
    "opened": "opened",
    "several": "several",
    "attachments": "attachments",
    "unseen": "attachments",
    "forwarded": "further",
    "public": "further",
    "asked": "state",
    "confirmed": "state",
    "asking": "state",
    "personal_data": "personal_data",
    "called": "called",
    "corrects": "corrects",
    "answered": "answered",
    "written": "written",
    "recipient": "recipient",
    "mail.sent_at": "sent",
    "reader.document": "document",
    "reader.name": "fields",
    "reader.company": "fields",
    "sender.name": "fields",
    "sender.company": "fields",
    "sender.title": "fields",
    "sender.phone": "fields",
    "manager.name": "fields",
} | dict.fromkeys(
    (
        *("mail.subject", "mail.document", "content_words", "band_words", "score", "done", "loop.first"),
        *(f"{who}.{part}" for who in ("it", "intended") for part in ("name", "company", "address")),
    ),
    "report",
)

Shape = tuple[tuple[str, int], ...]

MARKS = re.compile(r"[\[\]{}【】<>]|None|True|False|\(\)|（）|「」|«»")
SPACING = re.compile(r"\n{3}|[ \t]\n|\n[ \t]|[ \u00a0]{2}|\u3000| [,.;:!?،؛؟](?!\S)|\( | \)|（ | ）")
DOUBLED = re.compile(r"[,.;:，。；：、،؛][,.;:，。；：、،؛]|[!?！？؟]{2}")
ENDS = (".", "!", "?", "。", "？", "؟", "：", ":", "，", ",", "،")
PAIRS = ("()", "（）", "「」", "“”", "«»", "【】")


@cache
def branches(source: str) -> set[str]:
    """Find every name that a template decides something by."""
    found: set[str] = set()
    tree = Environment(autoescape=True).parse(source)
    for test in [node.test for node in tree.find_all((nodes.If, nodes.CondExpr))]:
        found |= {_dotted(node) for node in _outermost(test)}
    return found


def _outermost(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.Call):
        yield from _outermost(node.node.node if isinstance(node.node, nodes.Getattr) else node.node)
    elif isinstance(node, nodes.Name | nodes.Getattr):
        yield node
    else:
        for child in node.iter_child_nodes():
            yield from _outermost(child)


def _dotted(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else f"{_dotted(node.node)}.{node.attr}"  # type: ignore[attr-defined]


def factors(name: str) -> dict[str, tuple[Any, ...]]:
    """Give what the templates of a name branch on in any language, with every value."""
    decided = {DECIDED_BY[one] for code in LANGUAGES for one in branches(SHELF.shipped(code, name))}
    if name.startswith("manager"):
        decided |= {"fields", "report"}
    return {factor: values for factor, values in FACTORS.items() if factor in decided}


def every(name: str) -> list[Row]:
    """Give every combination."""
    listed = factors(name)
    return [dict(zip(listed, values, strict=True)) for values in product(*listed.values())]


@cache
def pairwise(name: str) -> tuple[Row, ...]:
    """Give few rows of what a template branches on."""
    return pairs(factors(name))


def facts_of(row: Row, language: str, name: str) -> Facts:
    """Turn a row into what a letter of this language is told."""
    fields = row.get("fields", "full")
    reader, sender = PETRA, LI
    if fields == "needed":
        reader, sender = Reader(name=PETRA.name), Sender(name=LI.name)
    elif fields == "company-only":
        reader, sender = Reader(company=PETRA.company), LI.model_copy(update={"title": ""})
    elif fields == "no-phone":
        sender = LI.model_copy(update={"phone": ""})
    if row.get("document"):
        reader = reader.model_copy(update={"document": "Rahmen 77120.pdf"})
    content, confidential = row.get("about", ("", True))
    asked, confirmed, asking = row.get("state", (False, False, True))
    table = SHELF.language_table(language)
    manager = name.startswith("manager")
    facts = Facts(
        reader=reader,
        sender=sender,
        manager=CHEN,
        sent_at=_moment(table, name) if row.get("sent") else "",
        content=content,
        confidential=confidential,
        asked=asked,
        confirmed=confirmed,
        asking=asking,
        **{
            key: row[key]
            for key in ("recalled", "opened", "several", "corrects", "answered", "written", "recipient")
            if key in row
        },
    )
    if "attachments" in row:
        facts = replace(facts, attachments=row["attachments"][0], unseen=row["attachments"][1])
    if "further" in row:
        facts = replace(facts, forwarded=row["further"][0], public=row["further"][1])
    if not manager:
        return facts
    facts = replace(
        facts, personal_data=row["personal_data"], called=row.get("called", False), readers=(PETRA,)
    )
    if row["report"] == "nothing":
        return facts
    readers = (PETRA,)
    if row["report"] == "blank-readers":
        readers = (Reader(), PETRA, Reader(company="Nordlicht"), Reader(address="a@nordlicht.example"))
    return replace(
        facts,
        subject=MAIL.subject,
        document=MAIL.attachments[0].name,
        readers=readers,
        intended=DIEGO if row["report"] == "full" else Reader(),
        content_words=table.content[facts.content] if facts.content else "",
        band="serious",
        band_words=table.band["serious"],
        score=None if row["report"] == "no-score" else 62,
        known=tuple(table.told(table.known, SENT)),
        done=tuple(table.done.values()),
    )


def _moment(table: LanguageTable, name: str) -> str:
    return (
        table.spoken(SENT)
        if name.startswith("call")
        else table.when(SENT, zone=not name.startswith("manager"))
    )


def case_of(facts: Facts, name: str) -> Case:
    """Give what the letter is examined against: B must not show to A, nor A to B."""
    head, _, tail = name.partition(".")
    kind, role = {"call": ("call", tail), "message": ("message", tail), "follow-up": ("message", tail)}.get(
        head, ("letter", head)
    )
    other = DIEGO if role == "wrong-recipient" else Reader(name="Olga Sorokina", company="Polaris Cargo")
    address = facts.reader.address
    return Case(
        role=role,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        reader=facts.reader,
        sender=facts.sender,
        others=(other,),
        mail=MAIL
        if role == "wrong-recipient"
        else MAIL.model_copy(update={"to": (Address(name="Olga Sorokina", address="olga@polaris.example"),)}),
        document=MAIL.attachments[0].name,
        content=facts.content or None,
        to=(address,) if address else (),
        already=head == "follow-up",
        answered=facts.answered,
        asked=facts.asked,
        confirmed=facts.confirmed,
    )


def assert_whole(composed: Composed, name: str) -> None:
    """Hold a rendering to what every letter owes its reader, whatever its language."""
    text = f"{composed.subject}\n\n{composed.body}" if composed.subject else composed.body
    assert composed.gaps == ()
    assert text == text.strip()
    ours = text.replace("Co., Ltd.", "Co Ltd").replace("S.L.", "SL").replace("Тел.:", "Тел:")
    assert ".." not in text
    for flaw in (MARKS, SPACING, DOUBLED):
        assert flaw.search(ours) is None, (flaw.search(ours), text)
    assert all(text.count(pair[0]) == text.count(pair[1]) for pair in PAIRS), text
    assert text.count('"') % 2 == 0, text
    named = tuple(part.name for part in composed.parts)
    if name.startswith(("call", "message", "follow-up")):
        assert named == ("text",)
        assert composed.subject == ""
    else:
        assert named == PARTS
        assert composed.formula == ("apology", "explanation", "remedy", "apology")
        assert composed.subject.strip()
        assert "\n" not in composed.subject
    for part in composed.parts:
        assert all(paragraph.strip() == paragraph != "" for paragraph in part.paragraphs)
        if part.name in ("apology", "explanation", "closing", "text"):
            assert all(paragraph.endswith(ENDS[:6]) for paragraph in part.paragraphs), part.text
        for line in part.text.splitlines():
            assert (
                part.name == "greeting" or not line.endswith((":", "：")) or _a_list_follows(part.text, line)
            )


def _a_list_follows(text: str, line: str) -> bool:
    return "\n- " in text.partition(line)[2][:3]


def sound(row: Row, language: str, name: str, seen: set[object]) -> Shape:
    """Render a row, look at it, examine it if no row before gave the same text, and give its shape."""
    facts = facts_of(row, language, name)
    composed = SHELF.compose(language, name, facts)
    case = case_of(facts, name)
    key = (composed.subject, composed.body, case.content, case.reader, case.asked, case.confirmed)
    if key not in seen:
        seen.add(key)
        assert_whole(composed, name)
        found = examine(composed.subject, composed.body, case, SHELF.cues(language))
        assert found == (), (language, name, row, found, composed.body)
    return shape(composed)


def shape(composed: Composed) -> Shape:
    """Give the parts of a rendering, and of how many paragraphs each is."""
    return tuple((part.name, len(part.paragraphs)) for part in composed.parts)


def test_whatever_a_template_branches_on_is_among_what_is_tried() -> None:
    asked = {one for code in LANGUAGES for name in TEMPLATES for one in branches(SHELF.shipped(code, name))}
    assert asked <= DECIDED_BY.keys(), asked - DECIDED_BY.keys()
    assert set(DECIDED_BY.values()) == FACTORS.keys()
    assert branches("{% if a.b and c %}{{ d if e.f.endswith('x') else g }}{% endif %}") == {"a.b", "c", "e.f"}


def test_the_rows_of_the_everyday_run_hold_every_pair() -> None:
    rows, listed = pairwise("intended-recipient.crisis"), factors("intended-recipient.crisis")
    assert len(rows) < len(every("intended-recipient.crisis")) / 20
    for one, other in combinations(listed, 2):
        met = {(str(row[one]), str(row[other])) for row in rows}
        assert len(met) == len(listed[one]) * len(listed[other])


@pytest.mark.parametrize(
    "language",
    [pytest.param(one, marks=() if one in ("en", "zh") else pytest.mark.full) for one in LANGUAGES],
)
def test_every_letter_is_whole_and_has_no_finding(language: str) -> None:
    for name in TEMPLATES:
        assert SHELF.template(language, name) == SHELF.shipped(language, name)
        seen: set[object] = set()
        for row in pairwise(name):
            sound(row, language, name, seen)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_letter_has_a_gloss_paragraph_for_paragraph(name: str) -> None:
    for row in pairwise(name):
        shapes = {shape(SHELF.compose(one, name, facts_of(row, one, name))) for one in LANGUAGES}
        assert len(shapes) == 1, (name, row)


@pytest.mark.product
@pytest.mark.parametrize("name", TEMPLATES)
def test_in_every_combination_every_letter_is_whole_has_no_finding_and_has_its_glosses(name: str) -> None:
    seen: dict[str, set[object]] = {language: set() for language in LANGUAGES}
    for row in every(name):
        shapes = {sound(row, language, name, seen[language]) for language in LANGUAGES}
        assert len(shapes) == 1, (name, row)
