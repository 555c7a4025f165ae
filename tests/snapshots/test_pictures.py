"""Each step as it was looked at: both languages, both sizes, both themes, and without colour.

A picture that differs is looked at (snapshot_report.html) and, where it is right, taken over with
`pytest tests/snapshots --snapshot-update` on the Python version named below.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest
from misdirect_tui.core.incident import Incident
from misdirect_tui.desk import Start, Tools
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.settings import Settings
from misdirect_tui.theme import DARK, LIGHT
from misdirect_tui.tui import MisdirectApp
from textual.pilot import Pilot

from tests.conftest import NOW, trade_mail

DRAWN_WITH = (3, 11)
WIDE, NARROW = (120, 40), (80, 24)
Compare = Callable[..., bool]

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != DRAWN_WITH, reason="the pictures were drawn with one version of Python"
)


def shown(
    snap_compare: Compare, keys: tuple[str, ...], *, size: tuple[int, int], language: str, theme: str
) -> bool:
    """Compare the screen after some keys with its picture."""
    begun = Incident.begin(id="20251118-172650-ab12", at=NOW)
    tools = Tools(locations(), Playbook(), Settings(theme=theme), lambda: NOW)
    app = MisdirectApp(Start(begun, mail=(trade_mail(), "sent.eml")), tools, language)

    async def walk(pilot: Pilot[Any]) -> None:
        for _ in range(500):
            await pilot.pause(0.01)
            if app.situation.letter is not None and app.present.mail.sha256:
                break
        for key in keys:
            if key == "end_of_the_walk":
                app.clear_notifications()
                # The step behind the sheet is laid anew without its notices, and shows where it then stands.
                await pilot.pause(0.5)
                await app.run_action("summary")
            else:
                await pilot.press(key)
            await pilot.pause()
        for _ in range(500):
            await pilot.pause(0.01)
            if app.situation.saving == "saved":
                break
        app.clear_notifications()
        for _ in range(4):
            await pilot.pause()

    return snap_compare(app, run_before=walk, terminal_size=size)


STEPS = {
    "stop": ("down",),
    "grade": ("f3", "4", "3"),
    "explain": ("f3", "4", "3", "f4", "down"),
    "prevent": ("f5", "1"),
}


SIZES = {"wide": WIDE, "narrow": NARROW}
# What shows most; every language at every size in the long form.
EVERYDAY = ("zh-wide",)
PICTURES = [
    pytest.param(
        step,
        language,
        size,
        id=f"{step}-{language}-{name}",
        marks=() if f"{language}-{name}" in EVERYDAY else pytest.mark.full,
    )
    for step in STEPS
    for language in ("en", "zh")
    for name, size in SIZES.items()
]
ONE_EVERYDAY = [pytest.param(step, marks=() if step == "grade" else pytest.mark.full) for step in STEPS]


@pytest.mark.parametrize(("step", "language", "size"), PICTURES)
def test_each_step(snap_compare: Compare, step: str, language: str, size: tuple[int, int]) -> None:
    """Look for: the cursor row is the brightest thing, nothing is cut, no English on a Chinese screen."""
    assert shown(snap_compare, STEPS[step], size=size, language=language, theme=DARK)


@pytest.mark.parametrize("step", ONE_EVERYDAY)
def test_each_step_in_the_light_theme(snap_compare: Compare, step: str) -> None:
    """Look for: dim text still reads easily; the severity has the only hue."""
    assert shown(snap_compare, STEPS[step], size=WIDE, language="zh", theme=LIGHT)


@pytest.mark.parametrize("step", ONE_EVERYDAY)
def test_each_step_without_colour(snap_compare: Compare, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for: cursor, chosen answers, gaps and severity are told apart by signs and words alone."""
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    assert shown(snap_compare, STEPS[step], size=NARROW, language="en", theme=DARK)


def test_the_letter_swapped_in_on_a_narrow_terminal(snap_compare: Compare) -> None:
    """Look for: the letter has the whole screen, its gap is marked, the remark stands at the bottom."""
    assert shown(snap_compare, ("f3", "4", "3", "f12"), size=NARROW, language="zh", theme=DARK)


def test_the_gloss_under_each_paragraph(snap_compare: Compare) -> None:
    """Look for: each English paragraph with its Chinese below, dimmer."""
    assert shown(snap_compare, ("f3", "4", "3", "ctrl+t"), size=WIDE, language="zh", theme=DARK)


def test_the_help_of_a_step(snap_compare: Compare) -> None:
    """Look for: what the step is for on top, then the keys in groups, two clean columns."""
    assert shown(snap_compare, ("f1",), size=NARROW, language="en", theme=DARK)


@pytest.mark.full
def test_the_ending(snap_compare: Compare) -> None:
    """Look for: done, still open with times, one kind line, and what the keys do."""
    keys = ("space", "f3", "4", "3", "f5", "1", "1", "f2", "end_of_the_walk")
    assert shown(snap_compare, keys, size=NARROW, language="en", theme=DARK)
