"""The leak guard: a letter to one customer holds nothing that points to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from ..parts import Address, Reader
from ..playbook.examine import Cues
from .addressed import is_of_another
from .case import Case
from .company import company
from .folding import Folded, fold, folded
from .greeting import greeted
from .identity import address, document, domain_of, stem_of
from .lexicon import Lexicon, lexicon
from .naming import names
from .needle import Needle
from .person import person
from .sightings import Sighting, sightings

GREETED_WORDS = 4
OWNED = 3


class Guard:
    """Hold everything that must not show in the letters of one case, ready to be looked for."""

    def __init__(self, case: Case, cues: Cues) -> None:
        self.lexicon = lexicon(cues)
        if is_of_another(case.reader.address, case):
            # It was written down for the wrong one, and stays what it is: another party's.
            case = replace(case, reader=case.reader.model_copy(update={"address": ""}))
        known = tuple(_own(case, self.lexicon))
        own = frozenset(needle.key for needle in known)
        untitled = frozenset(needle.key for needle in known if not needle.titled)
        readers = frozenset(needle.key for needle in _of_reader(case, self.lexicon))
        found: dict[tuple[str | bool, ...], Needle] = {}
        for needle in _foreign(case, cues, self.lexicon):
            # A needle that needs no title is none of ours where ours, as part of a longer name, needs one.
            if needle.key in untitled or (needle.titled and needle.key in own):
                if needle.key in readers or needle.joints or needle.variant != "name" or needle.given:
                    continue
                needle = replace(needle, titled=True, shared=True, bare=False, framed=False)
            if any(needle.key + ending in own for ending in self.lexicon.latin_endings):
                needle = replace(needle, fixed=True)
            frames = (needle.titled, needle.named, needle.framed, needle.familiar, needle.inhabited)
            way = (needle.key, needle.given, needle.tied, *frames)
            if way not in found or (found[way].proper, found[way].bare) > (needle.proper, needle.bare):
                found[way] = needle
        self.needles = tuple(needle for needle in found.values() if not self._spared(needle, case))
        own_texts = map(self.lexicon.simplified, map(fold, _own_texts(case)))
        self.own = tuple(dict.fromkeys(text for text in own_texts if len(text) > 1))

    def plain(self, text: Folded) -> Folded:
        """Give a text as it is looked through here: each Han character in its plain form, where it was."""
        if text.raw.isascii():
            return text
        return Folded(self.lexicon.simplified(text.raw), self.lexicon.simplified(text.text), text.at)

    def find(self, text: Folded) -> tuple[Sighting, ...]:
        """Find what gives another party away in a plain text, each place once, in the order of the text."""
        shown = [
            sighting
            for needle in self.needles
            if needle.key in text.key or needle.literal
            for sighting in sightings(needle, text, self.lexicon)
        ]
        return _apart(shown, self.spared(text)) if shown else ()

    def spared(self, text: Folded) -> tuple[tuple[int, int], ...]:
        """Give the places of a plain text where the reader and the sender themselves are named in full."""
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
    held = guard(case, cues)
    return held.find(held.plain(folded(text)))


def _foreign(case: Case, cues: Cues, lexicon: Lexicon) -> Iterator[Needle]:
    for reader in case.others:
        yield from _reader(reader, lexicon)
        yield from _needles(document, reader.document, "document", lexicon)
    if case.role == "wrong-recipient":
        if case.content != "catalogue":
            yield from _needles(document, case.document, "document", lexicon)
        yield from _needles(person, _greeted(case.mail.text, cues, lexicon), "name", lexicon)
        yield from _named(case, lexicon)
    known = _Known(case, lexicon)
    for recipient in case.mail.recipients:
        if not known.knows(recipient):
            yield from _needles(address, recipient.address, "third", lexicon)
            if "@" not in recipient.name:
                named = set(fold(recipient.name).replace(",", " ").replace(".", " ").split())
                kind = company if named & lexicon.legal else person
                yield from _needles(kind, recipient.name, "third", lexicon)


def _named(case: Case, lexicon: Lexicon) -> Iterator[Needle]:
    """Give what the wrong mail's subject and documents name and is not the reader's or the writer's."""
    listed = (needle for needle in _own(case, lexicon) if not needle.inhabited)
    own = {needle.key for needle in listed if len(needle.key) > OWNED}
    attached = (each.name for each in case.mail.attachments)
    for text in dict.fromkeys((case.mail.subject, case.document, *attached)):
        for needle in _needles(names, text, "name", lexicon):
            if not any(key in needle.key for key in own):
                yield needle


def _own(case: Case, lexicon: Lexicon) -> Iterator[Needle]:
    yield from _of_reader(case, lexicon)
    yield from _reader(Reader(name=case.sender.name, company=case.sender.company), lexicon)
    if case.mail.sender:
        yield from _needles(address, case.mail.sender.address, "address", lexicon)
        yield from _needles(person, case.mail.sender.name, "name", lexicon)


def _of_reader(case: Case, lexicon: Lexicon) -> Iterator[Needle]:
    yield from _reader(case.reader, lexicon)
    yield from _needles(document, case.reader.document, "document", lexicon)
    yield from _needles(names, case.reader.document, "name", lexicon)


def _reader(reader: Reader, lexicon: Lexicon) -> Iterator[Needle]:
    yield from _needles(person, reader.name, "name", lexicon)
    yield from _needles(company, reader.company, "company", lexicon)
    yield from _needles(address, reader.address, "address", lexicon)


@lru_cache(maxsize=1024)
def _needles(
    kind: Callable[[str, str, Lexicon], Iterator[Needle]], text: str, variant: str, lexicon: Lexicon
) -> tuple[Needle, ...]:
    """Give the needles of one text; while one name is typed those of all others stay as they are."""
    return tuple(kind(lexicon.simplified(text), variant, lexicon)) if text else ()


class _Known:
    """Hold who is this reader, another party, or of an organisation of theirs; the rest are third parties."""

    def __init__(self, case: Case, lexicon: Lexicon) -> None:
        own = _own_mailboxes(case)
        self.mailboxes = {fold(reader.address).strip() for reader in (case.reader, *case.others)}
        self.name = fold(case.reader.name) if not case.reader.address else ""
        self.homes = {domain_of(mailbox) for mailbox in own} - lexicon.free_mail - {""}

    def knows(self, recipient: Address) -> bool:
        """Tell whether a recipient of the mail is one of them."""
        mailbox = fold(recipient.address).strip()
        named = bool(self.name and recipient.name) and fold(recipient.name) == self.name
        return mailbox in self.mailboxes or named or domain_of(mailbox) in self.homes


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


def _greeted(text: str, cues: Cues, lexicon: Lexicon) -> str:
    """Give the name that the wrong mail itself greeted, empty where none is seen."""
    first = next((line for line in text.splitlines() if line.strip()), "").strip()
    found = greeted(fold(first), cues, lexicon, anywhere=True)
    return found.name if found and len(found.name.split()) <= GREETED_WORDS else ""


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
