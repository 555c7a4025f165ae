"""One row of the register, drawn."""

from __future__ import annotations

from textual.content import Content

from ..core.fault import Fault
from ..core.playbook.words import Words
from ..core.register.row import Row
from ..core.register.view import View
from ..core.visible import visible
from ..files.kept import ENDING
from ..register.telling import RowTold, row_told
from .row import cut

INDENT = 4
WIDEST = 100
# Cells of a column; what is left goes to the readers, and to what is unconfirmed.
GRADE, AGE, CONTENT, CAUSE, GAP = 16, 21, 16, 14, 2
READERS, NARROW = 0.64, 66
FAULT_LINES = 2


def height(row: Row, view: View) -> int:
    """Count the lines of a row that shows no more than the next thing to come back to."""
    if row.fault is not None:
        return 1 + FAULT_LINES
    return 2 + (1 if row.waiting and view.coming(row) else 0)


def drawn(words: Words, row: Row, view: View, width: int, *, chosen: bool, whole: bool) -> list[Content]:
    """Give the lines of a row for a width in cells; `whole` tells everything that is to be come back to."""
    mark = Content.styled(">   ", "bold $chosen") if chosen else Content(" " * INDENT)
    weight = "bold" if chosen else ""
    room = min(width, WIDEST) - INDENT
    if row.fault is not None:
        name = Content.styled(visible(row.file), weight).truncate(room)
        return [mark + name, *_fault(words, row.fault, row.file, room)]
    told = row_told(words, row, view)
    coming = told.coming if whole else told.coming[:1]
    return [
        mark + _head(told, room, weight),
        _facts(told, room).pad_left(INDENT),
        *(line.pad_left(INDENT) for each in coming for line in _coming(each, room, whole=whole)),
    ]


def _coming(said: str, room: int, *, whole: bool) -> list[Content]:
    """Give what is to be come back to: under the cursor to its last word, which asks for something."""
    return list(Content(said).wrap(room)) if whole else [cut(Content(said), room)]


def _fault(words: Words, fault: Fault, file: str, room: int) -> list[Content]:
    """Give why a file could not be read; the folder is known, its name need not be said."""
    said = fault.said(words)
    said = said[max(said.find(f"{file}{ENDING}"), 0) :]
    lines = Content.styled(visible(said), "$why").wrap(room)[:FAULT_LINES]
    lines += [Content("")] * (FAULT_LINES - len(lines))
    return [line.pad_left(INDENT) for line in lines]


def _head(told: RowTold, room: int, weight: str) -> Content:
    grade = Content.styled(told.grade, f"bold ${told.band}" if told.band else "$why")
    subject = fitted(Content.styled(told.subject, weight), room - GRADE - AGE)
    return subject + fitted(grade, GRADE) + fitted(Content.styled(told.age, "$why"), AGE)


def _facts(told: RowTold, room: int) -> Content:
    if room < NARROW:
        short = "  ".join((told.letter, told.content, told.cause, told.reader))
        return cut(Content.styled(short, "$why"), room)
    left = room - CONTENT - CAUSE
    readers = int(left * READERS)
    columns = (
        (told.content, CONTENT),
        (told.reader, readers),
        (told.cause, CAUSE),
        (told.letter, left - readers),
    )
    return Content("").join(fitted(Content.styled(text, "$why"), cells) for text, cells in columns)


def fitted(text: Content, cells: int) -> Content:
    """Give a text in so many cells, cut with a gap behind it where it is longer."""
    shown = cut(text, max(cells - GAP, 1))
    return shown.pad_right(max(cells - shown.cell_length, 0))
