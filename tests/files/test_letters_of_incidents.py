"""Every letter of whole incidents: what was answered and done, not what the templates are told of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any, get_args

import pytest
from misdirect_tui.core.ids import Content, Recipient
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, Attachment, SentMail
from misdirect_tui.core.stop.checklist import ITEMS
from misdirect_tui.files.letters import LANGUAGES
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.situation import Situation

from tests.pairwise import Row, pairs

PLAYBOOK = Playbook()
SENT = datetime(2025, 3, 12, 14, 32, tzinfo=timezone(timedelta(hours=8)))
LI = {"name": "Li Na", "company": "Haishi Trading Co., Ltd.", "title": "Sales", "phone": "+86 574 8765 4321"}
MAIL = SentMail(
    sent_at=SENT,
    subject="Proforma PI-2025-0312 for the spring order",
    sender=Address(name="Li Na", address="lina@haishi.example"),
    attachments=(Attachment(name="PI-2025-0312 Verano.pdf"),),
    text="Dear Diego,\n\n5,000 pcs at USD 12.35 each, USD 61,750.00 in all, with a 30% deposit.\n\nLi Na",
)
STATES: dict[str, tuple[Any, ...]] = {
    "language": LANGUAGES,
    "content": (None, *get_args(Content)),
    "recipient": (None, *get_args(Recipient)),
    **dict.fromkeys(("recalled", "opened", "forwarded", "deleted-unread"), (None, "yes", "no", "unknown")),
    "personal-data": (None, "yes"),
    "readers": (1, 3),
    "intended": ("named", "company", "nobody", "colleague"),
    "done": ("nothing", "declined", "asked", "told", "confirmed", "all"),
    "interface": ("en", "zh"),
}
PEOPLE = (("Petra Nordlicht", "nordlicht"), ("Olga Sorokina", "polaris"), ("Jun Tanaka", "minato"))
READERS = tuple(
    Address(name=name, address=f"{name.split()[0].lower()}@{place}.example")
    for name, place in (
        ("Petra Nordlicht", "nordlicht"),
        ("Olga Sorokina", "polaris"),
        ("Jun Tanaka", "minato"),
    )
)
INTENDED = {
    "named": {"name": "王建国", "company": "广州绿源贸易有限公司", "address": "wangjg@lvyuan.example"},
    "company": {"company": "Casa Verano S.L."},
    "nobody": None,
    "colleague": {"name": "Bo Chen", "address": "bo@haishi.example"},
}

DECLINED = [
    f"{kind}-wrong-recipient-{number}-en" for kind in ("letter", "call", "message") for number in (1, 2, 3)
]

ERRANDS = (*(("wrong-recipient", number) for number in (1, 2, 3)), ("intended-recipient", 1))


def incident_of(row: Row) -> Incident:
    """Build the incident that a row tells of."""
    mail = MAIL.model_copy(update={"to": READERS[: row["readers"]]})
    flags = ("recalled", "opened", "forwarded", "deleted-unread", "personal-data")
    letters: dict[str, Any] = {}
    for role, number in (
        ("wrong-recipient", 1),
        ("wrong-recipient", 2),
        ("wrong-recipient", 3),
        ("intended-recipient", 1),
    ):
        step = ("nothing", "asked", "told", "confirmed", "all").index(
            row["done"].replace("declined", "nothing")
        )
        sent, confirmed = {
            "wrong-recipient": (step >= 1, step >= 3),
            "intended-recipient": (step >= 2, step >= 4),
        }[role]
        if sent and (role == "intended-recipient" or number <= row["readers"]):
            letters[f"letter-{role}-{number}-{row['language']}"] = {
                "sent_at": SENT,
                **({"confirmed_at": SENT + timedelta(hours=1)} if confirmed else {}),
            }
    changes = {
        "grade.content": row["content"],
        "grade.recipient": row["recipient"],
        **{f"grade.flags.{flag}": row[flag] for flag in flags},
        "stop.ticks": dict.fromkeys(ITEMS, "done"),
        "explain.language": row["language"],
        "explain.intended-recipient": INTENDED[row["intended"]],
        "explain.sender": LI,
        "explain.manager": {"name": "Chen Bo"},
        "explain.letters": letters or None,
        "explain.declined": DECLINED if row["done"] == "declined" else None,
    }
    begun = Incident.begin(id="one", at=SENT, mail=mail)
    return begun.with_changes(
        {path: value for path, value in changes.items() if value is not None}, at=SENT, event="answered"
    )


def assert_clean(row: Row) -> None:
    """Look at every letter of an incident, at what is found in it and at its gloss."""
    judged = Situation(
        incident_of(row), now=SENT, words=PLAYBOOK.words(row["interface"]), playbook=PLAYBOOK
    ).judged()
    for due in judged.due:
        letter = judged.written(due)
        unnamed = not (due.reader.name or due.reader.company)
        assert letter.composed.gaps == (("reader-name",) if unnamed else ()), (row, due)
        assert len(letter.gaps) == unnamed
        found = judged.findings_in(due, letter.subject, letter.body)
        told = {each.code for each in found} - ({"open-field"} if unnamed else set())
        if due.kind == "letter" and due.state in ("sent", "confirmed"):
            told -= {"second-apology"}
        unread = due.reader.name == "王建国" and due.language not in ("zh", "ja", "ko")
        assert told == ({"greeting"} if unread and due.kind == "letter" else set()), (
            row,
            due.key,
            found,
            letter.body,
        )
        assert letter.direction == ("rtl" if row["language"] == "ar" else "ltr")
        glossed = judged.but(letter_key=due.key)
        assert [text for text, _ in glossed.gloss] == letter.body.split("\n\n")
        assert judged.words("interface.preview.no-gloss") not in [meaning for _, meaning in glossed.gloss]
        assert bool(glossed.subject_gloss) == bool(letter.subject)
        assert glossed.subject_gloss != letter.subject or not letter.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manager_reads_what_was_done_in_the_language_of_the_letter(language: str) -> None:
    row = {name: values[-1] for name, values in STATES.items()} | {
        "language": language,
        "content": "contract",
    }
    told = []
    for interface in ("en", "zh"):
        words = PLAYBOOK.words(interface)
        judged = Situation(incident_of(row), now=SENT, words=words, playbook=PLAYBOOK).judged()
        (due,) = (each for each in judged.due if each.role == "manager")
        told.append(judged.written(due).body)
    assert told[0] == told[1]
    done = PLAYBOOK.shelf.language_table(language).done
    assert all(
        f"- {done[item.id]}" in told[0].splitlines() for item in judged.checklist if item.state == "done"
    )
    assert f"- {done['recall']}" in told[0]
    assert f"- {done['telephone']}" in told[0]
    assert f"- {done['intended-told']}" in told[0]
    known = PLAYBOOK.shelf.language_table(language).known
    assert known["competing-customer"] in told[0]
    for intended, waits in (("named", True), ("colleague", False)):
        still = incident_of({**row, "done": "nothing", "intended": intended, "recipient": "customer"})
        judged = Situation(still, now=SENT, words=words, playbook=PLAYBOOK).judged()
        (due,) = (each for each in judged.due if each.role == "manager")
        assert (known["intended-waits"] in judged.written(due).body) == waits
        assert (INTENDED[intended]["name"] in judged.written(due).body) == waits


def test_the_call_says_the_year_of_a_mail_of_last_year_alone() -> None:
    row = {name: values[-1] for name, values in STATES.items()} | {"language": "en", "done": "nothing"}
    told = incident_of({**row, "content": "contract", "deleted-unread": "no"})
    for opened_at, says in ((SENT, False), (SENT.replace(year=2026), True)):
        later = told.model_copy(update={"opened_at": opened_at})
        judged = Situation(later, now=SENT, words=PLAYBOOK.words("en"), playbook=PLAYBOOK).judged()
        calls = [judged.written(due).body for due in judged.due if due.kind == "call"]
        assert calls
        assert all(("on 12 March 2025" in call) == says for call in calls)


def test_every_letter_of_every_incident_can_go_out_as_it_stands() -> None:
    for row in pairs(STATES):
        assert_clean(row)


@pytest.mark.product
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_every_incident_can_go_out_as_it_stands_in_every_language(language: str) -> None:
    for row in pairs({name: values for name, values in STATES.items() if name != "language"}):
        for done, intended in product(STATES["done"], STATES["intended"]):
            assert_clean({**row, "language": language, "done": done, "intended": intended})


def test_what_the_key_of_the_gloss_promises_holds_under_a_letter_in_either_language() -> None:
    row = {name: values[0] for name, values in STATES.items()}
    for interface, other in (("zh", "en"), ("en", "zh")):
        words = PLAYBOOK.words(interface)
        for language, said in ((interface, other), (other, interface), ("de", interface)):
            found = incident_of({**row, "language": language})
            judged = Situation(found, now=SENT, words=words, playbook=PLAYBOOK).judged()
            han = any("\u4e00" <= character <= "\u9fff" for _, line in judged.gloss for character in line)
            assert han == (said == "zh")
        assert (
            words("interface.command.gloss.label")
            == {"zh": "\u53cc\u8bed\u5bf9\u7167", "en": "What it says"}[interface]
        )
