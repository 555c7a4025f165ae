"""Gaps that a letter still has: brackets that ask for something, and what stands in for words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..playbook.examine import Cues
from .cue import Hit, hits
from .folding import HAN, fold, script, words

_BRACKETS = re.compile(
    r"[\[\u3010\u3014]([^\[\]\u3010\u3011\u3014\u3015\n]{0,60})[\]\u3011\u3015]|<([^<>@\n]{1,40})>"
)
_TEMPLATE = re.compile(r"\{\{[^\n]{0,80}?\}\}|\{%[^\n]{0,80}?%\}|\$?\{[a-z][\w .-]{0,40}\}|<<[^\n]{0,60}?>>")
_STAND_INS = re.compile(
    rf"_{{3,}}|\?{{3,}}|(?<!\w)x{{3,}}(?!\w)|(?<![a-z0-9])x{{2,}}\s?(?=[{HAN}])|[\u00d7\u25cb\u25cf\u25ef\u25b3\u25b2\u25a1]{{2,}}"
    rf"|(?<![\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341])\u3007{{2,}}|(?<![a-z0-9])o{{2,}}(?=\s?[\uac00-\ud7a3])"
)
_BLANK = re.compile(r"[\s._\-x?\u00b7\u2026*]*")


def open_fields(text: str, cues: Cues) -> Iterator[Hit]:
    """Find gaps in a folded text; references such as [1] and stressed words in brackets are none."""
    for pattern in (_TEMPLATE, _STAND_INS):
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), match.group())
    yield from hits(cues.rules.placeholders, text)
    for match in _BRACKETS.finditer(text):
        content = match.group(1) if match.group(1) is not None else match.group(2)
        if _asks(content.strip(), cues, angled=match.group(1) is None):
            yield Hit(match.start(), match.end(), match.group())


def _asks(content: str, cues: Cues, *, angled: bool) -> bool:
    if _BLANK.fullmatch(content):
        return not angled
    whole = tuple(map(fold, cues.gap.whole))
    begins = tuple(map(fold, cues.gap.begins))
    if content in whole or any(content.startswith(word) for word in begins):
        return True
    listed = words(content.replace("_", " "))
    if not listed:
        return False
    if any(script(word[0]) in {"han", "hiragana", "katakana", "hangul"} for word in listed):
        return any(
            word in content for word in whole if script(word[0]) in {"han", "hiragana", "katakana", "hangul"}
        )
    vocabulary = frozenset(word for phrase in whole for word in words(phrase))
    return all(word in vocabulary for word in listed)
