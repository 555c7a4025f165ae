"""Who the person at the keyboard is: kept from one incident to the next, so that no letter asks twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import field_validator

from .explain.readers import writer
from .incident import Incident, assignments
from .part import Part
from .parts import Event, Manager, Sender
from .playbook.stop import StopRules

_SENDER = {f"explain.sender.{name}": name for name in ("name", "company", "title", "phone")}
_PLACES = _SENDER | {"explain.manager.name": "manager"}


class Profile(Part):
    """Hold what letters need of the person who writes them, and the domains of their organisation.

    The signature is no part of it: its one home is `letters/signature.txt`. Domains are kept in lower
    case and without an @ before them.
    """

    name: str = ""
    company: str = ""
    title: str = ""
    phone: str = ""
    manager: str = ""
    own_domains: tuple[str, ...] = ()

    @field_validator("own_domains")
    @classmethod
    def _bare(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(bare_domain, domains))))

    @property
    def sender(self) -> Sender:
        """Give the person as the writer of letters."""
        return Sender(name=self.name, company=self.company, title=self.title, phone=self.phone)

    @property
    def boss(self) -> Manager:
        """Give the manager."""
        return Manager(name=self.manager)

    def following(self, incident: Incident, events: Iterable[Event]) -> Self:
        """Take over what was typed about sender and manager in these events, and what undo took back.

        What the app itself put into the record, or a file brought along, teaches nothing; but who says where
        they work signs under the name that the mail was sent with, where none is known.
        """
        touched = {
            place
            for event in events
            if event.event in ("edited", "undone")
            for path, _ in assignments(event)
            for place in _PLACES
            if f"{place}.".startswith(f"{path}.")
        }
        told = {_PLACES[place]: str(incident.value(place) or "").strip() for place in touched}
        if not self.name and "name" not in told and any(told.get(name) for name in _SENDER.values()):
            told["name"] = writer(incident).name
        return self.with_fields(told)

    def with_fields(self, fields: Mapping[str, Any]) -> Self:
        """Give the profile with some fields replaced; itself where nothing differs."""
        differing = {name: value for name, value in fields.items() if getattr(self, name) != value}
        if not differing:
            return self
        given = {name: getattr(self, name) for name in type(self).model_fields} | differing
        return type(self).model_validate(given | (self.model_extra or {}))


def bare_domain(text: str) -> str:
    """Give a domain in lower case, out of `@lampworks.example` and `Mei@Lampworks.example` as well."""
    return text.strip().rpartition("@")[2].strip().strip(".").casefold()


def with_own_domains(rules: StopRules, domains: tuple[str, ...]) -> StopRules:
    """Give the rules with these domains among those of the user's own organisation."""
    if not domains:
        return rules
    own = (*rules.domains.own, *domains)
    return rules.model_copy(update={"domains": rules.domains.model_copy(update={"own": own})})
