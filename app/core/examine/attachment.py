"""What is unwise in a file that is to go along with a letter: its name, its size, what it most likely is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..parts import Attachment
from ..playbook.examine import Cues
from .case import Case
from .folding import fold
from .leak import leaks

# What many mail services still take, in bytes: 20 MB once the file is encoded for a mail.
LARGE = 15_000_000


@dataclass(frozen=True)
class Remark:
    """Name one thing to think of before a file goes along; interface.attach.CODE has its sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def attachment_remarks(name: str, size: int, case: Case, cues: Cues) -> tuple[Remark, ...]:
    """Look at a file of so many bytes that is to go along with the letter of a case.

    Everybody but the manager and the one it was meant for is warned of the file that was sent by
    mistake, under its own name or, by its size, under another.
    """
    return tuple(_remarks(name, size, case, cues))


def _remarks(name: str, size: int, case: Case, cues: Cues) -> Iterator[Remark]:
    wrong = _wrong(name, size, case) if case.role == "wrong-recipient" else None
    if wrong is not None:
        yield wrong
    if case.role != "manager":
        # What the letter calls the right document must not vouch for itself.
        bare = replace(case, reader=case.reader.model_copy(update={"document": ""}))
        for seen in leaks(name, bare, cues):
            if wrong is None or seen.variant != "document":
                yield Remark(f"leak-{seen.variant}", {"found": name[seen.start : seen.end]})
    if not size:
        yield Remark("empty")
    elif size > LARGE:
        yield Remark("large", {"size": round(size / 1_000_000)})


def _wrong(name: str, size: int, case: Case) -> Remark | None:
    sent = (*case.mail.attachments, Attachment.model_construct(name=case.document))
    named = fold(name).strip()
    if any(one.name and fold(one.name).strip() == named for one in sent):
        return Remark("wrong-file")
    ending = named.rpartition(".")[2]
    same = (one for one in case.mail.attachments if size and one.bytes == size)
    twin = next((one for one in same if fold(one.name).strip().endswith(f".{ending}")), None)
    return Remark("same-size", {"name": twin.name}) if twin is not None else None
