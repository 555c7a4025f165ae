"""What a company of everyday words is called where these are written as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .lexicon import Lexicon
from .needle import Needle, joined

LEAST = 6


def tied(core: list[str], variant: str, lexicon: Lexicon, *, registered: bool) -> Iterator[Needle]:
    """Give the needles of a company's words run together or with hyphens between, as nobody says them else.

    They are all its words, and those that its trade follows. What is an everyday word or compound when it is
    run together identifies nobody, and neither do goods with a hyphen, if they are not what a domain says
    (which is not `registered`).
    """
    for length in range(len(core), 1, -1):
        part = core[:length]
        whole = "".join(part)
        if not all(word in lexicon.trade or word in lexicon.goods for word in core[length:]):
            return
        if part[-1] in lexicon.linking or len(whole) < LEAST:
            continue
        if lexicon.plain(whole) or whole in lexicon.common or whole in lexicon.compounds:
            continue
        wares = registered and all(word in lexicon.goods for word in part)
        yield replace(joined([whole] if wares else part, variant), tied=True)
