"""Who received the mail, and how far away each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ids import Scope
from ..incident import Incident
from ..parts import Address, Reader
from .scope import Mailbox, mailbox_of, own_known, scope_of
from .verdict import Said

if TYPE_CHECKING:
    from ..playbook.stop import StopRules

Place = tuple[Scope, Mailbox | None]


def addresses_of(incident: Incident) -> tuple[str, ...]:
    """Give the address of everybody who received the mail, each once, the sender's own left out."""
    mail = incident.mail
    ours = mail.sender.address.casefold() if mail.sender else ""
    everybody: tuple[Address | Reader, ...] = mail.recipients or incident.explain.wrong_recipient
    found = {one.address.casefold(): one.address for one in reversed(everybody) if one.address}
    others = {key: address for key, address in reversed(found.items()) if key != ours}
    return tuple((others or found).values())


def places_of(incident: Incident, addresses: tuple[str, ...], rules: StopRules) -> list[Place]:
    """Tell of each recipient how far away they are, and what kind of domain they have, if any.

    Where the sender's own domain is not known, the grade's own answer that it went to a colleague tells
    it; anybody else, and somebody without an address, counts as outside.
    """
    inside = _inside_by_grade(incident, addresses, rules)

    def place(address: str) -> Place:
        mailbox = mailbox_of(address, rules)
        if inside and mailbox == "company":
            return "same-organisation", mailbox
        return scope_of(incident.mail, address, rules), mailbox

    if addresses:
        return [place(address) for address in addresses]
    return [("same-organisation" if inside else "external", None)]


def assumed(incident: Incident, addresses: tuple[str, ...], rules: StopRules) -> list[Said]:
    """Say what was taken for granted of the recipients, because nothing tells it."""
    if _inside_by_grade(incident, addresses, rules):
        return [Said("counted-inside")]
    if not addresses:
        return [Said("no-recipients")]
    return [] if own_known(incident.mail, rules) else [Said("own-domain-missing")]


def meant_of(incident: Incident, addresses: tuple[str, ...]) -> list[bool]:
    """Tell of each recipient whether they are a wrong reader; of a single one assumed where none is known."""
    named = {one.address.casefold() for one in incident.explain.wrong_recipient if one.address}
    right = incident.explain.intended_recipient.address.casefold()
    meant = [one.casefold() in named for one in addresses]
    if not any(meant):
        meant = [one.casefold() != right for one in addresses]
    return meant if any(meant) else [True] * max(len(addresses), 1)


def _inside_by_grade(incident: Incident, addresses: tuple[str, ...], rules: StopRules) -> bool:
    """Tell whether only the grade's answer that it went to a colleague says how far away they are."""
    told_by_domains = addresses and own_known(incident.mail, rules)
    return incident.grade.recipient == "colleague" and not told_by_domains
