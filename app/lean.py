"""What keeps the walk small and quick: modules left out, descriptions forgotten, garbage found in time.

Each of these changes what memory holds and nothing that the walk does.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import cast


def leave_out(modules: MutableMapping[str, ModuleType]) -> None:
    """Keep out what others load and nothing here uses: OpenSSL, 4 MB, and pydantic's search for plugins.

    Nothing here ever opens a connection. Hashes come from the interpreter itself, where it was built
    with them. Looking for plugins reads what every installed package says of itself, which takes a
    tenth of the start and a megabyte.
    """
    plugins = ModuleType("pydantic.plugin._loader")
    plugins.__dict__["get_plugins"] = tuple
    modules.setdefault(plugins.__name__, plugins)
    for name in ("ssl", "_ssl"):
        modules.setdefault(name, cast("ModuleType", None))
    built_in = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    if find_spec(built_in) is not None and find_spec("_md5") is not None:
        modules.setdefault("_hashlib", cast("ModuleType", None))


def forget_shapes(module: ModuleType) -> None:
    """Forget the keys of the typed dictionaries in a module; they serve type checkers alone.

    pydantic's core describes its schemas by eighty of them, with a megabyte of compiled annotations.
    """
    for each in vars(module).values():
        if isinstance(each, type) and hasattr(each, "__total__"):
            each.__annotations__.clear()


def lay_down() -> None:
    """Search for garbage from here on, but not among what has been made so far: that stays."""
    gc.collect()
    gc.freeze()
    gc.enable()


@contextmanager
def unswept() -> Iterator[None]:
    """Look for no garbage while much is made at once that holds none: it takes as long as the making."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def sweep() -> None:
    """Search for garbage among what has been made since: lines of the screen refer to each other.

    How wide each text of the step that was left is, which rich keeps with the texts, goes as well.
    """
    from rich.cells import cached_cell_len  # the commands have none

    cached_cell_len.cache_clear()
    gc.collect()
