"""misdirect-tui letters: the letters that are due, or the examination of one that somebody wrote."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ..core.examine.examiner import Finding
from ..core.explain.due import DueLetter, undue
from ..core.incident import Incident
from ..core.playbook.stop import StopRules
from ..judged import Judged
from .session import Refusal, Session


def letters(session: Session, options: Namespace) -> None:
    """Print each letter with what is wrong in it; with `--check` examine a text instead."""
    known = session.playbook.shelf.languages()
    if options.language is not None and options.language not in known:
        raise Refusal("letters", "no-language", given=options.language, allowed=", ".join(known))
    incident = session.record(options.file)
    situation = session.situation(_told(session, incident, options))
    due = [each for each in situation.due if options.to in (None, each.role)]
    if options.to is not None and not any(each.kind == "letter" for each in due):
        rules = session.playbook.rules(StopRules, "stop")
        due += undue(situation.incident, options.to, situation.response, rules)
    if options.to is not None and not due:
        raise Refusal(options.file, "no-letter-for", given=options.to)
    if options.check is not None:
        _check(session, options, situation, due)
        return
    told = [_letter(session, situation, each) for each in due]
    if options.json:
        session.tell_json(told)
        return
    for each in told:
        if each["subject"]:
            session.tell(session.words("interface.letters.subject", subject=each["subject"]) + "\n")
        session.tell(each["body"])
        for problem in each["problems"]:
            session.tell(session.words("interface.letters.problem", **problem))
        session.tell("")


def _told(session: Session, incident: Incident, options: Namespace) -> Incident:
    """Give the incident in the language and tone asked for; without a language it is English."""
    changes: dict[str, Any] = {"explain.language": options.language or "en"}
    if options.tone is not None:
        changes["explain.tone"] = options.tone
    return incident.with_changes(changes, at=session.clock(), event="chosen")


def _letter(session: Session, situation: Judged, due: DueLetter) -> dict[str, Any]:
    letter = situation.written(due)
    findings = situation.findings_in(due, letter.subject, letter.body)
    return _tree(session, due, letter.subject, letter.body, list(letter.composed.formula), findings)


def _check(session: Session, options: Namespace, situation: Judged, due: list[DueLetter]) -> None:
    if options.to is None:
        raise Refusal("letters", "check-needs-role")
    text = session.read_bytes(options.check).decode("utf-8", "replace").removeprefix("\ufeff")
    subject, body = parted(text.replace("\r\n", "\n").replace("\r", "\n"))
    one = next(each for each in due if each.kind == "letter")
    findings = situation.findings_in(one, subject, body)
    tree = _tree(session, one, subject, body, [], findings)
    if options.json:
        session.tell_json([tree])
    else:
        for problem in tree["problems"]:
            session.tell(session.words("interface.letters.problem", **problem))
    if any(found.grave for found in findings):
        session.faulty = True


def parted(text: str) -> tuple[str, str]:
    """Part a letter whose first line is `Subject: ...`, then an empty line, into subject and body."""
    first, _, rest = text.partition("\n")
    name, colon, subject = first.partition(":")
    if colon and name.strip().casefold() == "subject":
        return subject.strip(), rest.lstrip("\n")
    return "", text


def _tree(
    session: Session, due: DueLetter, subject: str, body: str, parts: list[str], findings: tuple[Finding, ...]
) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "to": due.role,
        "reader": due.reader.address or due.reader.name or due.reader.company,
        "language": due.language,
        "tone": due.tone,
        "subject": subject,
        "body": body,
        "parts": parts if due.kind == "letter" else [],
        "problems": [
            {
                "code": found.code,
                "detail": session.words(found.key, **found.values),
                "grave": found.grave,
                "line": found.line,
            }
            for found in findings
        ],
    }
