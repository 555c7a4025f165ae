"""Drawn lines that make a cache when it is first used: Textual makes seven for each, most for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

# How much each cache of a line may hold, as in Textual's own constructor.
SIZES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}


def cache_when_used() -> None:
    """Let each line of the screen make its caches one by one, when they are wanted.

    A wide terminal holds two thousand lines and parts of lines; their empty caches took two megabytes,
    and a third of the time in which a line is made.
    """
    Strip.__init__ = _begin  # type: ignore[method-assign,assignment]  # an instance comes first
    Strip.__getattr__ = _made  # type: ignore[attr-defined]


def _begin(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = None
    strip._link_ids = None
    strip._cell_count = None


def _made(strip: Strip, name: str) -> FIFOCache[Any, Any]:
    """Give a cache that was not there yet; raise AttributeError for anything else."""
    if name not in SIZES:
        raise AttributeError(name)
    cache: FIFOCache[Any, Any] = FIFOCache(SIZES[name])
    setattr(strip, name, cache)
    return cache
