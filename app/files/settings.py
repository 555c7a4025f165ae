"""What is remembered between incidents: the language and the theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ..core.fault import Fault
from .toml import parse


class Settings(NamedTuple):
    """Hold the remembered choices; an empty one was not made. `others` are keys kept as they came."""

    language: str = ""
    theme: str = ""
    others: tuple[tuple[str, Any], ...] = ()

    def save(self, path: Path) -> None:
        """Write the choices; raises OSError."""
        import tomli_w

        from .atomic import write_atomic
        from .locations import make_private

        make_private(path.parent)
        tree = {"language": self.language, "theme": self.theme, **dict(self.others)}
        write_atomic(path, tomli_w.dumps(tree).encode(), overwrite=True)


def load_settings(path: Path) -> tuple[Settings, tuple[Fault, ...]]:
    """Read the choices; what cannot be read is a fault and counts as not chosen."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (Fault(str(path), "cannot-read", {"what": error.strerror or ""}),)
    tree, fault = parse(data, str(path))
    if tree is None:
        return Settings(), (fault,) if fault else ()
    text = {key: tree.get(key, "") for key in ("language", "theme")}
    faults = tuple(
        Fault(f"{path}: {key}", "wrong-value", {"given": str(value)[:40], "what": "text"})
        for key, value in text.items()
        if not isinstance(value, str)
    )
    sound = {key: value if isinstance(value, str) else "" for key, value in text.items()}
    return Settings(**sound, others=tuple((k, v) for k, v in tree.items() if k not in text)), faults
