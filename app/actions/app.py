"""What the keys do to the app itself: steps, help, language, theme, leaving."""

from __future__ import annotations

from typing import Any

from .. import theme
from ..desk import Desk
from ..files.settings import Settings
from ..screens.base import StepScreen
from ..widgets.email_preview import EmailPreview


class AppActions(Desk):
    """Give the app its own actions."""

    async def action_step(self, step: str) -> None:
        """Go to a step; it is there, with its cursor, before the next key is taken."""
        self.rest()
        if self.current_mode != step:
            await self.switch_mode(step)

    def action_help_quit(self) -> None:
        """Say how to leave: Ctrl+C, which ends other programs, may be pressed in haste."""
        self.say("how-to-leave")

    def action_help(self) -> None:
        """Say what this step is for, and every key."""
        from ..screens.help import HelpScreen

        self.push_screen(HelpScreen(self.situation, self.current_mode))

    def action_clocks(self) -> None:
        """Show the legal clocks whole."""
        from ..harm import harm_told
        from ..screens.told import ToldScreen

        told = harm_told(self.situation)
        self.push_screen(ToldScreen(self.situation, title="grade.clocks.title", told=told))

    def action_recall(self) -> None:
        """Show whole what a recall can still do."""
        from ..recalling import recall_told
        from ..screens.told import ToldScreen

        report = self.situation.recall
        if report is not None:
            told = recall_told(self.situation.words, report, whole=True)
            self.push_screen(ToldScreen(self.situation, title="stop.item.recall.todo", told=told))

    def action_swap(self) -> None:
        """Show the letter instead of the work on a narrow terminal, and back."""
        screen = self.screen
        if isinstance(screen, StepScreen):
            screen.swapped = not screen.swapped

    def action_scroll_preview(self, direction: int) -> None:
        """Scroll the letter by most of a page."""
        for preview in self.screen.query(EmailPreview):
            preview.turn(direction)

    def action_language(self) -> None:
        """Switch the interface between English and Chinese, and remember it."""
        language = self.situation.words.other_language
        self.look(words=self.tools.playbook.words(language))
        self.retell()
        self._remember(language=language)

    def action_theme(self) -> None:
        """Switch between dark and light, and remember it."""
        self.theme = theme.LIGHT if self.theme == theme.DARK else theme.DARK
        self._remember(theme=self.theme)

    def action_command_palette(self) -> None:
        """Open every command by name; the chosen one is done once the sheet has gone."""
        from ..screens.palette import PaletteScreen

        async def do(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        other = self.tools.playbook.words(self.situation.words.other_language)
        self.push_screen(PaletteScreen(self.situation, other), do)

    def action_leave(self) -> None:
        """Leave once everything is on disk; where it could not be written, only when told so again."""
        self.rest()
        self.save_again()
        if not self.put_down() and self.let_go_of is not self.present:
            # What is wrong was said; nothing else is lost by leaving.
            self.let_go_of = self.present
        elif self.let_go("leaving-unsaved"):
            if self.journal.close():
                self.exit(0)
            else:
                self.exit(2, message=self.situation.words("interface.notice.left-unsaved"))

    async def action_back(self) -> None:
        """Close what is open on top."""
        if self.situation.gloss_open:
            self.look(gloss_open=False)
        elif isinstance(self.screen, StepScreen) and self.screen.swapped:
            self.screen.swapped = False

    def _remember(self, **changed: Any) -> None:
        kept: Settings = self.tools.settings._replace(**changed)
        self.tools = self.tools._replace(settings=kept)
        try:
            kept.save(self.tools.places.settings)
        except OSError as error:
            self.say_not_remembered(error)
