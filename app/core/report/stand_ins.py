"""Stand-ins for whoever and whatever an incident names: the same for the same thing, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..examine.folding import fold, script, squash, words
from ..examine.pinyin import readings
from ..stop.scope import domain_of

# So many Latin letters tell a name from a part of any word.
LEAST = 3
# So many Han characters are a name, or a company's; more have too many readings.
MOST = 4

Key = tuple[str, str]


class StandIns:
    """Give each person, company, address and document a name that tells nothing.

    Letter case, accents, spaces and signs do not make another of the same thing. `ours` tells whether
    an address belongs to the sender's organisation, `public` whether anybody can have an address at a
    domain: those who share only that share no company.
    """

    def __init__(self, *, ours: Callable[[str], bool], public: Callable[[str], bool]) -> None:
        self._ours = ours
        self._public = public
        self._same: dict[Key, Key] = {}
        self._numbers: dict[tuple[str, Key], int] = {}
        self._mailboxes: dict[str, str] = {}
        self._words: set[str] = set()

    def meet(self, table: Mapping[str, Any]) -> None:
        """Take over that a name, an address and a company stand in one table, so belong together."""
        name, address, company = (_text(table.get(key)) for key in ("name", "address", "company"))
        if name and "@" in name:
            name = ""
        if name and address:
            self._join(_key("name", name), _key("address", address))
        house = self._house(address)
        if company and house:
            self._join(_key("company", company), house)

    def person(self, name: str) -> str:
        """Give the stand-in for a person's name; for an address in its place that of the address."""
        if "@" in name:
            return self.address(name)
        self._learn(name)
        return f"Person {self._number('person', _key('name', name))}" if name.strip() else ""

    def company(self, name: str) -> str:
        """Give the stand-in for a company's name."""
        self._learn(name)
        return f"Company {self._number('company', _key('company', name))}" if name.strip() else ""

    def address(self, address: str) -> str:
        """Give the stand-in for a mail address: in its company's domain, or in one of its own."""
        if not address.strip():
            return ""
        self._learn(address)
        folded = address.strip().casefold()
        if folded not in self._mailboxes:
            person = self._number("person", _key("address", address))
            house = self._house(address)
            domain = f"company-{self._number('company', house)}" if house else f"mail-{person}"
            taken = set(self._mailboxes.values())
            names = (f"person{person}{suffix}@{domain}.example" for suffix in _suffixes())
            self._mailboxes[folded] = next(name for name in names if name not in taken)
        return self._mailboxes[folded]

    def reader(self, text: str) -> str:
        """Give the stand-in for whatever stands for a reader: an address, a company, or a name."""
        known = self._root(_key("company", text))
        return self.company(text) if ("company", known) in self._numbers else self.person(text)

    def other(self, kind: str, text: str) -> str:
        """Give a numbered stand-in for a text of some kind, such as a document or a telephone."""
        if not text.strip():
            return ""
        self._learn(text)
        return f"{kind} {self._number(kind, _key(kind, text))}"

    def names_somebody(self, text: str) -> bool:
        """Tell whether a text holds a word of something that has a stand-in."""
        held, alone = squash(text), set(words(fold(text)))
        return any(
            word in alone or ((len(word) >= LEAST or not word.isascii()) and word in held)
            for word in self._words
        )

    def _learn(self, text: str) -> None:
        told = (*words(fold(text)), squash(text))
        self._words |= {word for word in told if word}
        for word in told:
            if script(word[:1]) == "han" and 1 < len(word) <= MOST:
                self._words |= {"".join(syllables) for syllables in readings(word)}

    def _house(self, address: str) -> Key | None:
        """Give the key of the organisation whose domain an address has."""
        domain = domain_of(address)
        if not domain or self._public(domain):
            return None
        return ("house", "") if self._ours(address) else ("house", squash(domain))

    def _number(self, kind: str, key: Key) -> int:
        root = self._root(key)
        if (kind, root) not in self._numbers:
            self._numbers[kind, root] = 1 + sum(one == kind for one, _ in self._numbers)
        return self._numbers[kind, root]

    def _join(self, one: Key, other: Key) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self._same[second] = first

    def _root(self, key: Key) -> Key:
        self._same.setdefault(key, key)
        while self._same[key] != key:
            key = self._same[key]
        return key


def _key(kind: str, text: str) -> Key:
    return kind, squash(text) or text.strip().casefold()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _suffixes() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1
