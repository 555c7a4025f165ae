"""Which letters are due, to whom, in which order, and what each may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ..ids import Band, Role, Tick, Tone
from ..incident import Incident, same_errand
from ..parts import Letter, Reader
from ..playbook.stop import StopRules
from .errand import DueLetter as DueLetter
from .errand import made
from .message import message
from .numbering import is_kept_as, numbered
from .readers import BLANK, intended_reader, right_reader_is_colleague, wrong_readers
from .standing import GRAVE as GRAVE
from .standing import State, is_confidential, is_overtaken

_RIVALS = frozenset({"customer", "competitor", "competing-customer"})
_ABOUT_OTHERS = frozenset({"address-list", "quotation", "contract"})

_TICKED: Mapping[Tick | None, State] = {"done": "sent", "not-applicable": "declined"}


class Absent(NamedTuple):
    """Say why nobody of a role is written to; `why` is a code of explain.why."""

    role: Role
    why: str


def due(
    incident: Incident,
    response: Tone,
    band: Band | None,
    rules: StopRules,
    *,
    at_home: str = "en",
) -> tuple[DueLetter, ...]:
    """Give what is due, in the order in which it should go out.

    `response` is the tone that the grade calls for; a tone chosen by the user stands before it. The
    language is the one chosen for the reader, else that for all, else the one they were written to
    in, else English; to the manager `at_home`.
    """
    one = partial(made, incident, incident.explain.tone or response, at_home)
    readers = numbered(incident, rules)
    grave = band in GRAVE

    def message_to(role: Role, number: int, who: Reader) -> Iterator[DueLetter]:
        found = message(incident, role, number, who, numbers=[each for each, _ in readers], grave=grave)
        if found is not None:
            letter = one("message", role, number, who, found.why, found.optional, state=found.state)
            yield letter._replace(follows=found.follows)

    def in_order() -> Iterator[DueLetter]:
        if grave:
            for number, who in readers:
                call = one("call", "wrong-recipient", number, who, "voice-first")
                if len(readers) == 1 and call.state in ("open", "copied"):
                    # Of several readers the tick on the stop list does not tell which was called.
                    call = call._replace(state=_TICKED.get(incident.stop.ticks.get("telephone"), call.state))
                yield call
        why, optional = _wrong_recipient(incident, band)
        for number, who in readers:
            letter = one("letter", "wrong-recipient", number, who, why, optional)
            if not letter.is_out and any(is_overtaken(incident, old) for old in _had(incident, who)):
                letter = letter._replace(why="asks-now", optional=False)
            yield letter
        for number, who in readers:
            yield from message_to("wrong-recipient", number, who)
        listed, why, optional = _intended_recipient(incident, band, rules)
        if listed:
            intended = intended_reader(incident)
            yield one("letter", "intended-recipient", 1, intended, why, optional)
            yield from message_to("intended-recipient", 1, intended)
        listed, why, optional = _manager(incident, band)
        if listed:
            if incident.stop.ticks.get("tell") == "done":
                why, optional = "knows-already", True
            yield one("letter", "manager", 1, _boss(incident), why, optional)

    return tuple(in_order())


def not_due(incident: Incident, band: Band | None, rules: StopRules) -> tuple[Absent, ...]:
    """Give the roles that nobody is written to in, with the reason."""
    absent: list[Absent] = []
    listed, why, _ = _intended_recipient(incident, band, rules)
    if not listed:
        absent.append(Absent("intended-recipient", why))
    listed, why, _ = _manager(incident, band)
    if not listed:
        absent.append(Absent("manager", why))
    return tuple(absent)


def undue(incident: Incident, role: Role, response: Tone, rules: StopRules) -> tuple[DueLetter, ...]:
    """Give the letters of a role that somebody asks for, due or not.

    None goes to a right reader inside, nor to one whose mail never left the house.
    """
    one = partial(made, incident, incident.explain.tone or response, "en")
    people = numbered(incident, rules)
    if role == "manager":
        people = ((1, _boss(incident)),)
    elif role == "intended-recipient":
        people = () if _stayed_inside(incident, rules) else ((1, intended_reader(incident)),)
    return tuple(one("letter", role, number, who, "asked-for", True) for number, who in people)


def chosen(letters: Sequence[DueLetter], key: str | None) -> DueLetter:
    """Give the letter that a key names, in whatever language; otherwise the first that is a letter."""
    first = next((each for each in letters if each.kind == "letter"), letters[0])
    return next((each for each in letters if same_errand(each.key, key)), first)


def _had(incident: Incident, reader: Reader) -> list[Letter]:
    """Give the letters that were kept for a reader, under whatever number."""
    return [one for one in incident.explain.letters.values() if is_kept_as(reader, one.reader)]


def _wrong_recipient(incident: Incident, band: Band | None) -> tuple[str, bool]:
    if band is None:
        return "not-graded", False
    if band == "minor" and not is_confidential(incident):
        return ("stayed-inside" if incident.grade.recipient == "colleague" else "nothing-secret"), True
    return "own-up", False


def _intended_recipient(incident: Incident, band: Band | None, rules: StopRules) -> tuple[bool, str, bool]:
    """Tell whether the one it was meant for is written to: listed, why, optional."""
    grade, intended = incident.grade, incident.explain.intended_recipient
    given = any(
        text.strip() for text in (intended.name, intended.company, intended.address, intended.document)
    )
    readers = wrong_readers(incident, rules)
    if inside := _stayed_inside(incident, rules):
        return False, inside, False
    if grade.content is not None and not is_confidential(incident):
        return False, "nothing-to-tell", False
    if not given:
        if grade.content is None:
            return False, "not-graded", False
        if grade.content not in _ABOUT_OTHERS and grade.recipient != "competing-customer":
            return False, "nobody-else", False
        if grade.content == "address-list" and len(readers) > 1:
            return False, "told-as-readers", False
    must = band in GRAVE or grade.content == "contract" or grade.recipient in _RIVALS
    return True, "hears-it-from-you" if must else "your-choice", not must


def _stayed_inside(incident: Incident, rules: StopRules) -> str:
    """Give why the one it was meant for has no letter where all happened in one house; otherwise nothing."""
    if right_reader_is_colleague(incident, rules):
        return "right-reader-inside"
    return "never-left" if incident.grade.recipient == "colleague" else ""


def _manager(incident: Incident, band: Band | None) -> tuple[bool, str, bool]:
    if band is None:
        return False, "not-graded", False
    if band in GRAVE:
        return True, "has-to-know", False
    if incident.grade.flags.get("personal-data") in ("yes", "unknown"):
        return True, "persons", False
    return band == "moderate", "good-to-know" if band == "moderate" else "not-grave", True


def _boss(incident: Incident) -> Reader:
    name = incident.explain.manager.name
    return Reader(name=name) if name else BLANK
