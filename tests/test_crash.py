from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from jinja2 import Environment
from misdirect_tui.crash import LONGEST, MOST, crashed, keep_report, report
from misdirect_tui.files.playbook import Playbook

from .conftest import NOW

SECRET = "Zwetschge-4711"


def raised(fault: Callable[[], object]) -> Exception:
    try:
        fault()
    except Exception as error:
        return error
    raise AssertionError


def test_what_an_error_came_from_is_told_by_kind_and_place_alone() -> None:
    def fault() -> None:
        try:
            {}[SECRET]
        except KeyError:
            raise OSError(5, SECRET, f"/home/{SECRET}") from None

    told = report(raised(fault))
    assert "\nOSError\n" in told
    assert "\nfrom KeyError\n" in told
    assert f"{__name__}:test_what_an_error_came_from_is_told_by_kind_and_place_alone" in told
    assert SECRET not in told
    assert "/" not in told.split("\n\n", 1)[1]


def test_errors_of_a_group_and_of_a_worker_are_told_and_a_circle_ends() -> None:
    class HeldError(Exception):
        error: BaseException | None = None

    held = HeldError(SECRET)
    held.error = ExceptionGroup(SECRET, [ValueError(SECRET), held])
    held.__cause__ = held.error
    told = report(held)
    assert told.count("HeldError") == 1
    assert "from ExceptionGroup" in told
    assert "from ValueError" in told
    assert SECRET not in told


def test_a_recursion_without_end_is_told_in_a_page() -> None:
    def deeper() -> None:
        deeper()

    told = report(raised(deeper))
    assert "RecursionError" in told
    assert " more\n" in told
    assert told.count("\n") < LONGEST + 20


def test_a_template_is_not_named_and_not_quoted() -> None:
    template = Environment(autoescape=True).from_string("{% block Berg %}{{ 1 / 0 }}{% endblock %}")
    told = report(raised(template.render))
    assert "ZeroDivisionError" in told
    assert "?:?:" in told
    assert "Berg" not in told


def test_the_last_few_reports_stay(home: Path) -> None:
    state = home / "state"
    paths = [keep_report(state, ValueError(), NOW + timedelta(seconds=number)) for number in range(MOST + 2)]
    other = state / "crash-notes.txt"
    other.write_text("mine", "utf-8")
    last = keep_report(state, ValueError(), NOW + timedelta(hours=1))
    assert last is not None
    assert stat.S_IMODE(last.stat().st_mode) == 0o600
    assert sorted(state.iterdir()) == sorted([*filter(None, paths[3:]), last, other])


def test_two_that_fall_in_one_second_have_a_report_each(home: Path) -> None:
    first, second = (keep_report(home / "state", error, NOW) for error in (ValueError(), KeyError()))
    assert first is not None
    assert second is not None
    assert first != second
    assert "ValueError" in first.read_text()
    assert "KeyError" in second.read_text()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_no_report_can_be_written_the_line_says_so(home: Path, language: str) -> None:
    home.write_text("a file in its place", "utf-8")
    words = Playbook().words(language)
    said = crashed(words, ValueError(SECRET), home / "state", NOW, "unsaved").said(words)
    assert words("interface.crash.no-report") in said
    assert words("interface.crash.unsaved") in said
    assert SECRET not in said
    assert "\n" not in said


def test_the_line_names_the_last_place_in_our_own_code() -> None:
    from misdirect_tui.files.resuming import resumed

    words = Playbook().words("en")
    error = raised(lambda: resumed(None, None, Path()))  # type: ignore[arg-type]
    said = crashed(words, error, None, NOW, "saved").said(words)
    line = next(trace for trace in [error.__traceback__.tb_next.tb_next] if trace).tb_lineno  # type: ignore[union-attr]
    assert f"(AttributeError, files/resuming.py:{line})" in said
    assert sys.modules["misdirect_tui.files.resuming"]
