"""How far away a recipient is from the sender, by the domains of their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from ..ids import Scope
from ..parts import SentMail

if TYPE_CHECKING:
    from ..playbook.stop import StopRules

Mailbox = Literal["public", "company"]


def scope_of(mail: SentMail, address: str, rules: StopRules) -> Scope:
    """Tell how far away `address` is from the sender of a mail.

    The domain of one company, with its subdomains, is one organisation, and so are the user's own
    domains among themselves. Public mail domains are no organisation; two of one house are the same
    provider. What cannot be told counts as outside.
    """
    ours = domain_of(mail.sender.address if mail.sender else "")
    theirs = domain_of(address)
    if not theirs or not own_known(mail, rules):
        return "external"
    here, there = provider_of(ours, rules), provider_of(theirs, rules)
    if here is not None or there is not None:
        return "same-provider" if here == there else "external"
    us, them = _company(ours, rules), _company(theirs, rules)
    own = {_company(domain, rules) for domain in rules.domains.own}
    return "same-organisation" if us == them or (them in own and us in own | {""}) else "external"


def own_known(mail: SentMail, rules: StopRules) -> bool:
    """Tell whether the organisation of the sender is known by a domain, from the mail or the profile."""
    return bool(rules.domains.own or domain_of(mail.sender.address if mail.sender else ""))


def domain_of(address: str) -> str:
    """Give the domain of an address in lower case, or nothing where there is none."""
    _, at, domain = address.strip().strip("<>").rpartition("@")
    return domain.strip().rstrip(".").casefold() if at else ""


def mailbox_of(address: str, rules: StopRules) -> Mailbox:
    """Tell whether an address stands under a public mail domain or under a domain of somebody's own."""
    return "company" if provider_of(domain_of(address), rules) is None else "public"


def provider_of(domain: str, rules: StopRules) -> str | None:
    """Name the provider of a public mail domain, or None for a domain of somebody's own."""
    known = rules.providers
    return next((known[name] for name in _upwards(domain) if name in known), None)


def _upwards(domain: str) -> Iterator[str]:
    while domain:
        yield domain
        domain = domain.partition(".")[2]


def _company(domain: str, rules: StopRules) -> str:
    labels = domain.split(".")
    for shared in rules.domains.shared:
        if domain.endswith(f".{shared}"):
            return ".".join(labels[-shared.count(".") - 2 :])
    national = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in rules.domains.second_level
    return ".".join(labels[-3 if national else -2 :])
