"""Records as disks, editors and people spoil them: never an exception, never a long wait."""

from __future__ import annotations

import random
import sys
import tomllib
from functools import cache
from typing import Any

import pytest
import tomli_w
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.playbook.veris import VerisRules
from misdirect_tui.core.register.row import row_of
from misdirect_tui.core.report.redact import redacted
from misdirect_tui.core.report.veris import veris_record
from misdirect_tui.exporting import calendar_of, report_of
from misdirect_tui.files.bulk import LIMIT, MOST, bulk_of
from misdirect_tui.files.message import MOST_RECIPIENTS
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import ReadRecord, read_record, write_record
from misdirect_tui.files.toml import decoded
from misdirect_tui.situation import Situation

from tests.incidents import HARD, NOON, begun, long_lived
from tests.monsters import MONSTERS

EVERYDAY, FULL = 200, 10_000
CHUNK = 100
# Calls that reading takes for each word that a record weighs, and those that it takes in any case.
MOST_CALLS, ANY_CALLS = 20, 60_000
PLAYBOOK = Playbook()
WORDS = PLAYBOOK.words("zh")
STOP_RULES = PLAYBOOK.rules(StopRules, "stop")

BITS = (
    b"[" * 5000,
    b"{a=" * 3000,
    b"a." * 20_000 + b"a = 1",
    b"x = {" + b"a." * 20_000 + b"a = 1}",
    b"[" + b"a." * 20_000 + b"a]",
    b"x = " + b"9" * 5000,
    b"x = 0x" + b"f" * 5000,
    b"x = 1e" + b"9" * 5000,
    b"recipients = 99999999999999999999999",
    b"opened_at = 9999-12-31T23:59:59-23:59",
    b'id = "\\u0000"',
    b'"""',
    b"'''",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\r",
    b"schema = 1\n",
    b"[[timeline]]\n" * 50,
    b"[grade.flags]\n",
    b"undoes = -1\n",
    b"nan",
    b"2025-11-18",
    b"\\ud800",
    b"[]",
    b"{}",
    b"true",
    b"=",
    b'"',
)


@cache
def record() -> bytes:
    incident = begun(SentMail(subject="确认 PI", text="\n".join(HARD) * 3, sent_at=NOON, service="gmail"))
    letter = "explain.letters.letter-manager-1-en"
    for changes in (
        {
            "grade.content": "contract",
            "grade.flags.opened": "yes",
            "grade.result": {"score": 46, "rules": "1"},
        },
        {"stop.ticks.recall": "done", "stop.window": 30},
        {"explain.sender.name": "Mei", "explain.wrong-recipient": [{"name": "A"}, {"name": "B"}]},
        {f"{letter}.body": "Dear A,\n\nSorry.\n", f"{letter}.copied_at": NOON},
        {"prevent.cause": "haste", "prevent.techniques.bcc": {"choice": "planned", "due": NOON.date()}},
    ):
        incident = incident.with_changes(changes, at=NOON, event="edited")
    return write_record(incident.undone(at=NOON).with_typing({"explain.document": "报价"}))


VALUES: tuple[Any, ...] = (
    "",
    "open",
    "x.y.z",
    "e" * 5000,
    -1,
    2**63 - 1,
    1e308,
    float("nan"),
    True,
    NOON,
    NOON.replace(tzinfo=None),
    NOON.replace(year=9999, tzinfo=None),
    NOON.date(),
    NOON.time(),
    [],
    {},
    [[[]]],
    [{}],
    {"": {"": {}}},
    {"explain." + "a." * 5000: 1, "unset": ["grade." + "a." * 5000], "undoes": 0},
)


def mistaken(value: Any, chance: random.Random) -> Any:
    """Put something else in the place of one value, or one key, somewhere in a tree."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.1:
        return chance.choice(VALUES)
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    place = chance.randrange(len(items))
    key, item = items[place]
    match chance.randrange(6):
        case 0:
            del items[place]
        case 1:
            items[place] = (chance.choice(["", "was", "id", "x.y", f"{key}s"]), item)
        case _:
            items[place] = (key, mistaken(item, chance))
    return dict(items) if isinstance(value, dict) else [item for _, item in items]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Spoil a record: its values and keys, or else its bytes in one to three ways."""
    if chance.random() < 0.5:
        tree = tomllib.loads(data.decode())
        for _ in range(chance.randint(1, 6)):
            found = mistaken(tree, chance)
            tree = found if isinstance(found, dict) else tree
        return tomli_w.dumps(tree).encode()
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data) + 1)
        lines = data.split(b"\n")
        line = chance.randrange(len(lines))
        match chance.randrange(10):
            case 0:
                spoilt = bytearray(data)
                for _ in range(chance.randint(1, 8)):
                    if spoilt:
                        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
                data = bytes(spoilt)
            case 1:
                data = data[:place]
            case 2:
                data = data[place:]
            case 3:
                data = data[:place] + chance.choice(BITS) + data[place:]
            case 4:
                data = b"\n".join([*lines[:line], chance.choice(BITS), *lines[line:]])
            case 5:
                data = b"\n".join([*lines[:line], *lines[line : line + 3], *lines[line:]])
            case 6:
                key = lines[line].partition(b"=")[0]
                data = b"\n".join([*lines[:line], key + b"= " + chance.choice(BITS), *lines[line + 1 :]])
            case 7:
                data = data.replace(b"\n", b"\r\n")
            case 8:
                text = data.decode("utf-8", "ignore")
                data = text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "gb18030", "utf-32"]))
            case _:
                data = b"\n".join(chance.sample(lines, len(lines)))
    return data


def chunks() -> list[object]:
    short, long = EVERYDAY // CHUNK, FULL // CHUNK
    return [*range(short), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(short, long))]


def some_monsters() -> list[object]:
    everyday = ("events", "escapes")
    rare = MONSTERS.keys() - set(everyday)
    return [*everyday, *(pytest.param(name, marks=pytest.mark.full) for name in sorted(rare))]


def read_in_few_calls(data: bytes) -> ReadRecord:
    """Read a record while counting calls: time that does not depend on the machine."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        found = read_record(data, "spoilt.toml")
    finally:
        sys.setprofile(None)
    weight = bulk_of(decoded(data) or "").weight
    assert calls <= MOST_CALLS * min(weight, MOST) + ANY_CALLS
    return found


@pytest.mark.parametrize("seed", chunks())
def test_a_spoilt_record_never_raises_and_never_keeps_anybody_waiting(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CHUNK):
        data = mutated(record(), chance)
        found = read_in_few_calls(data)
        assert found.incident is not None or found.faults
        assert all(fault.said(WORDS) for fault in found.faults)
        if found.incident is not None:
            tell(found.incident)
            # What was understood is sound: it can be worked with, written, and read without a fault.
            worked = found.incident.undone(at=NOON).with_changes({"grade.dpc": 2}, at=NOON, event="answered")
            written = write_record(worked)
            again = read_record(written, "again.toml")
            assert again.incident is not None
            assert write_record(again.incident) == written
            # A key that nobody knows is kept, and so is what it was most likely meant to be, and a newer
            # number of the schema; when an incident was closed nobody but its owner knows.
            codes = {fault.code for fault in again.faults if not fault.where.endswith(": closed_at")}
            assert codes <= {"unknown-key-near", "newer-schema"}


def tell(incident: Incident) -> None:
    """Tell an incident in every way there is: none of them may raise."""
    for each in (incident, redacted(incident, STOP_RULES)):
        row_of(each, each.id, STOP_RULES, PLAYBOOK.rules(PreventRules, "prevent"))
        situation = Situation(each, now=NOON, words=WORDS, playbook=PLAYBOOK).judged()
        report_of(situation)
        calendar_of(situation)
        veris_record(each, situation.severity, PLAYBOOK.rules(VerisRules, "veris"), STOP_RULES, now=NOON)


def test_the_record_that_is_spoilt_is_sound_itself() -> None:
    assert read_record(record(), "sound.toml").faults == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_an_editor_saves_in_its_own_way_is_the_same_incident(encoding: str, ends: str) -> None:
    saved = record().decode().replace("\n", ends).encode(encoding)
    assert read_record(saved, "x") == read_record(record(), "x")


@pytest.mark.parametrize("name", some_monsters())
def test_a_record_of_more_than_an_incident_is_one_fault_and_is_not_taken_apart(name: str) -> None:
    data = MONSTERS[name].beyond()
    found = read_in_few_calls(data)
    assert found.incident is None
    code = "too-large" if len(data) > LIMIT else "too-heavy"
    assert [(fault.where, fault.code) for fault in found.faults] == [("spoilt.toml", code)]


@pytest.mark.parametrize("name", some_monsters())
def test_a_record_of_one_thing_over_and_over_is_read_in_few_steps(name: str) -> None:
    found = read_in_few_calls(MONSTERS[name].of_a_moment())
    assert found.incident is not None or found.faults
    assert {fault.code for fault in found.faults}.isdisjoint({"too-large", "too-heavy"})
    assert len(found.faults) < 500


@pytest.mark.full
def test_a_long_real_incident_opens_whole() -> None:
    for incident in (long_lived(events=8_000, edits=5), long_lived(events=10, edits=200)):
        data = write_record(incident)
        found = read_record(data, "long.toml")
        assert (found.incident, found.faults) == (incident, ())


def test_the_mail_with_the_most_recipients_is_a_record_that_is_read() -> None:
    them = tuple(Address(name=f"Reader {n}", address=f"r{n}@example.com") for n in range(MOST_RECIPIENTS))
    incident = begun(SentMail(subject="All", text="x" * 20_000, to=them))
    assert read_record(write_record(incident), "many.toml") == ReadRecord(incident, ())
