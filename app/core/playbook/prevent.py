"""The typed shape of data/rules/prevent.toml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Literal, Self, get_args

from pydantic import Field, StrictBool, StrictFloat, StrictInt, model_validator

from ..ids import Cause, Content, ServiceId, Technique
from .base import Rule, Sourced, UnsoundError

Verdict = Literal["yes", "maybe", "no"]
Measure = Literal[
    "delayed-send",
    "undo-window",
    "cancel-delayed",
    "bcc",
    "separate-sending",
    "contact-groups",
    "external-warning",
    "bulk-warning",
]
TECHNIQUES: tuple[Technique, ...] = get_args(Technique)
MEASURES: tuple[Measure, ...] = get_args(Measure)


class Fitting(Rule):
    """Rank the techniques for one cause, most fitting first, with whether each would have stopped it.

    Raises ValueError when a technique is missing or doubled, or when one that would have stopped
    the mail stands behind one that would not.
    """

    order: tuple[Technique, ...]
    stops: Mapping[Technique, Verdict]

    @model_validator(mode="after")
    def _is_complete_and_in_order(self) -> Self:
        _all_once(self.order)
        missing = [technique for technique in TECHNIQUES if technique not in self.stops]
        if missing:
            raise UnsoundError("nothing-for", table="stops", missing=", ".join(missing))
        refused = False
        for technique in self.order:
            if refused and self.stops[technique] == "yes":
                raise UnsoundError("yes-behind-no", technique=technique)
            refused = refused or self.stops[technique] == "no"
        return self


class MenuPath(Rule):
    """Hold the steps of one measure, a line each, in the words that the menu shows."""

    en: tuple[str, ...]
    zh: tuple[str, ...]

    def lines(self, language: str) -> tuple[str, ...]:
        """Give the steps for a language of the interface."""
        return self.zh if language.startswith("zh") else self.en


class Way(Sourced):
    """Say how one service does one measure, or that it cannot and what to use `instead`.

    A menu name whose other language no source gives stands as the source gives it. What `holds-all`
    keeps every mail back by itself, for longer than a slip of the hand. `two-sided` takes the place of
    the codes that the file has for the measure in general.
    Raises ValueError when neither steps nor an alternative is there, or when the two languages
    have a different number of steps.
    """

    possible: StrictBool = True
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    instead: str | None = None
    holds_all: StrictBool = Field(default=False, alias="holds-all")
    caveats: tuple[str, ...] = ()
    two_sided: tuple[str, ...] = Field(default=(), alias="two-sided")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.possible and not self.en:
            raise UnsoundError("no-steps")
        if not self.possible and (self.en or self.instead is None):
            raise UnsoundError("steps-or-instead")
        if len(self.en) != len(self.zh):
            raise UnsoundError("steps-differ")
        return self

    @property
    def path(self) -> MenuPath | None:
        """Give the steps, or None where the service cannot."""
        return MenuPath(en=self.en, zh=self.zh) if self.possible else None


class Ways(Rule):
    """Hold what is known of one service; a measure without a source is listed as `unknown`.

    `client` names another entry for the program that the service may be used with as well.
    Raises ValueError for a measure that is neither given nor listed.
    """

    unknown: tuple[Measure, ...] = ()
    client: ServiceId | None = None
    delayed_send: Way | None = Field(default=None, alias="delayed-send")
    undo_window: Way | None = Field(default=None, alias="undo-window")
    cancel_delayed: Way | None = Field(default=None, alias="cancel-delayed")
    bcc: Way | None = None
    separate_sending: Way | None = Field(default=None, alias="separate-sending")
    contact_groups: Way | None = Field(default=None, alias="contact-groups")
    external_warning: Way | None = Field(default=None, alias="external-warning")
    bulk_warning: Way | None = Field(default=None, alias="bulk-warning")

    @model_validator(mode="after")
    def _passes_over_nothing(self) -> Self:
        silent = [name for name in MEASURES if self.way(name) is None and name not in self.unknown]
        if silent:
            raise UnsoundError("passed-over", missing=", ".join(silent))
        return self

    def way(self, measure: Measure) -> Way | None:
        """Give how the service does a measure, or None where that is not known."""
        found: Way | None = getattr(self, measure.replace("-", "_"))
        return found

    @property
    def holds_all(self) -> bool:
        """Tell whether the service is known to keep every mail back for a while."""
        return any(way is not None and way.holds_all for way in map(self.way, MEASURES))


class FollowUpTimes(Rule):
    """Hold when each follow-up falls due.

    `morning` is the hour on the day of a plan, `evening` that of what is to be done today.
    """

    confirm_hours: StrictFloat = Field(alias="confirm-hours", gt=0)
    answer_hours: StrictFloat = Field(alias="answer-hours", gt=0)
    send_minutes: StrictFloat = Field(alias="send-minutes", gt=0)
    write_minutes: StrictFloat = Field(alias="write-minutes", gt=0)
    set_up_minutes: StrictFloat = Field(alias="set-up-minutes", gt=0)
    undated_days: StrictInt = Field(alias="undated-days", ge=0)
    morning: time
    evening: time

    @property
    def confirm(self) -> timedelta:
        """Give how long the wrong recipient has to confirm, from the sending of the letter."""
        return timedelta(hours=self.confirm_hours)

    @property
    def answer(self) -> timedelta:
        """Give how long the intended recipient has to answer, from the sending of the letter."""
        return timedelta(hours=self.answer_hours)

    @property
    def send(self) -> timedelta:
        """Give how long a copied letter may wait before it is asked after."""
        return timedelta(minutes=self.send_minutes)

    @property
    def write(self) -> timedelta:
        """Give how long a letter or a call may wait, from the grade that calls for it."""
        return timedelta(minutes=self.write_minutes)

    @property
    def set_up(self) -> timedelta:
        """Give how long what was adopted may wait to be set up."""
        return timedelta(minutes=self.set_up_minutes)


class PreventRules(Rule):
    """Hold the whole file.

    `contents` outranks the cause for the techniques it names; `instead` gives what to do where a
    service's way is unknown; `two_sided` lists the codes of advice that has two sides.
    Raises ValueError when a cause, a service or a measure is missing.
    """

    version: str
    default_order: tuple[Technique, ...] = Field(alias="default-order")
    causes: Mapping[Cause, Fitting]
    contents: Mapping[Content, Mapping[Technique, Verdict]] = {}
    instead: Mapping[Measure, str]
    two_sided: Mapping[Measure, tuple[str, ...]] = Field(default={}, alias="two-sided")
    follow_up: FollowUpTimes = Field(alias="follow-up")
    services: Mapping[ServiceId, Ways]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        _all_once(self.default_order)
        wanted = {"causes": get_args(Cause), "instead": MEASURES, "services": get_args(ServiceId)}
        for table, names in wanted.items():
            missing = [name for name in names if name not in getattr(self, table)]
            if missing:
                raise UnsoundError("nothing-for", table=table, missing=", ".join(missing))
        return self


def _all_once(order: tuple[Technique, ...]) -> None:
    if sorted(order) != sorted(TECHNIQUES):
        raise UnsoundError("each-once", names=", ".join(TECHNIQUES))
