"""A letter that is due: to whom, why, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from ..core.incident import same_errand
from ..core.visible import visible
from ..telling import follow_up_told
from ..walkway import walkway
from .row import Row, hanging, headed

if TYPE_CHECKING:
    from ..core.explain.due import DueLetter
    from ..situation import Situation

SIGNS = {"open": " ", "copied": "c", "sent": "✓", "confirmed": "✓", "declined": "-"}


class LetterRow(Row):
    """Show one due letter by its place in the list; the preview shows it while the cursor is here."""

    def __init__(self, place: int) -> None:
        super().__init__(id=f"letter-{place}")
        self.place = place
        self.just_settled = False
        self._told = ""
        self._asked = False

    def show(self, situation: Situation) -> None:
        """Take over the letters; where another one takes this place under the cursor, it is shown."""
        super().show(situation)
        due = self._due()
        if self.has_focus and due is not None and not same_errand(due.key, self._told):
            self._show_letter()

    def applies(self, situation: Situation) -> bool:
        """Tell whether that many letters are due."""
        return self.place < len(situation.due)

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the letter on one line, and under the cursor why it is due and what the keys do."""
        due, words = situation.due[self.place], situation.words
        cursor = (">" if self.has_focus else " ", "bold $chosen")
        shown = situation.letter is not None and situation.letter.due.key == due.key
        style = "bold" if self.has_focus or shown else ""
        if due.state == "declined":
            style = "$why strike"
        standing = words(f"explain.state.{due.standing}")
        label = Content.assemble(
            (
                words(
                    "interface.explain.letter",
                    kind=words(f"explain.kind.{due.form}"),
                    to=self._to(situation, due),
                ),
                style,
            ),
            (f"  {words(f'explain.tone.{due.tone}')}" if due.kind == "letter" else "", "$why"),
            (f"  {standing}", "$why" if due.state == "open" else "bold $chosen"),
        )
        lines = headed(Content.assemble(cursor, " ", (SIGNS[due.state], "$why"), " "), label, width)
        if self.has_focus:
            if due.reader.address:
                lines += hanging(visible(due.reader.address), width, "$why")
            lines += hanging(words(f"explain.why.{due.why}"), width, "$why")
            keys: str = due.state
            if due.kind == "call" and keys != "declined":
                keys = f"call-{keys}" if due.is_out else "call"
            lines += hanging(words(f"interface.explain.keys-{keys}"), width, "$why")
            if due.state == "sent":
                lines += self._awaited(situation, due, width)
        return lines

    def _awaited(self, situation: Situation, due: DueLetter, width: int) -> list[Content]:
        """Say by when an answer to a letter that went out is to be asked about."""
        found = (
            follow_up_told(situation.words, one, situation.now)
            for one in situation.judged().outstanding
            if same_errand(one.values.get("letter", ""), due.key)
        )
        return [line for said in found for line in hanging(said, width, "$why")]

    def _to(self, situation: Situation, due: DueLetter) -> str:
        """Name the role; where there are several of that role, the reader alone tells them apart."""
        reader = due.reader
        several = any(each.role == due.role and each.number != due.number for each in situation.due)
        named = (reader.name or reader.company or reader.address) if several else ""
        return visible(named) or situation.words(f"explain.role.{due.role}")

    def on_focus(self) -> None:
        """Let the preview show this letter."""
        super().on_focus()
        self._show_letter()

    def on_blur(self) -> None:
        """Ask anew when the cursor comes back."""
        super().on_blur()
        if self._asked:
            self._asked = False
            walkway(self).untell("not-copied")

    def _show_letter(self) -> None:
        due = self._due()
        if due is not None:
            self._told = due.key
            walkway(self).show_letter(due.key)

    def press(self, key: str) -> bool:
        """Mark as sent with Space, then as confirmed; leave a letter out with `-`, or take a mark back.

        What was neither copied nor saved is asked about once: it may be the rhythm of the keys.
        """
        due = self._due()
        self.just_settled = False
        if due is None or self.situation is None:
            return False
        if key in ("space", " "):
            if due.state == "open" and due.kind != "call" and not self._asked:
                self._asked = True
                walkway(self).tell("not-copied")
                return True
            walkway(self).untell("not-copied")
            what = "confirmed" if due.state in ("sent", "confirmed") else "sent"
            walkway(self).wish(f"mark('{what}', {self.place})")
        elif key == "-" and due.state in ("sent", "confirmed"):
            walkway(self).wish(f"unmark({self.place})")
            return True
        elif key == "-":
            declined = list(self.situation.incident.explain.declined)
            kept = [each for each in declined if not same_errand(each, due.key)]
            lifted = len(kept) < len(declined) or due.state == "declined"
            changes: dict[str, Any] = {"explain.declined": kept or None}
            if not lifted:
                kept_at = due.kept_at(f"explain.letters.{due.key}")
                changes = {"explain.declined": [*kept, due.key]} | kept_at
            elif due.kind == "call" and self.situation.incident.stop.ticks.get("telephone"):
                changes["stop.ticks.telephone"] = None
            walkway(self).commit("chosen", changes)
        else:
            return False
        self.just_settled = True
        walkway(self).go_on()
        return True

    def _due(self) -> DueLetter | None:
        situation = self.situation
        return situation.due[self.place] if situation and self.place < len(situation.due) else None
