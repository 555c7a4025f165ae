"""What is remembered between incidents: the language and the theme."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, NamedTuple

from ..core.fault import Fault, Term, cannot_read, nearest
from ..core.playbook.words import LANGUAGES
from .regular import read_regular
from .toml import LIMIT, parse

_KNOWN = ("language", "theme")
THEME_NAMES = ("misdirect-dark", "misdirect-light")


class Settings(NamedTuple):
    """Hold the remembered choices; an empty one was not made. `others` are keys kept as they came."""

    language: str = ""
    theme: str = ""
    others: tuple[tuple[str, Any], ...] = ()

    def save(self, path: Path) -> None:
        """Write the choices; raises OSError.

        A file that could not be read as TOML was written by hand: it is kept beside, as
        `settings.toml.broken`.
        """
        import tomli_w

        from .atomic import clear_leftovers, write_atomic
        from .locations import make_private

        make_private(path.parent)
        clear_leftovers(path.parent)
        with contextlib.suppress(OSError):
            if parse(read_regular(path, LIMIT), str(path))[0] is None:
                path.replace(path.with_name(f"{path.name}.broken"))
        tree = {"language": self.language, "theme": self.theme, **dict(self.others)}
        write_atomic(path, tomli_w.dumps(tree).encode("utf-8", "replace"), overwrite=True)


def load_settings(path: Path) -> tuple[Settings, tuple[Fault, ...]]:
    """Read the choices; what cannot be read is a fault and counts as not chosen."""
    try:
        data = read_regular(path, LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError as error:
        return Settings(), (cannot_read(str(path), error),)
    tree, fault = parse(data, str(path))
    if tree is None:
        return Settings(), (fault,) if fault else ()
    faults = []
    for key, value in tree.items():
        if key in _KNOWN and not isinstance(value, str):
            values = {"given": str(value)[:40], "what": Term("text")}
            faults.append(Fault(f"{path}: {key}", "wrong-value", values))
    chosen = {key: tree[key] for key in _KNOWN if isinstance(tree.get(key), str)}
    for key, allowed in (("language", LANGUAGES), ("theme", THEME_NAMES)):
        given = chosen.get(key, "")
        if given and not any(_names(given, each) for each in allowed):
            faults.append(_not_one_of(f"{path}: {key}", given, allowed))
            del chosen[key]
    if others := [key for key in tree if key not in _KNOWN]:
        from .unknown import MOST_LOOKED_AT, Looks, near_misses

        slips = near_misses(others, _KNOWN, f"{path}: ", Looks())
        named = {fault.where for fault in slips}
        unknown = (f"{path}: {key}" for key in others[:MOST_LOOKED_AT])
        faults += [*slips, *(Fault(where, "unknown-key") for where in unknown if where not in named)]
    return Settings(**chosen, others=tuple((key, tree[key]) for key in others)), tuple(faults)


def _names(given: str, known: str) -> bool:
    """Tell whether a value names a known one, be it with a country behind it, as in zh_CN."""
    return given == known or given.lower().replace("_", "-").partition("-")[0] == known


def _not_one_of(where: str, given: str, allowed: tuple[str, ...]) -> Fault:
    near = nearest(given, allowed)
    values = {"given": given[:40], "allowed": allowed, "nearest": near or ""}
    return Fault(where, "not-one-of-near" if near else "not-one-of", values)
