"""Words and rules: the shipped files, with the user's own laid over them."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from ..core.fault import Fault, Term, nearest
from ..core.playbook.words import LANGUAGES as LANGUAGES
from ..core.playbook.words import WordFile, Words
from .own import OwnFiles
from .shipped import shipped_tree

if TYPE_CHECKING:
    from ..core.playbook.laws import BrokenLaw
    from .letters import LetterShelf

WORD_FILES = ("interface", "stop", "grade", "explain", "examine", "prevent", "report", "register")

Rules = TypeVar("Rules", bound=BaseModel)


class Playbook:
    """Load words and rules when they are first asked for, and remember what was wrong with the user's.

    A file of the same name under `overrides` is laid over the shipped one, key by key; what is wrong
    in it is left out, kept in `faults`, and the shipped value stands.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        self.overrides = overrides
        self.faults: list[Fault] = []
        self._own = OwnFiles(overrides, self.faults)
        self._words: dict[str, Words] = {}
        self._rules: dict[str, BaseModel] = {}

    @cached_property
    def shelf(self) -> LetterShelf:
        """Give the letter templates; their module is imported when the first letter is wanted."""
        from .letters import LetterShelf

        return LetterShelf(self.overrides)

    def words(self, language: str) -> Words:
        """Give the words of a language; each file is read when its first key is asked for."""
        if language not in self._words:
            load = self._load_words
            self._words[language] = Words(language, LazyStrings(lambda name: load(language, name)))
        return self._words[language]

    def rules(self, kind: type[Rules], name: str) -> Rules:
        """Give the rules of one file, such as `rules(GradeRules, "grade")`."""
        if name not in self._rules:
            self._rules[name] = self._load_rules(kind, name)
        loaded = self._rules[name]
        assert isinstance(loaded, kind)  # noqa: S101  one name is asked for with one kind
        return loaded

    def _load_words(self, language: str, name: str) -> dict[str, str]:
        shipped, _ = WordFile.model_validate(shipped_tree(f"{language}/{name}.toml")).flat(name)
        own, source, where = self._own.tree(f"{language}/{name}.toml")
        if own is None:
            return shipped
        from .sift import shown

        strings, wrong = WordFile.model_validate(own).flat(name)
        for key, value in wrong.items():
            unknown = None if key in shipped else _word_fault(key, "", shipped, where, source)
            no_text = {"given": shown(value), "what": Term("text")}
            self.faults.append(unknown or Fault(_placed(where, source, key), "wrong-value", no_text))
        sound = {}
        for key, text in strings.items():
            fault = _word_fault(key, text, shipped, where, source)
            if fault is None:
                sound[key] = text
            else:
                self.faults.append(fault)
        return shipped | sound

    def _load_rules(self, kind: type[Rules], name: str) -> Rules:
        shipped = shipped_tree(f"rules/{name}.toml")
        own, text, where = self._own.tree(f"rules/{name}.toml")
        if own is None:
            return kind.model_validate(shipped)
        from .overlay import lay_lawful

        rules, faults = lay_lawful(kind, shipped, own, where, text=text, laws=_laws(name))
        self.faults += faults
        return rules


class LazyStrings(Mapping[str, str]):
    """Read a word file when a key that begins with its name is first asked for."""

    def __init__(self, load: Callable[[str], dict[str, str]]) -> None:
        self._load = load
        self._files: dict[str, dict[str, str]] = {}

    def _file(self, key: str) -> dict[str, str]:
        name = key.partition(".")[0]
        if name not in self._files:
            if name not in WORD_FILES:
                raise KeyError(key)
            self._files[name] = self._load(name)
        return self._files[name]

    def __getitem__(self, key: str) -> str:
        return self._file(key)[key]

    def __iter__(self) -> Iterator[str]:
        for name in WORD_FILES:
            yield from self._file(name)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def placeholders(text: str) -> set[str]:
    """Give the names between braces in a text.

    Raises ValueError when a brace stands alone.
    """
    return {field for field, _ in _fields(text)}


def _fields(text: str) -> set[tuple[str, str]]:
    """Give the names between braces, each with what stands behind it; raises as `placeholders` does."""
    parsed = string.Formatter().parse(text)
    return {
        (field, f"!{conversion}" * bool(conversion) + f":{form}" * bool(form))
        for _, field, form, conversion in parsed
        if field is not None
    }


def _laws(name: str) -> Callable[[Any], tuple[BrokenLaw, ...]]:
    if name != "grade":
        return lambda _: ()
    from ..core.playbook.laws import broken_laws

    return broken_laws


def _placed(where: str, source: str, key: str) -> str:
    from .lines import placed

    return placed(where, source, key.partition(".")[2])


def _near(key: str, known: list[str]) -> str | None:
    """Give the key that was likely meant; where its table is right, only the name has to be alike."""
    table, dot, name = key.rpartition(".")
    beside = [each for each in known if each.rpartition(".")[0] == table]
    if not beside:
        return nearest(key, known)
    near = nearest(name, (each.rpartition(".")[2] for each in beside))
    return near and f"{table}{dot}{near}"


def _word_fault(key: str, text: str, shipped: Mapping[str, str], where: str, source: str) -> Fault | None:
    if key not in shipped:
        near = _near(key.partition(".")[2], [known.partition(".")[2] for known in shipped])
        values = {"nearest": near or ""}
        code = "unknown-key-near" if near else "unknown-key"
        return Fault(_placed(where, source, key), code, values)
    known = _fields(shipped[key])
    try:
        unknown = _fields(text) - known
    except ValueError:
        return Fault(_placed(where, source, key), "brace", {"given": text})
    if unknown:
        values = {
            "given": ", ".join(sorted(f"{{{field}{form}}}" for field, form in unknown)),
            "allowed": ", ".join(sorted(f"{{{field}{form}}}" for field, form in known)) or "-",
        }
        return Fault(_placed(where, source, key), "placeholder", values)
    return None
