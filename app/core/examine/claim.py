"""What a letter says that the other party has been asked, or has done: true only once it is."""

from __future__ import annotations

from collections.abc import Iterator

from ..playbook.examine import Cues
from .case import Case
from .cue import Hit, first, hits
from .folding import fold

ENDS = ".!?\n;"
AFTER = 6


def untrue(text: str, case: Case, cues: Cues) -> Iterator[tuple[str, Hit]]:
    """Find in a folded text the first that is told to the one it was meant for and has not happened yet.

    That the deletion is confirmed says that it was asked for. What is said to follow, as soon as it is so,
    is no claim.
    """
    if case.role != "intended-recipient":
        return
    for variant, phrases, happened in (
        ("deleted", cues.claim.deleted, case.confirmed),
        ("asked", cues.claim.asked, case.asked or case.confirmed),
    ):
        told = () if happened else hits(phrases, text)
        hit = min((one for one in told if not _is_awaited(text, one, cues)), default=None)
        if hit is not None:
            yield variant, hit


def _is_awaited(text: str, hit: Hit, cues: Cues) -> bool:
    begin = max(text.rfind(end, 0, hit.start) for end in ENDS) + 1
    if first(cues.claim.awaited, text[begin : hit.start]) is not None:
        return True
    return text[hit.end : hit.end + AFTER].lstrip().startswith(tuple(map(fold, cues.claim.then)))
