"""misdirect-tui letters: the letters that are due, or the examination of one that somebody wrote."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from ..core.examine.examiner import Finding
from ..core.examine.folding import fold, script, words
from ..core.examine.formula import ORDER
from ..core.examine.gathering import case_for
from ..core.examine.tongue import tongue
from ..core.explain.due import DueLetter, undue
from ..core.fault import Fault
from ..core.ids import Role
from ..core.incident import Incident
from ..core.playbook.stop import StopRules
from ..files.charset import decode
from ..files.playbook import LANGUAGES
from ..files.toml import decoded
from ..judged import Judged
from ..telling import reader_told
from .session import Refusal, Session, Unusable

# Characters: a first line that is longer greets nobody.
GREETING = 80
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Advice on how names stand in a letter: no fault of it, yet better known before it goes out.
NAMING = frozenset({"title", "sender-script"})


def letters(session: Session, options: Namespace) -> None:
    """Print each letter with what is wrong in it; with `--check` examine a text instead."""
    known = session.playbook.shelf.languages()
    if options.language is not None and options.language not in known:
        listed = session.words("interface.choice.next").join(known)
        raise Refusal("letters --language", "no-language", given=options.language, allowed=listed)
    if options.check is not None and options.to is None:
        raise Refusal("letters --check", "check-needs-role")
    incident = session.record(options.file)
    situation = session.situation(_told(session, incident, options))
    due = [each for each in situation.due if options.to in (None, each.role)]
    if options.to is not None and not any(each.kind == "letter" for each in due):
        rules = session.playbook.rules(StopRules, "stop")
        due += undue(situation.incident, options.to, situation.response, rules)
    if options.to is not None and not due:
        raise no_letter(session, situation, options.to)
    due = [each.told_in(options.language or "en") for each in due]
    if options.check is not None:
        _check(session, options, situation, [each for each in due if each.kind == "letter"])
        return
    told = [_letter(session, situation, each) for each in due]
    if options.json:
        session.tell_json(told)
        return
    for number, (one, each) in enumerate(zip(due, told, strict=True)):
        if len(told) > 1:
            session.tell(("\n" if number else "") + _heading(session, one))
        if each["subject"]:
            session.tell(session.words("interface.letters.subject", subject=each["subject"]) + "\n")
        session.tell(each["body"].rstrip("\n"))
        for problem in each["problems"]:
            # A remark to the person, so that what is piped on is the letter alone.
            session.remark(_remark(f"{options.file}: {one.role}", problem))
        hinted = situation.hinted(one)
        if hinted in NAMING:
            said = session.words(f"explain.hint.{hinted}")
            session.remark(Fault(f"{options.file}: {one.role}", "letter-advice", {"said": said}))


def no_letter(session: Session, situation: Judged, role: Role) -> Refusal:
    """Give the refusal that says why nobody of a role is written to."""
    why = next((each.why for each in situation.absent if each.role == role), "asked-for")
    return Refusal("letters --to", "no-letter-for", given=role, why=session.words(f"explain.why.{why}"))


def _told(session: Session, incident: Incident, options: Namespace) -> Incident:
    """Give the incident in the tone asked for."""
    if options.tone is None:
        return incident
    return incident.with_changes({"explain.tone": options.tone}, at=session.now, event="chosen")


def _letter(session: Session, situation: Judged, due: DueLetter) -> dict[str, Any]:
    letter = situation.written(due)
    findings = situation.findings_of(letter)
    parts = list(letter.composed.formula)
    if letter.edited:
        parts = _parts(session, situation, due, findings)
    return _tree(session, due, letter.subject, letter.body, parts, findings)


def _check(session: Session, options: Namespace, situation: Judged, due: Sequence[DueLetter]) -> None:
    text = _text_of(session.read_bytes(options.check), options.check)
    subject, body = parted(session, text)
    is_empty = not body.strip()
    if is_empty:
        session.complain(Fault(options.check, "empty-letter"))
    one = _greeted(body, due) or next((each for each in due if _names(body, each)), None)
    if one is None:
        one = due[0]
        if len(due) > 1:
            session.remark(
                Fault(options.check, "check-first-reader", {"reader": reader_told(session.words, one)})
            )
    if options.language is None:
        _tell_language(session, options.check, one.language, text)
    findings = situation.findings_in(one, subject, body)
    # Lines are counted in the body, and told to the person as those of the file.
    above = text.count("\n") - body.count("\n")
    tree = _tree(session, one, subject, body, _parts(session, situation, one, findings), findings)
    if options.json:
        session.tell_json([tree])
    else:
        for problem in tree["problems"]:
            line = problem["line"]
            where = options.check if line is None else f"{options.check}:{line + above}"
            session.tell(Fault(where, "letter-problem", problem).said(session.words))
        if not findings and not is_empty:
            session.tell(session.words("interface.letters.clean"))
    if any(found.grave for found in findings):
        session.faulty = True


def _text_of(data: bytes, name: str) -> str:
    """Give a letter that somebody saved in whatever encoding, with LF line ends; raises Refusal."""
    text = decoded(data) if data.startswith(_WIDE) else decode(data).text.removeprefix("\ufeff")
    if text is None:
        raise Unusable(name, "not-text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tell_language(session: Session, where: str, used: str, text: str) -> None:
    """Say in which language a text was examined where it reads as one in another."""
    shelf = session.playbook.shelf
    read = tongue(text, shelf.languages(), shelf.cues)
    if read and read != used:
        told = {"language": session.words(f"explain.language.{used}"), "code": read}
        session.remark(
            Fault(where, "check-language", {**told, "read": session.words(f"explain.language.{read}")})
        )


def _greeted(body: str, due: Sequence[DueLetter]) -> DueLetter | None:
    """Give the letter whose reader the first line calls: who is named further down may be a leak."""
    line = fold(body.strip().partition("\n")[0])
    said = set(words(line)) if len(line) <= GREETING else set()

    def called(one: DueLetter) -> int:
        named = words(fold(f"{one.reader.name} {one.reader.company}"))
        whole = sum(word in said for word in named if len(word) > 1)
        return 2 * whole + (bool(named) and script(named[0][0]) == "han" and named[0][0] in line)

    best = max(due, key=called)
    return best if said and called(best) else None


def _names(body: str, due: DueLetter) -> bool:
    """Tell whether a text speaks to the reader of a letter, by name, company or address."""
    reader, said = due.reader, body.casefold()
    return any(text and text.casefold() in said for text in (reader.name, reader.company, reader.address))


def parted(session: Session, text: str) -> tuple[str, str]:
    """Part a letter whose first line is `Subject: ...`, then an empty line, into subject and body.

    The first line may be headed in either language of the interface, as the letters are told in both.
    """
    first, _, rest = text.partition("\n")
    for language in LANGUAGES:
        head = session.playbook.words(language)("interface.letters.subject", subject="").strip()
        for each in (head, head.replace("\N{FULLWIDTH COLON}", ":")):
            if first.strip().casefold().startswith(each.casefold()):
                return first.strip()[len(each) :].strip(), rest.lstrip("\n")
    return "", text


def _heading(session: Session, due: DueLetter) -> str:
    words = session.words
    return words(
        "interface.letters.heading",
        kind=words(f"explain.kind.{due.form}"),
        to=reader_told(words, due),
        language=words(f"explain.language.{due.language}"),
    )


def _remark(where: str, problem: dict[str, Any]) -> Fault:
    code = "letter-problem" if problem["line"] is None else "letter-problem-line"
    return Fault(where, code, problem)


def _parts(session: Session, situation: Judged, due: DueLetter, findings: tuple[Finding, ...]) -> list[str]:
    """Give the parts of the formula that an examination found in a text, in the formula's order."""
    rules = session.playbook.rules(StopRules, "stop")
    bound = due.kind == "letter" and due.role != "manager"
    if not bound or case_for(situation.incident, due, rules).already:
        return []
    wanting = {found.variant for found in findings if found.code in ("part-missing", "part-order")}
    return ["apology" if name == "closing" else name for name in ORDER if name not in wanting]


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
