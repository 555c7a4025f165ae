import tomllib
from pathlib import Path

import pytest
from misdirect_tui.core.examine.case import Case
from misdirect_tui.core.examine.leak import leaks
from misdirect_tui.core.parts import Reader, Sender
from misdirect_tui.core.playbook.examine import Cues

DATA = Path(__file__).parents[2] / "data"
TABLE = tomllib.loads((Path(__file__).parent / "leak_cases.toml").read_text("utf-8"))["group"]


@pytest.fixture(scope="module")
def cues():
    rules = tomllib.loads((DATA / "rules" / "examine.toml").read_text("utf-8"))
    return Cues.read(tomllib.loads((DATA / "letters" / "en" / "cues.toml").read_text("utf-8")), rules)


def found(text, case, cues):
    return [text[each.start : each.end] for each in leaks(text, case, cues)]


def rows():
    for group in TABLE:
        case = Case(
            reader=Reader(**group["reader"]),
            others=(Reader(**group["other"]),),
            sender=Sender(**group.get("sender", {})),
        )
        for wanted in ("fires", "silent"):
            for text in group[wanted]:
                yield group["about"], wanted == "fires", text, case


def test_the_table_has_enough_cases_of_both_kinds():
    listed = list(rows())
    silent = [row for row in listed if not row[1]]
    assert len(listed) >= 150
    assert len({(row[0], row[2]) for row in listed}) == len(listed)
    assert 2 * len(silent) >= len(listed)


def test_no_written_case_is_missed_and_none_is_a_false_alarm(cues, record_property):
    missed, alarms, counts = [], [], {True: 0, False: 0}
    for about, fires, text, case in rows():
        counts[fires] += 1
        seen = found(text, case, cues)
        if fires and not seen:
            missed.append((about, text))
        if not fires and seen:
            alarms.append((about, text, seen))
    rates = (
        f"{len(missed)} of {counts[True]} missed ({len(missed) / counts[True]:.1%}), "
        f"{len(alarms)} of {counts[False]} false alarms ({len(alarms) / counts[False]:.1%})"
    )
    record_property("leak guard", rates)
    assert not missed, (rates, missed)
    assert not alarms, (rates, alarms)
