"""Incident <-> TOML: the record that a person can read, compare and keep."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import tomli_w

from ..core.entry import entered
from ..core.fault import Fault, Term
from ..core.incident import SCHEMA, Incident, letter_key
from ..core.parts import TEXT_LIMIT, Event, Letter, SentMail, plain
from ..core.when import NO_TIME, is_known
from ..lean import unswept
from .kinds import no_record
from .moments import with_offsets
from .sift import MOST_FAULTS, shown, sift
from .timeline import sound_events, sound_typing
from .toml import decoded, parse_fit
from .unknown import Looks, misses_in, put_back, set_aside

_STEPS = ("mail", "stop", "grade", "explain", "prevent")
_LETTER = ("kind", "role", "number", "reader", "language", "tone", "subject", "body", "edited")
_ABSENT = frozenset({"missing-key", "no-schema"})
_STAMP = re.compile(r"\d{8}-\d{6}", re.ASCII)
# Stands in an id where a record has no time.
_NO_STAMP = "00000000-000000"
_ID = re.compile(r"\w[\w.-]{0,59}", re.ASCII)
# What TOML lets stand and a terminal obeys: tab, C1 controls, foreign line ends, turned directions.
_RAW = re.compile("[\t\x80-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


_WIDE = (b"\xff\xfe", b"\xfe\xff")
# What becomes a line end of another kind, or part of a second.
_UNFIT = re.compile(rb"\\[ruUx]|:\d\d\.\d")


class ReadRecord(NamedTuple):
    """Hold what a record file gave: the incident if there is one, the faults, whether it may be changed."""

    incident: Incident | None
    faults: tuple[Fault, ...]
    read_only: bool = False


def write_record(incident: Incident) -> bytes:
    """Give the TOML bytes of an incident: UTF-8, LF, the same bytes for the same incident.

    Control characters are escaped, so that the file can be shown in a terminal as it is.
    """
    return toml(record_tree(incident)).encode()


def toml(tree: Mapping[str, Any]) -> str:
    """Give a tree, or a part of one, as the text that stands for it in a record."""
    text = tomli_w.dumps(tree, multiline_strings=True)
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def record_tree(incident: Incident) -> dict[str, Any]:
    """Give an incident as the tree that its record holds."""
    tree = put_back(incident.tree)
    record: dict[str, Any] = {"schema": SCHEMA, "id": incident.id, "status": incident.status}
    record |= {key: tree[key] for key in ("opened_at", "closed_at") if key in tree}
    extra = incident.model_extra or {}
    record |= {key: value for key, value in extra.items() if not isinstance(value, Mapping | list | tuple)}
    record |= {step: tree.get(step, {}) for step in _STEPS}
    record["mail"] = mail_tree(incident.mail)
    if "letters" in tree.get("explain", {}):
        rest = {key: value for key, value in tree["explain"].items() if key != "letters"}
        record["explain"] = rest | {
            "letters": [_letter_tree(one) for one in incident.explain.letters.values()]
        }
    if incident.typing:
        held = {path: value for path, value in incident.typing.items() if value is not None}
        unset = [path for path, value in incident.typing.items() if value is None]
        record["typing"] = {"was": held, "unset": unset}
    record |= {key: value for key, value in extra.items() if isinstance(value, Mapping | list | tuple)}
    record["timeline"] = [event_tree(event) for event in incident.timeline]
    kept: dict[str, Any] = entered(record)
    return kept


def read_record(data: bytes, name: str) -> ReadRecord:
    """Read a record, keeping what is sound of it and naming every fault by file, line and key.

    Never raises. A record of a newer schema is read as far as it is understood, and is read-only.
    """
    with unswept():
        read = _read(data, name)
    if not read.faults:
        return read
    from .lines import with_lines

    return read._replace(faults=with_lines(read.faults, decoded(data) or "", name))


def _read(data: bytes, name: str) -> ReadRecord:
    tree, faults = parse_fit(data, name)
    if tree is None:
        large = faults[0].code == "too-large"
        return ReadRecord(None, ((None if large else no_record(data, name)) or faults[0],))
    schema = tree.pop("schema", None)
    newer = type(schema) is int and schema > SCHEMA
    if newer:
        # What is written again of it is no record of this schema either.
        tree["schema"] = schema
        faults.append(Fault(f"{name}: schema", "newer-schema", {"given": schema, "known": SCHEMA}))
    elif schema != SCHEMA or type(schema) is not int:
        faults.append(Fault(f"{name}: schema", "no-schema", {"known": SCHEMA}))
        if schema is None and not {"id", "timeline", "mail"} & tree.keys():
            return ReadRecord(None, (no_record(data, name) or Fault(name, "not-a-record"),))
    tree = tree if _is_entered(data) else entered(tree)
    incident = _sound(tree, data, name, faults)
    return ReadRecord(incident, tuple(_once(faults)), read_only=newer)


def _is_entered(data: bytes) -> bool:
    """Tell at a glance that nothing in a text has to be made fit to be kept: most of them the app wrote."""
    return b"\r" not in data and not data.startswith(_WIDE) and not _UNFIT.search(data)


def _once(faults: list[Fault]) -> Iterator[Fault]:
    """Give the faults; what was left out of a place because it is wrong is not missing there as well."""
    named: set[str] = set()
    for fault in faults:
        if fault.code not in _ABSENT or fault.where not in named:
            yield fault
        named.add(fault.where)


def _sound(tree: dict[str, Any], data: bytes, name: str, faults: list[Fault]) -> Incident | None:
    """Give the incident that a tree holds, adding to the faults whatever of it had to be left out."""
    tree, wrong = with_offsets(Incident, tree, name)
    faults += wrong
    looks = Looks()
    tree = _with_head(tree, data, name, faults)
    tree, wrong = set_aside(tree, name, looks)
    faults += wrong
    _bound_text(tree, name, faults)
    if isinstance(explain := tree.get("explain"), Mapping) and "letters" in explain:
        tree["explain"] = {**explain, "letters": _letters(explain["letters"], name, faults, looks)}
    if "timeline" in tree:
        tree["timeline"], wrong = sound_events(tree["timeline"], name, looks)
        faults += wrong
    typing = tree.pop("typing", {})
    incident, wrong = sift(Incident, tree, name, may_drop=lambda path: path not in (("id",), ("opened_at",)))
    faults += wrong
    if incident is None:
        return None
    faults += misses_in(incident, f"{name}: ", looks, beside=("letters", "timeline"))
    if incident.status == "closed" and incident.closed_at is None:
        faults.append(Fault(f"{name}: closed_at", "missing-key"))
    elif incident.status == "open" and incident.closed_at is not None:
        faults.append(Fault(f"{name}: closed_at", "while-open"))
        incident = incident.model_copy(update={"closed_at": None})
    incident, wrong = sound_typing(incident, typing, name)
    faults += wrong
    return incident


def mail_tree(mail: SentMail) -> dict[str, Any]:
    """Give the mail with each key that is known, so that a script finds the same keys in every record."""
    whole = mail.model_dump(by_alias=True, exclude_none=True)
    return whole | {"text": mail.text[:TEXT_LIMIT]}


def _letter_tree(letter: Letter) -> dict[str, Any]:
    return {key: getattr(letter, key) for key in _LETTER} | plain(letter)


def event_tree(event: Event) -> dict[str, Any]:
    """Give an event as the tree that a record holds of it."""
    detail = {"detail": event.detail} if event.detail else {}
    return {"at": event.at, "event": event.event, **detail, **(event.model_extra or {})}


def _with_head(tree: dict[str, Any], data: bytes, name: str, faults: list[Fault]) -> dict[str, Any]:
    """Give the tree with an id and an opening time, each missing or wrong one being a fault.

    The id names the file that the incident is kept in: one that is missing or could lead elsewhere
    gives way to one made of the opening and the record's own bytes.
    """
    tree = dict(tree)
    if "opened_at" not in tree:
        faults.append(Fault(f"{name}: opened_at", "missing-key"))
        tree["opened_at"] = _first_time(tree) or NO_TIME
    given = tree.get("id")
    if not isinstance(given, str) or not _ID.fullmatch(given):
        fault = Fault(f"{name}: id", "wrong-value", {"given": shown(given), "what": Term("id")})
        faults.append(fault if "id" in tree else Fault(f"{name}: id", "missing-key"))
        from hashlib import sha256

        at = tree["opened_at"]
        stamp = f"{at:%Y%m%d-%H%M%S}" if is_known(at) else _NO_STAMP
        tree["id"] = f"{stamp}-{sha256(data).hexdigest()[:4]}"
    return tree


def _first_time(tree: Mapping[str, Any]) -> datetime | None:
    """Give when the work began, as far as the rest of the record tells: its first event, the mail, its id."""
    timeline, mail = tree.get("timeline"), tree.get("mail")
    first = timeline[0] if isinstance(timeline, list) and timeline else None
    told = [each.get(key) for each, key in ((first, "at"), (mail, "sent_at")) if isinstance(each, Mapping)]
    if stamp := _STAMP.match(str(tree.get("id"))):
        # An id is made of the local time.
        with contextlib.suppress(ValueError, OverflowError, OSError):
            told.append(datetime.strptime(stamp[0], "%Y%m%d-%H%M%S").astimezone())
    return next((at for at in told if isinstance(at, datetime)), None)


def _bound_text(tree: Mapping[str, Any], name: str, faults: list[Fault]) -> None:
    """Name a text that is longer than a record keeps; the model cuts it."""
    mail = tree.get("mail")
    text = mail.get("text") if isinstance(mail, Mapping) else None
    if isinstance(text, str) and len(text) > TEXT_LIMIT:
        faults.append(Fault(f"{name}: mail.text", "out-of-range", {"given": len(text), "bound": TEXT_LIMIT}))


def _letters(listed: Any, name: str, faults: list[Fault], looks: Looks) -> dict[str, Letter]:
    """Give the letters that are right, by the key that the model holds them under."""
    letters: dict[str, Letter] = {}
    whole = listed if isinstance(listed, list) else [listed]
    before = len(faults)
    for number, table in enumerate(whole):
        place = f"explain.letters.{number}"
        if len(faults) - before >= MOST_FAULTS:
            faults.append(Fault(f"{name}: {place}", "left-out", {"count": len(whole) - number}))
            break
        if not isinstance(table, Mapping):
            values = {"given": shown(table), "what": Term("table")}
            faults.append(Fault(f"{name}: {place}", "wrong-value", values))
            continue
        letter, wrong = sift(Letter, dict(table), name, may_drop=lambda _: True, place=place)
        faults += wrong
        if letter is None:
            continue
        faults += misses_in(letter, f"{name}: {place}.", looks)
        key = letter_key(letter.kind, letter.role, letter.number, letter.language)
        if key in letters:
            faults.append(Fault(f"{name}: {place}", "twice", {"given": key}))
        letters[key] = letter
    return letters
