"""The app: four steps over one incident. It wires; it decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.widget import Widget

from . import early, theme
from .actions.app import AppActions
from .actions.closing import ClosingActions
from .actions.draft import DraftActions
from .actions.export import ExportActions
from .actions.record import RecordActions
from .commands import COMMANDS, Command
from .core.fault import Fault
from .desk import Start, Tools
from .files.locations import keep_private
from .files.strays import strays
from .screens.base import StepScreen
from .situation import Situation
from .strips import cache_when_used
from .widgets.scroll_bar import draw_whole_cells
from .widgets.step_bar import STEPS
from .wrapping import wrap_between_signs

# Seconds: far more than a key takes, so that a fault can never hang the app.
PATIENCE = 0.5

STEP_ACTIONS = frozenset({command.action.partition("(")[0] for command in COMMANDS} - {"leave", "back", ""})


def _screen(step: str) -> Callable[[], StepScreen]:
    """Give what makes the screen of a step; its module is imported when the step is first shown."""

    def make() -> StepScreen:
        module = import_module(f".screens.{step}", __package__)
        screen: StepScreen = getattr(module, f"{step.capitalize()}Screen")()
        return screen

    return make


def _at_once(command: Command) -> bool:
    """Tell whether a key acts before anything that was typed behind it: function keys, and leaving."""
    return command.id == "quit" or command.keys[0].startswith("f")


class MisdirectApp(DraftActions, ExportActions, RecordActions, ClosingActions, AppActions):
    """Walk one incident through stop, grade, explain, prevent."""

    TITLE = "misdirect-tui"
    MODES: ClassVar[dict[str, Any]] = {step: _screen(step) for step in STEPS}
    CSS_PATH: ClassVar[Any] = theme.STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(command.keys), command.action, show=False, priority=_at_once(command))
        for command in COMMANDS
        if command.action and command.keys
    ]

    def __init__(self, start: Start, tools: Tools, language: str) -> None:
        # Read by the constructor of the base class: the first screen is then the step itself.
        self.DEFAULT_MODE = "stop" if start.incident.status == "open" else "prevent"  # type: ignore[misc]
        cache_when_used()
        wrap_between_signs()
        draw_whole_cells()
        super().__init__(start, tools, language)
        self._told_of = [0, 0]
        for each in theme.THEMES:
            self.register_theme(each)
        kept = tools.settings.theme
        self.theme = kept or theme.DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our tokens to any theme."""
        return theme.DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take colours away altogether under NO_COLOR; Textual alone would leave greys."""
        return [NoColor() if isinstance(each, Monochrome) else each for each in super().get_line_filters()]

    def on_mount(self) -> None:
        """Show the step at once; everything that can wait comes after the first frame."""
        self.call_after_refresh(self._first_frame_stands)

    async def _first_frame_stands(self) -> None:
        self.standing = True
        self.when_laid()
        base = self.screen_stack[0]
        if isinstance(base, StepScreen):
            await base.complete()
        if self.start.mail is not None and not await self.go_on_with(self.start.mail[0]):
            await self.read_mail(*self.start.mail)
        await self.judge()
        asyncio.get_running_loop().run_in_executor(None, keep_private, self.tools.places)
        self.set_interval(1.0, self._tick)
        lost = await asyncio.to_thread(strays, self.tools.places.config)
        found = self._faults_since()
        self.complain((*self.start.faults, *found, *(each for each in lost if each not in found)))
        if self.start.unfinished:
            self.set_timer(early.LONGEST, self.let_keys_go)
            self.action_unfinished()
        else:
            self.keep()

    def _faults_since(self) -> tuple[Fault, ...]:
        """Give what is wrong in the user's own words, rules and letters that were read meanwhile."""
        playbook = self.tools.playbook
        found: list[Fault] = []
        for place, faults in enumerate((playbook.faults, playbook.shelf.faults)):
            found += faults[self._told_of[place] :]
            self._told_of[place] = len(faults)
        return tuple(found)

    def _tick(self) -> None:
        """Show the time anew, but only where what is shown of it changes.

        A frame without need would move the terminal's cursor under half-typed pinyin.
        """
        self.complain(self._faults_since())
        self.save_again()
        later = self.situation.but(now=self.tools.clock())
        if _told(later) != _told(self.situation):
            self.look(now=later.now)
        else:
            self.situation = later

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """Bring the clock up to date when the window comes back."""
        self._tick()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing but leaving act on a step that a sheet lies on."""
        if len(self.screen_stack) > 1 and action in STEP_ACTIONS:
            return False
        return super().check_action(action, parameters)

    async def on_event(self, event: events.Event) -> None:
        """Let each key take effect before the next one is handed on.

        Over a slow line keys arrive in bunches; the second must find the focus where the first put it.
        """
        if self.is_early(event):
            return
        stands_on = (self.focused or self.screen) if isinstance(event, events.Key) else None
        if stands_on is not None and isinstance(self.screen, StepScreen):
            self.screen.touched()
        await super().on_event(event)
        if stands_on is not None:
            for each in stands_on.ancestors_with_self:
                if isinstance(each, Widget):
                    await _handled(each)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.at_rest.wait(), PATIENCE)


async def _handled(widget: Widget) -> None:
    """Wait until a widget has handled what stood in its queue; one that goes is not waited for."""
    handled = asyncio.Event()
    if widget.is_running and widget.call_later(handled.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(handled.wait(), PATIENCE)


def _told(situation: Situation) -> tuple[object, ...]:
    left = situation.recall.verdict.seconds_left if situation.recall else None
    return situation.since_sent(), left
