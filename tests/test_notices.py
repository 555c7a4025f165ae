from __future__ import annotations

import pytest
from misdirect_tui.core.fault import Fault
from misdirect_tui.notices import file_named


@pytest.mark.parametrize(
    ("wheres", "file"),
    [
        (["/home/mei/a.toml: status", "/home/mei/b.toml:3: x"], "/home/mei/a.toml"),
        (["mail.date", "/home/mei/my records/b.toml:3: x"], "'/home/mei/my records/b.toml'"),
        (["/config/letters/de/manager.light.j2:1"], "/config/letters/de/manager.light.j2"),
        (["/config/en/stop.toml"], "/config/en/stop.toml"),
        (["somewhere"], "RECORD"),
    ],
)
def test_the_file_to_be_validated_is_one_that_the_faults_name(wheres: list[str], file: str) -> None:
    assert file_named([Fault(where, "missing-key") for where in wheres]) == file
