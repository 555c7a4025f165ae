from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from misdirect_tui.core.examine.gathering import case_for
from misdirect_tui.core.explain.due import DueLetter, due, not_due, undue
from misdirect_tui.core.explain.errand import language_chosen, shown
from misdirect_tui.core.explain.facts import Facts, facts_for
from misdirect_tui.core.explain.hint import hint
from misdirect_tui.core.explain.readers import readers_with, shown_name, wrong_readers
from misdirect_tui.core.explain.standing import State, all_confirmed, confirmations, is_confidential
from misdirect_tui.core.grade.severity import RESPONSE
from misdirect_tui.core.ids import Band, Kind, Role
from misdirect_tui.core.incident import Incident, letter_key
from misdirect_tui.core.parts import Address, Attachment, Manager, Reader, SentMail
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.files.letters import LetterShelf
from misdirect_tui.files.playbook import Playbook

NOW = datetime(2025, 11, 18, 9, 30, tzinfo=UTC)
SENT = datetime(2025, 11, 18, 17, 22, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def rules() -> StopRules:
    return Playbook().rules(StopRules, "stop")


@pytest.fixture(scope="module")
def shelf() -> LetterShelf:
    return LetterShelf()


def incident(*to: str, sender: str = "li@ningda.example", **values: Any) -> Incident:
    mail = SentMail(
        sent_at=SENT,
        subject="PI for Orchid",
        sender=Address(address=sender),
        to=tuple(_address(one) for one in to),
        attachments=(Attachment(name="PI-Orchid.pdf"),),
    )
    begun = Incident.begin(id="one", at=NOW, mail=mail)
    changes = {path.replace("__", ".").replace("_", "-", 0): value for path, value in values.items()}
    return begun.with_changes(changes, at=NOW, event="answered") if changes else begun


def _address(text: str) -> Address:
    name, _, address = text.rpartition(" ")
    return Address(name=name, address=address)


def graded(
    content: str | None, recipient: str | None, *to: str, intended: dict[str, str] | None = None
) -> Incident:
    changes: dict[str, Any] = {}
    if content:
        changes["grade.content"] = content
    if recipient:
        changes["grade.recipient"] = recipient
    if intended:
        changes["explain.intended-recipient"] = intended
    return incident(*(to or ("anna@weber.example",))).with_changes(changes, at=NOW, event="answered")


def listed(letters: tuple[DueLetter, ...]) -> list[str]:
    marks = {True: "?", False: ""}
    return [f"{one.kind}-{one.role}-{one.number}{marks[one.optional]}" for one in letters]


def in_order(found: Incident, band: Band | None, rules: StopRules) -> list[str]:
    return listed(due(found, RESPONSE[band], band, rules))


def kept(found: Incident, kind: Kind, role: Role, number: int = 1, **values: Any) -> Incident:
    key = letter_key(kind, role, number, values.get("language", "en"))
    letter = {"kind": kind, "role": role, "number": number, **values}
    return found.with_changes({f"explain.letters.{key}": letter}, at=NOW, event="edited")


# Who received it


def test_the_wrong_readers_are_those_outside(rules: StopRules) -> None:
    found = incident("Anna Weber anna@weber.example", "wang@ningda.example", "c@sales.ningda.example")
    assert wrong_readers(found, rules) == (Reader(name="Anna Weber", address="anna@weber.example"),)


def test_a_mailbox_of_a_public_provider_is_nobodys_colleague(rules: StopRules) -> None:
    found = incident("a@163.com", "b@163.com", sender="li@163.com")
    assert [one.address for one in wrong_readers(found, rules)] == ["a@163.com", "b@163.com"]


def test_where_nobody_is_outside_all_received_it(rules: StopRules) -> None:
    found = incident("a@ningda.example", "b@ningda.example")
    assert len(wrong_readers(found, rules)) == 2


def test_a_colleague_who_received_it_is_the_reader(rules: StopRules) -> None:
    found = graded("quotation", "colleague", "anna@weber.example", "wang@ningda.example")
    assert [one.address for one in wrong_readers(found, rules)] == ["wang@ningda.example"]


def test_the_sender_the_right_reader_and_repetitions_are_left_out(rules: StopRules) -> None:
    found = graded(
        "contract",
        "customer",
        "li@ningda.example",
        "Anna anna@weber.example",
        "ANNA@weber.example",
        "bo@orchid.example",
        intended={"address": "Bo@Orchid.example"},
    )
    assert [one.address for one in wrong_readers(found, rules)] == ["anna@weber.example"]


def test_there_is_always_a_reader(rules: StopRules) -> None:
    assert wrong_readers(Incident.begin(id="one", at=NOW), rules) == (Reader(),)


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("anna@weber.example", ""),
        ("'Anna@Weber.example'", ""),
        ("anna", ""),
        ("Anna", "Anna"),
        ("'Anna Weber'", "Anna Weber"),
    ],
)
def test_a_display_name_that_only_repeats_the_address_is_none(
    display: str, name: str, rules: StopRules
) -> None:
    mail = SentMail(to=(Address(name=display, address="anna@weber.example"),))
    assert wrong_readers(Incident.begin(id="one", at=NOW, mail=mail), rules)[0].name == name


def test_what_is_not_given_of_a_reader_comes_from_the_mail(rules: StopRules) -> None:
    found = incident("Anna Weber anna@weber.example")
    company = found.with_changes({"explain.wrong-recipient": [{"company": "Weber"}]}, at=NOW, event="edited")
    assert wrong_readers(company, rules) == (
        Reader(name="Anna Weber", company="Weber", address="anna@weber.example"),
    )
    fuller = found.with_changes(
        {"explain.wrong-recipient": [{"name": "A. M. Weber"}]}, at=NOW, event="edited"
    )
    assert wrong_readers(fuller, rules)[0].address == "anna@weber.example"
    other = found.with_changes({"explain.wrong-recipient": [{"name": "Bo Lind"}]}, at=NOW, event="edited")
    assert wrong_readers(other, rules) == (Reader(name="Bo Lind"),)


def test_editing_one_reader_keeps_the_others(rules: StopRules) -> None:
    found = incident("Anna anna@weber.example", "Bo bo@lind.example")
    value = readers_with(found, rules, 2, "name", "Ms Lind")
    after = found.with_changes({"explain.wrong-recipient": value}, at=NOW, event="edited")
    assert [one.name for one in wrong_readers(after, rules)] == ["Anna", "Ms Lind"]
    more = readers_with(found, rules, 3, "name", "Cy")
    assert len(more) == 3


# Which letters are due

A, B, BOSS = "letter-wrong-recipient-1", "letter-intended-recipient-1", "letter-manager-1"
CALL, MESSAGE = "call-wrong-recipient-1", "message-wrong-recipient-1?"
MESSAGE_B = "message-intended-recipient-1?"


@pytest.mark.parametrize(
    ("content", "recipient", "band", "expected"),
    [
        (None, None, None, [A]),
        ("contract", None, None, [A, B]),
        ("quotation", None, None, [A, B + "?"]),
        ("catalogue", "outsider", "minor", [A + "?"]),
        ("catalogue", "colleague", "minor", [A + "?"]),
        ("catalogue", "competitor", "moderate", [A, BOSS + "?"]),
        ("quotation", "colleague", "minor", [A]),
        ("quotation", "outsider", "moderate", [A, B + "?", BOSS + "?"]),
        ("quotation", "customer", "moderate", [A, B, BOSS + "?"]),
        ("quotation", "competitor", "serious", [CALL, A, MESSAGE, B, MESSAGE_B, BOSS]),
        ("address-list", "outsider", "moderate", [A, B + "?", BOSS + "?"]),
        ("contract", "colleague", "moderate", [A, BOSS + "?"]),
        ("contract", "competing-customer", "critical", [CALL, A, MESSAGE, B, MESSAGE_B, BOSS]),
        ("commentary", "customer", "critical", [CALL, A, MESSAGE, BOSS]),
        ("commentary", "competing-customer", "critical", [CALL, A, MESSAGE, B, MESSAGE_B, BOSS]),
        ("commentary", "colleague", "moderate", [A, BOSS + "?"]),
    ],
)
def test_what_is_due_follows_from_the_grade(
    content: str | None, recipient: str | None, band: Band | None, expected: list[str], rules: StopRules
) -> None:
    assert in_order(graded(content, recipient), band, rules) == expected


@pytest.mark.parametrize("answer", ["yes", "unknown", "no"])
def test_the_manager_has_to_hear_of_data_about_persons_however_minor_the_matter(
    answer: str, rules: StopRules
) -> None:
    found = graded("catalogue", "customer").with_changes(
        {"grade.flags.personal-data": answer}, at=NOW, event="answered"
    )
    told = due(found, "light", "minor", rules)[-1]
    assert (told.role == "manager") == (answer != "no")
    if answer != "no":
        assert (told.why, told.optional) == ("persons", False)


def test_several_wrong_readers_get_a_letter_each_and_calls_come_first(rules: StopRules) -> None:
    found = graded("contract", "customer", "a@weber.example", "b@lind.example")
    assert in_order(found, "serious", rules)[:6] == [
        "call-wrong-recipient-1",
        "call-wrong-recipient-2",
        "letter-wrong-recipient-1",
        "letter-wrong-recipient-2",
        "message-wrong-recipient-1?",
        "message-wrong-recipient-2?",
    ]


def test_a_right_reader_who_is_a_colleague_gets_no_letter(rules: StopRules) -> None:
    found = graded("contract", "customer", intended={"name": "Wang", "address": "wang@ningda.example"})
    assert in_order(found, "serious", rules) == [CALL, A, MESSAGE, BOSS]
    assert ("intended-recipient", "right-reader-inside") in not_due(found, "serious", rules)
    assert undue(found, "intended-recipient", "crisis", rules) == ()


LATER = NOW + timedelta(hours=1)


def follow_ups(found: Incident, rules: StopRules, band: Band = "moderate") -> list[tuple[str, str, State]]:
    """Give template, reason and state of each message that follows a letter."""
    return [
        (one.template, one.why, one.state)
        for one in due(found, RESPONSE[band], band, rules)
        if one.follows and one.form == "follow-up" and one.kind == "message"
    ]


def test_a_letter_that_went_out_unanswered_is_followed_by_a_question(rules: StopRules) -> None:
    found = graded("quotation", "outsider")
    assert follow_ups(found, rules) == []
    sent = kept(found, "letter", "wrong-recipient", sent_at=NOW)
    asked = ("follow-up.wrong-recipient", "follow-up", "open")
    assert follow_ups(sent, rules) == [asked]
    assert follow_ups(kept(found, "letter", "wrong-recipient", copied_at=NOW), rules) == []
    answered = kept(found, "letter", "wrong-recipient", sent_at=NOW, confirmed_at=LATER)
    assert follow_ups(answered, rules) == []
    gone = kept(sent, "message", "wrong-recipient", sent_at=LATER)
    assert follow_ups(gone, rules) == [(*asked[:2], "sent")]
    declined = sent.with_changes(
        {"explain.declined": ["message-wrong-recipient-1-en"]}, at=NOW, event="chosen"
    )
    assert follow_ups(declined, rules) == [(*asked[:2], "declined")]


def test_in_a_grave_case_the_message_becomes_the_follow_up_once_the_letter_is_out(rules: StopRules) -> None:
    found = graded("contract", "competing-customer")
    before = kept(found, "message", "wrong-recipient", sent_at=NOW - timedelta(minutes=5))
    assert follow_ups(before, rules, "critical") == []
    sent = kept(before, "letter", "wrong-recipient", sent_at=NOW)
    assert follow_ups(sent, rules, "critical") == [("follow-up.wrong-recipient", "follow-up", "open")]
    assert len(in_order(sent, "critical", rules)) == len(in_order(found, "critical", rules))


def test_where_nothing_is_to_be_deleted_only_a_document_is_asked_about(rules: StopRules) -> None:
    found = kept(graded("catalogue", "outsider"), "letter", "wrong-recipient", sent_at=NOW)
    assert follow_ups(found, rules, "minor") == []
    value = readers_with(found, rules, 1, "document", "Catalogue.pdf")
    given = found.with_changes({"explain.wrong-recipient": value}, at=NOW, event="edited")
    assert [one[0] for one in follow_ups(given, rules, "minor")] == ["follow-up.wrong-recipient"]


def test_b_is_owed_the_news_of_a_deletion_that_was_still_awaited(rules: StopRules) -> None:
    found = graded("contract", "customer", intended={"name": "Bo Lind"})
    told = kept(found, "letter", "intended-recipient", sent_at=NOW)
    assert follow_ups(told, rules)[-1] == ("follow-up.intended-recipient", "follow-up", "open")
    answered = kept(told, "letter", "intended-recipient", sent_at=NOW, confirmed_at=LATER)
    assert follow_ups(answered, rules) == []
    confirmed = kept(answered, "letter", "wrong-recipient", sent_at=NOW, confirmed_at=LATER)
    assert follow_ups(confirmed, rules) == [("follow-up.intended-recipient", "promised", "open")]
    (promised,) = (one for one in due(confirmed, "formal", "moderate", rules) if one.follows)
    assert not promised.optional
    known_before = kept(found, "letter", "wrong-recipient", sent_at=NOW, confirmed_at=NOW)
    late = kept(known_before, "letter", "intended-recipient", sent_at=LATER, confirmed_at=LATER)
    assert follow_ups(late, rules) == []


def test_remarks_about_somebody_named_are_told_to_them(rules: StopRules) -> None:
    found = graded("commentary", "customer", intended={"name": "Ms Lind"})
    assert B in in_order(found, "critical", rules)


def test_those_whose_addresses_were_seen_are_told_as_readers(rules: StopRules) -> None:
    found = graded("address-list", "customer", "a@weber.example", "b@lind.example")
    assert not [one for one in in_order(found, "serious", rules) if "intended" in one]
    assert not_due(found, "serious", rules) == (("intended-recipient", "told-as-readers"),)


def test_personal_data_in_a_catalogue_makes_it_confidential(rules: StopRules) -> None:
    found = graded("catalogue", "outsider")
    assert not is_confidential(found)
    for answer in ("yes", "unknown"):
        raised = found.with_changes({"grade.flags.personal-data": answer}, at=NOW, event="answered")
        assert is_confidential(raised)
        assert in_order(raised, "minor", rules)[0] == A


def test_every_code_has_words_in_both_languages(rules: StopRules) -> None:
    contents = (None, "catalogue", "address-list", "quotation", "contract", "commentary")
    recipients = (None, "colleague", "outsider", "competing-customer")
    bands: tuple[Band | None, ...] = (None, "minor", "moderate", "serious", "critical")
    whys, hints = {"asked-for"}, {"sent", "confirmed", "edited"}
    people = (None, {"name": "Bo"}, {"address": "wang@ningda.example"})
    for content in contents:
        for recipient in recipients:
            for intended in people:
                found = graded(content, recipient, intended=intended)
                for band in bands:
                    letters = due(found, RESPONSE[band], band, rules)
                    whys |= {one.why for one in letters}
                    whys |= {one.why for one in not_due(found, band, rules)}
                    hints |= {hint(found, one) for one in letters}
        whys |= {"follow-up", "promised"}
    for language in ("en", "zh"):
        words = Playbook().words(language)
        assert not [why for why in whys if f"explain.why.{why}" not in words]
        assert not [code for code in hints if f"explain.hint.{code}" not in words]
        assert not [
            form for form in ("letter", "call", "message", "follow-up") if f"explain.kind.{form}" not in words
        ]
        assert not [state for state in get_args(State) if f"explain.state.{state}" not in words]


def test_a_tone_that_was_chosen_stands_before_the_grade(rules: StopRules) -> None:
    found = graded("catalogue", "outsider").with_changes({"explain.tone": "crisis"}, at=NOW, event="chosen")
    letter = due(found, "light", "minor", rules)[0]
    assert letter.template == "wrong-recipient.crisis"
    assert due(found, "light", "serious", rules)[0].template == "call.wrong-recipient"


def test_a_language_chosen_for_the_reader_stands_before_one_for_all_and_that_before_english(
    rules: StopRules,
) -> None:
    found = graded("contract", "customer")
    assert due(found, "formal", None, rules)[0].key == "letter-wrong-recipient-1-en"
    chosen = found.with_changes({"explain.language": "zh"}, at=NOW, event="chosen")
    assert due(chosen, "formal", None, rules)[0].language == "zh"
    letter = due(chosen, "formal", None, rules)[0]
    own = chosen.with_changes(language_chosen(chosen, letter, "es"), at=NOW, event="chosen")
    assert due(own, "formal", None, rules)[0].language == "es"


def test_where_a_letter_stands_does_not_depend_on_its_language(rules: StopRules) -> None:
    found = graded("contract", "customer")

    def state(one: Incident) -> str:
        return due(one, "formal", None, rules)[0].state

    assert state(found) == "open"
    declined = found.with_changes(
        {"explain.declined": ["letter-wrong-recipient-1-zh"]}, at=NOW, event="chosen"
    )
    assert state(declined) == "declined"
    assert state(kept(found, "letter", "wrong-recipient", copied_at=NOW)) == "copied"
    assert state(kept(declined, "letter", "wrong-recipient", sent_at=NOW)) == "sent"
    assert state(kept(found, "letter", "wrong-recipient", sent_at=NOW, confirmed_at=NOW)) == "confirmed"
    assert state(kept(found, "letter", "wrong-recipient", 11, sent_at=NOW)) == "open"


def test_any_role_can_be_asked_for(rules: StopRules) -> None:
    found = Incident.begin(id="one", at=NOW)
    roles: tuple[Role, ...] = ("wrong-recipient", "intended-recipient", "manager")
    for role in roles:
        (letter,) = undue(found, role, "formal", rules)
        assert (letter.key, letter.why) == (f"letter-{role}-1-en", "asked-for")


# What a letter may know


def facts(found: Incident, role: Role, rules: StopRules, shelf: LetterShelf, **more: Any) -> Facts:
    return facts_for(found, undue(found, role, "crisis", rules)[0], shelf.language_table("en"), rules, **more)


def test_b_is_told_that_a_has_been_asked_only_once_it_is_true(rules: StopRules, shelf: LetterShelf) -> None:
    found = graded("contract", "customer", "a@weber.example", "b@lind.example")

    def told(one: Incident) -> tuple[bool, bool]:
        known = facts(one, "intended-recipient", rules, shelf)
        return known.asked, known.confirmed

    assert told(found) == (False, False)
    copied = kept(found, "letter", "wrong-recipient", 1, copied_at=NOW)
    assert told(copied) == (False, False)
    first = kept(found, "letter", "wrong-recipient", 1, sent_at=NOW)
    assert told(first) == (False, False)
    both = kept(first, "call", "wrong-recipient", 2, sent_at=NOW)
    assert told(both) == (True, False)
    one = kept(both, "letter", "wrong-recipient", 1, sent_at=NOW, confirmed_at=NOW)
    assert told(one) == (True, False)
    assert told(kept(one, "letter", "wrong-recipient", 2, confirmed_at=NOW)) == (True, True)
    deleted = {"grade.flags.deleted-unread": "yes"}
    # Of two readers it does not tell which.
    assert told(found.with_changes(deleted, at=NOW, event="answered")) == (False, False)
    alone = graded("contract", "customer", "a@weber.example")
    flagged = alone.with_changes(deleted, at=NOW, event="answered")
    assert told(flagged) == (True, True)
    opened = flagged.with_changes({"grade.flags.opened": "yes"}, at=NOW, event="answered")
    assert told(opened) == (False, False)


@pytest.mark.parametrize("kind", ["letter", "call", "message"])
def test_a_reader_who_confirmed_in_whatever_way_is_not_asked_again(kind: Kind, rules: StopRules) -> None:
    sent = kept(graded("contract", "customer"), "letter", "wrong-recipient", 1, sent_at=NOW)
    asked = {one.form for one in due(sent, "crisis", "critical", rules)}
    assert "follow-up" in asked
    found = kept(sent, kind, "wrong-recipient", 1, sent_at=NOW, confirmed_at=NOW)
    assert confirmations(found, "wrong-recipient") == {1: NOW}
    assert all_confirmed(found, [1])
    states = {one.state for one in due(found, "crisis", "critical", rules) if one.form == "follow-up"}
    assert states == ({"confirmed"} if kind == "message" else set())


@pytest.mark.parametrize("kind", ["letter", "call", "message"])
def test_once_a_has_confirmed_no_letter_asks_a_and_the_others_are_told_so(
    kind: Kind, rules: StopRules, shelf: LetterShelf
) -> None:
    found = graded("contract", "customer", "a@weber.example", "b@lind.example")
    one = kept(found, kind, "wrong-recipient", 1, sent_at=NOW, confirmed_at=NOW)
    both = kept(one, kind, "wrong-recipient", 2, sent_at=NOW, confirmed_at=NOW)
    table = shelf.language_table("en")

    def answered(known: Incident) -> list[bool]:
        asked = undue(known, "wrong-recipient", "crisis", rules)
        return [facts_for(known, letter, table, rules).answered for letter in asked]

    assert [answered(each) for each in (found, one, both)] == [[False] * 2, [True, False], [True] * 2]
    roles: tuple[Role, ...] = ("intended-recipient", "manager")
    for role in roles:
        told = [facts(each, role, rules, shelf) for each in (found, one, both)]
        assert [each.confirmed for each in told] == [False, False, True]
        assert not any(each.answered for each in told)


@pytest.mark.parametrize(
    ("kind", "stamp", "language", "written"),
    [
        ("letter", "sent_at", "en", [True, False]),
        ("letter", "sent_at", "de", [True, False]),
        ("letter", "copied_at", "en", [False, False]),
        ("message", "sent_at", "en", [False, False]),
        ("call", "sent_at", "en", [False, False]),
    ],
)
def test_a_call_knows_that_the_letter_to_its_reader_has_gone_out(
    kind: Kind, stamp: str, language: str, written: list[bool], rules: StopRules, shelf: LetterShelf
) -> None:
    found = graded("contract", "customer", "a@weber.example", "b@lind.example")
    begun = kept(found, kind, "wrong-recipient", 1, language=language, **{stamp: NOW})
    for known, told in ((found, [False, False]), (begun, written)):
        calls = [one for one in due(known, "crisis", "critical", rules) if one.kind == "call"]
        facts = [facts_for(known, one, shelf.language_table("en"), rules) for one in calls]
        assert [each.written for each in facts] == told


def test_b_is_not_told_that_a_is_asked_where_nobody_will_write_to_a(
    rules: StopRules, shelf: LetterShelf
) -> None:
    found = graded("contract", "customer", "a@weber.example", "b@lind.example")

    def asking(*declined: str, band: Band = "critical", known: Incident = found) -> bool:
        one = known.with_changes({"explain.declined": list(declined)}, at=NOW, event="chosen")
        return facts(one, "intended-recipient", rules, shelf, band=band).asking

    letter, call, message = (f"{kind}-wrong-recipient-2-zh" for kind in ("letter", "call", "message"))
    assert asking()
    assert asking(letter)
    assert asking(letter, call)
    assert not asking(letter, call, message)
    assert not asking(letter, band="moderate")
    assert asking(letter, known=kept(found, "letter", "wrong-recipient", 2, sent_at=NOW), band="moderate")


def test_attachments_are_asked_about_unless_the_mail_is_known_to_have_had_none(
    rules: StopRules, shelf: LetterShelf
) -> None:
    found = graded("contract", "customer")

    def may_have_some(**mail: Any) -> bool:
        changes = {f"mail.{name}": value for name, value in mail.items()}
        known = found.with_changes(changes, at=NOW, event="sensed") if changes else found
        return facts(known, "wrong-recipient", rules, shelf).attachments

    assert may_have_some()
    assert may_have_some(attachments=[])
    assert not may_have_some(sha256="ab" * 32, attachments=[])
    assert may_have_some(sha256="ab" * 32, attachments=[{"name": "one.pdf"}])


def test_a_letter_that_was_sent_is_examined_as_a_second_apology_in_any_language(rules: StopRules) -> None:
    found = graded("contract", "customer")

    def already(one: Incident) -> bool:
        (letter,) = undue(one, "wrong-recipient", "crisis", rules)
        return case_for(one, letter, rules).already

    assert not already(found)
    assert not already(kept(found, "letter", "wrong-recipient", 1, copied_at=NOW))
    sent = kept(found, "letter", "wrong-recipient", 1, sent_at=NOW)
    assert already(sent)
    assert already(sent.with_changes({"explain.language": "zh"}, at=NOW, event="chosen"))


def test_each_letter_knows_only_what_it_may(rules: StopRules, shelf: LetterShelf) -> None:
    changes = {
        "explain.wrong-recipient": [{"name": "Aname", "company": "Acompany", "address": "a@adomain.example"}],
        "explain.intended-recipient": {
            "name": "Bname",
            "company": "Bcompany",
            "address": "b@bdomain.example",
            "document": "Bdocument",
        },
        "explain.document": "Bwrongfile",
        "explain.sender": {"name": "Li", "phone": "1"},
        "explain.manager": {"name": "Chen"},
    }
    found = graded("contract", "customer").with_changes(changes, at=NOW, event="edited")
    table = shelf.language_table("en")
    for letter in due(found, "crisis", "critical", rules):
        known = facts_for(found, letter, table, rules, band="critical", score=90, done=("password",))
        composed = shelf.compose("en", letter.template, known)
        text = f"{composed.subject}\n{composed.body}"
        assert not composed.gaps
        if letter.role == "wrong-recipient":
            assert "Aname" in text
            assert not [
                mark for mark in ("Bname", "Bcompany", "bdomain", "Bdocument", "Bwrong") if mark in text
            ]
            assert "Orchid" not in text
        if letter.role == "intended-recipient":
            assert "Bname" in text
            assert not [mark for mark in ("Aname", "Acompany", "adomain", "Bwrong", "Orchid") if mark in text]
        if letter.role == "manager":
            assert all(
                mark in text
                for mark in ("Aname", "Bname", "Bwrongfile", "critical, 90", table.done["password"], "Chen")
            )
        else:
            assert known.subject == known.document == known.band == ""
            assert known.readers == known.done == ()


def test_the_mail_is_named_by_its_time_in_its_own_offset(rules: StopRules, shelf: LetterShelf) -> None:
    found = graded("contract", "customer")
    english, chinese = shelf.language_table("en"), shelf.language_table("zh")
    assert english.when(SENT) == "17:22 on 18 November 2025 (China time)"
    assert english.when(SENT, zone=False) == "17:22 on 18 November 2025"
    assert chinese.when(SENT) == "2025\u5e7411\u670818\u65e517:22"
    west = datetime(2025, 3, 1, 0, 5, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    assert english.when(west) == "00:05 on 1 March 2025 (UTC-03:30)"
    assert english.when(datetime(2025, 3, 1, 0, 5)) == "00:05 on 1 March 2025"  # noqa: DTZ001
    assert english.when(None) == ""
    assert facts(found, "manager", rules, shelf).sent_at == english.when(SENT, zone=False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Alvarez, Juan", "Juan Alvarez"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Juan Perez (Purchasing)", "Juan Perez"),
        ("Smith, John [Sales]", "John Smith"),
        ("\u738b\u5efa\u56fd\uff08\u91c7\u8d2d\uff09", "\u738b\u5efa\u56fd"),
        ("juan alvarez", "Juan Alvarez"),
        ("Acme Tools, Inc.", "Acme Tools, Inc."),
        ("Casa Verde, Lda", "Casa Verde, Lda"),
        ("Hairun Co., Ltd", "Hairun Co., Ltd"),
        ("Dupont, SA", "Dupont, SA"),
        ("(Sales)", "(Sales)"),
        ("buyer@nordsee.example", ""),
    ],
)
def test_a_name_as_directories_write_it_is_said_as_a_letter_says_it(written: str, said: str) -> None:
    assert shown_name(Address(name=written, address="buyer@nordsee.example")) == said


def test_a_universal_time_is_told_in_the_zone_of_the_writer(rules: StopRules, shelf: LetterShelf) -> None:
    china = timezone(timedelta(hours=8))
    mail = SentMail(sent_at=SENT.astimezone(UTC), to=(Address(address="a@nordsee.example"),))
    begun = Incident.begin(id="one", at=NOW.astimezone(china), mail=mail)
    answers = {"grade.content": "contract", "grade.recipient": "customer"}
    found = begun.with_changes(answers, at=NOW, event="answered")
    english = shelf.language_table("en")
    assert facts(found, "wrong-recipient", rules, shelf).sent_at == english.when(SENT)
    assert facts(found, "manager", rules, shelf).sent_at == english.when(SENT, zone=False)
    nowhere = Incident.begin(id="one", at=NOW, mail=mail).with_changes(answers, at=NOW, event="answered")
    assert facts(nowhere, "manager", rules, shelf).sent_at.endswith("(UTC)")


def test_an_edited_letter_replaces_the_composed_one(rules: StopRules, shelf: LetterShelf) -> None:
    found = graded("contract", "customer")
    letter = due(found, "formal", None, rules)[0]
    composed = shelf.compose("en", letter.template, facts(found, "wrong-recipient", rules, shelf))
    assert shown(found, letter, composed) == (composed.subject, composed.body, False)
    copied = kept(found, "letter", "wrong-recipient", subject="S", body="B", copied_at=NOW)
    assert shown(copied, letter, composed).edited is False
    edited = kept(found, "letter", "wrong-recipient", subject="S", body="B", edited=True)
    assert shown(edited, letter, composed) == ("S", "B", True)
    assert hint(edited, letter) == "edited"


def test_the_hint_names_what_would_help_most(rules: StopRules) -> None:
    found = Incident.begin(id="one", at=NOW)
    said = []
    steps: list[dict[str, Any]] = [
        {"explain.wrong-recipient": [{"name": "Ana"}]},
        {"explain.sender.name": "Li"},
        {"grade.content": "quotation"},
        {"grade.recipient": "customer"},
        {"mail.sent_at": SENT},
        {"explain.sender.phone": "1"},
        {"explain.wrong-recipient": [{"name": "Ana", "document": "Q.pdf"}]},
    ]
    for step in [{}, *steps]:
        found = found.with_changes(step, at=NOW, event="edited") if step else found
        said.append(hint(found, undue(found, "wrong-recipient", "crisis", rules)[0]))
    assert said == [
        "reader-name",
        "sender-name",
        "content",
        "recipient",
        "sent-at",
        "sender-phone",
        "document",
        "ready",
    ]
    sent = kept(found, "letter", "wrong-recipient", sent_at=NOW)
    assert hint(sent, undue(sent, "wrong-recipient", "crisis", rules)[0]) == "sent"


def test_a_missing_name_of_b_and_of_the_manager_is_asked_for(rules: StopRules) -> None:
    found = graded("contract", "customer").with_changes(
        {"explain.manager": Manager(name="Chen").model_dump()}, at=NOW, event="edited"
    )
    letters = {one.role: one for one in due(found, "crisis", "critical", rules) if one.kind == "letter"}
    assert hint(found, letters["intended-recipient"]) == "intended-name"
    assert hint(found, letters["manager"]) == "sender-name"


@pytest.mark.parametrize(
    ("content", "recipient", "why"),
    [("quotation", "colleague", "never-left"), ("catalogue", "outsider", "nothing-to-tell")],
)
def test_a_right_reader_who_has_nothing_to_fear_is_not_written_to_by_being_named(
    rules: StopRules, content: str, recipient: str, why: str
) -> None:
    named = graded(content, recipient, intended={"name": "Luis Prieto", "address": "luis@verde.example"})
    for found in (named, graded(content, recipient)):
        assert not [one for one in due(found, "light", "minor", rules) if one.role == "intended-recipient"]
        assert ("intended-recipient", why) in not_due(found, "minor", rules)


def test_a_letter_to_one_who_has_confirmed_the_deletion_is_said_to_ask_for_nothing(rules: StopRules) -> None:
    found = graded("contract", "customer").with_changes(
        {"grade.flags": {"deleted-unread": "yes"}}, at=NOW, event="answered"
    )
    letters = due(found, "crisis", "serious", rules)
    asking = {one.role: hint(found, one, letters) for one in letters if one.kind == "letter"}
    assert asking["wrong-recipient"] == "answered"
    assert asking["manager"] != "answered"
    several = graded("contract", "customer", "anna@weber.example", "bo@orchid.example").with_changes(
        {"grade.flags": {"deleted-unread": "yes"}}, at=NOW, event="answered"
    )
    letters = due(several, "crisis", "serious", rules)
    assert "answered" not in {hint(several, one, letters) for one in letters}


def hinted(found: Incident, rules: StopRules, place: int = 0, **more: Any) -> str:
    letters = due(found, "formal", "moderate", rules)
    return hint(found, letters[place], letters, **more)


def test_the_reader_whom_the_mail_itself_greets_is_pointed_out_until_the_right_one_is_named(
    rules: StopRules,
) -> None:
    found = graded("contract", "customer", "Luis Verano luis@verano.example", "王伟 wang@weber.example")
    assert hinted(found, rules) != "greeted"
    for text, place in (("\nDear Luis,\n\nplease find", 0), ("尊敬的王伟：\n您好", 1)):
        greets = found.with_changes({"mail.text": text}, at=NOW, event="corrected")
        assert [hinted(greets, rules, one) == "greeted" for one in (0, 1)] == [place == 0, place == 1]
        named = greets.with_changes({"explain.intended-recipient.name": "Luis"}, at=NOW, event="edited")
        assert hinted(named, rules, place) != "greeted"
    alone = graded("contract", "customer", "Luis Verano luis@verano.example")
    assert (
        hinted(alone.with_changes({"mail.text": "Dear Luis,"}, at=NOW, event="corrected"), rules) != "greeted"
    )


def test_a_company_alone_is_enough_to_write_to(rules: StopRules) -> None:
    found = graded("contract", "customer", "anna@weber.example")
    assert hinted(found, rules) == "reader-name"
    company = readers_with(found, rules, 1, "company", "Weber")
    known = found.with_changes({"explain.wrong-recipient": company}, at=NOW, event="edited")
    assert hinted(known, rules) != "reader-name"


def test_a_chinese_name_without_a_title_is_remarked_once_nothing_else_is_missing(
    rules: StopRules, shelf: LetterShelf
) -> None:
    for name, code in (
        ("陈建国", "title"),
        ("陈建国先生", "ready"),
        ("陈总", "ready"),
        ("Anna Berg", "ready"),
    ):
        given = {
            "explain.wrong-recipient": [{"name": name, "document": "PI.pdf"}],
            "explain.sender.name": "Mei",
        }
        found = graded("contract", "customer").with_changes(given, at=NOW, event="edited")
        assert hinted(found, rules, titles=shelf.titles("zh")) == code, name
        assert hinted(found, rules, titles=shelf.titles("en")) == "ready"


def test_the_manager_is_told_the_flags_and_the_first_deadline(rules: StopRules, shelf: LetterShelf) -> None:
    flags = {"opened": "yes", "forwarded": "unknown", "public": "yes", "credentials": "no"}
    found = graded("contract", "customer").with_changes({"grade.flags": flags}, at=NOW, event="answered")
    known = facts(found, "manager", rules, shelf, deadline=SENT).known
    table = shelf.language_table("en").known
    assert known[:2] == (table["opened"], table["public"])
    assert "17:22" in known[2]
    assert facts(found, "wrong-recipient", rules, shelf, deadline=SENT).known == ()


def test_the_manager_is_not_asked_about_a_call_that_was_made(rules: StopRules, shelf: LetterShelf) -> None:
    found = graded("contract", "competitor")
    assert not facts(found, "manager", rules, shelf).called
    assert facts(found, "manager", rules, shelf, done=("telephone",)).called
    assert facts(kept(found, "call", "wrong-recipient", sent_at=NOW), "manager", rules, shelf).called


def test_the_manager_is_told_that_the_customers_compete_and_whether_b_knows(
    rules: StopRules, shelf: LetterShelf
) -> None:
    table = shelf.language_table("en")
    found = graded("contract", "competing-customer")
    told = facts(found, "manager", rules, shelf, to_tell=True)
    assert told.known == (table.known["competing-customer"], table.known["intended-waits"])
    assert facts(found, "manager", rules, shelf).known == (table.known["competing-customer"],)
    assert facts(graded("contract", "competitor"), "manager", rules, shelf).known == (
        table.known["competitor"],
    )
    for kind in ("letter", "message"):
        sent = kept(found, kind, "intended-recipient", sent_at=NOW)
        told = facts(sent, "manager", rules, shelf, to_tell=True)
        assert table.known["intended-waits"] not in told.known
        assert told.done == (table.done["intended-told"],)
        assert facts(sent, "wrong-recipient", rules, shelf, to_tell=True).done == ()


def test_a_name_in_chinese_characters_under_a_letter_of_another_script_is_remarked(rules: StopRules) -> None:
    given = {
        "explain.wrong-recipient": [{"name": "Anna Berg", "document": "PI.pdf"}],
        "explain.sender.name": "李娜",
    }
    found = graded("contract", "customer").with_changes(given, at=NOW, event="edited")
    for language, code in (("en", "sender-script"), ("zh", "ready"), ("ja", "ready")):
        told = found.with_changes({"explain.language": language}, at=NOW, event="chosen")
        assert hinted(told, rules) == code
    both = found.with_changes({"explain.sender.name": "Li Na 李娜"}, at=NOW, event="edited")
    assert hinted(both, rules) == "ready"


def test_attachments_are_only_said_to_be_there_when_the_mail_was_read(
    rules: StopRules, shelf: LetterShelf
) -> None:
    told = facts(graded("contract", "customer"), "wrong-recipient", rules, shelf)
    assert (told.attachments, told.unseen) == (True, False)
    told = facts(Incident.begin(id="one", at=NOW), "wrong-recipient", rules, shelf)
    assert (told.attachments, told.unseen) == (True, True)


def test_a_confirmed_call_says_that_the_deletion_was_confirmed(rules: StopRules) -> None:
    called = kept(graded("contract", "competitor"), "call", "wrong-recipient", sent_at=NOW)
    confirmed = kept(
        graded("contract", "competitor"), "call", "wrong-recipient", sent_at=NOW, confirmed_at=NOW
    )
    for found, standing in ((called, "call-sent"), (confirmed, "call-confirmed")):
        assert due(found, "crisis", "critical", rules)[0].standing == standing
    assert not all_confirmed(called, (1,))
    assert all_confirmed(confirmed, (1,))
    for language in ("en", "zh"):
        words = Playbook().words(language)
        deleted = {"en": "deletion", "zh": "\u5220\u9664"}[language]
        assert deleted in words("explain.state.call-confirmed").lower()
        for keys in ("call-sent", "call-confirmed"):
            assert deleted in words(f"interface.explain.keys-{keys}").lower()
