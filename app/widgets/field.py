"""A field: its label, one line of text, and what the text is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from ..core.visible import visible
from ..walkway import walkway
from .entry import Entry
from .row import VALUES_COLUMN

if TYPE_CHECKING:
    from ..situation import Situation

REST = 1.0

Reading = Callable[["Situation"], str]
Writing = Callable[["Situation", str], Mapping[str, Any] | None]
Doubting = Callable[["Situation", str], bool]


class Field(Widget):
    """Let one text of the incident be typed; it shows everywhere at each key.

    `label` is the key of its words, or what gives that key. `read` gives the text out of a situation and
    `write` the changes that a text makes, or None where it cannot be read: it then stays as it was typed,
    what was known stays as well, and the notice `unread` says so when the field is left. The text becomes
    an event when the field is left, or when the keys have rested for `REST` seconds. A `free` text is read
    into something else, a time, a number or addresses, and is left as typed until the field is left. A text
    that was taken over and is `doubted` raises the notice `doubt` when the field is left; where it is
    `left_as_typed` it stands so until something else is known. `parts` stands between lines that are pasted.
    What is given `anew` is selected when the cursor comes: the first key replaces it.
    """

    DEFAULT_CSS = f"""
    Field {{ height: auto; width: 1fr; padding: 0 1; }}
    Field > Input {{ width: 1fr; max-width: 56; margin-left: {VALUES_COLUMN}; }}
    """

    def __init__(
        self,
        id: str,  # noqa: A002  Textual's own name
        *,
        label: str | Callable[[Situation], str],
        read: Reading,
        write: Writing,
        placeholder: str | Callable[[Situation], str] = "",
        when: Callable[[Situation], bool] | None = None,
        free: bool = False,
        unread: str = "not-a-time",
        doubted: Doubting | None = None,
        doubt: str = "",
        parts: str = " ",
        anew: bool = False,
        left_as_typed: bool = False,
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.read = read
        self.write = write
        self.placeholder = placeholder
        self.when = when
        self.free = free
        self.unread = unread
        self.doubted = doubted
        self.doubt = doubt
        self.parts = parts
        self.anew = anew
        self.left_as_typed = left_as_typed
        self.situation: Situation | None = None
        self._label = Content()
        self._rest: Timer | None = None
        self._typing = False
        self._unread = False
        self._doubtful: str | None = None
        self._before = ""
        self._told = ""

    def compose(self) -> ComposeResult:
        """Put the line that is typed into behind the label."""
        yield Entry(parts=self.parts, anew=self.anew)

    @property
    def entry(self) -> Entry:
        """Give the line that is typed into."""
        return self.query_one(Entry)

    def show(self, situation: Situation) -> None:
        """Take over the text, without echoing what was typed here."""
        self.situation = situation
        self.display = self.when is None or self.when(situation)
        if not self.is_mounted:
            return
        self._relabel()
        hint = self.placeholder
        said = hint(situation) if callable(hint) else situation.words(hint) if hint else ""
        if self.entry.placeholder != said:
            self.entry.placeholder = said
        text = visible(self.read(situation))
        # What stands in for a text that was cleared must not mix with the one that is being typed.
        theirs = self.entry.has_focus and self._typing and (self.free or not self.entry.value)
        # A key that the entry has taken and nobody here has been told of yet must not be overwritten.
        theirs = theirs or self.entry.value != self._told
        if text != self._doubtful:
            self._doubtful = None
        if text != self.entry.value and not theirs and not self._unread and self._doubtful is None:
            with self.entry.prevent(Input.Changed):
                self.entry.value = self._told = text
                self.entry.cursor_position = len(text)

    def on_mount(self) -> None:
        """Show what was handed over before the field was there."""
        if self.situation is not None:
            self.show(self.situation)

    def render(self) -> Content:
        """Draw the label, beside which the entry lies."""
        return self._label

    def _relabel(self) -> None:
        if self.situation is None:
            return
        focused = self.entry.has_focus
        mark = (">" if focused else " ", "bold $chosen")
        # What stands there but is not saved, or not as it stands.
        amiss = (" ! " if self._unread or self._doubtful is not None else "   ", "bold $warning")
        key = self.label(self.situation) if callable(self.label) else self.label
        label = Content.assemble(mark, amiss, (self.situation.words(key), "bold" if focused else "$why"))
        if not label.is_same(self._label):
            self._label = label
            self.refresh()

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        self._relabel()
        if not self._unread:
            self._before = self.entry.value

    def on_descendant_blur(self) -> None:
        """Unmark the label, and let the text rest."""
        self._relabel()
        self._trim()
        self._settle()
        typed, self._typing = self._typing, False
        if self._unread:
            self._say_unread()
        elif self.situation is not None:
            if typed and self.doubted and self.doubted(self.situation, self.entry.value):
                if self.left_as_typed:
                    self._doubtful = visible(self.read(self.situation))
                walkway(self).tell(self.doubt)
            self.call_later(self._shown_again)

    def suspend(self) -> None:
        """Say what could not be read where its whole screen is left with the cursor in it."""
        if self._unread and self.entry.has_focus:
            self._say_unread()

    def _say_unread(self) -> None:
        walkway(self).tell(self.unread)

    def _shown_again(self) -> None:
        if self.situation is not None:
            self.show(self.situation)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._told = event.value
        if self.situation is None or event.value == visible(self.read(self.situation)):
            return
        self._typing, self._doubtful = True, None
        changes = self.write(self.situation, event.value)
        if self._unread and changes is not None:
            walkway(self).untell(self.unread)
        self._unread = changes is None
        self._relabel()
        if changes is None:
            # What was known before the first key, not what half of the text was taken for.
            changes = self.write(self.situation, self._before)
        if changes is None:
            return
        walkway(self).type_in(changes)
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._settle)

    def restore(self) -> bool:
        """Put what is known back in place of a text that could not be read; tell whether there was one."""
        if not self._unread or self.situation is None:
            return False
        self._unread = self._typing = False
        walkway(self).untell(self.unread)
        self.show(self.situation)
        return True

    def differs(self, situation: Situation) -> bool:
        """Tell whether another text would stand here in another situation."""
        return self.situation is not None and self.read(situation) != self.read(self.situation)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._trim()
        self._settle()
        walkway(self).go_on()

    def _trim(self) -> None:
        """Take off the blanks around a text that is left."""
        typed, text = self.entry.value, self.entry.value.strip()
        if not self._typing or self.free or text == typed or self.situation is None:
            return
        changes = self.write(self.situation, text)
        if changes is not None:
            with self.entry.prevent(Input.Changed):
                self.entry.value = self._told = text
            walkway(self).type_in(changes)

    def _settle(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        walkway(self).rest()


def field_around(widget: Widget | None) -> Field | None:
    """Give the field whose text the cursor stands in, or None."""
    around = widget.ancestors if widget is not None else ()
    return next((each for each in around if isinstance(each, Field)), None)
