"""How a scroll bar is drawn."""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender


class PlainBar(ScrollBarRender):
    """Draw a bar in whole cells of colour alone.

    The blocks of eighths that Textual ends it with are two cells wide on many Chinese terminals, and would
    shear what stands behind the bar.
    """

    VERTICAL_BARS = [" "] * 8


def draw_whole_cells() -> None:
    """Let every scroll bar be drawn so."""
    ScrollBar.renderer = PlainBar
