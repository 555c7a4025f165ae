"""Where the app keeps its own files."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from ..core.fault import RefusedError

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
    def profile(self) -> Path:
        """Name the file with what letters need of the person who writes them."""
        return self.config / "profile.toml"

    @property
    def signature(self) -> Path:
        """Name the file with the user's own signature, for every language without one of its own."""
        return self.config / "letters" / "signature.txt"

    @property
    def firewall(self) -> Path:
        """Name the file of what was decided about the techniques across incidents."""
        return self.data / "firewall.toml"

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


def obstacle(places: Locations) -> Path | None:
    """Give what stands where one of the folders, or one above it, ought to be and is none; else None."""
    for folder in places:
        for each in (folder, *folder.parents):
            if os.path.lexists(each):
                if not each.is_dir():
                    return each
                break
    return None


def make_private(folder: Path) -> None:
    """Make a folder of the app's own, and those above it that are missing, for the user alone (0700).

    Those of the app that were there before with more are narrowed; the folder that MISDIRECT_HOME
    names is the user's choice and stays as it is. Raises OSError, also where one of the app's folders
    is a symbolic link: none is followed for writing.
    """
    own = _own(folder)
    if all(map(_is_private, own)):
        return
    for each in own:
        _refuse_link(each)
    missing = []
    above = folder
    while not os.path.lexists(above) and above != above.parent:
        missing.append(above)
        above = above.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    for each in own:
        _refuse_link(each)
        if not stat.S_ISDIR(each.lstat().st_mode):
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(each))
        narrow(each)


def keep_private(places: Locations) -> None:
    """Close to others what is there already in the app's own folders; makes nothing, and never raises."""
    for root in places:
        if not root.is_symlink():
            narrow(root)
            for folder, folders, files in os.walk(root):
                for name in (*folders, *files):
                    narrow(Path(folder, name))


def narrow(path: Path) -> None:
    """Give a file or a folder of the app's own to the user alone where others could read it.

    What a link leads to stays as it is.
    """
    with contextlib.suppress(OSError):
        mode = path.lstat().st_mode
        if mode & 0o077 and os.name != "nt" and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            path.chmod(0o700 if stat.S_ISDIR(mode) else 0o600)


def _is_private(folder: Path) -> bool:
    """Tell whether a folder is there and nobody else's business already."""
    try:
        mode = folder.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and (os.name == "nt" or not mode & 0o077)


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise RefusedError("linked-folder", errno.ELOOP, str(folder))


def _own(folder: Path) -> list[Path]:
    """Give the folders of the app from the outermost down to this one."""
    for root in locations():
        if folder == root or root in folder.parents:
            return [
                each for each in reversed((folder, *folder.parents)) if each == root or root in each.parents
            ]
    return [folder]
