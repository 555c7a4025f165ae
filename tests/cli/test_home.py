from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


@pytest.mark.parametrize("place", ["", "state", "config", "data"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_in_the_place_of_a_folder_of_the_app_is_said_once(
    cli: Run, home: Path, mail_file: Path, place: str, language: str
) -> None:
    wrong = home / place
    wrong.parent.mkdir(parents=True, exist_ok=True)
    wrong.write_text("in the way", "utf-8")
    for command in (("inspect", mail_file), ("list",), ("stats",), ("recall", mail_file)):
        said = cli("--ui-language", language, *command).in_order()
        assert said.status == 1
        (fault,) = said.faults
        assert fault.startswith(f"{wrong}: ")
        assert "MISDIRECT_HOME" in fault
        assert said.out
    assert wrong.read_text("utf-8") == "in the way"
