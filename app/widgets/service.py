"""The mail service: guessed from the mail, corrected with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from textual.content import Content

from ..core.ids import ServiceId
from ..walkway import walkway
from .answers import ChoiceRow
from .row import INDENT, VALUES_COLUMN, headed

if TYPE_CHECKING:
    from ..situation import Situation

# The commonest first, so that a digit reaches them.
COMMON: tuple[ServiceId, ...] = (
    "netease-enterprise",
    "alibaba",
    "tencent-exmail",
    "microsoft-365",
    "outlook-classic",
    "gmail",
    "netease-free",
    "qq",
    "coremail",
)
SERVICES = COMMON + tuple(service for service in get_args(ServiceId) if service not in COMMON)


class ServiceRow(ChoiceRow):
    """Ask for the mail service; Left and Right change it at once, a digit picks a common one."""

    def __init__(self) -> None:
        super().__init__(
            "mail.service",
            SERVICES,
            question="interface.stop.service",
            prefix="stop.service",
            hint="interface.stop.service-how",
            event="corrected",
        )

    def lines(self, situation: Situation, width: int) -> list[Content]:
        """Give the service on one line, and all of them under the cursor."""
        if self.has_focus:
            return super().lines(situation, width)
        given = self.answer(situation)
        said = self.label(situation, given) if given else "?"
        if given and situation.guessed("mail.service"):
            said += f"  {situation.words('interface.stop.guessed')}"
        label = Content.styled(situation.words(self.question), "$why").pad_left(INDENT)
        label = label.pad_right(max(VALUES_COLUMN - label.cell_length, 2))
        return headed(label, Content.styled(said, "bold $chosen" if given else "$why"), width)

    def move(self, key: str) -> bool:
        """Change the service at once with Left and Right; walk the list with Up and Down."""
        if key not in ("left", "right"):
            return super().move(key)
        self.cursor = ((self.cursor or 0) + (1 if key == "right" else -1)) % len(self.options)
        walkway(self).commit(self.event, self.changes(self.options[self.cursor]))
        return True
