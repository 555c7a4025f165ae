"""What each command takes."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn, get_args

from . import __version__
from .core.ids import Answer, Cause, Content, LoweringFlag, RaisingFlag, Recipient, Role, ServiceId, Tone
from .core.playbook.words import Words
from .core.stop.scope import Scope

FORMATS = ("toml", "markdown", "eml", "ics", "veris")


class UsageFault(Exception):  # noqa: N818  the house's word for what is wrong with something that was read
    """Tell what is wrong with the arguments of a command."""

    def __init__(self, command: str, what: str) -> None:
        super().__init__(what)
        self.command = command
        self.what = what


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise instead of printing usage: one line is enough."""
        raise UsageFault(self.prog.removeprefix("misdirect-tui").strip() or "misdirect-tui", message)


class _Printing(Action):
    """Print a text and leave."""

    def __init__(self, option_strings: list[str], dest: str, text: Callable[[], str], **rest: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **rest)
        self.text = text

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        """Print."""
        print(self.text())  # noqa: T201  the answer of --version
        parser.exit(0)


def parser(words: Words) -> ArgumentParser:
    """Build the parser, its help in the language of the interface."""
    top = _new(words, "misdirect-tui", "top")
    top.add_argument("--version", action=_Printing, text=lambda: f"misdirect-tui {__version__}",
                     help=words("interface.cli.version"))  # fmt: skip
    top.add_argument("--ui-language", choices=("zh", "en"), help=words("interface.cli.ui-language"))
    commands = top.add_subparsers(
        dest="command", required=True, metavar=words("interface.cli.command"), parser_class=_Parser
    )

    def command(name: str) -> ArgumentParser:
        return _filled(words, commands.add_parser(
            name, help=words(f"interface.cli.{name}.help"), add_help=False,
            formatter_class=RawDescriptionHelpFormatter,
        ), name)  # fmt: skip

    def say(key: str) -> str:
        return words(f"interface.cli.{key}")

    one = command("inspect")
    one.add_argument("file", metavar="MAIL")
    _json(one, words)

    one = command("recall")
    one.add_argument("file", metavar="MAIL|RECORD", nargs="?")
    one.add_argument("--service", choices=get_args(ServiceId), metavar="ID")
    when = one.add_mutually_exclusive_group()
    when.add_argument("--sent-at", type=_time(words), metavar="ISO8601")
    when.add_argument("--elapsed", type=float, metavar="SECONDS")
    one.add_argument("--scope", choices=get_args(Scope))
    one.add_argument("--read", choices=get_args(Answer))
    one.add_argument("--queued", choices=("yes", "no"))
    one.add_argument("--window", type=_count(words, 0), metavar="SECONDS")
    one.add_argument("--allow-listed", choices=("yes", "no"))
    _json(one, words)

    one = command("grade")
    one.add_argument("file", metavar="RECORD", nargs="?")
    _answers(one, words)
    _json(one, words)

    one = command("new")
    one.add_argument("file", metavar="MAIL", nargs="?")
    _answers(one, words)
    one.add_argument("--cause", choices=get_args(Cause), metavar="ID")
    one.add_argument("--fields", metavar="FILE", help=say("fields"))
    one.add_argument("-o", "--output", metavar="RECORD", help=say("output"))

    one = command("letters")
    one.add_argument("file", metavar="RECORD")
    one.add_argument("--to", choices=get_args(Role), metavar="ROLE")
    one.add_argument("--language", metavar="CODE")
    one.add_argument("--tone", choices=get_args(Tone))
    one.add_argument("--check", metavar="TEXT", help=say("check"))
    _json(one, words)

    one = command("export")
    one.add_argument("file", metavar="RECORD")
    one.add_argument("--format", choices=FORMATS, required=True)
    one.add_argument("--to", choices=get_args(Role), metavar="ROLE")
    one.add_argument("--redact", action="store_true", help=say("redact"))
    one.add_argument("--force", action="store_true", help=say("force"))
    one.add_argument("-o", "--output", metavar="PATH", help=say("output"))

    one = command("validate")
    one.add_argument("files", metavar="RECORD", nargs="+")

    for name in ("list", "stats"):
        _json(command(name), words)
    return top


def _new(words: Words, prog: str, name: str) -> ArgumentParser:
    one = _Parser(prog=prog, add_help=False, formatter_class=RawDescriptionHelpFormatter)
    return _filled(words, one, name)


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


def _answers(one: ArgumentParser, words: Words) -> None:
    one.add_argument("--content", choices=get_args(Content), metavar="ID", help=", ".join(get_args(Content)))
    one.add_argument("--recipient", choices=get_args(Recipient), metavar="ID",
                     help=", ".join(get_args(Recipient)))  # fmt: skip
    for flag in (*get_args(RaisingFlag), *get_args(LoweringFlag)):
        one.add_argument(f"--{flag}", choices=get_args(Answer))
    one.add_argument("--recipients", type=_count(words, 1), metavar="N")
    one.add_argument("--dpc", type=int, choices=(1, 2, 3, 4))
    one.add_argument("--ei", type=float, choices=(0.25, 0.5, 0.75, 1.0))
    one.add_argument("--cb", type=_cb(words), metavar="N")
    one.add_argument("--country", nargs="+", metavar="CODE")
    one.add_argument("--aware-at", type=_time(words), metavar="ISO8601")


def _count(words: Words, least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= 10_000_000:
            raise ArgumentTypeError(words("interface.fault.not-a-number", given=text))
        return int(text)

    return read


def _cb(words: Words) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 2:
            raise ArgumentTypeError(words("interface.fault.not-a-number", given=text))
        return value

    return read


def _time(words: Words) -> Callable[[str], datetime]:
    def read(text: str) -> datetime:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise ArgumentTypeError(words("interface.fault.not-a-time", given=text)) from None
        return (at if at.tzinfo else at.astimezone()).replace(microsecond=0)

    return read


__all__ = ["Namespace", "UsageFault", "parser"]
