"""Reading the user's own files, which are laid over those of the same name that come with the app."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

from ..core.fault import Fault, cannot_read
from .regular import read_regular
from .toml import LIMIT, decoded, parse


class OwnTree(NamedTuple):
    """Hold the tree of a file of the user's, its text, and its name; no tree where there is none to use."""

    tree: dict[str, Any] | None = None
    text: str = ""
    where: str = ""


class OwnFiles:
    """Read what lies in the config folder; what cannot be read is added to `faults`, each thing once."""

    def __init__(self, folder: Path | None, faults: list[Fault]) -> None:
        self.folder = folder
        self._faults = faults

    def has(self, path: str) -> bool:
        """Tell whether something of a name is there, be it out of reach: reading it says what is wrong."""
        if self.folder is None:
            return False
        try:
            (self.folder / path).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        return True

    def data(self, path: str, most: int = LIMIT) -> bytes | None:
        """Give the bytes of a file, at most `most` and one more; None where there are none to use."""
        if self.folder is None:
            return None
        file = self.folder / path
        try:
            return read_regular(file, most)
        except (FileNotFoundError, NotADirectoryError) as error:
            # A link that leads nowhere is there all the same.
            if file.is_symlink():
                self.add(cannot_read(str(file), error))
        except PermissionError as error:
            closed = (folder for folder in self._around(file) if not os.access(folder, os.X_OK))
            self.add(cannot_read(str(next(closed, file)), error))
        except OSError as error:
            self.add(cannot_read(str(file), error))
        return None

    def tree(self, path: str) -> OwnTree:
        """Give what a TOML file holds."""
        data = self.data(path)
        if self.folder is None or data is None:
            return OwnTree()
        where = str(self.folder / path)
        tree, fault = parse(data, where)
        if fault is not None:
            self.add(fault)
        return OwnTree(tree, decoded(data) or "", where)

    def add(self, *faults: Fault) -> None:
        """Keep faults that are not kept yet."""
        self._faults += [fault for fault in faults if fault not in self._faults]

    def _around(self, file: Path) -> list[Path]:
        """Give the folders that a file lies in, from the config folder down."""
        inner = [folder for folder in file.parents if self.folder in folder.parents]
        return [folder for folder in (self.folder, *reversed(inner)) if folder is not None]
