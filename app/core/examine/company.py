"""What gives a company away: its name with and without legal form, kind, place and trade."""

from __future__ import annotations

from collections.abc import Iterator

from .folding import IDEOGRAPHIC, script, spellings, words
from .lexicon import Lexicon
from .needle import LONG, Needle, alone, joined
from .pinyin import readings


def company(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a company's name, with and without its legal form, place and trade."""
    for way in spellings(name):
        every = words(way)
        for word in every:
            if script(word[0]) in IDEOGRAPHIC:
                yield from ideographic_company(word, variant, lexicon)
        every = [word for word in every if script(word[0]) not in IDEOGRAPHIC]
        core = _without_legal(every, lexicon)
        if len(core) > 1:
            yield joined(core, variant, proper=all(word in lexicon.ordinary for word in core))
            for length in range(2, len(core)):
                yield joined(
                    core[:length], variant, proper=all(word in lexicon.ordinary for word in core[:length])
                )
            inner = _without_kind(core, lexicon)
            if 1 < len(inner) < len(core):
                yield joined(inner, variant, proper=all(map(lexicon.plain, inner)))
        elif core and lexicon.plain(core[0]) and len(every) > 1 and len(core[0]) > 2:
            yield joined(every, variant, proper=True)
            yield joined(core, variant, named=True)
        yield from _singles(core, variant, lexicon)


def _singles(listed: list[str], variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    for word in listed:
        if not lexicon.plain(word):
            yield from alone(word, variant)


def ideographic_company(name: str, variant: str, lexicon: Lexicon) -> Iterator[Needle]:
    """Give the needles of a company's name in Han characters or Hangul."""
    if len(name) < 2:
        return
    cores = _han_cores(name, lexicon)
    for core in cores:
        if core not in lexicon.han and core not in lexicon.han_trade:
            yield joined(core, variant)
    last = cores[-1]
    if 2 <= len(last) <= 4 and script(last[0]) == "han":
        for syllables in readings(last):
            if len("".join(syllables)) >= LONG:
                yield joined(syllables, variant, proper=all(word in lexicon.ordinary for word in syllables))


def _han_cores(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give a company's name whole, then with ever more of its legal form, place and trade taken off."""
    cores = [name]
    for form in lexicon.han_legal:
        name = name.removesuffix(form).removeprefix(form)
    if len(name) < 2:
        return tuple(cores)
    if name != cores[0]:
        cores.append(name)
    while True:
        ending = next((word for word in lexicon.han_trade if name.endswith(word)), "")
        opening = "" if ending else next((word for word in lexicon.han_trade if name.startswith(word)), "")
        if not ending and not opening:
            return tuple(cores)
        name = name.removesuffix(ending) if ending else name.removeprefix(opening)
        if len(name) < 2 or name in lexicon.han_trade:
            return tuple(cores[:3])
        cores.append(name)


def _without_legal(listed: list[str], lexicon: Lexicon) -> list[str]:
    while listed and (listed[-1] in lexicon.legal or len(listed[-1]) == 1):
        listed = listed[:-1]
    while len(listed) > 1 and listed[0] in lexicon.legal:
        listed = listed[1:]
    return listed


def _without_kind(listed: list[str], lexicon: Lexicon) -> list[str]:
    while len(listed) > 1 and listed[0] in lexicon.kinds:
        listed = listed[1:]
    return listed
