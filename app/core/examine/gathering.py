"""What the letter of an incident is examined against: who must not show in it, and what it is about."""

from __future__ import annotations

from ..explain.due import DueLetter
from ..explain.facts import documented
from ..explain.numbering import numbered
from ..explain.readers import intended_reader, writer
from ..explain.standing import all_asked, all_confirmed, first_written, has_answered
from ..file_name import file_name
from ..incident import Incident
from ..parts import Reader
from ..playbook.stop import StopRules
from .case import Case


def case_for(incident: Incident, letter: DueLetter, rules: StopRules) -> Case:
    """Gather what a due letter is examined against.

    For a letter to A the others are B and every other A; for the letter to B they are all A. One who
    has had the letter already, this one or the same in another language, is not to have it again.
    """
    explain = incident.explain
    readers = numbered(incident, rules)
    intended = intended_reader(incident)
    others: tuple[Reader, ...] = tuple(reader for _, reader in readers)
    if letter.role == "wrong-recipient":
        others = (intended, *(one for number, one in readers if number != letter.number))
    attached = ", ".join(one.name for one in incident.mail.attachments)
    numbers = [number for number, _ in readers]
    return Case(
        role=letter.role,
        kind=letter.kind,
        language=letter.language,
        reader=documented(letter.reader),
        sender=writer(incident),
        others=tuple(
            documented(one) for one in others if any((one.name, one.company, one.address, one.document))
        ),
        mail=incident.mail,
        document=file_name(explain.document) or attached,
        content=incident.grade.content,
        to=(letter.reader.address,) if letter.reader.address else (),
        already=first_written(incident, letter.role, letter.number) is not None,
        answered=has_answered(incident, letter.role, letter.number, readers=len(readers)),
        asked=all_asked(incident, numbers),
        confirmed=all_confirmed(incident, numbers),
    )
