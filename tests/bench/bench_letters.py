"""Print what one more key costs while a letter is shown: writing it and examining it, in every language.

Each key gives a text that was never seen before. Beside it stands, as the yardstick of the same run,
parsing the rules of the examiner once. All is processor time, which other work on the machine adds little to.
"""

from __future__ import annotations

import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import TEXT_LIMIT, Address, Attachment, SentMail
from misdirect_tui.files.letters import LANGUAGES
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.situation import Situation

RULES = (Path(__file__).parents[2] / "data/rules/examine.toml").read_text("utf-8")
NOW = datetime(2025, 11, 18, 9, 30, tzinfo=timezone(timedelta(hours=8)))
LINE = "we can ship 5,000 pcs at USD 12.35 by the end of May, 我们五月底先发第一批货物。\n"
KEYS = 40
TARGET = 0.005
RATIO = 2
PLAYBOOK = Playbook()


def incident(language: str, readers: int) -> Incident:
    """Build a grave incident: a mail of the greatest length that is kept, two parties, so many readers."""
    mail = SentMail(
        sent_at=NOW,
        subject="Proforma PI-2025-0312",
        sender=Address(name="Li Na", address="lina@haishi.example"),
        to=tuple(
            Address(name=f"Olga Sorokina{n}", address=f"olga{n}@polaris{n}.example") for n in range(readers)
        ),
        attachments=(Attachment(name="PI-2025-0312 Casa Verde.pdf"),),
        text=(LINE * (TEXT_LIMIT // len(LINE) + 1))[:TEXT_LIMIT],
    )
    answers = {
        "grade.content": "contract",
        "grade.recipient": "competing-customer",
        "explain.language": language,
        "explain.intended-recipient": {
            "name": "王建国",
            "company": "广州绿源贸易有限公司",
            "address": "wangjg@lvyuan.example",
        },
        "explain.sender": {"name": "Li Na", "company": "Haishi Trading Co., Ltd.", "phone": "+86 574 8765"},
    }
    return Incident.begin(id="one", at=NOW, mail=mail).with_changes(answers, at=NOW, event="answered")


def shown(found: Incident) -> Situation:
    """Give the situation of an incident, nothing of it worked out yet."""
    return Situation(found, now=NOW, words=PLAYBOOK.words("en"), playbook=PLAYBOOK).judged()


def typed_in_the_text(found: Incident) -> Iterator[Incident]:
    """Give the incident after each key at the end of the letter."""
    letter = shown(found).letter
    assert letter is not None
    path = f"explain.letters.{letter.due.key}"
    text = letter.body
    for key in range(KEYS):
        text += "I write again, and nobody else has it. 请您放心。"[key % 40]
        edit: dict[str, Any] = {"subject": letter.subject, "body": text, "edited": True}
        yield found.with_typing({f"{path}.{name}": value for name, value in edit.items()})


def typed_in_a_field(found: Incident) -> Iterator[Incident]:
    """Give the incident after each key in the reader's name."""
    first = {"address": found.mail.to[0].address}
    rest = [{"name": one.name, "address": one.address} for one in found.mail.to[1:]]
    for key in range(KEYS):
        name = ("Petra Nordlicht von der Heide zu Bergen am See und Tal"[: key + 1]).strip() or "P"
        yield found.with_typing({"explain.wrong-recipient": [{**first, "name": name}, *rest]})


def timed(found: Incident) -> float:
    """Time writing the shown letter and examining it."""
    situation = shown(found)
    started = time.thread_time()
    _ = situation.letter, situation.findings
    return time.thread_time() - started


def yardstick() -> float:
    """Time parsing the rules once."""
    started = time.thread_time()
    tomllib.loads(RULES)
    return time.thread_time() - started


def main() -> int:
    """Run the report; the status is 1 where a key costs more than 5 ms and more than RATIO yardsticks."""
    ways: dict[str, Callable[[Incident], Iterator[Incident]]] = {
        "text": typed_in_the_text,
        "field": typed_in_a_field,
    }
    rule = statistics.median(yardstick() for _ in range(20))
    sys.stdout.write(f"yardstick, parsing the rules once: {rule * 1000:.2f} ms\n")
    missed, slowest = [], 0.0
    for readers in (1, 20):
        for language in LANGUAGES:
            found, told = incident(language, readers), []
            for name, typed in ways.items():
                first, *times = [timed(one) for one in typed(found)]
                middle, worst = statistics.median(times), statistics.quantiles(times, n=20)[-1]
                told.append(
                    f"{name} {middle * 1000:5.2f} ms, ratio {middle / rule:4.2f} "
                    f"(95%: {worst * 1000:5.2f} ms, first {first * 1000:3.0f} ms)"
                )
                slowest = max(slowest, middle)
                if middle > TARGET and middle > RATIO * rule:
                    missed.append(f"{language}, {readers} readers, {name}")
            sys.stdout.write(f"{language}, {readers:2} readers: each key in the {'; '.join(told)}\n")
    sys.stdout.write(f"slowest: {slowest * 1000:.2f} ms, ratio {slowest / rule:.2f}\n")
    sys.stdout.write(f"missed: {'; '.join(missed)}\n" if missed else "no key missed the target\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
