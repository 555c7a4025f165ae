"""Keys of a record that nothing here knows: kept, and named where a known one was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any, get_args

from ..core.fault import Fault, nearest
from ..core.ids import LoweringFlag, RaisingFlag, Technique
from ..core.parts import Part
from ..core.stop.checklist import ITEMS

_ALIKE = 0.75
# Keys of one file that are looked at: more than these are no slips of a hand, and each takes its time.
MOST_LOOKED_AT = 100
# Tables whose keys are ids: what stands beside these is kept next to the table, under a dotted name.
_BY_ID: dict[tuple[str, str], frozenset[str]] = {
    ("stop", "ticks"): frozenset(ITEMS),
    ("grade", "flags"): frozenset((*get_args(RaisingFlag), *get_args(LoweringFlag))),
    ("prevent", "techniques"): frozenset(get_args(Technique)),
}
_ASIDE = tuple(f"{table}." for _, table in _BY_ID)


class Looks:
    """Count the unknown keys of one file that are still looked at."""

    def __init__(self) -> None:
        self.left = MOST_LOOKED_AT

    def at(self, keys: Iterable[str]) -> list[str]:
        """Give of these keys as many as are looked at."""
        taken = list(islice(keys, self.left))
        self.left -= len(taken)
        return taken


def set_aside(tree: dict[str, Any], name: str, looks: Looks) -> tuple[dict[str, Any], list[Fault]]:
    """Take unknown ids out of the tables that are keyed by id, so that they are kept as they came."""
    faults: list[Fault] = []
    for (section, table), known in _BY_ID.items():
        whole = tree.get(section)
        if not isinstance(whole, Mapping):
            continue
        held = whole.get(table)
        if not isinstance(held, Mapping) or held.keys() <= known:
            continue
        unknown = {key: value for key, value in held.items() if key not in known}
        faults += near_misses(unknown, known, f"{name}: {section}.{table}.", looks)
        aside = {f"{table}.{key}": value for key, value in unknown.items()}
        kept = {table: {key: value for key, value in held.items() if key in known}}
        tree = tree | {section: {**whole, **kept, **aside}}
    return tree, faults


def put_back(tree: dict[str, Any]) -> dict[str, Any]:
    """Put what was set aside into its table again."""
    for section, table in _BY_ID:
        whole = tree.get(section, {})
        aside = [key for key in whole if key.startswith(f"{table}.")]
        if aside:
            back = {key.removeprefix(f"{table}."): whole[key] for key in aside}
            kept = {key: value for key, value in whole.items() if key not in aside}
            tree = tree | {section: kept | {table: {**kept.get(table, {}), **back}}}
    return tree


def near_misses(given: Iterable[str], known: Iterable[str], where: str, looks: Looks) -> list[Fault]:
    """Name each unknown key that was most likely meant to be a known one."""
    known = list(known)
    found = ((key, meant(key, known)) for key in looks.at(given))
    return [Fault(where + key, "unknown-key-near", {"nearest": near}) for key, near in found if near]


def meant(key: str, known: Iterable[str]) -> str | None:
    """Give the known key that an unknown one is a slip of, or None: people have keys of their own."""
    known = list(known)
    slips = (each for each in known if _begins(key, each) or _one_slip(key, each))
    return next(slips, None) or nearest(key, known, cutoff=_ALIKE)


def own_keys(part: Part, where: str = "") -> list[str]:
    """Give the keys in a part, and in every part inside it, that nothing here knows: they are kept."""
    found = [where + key for key in part.model_extra or {}]
    for name, key in _holding(type(part)).items():
        for suffix, inner in _parts(getattr(part, name, None)):
            found += own_keys(inner, f"{where}{key}.{suffix}")
    return found


def _begins(key: str, known: str) -> bool:
    return len(key) > 3 and known.startswith((f"{key}_", f"{key}-"))


def _one_slip(key: str, known: str) -> bool:
    """Tell whether one letter is missing, too many, wrong, or has changed places with the next."""
    if abs(len(key) - len(known)) > 1 or min(len(key), len(known)) < 3:
        return False
    same = 0
    while same < min(len(key), len(known)) and key[same] == known[same]:
        same += 1
    rest, other = key[same:], known[same:]
    swapped = other[1::-1] + other[2:]
    return rest in (other[1:], swapped) or rest[1:] in (other, other[1:])


def misses_in(part: Part, where: str, looks: Looks, *, beside: tuple[str, ...] = ()) -> list[Fault]:
    """Name the near misses in a part and in every part inside it; `where` goes before each key.

    What lies under the keys in `beside` is passed over.
    """
    if not looks.left:
        return []
    faults: list[Fault] = []
    if part.model_extra:
        unknown = [key for key in part.model_extra if not key.startswith(_ASIDE)]
        known = (key for key in _keys(type(part)).values() if key != "typing")
        faults += near_misses(unknown, known, where, looks)
    for name, key in _holding(type(part)).items():
        if key in beside:
            continue
        for suffix, inner in _parts(getattr(part, name, None)):
            faults += misses_in(inner, f"{where}{key}.{suffix}", looks, beside=beside)
    return faults


@cache
def _keys(kind: type[Part]) -> dict[str, str]:
    """Give what each field of a part is called in a record."""
    return {name: field.alias or name for name, field in kind.model_fields.items()}


@cache
def _holding(kind: type[Part]) -> dict[str, str]:
    """Give of the fields of a part those that may hold other parts, with what they are called in a record."""
    return {name: key for name, key in _keys(kind).items() if _may_hold(kind.model_fields[name].annotation)}


def _may_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return True
    return any(_may_hold(each) for each in get_args(annotation))


def _parts(value: Any) -> list[tuple[str, Part]]:
    if isinstance(value, Part):
        return [("", value)]
    if isinstance(value, Mapping):
        return [(f"{key}.", item) for key, item in value.items() if isinstance(item, Part)]
    if isinstance(value, tuple):
        return [(f"{number}.", item) for number, item in enumerate(value) if isinstance(item, Part)]
    return []
