"""Laying the user's own rules over the shipped ones: what is wrong is named, and the shipped value stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..core.fault import Fault
from .lines import line_of, placed
from .sift import Path, fault_of, held, without

if TYPE_CHECKING:
    from ..core.playbook.laws import BrokenLaw

Rules = TypeVar("Rules", bound=BaseModel)
Laws = Callable[[Any], Iterable["BrokenLaw"]]
_ROUNDS = 100


def lay(
    kind: type[Rules], shipped: Mapping[str, Any], own: Mapping[str, Any], where: str, *, text: str
) -> tuple[Rules, Mapping[str, Any], list[Fault]]:
    """Lay the user's tree, read from `text`, over the shipped one.

    Gives the rules, what of the user's is in them, and the faults, each at its line.
    """
    faults: list[Fault] = []
    for _ in range(_ROUNDS):
        try:
            return kind.model_validate(overlaid(shipped, own)), own, faults
        except ValidationError as error:
            gone: set[Path] = set()
            for detail in error.errors(include_url=False):
                path = _culprit(kind, shipped, own, detail["loc"])
                gone.add(path)
                fault = fault_of(kind, detail, where)
                key = fault.where.removeprefix(where).lstrip(": ")
                if len(path) > len(detail["loc"]):
                    key = ".".join(path)
                fault = fault._replace(where=placed(where, text, key) if key else where)
                if fault not in faults:
                    faults.append(fault)
            own = {} if () in gone else without(own, gone)
    return kind.model_validate(shipped), {}, faults


def lay_lawful(
    kind: type[Rules],
    shipped: Mapping[str, Any],
    own: Mapping[str, Any],
    where: str,
    *,
    text: str,
    laws: Laws,
) -> tuple[Rules, list[Fault]]:
    """Lay as `lay` does, and leave out the user's values at the keys of each law that they break.

    The fault of a law stands at the line of the user's key; its code is the key of its words.
    """
    faults: list[Fault] = []
    while True:
        rules, own, wrong = lay(kind, shipped, own, where, text=text)
        faults += wrong
        broken = [(law, [path for key in law.keys if (path := _own_path(own, key))]) for law in laws(rules)]
        if not any(mine for _, mine in broken):
            # No law names a key that the user wrote: all of theirs is in question, if there is any.
            broken = [(law, [(step,) for step in own]) for law, _ in broken if own]
        if not broken:
            return rules, faults
        # Of the laws that a key breaks, the one that is about this key is told.
        for law, mine in sorted(broken, key=lambda each: each[1][:1] != [_own_path(own, each[0].key)]):
            if not mine:
                continue
            line = line_of(text, mine[0])
            place = f"{where}:{line}" if line else f"{where}: {'.'.join(mine[0])}"
            # One line for each key, however many laws it breaks.
            if all(fault.where != place for fault in faults):
                faults.append(Fault(place, f"grade.law.{law.code}", law.values))
        own = without(own, {path for _, mine in broken for path in mine})


def overlaid(below: Any, above: Any) -> Any:
    """Lay one tree over another, table by table; a list is replaced whole."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: overlaid(below.get(key), value) for key, value in above.items()}}
    return above


def _culprit(kind: type[BaseModel], shipped: Mapping[str, Any], own: Mapping[str, Any], loc: Path) -> Path:
    """Find what of the user's an error comes from: the key itself, or that in a table which cures it.

    A list is one value. Gives the empty path where only all of it together can be blamed.
    """
    steps = [str(step) for step in loc]
    cut = next((place for place, step in enumerate(loc) if isinstance(step, int)), len(loc))
    path = held(own, steps[:cut])
    whole = path == tuple(steps[:cut]) and cut == len(loc)
    table = own
    for step in path:
        table = table[step]
    if not isinstance(table, Mapping) or not whole:
        return path
    for key in table:
        candidate = (*path, key)
        try:
            kind.model_validate(overlaid(shipped, without(own, {candidate})))
        except ValidationError as error:
            if any(detail["loc"] == loc for detail in error.errors(include_url=False)):
                continue
        return candidate
    return path


def _own_path(own: Mapping[str, Any], key: str) -> Path:
    """Give the path of a dotted key where the user's tree has it; numbers may be written differently."""
    path: list[str] = []
    table: Any = own
    for step in key.split("."):
        if not isinstance(table, Mapping):
            return ()
        found = next((name for name in table if name == step or _same_number(name, step)), None)
        if found is None:
            return ()
        path.append(found)
        table = table[found]
    return tuple(path)


def _same_number(name: str, step: str) -> bool:
    return name.strip().lstrip("0") == step.lstrip("0") and step.isdigit()
