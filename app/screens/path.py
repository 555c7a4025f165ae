"""Asking where a file is to go."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ..core.visible import visible
from ..reading import named_path, reason
from ..widgets.path_entry import PathEntry
from .saving import SavingSheet

if TYPE_CHECKING:
    from ..situation import Situation

Save = Callable[[Path, bool], None]


def proposed(name: str) -> Path:
    """Give the path to propose for a new file: here, or at home where "here" is no longer there."""
    try:
        return Path.cwd() / name
    except OSError:
        return Path(os.path.expanduser("~")) / name  # noqa: PTH111  Path.home() raises where there is none


class PathScreen(SavingSheet):
    """Propose a path; Enter saves there, Tab completes.

    A file that exists is replaced only once that was asked and answered.
    """

    def __init__(self, situation: Situation, purpose: str, proposed: Path, save: Save) -> None:
        super().__init__(situation)
        self.purpose = purpose
        self.proposed = proposed
        self.save = save

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words(f"interface.path.{self.purpose}"), classes="title", markup=False)
            yield PathEntry(str(self.proposed), id="path")
            yield Static(words("interface.path.keys"), id="said", classes="why", markup=False)

    @on(Input.Changed)
    def _changed(self) -> None:
        self._say("interface.path.keys")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            self._say("interface.path.empty")
            return
        try:
            path = named_path(text)
        except ValueError as error:
            self._say("interface.path.failed", what=str(error))
        else:
            self._save(path)

    def _save(self, path: Path, *, overwrite: bool = False) -> None:
        try:
            self.save(path, overwrite)
        except FileExistsError:
            self.ask_to_replace(path, lambda: self._save(path, overwrite=True))
        except (OSError, ValueError) as error:
            what = reason(self.situation.words, error) if isinstance(error, OSError) else str(error)
            self._say("interface.path.failed", what=what)
        else:
            self.dismiss(path)

    @on(PathEntry.Several)
    def _several(self, event: PathEntry.Several) -> None:
        shown = "  ".join(visible(name) for name in event.names[:12])
        self._say("interface.draft.several", names=shown, count=len(event.names))

    def _say(self, key: str, **values: object) -> None:
        self.query_one("#said", Static).update(self.situation.words(key, **values))
