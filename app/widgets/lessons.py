"""What incidents teach, as small plots and in words."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..core.playbook.words import Words
from ..core.register.lessons import Lessons
from ..register.plot import labelled_bars
from ..register.telling import Chapter, lessons_told
from .row import TEXT_WIDTH

INDENT = 4


class LessonsPane(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Show what is handed over, chapter by chapter."""

    DEFAULT_CSS = """
    LessonsPane { height: 1fr; width: 1fr; }
    LessonsPane > Static { height: auto; width: 1fr; }
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self._found: Lessons | None = None

    def compose(self) -> ComposeResult:
        """Lay one text, which is scrolled."""
        yield Static(markup=False)

    def show(self, found: Lessons) -> None:
        """Take over what was added up."""
        self._found = found
        self._draw()

    def on_resize(self) -> None:
        """Plot for the new width."""
        self._draw()

    def turn(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.scroll_relative(y=lines, animate=False)

    def _draw(self) -> None:
        if self._found is None or not self.size.width:
            return
        chapters = lessons_told(self.words, self._found)
        lines = (line for chapter in chapters for line in self._chapter(chapter))
        self.query_one(Static).update(Content("\n").join(lines))

    def _chapter(self, chapter: Chapter) -> Iterator[Content]:
        width = min(self.size.width - 2, TEXT_WIDTH)
        indent = INDENT if chapter.title else 0
        if chapter.title:
            yield Content("")
            yield Content.styled(chapter.title, "bold")
        hues = [f"bold ${band}" for band in chapter.bands] or ["$chosen"] * len(chapter.counts)
        drawn = labelled_bars(chapter.counts, width - indent)
        for (label, bar, count), hue in zip(drawn, hues, strict=True):
            yield Content.assemble(" " * indent, (label, "$why"), (bar, hue), count)
        for said in chapter.said:
            yield from (line.pad_left(indent) for line in Content(said).wrap(width - indent))
