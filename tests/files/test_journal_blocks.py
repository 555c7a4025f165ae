from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail
from misdirect_tui.files import blocks
from misdirect_tui.files.blocks import Blocks
from misdirect_tui.files.record import write_record

from tests.incidents import NOON, RAW, begun, incidents, undoable_changes


@settings(derandomize=True, deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(incidents(), min_size=1, max_size=3), st.lists(undoable_changes(), max_size=4))
def test_each_state_gives_the_bytes_of_the_whole_record(several: list[Incident], changes: list) -> None:
    written = Blocks()
    for incident in several:
        assert written.record(incident) == write_record(incident)
        for event, change in changes:
            incident = incident.with_changes(change, at=NOON, event=event)
            assert written.record(incident) == write_record(incident)
        incident = incident.undone(at=NOON)
        assert written.record(incident) == write_record(incident)


@pytest.mark.parametrize("text", RAW, ids=ascii)
def test_a_record_in_which_every_event_is_short_is_the_same_as_well(text: str) -> None:
    written = Blocks()
    incident = begun()
    for typed in (text, "x", text * 9):
        assert written.record(incident) == write_record(incident)
        incident = incident.with_typing({"mail.subject": typed})
        assert written.record(incident) == write_record(incident)
        incident = incident.with_rest(at=NOON)


def test_what_has_happened_is_turned_into_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    toml = blocks.toml

    def counted(tree: dict) -> str:
        text = toml(tree)
        told.append(text)
        return text

    monkeypatch.setattr(blocks, "toml", counted)
    written = Blocks()
    incident = begun(SentMail(text="long\n" * 4_000))
    written.record(incident)
    for choice in ("catalogue", "contract", "quotation"):
        told.clear()
        incident = incident.with_changes({"grade.content": choice}, at=NOON, event="answered")
        assert written.record(incident) == write_record(incident)
        assert max(map(len, told)) < 1_000
