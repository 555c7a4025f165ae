"""Whether the right document may be named in a letter: it must not itself give another party away."""

from __future__ import annotations

from dataclasses import replace

from ..playbook.examine import Cues
from .case import Case
from .folding import fold
from .identity import stem_of
from .leak import leaks


def vouched(case: Case, cues: Cues) -> Case:
    """Give the case as its letter is held against it.

    The reader's right document stands in their letter and so vouches for its own words. It does not
    where it is the document of somebody else, the one that went wrongly, or names another party: then
    it is left out of the case, and the letter is told of it.
    """
    name = case.reader.document
    if case.role == "manager" or not name.strip():
        return case
    bare = replace(case, reader=case.reader.model_copy(update={"document": ""}))
    if is_foreign(case) or leaks(name, _parties(bare), cues):
        return bare
    return case


def is_foreign(case: Case) -> bool:
    """Tell whether the right document bears the name of another party's, or of one that went wrongly."""
    foreign = [reader.document for reader in case.others]
    if case.role == "wrong-recipient" and case.content != "catalogue":
        foreign += [case.document, *(each.name for each in case.mail.attachments)]
    named = _stem(case.reader.document)
    return case.role != "manager" and bool(named) and any(_stem(each) == named for each in foreign if each)


def _parties(case: Case) -> Case:
    """Give the case with nothing to be given away but the other parties themselves."""
    others = tuple(reader.model_copy(update={"document": ""}) for reader in case.others)
    return replace(case, others=others, mail=Case().mail, document="")


def _stem(name: str) -> str:
    return fold(stem_of(name.strip())).strip()
