"""Print what 100,000 verdicts cost, beside parsing the rules file once in the same run."""

from __future__ import annotations

import itertools
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import get_args

from misdirect_tui.core.ids import Answer, Scope, ServiceId
from misdirect_tui.core.incident import Incident
from misdirect_tui.core.parts import Address, SentMail
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.core.stop.checklist import checklist
from misdirect_tui.core.stop.recall import recall, recall_of

COUNT = 100_000
TIMES = (None, -400, 0, 5, 9.5, 30, 1799, 1800, 86_400, 16 * 86_400)


def say(line: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Measure and print."""
    text = resources.files("misdirect_tui.data").joinpath("rules/stop.toml").read_text("utf-8")
    began = time.perf_counter()
    tree = tomllib.loads(text)
    parsed = time.perf_counter() - began
    rules = StopRules.model_validate(tree)
    loaded = time.perf_counter() - began

    cases = itertools.cycle(
        itertools.product(get_args(ServiceId), get_args(Scope), get_args(Answer), TIMES, (False, True))
    )
    given = list(itertools.islice(cases, COUNT))
    began = time.perf_counter()
    for service, scope, read, elapsed, allowed in given:
        recall(rules, service=service, scope=scope, read=read, elapsed=elapsed, allow_listed=allowed)
    spent = time.perf_counter() - began
    say(f"rules file parsed once   {parsed * 1e3:9.2f} ms   parsed and checked {loaded * 1e3:.2f} ms")
    say(f"{COUNT:,} verdicts         {spent * 1e3:9.2f} ms   {spent / COUNT * 1e6:.1f} us each")
    say(f"one parse is worth       {parsed / (spent / COUNT):9.0f} verdicts")

    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    to = tuple(Address(address=f"p{number}@kunde.example") for number in range(5))
    mail = SentMail(sent_at=now - timedelta(minutes=4), to=to, service="microsoft-365", text="word " * 4000)
    incident = Incident.begin(id="bench", at=now, mail=mail)
    for name, work in (
        ("incident, five readers", lambda: recall_of(incident, rules, now)),
        ("checklist", lambda: checklist(incident)),
    ):
        began = time.perf_counter()
        for _ in range(1000):
            work()
        say(f"{name:24} {(time.perf_counter() - began) * 1e3:9.1f} us each")


if __name__ == "__main__":
    main()
