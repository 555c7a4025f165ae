from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from misdirect_tui.core.entry import entered
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import TEXT_LIMIT, Letter, SentMail
from misdirect_tui.files import unknown
from misdirect_tui.files.playbook import LANGUAGES, Playbook
from misdirect_tui.files.record import ReadRecord, read_record, write_record
from misdirect_tui.files.sift import MOST_FAULTS

from tests.incidents import HARD, NOON, RAW, begun, incidents

NAME = "case.toml"
HEAD = 'schema = 1\nid = "20251118-120000-3f9a"\nopened_at = 2025-11-18T12:00:00+08:00\n'


def read(text: str) -> ReadRecord:
    return read_record(text.encode(), NAME)


_LINE = re.compile(r"^:\d+(?=: )")


def named(found: ReadRecord) -> dict[str, str]:
    """Give the faults, where to what, each of which can be said in both languages as one line."""
    for language in LANGUAGES:
        words = Playbook().words(language)
        for fault in found.faults:
            assert fault.said(words).startswith(f"{fault.where}: ")
    return {_LINE.sub("", fault.where.removeprefix(NAME)).lstrip(": "): fault.code for fault in found.faults}


def sound(text: str) -> Incident:
    found = read(text)
    assert found.faults == ()
    assert found.incident is not None
    return found.incident


@settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(incidents())
def test_a_record_written_and_read_again_is_the_same_incident_and_the_same_bytes(incident: Incident) -> None:
    data = write_record(incident)
    found = read_record(data, NAME)
    assert found == ReadRecord(incident, ())
    assert write_record(found.incident or begun()) == data
    assert tomllib.loads(data.decode())["schema"] == 1


@pytest.mark.parametrize(
    "text", [*RAW, "长" * 30_000, "\r\n" * 30_000], ids=lambda text: ascii(text)[:30].replace("\\", "/")
)
def test_any_text_is_kept_as_it_entered(text: str) -> None:
    letter = Letter(body=text, subject=text)
    changes = {"explain.letters.letter-wrong-recipient-1-en": letter.tree}
    incident = begun(SentMail(subject=text, text=text)).with_changes(changes, at=NOON, event="edited")
    found = read_record(write_record(incident), NAME)
    assert found == ReadRecord(incident, ())
    assert found.incident is not None
    assert found.incident.mail.subject == entered(text)
    assert found.incident.mail.text == entered(text[:TEXT_LIMIT])[:TEXT_LIMIT]


def test_an_incident_that_was_built_with_raw_text_and_times_is_written_settled() -> None:
    raw = Incident(
        id="x",
        opened_at=NOON.replace(microsecond=5),
        mail=SentMail.model_construct(subject="a\r\nb\ud800", text="长" * (TEXT_LIMIT + 1)),
        note="c\rd",  # type: ignore[call-arg]
    )
    incident = sound(write_record(raw).decode())
    assert incident.opened_at == NOON
    assert (incident.mail.subject, len(incident.mail.text)) == ("a\nb\ufffd", TEXT_LIMIT)
    assert incident.tree["note"] == "c\nd"


def test_no_control_character_but_the_line_end_stands_raw_in_a_record() -> None:
    incident = begun(SentMail(subject="".join(HARD), text="\x1b]0;x\x07\x9b2J\u202e"))
    text = write_record(
        incident.with_changes({"explain.document": "\x85\u2028"}, at=NOON, event="edited")
    ).decode()
    assert {character for character in text if not character.isprintable()} == {"\n"}
    assert "\r" not in text


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    incident = begun(SentMail(subject="x")).with_changes(
        {
            "grade.content": "contract",
            "grade.result": {"score": 40},
            "explain.letters.letter-manager-1-en.body": "y",
            "status": "closed",
            "closed_at": NOON,
        },
        at=NOON,
        event="closed",
    )
    incident = incident.model_copy(update={"zzz": 1, "yyy": {"a": 1}})
    text = write_record(incident).decode()
    assert text.startswith("schema = 1\n")
    tree = tomllib.loads(text)
    head = ["schema", "id", "status", "opened_at", "closed_at", "zzz"]
    assert list(tree) == [*head, "mail", "stop", "grade", "explain", "prevent", "yyy", "timeline"]
    assert list(tree["mail"]) == ["subject", "to", "cc", "bcc", "attachments", "text", "sha256"]
    assert list(tree["explain"]["letters"][0])[:9] == [
        "kind",
        "role",
        "number",
        "reader",
        "language",
        "tone",
        "subject",
        "body",
        "edited",
    ]
    assert list(tree["timeline"][1]) == ["at", "event", "detail"]
    assert "[grade.result]" in text


UNKNOWN = f"""{HEAD}mood = "calm"
tags = ["a", "b"]
[mail]
subject = "x"
weather = 3
to = [{{ address = "a@a.example", vip = true }}]
[grade]
shade = "blue"
[grade.flags]
opened = "yes"
printed = "no"
[grade.result]
moon = 0.5
[explain.sender]
wechat = "mei"
[[explain.letters]]
kind = "letter"
role = "manager"
paper = "A4"
[prevent.techniques]
bcc = {{ choice = "adopted", why = "see above" }}
two-screens = {{ choice = "planned" }}
[household]
cat = {{ name = "Mimi" }}
[[timeline]]
at = 2025-11-18T12:00:00+08:00
event = "opened"
by = "Mei"
"""


def test_keys_that_are_not_known_are_kept_at_every_level_and_written_back() -> None:
    incident = sound(UNKNOWN)
    changed = incident.with_changes(
        {"grade.content": "contract", "prevent.cause": "haste"}, at=NOON, event="answered"
    )
    for each in (incident, changed, changed.undone(at=NOON)):
        tree = tomllib.loads(write_record(each).decode())
        assert (tree["mood"], tree["tags"], tree["household"]) == (
            "calm",
            ["a", "b"],
            {"cat": {"name": "Mimi"}},
        )
        assert (tree["mail"]["weather"], tree["mail"]["to"][0]["vip"]) == (3, True)
        assert (tree["grade"]["shade"], tree["grade"]["result"]["moon"]) == ("blue", 0.5)
        assert tree["grade"]["flags"] == {"opened": "yes", "printed": "no"}
        assert tree["explain"]["sender"]["wechat"] == "mei"
        assert tree["explain"]["letters"][0]["paper"] == "A4"
        assert tree["prevent"]["techniques"]["bcc"]["why"] == "see above"
        assert tree["prevent"]["techniques"]["two-screens"] == {"choice": "planned"}
        assert tree["timeline"][0]["by"] == "Mei"
        again = read_record(write_record(each), NAME)
        assert again == ReadRecord(each, ())


@pytest.mark.parametrize(
    ("text", "where", "near"),
    [
        ("statsu = 'open'\n", "statsu", "status"),
        ("[mail]\nsubjekt = 'x'\n", "mail.subjekt", "subject"),
        ("[mail]\nto = [{address = 'a', nmae = 'x'}]\n", "mail.to.0.nmae", "name"),
        ("[grade]\ncontnet = 'x'\n", "grade.contnet", "content"),
        ("[grade.flags]\nopend = 'yes'\n", "grade.flags.opend", "opened"),
        ("[stop.ticks]\nkeep-evidense = 'done'\n", "stop.ticks.keep-evidense", "keep-evidence"),
        ("[grade.result]\nscroe = 3\n", "grade.result.scroe", "score"),
        ("[stop]\nqueud = 'yes'\n", "stop.queud", "queued"),
        ("[explain]\nwrong-recipeint = 3\n", "explain.wrong-recipeint", "wrong-recipient"),
        (
            "[[explain.letters]]\n[[explain.letters]]\nrole = 'manager'\nsubjet = 'x'\n",
            "explain.letters.1.subjet",
            "subject",
        ),
        ("[explain.sender]\nphnoe = '1'\n", "explain.sender.phnoe", "phone"),
        ("[prevent.techniques]\nbbc = {choice = 'adopted'}\n", "prevent.techniques.bbc", "bcc"),
        ("[prevent.techniques]\nbcc = {choice = 'adopted', deu = 1}\n", "prevent.techniques.bcc.deu", "due"),
        (
            "[[timeline]]\nat = 2025-11-18T12:00:00Z\nevent = 'opened'\ndetial = 1\n",
            "timeline.0.detial",
            "detail",
        ),
    ],
)
def test_a_near_miss_of_a_known_key_is_a_fault_that_names_it_and_the_key_is_kept(
    text: str, where: str, near: str
) -> None:
    found = read(HEAD + text)
    assert named(found) == {where: "unknown-key-near"}
    assert found.faults[0].values == {"nearest": near}
    assert found.incident is not None
    assert where.rpartition(".")[2] in write_record(found.incident).decode()


FAULTY = """schema = 1
id = "../../etc/passwd"
status = "half-open"
opened_at = 2025-11-18
[mail]
sent_at = 2025-11-18T11:59:00
service = "gmial"
subject = 5
to = [{ name = "no address" }, { address = "a@a.example" }, 7, { address = "b@b.example", name = [] }]
[stop]
window = -1
ticks = { recall = "done", hands-off = "perhaps" }
[grade]
content = "contrakt"
recipient = "competitor"
recipients = 0
ei = 0.3
flags = { opened = "maybe", public = "yes" }
[explain]
letters = [3, { role = "manager", number = 0, body = "kept" }, { role = "managr" }]
[prevent.techniques]
bcc = { choice = "adoptd" }
final-check = { choice = "adopted", due = "someday" }
"""


def test_all_faults_are_named_at_once_and_the_rest_stays_usable() -> None:
    found = read(FAULTY)
    assert named(found) == {
        "id": "wrong-value",
        "status": "not-one-of-near",
        "opened_at": "no-offset",
        "mail.sent_at": "no-offset",
        "mail.service": "not-one-of-near",
        "mail.subject": "wrong-value",
        "mail.to.0.address": "missing-key",
        "mail.to.2": "wrong-value",
        "mail.to.3.name": "wrong-value",
        "stop.ticks.hands-off": "not-one-of",
        "stop.window": "out-of-range",
        "grade.content": "not-one-of-near",
        "grade.recipients": "out-of-range",
        "grade.ei": "wrong-value",
        "grade.flags.opened": "not-one-of",
        "explain.letters.0": "wrong-value",
        "explain.letters.1.number": "out-of-range",
        "explain.letters.2.role": "not-one-of-near",
        "prevent.techniques.bcc.choice": "not-one-of-near",
        "prevent.techniques.final-check.due": "wrong-value",
    }
    incident = found.incident
    assert incident is not None
    assert incident.status == "open"
    assert incident.opened_at == datetime(2025, 11, 18, tzinfo=UTC)
    assert incident.mail.sent_at == datetime(2025, 11, 18, 11, 59, tzinfo=UTC)
    assert [one.address for one in incident.mail.to] == ["a@a.example", "b@b.example"]
    assert incident.stop.ticks == {"recall": "done"}
    assert incident.grade.recipient == "competitor"
    assert incident.grade.flags == {"public": "yes"}
    assert [letter.body for letter in incident.explain.letters.values()] == ["kept", ""]
    assert incident.prevent.techniques.keys() == {"final-check"}


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("grade", "recipients", "true"),
        ("grade", "dpc", '"2"'),
        ("grade", "ei", "true"),
        ("grade.result", "score", '"84"'),
        ("stop", "window", "true"),
    ],
)
def test_what_is_no_number_is_not_taken_for_one(where: str, key: str, value: str) -> None:
    found = read(HEAD + f"[{where}]\n{key} = {value}\n")
    assert named(found)[f"{where}.{key}"] == "wrong-value"


def test_what_is_no_yes_or_no_is_not_taken_for_one() -> None:
    found = read(HEAD + '[[explain.letters]]\nrole = "manager"\nedited = "yes"\n')
    assert named(found)["explain.letters.0.edited"] == "wrong-value"


def test_a_misspelt_path_in_the_timeline_is_named_with_the_one_that_was_meant() -> None:
    event = '[[timeline]]\nat = 2025-11-18T12:00:00+08:00\nevent = "ticked"\n[timeline.detail]\n'
    found = read(
        HEAD + event + '"stop.tiks.recall" = "done"\n"explain.sendr.phone" = "1"\n"stop.queued" = "no"\n'
    )
    assert {fault.where.rpartition("detail.")[2]: fault.values["nearest"] for fault in found.faults} == {
        "stop.tiks.recall": "stop.ticks.recall",
        "explain.sendr.phone": "explain.sender.phone",
    }


def test_a_key_that_has_to_be_there_and_is_misspelt_is_named_as_it_stands() -> None:
    found = read(HEAD + '[mail]\nto = [{ name = "", adress = "a@b.example" }]\n')
    assert named(found)["mail.to.0.adress"] == "unknown-key-near"
    assert "mail.to.0.address" not in named(found)


@pytest.mark.parametrize(
    "given_id", ['"../../etc/passwd"', '""', '".."', '"a/b"', '"a\\u0000b"', "5", '"x\\ny"', f'"{"x" * 300}"']
)
def test_an_id_that_could_lead_elsewhere_gives_way_to_one_made_of_the_record(given_id: str) -> None:
    text = HEAD.replace('"20251118-120000-3f9a"', given_id)
    first, again, other = read(text), read(text), read(text + "x = 1\n")
    assert named(first) == {"id": "wrong-value"}
    assert first.incident is not None
    assert again.incident is not None
    assert other.incident is not None
    assert first.incident.id == again.incident.id != other.incident.id
    assert first.incident.id.startswith("20251118-120000-")


def test_an_id_of_a_record_without_a_time_tells_none() -> None:
    found = read('schema = 1\n[mail]\nsubject = "PI"\n')
    assert found.incident is not None
    assert found.incident.id.startswith("00000000-000000-")


@pytest.mark.parametrize("huge", ["99999999999999999999999", "0x" + "f" * 90_000, "[" * 90 + "1" + "]" * 90])
def test_what_is_too_large_to_bear_is_named_beside_every_other_fault_and_the_rest_stays_usable(
    huge: str,
) -> None:
    found = read(f"""\
schema = "1"
id = "a"
opened_at = {huge}
status = "opne"
[grade]
content = "quotation"
recipient = "competitor"
recipients = {huge}
[[timeline]]
at = {huge}
event = "opened"
""")
    code = "too-deep" if huge.startswith("[") else "out-of-range"
    assert named(found) == {
        "schema": "no-schema",
        "opened_at": code,
        "status": "not-one-of-near",
        "grade.recipients": code,
        "timeline.0.at": code,
    }
    assert len(found.faults) == 5
    assert found.incident is not None
    assert found.incident.grade.tree == {"content": "quotation", "recipient": "competitor"}
    given = {fault.values["given"] for fault in found.faults if fault.code == "out-of-range"}
    assert given <= {huge, f"0x{'f' * 37}\N{HORIZONTAL ELLIPSIS}"}


def test_each_wrong_item_of_a_list_is_named_by_the_number_that_it_has_in_the_file() -> None:
    found = read(
        f"{HEAD}[mail]\nbcc = [1, 'a@b', {{address = 5}}, {{address = 'a'}}, {{address = 'b', name = 1}}]\n"
    )
    assert named(found) == {
        "mail.bcc.0": "wrong-value",
        "mail.bcc.1": "wrong-value",
        "mail.bcc.2.address": "wrong-value",
        "mail.bcc.4.name": "wrong-value",
    }
    assert found.incident is not None
    assert [one.address for one in found.incident.mail.bcc] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "where", "code"),
    [
        ("[mail]\nattachments = [{name = 'x', bytes = -1}]\n", "mail.attachments.0.bytes", "out-of-range"),
        ("[grade.result]\nscore = 920\n", "grade.result.score", "out-of-range"),
        ("status = 'closed'\n", "closed_at", "missing-key"),
        ("closed_at = 2025-11-18T13:00:00Z\n", "closed_at", "while-open"),
    ],
)
def test_a_value_that_cannot_be_is_named(text: str, where: str, code: str) -> None:
    assert named(read(HEAD + text)) == {where: code}


def test_of_very_many_slips_the_first_are_looked_at_and_all_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(unknown, "meant", lambda key, _: looked.append(key))
    people = ", ".join('{ address = "a", nmae = "b" }' for _ in range(300))
    flags = "".join(f"opend{number} = 'yes'\n" for number in range(300))
    found = read(f"{HEAD}[mail]\nto = [{people}]\n[grade.flags]\n{flags}")
    assert len(looked) == unknown.MOST_LOOKED_AT
    assert found.incident is not None
    text = write_record(found.incident).decode()
    assert text.count("nmae") == text.count("opend") == 300


@pytest.mark.parametrize(
    ("item", "head"), [("{ role = 'x' }", "[explain]\nletters"), ("{ at = 1 }", "timeline")]
)
def test_behind_very_many_faults_of_a_list_no_more_of_it_is_read(item: str, head: str) -> None:
    found = read(f"{HEAD}{head} = [{', '.join([item] * 5000)}]\n")
    assert len(found.faults) < 2 * MOST_FAULTS + 2
    assert found.faults[-1].code == "left-out"
    assert named(found)


def test_what_a_grade_gave_is_kept_whole_and_an_older_one_stays_as_it_was() -> None:
    whole = {"score": 0, "lower": 0, "upper": 100, "band": "minor", "response": "formal", "rules": "1"}
    graded = begun().with_changes({"grade.result": whole}, at=NOON, event="answered")
    text = write_record(graded).decode()
    assert tomllib.loads(text)["grade"]["result"] == whole
    for key in ("lower = 0", "upper = 100", 'response = "formal"'):
        text = text.replace(f"{key}\n", "")
    older = sound(text)
    assert older.grade.result is not None
    assert (older.grade.result.upper, older.grade.result.score) == (None, 0)
    assert write_record(older).decode() == text


def test_a_time_that_is_none_is_named_once_and_not_missing_as_well() -> None:
    found = read(f"{HEAD}[[timeline]]\nat = 'yesterday'\nevent = 'opened'\n")
    assert [(fault.where, fault.code) for fault in found.faults] == [
        (f"{NAME}:5: timeline.0.at", "not-a-time")
    ]
    assert found.incident is not None
    assert found.incident.timeline == ()


def test_what_is_missing_is_named_and_the_opening_comes_from_the_timeline() -> None:
    found = read("schema = 1\n[[timeline]]\nat = 2025-11-18T12:00:00+08:00\nevent = 'opened'\n")
    assert named(found) == {"id": "missing-key", "opened_at": "missing-key"}
    assert found.incident is not None
    assert found.incident.opened_at == NOON


def test_an_opening_that_is_missing_comes_from_the_mail_or_from_the_id() -> None:
    head = 'schema = 1\nid = "20251118-120000-3f9a"\n'
    from_mail = read(f"{head}[mail]\nsent_at = 2025-11-18T12:00:00+08:00\n")
    from_id = read(head)
    for found in (from_mail, from_id):
        assert named(found) == {"opened_at": "missing-key"}
    assert from_mail.incident is not None
    assert from_mail.incident.opened_at == NOON
    assert from_id.incident is not None
    assert f"{from_id.incident.opened_at:%Y%m%d-%H%M%S}" == "20251118-120000"


def test_a_language_that_no_letter_is_written_in_is_named_with_the_nearest() -> None:
    table = '[[explain.letters]]\nlanguage = "{}"\nbody = "kept"\n'
    found = read(HEAD + table.format("EN") + table.format("zz"))
    assert named(found) == {
        "explain.letters.0.language": "not-one-of-near",
        "explain.letters.1.language": "not-one-of",
        "explain.letters.1": "twice",
    }
    assert "'en'" in found.faults[0].said(Playbook().words("en"))
    assert found.incident is not None
    assert [each.body for each in found.incident.explain.letters.values()] == ["kept"]


@pytest.mark.parametrize(
    ("value", "code", "kept"),
    [
        ("2025-11-18T12:00:00", "no-offset", "2025-11-18T12:00:00+00:00"),
        ("2025-11-18", "no-offset", "2025-11-18T00:00:00+00:00"),
        ("'2025-11-18 12:00'", "no-offset", "2025-11-18T12:00:00+00:00"),
        ("'2025-11-18T12:00:00+08:00'", None, "2025-11-18T12:00:00+08:00"),
        ("2025-11-18T12:00:00.75-23:59", None, "2025-11-18T12:00:00-23:59"),
        ("12:00:00", "not-a-time", None),
        ("1763438400", "not-a-time", None),
        ("true", "not-a-time", None),
        ("'yesterday'", "not-a-time", None),
        ("0001-01-01T00:00:00+14:00", "out-of-range", None),
        ("9999-12-31T23:59:59-12:00", "out-of-range", None),
    ],
)
def test_a_time_without_an_offset_is_taken_as_utc_and_no_time_is_left_out(
    value: str, code: str | None, kept: str | None
) -> None:
    places = {
        "mail.sent_at": "[mail]\nsent_at = {}\n",
        "grade.aware_at": "[grade]\naware_at = {}\n",
        "explain.letters.0.copied_at": "[[explain.letters]]\ncopied_at = {}\n",
    }
    for where, text in places.items():
        found = read(HEAD + text.format(value))
        assert named(found) == ({where: code} if code else {})
        assert found.incident is not None
        incident = found.incident
        letters = list(incident.explain.letters.values())
        at = incident.mail.sent_at or incident.grade.aware_at or (letters[0].copied_at if letters else None)
        assert (at.isoformat() if at else None) == kept


def test_a_time_in_the_detail_of_an_event_gets_its_offset_as_well() -> None:
    event = "[[timeline]]\nat = 2025-11-18T12:00:00\nevent = 'corrected'\n"
    found = read(f"{HEAD}{event}detail = {{ 'mail.sent_at' = 2025-11-18T11:00:00 }}\n")
    assert named(found) == {"timeline.0.at": "no-offset", "timeline.0.detail.mail.sent_at": "no-offset"}
    assert found.incident is not None
    assert found.incident.timeline[0].detail["mail.sent_at"].tzinfo is UTC


def test_a_wrong_event_is_left_out_and_the_numbers_that_point_at_others_follow() -> None:
    incident = begun()
    for content in ("quotation", "contract", "catalogue"):
        incident = incident.with_changes({"grade.content": content}, at=NOON, event="answered")
    incident = incident.undone(at=NOON)
    tree = tomllib.loads(write_record(incident).decode())
    assert tree["timeline"][4]["detail"]["undoes"] == 3
    text = write_record(incident).decode().replace('event = "answered"', 'event = "answred"', 1)
    found = read(text)
    assert named(found) == {"timeline.1.event": "not-one-of-near"}
    assert found.incident is not None
    assert [event.event for event in found.incident.timeline] == ["opened", "answered", "answered", "undone"]
    assert found.incident.timeline[3].detail["undoes"] == 2
    undone = found.incident.undone(at=NOON)
    assert undone.grade.content == "quotation"


@pytest.mark.parametrize(
    ("detail", "where"),
    [
        ("undoes = 7", "timeline.1.detail.undoes"),
        ("undoes = 'all'", "timeline.1.detail.undoes"),
        ("was = 3", "timeline.1.detail.was"),
        ("unset = [1]", "timeline.1.detail.unset"),
    ],
)
def test_what_an_event_says_beside_its_values_is_checked(detail: str, where: str) -> None:
    events = "[[timeline]]\nat = 2025-11-18T12:00:00Z\nevent = '{}'\n"
    found = read(f"{HEAD}{events.format('opened')}{events.format('undone')}detail = {{ {detail} }}\n")
    assert named(found) == {where: "wrong-value"}
    assert found.incident is not None
    assert found.incident.timeline[1].detail == {}
    assert found.incident.undone(at=NOON) is found.incident


TYPED = f"""{HEAD}[grade]
content = "contract"
[explain.sender]
name = "Mei L"
"""


@pytest.mark.parametrize(
    "typing",
    [
        "typing = 5",
        "[typing]\nwas = 3\nunset = 4",
        "[typing]\nunset = ['explain.sender.name', 7]",
        "[typing.was]\n'nowhere.at.all' = 3",
        "[typing.was]\n'grade.content' = 'brochure'",
        "[typing.was]\n'explain.sender.name.first' = 'Mei'",
        "[typing]\nunset = ['id', 'opened_at', 'timeline', 'mail', '', '.', 'explain.']",
        "[typing.was]\n'explain' = 1\nid = 3",
    ],
)
def test_a_broken_table_of_what_was_being_typed_never_loses_the_rest(typing: str) -> None:
    text = f"{HEAD}{typing}\n{TYPED.removeprefix(HEAD)}" if "=" in typing.split("\n")[0] else TYPED + typing
    found = read(text)
    assert set(named(found).values()) == {"wrong-value"}
    assert found.incident is not None
    rested = found.incident.with_rest(at=NOON)
    assert (rested.grade.content, rested.explain.sender.name) == ("contract", "Mei L")


def test_what_of_the_typing_is_right_is_still_one_event() -> None:
    found = read(f"{TYPED}[typing]\nunset = ['explain.sender.name']\nwas = {{'grade.content' = 'x'}}\n")
    assert named(found) == {"typing.grade.content": "wrong-value"}
    assert found.incident is not None
    rested = found.incident.with_rest(at=NOON)
    assert rested.timeline[-1].detail == {"explain.sender.name": "Mei L"}
    assert rested.undone(at=NOON).explain.sender.name == ""


def test_a_text_longer_than_a_record_keeps_is_cut_and_named() -> None:
    found = read(f"{HEAD}[mail]\ntext = '{'x' * (TEXT_LIMIT + 7)}'\n")
    assert named(found) == {"mail.text": "out-of-range"}
    assert found.faults[0].values == {"given": TEXT_LIMIT + 7, "bound": TEXT_LIMIT}
    assert found.incident is not None
    assert len(found.incident.mail.text) == TEXT_LIMIT


def test_a_newer_schema_is_opened_read_only_and_says_so() -> None:
    found = read(HEAD.replace("schema = 1", "schema = 7") + "[mail]\nsubject = 'x'\n")
    assert named(found) == {"schema": "newer-schema"}
    assert found.read_only
    assert found.incident is not None
    assert found.incident.mail.subject == "x"
    # A copy of it claims no other schema.
    assert write_record(found.incident).startswith(b"schema = 7\n")
    assert read_record(write_record(found.incident), NAME) == found


@pytest.mark.parametrize(
    "schema", ["", "schema = 0\n", "schema = true\n", "schema = '1'\n", "schema = 1.0\n"]
)
def test_without_its_schema_a_record_is_read_as_far_as_it_is_understood(schema: str) -> None:
    found = read(HEAD.replace("schema = 1\n", schema))
    assert named(found) == {"schema": "no-schema"}
    assert not found.read_only
    assert found.incident is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[tool.ruff]\nline-length = 110\n", "not-a-record"),
        ("\ufeff \n", "empty-record"),
        ("Subject: PI\nschema = 1\n", "mail-for-record"),
    ],
)
def test_what_is_no_record_is_named_in_one_fault_and_nothing_is_made_of_it(text: str, code: str) -> None:
    found = read(text)
    assert found.incident is None
    assert [fault.code for fault in found.faults] == [code]


def test_two_letters_of_one_kind_are_named_and_the_later_one_counts() -> None:
    found = read(f"{HEAD}[[explain.letters]]\nbody = 'a'\n[[explain.letters]]\nbody = 'b'\n")
    assert named(found) == {"explain.letters.1": "twice"}
    assert found.incident is not None
    assert [letter.body for letter in found.incident.explain.letters.values()] == ["b"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (key, value)
        for key in (
            "mail",
            "stop",
            "grade",
            "explain",
            "prevent",
            "timeline",
            "typing",
            "closed_at",
            "status",
        )
        for value in ("5", "[]", "[[]]", "'x'", "true", "{}", "[{}]", "1979-05-27", "nan")
    ],
)
def test_no_value_of_a_wrong_kind_loses_more_than_itself(key: str, value: str) -> None:
    found = read(f"{HEAD}{key} = {value}\nmood = 1\n")
    assert found.incident is not None
    assert found.incident.tree["mood"] == 1
    assert all(where.partition(".")[0] == key for where in named(found))
    assert read_record(write_record(found.incident), NAME).faults == ()


def test_a_key_that_stands_twice_is_named_with_its_line() -> None:
    found = read(f"{HEAD}[mail]\nsubject = 'a'\nsubject = 'b'\n")
    assert found.incident is None
    assert [(fault.where, fault.code) for fault in found.faults] == [(f"{NAME}:6", "not-toml")]


def test_faults_are_many_but_not_without_end() -> None:
    listed: Any = ", ".join(["1"] * 3000)
    found = read(f"{HEAD}[mail]\nto = [{listed}]\n")
    assert 100 <= len(found.faults) <= 300
    assert found.incident is not None
    assert found.incident.mail.to == ()


LOOKS_ALIKE = (
    HEAD
    + '''
[mail]
text = """
status = "opne"
[grade]
content = "nothing" # """
"subject" = 7
to = [
    {name = "A", address = "a@a.example"},
    {name = 3},
]
[grade]
content = "nothing"
flags.opened = "perhaps"
[[explain.letters]]
role = "manager"
[[explain.letters]]
role = "boss"
number = -1
[explain.sender]
name = []
[[timeline]]
at = 2025-11-18T12:00:00+08:00
event = "opened"
[[timeline]]
at = 2025-11-18T12:00:00
event = "answred"
[timeline.detail]
unset = "grade.content"
"grade.recipient" = "customer"
[prevent]
cause = "wrogn-file"
'''
)


def test_what_is_wrong_in_a_record_is_named_with_its_line_and_no_other() -> None:
    lines = LOOKS_ALIKE.split("\n")
    found = read(LOOKS_ALIKE)
    expected = {
        "mail.subject": '"subject" = 7',
        "mail.to.1.name": "to = [",
        "mail.to.1.address": "to = [",
        "grade.content": 'content = "nothing"',
        "grade.flags.opened": 'flags.opened = "perhaps"',
        "explain.letters.1.role": 'role = "boss"',
        "explain.letters.1.number": "number = -1",
        "explain.sender.name": "name = []",
        "timeline.1.at": "at = 2025-11-18T12:00:00",
        "timeline.1.event": 'event = "answred"',
        "timeline.1.detail.unset": 'unset = "grade.content"',
        "prevent.cause": 'cause = "wrogn-file"',
    }
    told = {}
    for fault in found.faults:
        line, _, key = fault.where.removeprefix(f"{NAME}:").partition(": ")
        told[key] = lines[int(line) - 1]
    assert told == expected


@pytest.mark.parametrize(
    "text",
    [
        # Two keys are named alike; the record holds either, and a line could be that of the other.
        'timeline = [{at = 2025-11-18T12:00:00+08:00, event = "opened"}]\nschema.x = 1\n"schema.x" = 2\n',
        '[grade]\n"flags.opened" = 1\n[grade.flags]\nopened = "perhaps"\n',
        "[grade]\nrecipients = -1\n" + "# nothing that a hand wrote\n" * 8_000,
    ],
)
def test_no_line_is_told_where_it_is_not_certain(text: str) -> None:
    head = HEAD if "schema" not in text else HEAD.removeprefix("schema = 1\n")
    found = read(head + text)
    assert found.faults
    assert all(fault.where.startswith(f"{NAME}: ") for fault in found.faults)


@pytest.mark.parametrize("written", ['"a\\rb"', '"a\\u000db"', '"a\\U0000000Db"', '"a\\x0Db"'])
def test_a_line_end_of_another_kind_becomes_one_however_it_is_written(written: str) -> None:
    found = read(f"{HEAD}[mail]\nsubject = {written}\n")
    # What TOML 1.1 has beside these is no TOML for every parser.
    assert found.incident.mail.subject == "a\nb" if found.incident else "x0D" in written
    later = read(f"{HEAD}[grade]\naware_at = 2025-11-18T12:00:00.25+08:00\n")
    assert later.incident is not None
    assert later.incident.grade.aware_at == NOON


@pytest.mark.parametrize(
    "detail", ["unset = 1", "undoes = 2", "undoes = -1", "was = 1", "undoes = true", 'unset = ["a", 1]']
)
def test_one_event_that_says_something_wrong_among_many_is_named(detail: str) -> None:
    event = f"[[timeline]]\nat = {NOON.isoformat()}\nevent = "
    found = read(f'{HEAD}{event}"opened"\n{event}"undone"\ndetail = {{{detail}}}\n{event}"answered"\n')
    assert set(named(found)) == {f"timeline.1.detail.{detail.partition(' ')[0]}"}
    assert found.incident is not None
    assert len(found.incident.timeline) == 3
    assert found.incident.timeline[1].detail == {}
