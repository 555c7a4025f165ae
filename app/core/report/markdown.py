"""The report that a manager needs, as Markdown in the language of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ..explain.due import DueLetter
from ..explain.readers import BLANK, intended_reader
from ..explain.standing import confirmations, has_confirmed
from ..grade.clocks import Clock
from ..ids import Kind
from ..parts import Reader
from ..playbook.words import Words
from .account import Account
from .chronicle import called, chronicle
from .markup import heading, item, paragraph
from .wording import Wording


def markdown(account: Account, words: Words) -> str:
    """Give the whole report, one section for each thing a manager asks."""
    return _Report(account, words).whole()


class _Report(Wording):
    def whole(self) -> str:
        sections: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
            ("summary", self._summary),
            ("times", self._times),
            ("exposed", self._exposed),
            ("grade", self._grade),
            ("done", self._done),
            ("letters", self._letters),
            ("open", self._open),
            ("clocks", self._clocks),
            ("lessons", self._lessons),
            ("timeline", self._timeline),
        )
        made = self.words("report.made", id=self.incident.id, at=self.time(self.account.now))
        parts = [heading(1, self.words("report.title")), paragraph(made)]
        for name, section in sections:
            lines = list(section()) or [paragraph(self.words(f"report.none.{name}")).rstrip("\n")]
            parts += [heading(2, self.words(f"report.section.{name}")), "\n".join(lines) + "\n"]
        return "\n".join(parts)

    def _summary(self) -> Iterator[str]:
        incident, words = self.incident, self.words
        yield self.item("content", self.coded("grade.content", incident.grade.content))
        yield self.item("recipient", self.coded("grade.recipient", incident.grade.recipient))
        yield self.item("readers", str(len(self.account.readers) or ""))
        yield self.item("sent", self.time(incident.mail.sent_at))
        yield self.item("grade", self._graded())
        letters = [one for one in self.account.due if one.kind == "letter"]
        out = sum(one.state in ("sent", "confirmed") for one in letters)
        confirmed = sum(self._has_confirmed(one) for one in letters)
        yield self.item(
            "letters", words("report.letters-out", total=len(letters), sent=out, confirmed=confirmed)
        )
        yield self.item("state", self.state())
        if passed := [one for one in self.account.clocks if self.has_passed(one)]:
            yield self.item("passed", words("report.semicolon").join(map(self.law_until, passed)))

    def _times(self) -> Iterator[str]:
        incident = self.incident
        stamps: dict[str, datetime | None] = {
            "sent": incident.mail.sent_at,
            "noticed": incident.grade.aware_at,
            "opened": incident.opened_at,
            "first-letter": self._first_sent("letter"),
            "confirmed": self._first_confirmed(),
        }
        if incident.closed_at is not None:
            stamps["closed"] = incident.closed_at
        to_wrong = [one for one in self.account.due if (one.kind, one.role) == ("letter", "wrong-recipient")]
        over = incident.status == "closed" or all(one.state == "declined" for one in to_wrong)
        waits = not over or (incident.status == "open" and self._first_sent() is not None)
        known = any(map(self._has_confirmed, to_wrong))
        missing = {
            "first-letter": self.words("report.never" if over else "report.not-yet"),
            "confirmed": "" if known else self.words("report.not-yet" if waits else "report.never"),
        }
        for label, at in stamps.items():
            yield self.item(label, self.since(at) if at is not None else missing.get(label, ""))

    def _has_confirmed(self, one: DueLetter) -> bool:
        readers = sum((each.kind, each.role) == ("letter", one.role) for each in self.account.due)
        return has_confirmed(self.incident, one.role, one.number, readers=readers)

    def _first_sent(self, kind: Kind | None = None) -> datetime | None:
        """Give when the first letter, or the first of any kind, went to a wrong reader."""
        times = [
            letter.sent_at
            for letter in self.incident.explain.letters.values()
            if letter.role == "wrong-recipient" and kind in (None, letter.kind) and letter.sent_at
        ]
        return min(times, key=datetime.timestamp, default=None)

    def _first_confirmed(self) -> datetime | None:
        """Give when the first of the wrong readers confirmed, in whatever way."""
        times = confirmations(self.incident, "wrong-recipient").values()
        return min(times, key=datetime.timestamp, default=None)

    def _exposed(self) -> Iterator[str]:
        grade, mail, explain = self.incident.grade, self.incident.mail, self.incident.explain
        attached = self.words("report.comma").join(one.name for one in mail.attachments)
        yield self.item("content", self.coded("grade.content", grade.content))
        yield self.item("subject", mail.subject)
        yield self.item("document", explain.document or attached)
        for reader in self.account.readers or (BLANK,):
            yield self.item("reader", self._named(reader))
        yield self.item("recipient", self.coded("grade.recipient", grade.recipient))
        if intended := self._named(intended_reader(self.incident)):
            yield self.item("intended", intended)
        if grade.recipients is not None:
            yield self.item("people", str(grade.recipients))
        for flag, answer in grade.flags.items():
            yield self.labelled(self.words(f"report.flag.{flag}"), self.words(f"grade.answer.{answer}"))

    def _graded(self) -> str:
        found = self.account.severity
        if found.score is None or found.band is None:
            return self.words("grade.band.ungraded")
        band = self.words(f"grade.band.{found.band}")
        text = self.words("report.scored", band=band, score=found.score, rules=self.account.rules)
        if found.lower == found.upper:
            return text
        reach = self.words("grade.meter.reach", lower=found.lower, upper=found.upper)
        return self.words("report.joined", first=text, second=reach)

    def _grade(self) -> Iterator[str]:
        found, then, words = self.account.severity, self.incident.grade.result, self.words
        if then is not None:
            band = self.coded("grade.band", then.band or "ungraded")
            score = self.unknown if then.score is None else then.score
            yield self.item("then", words("report.scored", band=band, score=score, rules=then.rules))
        yield self.item("now", self._graded())
        if then is not None and (then.score, then.band) != (found.score, found.band):
            yield self.item("differs", words("report.differs"))
        yield self.item("response", words(f"grade.response.{found.response}"))
        for reason in found.reasons:
            yield self.labelled(f"{reason.points:+d}", words(f"grade.reason.{reason.code}", **reason.values))
        for notice in found.notices:
            yield item(words(f"grade.notice.{notice}"))
        if found.unanswered:
            yield self.item("unanswered", str(len(found.unanswered)))
        if found.enisa is not None:
            level = words(f"grade.enisa.level.{found.enisa.level}")
            line = words("grade.enisa.line", se=found.enisa.se, level=level)
            yield self.labelled(words("grade.enisa.title"), line)
            yield item(words("grade.enisa.beside"), depth=1)

    def _done(self) -> Iterator[str]:
        words = self.words
        for name, tick in self.incident.stop.ticks.items():
            if tick == "done" and f"stop.item.{name}.done" in words:
                yield item(words(f"stop.item.{name}.done"))
        found = self.account.recall.verdict.verdict
        yield self.item("recall", words(f"stop.verdict.{found}-short"))

    def _letters(self) -> Iterator[str]:
        words, kept = self.words, self.incident.explain.letters
        # What has to go out stands before what need not.
        for due in sorted(self.account.due, key=lambda one: one.standing == "optional"):
            what = self._what(due)
            state = words(f"explain.state.{due.standing}")
            known = [kept[key] for key in kept if key.startswith(f"{due.kind}-{due.role}-{due.number}-")]
            times = {
                name: next(filter(None, (getattr(one, f"{name}_at") for one in known)), None)
                for name in ("copied", "sent", "confirmed")
            }
            # A letter may be copied once more after it was sent.
            stamps = [
                words(f"report.stamp.{called(due.kind, name)}", at=self.time(at))
                for at, name in sorted((at, name) for name, at in times.items() if at)
            ]
            named = self._named(due.reader)
            yield self.labelled(what, " · ".join(filter(None, (named, state, *stamps))))

    def _open(self) -> Iterator[str]:
        words = self.words
        for one in self.account.open:
            own = f"report.open.{one.id}"
            text = words(own) if own in words else words(one.key, **one.values)
            yield self.labelled(self.by(one), text)

    def _what(self, due: DueLetter) -> str:
        kind, to = self.words(f"explain.kind.{due.form}"), self.words(f"report.role.{due.role}")
        return self.words("report.letter", kind=kind, to=to)

    def _clocks(self) -> Iterator[str]:
        for one in self.account.clocks:
            yield from self._clock(one)
        if self.account.clocks:
            yield item(self.words("grade.clocks.disclaimer"))

    def _clock(self, one: Clock) -> Iterator[str]:
        words = self.words
        yield self.labelled(
            words(f"grade.clock.{one.id}.law", **one.values),
            words(f"grade.clock.{one.id}.text", **one.values),
        )
        if one.kind == "clock":
            starts = words(f"grade.starts.{one.starts}")
            unit = words(f"grade.unit.{one.unit}", amount=one.values.get("amount", ""))
            due = words("grade.clocks.due", time=self.time(one.due)) if one.due else ""
            yield item(" · ".join(filter(None, (unit, starts, due))), depth=1)
        for note in one.notes:
            yield item(words(f"grade.clocks.note.{note}"), depth=1)
        if one.source is not None:
            checked = one.checked_on.isoformat() if one.checked_on else self.unknown
            source = words("grade.clocks.checked", source=one.source, day=checked)
            yield item(f"{source} · {words(f'interface.sure.{one.confidence}')}", depth=1)
        elif one.kind != "note":
            yield item(words("grade.clocks.no-source"), depth=1)

    def _lessons(self) -> Iterator[str]:
        words, prevent = self.words, self.incident.prevent
        yield self.item("cause", self.coded("prevent.cause", prevent.cause))
        for technique, stops in self.account.techniques:
            said = [words(f"prevent.verdict.{stops}")] if stops else []
            decided = prevent.techniques.get(technique)
            code, due = (decided.choice, decided.due) if decided else ("none", None)
            code = "planned-for" if code == "planned" and due is not None else code
            said.append(words(f"report.choice.{code}", due=due or ""))
            yield self.labelled(words(f"prevent.technique.{technique}.name"), " · ".join(said))

    def _timeline(self) -> Iterator[str]:
        for told in chronicle(self.incident, self.words):
            yield self.labelled(self.time(told.at), told.what)
            for label, text in told.changes:
                yield self.labelled(label, text, depth=1)

    def _named(self, reader: Reader) -> str:
        told = (reader.name, reader.company, reader.address)
        return self.words("report.comma").join(text for text in told if text.strip())
