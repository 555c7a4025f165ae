from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, Attachment, SentMail
from misdirect_tui.core.stop.checklist import checklist
from misdirect_tui.files.opening import caught_up, opened, opened_from
from misdirect_tui.files.record import read_record, write_record

from tests.incidents import NOON, begun, undoable_changes

MAIL = SentMail(subject="PI", to=(Address(address="a@nordsee.example"),), sha256="1" * 64, text="Dear all")
SENSED = SentMail(
    subject="PI",
    to=(Address(address="a@nordsee.example"),),
    attachments=(Attachment(name="PI.pdf"),),
    sha256="1" * 64,
)


def replayed(incident: Incident) -> Incident:
    return Incident.replay(id=incident.id, timeline=incident.timeline)


@settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([MAIL, SENSED]), st.lists(st.one_of(undoable_changes(), st.just(None)), max_size=8))
def test_what_was_done_before_the_mail_was_read_is_replayable_and_undone_where_it_was(
    mail: SentMail, done: list[Any]
) -> None:
    meanwhile = begun()
    fresh = opened(mail, NOON, name=meanwhile.id)
    for each in done:
        if each is None:
            meanwhile = meanwhile.undone(at=NOON)
        elif not any(path.startswith("mail") for path in each[1]):
            meanwhile = meanwhile.with_changes(each[1], at=NOON, event=each[0])
    incident = caught_up(fresh, meanwhile)
    assert replayed(incident).tree == incident.tree
    assert incident.mail == fresh.mail
    for section in ("grade", "explain", "prevent"):
        assert getattr(incident, section).tree == getattr(meanwhile, section).tree
    # Each undoing points at what it took back, and nothing is taken back twice.
    undone = [each.detail["undoes"] for each in incident.timeline if each.event == "undone"]
    assert len(set(undone)) == len(undone)
    assert all(incident.timeline[number].event != "undone" for number in undone)


def test_what_the_mail_says_already_is_no_event_again_and_is_not_undone() -> None:
    meanwhile = begun().with_changes({"stop.ticks.evidence": "done"}, at=NOON, event="ticked")
    before = meanwhile.with_changes({"grade.content": "contract"}, at=NOON, event="answered")
    fresh = opened(SENSED, NOON, name=meanwhile.id)
    assert fresh.stop.ticks
    name, tick = next(iter(fresh.stop.ticks.items()))
    ticked = begun().with_changes({f"stop.ticks.{name}": tick}, at=NOON, event="ticked")
    assert caught_up(fresh, ticked) == fresh
    assert caught_up(fresh, ticked.undone(at=NOON)) == fresh
    assert caught_up(fresh, before).grade.content == "contract"


def test_text_that_is_still_being_typed_goes_on_being_typed() -> None:
    meanwhile = begun().with_typing({"explain.sender.name": "Mei"})
    incident = caught_up(opened(MAIL, NOON, name=meanwhile.id), meanwhile)
    assert incident.explain.sender.name == "Mei"
    assert incident.with_rest(at=NOON).timeline[-1].event == "edited"
    assert incident.undone(at=NOON).explain.sender.name == ""


def test_what_happened_in_the_world_keeps_its_detail() -> None:
    meanwhile = begun().with_event("exported", at=NOON, detail={"path": "x.toml"})
    incident = caught_up(opened(MAIL, NOON, name=meanwhile.id), meanwhile)
    assert (incident.timeline[-1].event, incident.timeline[-1].detail) == ("exported", {"path": "x.toml"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\x9c" * 900,
        bytes.fromhex("d0cf11e0a1b11ae1") + b"garbage",
        b"Dear Ms Berg,\nthe price is 12.\n",
    ],
)
def test_a_file_that_is_no_mail_rules_nothing_out_and_ticks_nothing(data: bytes) -> None:
    incident, faults = opened_from(data, "odd.eml", NOON, name="20251118-172600-beef")
    without = begun()
    assert faults
    assert incident.stop.ticks == {}
    assert read_record(write_record(incident), "kept").incident == incident
    assert {item.id for item in checklist(incident)} == {item.id for item in checklist(without)}
