"""The letter as it would go out now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..core.visible import visible, visible_lines
from ..telling import reader_told

if TYPE_CHECKING:
    from ..situation import ShownLetter, Situation

_GAP = re.compile(r"\[[^\[\]\n]{1,60}\]|【[^【】\n]{1,40}】")


class EmailPreview(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Show the letter, what is missing in it marked, and under it what would improve it most."""

    DEFAULT_CSS = """
    EmailPreview { height: 1fr; width: 1fr; padding: 0 2; }
    EmailPreview > Static { width: 1fr; height: auto; max-width: 76; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: Content | None = None

    def compose(self) -> ComposeResult:
        """Lay out the letter's text."""
        yield Static(id="letter", markup=False)

    def show(self, situation: Situation) -> None:
        """Take over the letter that the situation shows."""
        content = letter_content(situation)
        if self.is_mounted and (self._shown is None or not content.is_same(self._shown)):
            self._shown = content
            self.query_one("#letter", Static).update(content)


def letter_content(situation: Situation) -> Content:
    """Give the letter as it is read: for whom, subject, text, findings; nothing in it is markup."""
    letter, words = situation.letter, situation.words
    if letter is None:
        return Content.styled(words("interface.preview.coming"), "$why")
    parts: list[Content | tuple[str, str]] = [(_heading(situation, letter), "bold"), ("\n", "")]
    if letter.edited:
        parts.append((f"{words('interface.preview.edited')}\n", "$why"))
    parts.append(("\n", ""))
    if letter.subject:
        parts += [
            (f"{words('interface.preview.subject')} ", "$why"),
            _marked(visible(letter.subject)),
            ("\n\n", ""),
        ]
    if situation.gloss_open:
        for paragraph, gloss in situation.gloss:
            parts += [
                _marked(visible_lines(paragraph)),
                ("\n", ""),
                (visible_lines(gloss), "$why"),
                ("\n\n", ""),
            ]
    else:
        parts += [_marked(visible_lines(letter.body)), ("\n", "")]
    return Content.assemble(*parts)


def _heading(situation: Situation, letter: ShownLetter) -> str:
    words = situation.words
    return words(
        "interface.preview.heading",
        kind=words(f"explain.kind.{letter.due.kind}"),
        to=reader_told(words, letter.due),
        language=words(f"explain.language.{situation.letter_language}"),
        tone=words(f"explain.tone.{letter.due.tone}") if letter.due.kind == "letter" else "",
    ).rstrip()


def _marked(text: str) -> Content:
    content = Content(text)
    for gap in _GAP.finditer(text):
        content = content.stylize("bold $gap", gap.start(), gap.end())
    return content
