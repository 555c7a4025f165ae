"""Where the app keeps its own files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

APP = "misdirect-tui"


class Locations(NamedTuple):
    """Name the three folders of the app; none is made before something is written to it.

    `config` holds settings and the user's own words, rules and letters; `state` holds the incidents;
    `data` what is kept across incidents.
    """

    config: Path
    state: Path
    data: Path

    @property
    def settings(self) -> Path:
        """Name the file of remembered choices."""
        return self.config / "settings.toml"

    @property
    def incidents(self) -> Path:
        """Name the folder with one record for each incident."""
        return self.state / "incidents"


def locations() -> Locations:
    """Find the folders: all under MISDIRECT_HOME where that is set, else where the system keeps such."""
    home = os.environ.get("MISDIRECT_HOME")
    if home:
        base = Path(home).expanduser()
        return Locations(base / "config", base / "state", base / "data")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP, appauthor=False)
    return Locations(dirs.user_config_path, dirs.user_state_path, dirs.user_data_path)


def make_private(folder: Path) -> None:
    """Make a folder of the app's own, and those above it that are missing, for the user alone (0700)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
