"""Every command once: its keys, what it does, where it is shown.

Footer, palette, help and the key table of the README are made from this table. The words are
interface.command.<id>.label (short) and interface.command.<id>.help (one sentence).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Group = Literal["walk", "steps", "letter", "record", "app"]


class Command(NamedTuple):
    """Describe one command.

    `action` is the app's action, or "" where rows and fields act on the key themselves. `footer` is
    its place in the line of keys at the bottom (0: not there); what has a higher number gives way
    on a narrow terminal. `again` are keys that do the same and are not shown in the footer.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    group: Group
    footer: int = 0
    palette: bool = True
    again: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command("move", ("up", "down", "tab", "shift+tab"), "", "walk", palette=False),
    Command("tick", ("space",), "", "walk", footer=2, palette=False),
    Command("not-here", ("minus",), "", "walk", footer=6, palette=False, again=("n",)),
    Command("answer", ("1", "9"), "", "walk", palette=False),
    Command("next", ("enter",), "", "walk", footer=3, palette=False),
    Command("back", ("escape",), "back", "walk", palette=False),
    Command("help", ("f1",), "help", "app", footer=1),
    Command("stop", ("f2",), "step('stop')", "steps"),
    Command("grade", ("f3",), "step('grade')", "steps"),
    Command("explain", ("f4",), "step('explain')", "steps"),
    Command("prevent", ("f5",), "step('prevent')", "steps"),
    Command("recall", (), "recall", "steps"),
    Command("copy", ("f8",), "copy('letter')", "letter", footer=4),
    Command("copy-subject", (), "copy('subject')", "letter"),
    Command("copy-body", (), "copy('body')", "letter"),
    Command("copy-recipient", (), "copy('recipient')", "letter"),
    Command("next-letter", ("ctrl+r",), "next_letter", "letter"),
    Command("letter-language", ("ctrl+l",), "letter_language", "letter"),
    Command("gloss", ("ctrl+t",), "gloss", "letter"),
    Command("edit-letter", (), "edit_letter", "letter"),
    Command("discard-edit", (), "discard_edit", "letter"),
    Command("save-letter", ("ctrl+f",), "save_letter", "letter"),
    Command("attach", (), "save_letter('attachment')", "letter"),
    Command("copy-link", (), "copy_link", "letter"),
    Command("mark-sent", (), "mark('sent')", "letter"),
    Command("mark-confirmed", (), "mark('confirmed')", "letter"),
    Command("unmark", (), "unmark", "letter"),
    Command("profile", (), "profile", "letter"),
    Command("preview-up", ("pageup",), "scroll_preview(-1)", "letter", palette=False),
    Command("preview-down", ("pagedown",), "scroll_preview(1)", "letter", palette=False),
    Command("swap", ("f12",), "swap", "letter", footer=5),
    Command("undo", ("ctrl+z",), "undo", "record", footer=8),
    Command("export", ("ctrl+s",), "export", "record", footer=10),
    Command("export-calendar", (), "export('ics')", "record"),
    Command("export-report", (), "export('markdown')", "record"),
    Command("summary", (), "summary", "record"),
    Command("incidents", ("ctrl+o",), "incidents", "record"),
    Command("new", ("ctrl+n",), "new", "record"),
    Command("close", (), "close_incident", "record"),
    Command("reopen", (), "reopen_incident", "record"),
    Command("delete", (), "delete_incident", "record"),
    Command("language", ("f9",), "language", "app", footer=11),
    Command("theme", (), "theme", "app"),
    Command("palette", ("ctrl+p",), "command_palette", "app", footer=7, palette=False),
    Command("quit", ("f10", "ctrl+q"), "leave", "app", footer=9),
)

GROUPS: tuple[Group, ...] = ("walk", "steps", "letter", "record", "app")

_SHOWN = {
    "up": "Up",
    "down": "Down",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "minus": "-",
    "enter": "Enter",
    "escape": "Esc",
    "pageup": "PageUp",
    "pagedown": "PageDown",
}


def shown_key(key: str) -> str:
    """Give a key as people read it: `ctrl+r` is Ctrl+R, `f8` is F8."""
    if key in _SHOWN:
        return _SHOWN[key]
    return "+".join(part.capitalize() for part in key.split("+"))


def shown_keys(command: Command, *, all_of_them: bool = True) -> str:
    """Give the keys of a command as one text; without `all_of_them` the first alone."""
    if command.id == "answer":
        return "1-9"
    keys = command.keys + command.again if all_of_them else command.keys[:1]
    return " ".join(shown_key(key) for key in keys)
