"""What a line of addresses changes, whatever was told of its readers before."""

from __future__ import annotations

from typing import Any

import pytest
from misdirect_tui.addressing import addresses_typed
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import SentMail

from tests.incidents import NOON, begun

ANNA, BEN = "Anna Berg <anna@x.example>", "Ben Lund <ben@y.example>"
READER_ANNA = {"name": "Anna Berg", "address": "anna@x.example"}
COMPANY = {"company": "Berg GmbH"}


def typed(incident: Incident, text: str) -> Incident:
    return incident.with_changes(dict(addresses_typed(incident, text)), at=NOON, event="answered")


@pytest.mark.parametrize(
    ("line", "told", "typed_next", "readers"),
    [
        # Without anything told of them, the readers are those of the line.
        (ANNA, [], BEN, []),
        (ANNA, [], "Bob", [{"name": "Bob"}]),
        (ANNA, [], "", []),
        (f"{ANNA}; bob", [], "Bob", [{"name": "Bob"}]),
        ("Bob", [], "Bob; Eve", [{"name": "Bob"}, {"name": "Eve"}]),
        ("Bob; Eve", [], "Bob", [{"name": "Bob"}]),
        ("Bob", [], "bob@x.example", []),
        ("Bob", [], "", []),
        # What else was told stays with the place; an address that no longer stands there is gone.
        (ANNA, [READER_ANNA | COMPANY], "Bob", [{"name": "Bob"} | COMPANY]),
        (ANNA, [READER_ANNA | COMPANY], "", [COMPANY]),
        (ANNA, [READER_ANNA | COMPANY], BEN, [{"name": "Ben Lund", "address": "ben@y.example"} | COMPANY]),
        (ANNA, [READER_ANNA | {"name": "Dr. Berg"}], "anna.berg@x.example",
         [{"name": "Dr. Berg", "address": "anna.berg@x.example"}]),
        (ANNA, [COMPANY], "ben@y.example", [{"address": "ben@y.example"} | COMPANY]),
        (ANNA, [READER_ANNA | COMPANY], f"{ANNA}; {BEN}",
         [READER_ANNA | COMPANY, {"name": "Ben Lund", "address": "ben@y.example"}]),
        (f"{ANNA}; {BEN}", [READER_ANNA | COMPANY, {"address": "ben@y.example"}], ANNA,
         [READER_ANNA | COMPANY]),
        ("Bob", [{"name": "Bob"} | COMPANY], "bob@x.example", [{"address": "bob@x.example"} | COMPANY]),
        # Whom the line never had is no business of the line.
        (ANNA, [READER_ANNA, {"address": "eve@z.example"}], BEN,
         [{"name": "Ben Lund", "address": "ben@y.example"}, {"address": "eve@z.example"}]),
    ],
)  # fmt: skip
def test_the_line_as_it_stands_decides_who_the_readers_are(
    line: str, told: list[dict[str, Any]], typed_next: str, readers: list[dict[str, str]]
) -> None:
    incident = typed(begun(SentMail()), line)
    if told:
        incident = incident.with_changes({"explain.wrong-recipient": told}, at=NOON, event="answered")
    incident = typed(incident, typed_next)
    assert [reader.tree for reader in incident.explain.wrong_recipient] == readers
    assert [one.address for one in incident.mail.to] == [
        part.partition("<")[2].strip(">") or part for part in typed_next.split("; ") if "@" in part
    ]
