"""The command line: what was asked for, in which language, and the exit status.

0: fine. 1: what was read has faults, and everything that could be done was done. 2: wrong usage, a
file that cannot be opened, or an output that exists already.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .core.fault import Fault
from .core.visible import visible
from .files.locations import Locations, locations, obstacle
from .files.playbook import LANGUAGES, Playbook
from .files.settings import Settings, load_settings
from .subcommands import COMMANDS

if TYPE_CHECKING:
    from argparse import Namespace

    from .core.playbook.words import Words
    from .headless.session import Session


def run(arguments: Sequence[str]) -> int:
    """Run misdirect-tui with its arguments; give the exit status."""
    try:
        return _run(list(arguments))
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Nobody foresaw this: one line that can be told to the makers, and nothing of what was read.
        _tell_crash(error, list(arguments))
        return 2


def _run(arguments: list[str]) -> int:
    try:
        places = locations()
    except RuntimeError:
        words = Playbook().words(_language(arguments, Settings())[0])
        _complain(words, Fault("MISDIRECT_HOME", "no-home"))
        return 2
    settings, faults = load_settings(places.settings)
    if (wrong := obstacle(places)) is not None:
        faults = (Fault(str(wrong), "no-folder"), *faults)
    playbook = Playbook(places.config)
    language, rest = _language(arguments, settings)
    words = playbook.words(language)
    for fault in faults:
        _complain(words, fault)
    if _is_walk(rest):
        from .walk import walk

        playbook.faults += faults
        return walk(rest, words, playbook, settings, places)
    return max(_headless(rest, words, playbook, places), 1 if faults else 0)


def _language(arguments: list[str], settings: Settings) -> tuple[str, list[str]]:
    """Choose the language: as asked, as the environment says, as kept, as the locale says."""
    asked = ""
    while arguments:
        name, equals, value = arguments[0].partition("=")
        taken = 1 if equals else 2
        if name != "--ui-language" or (value or "".join(arguments[1:taken])) not in LANGUAGES:
            break
        asked = value or arguments[1]
        arguments = arguments[taken:]
    for choice in (asked, os.environ.get("MISDIRECT_LANGUAGE", ""), settings.language):
        code = choice.lower().replace("_", "-").partition("-")[0]
        if code in LANGUAGES:
            return code, arguments
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
    if len(arguments) != 1:
        return not arguments
    name = arguments[0]
    return name == "-" or not (name.startswith("-") or name in COMMANDS)


def _headless(arguments: Sequence[str], words: Words, playbook: Playbook, places: Locations) -> int:
    gc.enable()
    from .files.strays import strays
    from .headless.session import Refusal, Session
    from .options import UsageFault, parser

    session = Session(
        words=words,
        playbook=playbook,
        places=places,
        clock=lambda: datetime.now().astimezone(),
    )
    lost: list[Fault] = []
    try:
        if sys.stdout is None:
            raise session.unwritten("-", OSError(errno.EBADF, ""))
        try:
            options = parser(words, arguments).parse_args(arguments)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            # Help and version are written while the arguments are read.
            raise session.unwritten("-", error) from error
        if options.command is None:
            given = words("interface.cli.command")
            raise Refusal("misdirect-tui", "argument-missing", given=given, help="misdirect-tui --help")
        _command(options.command)(session, options)
        lost = strays(places.config)
    except UsageFault as wrong:
        session.refuse(Refusal(*wrong.fault[:2], **wrong.fault.values))
    except Refusal as refusal:
        session.refuse(refusal)
    except SystemExit:
        # The help, or the version, has been told.
        pass
    # The shelf is there only where letters were wanted; asking for it would make it.
    shelf = vars(playbook).get("shelf")
    named: list[Fault] = []
    for fault in (*lost, *playbook.faults, *(shelf.faults if shelf else ())):
        # A folder that is closed is met by all that read in it.
        if fault not in named:
            session.complain(fault)
            named.append(fault)
    try:
        if not session.output_full:
            session.put("", flush=True)
    except Refusal as refusal:
        session.refuse(refusal)
    if session.output_full:
        _let_go_of_output()
    return session.status


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


def _let_go_of_output() -> None:
    """Send what is still unwritten to nowhere: the interpreter must not try again when it ends."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_crash(error: Exception, arguments: list[str]) -> None:
    from .crash import crashed

    state = None
    with contextlib.suppress(RuntimeError):
        state = locations().state
    words = Playbook().words(_language(arguments, Settings())[0])
    _complain(words, crashed(words, error, state, datetime.now().astimezone(), "saved"))
