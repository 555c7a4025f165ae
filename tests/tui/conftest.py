"""The real app, walked by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.desk import Start, Tools
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.settings import Settings
from misdirect_tui.tui import MisdirectApp
from textual import events
from textual.content import Content
from textual.pilot import Pilot

from tests.conftest import NOW

CHARACTERS = {"space": " ", "minus": "-", "enter": "\r", "tab": "\t"}
NAMES = {"-": "minus", " ": "space"}
# Every size in every language; the everyday run takes what most users have.
SCREENS = [
    ((80, 24), "zh"),
    pytest.param((120, 40), "en", marks=pytest.mark.full),
    pytest.param((80, 24), "en", marks=pytest.mark.full),
    pytest.param((120, 40), "zh", marks=pytest.mark.full),
]


@dataclass
class Walk:
    """Walk the app, and look at what stands on the screen."""

    app: MisdirectApp
    pilot: Pilot[Any]
    keys: int = 0
    pasted: list[str] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.keys += 1
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(events.Key(NAMES.get(key, key), character))
            # One pause for what the key does, one for what that calls for after the paint. `Pilot.press`
            # would wait three times more.
            await self.pilot.pause()
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type as a keyboard would; `Pilot.press` loses full-width punctuation."""
        for character in text:
            self.app.post_message(events.Key(character, character))
        await self.pilot.pause()
        await self.pilot.pause()

    @property
    def incident(self) -> Incident:
        return self.app.present

    @property
    def screen(self) -> str:
        """Give the whole screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def cursor(self) -> str:
        """Give the id of what the cursor stands on."""
        focused = self.app.focused
        if focused is None:
            return ""
        return str(focused.id or getattr(focused.parent, "id", ""))

    async def move_to(self, row: str, key: str = "down") -> None:
        """Move with one key until the cursor stands on that row; a row that it never comes to fails."""
        for _ in range(40):
            if self.cursor == row:
                return
            await self.press(key)
        pytest.fail(f"{key} does not lead to {row}: the cursor stands on {self.cursor}")

    async def settle(self) -> None:
        """Wait until nothing more is to be drawn."""
        for _ in range(4):
            await self.pilot.pause()


Launch = Callable[..., AbstractAsyncContextManager[Walk]]


@pytest.fixture
def launch() -> Launch:
    """Give what launches the app: with a mail, at a size, in a language."""

    @asynccontextmanager
    async def start(
        mail: Path | None = None,
        *,
        size: tuple[int, int] = (80, 24),
        language: str = "en",
        theme: str = "",
        incident: Incident | None = None,
        unfinished: bool = False,
        read_only: bool = False,
        now: datetime = NOW,
    ) -> AsyncIterator[Walk]:
        places = locations()
        clock = {"now": now}
        begun = incident or Incident.begin(id="20251118-172650-ab12", at=now)
        tools = Tools(places, Playbook(places.config), Settings(theme=theme), lambda: clock["now"])
        app = MisdirectApp(
            Start(
                begun,
                mail=(mail.read_bytes(), str(mail)) if mail else None,
                unfinished=unfinished,
                read_only=read_only,
            ),
            tools,
            language,
        )
        async with app.run_test(size=size, notifications=True) as pilot:
            walk = Walk(app, pilot)

            def later(seconds: float) -> None:
                clock["now"] += timedelta(seconds=seconds)

            walk.later = later  # type: ignore[attr-defined]
            for _ in range(200):
                await pilot.pause(0.01)
                if app.situation.letter is not None and (mail is None or app.present.mail.sha256):
                    break
            await walk.settle()
            yield walk
            app.journal.close()

    return start


def plain_text(content: Content) -> str:
    """Give what a content says."""
    return content.plain
