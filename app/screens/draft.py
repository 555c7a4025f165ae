"""Taking a letter out of the app: a draft mail, a text file, a link; and what goes along with it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ..core.file_name import file_path
from ..core.visible import visible
from ..files.draft import LINK_LIMIT
from ..reading import named_path, reason
from ..telling import letter_heading
from ..widgets.path_entry import PathEntry
from ..widgets.sheet_line import SheetLine
from ..widgets.sheet_row import SheetRow
from .saving import SavingSheet

if TYPE_CHECKING:
    from ..files.draft import Link
    from ..situation import ShownLetter, Situation

DRAFT, TEXT = ".eml", ".txt"


class WayOut(Protocol):
    """Describe what takes the shown letter out."""

    def attachment_remarks(self, attachment: Path) -> tuple[str, ...]:
        """Tell what is unwise in a file that is to go along; raises OSError where it cannot be read."""

    async def save_letter(self, path: Path, attachment: Path | None, *, overwrite: bool) -> None:
        """Write the letter, as a draft or as text by the ending of the path; raises OSError."""

    def letter_link(self) -> Link:
        """Give the link of the letter."""

    def copy_link(self) -> None:
        """Copy the link."""


class DraftScreen(SavingSheet):
    """Offer the forms a letter can leave in; the ending of the path says which one Enter writes.

    What is unwise in an attachment, and a file that exists, are each asked about. `first` names
    where the cursor stands: "path" or "attachment".
    """

    help = "draft"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(
        self, situation: Situation, letter: ShownLetter, proposed: Path, way: WayOut, first: str
    ) -> None:
        super().__init__(situation)
        self.letter = letter
        self.is_letter = letter.due.kind == "letter"
        self.proposed = proposed
        self.way = way
        self.first = first
        self._warned: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay the sheet."""
        words = self.situation.words
        with Vertical(classes="sheet"):
            yield Static(words("interface.draft.title"), classes="title", markup=False)
            yield Static(letter_heading(self.situation, self.letter)[0], markup=False)
            path = PathEntry(str(self.proposed), id="path")
            yield SheetLine(words("interface.draft.path"), path)
            if self.is_letter:
                hint = words("interface.draft.attachment-hint")
                attachment = PathEntry(self._offered(), id="attachment", placeholder=hint)
                yield SheetLine(words("interface.draft.attachment"), attachment)
            yield Static(id="form", classes="why", markup=False)
            if self.is_letter:
                yield SheetRow("other")
                yield SheetRow("link")
            yield Static(words("interface.draft.keys"), id="said", classes="why", markup=False)

    def on_mount(self) -> None:
        """Begin where it was asked for, and say what would be written."""
        super().on_mount()
        self.query_one(f"#{self.first}" if self.is_letter else "#path", PathEntry).focus()
        self._tell()

    def _offered(self) -> str:
        """Give the right document where its field holds the path of a file that is there."""
        path = file_path(self.letter.due.reader.document)
        try:
            return path if path and named_path(path).is_file() else ""
        except (OSError, ValueError):
            return ""

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", PathEntry).value.strip() if self.is_letter or name == "path" else ""

    @on(Input.Changed)
    def _changed(self) -> None:
        self._warned = None
        self._tell()
        self._say("keys")

    def _tell(self) -> None:
        """Say what the ending of the path stands for, and what else could be done."""
        words, link = self.situation.words, self.way.letter_link()
        ending = Path(self._text("path")).suffix.lower()
        form = {DRAFT: "is-draft", TEXT: "is-text"}.get(ending, "ending")
        self.query_one("#form", Static).update(words(f"interface.draft.{form}"))
        if not self.is_letter:
            return
        other = "as-text" if ending == DRAFT else "as-draft"
        self.query_one("#other", SheetRow).say(words(f"interface.draft.{other}"))
        why = "attached" if self._text("attachment") else link.why
        key = f"interface.draft.link-{why}" if why else "interface.draft.link"
        said = words(key, length=link.length, limit=LINK_LIMIT)
        self.query_one("#link", SheetRow).say(said, possible=not why)

    @on(SheetRow.Chosen, "#other")
    def _other_form(self) -> None:
        entry = self.query_one("#path", PathEntry)
        path = Path(entry.value.strip() or str(self.proposed))
        entry.value = str(path.with_suffix(TEXT if path.suffix.lower() == DRAFT else DRAFT))
        entry.cursor_position = len(entry.value)
        entry.focus()

    @on(SheetRow.Chosen, "#link")
    def _link(self) -> None:
        self.dismiss(None)
        self.way.copy_link()

    @on(PathEntry.Several)
    def _several(self, event: PathEntry.Several) -> None:
        shown = "  ".join(visible(name) for name in event.names[:12])
        self._say("several", names=shown, count=len(event.names))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        sound, attachment = await self._attachment()
        if not sound:
            return
        if event.input.id == "attachment":
            self.query_one("#path", PathEntry).focus()
            return
        text = self._text("path")
        ending = Path(text).suffix.lower()
        if not text or ending not in (DRAFT, TEXT):
            self._say("ending" if text else "empty")
        elif ending == DRAFT and not self.is_letter:
            self._say("no-draft")
        elif ending == TEXT and attachment:
            self._say("text-attached")
        else:
            await self._save(text, attachment)

    async def _attachment(self) -> tuple[bool, Path | None]:
        """Tell whether nothing has to be said first, and give the file that goes along, if one does."""
        text = self._text("attachment")
        if not text:
            return True, None
        try:
            path = named_path(text)
            remarks = await asyncio.to_thread(self.way.attachment_remarks, path)
        except (OSError, ValueError) as error:
            self._say("attachment-failed", what=self._reason(error))
            return False, None
        if remarks and self._warned != path:
            self._warned = path
            again = self.situation.words("interface.draft.again")
            told = Content.assemble(("\n".join(remarks), "bold $foreground"), f"\n{again}")
            self.query_one("#said", Static).update(told)
            return False, None
        return True, path

    async def _save(self, text: str, attachment: Path | None, *, overwrite: bool = False) -> None:
        try:
            path = named_path(text)
            await self.way.save_letter(path, attachment, overwrite=overwrite)
        except FileExistsError:
            self.ask_to_replace(path, lambda: self._save(text, attachment, overwrite=True))
        except (OSError, ValueError) as error:
            self._say("failed", what=self._reason(error))
        else:
            self.dismiss(path)

    def _reason(self, error: OSError | ValueError) -> str:
        return reason(self.situation.words, error) if isinstance(error, OSError) else str(error)

    def _say(self, key: str, **values: object) -> None:
        self.query_one("#said", Static).update(self.situation.words(f"interface.draft.{key}", **values))
