"""What keeps the walk small changes nothing that it does."""

from __future__ import annotations

import inspect
import re
import sys
from types import ModuleType
from typing import TypedDict

from misdirect_tui.lean import forget_shapes, leave_out, sweep
from misdirect_tui.strips import SIZES, cache_when_used
from rich.cells import cached_cell_len
from rich.segment import Segment
from textual.strip import Strip


def test_a_module_that_is_there_already_is_not_left_out() -> None:
    there = ModuleType("ssl")
    modules = {"ssl": there}
    leave_out(modules)
    assert modules["ssl"] is there
    assert modules["_ssl"] is None


def test_the_caches_of_a_line_are_those_of_textual_and_as_large() -> None:
    fresh = inspect.getsource(sys.modules["textual.strip"])
    own = re.findall(r"self\.(_\w+_cache)\b[^=]*?= FIFOCache\((\d+)\)", fresh, re.S)
    assert {name: int(size) for name, size in own} == SIZES


def test_a_line_makes_a_cache_when_it_is_used_and_draws_the_same() -> None:
    cache_when_used()
    line = Strip([Segment("one "), Segment("line")])
    made = [name for name in SIZES if name in dir(line) and _has(line, name)]
    assert made == []
    parts = line.divide([4, 8])
    assert [part.text for part in parts] == ["one ", "line"]
    assert line.divide([4, 8]) is parts
    assert line.crop(4, 8).text == "line"
    assert _has(line, "_divide_cache")
    assert not _has(line, "_offsets_cache")


def _has(line: Strip, name: str) -> bool:
    """Tell whether a slot is filled, without filling it."""
    try:
        return object.__getattribute__(line, name) is not None
    except AttributeError:
        return False


def test_a_typed_dictionary_still_makes_dictionaries_once_its_keys_are_forgotten() -> None:
    class Shape(TypedDict, total=False):
        side: int

    module = ModuleType("shapes")
    module.Shape, module.other = Shape, "no class"  # type: ignore[attr-defined]
    forget_shapes(module)
    assert Shape(side=3) == {"side": 3}
    assert not Shape.__annotations__


def test_what_rich_keeps_of_the_widths_of_texts_goes_with_the_step_that_was_left() -> None:
    cached_cell_len("a text that was on the screen")
    sweep()
    assert cached_cell_len.cache_info().currsize == 0
