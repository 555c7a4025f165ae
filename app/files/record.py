"""Incident <-> TOML: the record that a person can read, compare and keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import tomli_w
from pydantic import BaseModel

from ..core.fault import Fault, nearest
from ..core.incident import SCHEMA, Incident, letter_key
from ..core.parts import Event, Letter, Part, SentMail, plain
from .sift import sift
from .toml import parse

_HEAD = ("id", "status", "opened_at", "closed_at")
_STEPS = ("mail", "stop", "grade", "explain", "prevent")
_LETTER = ("kind", "role", "number", "reader", "language", "tone", "subject", "body", "edited")


class ReadRecord(NamedTuple):
    """Hold what a record file gave: the incident if there is one, the faults, and whether it may be changed."""

    incident: Incident | None
    faults: tuple[Fault, ...]
    read_only: bool = False


def write_record(incident: Incident) -> bytes:
    """Give the TOML bytes of an incident: UTF-8, LF, the same bytes for the same incident."""
    return tomli_w.dumps(record_tree(incident), multiline_strings=True).encode("utf-8", "replace")


def record_tree(incident: Incident) -> dict[str, Any]:
    """Give an incident as the tree that its record holds."""
    tree = incident.tree
    record: dict[str, Any] = {"schema": SCHEMA, "id": incident.id, "status": incident.status}
    record |= {key: tree[key] for key in ("opened_at", "closed_at") if key in tree}
    extra = incident.model_extra or {}
    record |= {key: value for key, value in extra.items() if not isinstance(value, Mapping | list | tuple)}
    record |= {step: tree.get(step, {}) for step in _STEPS}
    record["mail"] = _mail_tree(incident.mail)
    letters = tree.get("explain", {}).get("letters")
    if letters:
        listed = [_letter_tree(letter) for letter in incident.explain.letters.values()]
        record["explain"] = {
            **{k: v for k, v in tree["explain"].items() if k != "letters"},
            "letters": listed,
        }
    if incident.typing:
        held = {path: value for path, value in incident.typing.items() if value is not None}
        unset = [path for path, value in incident.typing.items() if value is None]
        record["typing"] = {"was": held, "unset": unset}
    record |= {key: value for key, value in extra.items() if isinstance(value, Mapping | list | tuple)}
    record["timeline"] = [_event_tree(event) for event in incident.timeline]
    return record


def read_record(data: bytes, name: str) -> ReadRecord:
    """Read a record, keeping what is sound of it and naming every fault by file and key.

    Never raises. A record of a newer schema is read as far as it is understood, and is read-only.
    """
    tree, fault = parse(data, name)
    if tree is None:
        return ReadRecord(None, (fault,) if fault else ())
    schema = tree.pop("schema", None)
    faults: list[Fault] = []
    newer = isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA
    if newer:
        faults.append(Fault(f"{name}: schema", "newer-schema", {"given": schema, "known": SCHEMA}))
    elif schema != SCHEMA or isinstance(schema, bool):
        faults.append(Fault(f"{name}: schema", "no-schema", {"known": SCHEMA}))
        if schema is None and not {"id", "timeline", "mail"} & tree.keys():
            return ReadRecord(None, (*faults, Fault(name, "not-a-record")))
    tree = _with_head(tree, name, faults)
    faults += _regroup(tree, name)
    incident, wrong = sift(Incident, tree, name, may_drop=lambda path: path not in (("id",), ("opened_at",)))
    faults += wrong
    if incident is not None:
        faults += _near_misses(incident, "", name)
    return ReadRecord(incident, tuple(faults), read_only=newer)


def _mail_tree(mail: SentMail) -> dict[str, Any]:
    """Give the mail with each key that is known, so that a script finds the same keys in every record."""
    whole = mail.model_dump(by_alias=True, exclude_none=True)
    return {key: _plain_lists(value) for key, value in whole.items()}


def _plain_lists(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain_lists(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain_lists(item) for key, item in value.items()}
    return value


def _letter_tree(letter: Letter) -> dict[str, Any]:
    return {key: getattr(letter, key) for key in _LETTER} | plain(letter)


def _event_tree(event: Event) -> dict[str, Any]:
    detail = _plain_lists(event.detail)
    return {
        "at": event.at,
        "event": event.event,
        **({"detail": detail} if detail else {}),
        **(event.model_extra or {}),
    }


def _with_head(tree: dict[str, Any], name: str, faults: list[Fault]) -> dict[str, Any]:
    """Give the tree with an id and an opening time, each missing or wrong one being a fault."""
    tree = dict(tree)
    if not isinstance(tree.get("id"), str) or not tree["id"]:
        faults.append(Fault(f"{name}: id", "missing-key"))
        tree["id"] = "unnamed"
    opened = tree.get("opened_at")
    if not isinstance(opened, datetime):
        faults.append(Fault(f"{name}: opened_at", "missing-key"))
        tree["opened_at"] = _first_time(tree) or datetime(1970, 1, 1, tzinfo=UTC)
    elif opened.tzinfo is None:
        faults.append(Fault(f"{name}: opened_at", "no-offset", {"given": opened.isoformat()}))
        tree["opened_at"] = opened.replace(tzinfo=UTC)
    return tree


def _first_time(tree: Mapping[str, Any]) -> datetime | None:
    timeline = tree.get("timeline")
    first = timeline[0] if isinstance(timeline, list) and timeline else None
    at = first.get("at") if isinstance(first, Mapping) else None
    return at if isinstance(at, datetime) and at.tzinfo is not None else None


def _regroup(tree: dict[str, Any], name: str) -> list[Fault]:
    """Turn the listed letters into the mapping that the model holds, and typing into its own shape."""
    faults: list[Fault] = []
    explain = tree.get("explain")
    if isinstance(explain, Mapping) and "letters" in explain:
        letters: dict[str, Any] = {}
        listed = explain["letters"]
        for number, letter in enumerate(listed if isinstance(listed, list) else [listed]):
            if not isinstance(letter, Mapping):
                faults.append(
                    Fault(
                        f"{name}: explain.letters.{number}",
                        "wrong-value",
                        {"given": str(letter)[:40], "what": "table"},
                    )
                )
                continue
            sound, wrong = sift(Letter, dict(letter), name, may_drop=lambda _: True)
            at = f"{name}: explain.letters.{number}"
            faults += [fault._replace(where=fault.where.replace(f"{name}: ", f"{at}.")) for fault in wrong]
            if sound is None:
                continue
            key = letter_key(sound.kind, sound.role, sound.number, sound.language)
            if key in letters:
                faults.append(Fault(at, "twice", {"given": key}))
            letters[key] = plain(sound)
        tree["explain"] = {**explain, "letters": letters}
    typing = tree.get("typing")
    if isinstance(typing, Mapping):
        was, unset = typing.get("was", {}), typing.get("unset", [])
        before: dict[str, Any] = dict(was) if isinstance(was, Mapping) else {}
        before |= {path: None for path in unset if isinstance(path, str)} if isinstance(unset, list) else {}
        tree["typing"] = before
    return faults


def _near_misses(part: Part, place: str, name: str) -> list[Fault]:
    """Name each unknown key that was most likely meant to be a known one."""
    faults = []
    fields = type(part).model_fields
    known = [field.alias or key for key, field in fields.items()]
    for key in part.model_extra or {}:
        near = nearest(key, known)
        if near and near != "typing":
            faults.append(Fault(f"{name}: {place}{key}", "unknown-key-near", {"nearest": near}))
    for key, field in fields.items():
        value = getattr(part, key, None)
        here = f"{place}{field.alias or key}"
        items = [("", value)] if isinstance(value, Part) else _parts_of(value)
        for suffix, item in items:
            faults += _near_misses(item, f"{here}{suffix}.", name)
    return faults


def _parts_of(value: Any) -> list[tuple[str, Part]]:
    if isinstance(value, Mapping):
        return [(f".{key}", item) for key, item in value.items() if isinstance(item, Part)]
    if isinstance(value, tuple):
        return [(f".{number}", item) for number, item in enumerate(value) if isinstance(item, BaseModel)]  # type: ignore[misc]
    return []
