"""The letter as it would go out now, and what would improve it most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..core.visible import visible, visible_lines
from ..telling import cut_told, letter_heading, remarks_told

if TYPE_CHECKING:
    from ..situation import Situation

REMARKS = 4


class Letter(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Hold the text; it is scrolled from anywhere with PageUp and PageDown."""


class EmailPreview(Vertical):
    """Show the letter, what is missing in it marked, and under it what would improve it most."""

    DEFAULT_CSS = """
    EmailPreview { height: 1fr; width: 1fr; padding: 0 2; }
    EmailPreview Static { width: 1fr; height: auto; max-width: 76; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Content | None = None
        self._key: str | None = None
        self._situation: Situation | None = None
        self._remarks: list[str] = []
        self._cut = (0, 0)

    def compose(self) -> ComposeResult:
        """Lay out the text, and the remarks on it below."""
        with Letter():
            yield Static(id="letter", markup=False)
        yield Static(id="remarks", markup=False)

    def show(self, situation: Situation) -> None:
        """Take over the letter that the situation shows."""
        if not self.is_mounted:
            return
        self._situation = situation
        self._show_letter(situation)
        remarks = remarks_told(situation, REMARKS)
        if remarks != self._remarks:
            self._remarks = remarks
            self._remark()
        key = situation.letter.due.key if situation.letter else None
        if key != self._key:
            self._key = key
            self.query_one(Letter).scroll_home(animate=False)

    def announce(self) -> None:
        """Say how many lines of the letter stand above and below what is seen."""
        letter = self.query_one(Letter)
        above, below = round(letter.scroll_y), round(letter.max_scroll_y - letter.scroll_y)
        cut = (above, below) if letter.size.height else (0, 0)
        if cut != self._cut:
            self._cut = cut
            self._remark()

    def _remark(self) -> None:
        """Show the remarks, under a line of its own for what is cut."""
        if self._situation is not None:
            words = self._situation.words
            cut = cut_told(words, "preview.more", *self._cut)
            told = Content.assemble((f"{cut}\n", "$why"), ("\n".join(self._remarks), "$chosen"))
            _update(self.query_one("#remarks", Static), told)

    def on_resize(self) -> None:
        """Set what is read from right to left against the edge anew, once the text has its new width."""
        self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self._situation is not None and is_right_to_left(self._situation):
            self._show_letter(self._situation)

    def _show_letter(self, situation: Situation) -> None:
        content = letter_content(situation, self.query_one("#letter", Static).size.width)
        if self._shown is None or not content.is_same(self._shown):
            self._shown = content
            _update(self.query_one("#letter", Static), content)

    def scroll_by(self, lines: int) -> None:
        """Scroll the text by so many lines."""
        self.query_one(Letter).scroll_relative(y=lines, animate=False)
        self.call_after_refresh(self.announce)

    def turn(self, pages: int) -> None:
        """Scroll the text by most of a page."""
        letter = self.query_one(Letter)
        letter.scroll_relative(y=pages * max(letter.size.height - 2, 1), animate=False)
        self.call_after_refresh(self.announce)


def _update(text: Static, content: Content) -> None:
    """Show a content; a layout, which costs more than the drawing, only where the number of lines changes."""
    width = text.size.width
    same = width > 0 and content.get_height(text.styles.get_rules(), width) == text.size.height
    text.update(content, layout=not same)


def is_right_to_left(situation: Situation) -> bool:
    """Tell whether the shown letter is read from right to left."""
    return situation.letter is not None and situation.letter.direction == "rtl"


def letter_content(situation: Situation, width: int = 0) -> Content:
    """Give the letter as it is read: for whom, subject, text; nothing in it is markup.

    What is read from right to left stands against the right edge of `width` cells; the characters keep the
    order in which they are read, which is what terminals that know such scripts turn round by themselves.
    """
    letter, words = situation.letter, situation.words
    if letter is None:
        return Content.styled(words("interface.preview.coming"), "$why")
    gaps, edge = tuple(letter.gaps), width if is_right_to_left(situation) else 0
    first, second = letter_heading(situation, letter)
    parts: list[Content | tuple[str, str]] = [(f"{first}\n", "bold"), (f"{second}\n\n", "$why")]
    if letter.subject:
        label = words("interface.preview.subject")
        subject = _against(_marked(visible(letter.subject), gaps), edge)
        parts += [(f"{label}\n" if edge else f"{label} ", "$why"), subject]
        if situation.gloss_open and situation.subject_gloss:
            parts.append((f"\n{visible(situation.subject_gloss)}", "$why"))
        parts.append(("\n\n", ""))
    if situation.gloss_open:
        for paragraph, gloss in situation.gloss:
            parts.append(_against(_marked(visible_lines(paragraph), gaps), edge))
            parts.append((f"\n{visible_lines(gloss)}\n\n", "$why"))
    else:
        parts.append(_against(_marked(visible_lines(letter.body), gaps), edge))
    return Content.assemble(*parts)


def _against(content: Content, edge: int) -> Content:
    """Wrap a content and set each line against the right edge; without an edge it stays as it is."""
    if edge <= 0:
        return content
    lines = (line.rstrip() for line in content.wrap(edge))
    return Content("\n").join(line.pad_left(max(edge - line.cell_length, 0)) for line in lines)


def _marked(text: str, gaps: tuple[str, ...]) -> Content:
    """Mark each gap in a text."""
    content = Content(text)
    for gap in gaps:
        start = text.find(gap)
        while start >= 0:
            content = content.stylize("bold $gap", start, start + len(gap))
            start = text.find(gap, start + 1)
    return content
