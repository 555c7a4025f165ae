"""The everyday name of a Chinese company: what the registered one says between its place and its trade."""

from __future__ import annotations

from typing import NamedTuple

from .lexicon import Lexicon

SHORT, WHOLE = 2, 3
BEFORE_UNIT = 4
BEFORE_LONG_UNIT = 7


class Brand(NamedTuple):
    """Hold the everyday name, and what of the registered one stands before and after it."""

    names: tuple[str, ...]
    wholes: tuple[str, ...]
    second: str = ""


def brand(name: str, lexicon: Lexicon) -> Brand:
    """Give the everyday name of a company that is registered under `name`, folded and in Han characters.

    Registered names are, by rule, place, name, trade and legal form, in this order. The trades are too many
    to know them all, so of what follows the place and stands before a known trade the first two characters
    count, and the first three. `names` need a sentence around them that speaks of a name;
    `wholes`, the same with the place before them or the trade behind, do not. `second` is what would be the
    name if the first two were a district that nobody listed; it needs a word beside it that says so.
    """
    places, rest = _without_places(_without_legal(name, lexicon), lexicon)
    known = _without_trade(rest, lexicon)
    if len(known) < SHORT or known in lexicon.han_trade:
        return Brand((), ())
    names = tuple(dict.fromkeys((known[:SHORT], known[:WHOLE])))
    wholes = [place + each for place in places for each in names[:1]]
    if len(rest) >= len(names[0]) + SHORT:
        wholes.append(rest[: len(names[0]) + SHORT])
    second = known[SHORT : 2 * SHORT] if places and len(known) > WHOLE else ""
    if second in lexicon.han_trade or len(second) < SHORT or rest == known[: 2 * SHORT]:
        second = ""
    return Brand(tuple(each for each in names if each not in lexicon.han_trade), tuple(wholes), second)


def places(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Give the places that a registered name begins with, without those too wide to tell anything."""
    found, _ = _without_places(_without_legal(name, lexicon), lexicon)
    return tuple(each for each in found if each not in lexicon.wide)


def _without_legal(name: str, lexicon: Lexicon) -> str:
    for form in lexicon.han_legal:
        if name.endswith(form) or name.startswith(form):
            return name.removesuffix(form).removeprefix(form)
    return name


def _without_places(name: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    """Take the places off the beginning, and give them too, with and without what kind of place they are."""
    places: list[str] = []
    while True:
        cut, unit = _place(name, lexicon)
        if not cut or len(name) - cut < SHORT:
            return tuple(places), name
        places += [name[:cut], name[: cut - unit]] if unit else [name[:cut]]
        name = name[cut:]


def _place(name: str, lexicon: Lexicon) -> tuple[int, int]:
    """Give how long the first place is, and how much of it says the kind of place; nothing where none is."""
    for length in (4, 3, 2):
        if name[:length] in lexicon.han_places:
            unit = next((each for each in lexicon.han_units if name.startswith(each, length)), "")
            return length + len(unit), len(unit)
    for length in range(SHORT, BEFORE_LONG_UNIT + 1):
        for unit in lexicon.han_units:
            if not name.startswith(unit, length) or (len(unit) == 1 and length > BEFORE_UNIT):
                continue
            if not name[: length + len(unit)].endswith(lexicon.han_no_units):
                return length + len(unit), len(unit)
    return 0, 0


def _without_trade(name: str, lexicon: Lexicon) -> str:
    while True:
        ending = next((word for word in lexicon.han_trade if name.endswith(word)), "")
        if not ending or len(name) - len(ending) < SHORT:
            return name
        name = name.removesuffix(ending)
