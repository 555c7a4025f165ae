"""Asking where a file is to go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from .modal import Sheet

if TYPE_CHECKING:
    from ..situation import Situation

Save = Callable[[Path, bool], None]


class PathScreen(Sheet[Path]):
    """Propose a path; Enter saves there. A file that exists is replaced only on a second Enter."""

    def __init__(self, situation: Situation, purpose: str, proposed: Path, save: Save) -> None:
        super().__init__(situation)
        self.purpose = purpose
        self.proposed = proposed
        self.save = save
        self._replacing: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words(f"interface.path.{self.purpose}"), classes="title", markup=False)
            entry = Input(str(self.proposed), compact=True, select_on_focus=False)
            entry.cursor_blink = False
            yield entry
            yield Static(words("interface.path.keys"), id="said", classes="why", markup=False)

    @on(Input.Changed)
    def _changed(self) -> None:
        self._replacing = None
        self._say("interface.path.keys")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            self._say("interface.path.empty")
            return
        path = Path(text).expanduser()
        try:
            self.save(path, path == self._replacing)
        except FileExistsError:
            self._replacing = path
            self._say("interface.path.exists")
        except (OSError, ValueError) as error:
            self._say("interface.path.failed", what=getattr(error, "strerror", None) or str(error))
        else:
            self.dismiss(path)

    def _say(self, key: str, **values: object) -> None:
        self.query_one("#said", Static).update(self.situation.words(key, **values))
