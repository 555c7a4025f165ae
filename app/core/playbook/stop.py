"""The typed shape of data/rules/stop.toml: what each mail service can still do about a sent mail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, Self, get_args

from pydantic import Field, StrictBool, StrictInt, model_validator

from ..ids import Scope, ServiceId
from .base import Confidence, Rule, Sourced, UnsoundError

MeasureKind = Literal["undo-window", "recall", "expire", "none"]
WorksIfRead = Literal["any", "unread", "unknown"]


class ClickPath(Rule):
    """List what to click in one language of the menus, in order, with how sure the labels are."""

    steps: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


class Clicks(Rule):
    """Give the click path of one measure in the English and in the Chinese menus."""

    en: ClickPath
    zh: ClickPath


class Window(Rule):
    """Say how long a mail is held before it leaves, in seconds; `choices` are the settings offered."""

    longest: StrictInt = Field(gt=0)
    choices: tuple[StrictInt, ...] = ()
    default: StrictInt | None = None

    @model_validator(mode="after")
    def _longest_is_the_longest(self) -> Self:
        if any(choice > self.longest for choice in (*self.choices, self.default or 0)):
            raise UnsoundError("longer-than-longest")
        return self


class Measure(Sourced):
    """Describe one thing that a service can do after Send was pressed; what is absent is not known.

    `max_age` is in seconds. `reach` is the widest scope it works in, `beyond` the verdict outside of
    it; `hosted` tells that the provider keeps mailboxes under the domains of companies too. `best` is
    the verdict when everything holds. `fails` and `traps` are codes said where the measure is advised,
    `beware` where it is not, `if_read` where only the reading speaks against it; `result` and `step` are
    codes of steps. `read_rule` backs what is said on read mail where that was read elsewhere. `less_sure`
    gives those of the codes that are less sure than the measure. A `source` is an address, or a code of
    `stop.source`.
    """

    kind: MeasureKind
    window: Window | None = None
    max_age: StrictInt | None = Field(default=None, gt=0)
    reach: Scope = "external"
    beyond: Literal["cannot", "unknown"] = "cannot"
    needs_allow_list: StrictBool = False
    read: WorksIfRead = "unknown"
    read_rule: Sourced | None = None
    best: Literal["recall-now", "try-once"] | None = None
    fails: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()
    if_read: tuple[str, ...] = ()
    hosted: StrictBool = False
    result: str | None = None
    step: str | None = None
    less_sure: Mapping[str, Confidence] = {}
    path: Clicks | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        needed = {"undo-window": ("window", self.window), "recall": ("best", self.best)}
        name, value = {**needed, "expire": ("step", self.step)}.get(self.kind, ("", True))
        if value is None:
            raise UnsoundError("kind-needs", kind=self.kind, missing=name)
        codes = {*self.fails, *self.traps, *self.beware, *self.if_read, self.result}
        if strange := self.less_sure.keys() - codes:
            raise UnsoundError("less-sure-of-nothing", names=", ".join(sorted(strange)))
        return self


class Queue(Sourced):
    """Say how a mail that has not left yet is cancelled."""

    path: Clicks | None = None


class Service(Rule):
    """Hold what is known of one mail service.

    `provider` groups services that are one house, `domains` are the public ones it gives to anybody.
    `program` marks a mail program whose account lies with some other service. `unknown` is the code
    of why nothing can be said, for a service whose rules were not found.
    """

    provider: str | None = None
    domains: tuple[str, ...] = ()
    program: StrictBool = False
    unknown: str | None = None
    measures: tuple[Measure, ...] = ()
    queue: Queue | None = None
    administrator: Sourced | None = None

    @model_validator(mode="after")
    def _knows_or_says_that_it_does_not(self) -> Self:
        if bool(self.measures) == bool(self.unknown):
            raise UnsoundError("measures-or-unknown")
        return self

    @cached_property
    def undo(self) -> Measure | None:
        """Give the undo window, if the service has one."""
        return next((one for one in self.measures if one.kind == "undo-window"), None)

    @cached_property
    def none(self) -> Measure | None:
        """Give the fact that nothing can be pulled back, where it has a source of its own."""
        return next((one for one in self.measures if one.kind == "none"), None)

    @cached_property
    def recalls(self) -> tuple[Measure, ...]:
        """Give the ways of pulling a delivered mail back."""
        return tuple(one for one in self.measures if one.kind == "recall")

    @cached_property
    def expires(self) -> tuple[Measure, ...]:
        """Give the ways of closing content that was never delivered itself."""
        return tuple(one for one in self.measures if one.kind == "expire")


class General(Rule):
    """Hold what is true of every service; times are in seconds.

    `queued` backs cancelling what has not left, where the service's own way has no source.
    """

    queued: Sourced
    longest_delay: StrictInt = Field(gt=0)
    look_for_undo: StrictInt = Field(gt=0)


class Domains(Rule):
    """Say what a domain tells about who owns it.

    `public` are mail domains open to anybody, of providers that are no service here. `shared` are
    domains under which strangers live side by side, `second_level` the labels that do the same under
    a country's domain (com.cn, co.uk). `own` are those of the user's organisation.
    """

    public: tuple[str, ...]
    shared: tuple[str, ...]
    second_level: tuple[str, ...]
    own: tuple[str, ...] = ()


class StopRules(Rule):
    """Hold data/rules/stop.toml."""

    version: str
    general: General
    domains: Domains
    services: Mapping[ServiceId, Service]

    @model_validator(mode="after")
    def _knows_every_service(self) -> Self:
        missing = [name for name in get_args(ServiceId) if name not in self.services]
        if missing:
            raise UnsoundError("nothing-for", table="services", missing=", ".join(missing))
        return self

    @cached_property
    def providers(self) -> Mapping[str, str]:
        """Map each public mail domain to its provider; one that is no service stands for itself."""
        known = {domain: domain for domain in self.domains.public}
        for name, service in self.services.items():
            known.update(dict.fromkeys(service.domains, service.provider or name))
        return known
