"""Print how long 100,000 grades take, beside reading the rules file once in the same run."""

from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from misdirect_tui.core.grade.severity import QUESTIONS, assess
from misdirect_tui.core.parts import Grading
from misdirect_tui.core.playbook.grade import CONTENTS, LOWERING, RAISING, RECIPIENTS, GradeRules

FILE = Path(__file__).parents[2] / "data" / "rules" / "grade.toml"
GRADES = 100_000


def read() -> GradeRules:
    return GradeRules.model_validate(tomllib.loads(FILE.read_text("utf-8")))


def answers(number: int, chance: random.Random) -> list[Grading]:
    return [
        Grading(
            content=chance.choice((None, *CONTENTS)),
            recipient=chance.choice((None, *RECIPIENTS)),
            flags={
                flag: chance.choice(("yes", "no", "unknown"))
                for flag in (*RAISING, *LOWERING)
                if chance.random() < 0.7
            },
            recipients=chance.choice((None, 1, 3, 30, 300)),
        )
        for _ in range(number)
    ]


def took(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    read()
    parsing = min(took(read) for _ in range(5))
    rules = read()
    cases = answers(1_000, random.Random(7))
    batch = [cases[number % len(cases)] for number in range(GRADES)]
    grading = took(lambda: [assess(case, rules) for case in batch])
    lines = (
        f"rules file read once  {parsing * 1e3:8.2f} ms",
        f"{GRADES:,} grades        {grading * 1e3:8.0f} ms  ({len(QUESTIONS)} questions, bounds included)",
        f"one grade             {grading / GRADES * 1e6:8.2f} us",
        f"grades per reading    {parsing / (grading / GRADES):8.0f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
