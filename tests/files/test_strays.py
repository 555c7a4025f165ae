from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from misdirect_tui.files.overrides import read_all
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
        ("rules/grade.TOML", "rules/grade.toml"),
        ("grade.toml", ("en/grade.toml", "rules/grade.toml", "zh/grade.toml")),
        ("letters/en/more/deeper/grade.toml", None),
        ("mine.toml", None),
    ],
)
def test_a_file_of_the_users_that_is_laid_over_nothing_is_named_with_the_nearest(
    tmp_path: Path, name: str, meant: str | tuple[str, ...] | None
) -> None:
    put(tmp_path, name, "rules/stop.toml")
    found = strays(tmp_path)
    if name.count("/") > 2:
        assert found == []
        return
    (fault,) = found
    assert fault.where == str(tmp_path / name)
    if meant is not None:
        assert fault.values["nearest"] == ((meant,) if isinstance(meant, str) else meant)
    for language in ("en", "zh"):
        said = fault.said(Playbook().words(language))
        assert all(near in said for near in fault.values["nearest"])


def test_what_cannot_be_laid_over_is_named(tmp_path: Path) -> None:
    put(tmp_path, "rules/characters.toml", "rules/examine.toml", "letters/en/cues.toml")
    (fault,) = strays(tmp_path)
    assert (fault.where, fault.code) == (str(tmp_path / "rules/characters.toml"), "not-laid-over")


def closed(path: object, *_: object) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def test_a_closed_folder_is_one_line_wherever_it_is_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "rules/grade.toml", "rules/stop.toml")
    rules = tmp_path / "rules"
    looked, opened, allowed = os.scandir, Path.stat, os.access

    def inside(path: object) -> bool:
        return str(path).startswith(str(rules) + "/")

    monkeypatch.setattr(os, "scandir", lambda path: closed(path) if Path(path) == rules else looked(path))
    monkeypatch.setattr(Path, "stat", lambda path, **kw: closed(path) if inside(path) else opened(path, **kw))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != rules and allowed(path, mode))
    playbook = Playbook(tmp_path)
    read_all(playbook)
    assert [(fault.where, fault.code) for fault in playbook.faults] == [(str(rules), "cannot-read")]
    assert strays(tmp_path) == playbook.faults


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    for name in (
        "rules/grade.toml",
        "en/interface.toml",
        "letters/en/cues.toml",
        "letters/en/manager.light.j2",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "nothing.toml")
    playbook = Playbook(tmp_path)
    read_all(playbook)
    assert {fault.code for fault in (*playbook.faults, *playbook.shelf.faults)} == {"cannot-read"}
    assert [Path(fault.where).name for fault in (*playbook.faults, *playbook.shelf.faults)] == [
        "interface.toml", "grade.toml", "manager.light.j2", "cues.toml",
    ]  # fmt: skip


def test_of_very_many_strays_the_first_are_named(tmp_path: Path) -> None:
    put(tmp_path, *(f"rules/{number}.toml" for number in range(100)))
    assert len(strays(tmp_path)) == 20
