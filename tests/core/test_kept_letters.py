"""What is kept of a letter stays with its reader, and what went out stays what it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.explain.compose import Composed
from misdirect_tui.core.explain.due import DueLetter, due, undue
from misdirect_tui.core.explain.errand import language_chosen, shown
from misdirect_tui.core.explain.numbering import numbered, reader_changed
from misdirect_tui.core.explain.readers import intended_reader
from misdirect_tui.core.explain.standing import all_asked, all_confirmed
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.prevent.ending import ending
from misdirect_tui.core.prevent.follow_up import follow_ups
from misdirect_tui.core.prevent.outstanding import outstanding
from misdirect_tui.files.playbook import Playbook

NOW = datetime(2025, 11, 18, 9, 30, tzinfo=UTC)
STOP = Playbook().rules(StopRules, "stop")
PREVENT = Playbook().rules(PreventRules, "prevent")
COMPOSED = Composed("composed", "composed", (), ())
OURS = "mei@haitian.example"
PEOPLE = {
    "luis@verano.example": "Luis Verano",
    "anna@nordsee.example": "Anna Berg",
    "pedro@sol.example": "Pedro Alvarez",
    "lan@haitian.example": "Zhou Lan",
}


def incident(*addresses: str, **grade: str) -> Incident:
    mail = SentMail(
        sender=Address(address=OURS), to=tuple(Address(name=PEOPLE[one], address=one) for one in addresses)
    )
    begun = Incident.begin(id="one", at=NOW, mail=mail)
    answers = {"content": "contract", "recipient": "customer"} | grade
    return changed(begun, {f"grade.{name}": value for name, value in answers.items()})


def changed(found: Incident, changes: dict[str, Any]) -> Incident:
    return found.with_changes(changes, at=NOW, event="answered")


def letters(found: Incident) -> dict[str, DueLetter]:
    listed = due(found, "formal", "moderate", STOP)
    return {
        one.reader.address: one for one in listed if (one.kind, one.role) == ("letter", "wrong-recipient")
    }


def done(found: Incident, letter: DueLetter, **values: Any) -> Incident:
    path = f"explain.letters.{letter.key}"
    return changed(found, letter.kept_at(path) | {f"{path}.{name}": value for name, value in values.items()})


def declined(found: Incident, letter: DueLetter) -> Incident:
    keys = [*found.explain.declined, letter.key]
    return changed(done(found, letter), {"explain.declined": keys})


LISTS = st.lists(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=4, unique=True)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_whatever_happens_to_the_list_each_reader_keeps_what_was_done(data: st.DataObject) -> None:
    found = incident(*sorted(PEOPLE))
    expected: dict[str, tuple[str, str]] = {}
    for step in range(data.draw(st.integers(1, 8))):
        match data.draw(st.sampled_from(["mail", "right", "inside", "name", "sent", "own", "left-out"])):
            case "mail":
                to = [{"name": PEOPLE[one], "address": one} for one in data.draw(LISTS)]
                found = changed(found, {"mail.to": to, "explain.wrong-recipient": None})
            case "right":
                meant = data.draw(st.sampled_from([None, *sorted(PEOPLE)]))
                found = changed(found, {"explain.intended-recipient.address": meant})
            case "inside":
                kind = data.draw(st.sampled_from(["colleague", "customer"]))
                found = changed(found, {"grade.recipient": kind})
            case "name":
                number, _ = data.draw(st.sampled_from(numbered(found, STOP)))
                typed = reader_changed(found, STOP, number, "company", f"Company {step}")
                found = changed(found, typed)
            case "sent":
                one = data.draw(st.sampled_from(list(letters(found).values())))
                if not one.is_out and one.reader.address:
                    text = f"to {one.reader.address}, {step}"
                    found = done(found, one, body=text, edited=False, sent_at=NOW)
                    expected[one.reader.address] = ("sent", text)
            case "own":
                one = data.draw(st.sampled_from(list(letters(found).values())))
                if not one.is_out and one.reader.address and one.state != "declined":
                    text = f"by hand, {step}"
                    found = done(found, one, body=text, edited=True)
                    expected[one.reader.address] = ("open", text)
            case _:
                one = data.draw(st.sampled_from(list(letters(found).values())))
                if one.state == "open" and one.reader.address:
                    found = declined(found, one)
                    text = expected.get(one.reader.address, ("", "composed"))[1]
                    expected[one.reader.address] = ("declined", text)
        listed = letters(found)
        assert len({one.number for one in listed.values()}) == len(numbered(found, STOP))
        for address, one in listed.items():
            told = (one.state, shown(found, one, COMPOSED).body)
            assert told == expected.get(address, ("open", "composed")), address
        asked_after = {
            one.values["reader"] for one in follow_ups(found, PREVENT, now=NOW) if one.id == "a-confirmed"
        }
        sent = {address for address, (state, _) in expected.items() if state == "sent"}
        assert asked_after <= sent | {PEOPLE[address] for address in sent}
        assert len(asked_after) == len(sent)


def test_a_letter_sent_to_the_second_of_three_is_not_said_of_the_third_once_the_first_is_the_right_one() -> (
    None
):
    found = incident("luis@verano.example", "anna@nordsee.example", "pedro@sol.example")
    found = done(found, letters(found)["anna@nordsee.example"], body="Dear Anna", sent_at=NOW)
    found = changed(found, {"explain.intended-recipient.address": "luis@verano.example"})
    states = {address: one.state for address, one in letters(found).items()}
    assert states == {"anna@nordsee.example": "sent", "pedro@sol.example": "open"}
    listed = due(found, "formal", "moderate", STOP)
    assert [one.reader.name for one in listed if one.follows] == ["Anna Berg"]


def test_the_right_reader_is_taken_off_a_list_that_was_typed_over_too() -> None:
    found = incident("luis@verano.example", "anna@nordsee.example")
    found = changed(found, reader_changed(found, STOP, 2, "company", "Nordsee"))
    found = changed(found, {"explain.intended-recipient.address": "Luis@verano.example"})
    assert [reader.address for _, reader in numbered(found, STOP)] == ["anna@nordsee.example"]


def test_a_reader_whose_name_or_address_is_corrected_keeps_the_letter() -> None:
    found = changed(
        Incident.begin(id="one", at=NOW), {"explain.wrong-recipient": [{"name": "Ana"}, {"name": "Pedro"}]}
    )
    found = done(found, due(found, "formal", None, STOP)[0], body="Dear Ana", sent_at=NOW)
    for field, text in (
        ("address", "ana@nordsee.example"),
        ("name", "Anna"),
        ("address", "anna@nordsee.example"),
    ):
        found = changed(found, reader_changed(found, STOP, 1, field, text))
        assert [one.state for one in due(found, "formal", None, STOP)][:2] == ["sent", "open"]


def test_a_record_that_names_its_readers_by_place_alone_is_read_by_place() -> None:
    found = incident("anna@nordsee.example", "pedro@sol.example")
    old = {"explain.letters.letter-wrong-recipient-2-en.sent_at": NOW}
    kept = changed(found, old | {"explain.declined": ["letter-wrong-recipient-1-en"]})
    assert [one.state for one in letters(kept).values()] == ["declined", "sent"]


def test_a_name_that_is_not_given_is_the_one_beside_the_address_in_the_mail() -> None:
    found = incident("luis@verano.example", "anna@nordsee.example")
    found = changed(found, {"explain.intended-recipient.address": "luis@verano.example"})
    assert intended_reader(found).name == "Luis Verano"
    (letter,) = undue(found, "intended-recipient", "formal", STOP)
    assert letter.reader.name == "Luis Verano"


def light(**more: Any) -> Incident:
    found = incident("anna@nordsee.example", content="catalogue", recipient="supplier")
    letter = due(found, "light", "minor", STOP)[0]
    return done(found, letter, subject="Light", body="Keep it.", asks=False, sent_at=NOW, **more)


def test_what_went_out_is_shown_as_it_went_out_whatever_is_answered_since() -> None:
    found = light()
    (letter, *_) = due(found, "crisis", "minor", STOP)
    assert (letter.state, letter.tone, letter.language) == ("sent", "light", "en")
    assert shown(found, letter, COMPOSED)[:2] == ("Light", "Keep it.")
    every = changed(found, {"explain.language": "zh", "explain.tone": "formal"})
    (letter, *_) = due(every, "crisis", "minor", STOP)
    assert (letter.tone, letter.language) == ("light", "en")


def test_a_letter_that_asked_for_nothing_is_due_anew_once_there_is_something_to_ask() -> None:
    found = changed(light(confirmed_at=NOW + timedelta(hours=1)), {"grade.content": "contract"})
    letter = next(one for one in due(found, "crisis", "serious", STOP) if one.kind == "letter")
    assert (letter.state, letter.tone, letter.why, letter.optional) == ("open", "crisis", "asks-now", False)
    assert shown(found, letter, COMPOSED).body == "composed"
    assert not all_asked(found, [letter.number])
    assert not all_confirmed(found, [letter.number])
    still = outstanding(found, PREVENT, STOP, now=NOW, letters=due(found, "crisis", "serious", STOP))
    assert ending(still, now=NOW) == "first"
    again = done(found, letter, body="Please delete it.", asks=True, sent_at=NOW)
    letter = next(one for one in due(again, "crisis", "serious", STOP) if one.kind == "letter")
    assert (letter.state, letter.why) == ("sent", "own-up")
    assert all_asked(again, [letter.number])
    back = changed(found, {"grade.content": "catalogue"})
    assert due(back, "light", "minor", STOP)[0].state == "confirmed"


def test_nobody_is_asked_whether_they_deleted_what_they_were_told_to_keep() -> None:
    assert follow_ups(light(), PREVENT, now=NOW) == ()
    assert not any(one.kind == "message" for one in due(light(), "light", "minor", STOP))


def test_what_was_written_by_hand_is_not_asked_for_anew() -> None:
    found = changed(light(edited=True), {"grade.content": "contract"})
    assert due(found, "formal", "moderate", STOP)[0].state == "sent"


def test_each_reader_is_written_to_in_a_language_of_their_own() -> None:
    found = incident("anna@nordsee.example", "pedro@sol.example")
    for language in ("de", "fr", "es"):
        letter = letters(found)["pedro@sol.example"]
        found = changed(found, language_chosen(found, letter, language))
    spoken = {(one.role, one.reader.name): one.language for one in due(found, "crisis", "serious", STOP)}
    assert spoken[("wrong-recipient", "Pedro Alvarez")] == "es"
    assert set(spoken.values()) == {"en", "es"}
    calls = [one.language for one in due(found, "crisis", "serious", STOP) if one.kind == "call"]
    assert calls == ["en", "es"]
    assert list(found.explain.letters) == ["letter-wrong-recipient-2-es"]


@pytest.mark.parametrize("role", ["wrong-recipient", "intended-recipient", "manager"])
def test_a_language_that_was_passed_over_leaves_no_letter_behind(role: Any) -> None:
    found = incident("anna@nordsee.example")
    for language in ("zh", "es", "en"):
        (letter,) = undue(found, role, "formal", STOP)
        found = changed(found, language_chosen(found, letter, language))
    assert list(found.explain.letters) == [f"letter-{role}-1-en"]
