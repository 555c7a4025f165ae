"""Everything a screen or a command shows of an incident, worked out when it is first asked for.

The rim's one view of the core: it chooses the words; the core gives the codes. A Situation is what
the first frame needs; `judged()` gives the same with rules, letters and verdicts, whose modules are
imported only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .core.ids import Role, Technique, Tone
from .core.incident import Incident
from .core.parts import Decision, GradeResult, Reader, Sender, SentMail
from .core.stop.checklist import Item, checklist
from .core.visible import visible
from .core.when import ago

if TYPE_CHECKING:
    from .core.examine.case import Finding
    from .core.explain.compose import Composed
    from .core.explain.due import DueLetter
    from .core.explain.known import Filled, Known
    from .core.fault import Term
    from .core.grade.clocks import Clock
    from .core.grade.severity import Severity
    from .core.playbook.words import Words
    from .core.prevent.firewall import Firewall, Habit
    from .core.prevent.outstanding import Outstanding
    from .core.prevent.techniques import Advice, Comparison
    from .core.stop.recall import RecallReport
    from .files.playbook import Playbook
    from .judged import Judged

Saving = Literal["new", "saving", "saved", "failing", "read-only"]


class ShownLetter(NamedTuple):
    """Hold the letter that the preview shows, as composed or edited; `gaps` are the marks left in it.

    `direction` is that of its language; the text itself is always in the order in which it is read.
    """

    due: DueLetter
    subject: str
    body: str
    edited: bool
    composed: Composed
    gaps: tuple[str, ...] = ()
    direction: Literal["ltr", "rtl"] = "ltr"


class Situation:
    """Hold one state of an incident with what is chosen on the screen.

    What needs rules or templates is not known here: there is no severity, no verdict, no letter.
    """

    is_judged = False
    severity: Severity | None = None
    recall: RecallReport | None = None
    due: tuple[DueLetter, ...] = ()
    letter: ShownLetter | None = None
    findings: tuple[Finding, ...] = ()
    gloss: tuple[tuple[str, str], ...] = ()
    subject_gloss: str = ""
    clocks: tuple[Clock, ...] = ()
    hint: str = ""
    fills: Filled | None = None
    stood: Mapping[Technique, Habit] = {}
    comparisons: tuple[Comparison, ...] = ()
    techniques: tuple[Technique, ...] = (
        "delayed-send",
        "bcc",
        "contact-groups",
        "final-check",
        "send-to-self",
    )

    def __init__(
        self,
        incident: Incident,
        *,
        now: datetime,
        words: Words,
        playbook: Playbook,
        saving: Saving = "new",
        trouble: Term | None = None,
        letter_key: str | None = None,
        gloss_open: bool = False,
        firewall: Firewall | None = None,
        known: Known | None = None,
    ) -> None:
        self.incident = incident
        self.now = now
        self.words = words
        self.playbook = playbook
        self.saving: Saving = saving
        self.trouble = trouble
        self.letter_key = letter_key
        self.gloss_open = gloss_open
        self.firewall = firewall
        self.known = known

    def judged(self) -> Judged:
        """Give the same situation with everything that rules and templates tell."""
        from .judged import Judged

        return Judged(**{name: getattr(self, name) for name in _GIVEN})

    def but(self, **changed: Any) -> Situation:
        """Give the same situation with some of it replaced; what does not depend on that is kept."""
        new = copy(self)
        for name, value in changed.items():
            setattr(new, name, value)
        kept = _INDEPENDENT_OF_TIME if changed.keys() <= OF_THE_BAR else frozenset()
        for name in set(new.__dict__) - _GIVEN - kept:
            del new.__dict__[name]
        return new

    @property
    def mail(self) -> SentMail:
        """Give the mail that went wrong."""
        return self.incident.mail

    @property
    def call_due(self) -> bool:
        """Tell whether the grade calls for a telephone call."""
        return False

    @cached_property
    def checklist(self) -> tuple[Item, ...]:
        """Give the items of the stop list that apply."""
        return checklist(self.incident, due_call=self.call_due)

    @property
    def response(self) -> Tone:
        """Give what the grade calls for."""
        return self.severity.response if self.severity else "formal"

    def grade_result(self) -> GradeResult | None:
        """Give what the answers give now, to be kept with them; None while nothing was answered."""
        return None

    def asks(self, question: str) -> bool:
        """Tell whether an answer to this question would change what a recall can do."""
        return self.recall is not None and question in self.recall.asks

    def following(self, item: str) -> tuple[Outstanding, ...]:
        """Give what an item of the stop list leaves to come back to."""
        return ()

    def suggestion(self, path: str) -> tuple[str, str] | None:
        """Give the answer that the mail itself suggests, and the words that led to it."""
        return None

    def advice(self, place: int) -> Advice | None:
        """Give how the service in use does the technique at a place of the order."""
        return None

    def decision(self, place: int) -> Decision | None:
        """Give what was decided about the technique at a place of the order."""
        return self.incident.prevent.techniques.get(self.techniques[place])

    @property
    def shown_role(self) -> Role:
        """Give the role of the reader of the shown letter."""
        return self.letter.due.role if self.letter else "wrong-recipient"

    @property
    def filled(self) -> Incident:
        """Give the incident as its letters read it, with what is known from elsewhere filled in."""
        return self.incident

    @property
    def shown_reader(self) -> Reader:
        """Give the reader of the shown letter."""
        return self.letter.due.reader if self.letter else Reader.model_construct()

    @property
    def sender(self) -> Sender:
        """Give who writes the letters."""
        return self.incident.explain.sender

    @property
    def sent_at(self) -> datetime:
        """Give when the mail was sent; "just now", at the opening, where nobody has said otherwise."""
        return self.mail.sent_at or self.incident.opened_at

    def since_sent(self) -> tuple[str, int]:
        """Give how long ago the mail was sent, as a code and a number."""
        return ago(self.sent_at, self.now)

    def progress(self, step: str) -> tuple[int, int]:
        """Give how much of a step is done, and of how much."""
        match step:
            case "stop":
                return sum(item.state is not None for item in self.checklist), len(self.checklist)
            case "grade":
                answers = self.incident.grade
                return (answers.content is not None) + (answers.recipient is not None), 2
            case "explain":
                letters = [due for due in self.due if not due.optional or due.state in ("sent", "confirmed")]
                return sum(due.state not in ("open", "copied") for due in letters), len(letters)
            case _:
                prevent = self.incident.prevent
                return (prevent.cause is not None) + len(prevent.techniques), 1 + len(self.techniques)

    def guessed(self, path: str) -> bool:
        """Tell whether a fact of the mail was read from the mail itself and never corrected."""
        opened = self.incident.timeline[0].detail.get("mail", {}) if self.incident.timeline else {}
        corrected = any(path in event.detail for event in self.incident.timeline[1:])
        return path.partition(".")[2] in opened and not corrected

    def typed_addresses(self) -> str:
        """Give those the mail went to as one line that can be typed."""
        named = [f"{one.name} <{one.address}>" if one.name else one.address for one in self.mail.recipients]
        if not named:
            named = [one.name for one in self.incident.explain.wrong_recipient if one.name]
        return visible("; ".join(named))

    def typed_time(self) -> str:
        """Give the time of sending as it can be typed, in its own offset."""
        sent = self.mail.sent_at
        return sent.isoformat(sep=" ", timespec="minutes") if sent else ""


# What changes nothing but the bar and the clock; `trouble` says why saving fails.
OF_THE_BAR = frozenset({"now", "saving", "trouble"})
_GIVEN = {"incident", "words", "playbook", "letter_key", "gloss_open", "firewall", "known", *OF_THE_BAR}
_INDEPENDENT_OF_TIME = frozenset(
    {
        "checklist", "severity", "_suggestions", "due", "letter", "gloss", "_said", "hint", "findings",
        "techniques",
    }
)  # fmt: skip
