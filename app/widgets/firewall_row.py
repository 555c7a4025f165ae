"""What was decided in earlier incidents, and what that means for this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from ..telling import firewall_told

if TYPE_CHECKING:
    from ..situation import Situation


class FirewallNote(Static):
    """Show the firewall that stands; nothing where nothing was decided before."""

    DEFAULT_CSS = """
    FirewallNote { height: auto; padding: 0 1 0 5; }
    """

    def __init__(self) -> None:
        super().__init__(id="firewall", markup=False)

    def show(self, situation: Situation) -> None:
        """Take over what stood before this incident."""
        told = list(firewall_told(situation))
        self.display = bool(told)
        lines = [Content.styled(line.text, "" if line.weight == "main" else "$why") for line in told]
        self.update(Content("\n").join(lines))
