"""What the keys do to letters: copy, choose, edit, mark."""

from __future__ import annotations

from typing import Any, Literal

from textual import work

from ..clipboard import copy
from ..core.explain.errand import language_chosen
from ..core.explain.standing import is_confidential
from ..core.ids import Happening
from ..core.incident import same_errand
from ..core.parts import plain
from ..desk import Start, Tools
from ..situation import ShownLetter
from ..telling import finding_told, letter_heading, whose
from ..widgets.email_preview import EmailPreview
from ..widgets.letter_row import LetterRow
from .profile import ProfileActions

What = Literal["letter", "subject", "body", "recipient"]
_OF_CALLS = frozenset(
    {"already-sent", "already-confirmed", "not-sent-yet", "marked-sent", "marked-confirmed"}
)


class LetterActions(ProfileActions):
    """Give the app its actions on letters."""

    def __init__(self, start: Start, tools: Tools, language: str) -> None:
        super().__init__(start, tools, language)
        self._asked: set[tuple[str, str, tuple[str, ...]]] = set()

    @work
    async def action_copy(self, what: What) -> None:
        """Copy the shown letter, or a part of it, and say truly what became of it.

        What is grave in it is asked about once.
        """
        self.rest()
        letter = self.situation.letter
        if letter is None:
            self.say("no-letter", severity="warning")
            return
        text = letter_text(letter, what)
        if not text:
            self.say("nothing-to-copy", severity="warning")
            return
        if what in ("letter", "body") and not await self._is_meant(letter):
            return
        report = await copy(text, self.copy_to_clipboard)
        if what in ("letter", "body"):
            self._happened("copied", letter, "copied_at")
        named = letter.due.kind if what == "letter" else what
        self.say(report.code, what=whose(named, letter), count=report.characters)

    async def _is_meant(self, letter: ShownLetter, to: Literal["copy", "save"] = "copy") -> bool:
        """Ask about what is grave in a letter and was not asked about before."""
        from ..screens.confirm import ConfirmScreen

        grave = [found for found in self.situation.findings if found.grave]
        asked = {(letter.due.key, found.code, tuple(found.values.values())) for found in grave}
        if asked <= self._asked:
            return True
        head = letter_heading(self.situation, letter)[0]
        lines = (head, *(finding_told(self.situation.words, found) for found in grave))
        if await self.push_screen_wait(ConfirmScreen(self.situation, to, lines)) is not True:
            # Going back is no consent.
            return False
        self._asked |= asked
        return True

    def action_next_letter(self) -> None:
        """Show the next of the due letters, after the last the first."""
        due = self.situation.due
        if not due or self.situation.letter is None:
            return
        keys = [each.key for each in due]
        place = keys.index(self.situation.letter.due.key)
        following = (place + 1) % len(keys)
        self.look(letter_key=keys[following])
        if isinstance(self.base.focused, LetterRow):
            # Marks are made on the row of the cursor: it stays with the letter that is shown.
            self.base.set_focus(next(iter(self.base.query(f"#letter-{following}")), self.base.focused))

    def action_letter_language(self) -> None:
        """Write to the reader of the shown letter in the next language."""
        letter = self.situation.letter
        if letter is None or self.refused():
            return
        if letter.due.is_out:
            self.say(_told("already-sent", letter))
            return
        known = self.tools.playbook.shelf.languages()
        shown = letter.due.language
        place = known.index(shown) if shown in known else -1
        language = known[(place + 1) % len(known)]
        self.commit("chosen", language_chosen(self.present, letter.due, language))
        if not self.letter_is_seen:
            self.say("letter-language", language=self.situation.words(f"explain.language.{language}"))

    @property
    def letter_is_seen(self) -> bool:
        """Tell whether the preview stands on the screen."""
        return any(preview.display and preview.region for preview in self.screen.query(EmailPreview))

    def action_gloss(self) -> None:
        """Put under each paragraph what it says in the language of the interface, and take it away."""
        self.look(gloss_open=not self.situation.gloss_open)
        if self.situation.gloss_open and not self.letter_is_seen:
            self.wish("swap")

    @work
    async def action_edit_letter(self) -> None:
        """Edit the text of the shown letter; what is typed is kept at each key."""
        from ..screens.editor import EditorScreen

        letter = self.situation.letter
        if letter is None or self.refused():
            return
        if letter.due.is_out:
            self.say(_told("already-sent", letter), severity="warning")
            return
        await self.push_screen_wait(EditorScreen(self.situation, letter, self._edits(letter)))
        self.rest()

    def _edits(self, letter: ShownLetter) -> dict[str, Any]:
        """Give the paths of the edit of a letter, with what an edit of it always says."""
        path = f"explain.letters.{letter.due.key}"
        return letter.due.kept_at(path) | {f"{path}.edited": True}

    def action_discard_edit(self) -> None:
        """Go back from the edited text to what the template gives."""
        letter = self.situation.letter
        if letter is not None and letter.edited and not letter.due.is_out:
            path = f"explain.letters.{letter.due.key}"
            self.commit("edited", {f"{path}.edited": None, f"{path}.subject": None, f"{path}.body": None})

    def action_mark(self, what: Literal["sent", "confirmed"], place: int | None = None) -> None:
        """Put on the timeline that a letter was sent, or its reader's answer has come.

        The letter is the one at a place of the list, or the shown one. What was sent in another
        language is the same letter. What is on record already stays.
        """
        letter = self._letter_at(place)
        if letter is None or self.refused():
            return
        match what, letter.due.state:
            case ("sent", "sent" | "confirmed") | ("confirmed", "confirmed"):
                self.say(_told(f"already-{what}", letter))
            case "confirmed", "sent":
                sent = self._stamped(letter, "sent_at")
                if sent:
                    now = self.tools.clock().replace(microsecond=0)
                    self.commit("confirmed", {f"explain.letters.{sent[-1]}.confirmed_at": now})
                else:
                    # A call that was ticked on the stop list alone.
                    self._happened("confirmed", letter, "confirmed_at")
                self.say(_told("marked-confirmed", letter))
            case "confirmed", _:
                self.say(_told("not-sent-yet", letter), severity="warning")
            case _:
                self._happened("sent", letter, "sent_at")
                self.say(_told("marked-sent", letter))

    def action_unmark(self, place: int | None = None) -> None:
        """Correct a mark that was set by mistake: not confirmed after all, or not sent."""
        letter = self._letter_at(place)
        if letter is None or self.refused():
            return
        stamp = next((each for each in ("confirmed_at", "sent_at") if self._stamped(letter, each)), None)
        if stamp is None and letter.due.kind == "call" and letter.due.state == "sent":
            self.commit("corrected", {"stop.ticks.telephone": None})
            self.say("unmarked")
            return
        if stamp is None:
            self.say(_told("not-sent-yet", letter), severity="warning")
            return
        marked = self._stamped(letter, stamp)
        self.commit("corrected", {f"explain.letters.{key}.{stamp}": None for key in marked})
        self.say("unmarked")

    def _letter_at(self, place: int | None) -> ShownLetter | None:
        """Give the letter at a place of the list: the cursor may have gone on to the next by now."""
        situation = self.situation
        if place is None or place >= len(situation.due):
            return situation.letter
        return situation.judged().written(situation.due[place])

    def _stamped(self, letter: ShownLetter, stamp: str) -> list[str]:
        """Give the keys of a letter, in whatever language, that have a stamp, the latest last."""
        letters = self.present.explain.letters.items()
        at = {key: getattr(kept, stamp) for key, kept in letters if same_errand(key, letter.due.key)}
        return sorted((key for key in at if at[key]), key=lambda key: at[key])

    def _asks_deletion(self, letter: ShownLetter) -> bool:
        """Tell whether a letter asks to delete the mail: ours where there is need, others by their words."""
        from ..core.examine.formula import asks_for_deletion

        own = letter.edited and self.tools.playbook.shelf.cues(letter.due.language)
        needed = is_confidential(self.situation.filled)
        return needed and (not own or asks_for_deletion(letter.body, own))

    def _happened(self, event: Happening, letter: ShownLetter, stamp: str | None) -> None:
        path = f"explain.letters.{letter.due.key}"
        now = self.tools.clock().replace(microsecond=0)
        known = plain(self.present.explain.letters.get(letter.due.key))
        changes = letter.due.kept_at(path)
        # What went out is what was copied; the text shown may have moved on since.
        if not letter.due.is_out and not (
            event == "sent" and letter.due.state == "copied" and known.get("body")
        ):
            asks = letter.due.role != "wrong-recipient" or self._asks_deletion(letter)
            text = {"subject": letter.subject or None, "body": letter.body, "asks": asks}
            changes |= {f"{path}.{key}": value for key, value in text.items()}
        if stamp is not None:
            changes[f"{path}.{stamp}"] = now
        self.incident = self.with_known(self.present, letter.due.role).with_changes(
            changes, at=now, event=event
        )


def _told(code: str, letter: ShownLetter) -> str:
    """Give the notice that says something of a letter: a call is made, not sent."""
    return f"{code}-call" if letter.due.kind == "call" and code in _OF_CALLS else code


def letter_text(letter: ShownLetter, what: What) -> str:
    """Give a letter, or a part of it, as it is pasted."""
    reader = letter.due.reader
    match what:
        case "subject":
            return letter.subject
        case "body":
            return letter.body
        case "recipient":
            return f"{reader.name} <{reader.address}>" if reader.name and reader.address else reader.address
        case _:
            return f"{letter.subject}\n\n{letter.body}" if letter.subject else letter.body
