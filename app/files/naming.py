"""Names for incidents."""

from __future__ import annotations

import secrets
from datetime import datetime


def new_id(now: datetime, entropy: str | None = None) -> str:
    """Give an id that sorts by time and is not given twice: `20251118-172241-3f9a`."""
    return f"{now:%Y%m%d-%H%M%S}-{entropy or secrets.token_hex(2)}"
