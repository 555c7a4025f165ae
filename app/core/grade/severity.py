"""How grave it is: the score, what the open questions can still make of it, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..ids import Band, Tone
from ..parts import GradeResult, Grading
from ..playbook.grade import LOWERING, RAISING, TOP, Cell, GradeRules, Scale, stays_moderate
from .enisa import Enisa, enisa_of

NO_VALUES: Mapping[str, object] = MappingProxyType({})

RESPONSE: Mapping[Band | None, Tone] = MappingProxyType(
    {None: "formal", "minor": "light", "moderate": "formal", "serious": "crisis", "critical": "crisis"}
)

QUESTIONS: tuple[str, ...] = ("content", "recipient", *RAISING, *LOWERING, "recipients")
"""Every code that `Severity.unanswered` can hold, in its order."""

Notice = Literal["opened-and-deleted", "opened-unknown-deleted"]


class Reason(NamedTuple):
    """Hold one reason for the score: its words stand at `grade.reason.CODE`, filled with `values`."""

    code: str
    points: int
    values: Mapping[str, object] = NO_VALUES


class Severity(NamedTuple):
    """Hold a grade.

    `score` is what was answered so far, None until content and recipient are; `lower` and `upper`
    are what the unanswered questions can still make of it. `reasons` sum to the score, the weightiest
    first; the bound and the floor, which only make the sum come right, stand last. `notices` are codes
    of `grade.notice`.
    """

    score: int | None
    lower: int
    upper: int
    band: Band | None
    response: Tone
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]
    notices: tuple[Notice, ...]
    enisa: Enisa | None

    @property
    def calls_for(self) -> str:
        """Give the code, under `grade.next-hour`, of what this grade means for the next hour."""
        persons = any(reason.code.startswith("flag.personal-data") for reason in self.reasons)
        return "minor-persons" if self.band == "minor" and persons else self.band or "ungraded"

    def kept(self, rules: GradeRules) -> GradeResult:
        """Give this as a record keeps it, with the version of the rules."""
        return GradeResult(
            score=self.score,
            lower=self.lower,
            upper=self.upper,
            band=self.band,
            response=self.response,
            rules=rules.version,
        )


def assess(answers: Grading, rules: GradeRules) -> Severity:
    """Grade an incident by its answers.

    An unanswered flag counts for nothing in the score; `unknown` counts as yes where the flag raises
    and as no where it lowers. Whether the mail was opened speaks against `deleted-unread`.
    """
    scale = rules.scale
    given = answers.flags.get
    unanswered: list[str] = []
    notices: tuple[Notice, ...] = ()
    content, recipient, people = answers.content, answers.recipient, answers.recipients
    if content is None:
        unanswered.append("content")
    if recipient is None:
        unanswered.append("recipient")

    raising: list[Reason] = []
    raised = most_raised = 0
    for flag, points in scale.raising:
        state = given(flag)
        if state is None:
            unanswered.append(flag)
            most_raised += points
        elif state != "no":
            raised += points
            raising.append(Reason(f"flag.{flag}" if state == "yes" else f"flag.{flag}-unknown", points))

    opened = given("opened")
    lowering: list[Reason] = []
    lowered = most_lowered = least_lowered = 0
    for low, points in scale.lowering:
        state = given(low)
        if low == "deleted-unread" and opened in ("yes", "unknown"):
            if state == "yes":
                notices = ("opened-and-deleted",) if opened == "yes" else ("opened-unknown-deleted",)
                state = "no"
            elif state is None:
                unanswered.append(low)
                continue
        if state is None:
            unanswered.append(low)
            most_lowered += points
        elif state == "yes":
            lowered += points
            lowering.append(Reason(f"flag.{low}", points))
            if low != "deleted-unread" or opened == "no":
                least_lowered += points

    most_lowered += lowered
    if people is None:
        unanswered.append("recipients")
        crowd, least_crowd, most_crowd = 0, 0, scale.people[-1]
    else:
        crowd = least_crowd = most_crowd = _crowd(people, scale)

    span = scale.spans[content, recipient]
    least = min([_settled(cell, raised + least_crowd, most_lowered, scale) for cell in span.least])
    most_raised += raised + most_crowd
    most = max([_settled(cell, most_raised, least_lowered, scale) for cell in span.most])

    score: int | None = None
    band: Band | None = None
    reasons: tuple[Reason, ...] = ()
    if content is not None and recipient is not None:
        own, points = rules.points[content]["outsider"], rules.points[content][recipient]
        cell = (points, stays_moderate(content, recipient))
        score = _settled(cell, raised + crowd, lowered, scale)
        band = scale.bands[score]
        counted = [
            Reason(f"content.{content}", own),
            Reason(f"recipient.{recipient}", points - own),
            *raising,
            Reason("people", crowd, {"count": people}),
        ]
        reasons = _explained(cell, counted, lowering, score, scale)

    harm = enisa_of(answers)
    response = RESPONSE[band]
    return Severity(score, least, most, band, response, reasons, tuple(unanswered), notices, harm)


def _explained(
    cell: Cell, counted: list[Reason], lowering: list[Reason], score: int, scale: Scale
) -> tuple[Reason, ...]:
    """Put the weightiest first, then the bound and the floor, so that the points sum to the score."""
    total = sum([reason.points for reason in counted])
    reached = min(max(total, 0), TOP)
    below = scale.floors[reached]
    rest = score - reached - sum([reason.points for reason in lowering])
    floor = "floor-outside" if cell[1] and scale.moderate > below else "floor"
    reasons = sorted([*counted, *lowering], key=_weight)
    reasons += [Reason("bound", reached - total, {"top": TOP}), Reason(floor, rest)]
    return tuple([reason for reason in reasons if reason.points])


def _weight(reason: Reason) -> int:
    return -abs(reason.points)


def _crowd(people: int, scale: Scale) -> int:
    reached = 0
    for step in scale.steps:
        if people >= step:
            reached += 1
    return scale.people[reached]


def _settled(cell: Cell, added: int, lowered: int, scale: Scale) -> int:
    """Give the score: bounded at 100, then lowered, by one band and to moderate where that holds."""
    points, held = cell
    reached = points + added
    if reached > TOP:
        reached = TOP
    elif reached < 0:
        reached = 0
    floor = scale.floors[reached]
    if held and floor < scale.moderate:
        floor = scale.moderate
    score = reached + lowered
    if score < floor:
        score = floor if floor < reached else reached
    return score
