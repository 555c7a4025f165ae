"""The leak guard: a letter to one customer holds nothing that points to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..parts import Address, Reader
from ..playbook.examine import Cues
from .case import Case
from .folding import Folded, fold, folded
from .identity import Needle, address, company, document, domain_of, person, stem_of
from .lexicon import Lexicon, lexicon
from .sightings import Sighting, sightings

GREETING_REACH = 80


class Guard:
    """Hold everything that must not show in the letters of one case, ready to be looked for."""

    def __init__(self, case: Case, cues: Cues) -> None:
        self.lexicon = lexicon(cues)
        own = frozenset(needle.key for needle in _own(case, self.lexicon))
        found = {
            needle.key + ("?" if needle.titled else ""): needle
            for needle in reversed(list(_foreign(case, self.lexicon)))
            if needle.key not in own
        }
        self.needles = tuple(needle for needle in found.values() if not self._spared(needle, case))
        self.own = tuple(dict.fromkeys(text for text in map(fold, _own_texts(case)) if len(text) > 1))

    def find(self, text: Folded) -> tuple[Sighting, ...]:
        """Find what gives another party away, each place once, in the order of the text."""
        shown = [
            sighting
            for needle in self.needles
            if needle.key in text.key or needle.literal
            for sighting in sightings(needle, text, self.lexicon)
        ]
        return _apart(shown, self.spared(text)) if shown else ()

    def spared(self, text: Folded) -> tuple[tuple[int, int], ...]:
        """Give the places where the reader and the sender themselves are named in full."""
        return tuple(
            (text.place(begin), text.at[begin + len(own) - 1] + 1)
            for own in self.own
            for begin in _occurrences(own, text.text)
        )

    def _spared(self, needle: Needle, case: Case) -> bool:
        if case.kind == "letter" and case.role == "manager":
            return True
        return needle.literal and needle.key in {domain_of(mailbox) for mailbox in _own_mailboxes(case)}


@lru_cache(maxsize=64)
def guard(case: Case, cues: Cues) -> Guard:
    """Make the guard of a case ready, once."""
    return Guard(case, cues)


def leaks(text: str, case: Case, cues: Cues) -> tuple[Sighting, ...]:
    """Find in a text whatever points to another party of the case."""
    return guard(case, cues).find(folded(text))


def _foreign(case: Case, lexicon: Lexicon) -> Iterator[Needle]:
    for reader in case.others:
        yield from _reader(reader, lexicon)
        yield from document(reader.document, "document", lexicon)
    if case.role == "wrong-recipient":
        if case.content != "catalogue":
            yield from document(case.document, "document", lexicon)
        if not any(reader.name for reader in case.others):
            yield from person(_greeted(case.mail.text, lexicon), "name", lexicon)
    for recipient in case.mail.recipients:
        if not _known(recipient, case, lexicon):
            yield from address(recipient.address, "third", lexicon)
            if "@" not in recipient.name:
                named = set(fold(recipient.name).replace(",", " ").replace(".", " ").split())
                kind = company if named & lexicon.legal else person
                yield from kind(recipient.name, "third", lexicon)


def _own(case: Case, lexicon: Lexicon) -> Iterator[Needle]:
    for reader in (case.reader, Reader(name=case.sender.name, company=case.sender.company)):
        yield from _reader(reader, lexicon)
        yield from document(reader.document, "document", lexicon)
    if case.mail.sender:
        yield from address(case.mail.sender.address, "address", lexicon)
        yield from person(case.mail.sender.name, "name", lexicon)


def _reader(reader: Reader, lexicon: Lexicon) -> Iterator[Needle]:
    yield from person(reader.name, "name", lexicon)
    yield from company(reader.company, "company", lexicon)
    yield from address(reader.address, "address", lexicon)


def _known(recipient: Address, case: Case, lexicon: Lexicon) -> bool:
    """Tell whether a recipient of the mail is this reader, another party, or of an organisation of theirs."""
    mailbox, domain = fold(recipient.address).strip(), domain_of(recipient.address)
    readers = (case.reader, *case.others)
    if mailbox in {fold(reader.address).strip() for reader in readers}:
        return True
    if not case.reader.address and recipient.name and fold(recipient.name) == fold(case.reader.name):
        return True
    homes = {domain_of(own) for own in _own_mailboxes(case)} - lexicon.free_mail - {""}
    return domain in homes


def _own_mailboxes(case: Case) -> tuple[str, ...]:
    sender = (case.mail.sender.address,) if case.mail.sender else ()
    return (case.reader.address, *sender)


def _own_texts(case: Case) -> Iterator[str]:
    for own in (case.reader, case.sender):
        yield own.name
        yield own.company
    yield case.reader.document
    yield stem_of(case.reader.document)
    yield case.sender.phone
    yield case.sender.title
    for mailbox in _own_mailboxes(case):
        yield mailbox
        yield domain_of(mailbox)


def _greeted(text: str, lexicon: Lexicon) -> str:
    """Give the name that the wrong mail itself greeted, empty where none is seen."""
    first = next((line for line in text.splitlines() if line.strip()), "").strip()
    line = fold(first)
    for greeter in lexicon.greeters:
        if line.startswith(greeter) and len(first) <= GREETING_REACH:
            words = first[len(greeter) :].strip(" ,.:!\uff0c\uff1a\uff01").replace(",", " ").split()
            return " ".join(words) if len(words) <= 4 else ""
    return ""


def _occurrences(needle: str, text: str) -> Iterator[int]:
    begin = text.find(needle)
    while begin >= 0:
        yield begin
        begin = text.find(needle, begin + 1)


def _apart(shown: Iterable[Sighting], spared: tuple[tuple[int, int], ...]) -> tuple[Sighting, ...]:
    kept: list[Sighting] = []
    for sighting in sorted(shown, key=lambda each: (each.start, -each.end)):
        if any(start <= sighting.start and sighting.end <= end for start, end in spared):
            continue
        if kept and sighting.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = Sighting(last.start, max(last.end, sighting.end), last.variant)
        else:
            kept.append(sighting)
    return tuple(kept)
