"""The register: what a row knows of an incident, finding rows, and what they add up to."""

import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.explain.due import due
from misdirect_tui.core.fault import Fault
from misdirect_tui.core.grade.severity import assess
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.core.playbook.grade import GradeRules
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.prevent.firewall import Firewall
from misdirect_tui.core.prevent.follow_up import follow_ups
from misdirect_tui.core.register.filter import matching
from misdirect_tui.core.register.lessons import ENOUGH, lessons
from misdirect_tui.core.register.row import order, row_of, unreadable
from misdirect_tui.core.register.view import View
from misdirect_tui.core.stop.checklist import follow_ups as stop_follow_ups
from misdirect_tui.core.when import NO_TIME
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.register.telling import lessons_told, row_told

from tests.incidents import CHINA, incidents

PLAYBOOK = Playbook()
GRADE = PLAYBOOK.rules(GradeRules, "grade")
STOP = PLAYBOOK.rules(StopRules, "stop")
PREVENT = PLAYBOOK.rules(PreventRules, "prevent")
SENT = datetime(2025, 11, 18, 17, tzinfo=CHINA)
NOW = SENT + timedelta(days=3)
A, B = "explain.letters.letter-wrong-recipient-1-en", "explain.letters.letter-intended-recipient-1-en"
MINUTE = timedelta(minutes=1)


def view(now=NOW, **decisions):
    firewall = Firewall()
    for technique, since in decisions.items():
        firewall = firewall.with_decision(
            technique.replace("_", "-"), "adopted", since=since, incident="later"
        )
    return View(GRADE, PREVENT, now, firewall)


def begun(name="20251118-170500-cafe", at=SENT + 5 * MINUTE, **mail):
    sent = {"sent_at": SENT, "subject": "PI-2511 Verde Lighting", "service": "netease-enterprise"} | mail
    to = sent.pop("to", (Address(name="Anna Berg", address="buyer@nordsee-handel.example"),))
    return Incident.begin(id=name, at=at, mail=SentMail(to=to, **sent))


def row(changes=None, *, incident=None, at=SENT + 6 * MINUTE, event="answered"):
    found = incident or begun()
    if changes:
        found = found.with_changes(changes, at=at, event=event)
    return row_of(found, found.id, STOP, PREVENT)


def keys(found):
    return [one.what.key for one in view().coming(found)]


# What a row knows.


def test_a_row_knows_who_received_what_and_how_it_came_to_it():
    found = row({"grade.content": "contract", "grade.recipient": "customer", "prevent.cause": "wrong-file"})
    assert (found.content, found.recipient, found.cause) == ("contract", "customer", "wrong-file")
    assert (found.readers, found.more, found.service) == (("Anna Berg",), 0, "netease-enterprise")
    assert (found.status, found.subject, found.letter) == ("open", "PI-2511 Verde Lighting", "none")


def test_of_many_readers_the_first_are_named_and_the_others_counted():
    everybody = tuple(Address(name=f"Reader {n}", address=f"r{n}@x.example") for n in range(500))
    found = row(incident=begun(to=everybody))
    assert found.readers == ("Reader 0", "Reader 1", "Reader 2")
    assert found.more == 497
    assert len(found.search) < 5000


def test_who_has_had_a_letter_and_not_answered_is_unconfirmed_in_a_closed_incident_too():
    written = row(
        {f"{A}.sent_at": SENT + 9 * MINUTE, f"{B}.sent_at": SENT + 9 * MINUTE, f"{A}.reader": "Anna"}
    )
    assert written.letter == "sent"
    assert written.unconfirmed == (("wrong-recipient", "Anna"), ("intended-recipient", ""))
    changes = {f"{A}.sent_at": SENT + 9 * MINUTE, "status": "closed"}
    assert row(changes).unconfirmed == (("wrong-recipient", ""),)
    assert row(changes).waiting == ()
    confirmed = row(changes | {f"{A}.confirmed_at": SENT + 30 * MINUTE})
    assert (confirmed.letter, confirmed.unconfirmed) == ("sent", ())


def test_every_wrong_reader_counts_but_those_declined_on_purpose():
    people = (
        Address(name="Anna", address="a@x.example"),
        Address(name="Ben", address="b@y.example"),
        Address(name="Cleo", address="c@z.example"),
    )
    found = begun(to=people)
    first = {f"{A}.sent_at": SENT + 9 * MINUTE, f"{A}.confirmed_at": SENT + 30 * MINUTE}
    one = row(first, incident=found)
    assert (one.letter, one.unconfirmed, one.minutes_to_confirmed) == ("partly", (), None)
    second = A.replace("-1-", "-2-")
    both = first | {f"{second}.sent_at": SENT + MINUTE, f"{second}.confirmed_at": SENT + 40 * MINUTE}
    assert row(both, incident=found).letter == "partly"
    left_out = both | {"explain.declined": ["letter-wrong-recipient-3-en"]}
    settled = row(left_out, incident=found)
    assert (settled.letter, settled.unconfirmed, settled.minutes_to_confirmed) == ("sent", (), 40)
    for language in ("en", "zh"):
        words = PLAYBOOK.words(language)
        told = row_told(words, one, view()).letter
        assert told == words("register.letter.partly") != words("register.letter.confirmed")


def test_a_letter_that_was_declined_is_not_missed():
    assert row({"explain.declined": ["letter-wrong-recipient-1"]}).letter == "declined"


def test_minutes_count_from_the_sending_of_the_mail_to_the_first_letter_and_the_last_confirmation():
    second = A.replace("-1-", "-2-")
    sent = {f"{A}.sent_at": SENT + 20 * MINUTE, f"{second}.sent_at": SENT + 12 * MINUTE}
    assert row(sent).minutes_to_letter == 12
    assert row(sent | {f"{A}.confirmed_at": SENT + 60 * MINUTE}).minutes_to_confirmed is None
    both = {f"{A}.confirmed_at": SENT + 60 * MINUTE, f"{second}.confirmed_at": SENT + 90 * MINUTE}
    assert row(sent | both).minutes_to_confirmed == 90


@pytest.mark.parametrize("sent_at", [None, SENT.replace(tzinfo=None), SENT + timedelta(days=9)])
def test_what_cannot_be_counted_is_not_known(sent_at):
    found = row({f"{A}.sent_at": SENT + 20 * MINUTE}, incident=begun(sent_at=sent_at))
    assert found.minutes_to_letter is None


def test_a_row_of_an_ordinary_incident_is_small():
    found = row({"grade.content": "contract", "grade.recipient": "customer", f"{A}.sent_at": SENT + MINUTE})
    own = [found, found.opened_at, *found.readers, found.readers, found.search, found.subject, found.file]
    own += [found.waiting, *found.waiting, *(one.due for one in found.waiting), found.minutes_to_letter]
    assert sum(map(sys.getsizeof, own)) < 1500


@settings(derandomize=True, deadline=None, max_examples=40)
@given(found=incidents(), now=st.just(NOW))
def test_a_row_stands_for_its_incident_whatever_that_holds(found, now):
    made = row_of(found, found.id, STOP, PREVENT)
    assert made == row_of(found, found.id, STOP, PREVENT)
    looked = view(now)
    assert looked.band(made) == assess(found.grade, GRADE).band
    graded = found.grade.result
    letters = due(found, graded.response or "formal", graded.band, STOP) if graded and graded.band else ()
    expected = [
        (f"prevent.follow-up.{one.id}", one.due)
        for one in follow_ups(found, PREVENT, now=now, letters=letters)
        if not one.done
    ]
    stopped = stop_follow_ups(found, now, rules=STOP)
    expected += [(f"stop.follow-up.{one.id}", one.due) for one in stopped if not one.done]
    coming = [(one.what.key, one.due) for one in looked.coming(made)]
    assert sorted(coming) == sorted(expected)
    assert looked.next_due(made) == min((due for _, due in expected), default=None)
    assert lessons([made], looked).incidents == 1


def test_a_time_at_the_end_of_the_calendar_is_no_reason_to_fail():
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    found = row({f"{A}.sent_at": last, "stop.ticks.telephone": "done", f"{B}.sent_at": SENT})
    assert found.letter == "sent"
    view().coming(found)


# What is due, and by which rules.


def test_what_is_due_comes_in_the_order_of_its_times_and_a_plan_by_the_clock_where_the_user_is():
    planned = {"prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 11, 25)}}
    found = row({f"{A}.sent_at": SENT} | planned)
    assert keys(found) == ["prevent.follow-up.a-confirmed-unnamed", "prevent.follow-up.planned-bcc"]
    at_home, abroad = view(NOW), view(NOW.astimezone(UTC))
    assert at_home.coming(found)[1].due == datetime(2025, 11, 25, 9, tzinfo=CHINA)
    assert abroad.coming(found)[1].due == datetime(2025, 11, 25, 9, tzinfo=UTC)


def test_a_plan_that_a_later_decision_settled_is_not_due():
    found = row({"prevent.techniques.bcc": {"choice": "planned"}})
    assert keys(found) == ["prevent.follow-up.planned-bcc"]
    assert view(bcc=SENT + timedelta(days=2)).coming(found) == ()
    assert view(bcc=SENT).coming(found) != ()
    assert view(delayed_send=SENT + timedelta(days=2)).coming(found) != ()


def test_an_open_incident_asks_and_a_closed_one_only_once_its_plan_is_due():
    assert view().asks(row())
    closed = {"status": "closed", "prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 11, 22)}}
    assert not view(NOW).asks(row(closed))
    assert view(NOW + timedelta(days=1)).asks(row(closed))
    assert not view().asks(row({"status": "closed"}))
    assert not view().asks(unreadable("x", NOW, Fault("x", "not-text")))


def test_the_grade_is_that_of_the_present_rules():
    found = row({"grade.content": "contract", "grade.recipient": "competing-customer"})
    assert view().band(found) == "critical"
    lenient = GRADE.model_copy(update={"points": {k: dict.fromkeys(v, 1) for k, v in GRADE.points.items()}})
    assert View(lenient, PREVENT, NOW).band(found) == "minor"
    assert view().band(row()) is None


# Finding.


TOLD = {
    "content": {"contract": "合同或 pi", "catalogue": "catalogue"},
    "recipient": {"customer": "别的客户"},
    "cause": {"wrong-file": "wrong file"},
    "band": {"serious": "严重", None: "not graded yet"},
    "status": {"open": "open", "closed": "closed", "unreadable": "could not be read"},
}
WANG = Address(name="王芳", address="wf@h.example")
ROWS = [
    row({"grade.content": "contract", "grade.recipient": "customer", "prevent.cause": "wrong-file"}),
    row(
        incident=begun(
            "20240101-000000-0001", subject="报价单 LED", to=(Address(name="王芳", address="wf@h.example"),)
        )
    ),
    row({"explain.intended-recipient": {"name": "Élan GmbH", "company": "ÉLAN"}, "status": "closed"}),
    unreadable("20230101-000000-dead", NOW, Fault("x", "not-text")),
]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", [0, 1, 2, 3]),
        ("verde", [0, 2]),
        ("VERDE anna", [0, 2]),
        ("ＶＥＲＤＥ　合同", [0]),
        ("王", [1]),
        ("报价 led", [1]),
        ("led 合同", []),
        ("wrong file", [0]),
        ("严重", [0]),
        ("graded", [1, 2]),
        ("élan", [2]),
        ("E\u0301LAN", [2]),
        ("closed", [2]),
        ("dead", [3]),
        ("2024", [1]),
        ("[oops]", []),
        ("nordsee-handel.example", [0, 2]),
    ],
)
def test_every_word_has_to_stand_somewhere_in_the_row(asked, expected):
    assert matching(ROWS, asked, TOLD, view()) == [ROWS[number] for number in expected]


def test_what_asks_is_sorted_by_what_is_overdue_the_gravest_first_then_by_what_is_due_soonest():
    def asking(name, days, **changes):
        plan = {"prevent.techniques.bcc": {"choice": "planned", "due": date(2025, 11, days)}}
        return row(changes | plan, incident=begun(name))

    grave = {"grade.content": "contract", "grade.recipient": "competitor"}
    mild = {"grade.content": "catalogue", "grade.recipient": "colleague"}
    rows = [
        row(incident=begun("blank")),
        asking("soon", 23),
        asking("mild", 19, **mild),
        asking("sooner", 22),
        asking("grave", 20, **grave),
    ]
    looked = view()
    assert [one.file for one in sorted(rows, key=looked.pressing)] == [
        "grave",
        "mild",
        "sooner",
        "soon",
        "blank",
    ]


def test_open_rows_stand_first_then_unreadable_then_closed_ones_each_the_newest_first():
    older = row(incident=begun("a", at=SENT - timedelta(days=9)))
    closed = row({"status": "closed"}, incident=begun("b"))
    newer = row(incident=begun("c", at=SENT + timedelta(days=1)))
    broken = unreadable("d", SENT - timedelta(days=99), Fault("x", "not-text"))
    assert [one.file for one in sorted([older, closed, broken, newer], key=order)] == ["c", "a", "d", "b"]


# What they add up to.


def test_nothing_adds_up_to_nothing():
    found = lessons([], view())
    assert (found.incidents, found.months, found.stopped, found.explained) == (0, (), (), 0)
    assert found.first_letter.median is None
    assert not any(found.by.values())


def test_lessons_count_what_is_known_and_say_of_how_many():
    rows = [
        row({"prevent.cause": "autocomplete", f"{A}.sent_at": SENT + 10 * MINUTE}),
        row({"prevent.cause": "autocomplete", f"{A}.sent_at": SENT + 300 * MINUTE}),
        row({"prevent.cause": "haste", "grade.content": "address-list"}),
        row({"grade.content": "address-list"}),
        row({"grade.content": "catalogue"}),
        unreadable("x", NOW, Fault("x", "not-text")),
    ]
    found = lessons(rows, view())
    assert (found.incidents, found.unreadable) == (5, 1)
    assert found.by["cause"] == (("autocomplete", 2), ("haste", 1))
    assert found.by["service"] == (("netease-enterprise", 5),)
    assert (found.first_letter.known, found.first_letter.median) == (2, 155)
    assert (found.first_letter.quickest, found.first_letter.slowest) == (10, 300)
    assert dict(found.first_letter.within)["quarter"] == dict(found.first_letter.within)["day"] == 1
    assert sum(count for _, count in found.first_letter.within) == found.first_letter.known
    # An address list is decided by what was in it, whatever the cause; a catalogue without one is open.
    assert found.explained == 4
    assert dict(found.stopped)["bcc"] == 2
    assert ENOUGH > 2


def test_how_often_says_of_how_many_incidents_a_day_is_known():
    rows = [row(incident=begun("a")), row(incident=begun("b", at=NO_TIME))]
    chapter = list(lessons_told(Playbook().words("en"), lessons(rows, view())))[1]
    assert chapter.said[0] == "Known for 1 of 2."
    known = list(lessons_told(Playbook().words("en"), lessons(rows[:1], view())))[1]
    assert known.said == ()


def test_months_run_without_a_gap_to_the_present_and_older_ones_are_counted():
    days = ["2025-11-02", "2025-09-30", "2025-09-01", "2023-05-05"]
    rows = [row(incident=begun(day, at=datetime.fromisoformat(f"{day}T00:00+08:00"))) for day in days]
    recent = lessons(rows[:3], view())
    assert recent.months == (("2025-09", 2), ("2025-10", 0), ("2025-11", 1))
    assert recent.before == 0
    everything = lessons(rows, view())
    assert len(everything.months) == 12
    assert everything.months[0][0] == "2024-12"
    assert (everything.before, sum(count for _, count in everything.months)) == (1, 3)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(found=st.lists(incidents(), max_size=6))
def test_no_count_is_larger_than_the_number_of_incidents(found):
    added = lessons([row_of(each, each.id, STOP, PREVENT) for each in found], view())
    assert added.incidents == len(found)
    for counts in (*added.by.values(), added.stopped):
        assert all(0 < count <= len(found) for _, count in counts)
    assert added.explained <= len(found)
    assert sum(count for _, count in added.months) + added.before <= len(found)
