from __future__ import annotations

from pathlib import Path

import pytest
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.strays import strays


def put(config: Path, *names: str) -> None:
    for name in names:
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text("", "utf-8")


def test_what_the_app_reads_is_no_stray(tmp_path: Path) -> None:
    put(
        tmp_path,
        "settings.toml",
        "settings.toml.broken",
        "profile.toml",
        ".hidden.toml",
        "rules/grade.toml",
        "zh/interface.toml",
        "letters/signature.txt",
        "letters/en/signature.txt",
        "letters/en/language.toml",
        "letters/en/wrong-recipient.formal.j2",
        "letters/en/notes.md",
    )
    assert strays(tmp_path) == []
    assert strays(tmp_path / "nothing") == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("rules/grades.toml", "rules/grade.toml"),
        ("zh/interfaces.toml", "zh/interface.toml"),
        ("letters/en/wrong-recipient.formel.j2", "letters/en/wrong-recipient.formal.j2"),
        ("setings.toml", "settings.toml"),
        ("grade.toml", None),
        ("letters/en/more/deeper/grade.toml", None),
        ("mine.toml", None),
    ],
)
def test_a_file_of_the_users_that_is_laid_over_nothing_is_named_with_the_nearest(
    tmp_path: Path, name: str, meant: str | None
) -> None:
    put(tmp_path, name, "rules/stop.toml")
    found = strays(tmp_path)
    if name.count("/") > 2:
        assert found == []
        return
    (fault,) = found
    assert fault.where == str(tmp_path / name)
    if meant is not None:
        assert fault.values["nearest"] == meant
    for language in ("en", "zh"):
        said = fault.said(Playbook().words(language))
        assert fault.values["nearest"] in said


def test_of_very_many_strays_the_first_are_named(tmp_path: Path) -> None:
    put(tmp_path, *(f"rules/{number}.toml" for number in range(100)))
    assert len(strays(tmp_path)) == 20
