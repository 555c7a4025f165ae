from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from misdirect_tui.core.fault import why_not
from misdirect_tui.files.locations import keep_private, locations, make_private
from misdirect_tui.files.playbook import Playbook


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_one_folder_holds_everything_where_it_is_named(home: Path) -> None:
    places = locations()
    assert {places.config.parent, places.state.parent, places.data.parent} == {home}
    assert places.settings == home / "config" / "settings.toml"
    assert places.incidents == home / "state" / "incidents"


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MISDIRECT_HOME", "~/kept")
    assert locations().state == tmp_path / "kept" / "state"


def test_without_a_name_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MISDIRECT_HOME")
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in locations():
        assert "misdirect-tui" in folder.parts
        assert folder.is_relative_to(tmp_path)


def test_nothing_is_made_before_something_is_written(home: Path) -> None:
    locations()
    assert not home.exists()


@pytest.mark.parametrize("mask", [0, 0o022, 0o077])
def test_every_folder_that_is_made_is_for_the_user_alone(home: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        make_private(locations().incidents)
    finally:
        os.umask(before)
    for folder in (home, home / "state", home / "state" / "incidents"):
        assert mode(folder) == 0o700


def test_the_apps_own_folders_are_narrowed_and_the_one_that_the_user_named_is_not(home: Path) -> None:
    incidents = locations().incidents
    incidents.mkdir(parents=True)
    for folder in (home, home / "state", incidents):
        folder.chmod(0o755)
    make_private(incidents)
    assert [mode(folder) for folder in (home, home / "state", incidents)] == [0o755, 0o700, 0o700]


@pytest.mark.parametrize("link", ["state", "state/incidents"])
def test_a_link_in_place_of_a_folder_is_never_written_through(home: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "incidents").mkdir(parents=True)
    elsewhere.chmod(0o755)
    (home / link).parent.mkdir(parents=True)
    (home / link).symlink_to(elsewhere)
    (elsewhere / "incidents").rmdir()
    with pytest.raises(OSError, match="symbolic links") as refused:
        make_private(locations().incidents)
    assert mode(elsewhere) == 0o755
    assert list(elsewhere.iterdir()) == []
    assert why_not(refused.value).said(Playbook().words("en")).startswith("it is a link")


def test_what_others_could_read_before_they_cannot_read_after_and_links_are_not_followed(
    home: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.write_text("x")
    foreign.chmod(0o644)
    places = locations()
    keep_private(places)
    assert not home.exists()
    for folder in (places.incidents, places.config / "letters"):
        folder.mkdir(parents=True)
    files = [places.incidents / "a.toml", places.profile, places.signature, places.state / "index.jsonl"]
    for path in files:
        path.write_text("x")
        path.chmod(0o644)
    (places.incidents / "link.toml").symlink_to(foreign)
    places.data.symlink_to(tmp_path)
    for folder in (home, places.state, places.incidents, places.config, tmp_path):
        folder.chmod(0o755)
    keep_private(places)
    assert {mode(path) for path in files} == {0o600}
    assert {mode(folder) for folder in (places.state, places.incidents, places.config)} == {0o700}
    assert (mode(foreign), mode(tmp_path), mode(home)) == (0o644, 0o755, 0o755)


def test_the_folder_that_the_user_named_may_be_a_link(home: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    home.symlink_to(tmp_path / "disk")
    make_private(locations().incidents)
    assert (tmp_path / "disk" / "state" / "incidents").is_dir()


def test_a_file_in_place_of_a_folder_is_an_error_and_stays_as_it_is(home: Path) -> None:
    home.mkdir()
    (home / "state").write_text("mine")
    (home / "state").chmod(0o644)
    with pytest.raises(NotADirectoryError):
        make_private(home / "state")
    with pytest.raises(NotADirectoryError):
        make_private(locations().incidents)
    assert mode(home / "state") == 0o644
