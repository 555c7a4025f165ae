"""Countries as people write them: codes, and names in English and in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..fault import Fault, nearest

if TYPE_CHECKING:
    from ..playbook.clocks import ClockRules

MOST_WORDS = 5
# Below this a country without rules is taken for another one; a name of two or three signs differs in one.
ALIKE, ALIKE_SHORT = 0.75, 0.65
_APART = re.compile("[,;/|\n\u3001]+")
_CODE = re.compile("[A-Za-z]{2}(-[A-Za-z]{2,3})?")


def countries_in(text: str, rules: ClockRules) -> tuple[str, ...]:
    """Give the countries of a text, each once: the code of what is known, what is not as it was written.

    Commas and the like part them, and so do spaces between what is known or looks like a code. Beside
    words that are not known a code counts only in capitals ("El Salvador" is not Greece).
    """
    found: list[str] = []
    for part in _APART.split(unicodedata.normalize("NFKC", text)):
        words = part.split()
        row = list(_in_a_row(words, rules, small=True))
        if any(not known for _, known in row):
            row = list(_in_a_row(words, rules, small=False))
        found += [country for country, _ in row]
    return tuple(dict.fromkeys(found))


def _in_a_row(words: list[str], rules: ClockRules, *, small: bool) -> Iterator[tuple[str, bool]]:
    """Give each country of a row of words, and whether it is known or a code; `small` codes count too."""
    strange: list[str] = []
    at = 0
    while at < len(words):
        country, count = _at(words[at : at + MOST_WORDS], rules, small=small)
        if country is None:
            strange.append(words[at])
        else:
            if strange:
                yield " ".join(strange), False
                strange = []
            yield country, True
        at += count
    if strange:
        yield " ".join(strange), False


def _at(words: list[str], rules: ClockRules, *, small: bool) -> tuple[str | None, int]:
    for count in range(len(words), 0, -1):
        told = " ".join(words[:count])
        code = code_of(told, rules)
        if code is None and looks_like_a_code(told):
            code = told.upper()
        if code is not None and (small or told.isupper() or not looks_like_a_code(told)):
            return code, count
    return None, 1


def code_of(country: str, rules: ClockRules) -> str | None:
    """Give the code of one country that there are rules for, by its code or by a name; None for another."""
    told = " ".join(unicodedata.normalize("NFKC", country).replace(".", "").split())
    code = told.upper()
    return code if code in rules.by_country else rules.by_name.get(told.casefold().removeprefix("the "))


def name_of(country: str, language: str, rules: ClockRules) -> str:
    """Give the name of a country that `countries_in` reads again, or what was written for another one."""
    names = rules.names.get(country, ()) if country in rules.by_country else ()
    written_in = (name for name in names if name.isascii() == (language == "en"))
    return next(written_in, names[0] if names else country)


def looks_like_a_code(country: str) -> bool:
    """Tell whether this can be the code of a country that there are no rules for."""
    return _CODE.fullmatch(country) is not None


def nearest_name(country: str, rules: ClockRules) -> str | None:
    """Give the known name that this was most likely meant to be, in the words of the rules, or None."""
    names = {name.casefold(): name for names in rules.names.values() for name in names}
    near = nearest(country.strip().casefold(), names, cutoff=ALIKE if country.isascii() else ALIKE_SHORT)
    return names[near] if near is not None else None


def fault_of(where: str, country: str, rules: ClockRules) -> Fault | None:
    """Say that a country is not written as a record keeps it; None where it is, or may be a name.

    A record keeps the code of a country that there are rules for, and any other code or name.
    """
    if country in rules.by_country or (looks_like_a_code(country) and country.isupper()):
        return None
    near = code_of(country, rules)
    if near is None and looks_like_a_code(country.strip()):
        near = country.strip().upper()
    near = near or nearest_name(country, rules)
    if near is not None:
        return Fault(where, "not-a-country-near", {"given": country, "nearest": near})
    if country.replace(" ", "").isalpha():
        return None
    return Fault(where, "not-a-country", {"given": country})
