"""By which number each wrong reader is kept: it stays with the person, whoever comes or goes in the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..incident import Incident
from ..parts import Letter, Reader
from ..playbook.stop import StopRules
from .readers import BLANK, intended_reader, readers_with, wrong_readers
from .standing import is_overtaken

Numbered = tuple[int, Reader]


def numbered(incident: Incident, rules: StopRules) -> tuple[Numbered, ...]:
    """Give the wrong readers in the order of the list, each with the number of their letters.

    Whoever something was kept for is known by the address, or by the name where there was none, and
    keeps that number. The others have that of their place, or the next that nobody holds. A letter
    that asked for nothing and is no longer enough leaves its number behind, and its reader gets another.
    """
    readers = wrong_readers(incident, rules)
    kept = _kept(incident)
    held = {number for number, letters in kept.items() if _is_held(incident, letters)}
    places: dict[int, int] = {}
    for place, reader in enumerate(readers, 1):
        own = (number for number in kept if number not in places.values())
        known = [number for number in own if _is_theirs(incident, kept[number], reader)]
        if known:
            places[place] = place if place in known else min(known)
    for place in range(1, len(readers) + 1):
        if place not in places and place not in places.values() and place not in held:
            places[place] = place
    free = _free(held | set(places.values()))
    return tuple((places.get(place) or next(free), reader) for place, reader in enumerate(readers, 1))


def numbers(incident: Incident, rules: StopRules) -> tuple[int, ...]:
    """Give the numbers of the wrong readers."""
    return tuple(number for number, _ in numbered(incident, rules))


def reader_changed(
    incident: Incident, rules: StopRules, number: int, field: str, text: str
) -> dict[str, Any]:
    """Give the change of one field of the wrong reader of a number; what is kept for them stays theirs."""
    people = numbered(incident, rules)
    place = next((place for place, (own, _) in enumerate(people, 1) if own == number), 1)
    changed = people[place - 1][1].model_copy(update={field: text})
    return {"explain.wrong-recipient": readers_with(incident, rules, place, field, text)} | {
        f"explain.letters.{key}.reader": kept_as(changed) or None
        for key, letter in incident.explain.letters.items()
        if (letter.role, letter.number) == ("wrong-recipient", number)
    }


def reader_of(incident: Incident, letter: Letter) -> Reader:
    """Give what is known by now of the reader of a kept letter, as far as it was given."""
    if letter.role == "intended-recipient":
        return intended_reader(incident)
    given, place = incident.explain.wrong_recipient, letter.number - 1
    by_place = given[place] if place < len(given) and "@" not in letter.reader else BLANK
    return next((one for one in given if is_kept_as(one, letter.reader)), by_place)


def is_kept_as(reader: Reader, text: str) -> bool:
    """Tell whether a letter kept for `text`, an address or a name, is one to this reader."""
    known = (reader.address,) if "@" in text else (reader.name, reader.company)
    return bool(text.strip()) and _folded(text) in map(_folded, known)


def kept_as(reader: Reader) -> str:
    """Give what a letter to this reader is kept for: the address, or the name where there is none."""
    return reader.address or reader.name or reader.company


def _kept(incident: Incident) -> dict[int, list[Letter]]:
    found: dict[int, list[Letter]] = {}
    for letter in incident.explain.letters.values():
        if letter.role == "wrong-recipient":
            found.setdefault(letter.number, []).append(letter)
    return found


def _is_theirs(incident: Incident, letters: list[Letter], reader: Reader) -> bool:
    if any(is_overtaken(incident, letter) for letter in letters):
        return False
    return any(is_kept_as(reader, letter.reader) for letter in letters)


def _is_held(incident: Incident, letters: list[Letter]) -> bool:
    """Tell whether a number cannot go to whoever has its place: it is known to be somebody else's."""
    return any("@" in letter.reader or is_overtaken(incident, letter) for letter in letters)


def _free(taken: set[int]) -> Iterator[int]:
    number = 0
    while True:
        number += 1
        if number not in taken:
            yield number


def _folded(text: str) -> str:
    return text.strip().casefold()
