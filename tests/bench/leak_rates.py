"""Print how often the leak guard misses what gives somebody away, and how often it warns of nothing."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.examine.leak import leaks
from misdirect_tui.core.parts import Reader, Sender, SentMail
from misdirect_tui.core.playbook.examine import Cues

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests" / "core" / "leak_cases.toml"
NAMES = ROOT / "tests" / "core" / "company_names.toml"
PETRA = Reader(name="Petra Nordlicht", company="Nordlicht GmbH", address="petra@nordlicht.example")


class Written(NamedTuple):
    """Hold one written case: what it is about, whether it gives somebody away, the text, the letter."""

    about: str
    fires: bool
    text: str
    case: Case


@cache
def cues(language: str) -> Cues:
    """Read the cues of a language."""
    rules, told = (
        tomllib.loads((ROOT / "data" / path).read_text("utf-8"))
        for path in ("rules/examine.toml", f"letters/{language}/cues.toml")
    )
    return Cues.model_validate({**told, "rules": rules})


def written(table: Path = TABLE) -> Iterator[Written]:
    """Give every written case; a group is examined with the cues of its `language`, or of English."""
    for group in tomllib.loads(table.read_text("utf-8"))["group"]:
        case = Case(
            language=group.get("language", "en"),
            reader=Reader(**group["reader"]),
            others=(Reader(**group["other"]),) if group["other"] else (),
            sender=Sender(**group.get("sender", {})),
            mail=SentMail(text=group.get("mail", "")),
        )
        for wanted in ("fires", "silent"):
            for text in group[wanted]:
                yield Written(group["about"], wanted == "fires", text, case)


def named(table: Path = NAMES) -> Iterator[Written]:
    """Give what is said of companies by their everyday names, where only the registered ones are known."""
    for language, told in tomllib.loads(table.read_text("utf-8")).items():
        for name in told["names"]:
            registered = name["registered"]
            case = Case(language=language, reader=PETRA, others=(Reader(company=registered),))
            for form in told["forms"]:
                yield Written(registered, True, form.format(name["everyday"]), case)
            for text in (*name["silent"], *told["silent"]):
                yield Written(registered, False, text, case)


def seen(one: Written) -> list[str]:
    """Give what the guard finds in a case."""
    found = leaks(one.text, one.case, cues(one.case.language))
    return [one.text[each.start : each.end] for each in found]


def report(listed: Iterable[Written]) -> tuple[list[Written], list[Written], str]:
    """Give what was missed, the false alarms, and both as rates in words."""
    listed = list(listed)
    missed = [one for one in listed if one.fires and not seen(one)]
    alarms = [one for one in listed if not one.fires and seen(one)]
    telling = sum(one.fires for one in listed)
    quiet = len(listed) - telling
    rates = (
        f"{len(listed)} cases; {len(missed)} of {telling} missed ({len(missed) / telling:.1%}), "
        f"{len(alarms)} of {quiet} false alarms ({len(alarms) / quiet:.1%})"
    )
    return missed, alarms, rates


def main() -> int:
    """Report on the tables, or on another of the first one's form; the status is 1 for any fault."""
    tables = {"written cases": written(Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE)}
    if len(sys.argv) == 1:
        tables["everyday names"] = named()
    faults = False
    for about, listed in tables.items():
        missed, alarms, rates = report(listed)
        for head, found in (("missed", missed), ("false alarm", alarms)):
            for one in found:
                sys.stdout.write(f"{head}: {one.about}: {one.text} {seen(one) or ''}\n")
        sys.stdout.write(f"leak guard, {about}: {rates}\n")
        faults = faults or bool(missed or alarms)
    return int(faults)


if __name__ == "__main__":
    sys.exit(main())
