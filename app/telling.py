"""What the core found, in words: lines that screens wrap and commands print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from .core.visible import visible
from .core.when import is_known, told_due

if TYPE_CHECKING:
    from .core.examine.case import Finding
    from .core.explain.due import DueLetter
    from .core.playbook.stop import Clicks
    from .core.playbook.words import Words
    from .core.prevent.ending import Line as Done
    from .core.prevent.outstanding import Outstanding
    from .core.prevent.techniques import Advice, Comparison, Guide
    from .core.stop.recall import Said, Verdict
    from .situation import ShownLetter, Situation

Weight = Literal["main", "note"]


class Line(NamedTuple):
    """Hold one line to wrap: what to do (`main`), or why (`note`)."""

    text: str
    weight: Weight


def said(words: Words, table: str, one: Said) -> str:
    """Give the words of a code, its values made safe to show, and how sure it is where that is less."""
    told = words(f"{table}.{one.code}", **{key: visible(str(value)) for key, value in one.values.items()})
    if one.confidence is None:
        return told
    return words("stop.shown.sure", what=told, sure=words(f"stop.confidence.{one.confidence}"))


def labelled(words: Words, label: str, text: str) -> str:
    """Join a label and what it stands for, with the colon of the language."""
    return words("interface.labelled", label=label, text=text)


def clicks(words: Words, path: Clicks) -> str:
    """Give a click path as the menu in the language of the interface shows it, and how sure that is."""
    menu = path.zh if words.language == "zh" else path.en
    return words("stop.shown.sure", what=" > ".join(menu.steps), sure=words(f"stop.path.{menu.confidence}"))


def source_told(words: Words, source: str) -> str:
    """Give where something was read: an address, or the description that it is the key of."""
    key = f"stop.source.{source}"
    return words(key) if key in words else source


def evidence(words: Words, found: Verdict | Guide, *, source: bool = True) -> str:
    """Say how sure something is, and with its `source` where it was read, and when that was checked."""
    if found.confidence is None:
        return ""
    sure = words(f"stop.confidence.{found.confidence}")
    if not source or found.source is None or found.checked_on is None:
        return sure
    read = source_told(words, found.source)
    return words("interface.evidence", sure=sure, source=read, checked=found.checked_on)


def cut_told(words: Words, what: str, above: int, below: int) -> str:
    """Say how much stands above and below what is seen, such as `cut_told(words, "row.more", 2, 5)`."""
    cut = {"above": above, "below": below}
    return "   ".join(words(f"interface.{what}-{side}", count=count) for side, count in cut.items() if count)


def advice_told(words: Words, advice: Advice) -> Iterator[Line]:
    """Tell a technique: whether it would have stopped this mail, how, why, and how this service does it."""
    if advice.why_code is not None:
        yield Line(words(advice.why_code), "main")
    yield Line(words(f"prevent.technique.{advice.technique}.how"), "note")
    yield Line(words(f"prevent.technique.{advice.technique}.why"), "note")
    if advice.state == "unnamed" and advice.measure is not None:
        name = words(f"prevent.measure.{advice.measure}")
        yield Line(labelled(words, name, words("prevent.state.unnamed")), "note")
        yield from _sides_told(words, advice)
        return
    for guide in (advice, *(one for one in advice.also if one.state != "unnamed")):
        yield from _guide_told(words, guide)


def _guide_told(words: Words, guide: Guide) -> Iterator[Line]:
    if guide.measure is None:
        return
    name = words(f"prevent.measure.{guide.measure}")
    if guide.client is not None:
        client = words(f"prevent.client.{guide.client}")
        name = words("interface.prevent.in-client", what=name, client=client)
    if guide.path is not None:
        steps = guide.path.lines(words.language)
        if len(steps) == 1:
            yield Line(labelled(words, name, steps[0]), "main")
        else:
            yield Line(labelled(words, name, "").rstrip(), "main")
            yield from (Line(f"- {step}", "main") for step in steps)
        if guide.instead is not None:
            yield Line(words(f"prevent.instead.{guide.instead}"), "main")
    else:
        yield Line(labelled(words, name, words(f"prevent.state.{guide.state}")), "note")
        yield Line(words(f"prevent.instead.{guide.instead}"), "main")
    # What is said of menus in one language is empty in the other.
    caveats = filter(None, (words(f"prevent.caveat.{code}") for code in guide.caveats))
    yield from (Line(caveat, "note") for caveat in caveats)
    told = evidence(words, guide)
    if told:
        yield Line(told, "note")
    yield from _sides_told(words, guide)


def _sides_told(words: Words, guide: Guide) -> Iterator[Line]:
    yield from (Line(words(f"prevent.two-sided.{code}"), "note") for code in guide.two_sided)


def summary_told(words: Words, line: Done) -> str:
    """Give one thing that was done."""
    return words(
        f"prevent.summary.{line.code}", **{key: visible(value) for key, value in line.values.items()}
    )


def follow_up_told(words: Words, one: Outstanding, now: datetime) -> str:
    """Give one thing that is still to come, and by when."""
    from .core.prevent.outstanding import urgency

    what = words(one.key, **{key: visible(value) for key, value in one.values.items()})
    code = urgency(one.key, late=one.due <= now) if is_known(one.due) else "now"
    return words(f"interface.summary.{code}", what=what, due=told_due(one.due, now))


def sent_told(words: Words, situation: Situation, *, long: bool) -> str:
    """Say when the mail was sent and how long ago that is, or what is counted instead."""
    if not is_known(situation.sent_at):
        return words(f"interface.bar.unknown-{'long' if long else 'short'}")
    code, count = situation.since_sent()
    past = words(f"interface.ago.{code}", count=count)
    given = "sent" if situation.mail.sent_at else "assumed"
    at = situation.sent_at
    time = (
        f"{at:%H:%M}" if at.date() == situation.now.astimezone(at.tzinfo).date() else f"{at:%Y-%m-%d %H:%M}"
    )
    return words(f"interface.bar.{given}-{'long' if long else 'short'}", time=time, ago=past)


def whose(named: str, letter: ShownLetter) -> Callable[[Words], str]:
    """Give what names a letter, or a part of it, with its reader."""

    def told(words: Words) -> str:
        what = words(f"interface.copy.{named}")
        return words("interface.copy.whose", what=what, to=reader_told(words, letter.due))

    return told


def reader_told(words: Words, due: DueLetter) -> str:
    """Name the reader of a letter as far as anything is known of them."""
    reader = due.reader
    named = reader.name or reader.company or reader.address
    role = words(f"explain.role.{due.role}")
    return labelled(words, role, visible(named)) if named else role


def letter_heading(situation: Situation, letter: ShownLetter) -> tuple[str, str]:
    """Head a letter: what it is and for whom; then the address, the language, the tone."""
    words, due = situation.words, letter.due
    first = words(
        "interface.explain.letter", kind=words(f"explain.kind.{due.form}"), to=reader_told(words, due)
    )
    address = visible(due.reader.address) if due.reader.name or due.reader.company else ""
    facts = [address, words(f"explain.language.{due.language}")]
    if due.kind == "letter":
        facts.append(words(f"explain.tone.{due.tone}"))
    if letter.edited:
        facts.append(words("interface.preview.edited"))
    return first, "   ".join(fact for fact in facts if fact)


def letter_remarks(situation: Situation, *, placed: bool = False) -> Iterator[Line]:
    """Give what is grave in the shown letter, then what would improve it most, then what is unwise in it."""
    tell = finding_placed if placed else finding_told

    def lines(kind: Literal["main", "note"]) -> Iterator[Line]:
        for found in situation.findings:
            if found.code != "open-field" and found.grave == (kind == "main"):
                yield Line(tell(situation.words, found), kind)

    yield from lines("main")
    if situation.hint:
        yield Line(situation.hint, "main")
    yield from lines("note")


def remarks_told(situation: Situation, most: int, *, placed: bool = False) -> list[str]:
    """Tell the remarks on the shown letter, each in a line; the last of `most` says how many are left."""
    told = [line.text for line in letter_remarks(situation, placed=placed)]
    if len(told) <= most:
        return told
    rest = situation.words("interface.preview.more-remarks", count=len(told) - most + 1)
    return [*told[: most - 1], rest]


def finding_placed(words: Words, found: Finding) -> str:
    """Tell what the examiner found, its line, and its words where the sentence does not say them."""
    said = finding_told(words, found)
    if found.place == "letter":
        return said
    there = visible(found.values.get("found", ""))
    place = "subject" if found.line is None else "line"
    code = f"interface.editor.{place}" if not there or there in said else f"interface.editor.{place}-words"
    return words(code, line=found.line or 0, found=there, said=said)


def finding_told(words: Words, found: Finding) -> str:
    """Tell what the examiner found, in one sentence."""
    return words(found.key, **{key: visible(value) for key, value in found.values.items()})


def firewall_told(situation: Situation) -> Iterator[Line]:
    """Tell what was decided in earlier incidents, and what that means for this one."""
    words = situation.words
    kept = situation.firewall.elsewhere(situation.incident) if situation.firewall else {}
    if not kept:
        return
    yield Line(words("prevent.firewall.heading"), "main")
    compared = {one.technique: one for one in situation.comparisons}
    for technique, habit in kept.items():
        name = words(f"prevent.technique.{technique}.name")
        code = habit.choice if habit.choice != "planned" or habit.due else "planned-undated"
        values = {"since": f"{habit.since:%Y-%m-%d}", "due": habit.due.isoformat() if habit.due else ""}
        said = words(f"prevent.firewall.{code}", **values)
        if technique not in situation.stood:
            said = words("prevent.firewall.later", said=said)
        one = compared.get(technique)
        if one is None:
            yield Line(labelled(words, name, said), "note")
        else:
            yield Line(labelled(words, name, compared_told(words, one)), "main")


def compared_told(words: Words, one: Comparison) -> str:
    """Tell what an earlier decision meant for this incident."""
    return words(f"prevent.compare.{one.code}", **one.values)
