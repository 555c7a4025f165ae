"""The README says what is so."""

from __future__ import annotations

import re

from tests.readme import KEYS, PICTURE, README, key_table, picture


def test_the_table_of_keys_is_the_one_of_the_commands() -> None:
    found = KEYS.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == found[1] + key_table() + found[2]


async def test_the_picture_is_what_the_app_shows() -> None:
    assert PICTURE.read_text(encoding="utf-8") == await picture()


def test_every_file_that_the_readme_names_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    named = re.findall(r"\]\(((?!https?:)[^)#]+)\)", text)
    assert named
    assert all((README.parent / path).exists() for path in named)
