"""misdirect-tui inspect: what a mail file says."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ..core.parts import Address
from .session import Session, iso


def inspect(session: Session, options: Namespace) -> None:
    """Tell what could be read of a mail, and what could not."""
    read = session.mail(session.read_bytes(options.file), options.file)
    mail = read.mail
    if options.json:
        whole = mail.model_dump(by_alias=True)
        whole["sent_at"] = iso(mail.sent_at)
        session.tell_json(whole | {"problems": [problem._asdict() for problem in read.problems]})
        return
    words = session.words
    unknown = words("interface.inspect.unknown")
    rows: list[tuple[str, str]] = [
        ("subject", mail.subject),
        ("sent-at", iso(mail.sent_at) or unknown),
        ("from", _named(mail.sender) if mail.sender else unknown),
        *((name, ", ".join(map(_named, getattr(mail, name)))) for name in ("to", "cc", "bcc")),
        ("attachments", ", ".join(_attached(session, each) for each in mail.attachments)),
        ("service", words(f"stop.service.{mail.service}") if mail.service else unknown),
        ("mailer", mail.mailer or unknown),
    ]
    for key, value in rows:
        if value:
            shown = value.replace("\n", " ")
            session.tell(words("interface.inspect.row", name=words(f"interface.inspect.{key}"), value=shown))
    if mail.text:
        session.tell("\n" + mail.text.rstrip("\n"))


def _named(one: Address) -> str:
    return f"{one.name} <{one.address}>" if one.name else one.address


def _attached(session: Session, one: Any) -> str:
    if one.bytes is None:
        return str(one.name)
    return f"{one.name} ({session.words('interface.inspect.bytes', count=one.bytes)})"
