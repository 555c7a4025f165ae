"""The examiner of letters: what is wrong with a text somebody is about to send, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..playbook.examine import Cues
from . import confidential, formula
from .addressed import SHOWN, misaddressed
from .case import GRAVE, Case, Code, Finding, Place
from .claim import untrue
from .cue import Hit, hits
from .figures import numbers_of
from .folding import Folded, folded, squash
from .greeting import foreign_title, greeted, impersonal, is_spelt, is_ungreeted, suits
from .leak import Guard, guard
from .legible import is_legible
from .manner import misgreeted
from .needle import Needle
from .open_field import open_fields
from .sightings import sightings
from .vouching import is_foreign, vouched

__all__ = ["Case", "Finding", "examine", "prepare"]


@dataclass(frozen=True, eq=False)
class Prepared:
    """Hold what does not change while a letter is typed."""

    guard: Guard
    secret: confidential.Secret
    codes: tuple[Needle, ...]
    own: frozenset[str]


@lru_cache(maxsize=32)
def prepare(case: Case, cues: Cues) -> Prepared:
    """Make everything ready that the letters of a case are held against; costs once for each case."""
    reader, sender = case.reader, case.sender
    texts = (reader.name, reader.company, reader.address, reader.document, sender.phone, sender.company)
    secret = confidential.secret(case.mail, case.document, cues)
    owned = tuple(squash(text) for text in (*texts, sender.name) if text)
    codes = tuple(each for each in secret.codes if not any(each.key in text for text in owned))
    return Prepared(guard(case, cues), secret, codes, numbers_of(*texts))


def examine(subject: str, body: str, case: Case, cues: Cues) -> tuple[Finding, ...]:
    """Examine a letter, a call script or a message; the findings come in the order of the text.

    Grave findings are worth one question before the text is copied; the others stop nobody.
    """
    named = case.reader.document if is_foreign(case) else ""
    case = vouched(case, cues)
    prepared = prepare(case, cues)
    whole = folded(subject.replace("\n", " ") + "\n" + body)
    place = _Placed(whole, len(subject) + 1)
    outside = case.role != "manager"
    findings = list(_everywhere(whole, case, cues, place))
    if outside:
        findings += _kept(whole, case, cues, prepared, place)
        findings += _called(named, whole, place)
    if case.kind == "letter":
        findings += _greeting(case, cues, prepared, place)
        if outside:
            findings += _apologised(case, cues, place) if case.already else _formula(case, cues, place)
            findings += misaddressed(subject, case, cues)
    elif case.kind == "message" and outside and case.already:
        findings += _apologised(case, cues, place)
    return tuple(sorted(_once(findings), key=_order))


@dataclass(frozen=True)
class _Placed:
    """Turn places in the examined text into lines and columns of the subject or the body."""

    text: Folded
    offset: int

    def finding(self, code: Code, variant: str, start: int, end: int) -> Finding:
        raw = self.text.raw
        values = {"found": " ".join(raw[start:end].split())[:SHOWN]}
        found = Finding(code, variant, values, code in GRAVE)
        if start < self.offset:
            return replace(found, place="subject", start=start, end=min(end, self.offset - 1))
        line = raw.count("\n", self.offset, start) + 1
        begin = raw.rfind("\n", 0, start) + 1
        stop = raw.find("\n", start)
        until = end if stop < 0 else min(end, stop)
        return replace(found, place="body", line=line, start=start - begin, end=until - begin)

    def folded(self, code: Code, variant: str, start: int, end: int) -> Finding:
        text = self.text
        return self.finding(code, variant, text.place(start), text.place(max(start, end - 1)) + 1)

    @property
    def body(self) -> int:
        """Give where the body begins in the folded text."""
        return self.text.text.index("\n") + 1


def _everywhere(whole: Folded, case: Case, cues: Cues, place: _Placed) -> Iterator[Finding]:
    for hit in open_fields(whole.text, cues):
        yield place.folded("open-field", "", hit.start, hit.end)
    harmless = tuple(hits(cues.harmless, whole.text))
    for variant, phrases in cues.phrase.items():
        for hit in hits(phrases, whole.text):
            if not _within(hit, harmless):
                yield place.folded("phrase", variant, hit.start, hit.end)
    for variant, hit in untrue(whole.text, case, cues):
        yield replace(place.folded("phrase", variant, hit.start, hit.end), grave=True)


def _within(hit: Hit, listed: Iterable[Hit]) -> bool:
    return any(one.start <= hit.start and hit.end <= one.end for one in listed)


def _called(document: str, whole: Folded, place: _Placed) -> Iterator[Finding]:
    """Give where a document is called by its name that is not this reader's."""
    begin = whole.raw.find(document) if document else -1
    while begin >= 0:
        yield place.finding("leak", "document", begin, begin + len(document))
        begin = whole.raw.find(document, begin + len(document))


def _kept(whole: Folded, case: Case, cues: Cues, prepared: Prepared, place: _Placed) -> Iterator[Finding]:
    plain = prepared.guard.plain(whole)
    spared = prepared.guard.spared(plain)
    for shown in prepared.guard.find(plain):
        yield place.finding("leak", shown.variant, shown.start, shown.end)
    if case.content is None or case.content in cues.rules.secrets.contents:
        for needle in prepared.codes:
            for shown in sightings(needle, plain, prepared.guard.lexicon):
                if not any(start <= shown.start and shown.end <= end for start, end in spared):
                    yield place.finding("confidential-repeated", shown.variant, shown.start, shown.end)
        for repeat in confidential.repeats(whole, prepared.secret, spared, prepared.own, cues):
            yield place.finding("confidential-repeated", repeat.variant, repeat.start, repeat.end)
    for repeat in confidential.quotations(whole, prepared.secret, spared, cues):
        yield place.finding("quoted-mail", repeat.variant, repeat.start, repeat.end)


def _formula(case: Case, cues: Cues, place: _Placed) -> Iterator[Finding]:
    begin = place.body
    for lack in formula.check(place.text.text[: begin - 1], place.text.text[begin:], case, cues):
        code = lack.code
        kept = case.content in cues.rules.secrets.contents
        grave = code == "part-missing" and kept and lack.variant in {"remedy", "deletion"}
        if lack.start < 0:
            where: Place = "subject" if code == "subject-vague" else "letter"
            yield Finding(code, lack.variant, dict(lack.values), grave, place=where)
        else:
            found = place.folded(code, lack.variant, begin + lack.start, begin + lack.end)
            yield replace(found, values={**found.values, **dict(lack.values)})


def _greeting(case: Case, cues: Cues, prepared: Prepared, place: _Placed) -> Iterator[Finding]:
    if case.role == "manager":
        return
    begin, known = place.body, prepared.guard.lexicon
    body = place.text.text[begin:]
    name = greeted(body, cues, known)
    if name is None:
        wrong = impersonal(body, cues) if squash(case.reader.name) else None
        if is_ungreeted(body, case.reader, cues):
            yield Finding("greeting", "missing")
    elif suits(name, body, case.reader, cues, known):
        wrong = misgreeted(name, body, case.reader, cues, known)
        if is_spelt(name.name, case.reader):
            spelt = place.folded("greeting", "spelling", begin + name.start, begin + name.end)
            yield replace(spelt, values={**spelt.values, "reader": case.reader.name})
    else:
        # Who is greeted in the very words of the field is not greeted as somebody else.
        same = squash(body[name.start : name.end]) == squash(case.reader.name)
        wrong = None if same else name
    if wrong:
        found = place.folded("greeting", "name", begin + wrong.start, begin + wrong.end)
        yield replace(found, values={**found.values, "reader": case.reader.name})
    title = foreign_title(body, cues)
    if title:
        yield place.folded("greeting", "title", begin + title.start, begin + title.end)
    elif name and not wrong and case.reader.name and not is_legible(name.name, case.language):
        yield place.folded("greeting", "script", begin + name.start, begin + name.end)


def _apologised(case: Case, cues: Cues, place: _Placed) -> Iterator[Finding]:
    said = place.text.text
    harmless = tuple(hits(cues.harmless, said))
    hit = min((hit for hit in hits(cues.apology, said) if not _within(hit, harmless)), default=None)
    if hit:
        found = place.folded("second-apology", "", hit.start, hit.end)
        yield replace(found, grave=case.kind == "letter")


def _once(findings: list[Finding]) -> list[Finding]:
    """Keep each thing found once, the widest or the first of those that overlap under one code."""
    kept: dict[tuple[object, ...], Finding] = {}
    for each in sorted(findings, key=lambda one: (_order(one), -(one.end or 0))):
        said = each.values.get("found", "").casefold()
        key = (each.code, said) if each.code in GRAVE and said else (each.code, each.variant, said)
        covered = any(
            other.code == each.code
            and other.place == each.place != "letter"
            and other.line == each.line
            and (other.start or 0) <= (each.start or 0)
            and _reaches(other, each)
            and each.code not in {"part-missing", "part-order"}
            for other in kept.values()
        )
        if not covered:
            kept.setdefault(key, each)
    return list(kept.values())


def _reaches(first: Finding, later: Finding) -> bool:
    """Tell whether a finding covers one that does not begin before it; one of its own kind need but begin."""
    if first.code == "phrase" and first.variant == later.variant:
        return (later.start or 0) < (first.end or 0)
    return (later.end or 0) <= (first.end or 0)


def _order(finding: Finding) -> tuple[int, int, int, str]:
    places = {"letter": 0, "subject": 1, "body": 2}
    return places[finding.place], finding.line or 0, finding.start or 0, finding.code
