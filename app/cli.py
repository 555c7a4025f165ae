"""The command line: what was asked for, in which language, and the exit status.

0: fine. 1: what was read has faults, and everything that could be done was done. 2: wrong usage, a
file that cannot be opened, or an output that exists already.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .core.fault import Fault
from .core.visible import visible
from .files.locations import locations
from .files.playbook import LANGUAGES, Playbook
from .files.settings import Settings, load_settings

if TYPE_CHECKING:
    from argparse import Namespace

    from .core.playbook.words import Words
    from .headless.session import Session

COMMANDS = ("inspect", "recall", "grade", "new", "letters", "export", "validate", "list", "stats")


def run(arguments: Sequence[str]) -> int:
    """Run misdirect-tui with its arguments; give the exit status."""
    places = locations()
    settings, faults = load_settings(places.settings)
    playbook = Playbook(places.config)
    language, rest = _language(list(arguments), settings)
    words = playbook.words(language)
    for fault in faults:
        _complain(words, fault)
    try:
        if _is_walk(rest):
            from .walk import walk

            return walk(rest, words, playbook, settings, places)
        return _headless(rest, words, playbook)
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush into nothing.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _language(arguments: list[str], settings: Settings) -> tuple[str, list[str]]:
    """Choose the language: as asked, as the environment says, as kept, as the locale says."""
    asked = ""
    for place, argument in enumerate(arguments):
        if argument == "--ui-language" and place + 1 < len(arguments):
            asked = arguments[place + 1]
            if asked in LANGUAGES:
                del arguments[place : place + 2]
            break
        if argument.startswith("--ui-language="):
            asked = argument.partition("=")[2]
            if asked in LANGUAGES:
                del arguments[place]
            break
        if argument in COMMANDS:
            break
    for choice in (asked, os.environ.get("MISDIRECT_LANGUAGE", ""), settings.language):
        if choice in LANGUAGES:
            return choice, arguments
    return ("zh" if _locale().lower().startswith(("zh", "chinese")) else "en"), arguments


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value
    if sys.platform == "win32":
        import locale

        return locale.getlocale()[0] or ""
    return ""


def _is_walk(arguments: Sequence[str]) -> bool:
    if not arguments:
        return True
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS


def _headless(arguments: Sequence[str], words: Words, playbook: Playbook) -> int:
    gc.enable()
    from .headless.session import Refusal, Session
    from .options import UsageFault, parser

    places = locations()
    try:
        options = parser(words).parse_args(arguments)
    except UsageFault as wrong:
        _complain(words, Fault(wrong.command, "usage", {"what": wrong.what}))
        return 2
    session = Session(
        words=words,
        playbook=playbook,
        places=places,
        clock=lambda: datetime.now().astimezone(),
    )
    try:
        _command(options.command)(session, options)
    except Refusal as refusal:
        _complain(words, refusal.fault)
        return 2
    except RecursionError as error:
        _complain(words, Fault(options.command, "crashed", {"what": type(error).__name__}))
        return 2
    for fault in (*playbook.faults, *playbook.shelf.faults):
        session.complain(fault)
    sys.stdout.flush()
    return 1 if session.faulty else 0


def _command(name: str) -> Callable[[Session, Namespace], None]:
    """Give the function of a command; only its own module is imported."""
    from importlib import import_module

    module, function = {
        "recall": ("recall", "recall_command"),
        "list": ("register", "list_command"),
        "stats": ("register", "stats"),
    }.get(name, (name, name))
    found: Callable[[Session, Namespace], None] = getattr(
        import_module(f".headless.{module}", __package__), function
    )
    return found


def _complain(words: Words, fault: Fault) -> None:
    print(f"misdirect-tui: {visible(fault.said(words))}", file=sys.stderr)
