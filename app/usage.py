"""The parser of the command line, speaking the language of the interface."""

from __future__ import annotations

import os
import re
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any, NoReturn

from .core.fault import Fault, nearest
from .core.playbook.words import Words

PROGRAM = "misdirect-tui"
# The one option that stands before a command, not behind it.
BEFORE = "--ui-language"

_ABOUT = re.compile(r"argument (?P<name>.+?): (?P<rest>.+)", re.DOTALL)
# What the standard library says of arguments, and the words that say it here.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), code)
    for pattern, code in (
        (r"expected (?:one|at least one|\d+) arguments?", "no-value"),
        (r"not allowed with argument (?P<given>.+)", "not-together"),
        (r"ignored explicit argument (?P<given>.+)", "takes-no-value"),
        (r"invalid choice: (?P<q>['\"])(?P<given>.*?)(?P=q)(?:,| \().*", "no-command"),
        (r"the following arguments are required: (?P<given>.+)", "argument-missing"),
        (r"unrecognized arguments: (?P<given>.+)", "no-argument"),
    )
)


class UsageFault(Exception):  # noqa: N818  the house's word for what is wrong with something that was read
    """Tell what is wrong with the arguments of a command."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class WrongValue(Exception):  # noqa: N818  the house's word for what is wrong with something that was read
    """Tell what is wrong with the value of an argument; the code has words in interface.fault."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Parser(ArgumentParser):
    """Parse arguments; what is wrong with them is raised as one UsageFault, never printed."""

    def __init__(self, *, words: Words, **rest: Any) -> None:
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=lambda prog: _Formatter(prog, words=words),
            **rest,
        )
        self.words = words

    @property
    def where(self) -> str:
        """Name the command, or the program where no command is parsed."""
        return self.prog.removeprefix(PROGRAM).strip() or PROGRAM

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, each command answering for what it does not know."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed, unknown

    def _get_value(self, action: Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except WrongValue as wrong:
            name = (action.option_strings or [""])[-1]
            raise UsageFault(Fault(f"{self.where} {name}".strip(), wrong.code, wrong.values)) from wrong

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, in the words of the interface."""
        where = self.where
        about = _ABOUT.fullmatch(message)
        name = about["name"] if about else ""
        rest = about["rest"] if about else message
        if name.startswith("-"):
            where = f"{where} {name.split('/')[-1]}"
        for pattern, code in _SAID:
            if match := pattern.fullmatch(rest):
                given = match.groupdict().get("given") or ""
                raise UsageFault(self._fault(where, code, given))
        raise UsageFault(Fault(where, "usage", {"what": rest, "help": f"{self.prog} --help"}))

    def _fault(self, where: str, code: str, given: str) -> Fault:
        known: Iterable[str] = ()
        if code == "no-argument" and given.startswith(BEFORE) and self.prog != PROGRAM:
            return Fault(where, "before-command", {"given": given})
        if code == "no-command" and os.path.exists(given):  # noqa: PTH110  any name may be one
            return Fault(where, "one-file", {"given": given})
        if code == "no-command":
            known = next(each.choices for each in self._actions if each.choices is not None)
        elif code == "no-argument":
            known = [option for option in self._option_string_actions if option.startswith("--")]
        values = {"given": given, "nearest": nearest(given.partition("=")[0], known)}
        if values["nearest"]:
            code += "-near"
        elif code == "no-command":
            values["allowed"] = self.words("interface.choice.next").join(known)
        return Fault(where, code, {"help": f"{self.prog} --help", **values})


class Printing(Action):
    """Print a text and leave."""

    def __init__(self, option_strings: list[str], dest: str, text: Callable[[], str], **rest: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **rest)
        self.text = text

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        """Print."""
        print(self.text())  # noqa: T201  the answer of --version
        parser.exit(0)


class _Formatter(RawDescriptionHelpFormatter):
    def __init__(self, prog: str, words: Words) -> None:
        super().__init__(prog)
        self._words = words
        self._headings: list[str] = []

    def start_section(self, heading: str | None) -> None:
        """Begin a section, and keep its heading for the colon it gets."""
        self._headings += [heading] if heading else []
        super().start_section(heading)

    def format_help(self) -> str:
        """Give the help with the colon of the language after each heading."""
        text = super().format_help()
        for heading in self._headings:
            headed = self._words("interface.labelled", label=heading, text="").rstrip()
            text = text.replace(f"\n{heading}:\n", f"\n{headed}\n")
        return text

    def _split_lines(self, text: str, width: int) -> list[str]:
        # An id is never broken at its hyphen.
        return wrap(" ".join(text.split()), width, break_on_hyphens=False)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Head the usage with the interface's own word."""
        if usage is not SUPPRESS:
            super().add_usage(usage, actions, groups, prefix or self._words("interface.cli.usage"))
