"""What takes a letter out of the app other than the clipboard: drafts, text files, links."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from ..clipboard import copy
from ..core.visible import visible
from ..telling import whose
from .letter import LetterActions, letter_text

if TYPE_CHECKING:
    from ..files.draft import Link


class DraftActions(LetterActions):
    """Give the app its ways to hand a letter over as a file or a link."""

    _attached = False

    @work
    async def action_save_letter(self, first: str = "path") -> None:
        """Save the shown letter: as an unsent mail with the right document, or as text.

        What is grave in it is asked about once, as before copying.
        """
        from ..screens.draft import DRAFT, TEXT, DraftScreen
        from ..screens.path import proposed

        self.rest()
        letter = self.situation.letter
        if letter is None:
            self.say("no-letter", severity="warning")
            return
        if not await self._is_meant(letter, "save"):
            return
        due = letter.due
        ending = DRAFT if due.kind == "letter" else TEXT
        path = proposed(f"{self.present.id}-{due.role}-{due.number}{ending}")
        saved = await self.push_screen_wait(DraftScreen(self.situation, letter, path, self, first))
        if saved is None:
            return
        from ..core.mailbox import sound
        from ..exporting import unattached_document

        code = "letter-saved"
        if saved.suffix.lower() == DRAFT:
            code = "draft-saved" if sound(due.reader.address) else "draft-saved-unaddressed"
        self.say(code, path=visible(str(saved)), address=visible(due.reader.address))
        shown = self.situation.letter
        document = unattached_document(shown) if shown and code != "letter-saved" else ""
        if document and not self._attached:
            self.say("draft-without-document", document=visible(document), severity="warning")

    def attachment_remarks(self, attachment: Path) -> tuple[str, ...]:
        """Tell what is unwise in a file that is to go along with the shown letter.

        Raises OSError where it cannot be read, is a folder, or is larger than any mail can be.
        """
        from ..core.examine.attachment import attachment_remarks
        from ..files.draft import LARGEST
        from ..files.regular import size_of

        size = size_of(attachment)
        if size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        situation, letter = self.situation.judged(), self.situation.letter
        if letter is None:
            return ()
        case = situation.case_of(letter.due)
        cues = situation.playbook.shelf.cues(letter.due.language)
        return tuple(
            situation.words(
                f"interface.attach.{one.code}",
                **{name: visible(str(value)) for name, value in one.values.items()},
            )
            for one in attachment_remarks(attachment.name, size, case, cues)
        )

    async def save_letter(self, path: Path, attachment: Path | None, *, overwrite: bool) -> None:
        """Write the shown letter, as a draft or as text by the ending of the path; raises OSError.

        The name of the attachment becomes the right document of its reader, which the letter then
        speaks of. Where the file lies is nobody's business, and is not kept.
        """
        from ..exporting import draft_of
        from ..files.atomic import write_atomic
        from ..files.draft import draft
        from ..screens.draft import DRAFT

        if not overwrite and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        if attachment is not None:
            self._name_document(attachment.name)
        letter = self.situation.letter
        if letter is None:
            return
        mail = draft_of(self.situation.judged(), letter) if path.suffix.lower() == DRAFT else None

        def write() -> None:
            if mail is not None:
                data = draft(mail, [attachment] if attachment else [])
            else:
                data = f"{letter_text(letter, 'letter')}\n".encode("utf-8", "replace")
            write_atomic(path, data, overwrite=overwrite)

        await asyncio.to_thread(write)
        self._attached = attachment is not None
        self._happened("saved", letter, "copied_at")

    def _name_document(self, name: str) -> None:
        """Remember the name of what goes along as the right document of the shown letter's reader."""
        from ..core.explain.facts import one_line

        letter = self.situation.letter
        name = one_line(name)
        if letter is None or letter.due.role == "manager" or letter.due.reader.document == name:
            return
        changes = self.situation.judged().reader_typed("document", name)
        taken = self.with_known(self.present, letter.due.role)
        self.incident = taken.with_changes(changes, at=self.tools.clock(), event="chosen")

    def letter_link(self) -> Link:
        """Give the link that opens the shown letter in the mail program, or why there is none."""
        from ..exporting import draft_of
        from ..files.draft import Link, link

        letter = self.situation.letter
        return link(draft_of(self.situation.judged(), letter)) if letter else Link("", "no-address")

    def copy_link(self) -> None:
        """Copy the link of the shown letter, or say why there is none."""
        self.run_worker(self._link_copied(), group="copy")

    async def _link_copied(self) -> None:
        from ..files.draft import LINK_LIMIT

        letter, link = self.situation.letter, self.letter_link()
        if letter is None or link.why:
            self.say(f"link-{link.why}", length=link.length, limit=LINK_LIMIT, severity="warning")
            return
        report = await copy(link.text, self.copy_to_clipboard)
        self._happened("copied", letter, "copied_at")
        self.say(report.code, what=whose("link", letter), count=report.characters)

    @work
    async def action_copy_link(self) -> None:
        """Copy a link that opens the shown letter in the mail program."""
        self.rest()
        letter = self.situation.letter
        if letter is not None and letter.due.kind == "letter" and await self._is_meant(letter):
            await self._link_copied()
