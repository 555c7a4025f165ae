"""The mail service: guessed from the mail, corrected with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from textual.content import Content

from ..core.ids import ServiceId
from ..walkway import walkway
from .answers import ChoiceRow
from .row import VALUES_COLUMN, hanging, headed

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
    """Ask for the mail service; Left and Right change it at once, a digit picks a common one.

    The services are many: one that is known stands on its line alone until Space lists them all, so that
    one who only passes by need not walk through them. Esc folds the list.
    """

    def __init__(self) -> None:
        self._listed = False
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
        if self.has_focus and self._listed:
            return super().lines(situation, width)
        given = self.answer(situation)
        said = self.label(situation, given) if given else "?"
        if given and situation.guessed("mail.service"):
            said += f"  {situation.words('interface.stop.guessed')}"
        question = Content.styled(situation.words(self.question), "bold" if self.has_focus else "$why")
        label = self._mark() + question
        label = label.pad_right(max(VALUES_COLUMN - label.cell_length, 2))
        lines = headed(label, Content.styled(said, "bold $chosen" if given else "$why"), width)
        if self.has_focus:
            lines += hanging(situation.words("interface.stop.service-known"), width, "$why")
        return lines

    def on_focus(self) -> None:
        """List the services where none is known."""
        self._listed = self.situation is not None and self.answer(self.situation) is None
        super().on_focus()

    def press(self, key: str) -> bool:
        """Open the list with Space, and fold it with Esc; in it the keys are those of any question."""
        wanted = {"space": True, " ": True, "escape": False}.get(key, self._listed)
        if wanted == self._listed:
            return super().press(key)
        self._listed = wanted
        self.redraw()
        return True

    def move(self, key: str) -> bool:
        """Change the service at once with Left and Right; walk an open list with Up and Down."""
        if key not in ("left", "right"):
            return self._listed and super().move(key)
        self.cursor = ((self.cursor or 0) + (1 if key == "right" else -1)) % len(self.options)
        walkway(self).commit(self.event, self.changes(self.options[self.cursor]))
        return True
