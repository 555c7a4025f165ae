"""Which letters are due, to whom, in which order, and what each may know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..ids import Band, Kind, Role, Tick, Tone
from ..incident import Incident, letter_key, same_errand
from ..parts import Reader
from ..playbook.stop import StopRules
from .compose import Composed
from .message import message
from .readers import BLANK, right_reader_is_colleague, wrong_readers
from .standing import GRAVE as GRAVE
from .standing import State, is_confidential, kept, state_of

Form = Kind | Literal["follow-up"]

_RIVALS = frozenset({"customer", "competitor", "competing-customer"})
_ABOUT_OTHERS = frozenset({"address-list", "quotation", "contract"})

_TICKED: Mapping[Tick | None, State] = {"done": "sent", "not-applicable": "declined"}


class DueLetter(NamedTuple):
    """Name one letter, call or message and where it stands.

    `number` counts the readers of a role from 1. `why` is a code of explain.why; an `optional` one may
    be left unsent, and its code says why. One that `follows` is the message to somebody who has had the
    letter: it asks or tells, and apologises no second time.
    """

    key: str
    kind: Kind
    role: Role
    number: int
    reader: Reader
    language: str
    tone: Tone
    why: str
    optional: bool
    state: State
    follows: bool = False

    @property
    def form(self) -> Form:
        """Name what it is to its reader: a code of explain.kind."""
        return "follow-up" if self.follows else self.kind

    @property
    def standing(self) -> str:
        """Name where it stands: a code of explain.state; a call is made, not sent."""
        if self.optional and self.state == "open":
            return "optional"
        called = self.kind == "call" and self.state in ("open", "sent", "declined")
        return f"call-{self.state}" if called else self.state

    @property
    def template(self) -> str:
        """Name the template, such as "wrong-recipient.crisis" or "call.wrong-recipient"."""
        return f"{self.role}.{self.tone}" if self.kind == "letter" else f"{self.form}.{self.role}"


class Absent(NamedTuple):
    """Say why nobody of a role is written to; `why` is a code of explain.why."""

    role: Role
    why: str


class Shown(NamedTuple):
    """Hold the text of a letter as it is shown: the user's own where it was edited."""

    subject: str
    body: str
    edited: bool


def due(
    incident: Incident,
    response: Tone,
    band: Band | None,
    rules: StopRules,
    *,
    language: str | None = None,
    at_home: str = "en",
) -> tuple[DueLetter, ...]:
    """Give what is due, in the order in which it should go out.

    `response` is the tone that the grade calls for; a tone chosen by the user stands before it. The
    language is `language`, else the one chosen in the incident, else English; to the manager it is
    `at_home` where none was chosen and nothing was written to them yet.
    """
    one = _maker(incident, response, language, at_home)
    readers = list(enumerate(wrong_readers(incident, rules), 1))
    grave = band in GRAVE

    def message_to(role: Role, number: int, who: Reader) -> Iterator[DueLetter]:
        found = message(incident, role, number, who, readers=len(readers), grave=grave)
        if found is not None:
            letter = one("message", role, number, who, found.why, found.optional)
            yield letter._replace(state=found.state, follows=found.follows)

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
            yield one("letter", "wrong-recipient", number, who, why, optional)
        for number, who in readers:
            yield from message_to("wrong-recipient", number, who)
        listed, why, optional = _intended_recipient(incident, band, rules)
        if listed:
            intended = incident.explain.intended_recipient
            yield one("letter", "intended-recipient", 1, intended, why, optional)
            yield from message_to("intended-recipient", 1, intended)
        listed, why, optional = _manager(band)
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
    listed, why, _ = _manager(band)
    if not listed:
        absent.append(Absent("manager", why))
    return tuple(absent)


def undue(
    incident: Incident, role: Role, response: Tone, rules: StopRules, *, language: str | None = None
) -> tuple[DueLetter, ...]:
    """Give the letters of a role that somebody asks for, due or not; none to a right reader inside."""
    one = _maker(incident, response, language)
    people: tuple[Reader, ...] = wrong_readers(incident, rules)
    if role == "manager":
        people = (_boss(incident),)
    elif role == "intended-recipient":
        people = () if right_reader_is_colleague(incident, rules) else (incident.explain.intended_recipient,)
    return tuple(one("letter", role, number, who, "asked-for", True) for number, who in enumerate(people, 1))


def chosen(letters: Sequence[DueLetter], key: str | None) -> DueLetter:
    """Give the letter that a key names, in whatever language; otherwise the first that is a letter."""
    first = next((each for each in letters if each.kind == "letter"), letters[0])
    return next((each for each in letters if same_errand(each.key, key)), first)


def shown(incident: Incident, letter: DueLetter, composed: Composed) -> Shown:
    """Give the text to show: an edited letter replaces the composed one."""
    by_hand = incident.explain.letters.get(letter.key)
    if by_hand is not None and by_hand.edited:
        return Shown(by_hand.subject, by_hand.body, True)
    return Shown(composed.subject, composed.body, False)


def _maker(
    incident: Incident, response: Tone, language: str | None, at_home: str = "en"
) -> Callable[..., DueLetter]:
    tone = incident.explain.tone or response
    chosen_for_all = language or incident.explain.language
    written = [letter.language for letter in kept(incident, "manager", 1, "letter") if letter.language]
    to_manager = chosen_for_all or next(iter(written), at_home)

    def one(
        kind: Kind, role: Role, number: int, reader: Reader, why: str, optional: bool = False
    ) -> DueLetter:
        spoken = to_manager if role == "manager" else chosen_for_all or "en"
        key = letter_key(kind, role, number, spoken)
        state = state_of(incident, kind, role, number)
        return DueLetter(key, kind, role, number, reader, spoken, tone, why, optional, state)

    return one


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
    if right_reader_is_colleague(incident, rules):
        return False, "right-reader-inside", False
    if grade.recipient == "colleague":
        return False, "never-left", False
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


def _manager(band: Band | None) -> tuple[bool, str, bool]:
    if band is None:
        return False, "not-graded", False
    if band in GRAVE:
        return True, "has-to-know", False
    return band == "moderate", "good-to-know" if band == "moderate" else "not-grave", True


def _boss(incident: Incident) -> Reader:
    name = incident.explain.manager.name
    return Reader(name=name) if name else BLANK
