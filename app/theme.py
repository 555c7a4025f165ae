"""The two themes and their tokens. Colour means severity; everything else is grey and blue."""

from __future__ import annotations

from textual.theme import Theme

from .files.settings import THEME_NAMES
from .files.shipped import shipped_folder

DARK, LIGHT = THEME_NAMES

THEMES = (
    Theme(
        name=DARK,
        primary="#8fb4e0",
        secondary="#8fb4e0",
        accent="#8fb4e0",
        foreground="#e6eaf0",
        background="#12161c",
        surface="#181d25",
        panel="#212833",
        warning="#e6eaf0",
        error="#e6eaf0",
        success="#e6eaf0",
        dark=True,
        variables={
            "why": "#a3adba",
            "chosen": "#b9d2f0",
            "focus-surface": "#2a3545",
            "minor": "#6cc9a1",
            "moderate": "#e3c55b",
            "serious": "#f0a04b",
            "critical": "#ff7b72",
            "gap": "#12161c on #b9d2f0",
            "scroll": "#3a4656",
            "input-selection-background": "#3d5374",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#1f4f8a",
        secondary="#1f4f8a",
        accent="#1f4f8a",
        foreground="#1b2129",
        background="#fbfbf9",
        surface="#f2f3f1",
        panel="#e6e9ec",
        warning="#1b2129",
        error="#1b2129",
        success="#1b2129",
        dark=False,
        variables={
            "why": "#4f5b69",
            "chosen": "#163f70",
            "focus-surface": "#d3e0f0",
            "minor": "#17694a",
            "moderate": "#755900",
            "serious": "#97480a",
            "critical": "#b3241c",
            "gap": "#fbfbf9 on #1f4f8a",
            "scroll": "#b5bec8",
            "input-selection-background": "#b8cdea",
        },
    ),
)

# Values for a theme that does not know our tokens.
DEFAULTS = dict(THEMES[0].variables)


_FOLDER = shipped_folder("styles")

# Read by the app in this order, whichever step is opened first: what stands later wins.
STYLES = [str(_FOLDER.joinpath(f"{name}.tcss")) for name in ("base", "stop", "grade", "explain", "prevent")]

# Read when the first sheet is laid over a step.
SHEETS = str(_FOLDER.joinpath("modal.tcss"))

# Read when the register is first opened.
REGISTER = [SHEETS, str(_FOLDER.joinpath("register.tcss"))]
