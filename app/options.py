"""What each command takes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any, get_args

from . import __version__
from .core.ids import (
    Answer,
    Cause,
    Content,
    LoweringFlag,
    RaisingFlag,
    Recipient,
    Role,
    Scope,
    ServiceId,
    Tone,
)
from .core.parts import WINDOW_LIMIT
from .core.playbook.words import Words
from .option_values import MOST, count, number, one_of, path, quarters, time, time_of_day
from .usage import PROGRAM, Parser, Printing, UsageFault

FORMATS = ("toml", "markdown", "eml", "ics", "veris")


def parser(words: Words, wanted: Sequence[str]) -> ArgumentParser:
    """Build the parser, its help in the language of the interface.

    Only the commands among the arguments `wanted` get theirs; the others are named.
    """
    top = _filled(words, Parser(words=words, prog=PROGRAM), "top")
    top.add_argument("--version", action=Printing, text=lambda: f"{PROGRAM} {__version__}",
                     help=words("interface.cli.version"))  # fmt: skip
    _ids(top, words, "ui-language", ("zh", "en"))
    commands = top.add_subparsers(
        dest="command", prog=PROGRAM, metavar=words("interface.cli.command"), parser_class=Parser
    )

    for name, fill in _FILLED.items():
        one = commands.add_parser(name, help=words(f"interface.cli.{name}.help"), words=words)
        if name in wanted:
            fill(_filled(words, one, name), words)
    return top


def _inspect(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="MAIL", help=_say(words, "mail"))
    _json(one, words)


def _recall(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="MAIL|RECORD", nargs="?", help=_say(words, "mail-or-record"))
    _ids(one, words, "service", get_args(ServiceId))
    when = one.add_mutually_exclusive_group()
    when.add_argument(
        "--sent-at", type=time_of_day, metavar="ISO8601", help=words("interface.cli.option.sent-at")
    )
    when.add_argument(
        "--elapsed",
        type=number(-MOST * 1e3, MOST * 1e3),
        metavar="SECONDS",
        help=words("interface.cli.option.elapsed"),
    )
    _ids(one, words, "scope", get_args(Scope))
    _ids(one, words, "read", get_args(Answer))
    _ids(one, words, "queued", ("yes", "no"))
    one.add_argument("--window", type=count(0, WINDOW_LIMIT), metavar="SECONDS",
                     help=words("interface.cli.option.window"))  # fmt: skip
    _ids(one, words, "allow-listed", ("yes", "no"))
    _json(one, words)


def _grade(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="RECORD", nargs="?", help=_say(words, "record"))
    _answers(one, words)
    _json(one, words)


def _new(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="MAIL", nargs="?", help=_say(words, "mail"))
    _answers(one, words)
    _ids(one, words, "cause", get_args(Cause))
    one.add_argument("--fields", metavar="FILE", help=_say(words, "fields"))
    one.add_argument("-o", "--output", type=path, metavar="RECORD", help=_say(words, "output-kept"))


def _letters(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="RECORD", help=_say(words, "record"))
    _ids(one, words, "to", get_args(Role))
    one.add_argument("--language", metavar="CODE", help=words("interface.cli.option.language"))
    _ids(one, words, "tone", get_args(Tone))
    one.add_argument("--check", metavar="TEXT", help=_say(words, "check"))
    _json(one, words)


def _export(one: ArgumentParser, words: Words) -> None:
    one.add_argument("file", metavar="RECORD", help=_say(words, "record"))
    _ids(one, words, "format", FORMATS, required=True)
    _ids(one, words, "to", get_args(Role))
    one.add_argument("--redact", action="store_true", help=_say(words, "redact"))
    one.add_argument("--force", action="store_true", help=_say(words, "force"))
    one.add_argument("-o", "--output", type=path, metavar="PATH", help=_say(words, "output"))


def _validate(one: ArgumentParser, words: Words) -> None:
    one.add_argument("files", metavar="RECORD", nargs="+", help=_say(words, "record"))


def _answers(one: ArgumentParser, words: Words) -> None:
    _ids(one, words, "content", get_args(Content))
    _ids(one, words, "recipient", get_args(Recipient))
    for flag in (*get_args(RaisingFlag), *get_args(LoweringFlag)):
        _ids(one, words, flag, get_args(Answer))

    def option(name: str, kind: Callable[[str], Any], shown: str) -> None:
        one.add_argument(f"--{name}", type=kind, metavar=shown, help=words(f"interface.cli.option.{name}"))

    option("recipients", count(1), "N")
    option("dpc", one_of({str(each): each for each in (1, 2, 3, 4)}), "1-4")
    option("ei", quarters(1, 4), "0.25|0.5|0.75|1")
    option("cb", quarters(0, 8), "N")
    one.add_argument("--country", nargs="+", action="extend", metavar="CODE",
                     help=words("interface.cli.option.country"))  # fmt: skip
    option("aware-at", time, "ISO8601")


def _ids(
    one: ArgumentParser, words: Words, name: str, known: Sequence[str], *, required: bool = False
) -> None:
    """Give a command an option that takes one of some ids, all of them named in its help."""
    listed = len(known) > 3 or sum(map(len, known)) > 20
    told = words(f"interface.cli.option.{name}")
    one.add_argument(
        f"--{name}",
        type=one_of({each: each for each in known}),
        metavar=("ROLE" if name == "to" else "ID") if listed else "|".join(known),
        help=words("interface.cli.ids", what=told, ids=", ".join(known)) if listed else told,
        required=required,
    )


def _say(words: Words, key: str) -> str:
    return words(f"interface.cli.{key}")


def _filled(words: Words, one: ArgumentParser, name: str) -> ArgumentParser:
    """Give a parser its description, its example, and headings in the language of the interface."""
    one.description = words(f"interface.cli.{name}.help")
    one.epilog = f"{words('interface.cli.example')}\n{words(f'interface.cli.{name}.example')}"
    one._positionals.title = words("interface.cli.arguments")
    one._optionals.title = words("interface.cli.options")
    one.add_argument("-h", "--help", action="help", help=words("interface.cli.help"))
    return one


def _json(one: ArgumentParser, words: Words) -> None:
    one.add_argument("--json", action="store_true", help=words("interface.cli.json"))


_FILLED: dict[str, Callable[[ArgumentParser, Words], None]] = {
    "inspect": _inspect,
    "recall": _recall,
    "grade": _grade,
    "new": _new,
    "letters": _letters,
    "export": _export,
    "validate": _validate,
    "list": _json,
    "stats": _json,
}


__all__ = ["Namespace", "UsageFault", "parser"]
