"""The short messages and the call: as much as the letter says, and as it is said aloud."""

from __future__ import annotations

from typing import Any

import pytest
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.parts import Reader, Sender
from misdirect_tui.files.letters import LetterShelf

SHELF = LetterShelf()
LANGUAGES = SHELF.languages()
KNOWN: dict[str, Any] = {"reader": Reader(name="Rname"), "sender": Sender(name="Sname")}


def said(language: str, name: str, **facts: Any) -> str:
    return SHELF.compose(language, name, Facts(**KNOWN, **facts)).body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["message.wrong-recipient", "follow-up.wrong-recipient"])
def test_a_message_asks_for_what_was_passed_on_where_anything_is_to_be_deleted(
    language: str, name: str
) -> None:
    assert len(said(language, name, forwarded=True)) > len(said(language, name))
    kept = {"content": "catalogue", "confidential": False}
    assert said(language, name, **kept, forwarded=True) == said(language, name, **kept)
    assert said(language, name, public=True) == said(language, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["message.intended-recipient", "follow-up.intended-recipient"])
def test_a_message_tells_b_that_it_went_further(language: str, name: str) -> None:
    ways = [
        said(language, name, forwarded=forwarded, public=public)
        for forwarded in (False, True)
        for public in (False, True)
    ]
    neither, seen, passed, both = ways
    assert len(set(ways)) == 4
    assert len(neither) < min(len(seen), len(passed)) <= len(both)


def test_the_light_chinese_letter_to_b_names_the_slip_once() -> None:
    body = said("zh", "intended-recipient.light", content="quotation")
    assert body.count("疏忽") == 1
