"""Which of the languages of the letters a text is most likely in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ..playbook.examine import Cues
from .cue import hits
from .folding import Script, fold, script

# The scripts that each is written in, beside Latin names; hiragana tells Japanese from Chinese.
SCRIPTS: Mapping[str, tuple[Script, ...]] = MappingProxyType(
    {
        "ja": ("hiragana", "katakana", "han"),
        "zh": ("han",),
        "ko": ("hangul",),
        "ru": ("cyrillic",),
        "ar": ("arabic",),
    }
)
MOST, LEAST, LEAD = 2 / 3, 12, 2


def tongue(text: str, languages: Iterable[str], cues_of: Callable[[str], Cues]) -> str:
    """Give the code of the likeliest of some languages; nothing where a text says too little.

    A script that most of the letters are in tells it; among the languages written in Latin letters it is
    the one whose cues the text holds most of, by more than one that two languages may share.
    """
    folded = fold(text)
    counted = Counter(map(script, folded))
    letters = sum(count for kind, count in counted.items() if kind not in ("none", "digit"))
    for language, kinds in SCRIPTS.items():
        own = sum(counted[kind] for kind in kinds)
        if own >= max(LEAST, MOST * letters) and (language != "ja" or counted["hiragana"]):
            return language
    said = {one: _said(folded, cues_of(one)) for one in languages if one not in SCRIPTS}
    best = max(said, key=lambda one: said[one], default="")
    others = [count for one, count in said.items() if one != best]
    return best if best and said[best] >= max(others, default=0) + LEAD else ""


def _said(text: str, cues: Cues) -> int:
    """Count the different cues of a language that a folded text holds."""
    parts = (cues.apology, cues.explanation, cues.remedy, cues.deletion, cues.closing)
    listed = (*parts, cues.courtesy, cues.greeting.before)
    return len({hit.phrase for phrases in listed for hit in hits(phrases, text)})
