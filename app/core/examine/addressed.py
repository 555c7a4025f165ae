"""Whom a letter is addressed to: its one reader, at one address that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..mailbox import bare, is_several, sound
from ..playbook.examine import Cues
from .case import Case, Finding
from .folding import fold

SHOWN = 60


def misaddressed(subject: str, case: Case, cues: Cues) -> Iterator[Finding]:
    """Give what is wrong with the addresses of a letter, and with a subject that goes on in the old thread.

    A field that holds no address at all stops nobody: such a letter reaches nobody either.
    """

    def finding(variant: str, **values: str) -> Finding:
        return Finding("recipients", variant, values, grave=True)

    to, cc = tuple(map(_mailbox, case.to)), tuple(map(_mailbox, case.cc))
    reader = _mailbox(case.reader.address)
    others = {_mailbox(each.address) for each in case.mail.recipients} - {reader}
    if others & {*to, *cc} and len(to) + len(cc) > 1:
        yield finding("everyone", count=str(len(to) + len(cc)))
    elif len(to) > 1:
        yield finding("several", count=str(len(to)))
    elif cc:
        yield finding("copied", found=", ".join(case.cc)[:SHOWN])
    if len(to) == 1:
        found = case.to[0].strip()[:SHOWN]
        if reader and to[0] != reader:
            yield finding("other", found=found, reader=case.reader.address)
        elif is_several(case.to[0]):
            yield finding("joined", found=found)
        elif is_of_another(case.to[0], case):
            yield finding("theirs", found=found)
        elif to[0] and sound(to[0]) is None:
            yield replace(finding("unsound", found=found), grave=False)
    head, colon, _ = fold(subject).strip().partition(":")
    if colon and head.strip(" []0123456789()") in set(map(fold, cues.rules.threads)):
        yield replace(finding("thread", found=subject.strip()[:SHOWN]), place="subject")


def is_of_another(address: str, case: Case) -> bool:
    """Tell whether an address is another party's: one that is given, or the only one the mail went to."""
    mailbox = _mailbox(address)
    if mailbox and mailbox in {_mailbox(each.address) for each in case.others}:
        return True
    went = {_mailbox(each.address) for each in case.mail.recipients}
    return case.role == "intended-recipient" and went == {mailbox}


def _mailbox(written: str) -> str:
    """Give the folded address of one who is written as an address or as `Name <address>`."""
    return fold(bare(written)).strip()
