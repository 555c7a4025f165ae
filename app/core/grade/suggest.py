"""What the mail itself suggests as an answer: never an answer before somebody accepts it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from ..parts import TEXT_LIMIT, SentMail
from ..playbook.grade import CONTENTS, GradeRules
from ..stop.sensing import sensed

Where = Literal["subject", "attachment", "text", "recipients"]

LATIN = "A-Za-z\u00c0-\u024f"
SHOWN = 5
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What may stand between a kind of document and its number.
_NUMBERED = r"[\s._:#-]*(?:no[\s._:#-]*)?\d+"


class Suggestion(NamedTuple):
    """Hold a suggested answer: where it would go, and the words or addresses that led to it.

    `words` are as the mail writes them, at most five, the name of a file cut where a capital follows a
    small letter; they may hold control characters.
    """

    path: Literal["grade.content", "grade.recipient", "grade.recipients", "grade.flags.credentials"]
    value: str | int
    words: tuple[str, ...]
    where: tuple[Where, ...]


def suggest(mail: SentMail, rules: GradeRules, own_domains: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """Give at most one suggestion for each question, the gravest that the mail has evidence for.

    `own_domains` are further domains of the sender's organisation. Nothing in a mail tells a
    competitor from a customer, so of the recipients only colleagues are suggested.
    """
    own = {domain.casefold() for domain in own_domains}
    if mail.sender is not None and (home := _domain(mail.sender.address)):
        own.add(home)
    own -= set(rules.suggest.shared_domains)
    visible = _addresses(address.address for address in mail.to + mail.cc)
    everyone = _addresses(address.address for address in mail.recipients)
    outside = [address for address in everyone if not _belongs(address, own)]
    found = [_content(mail, rules, [address for address in visible if address in outside])]
    if told := sensed(mail).get("password"):
        # The word that stands before the password, never the password.
        found.append(Suggestion("grade.flags.credentials", "yes", (str(told.values["word"]),), ("text",)))
    if everyone:
        counted = outside or everyone
        if not outside:
            words = tuple(dict.fromkeys(_domain(address) for address in everyone))
            found.append(Suggestion("grade.recipient", "colleague", words[:SHOWN], ("recipients",)))
        found.append(Suggestion("grade.recipients", len(counted), tuple(counted[:SHOWN]), ("recipients",)))
    return tuple(suggestion for suggestion in found if suggestion is not None)


def _content(mail: SentMail, rules: GradeRules, strangers: list[str]) -> Suggestion | None:
    places: list[tuple[Where, str]] = [("subject", mail.subject)]
    places += [("attachment", _HUMP.sub(" ", attachment.name)) for attachment in mail.attachments]
    places += [("text", mail.text[:TEXT_LIMIT])]
    if overlooked := _pattern(rules.suggest.overlooked):
        places = [(where, overlooked.sub(" ", text)) for where, text in places]
    for content in sorted(CONTENTS, key=lambda content: -rules.points[content]["outsider"]):
        hits: dict[str, str] = {}
        where: dict[Where, None] = {}
        if pattern := _pattern(tuple(rules.suggest.content.get(content, ()))):
            for place, text in places:
                for hit in pattern.finditer(text):
                    hits.setdefault(hit.group().casefold(), hit.group())
                    where[place] = None
        if content == "address-list" and _see_each_other(strangers, rules):
            hits |= {address: address for address in strangers}
            where["recipients"] = None
        if hits:
            return Suggestion("grade.content", content, tuple(hits.values())[:SHOWN], tuple(where))
    return None


def _see_each_other(strangers: list[str], rules: GradeRules) -> bool:
    """Tell whether people of more than one organisation stand together in To and Cc."""
    shared = set(rules.suggest.shared_domains)
    houses = {_domain(address) if _domain(address) not in shared else address for address in strangers}
    return len(houses) > 1


def _addresses(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(address.strip().casefold() for address in addresses if "@" in address))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().casefold()


def _belongs(address: str, own: set[str]) -> bool:
    domain = _domain(address)
    return any(domain == home or domain.endswith(f".{home}") for home in own if home)


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Compile words into one pattern; a Latin letter at a word's end may not be followed by another.

    A blank stands for whatever parts words in a text or in the name of a file, `#` at the end for a
    number; what is written in capitals counts in capitals alone.
    """
    if not words:
        return None
    return re.compile("|".join(_bounded(word) for word in sorted(words, key=len, reverse=True)), re.I)


def _bounded(word: str) -> str:
    name, numbered, _ = word.partition("#")
    before = f"(?<![{LATIN}])" if re.match(f"[{LATIN}]", name) else ""
    after = f"(?![{LATIN}])" if re.search(f"[{LATIN}]$", name) else ""
    told = r"[\s_-]+".join(re.escape(part) for part in name.split())
    told = f"(?-i:{told})" if name.isupper() else told
    return before + told + (_NUMBERED if numbered else after)
