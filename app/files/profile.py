"""The profile: `profile.toml` in the config folder, which a hand may edit; and the signature beside it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core.fault import Fault, cannot_read, nearest
from ..core.profile import Profile
from .regular import read_regular
from .sift import shown, sift
from .toml import LIMIT, decoded, parse

SIGNATURE_LIMIT = 4_000
_DOMAIN = re.compile(r"[^\s@/,;]+\.[^\s@/,;.]+")
_FIELDS = tuple(Profile.model_fields)


def load_profile(path: Path) -> tuple[Profile, tuple[Fault, ...]]:
    """Read the profile; what is wrong in the file is named and left out, and the rest counts.

    A key that is not known is a fault as well, and stays in the file.
    """
    data, fault = _read(path)
    if data is None:
        return Profile(), (fault,) if fault else ()
    tree, fault = parse(data, str(path))
    if tree is None:
        return Profile(), (fault,) if fault else ()
    faults = [_unknown(path, key) for key in tree if key not in _FIELDS]
    domains, wrong = _domains(path, tree.get("own_domains"))
    if wrong:
        tree = tree | {"own_domains": domains}
    profile, sifted = sift(Profile, tree, str(path), may_drop=lambda _: True)
    return profile or Profile(), (*faults, *wrong, *sifted)


def save_profile(path: Path, fields: Mapping[str, Any]) -> None:
    """Write some fields of the profile for the user alone (0600); the rest of the file stands as it is.

    What somebody wrote beside the values stays, comments included, unless a value spans lines. A file
    that is no TOML was written by hand all the same: it is kept, as `profile.toml.broken`. Raises OSError.
    """
    from .atomic import clear_leftovers, write_atomic
    from .locations import make_private

    make_private(path.parent)
    clear_leftovers(path.parent)
    data = b""
    with contextlib.suppress(FileNotFoundError):
        data = read_regular(path, LIMIT)
    tree = parse(data, str(path))[0]
    if tree is None:
        path.replace(path.with_name(f"{path.name}.broken"))
        data, tree = b"", {}
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    changed = {name: value for name, value in given.items() if tree.get(name, type(value)()) != value}
    if changed:
        text = _written(decoded(data) or "", changed, tree | changed)
        write_atomic(path, text.encode("utf-8", "replace"), overwrite=True)


def load_signature(path: Path) -> str:
    """Read the signature under every letter; nothing where there is none that can be read."""
    data, _ = _read(path)
    return (decoded(data) or "").replace("\r\n", "\n").strip() if data else ""


def save_signature(path: Path, text: str) -> None:
    """Write the signature for the user alone (0600); an empty one takes the file away. Raises OSError."""
    from .atomic import write_atomic
    from .locations import make_private

    if not text.strip():
        path.unlink(missing_ok=True)
        return
    make_private(path.parent)
    write_atomic(path, f"{text[:SIGNATURE_LIMIT].strip()}\n".encode("utf-8", "replace"), overwrite=True)


def _read(path: Path) -> tuple[bytes | None, Fault | None]:
    try:
        return read_regular(path, LIMIT), None
    except (FileNotFoundError, NotADirectoryError):
        return None, None
    except OSError as error:
        return None, cannot_read(str(path), error)


def _unknown(path: Path, key: str) -> Fault:
    near = nearest(key, _FIELDS)
    return Fault(f"{path}: {key}", "unknown-key-near" if near else "unknown-key", {"nearest": near or ""})


def _domains(path: Path, given: Any) -> tuple[list[Any], list[Fault]]:
    """Give the domains that are such, and a fault for each text that is none."""
    kept: list[Any] = []
    faults = []
    for number, each in enumerate(given if isinstance(given, list) else ()):
        if isinstance(each, str) and not _DOMAIN.fullmatch(each.strip().rpartition("@")[2]):
            values = {"given": shown(each), "what": "lampworks.example"}
            faults.append(Fault(f"{path}: own_domains.{number}", "wrong-value", values))
        else:
            kept.append(each)
    return kept, faults


def _written(text: str, changed: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """Give the file's text with the values that changed, each on its own line."""
    import tomli_w

    lines = text.splitlines()
    for key, value in changed.items():
        line = tomli_w.dumps({key: value}).replace("\n    ", " ").replace(",\n]", " ]").strip()
        places = [number for number, each in enumerate(lines) if re.match(rf"\s*{key}\s*=", each)]
        if places:
            lines[places[0]] = line
        else:
            lines.insert(_first_table(lines), line)
    patched = "\n".join(lines) + "\n"
    sound = parse(patched.encode("utf-8", "replace"), "")[0] == wanted
    return patched if sound else tomli_w.dumps(wanted)


def _first_table(lines: list[str]) -> int:
    return next((number for number, each in enumerate(lines) if each.lstrip().startswith("[")), len(lines))
