"""User text as a terminal may see it."""

from __future__ import annotations

import re

# C0 and C1 controls, other line ends, and the marks that turn the direction of what follows.
_STAND_INS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_STAND_INS |= dict.fromkeys([*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
_LINES = {code: stand_in for code, stand_in in _STAND_INS.items() if code not in (0x0A,)} | {0x09: 0x20}
# Halves of surrogate pairs, which no terminal can be sent.
_HALVES = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """Give one line in which every control character is shown as a sign instead of obeyed."""
    return _HALVES.sub("\ufffd", text).translate(_STAND_INS)


def visible_lines(text: str) -> str:
    """Give text of several lines with every control character but the line end neutralised."""
    return _HALVES.sub("\ufffd", text).translate(_LINES)
