"""Where the fields of a letter have their values from, where nobody has typed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from ..core.visible import visible

if TYPE_CHECKING:
    from ..situation import Situation


class OriginNote(Static):
    """Say above the sender's fields, or the reader's, what of them comes from elsewhere.

    The sender's note is always there, and the reader's as long as somebody is known at the address, so
    that no row moves while a field is typed in.
    """

    DEFAULT_CSS = """
    OriginNote { height: auto; padding: 0 1 0 5; }
    """

    def __init__(self, whose: str) -> None:
        super().__init__(id=f"origin-{whose}", markup=False)
        self.whose = whose
        self._said = ""

    def show(self, situation: Situation) -> None:
        """Take over where the values come from."""
        said = self._of_the_reader(situation) if self.whose == "reader" else self._of_the_sender(situation)
        if self.display != bool(said):
            self.display = bool(said)
        if said != self._said:
            self._said = said
            self.update(Content.styled(said, "$why"))

    def _of_the_sender(self, situation: Situation) -> str:
        place = "explain.manager" if situation.shown_role == "manager" else "explain.sender"
        if place == "explain.sender" and situation.fills is not None and situation.fills.another:
            return situation.words("interface.explain.from-mail")
        filled = situation.fills is not None and place in situation.fills.changes
        return situation.words(f"interface.explain.{'from' if filled else 'into'}-profile")

    def _of_the_reader(self, situation: Situation) -> str:
        reader, known, words = situation.shown_reader, situation.known, situation.words
        met = known.earlier.get(reader.address.strip().casefold()) if known else None
        if met is None or situation.shown_role == "manager":
            return ""
        given = {"name": (reader.name, met.name), "company": (reader.company, met.company)}
        if all(was in ("", now) for now, was in given.values()):
            return words("interface.explain.from-earlier", day=f"{met.at:%Y-%m-%d}")
        told = ", ".join(visible(was) for _, was in given.values() if was)
        return words("interface.explain.earlier-says", day=f"{met.at:%Y-%m-%d}", told=told)
