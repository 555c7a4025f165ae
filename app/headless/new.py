"""misdirect-tui new: a record without the walk."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ..core.fault import Fault
from ..core.ids import ServiceId
from ..core.incident import Incident
from ..core.parts import Manager, Reader, Sender
from ..files.record import write_record
from .grade import answered, result_of
from .session import Session

READERS = ("wrong-recipient", "intended-recipient", "sender", "manager")


def new(session: Session, options: Namespace) -> None:
    """Write a record from a mail, answers and fields; without a path it is kept among the incidents."""
    if options.file:
        incident = session.opened(session.read_bytes(options.file), options.file)
    else:
        from ..files.naming import new_id

        incident = Incident.begin(id=new_id(session.now), at=session.now)
    incident = answered(session, incident, options)
    changes: dict[str, Any] = {}
    if options.fields:
        changes |= _fields(session, options.fields)
    if options.cause:
        changes["prevent.cause"] = options.cause
    if changes:
        incident = incident.with_changes(changes, at=session.now, event="answered")
    result = result_of(session, incident.grade)
    if result:
        incident = incident.with_changes({"grade.result": result}, at=session.now, event="sensed")
    if options.output is not None:
        session.write(options.output, write_record(incident), forcible=False)
        return
    from ..files.locations import keep_private, make_private

    keep_private(session.places)
    path = session.places.incidents / f"{incident.id}.toml"
    try:
        make_private(path.parent)
    except OSError as error:
        raise session.unwritten(str(path.parent), error) from error
    session.write(str(path), write_record(incident), forcible=False)
    session.tell(str(path))


def _fields(session: Session, name: str) -> dict[str, Any]:
    """Read the fields of a file, telling what is wrong in it."""
    from pydantic import ConfigDict, Field

    from ..core.playbook.base import Rule
    from ..files.sift import sift
    from ..files.toml import parse

    class StrictReader(Reader):
        model_config = ConfigDict(extra="forbid")

    class StrictSender(Sender):
        model_config = ConfigDict(extra="forbid")

    class StrictManager(Manager):
        model_config = ConfigDict(extra="forbid")

    class MailFields(Rule):
        document: str = ""
        service: ServiceId | None = None

    class Fields(Rule):
        wrong_recipient: tuple[StrictReader, ...] = Field(default=(), alias="wrong-recipient")
        intended_recipient: StrictReader | None = Field(default=None, alias="intended-recipient")
        sender: StrictSender | None = None
        manager: StrictManager | None = None
        mail: MailFields | None = None

    tree, fault = parse(session.read_bytes(name), name)
    if tree is None:
        if fault is not None:
            session.complain(fault)
        return {}
    if isinstance(tree.get("wrong-recipient"), dict):
        tree = tree | {"wrong-recipient": [tree["wrong-recipient"]]}
    fields, faults = sift(Fields, tree, name, may_drop=lambda _: True)
    for one in faults:
        session.complain(one)
    if fields is None:
        session.complain(Fault(name, "not-fields"))
        return {}
    given = fields.model_dump(by_alias=True, exclude_defaults=True)
    changes = {f"explain.{key}": given[key] for key in READERS if given.get(key)}
    if "explain.wrong-recipient" in changes:
        changes["explain.wrong-recipient"] = list(changes["explain.wrong-recipient"])
    mail = given.get("mail", {})
    if mail.get("document"):
        changes["explain.document"] = mail["document"]
    if mail.get("service"):
        changes["mail.service"] = mail["service"]
    return changes
