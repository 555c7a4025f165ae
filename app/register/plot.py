"""Small plots in the terminal."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence

_FULL, _BLANK = "\u28ff", "\u2800"
_PLAIN = "#"
_LONGEST, _GAPS = 24, 3


def bars(counts: Sequence[int], width: int) -> list[str]:
    """Give a bar for each count, the longest `width` cells long.

    They are of Braille signs, which every terminal draws one cell wide, Chinese ones too.
    """
    from plotille import hist_aggregated  # type: ignore[import-untyped]  # it brings no types

    if not any(counts) or width < 1:
        return ["" for _ in counts]
    drawn = hist_aggregated(list(counts), labels=["" for _ in counts], width=width, linesep="\n")
    rows = drawn.split("\n")[1 : len(counts) + 1]
    return [row.partition("| ")[2].partition(" ")[0].rstrip(_BLANK) for row in rows]


def labelled_bars(
    counts: Sequence[tuple[str, int]], width: int, encoding: str = "utf-8"
) -> list[tuple[str, str, str]]:
    """Give label, bar and count of each, the labels padded to one width; together at most `width` cells."""
    if not counts:
        return []
    widest = max(cells(label) for label, _ in counts)
    digits = max(len(str(count)) for _, count in counts)
    drawn = bars([count for _, count in counts], min(width - widest - digits - _GAPS, _LONGEST))
    if not drawable(encoding):
        drawn = [plain(bar) for bar in drawn]
    return [
        (f"{label}{' ' * (widest - cells(label))}  ", bar, f"{' ' * bool(bar)}{count}")
        for (label, count), bar in zip(counts, drawn, strict=True)
    ]


def plain(bar: str) -> str:
    """Give a bar in signs that any encoding and any font has."""
    return _PLAIN * len(bar)


def drawable(encoding: str) -> bool:
    """Tell whether bars can be shown: the encoding has the signs, and so, as a rule, have the fonts."""
    if os.name == "nt" and "WT_SESSION" not in os.environ:
        return False
    try:
        _FULL.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def cells(text: str) -> int:
    """Give how many cells of a terminal a text takes."""
    return sum(0 if unicodedata.combining(sign) else 1 + _wide(sign) for sign in text)


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")
