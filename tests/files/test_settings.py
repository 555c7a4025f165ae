from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.settings import Settings, load_settings


@pytest.fixture
def path(home: Path) -> Path:
    return locations().settings


def write(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def test_what_was_chosen_is_remembered_for_the_user_alone(path: Path) -> None:
    Settings("zh", "misdirect-light").save(path)
    assert load_settings(path) == (Settings("zh", "misdirect-light"), ())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_was_chosen_where_there_is_no_file(path: Path) -> None:
    assert load_settings(path) == (Settings(), ())


def test_other_keys_are_named_and_kept_as_they_came(path: Path) -> None:
    write(path, "language = 'zh'\nfont = 'x'\n[mine]\nlist = [1, { a = 2025-11-18 }]\n")
    settings, faults = load_settings(path)
    assert [(fault.where, fault.code) for fault in faults] == [
        (f"{path}: font", "unknown-key"),
        (f"{path}: mine", "unknown-key"),
    ]
    settings._replace(theme="misdirect-dark").save(path)
    tree = tomllib.loads(path.read_text("utf-8"))
    assert tree.pop("theme") == "misdirect-dark"
    assert tree == tomllib.loads("language = 'zh'\nfont = 'x'\n[mine]\nlist = [1, { a = 2025-11-18 }]\n")


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        (b"language = 'zh'\ntheme = \n", ":2", "not-toml"),
        (b"language = 'zh'\nlanguage = 'en'\n", ":2", "not-toml"),
        ("language = '中文'".encode("gb18030"), "", "not-text"),
        (b"language = 5\n", ": language", "wrong-value"),
        (b"langauge = 'zh'\n", ": langauge", "unknown-key-near"),
        (b"language = 'xx'\n", ": language", "not-one-of"),
        (b"language = 'zhh'\n", ": language", "not-one-of-near"),
        (b"theme = 'dark'\n", ": theme", "not-one-of"),
        (b"theme = 'misdirect-drak'\n", ": theme", "not-one-of-near"),
    ],
)
def test_a_broken_file_is_named_once_and_nothing_counts_as_chosen(
    path: Path, data: bytes, where: str, code: str
) -> None:
    write(path, data)
    settings, faults = load_settings(path)
    assert (settings.language, settings.theme) == ("", "")
    assert [(fault.where, fault.code) for fault in faults] == [(f"{path}{where}", code)]
    for language in ("en", "zh"):
        assert faults[0].said(Playbook().words(language))


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    settings, faults = load_settings(path)
    assert settings == Settings()
    assert [fault.code for fault in faults] == ["cannot-read"]


def test_a_file_that_was_written_by_hand_and_is_broken_is_kept_beside(path: Path) -> None:
    write(path, "language = 'zh\n")
    load_settings(path)[0]._replace(language="en").save(path)
    assert load_settings(path) == (Settings("en"), ())
    assert path.with_name("settings.toml.broken").read_text("utf-8") == "language = 'zh\n"


def test_a_link_is_replaced_and_not_followed(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("language = 'zh'\n", "utf-8")
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    load_settings(path)[0]._replace(theme="misdirect-light").save(path)
    assert elsewhere.read_text("utf-8") == "language = 'zh'\n"
    assert load_settings(path)[0] == Settings("zh", "misdirect-light")


def test_a_folder_that_cannot_be_written_is_an_error(path: Path) -> None:
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("in the way", "utf-8")
    with pytest.raises(OSError, match="Not a directory"):
        Settings("zh").save(path)
