"""Words and rules: the shipped files, with the user's own laid over them."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from ..core.fault import Fault, nearest
from ..core.playbook.words import WordFile, Words
from .sift import sift
from .toml import parse

if TYPE_CHECKING:
    from .letters import LetterShelf

LANGUAGES = ("en", "zh")
WORD_FILES = ("interface", "stop", "grade", "explain", "examine", "prevent")

Rules = TypeVar("Rules", bound=BaseModel)


class Playbook:
    """Load words and rules when they are first asked for, and remember what was wrong with the user's.

    A file of the same name under `overrides` is laid over the shipped one, key by key; what is wrong
    in it is left out, kept in `faults`, and the shipped value stands.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        self.overrides = overrides
        self.faults: list[Fault] = []
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
        shipped, _ = WordFile.model_validate(_shipped(f"{language}/{name}.toml")).flat(name)
        own, where = self._own(f"{language}/{name}.toml")
        if own is None:
            return shipped
        strings, wrong = WordFile.model_validate(own).flat(name)
        self.faults += [
            Fault(f"{where}: {key}", "wrong-value", {"given": "", "what": "text"}) for key in wrong
        ]
        for key, text in strings.items():
            fault = _word_fault(key, text, shipped, where)
            if fault is None:
                shipped[key] = text
            else:
                self.faults.append(fault)
        return shipped

    def _load_rules(self, kind: type[Rules], name: str) -> Rules:
        shipped = _shipped(f"rules/{name}.toml")
        own, where = self._own(f"rules/{name}.toml")
        if own is not None:
            laid = _overlay(shipped, own)
            sound, faults = sift(kind, laid, where, may_drop=lambda path: _holds(own, path))
            self.faults += faults
            if sound is not None and not faults:
                return sound
            # Leaving a value out would leave a hole where the shipped one belongs: lay again without it.
            for fault in faults:
                own = _removed(own, fault.where.removeprefix(f"{where}: ").split("."))
            sound, _ = sift(kind, _overlay(shipped, own), where, may_drop=lambda _: False)
            if sound is not None:
                return sound
        return kind.model_validate(shipped)

    def _own(self, path: str) -> tuple[dict[str, Any] | None, str]:
        if self.overrides is None:
            return None, ""
        file = self.overrides / path
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            self.faults.append(Fault(str(file), "cannot-read", {"what": error.strerror or ""}))
            return None, ""
        tree, fault = parse(data, str(file))
        if fault is not None:
            self.faults.append(fault)
        return tree, str(file)


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
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def _shipped(path: str) -> dict[str, Any]:
    data = resources.files("misdirect_tui.data").joinpath(path).read_bytes()
    tree, fault = parse(data, path)
    if tree is None:
        raise ValueError(f"the shipped file {path} is broken: {fault}")
    return tree


def _word_fault(key: str, text: str, shipped: Mapping[str, str], where: str) -> Fault | None:
    place = f"{where}: {key.partition('.')[2]}"
    if key not in shipped:
        near = nearest(key, shipped)
        values = {"nearest": (near or "").partition(".")[2]}
        return Fault(place, "unknown-key-near" if near else "unknown-key", values)
    try:
        unknown = placeholders(text) - placeholders(shipped[key])
    except ValueError:
        return Fault(place, "brace")
    if unknown:
        allowed = ", ".join(sorted(placeholders(shipped[key]))) or "-"
        return Fault(place, "placeholder", {"given": ", ".join(sorted(unknown)), "allowed": allowed})
    return None


def _overlay(below: Any, above: Any) -> Any:
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: _overlay(below.get(key), value) for key, value in above.items()}}
    return above


def _holds(tree: Any, path: tuple[Any, ...]) -> bool:
    for step in path:
        if (isinstance(tree, Mapping) and step in tree) or (
            isinstance(tree, list) and isinstance(step, int) and step < len(tree)
        ):
            tree = tree[step]
        else:
            return False
    return True


def _removed(tree: Any, path: list[str]) -> Any:
    if not isinstance(tree, Mapping) or not path:
        return None
    step, rest = path[0], path[1:]
    copy = dict(tree)
    if step in copy:
        below = _removed(copy[step], rest) if rest else None
        if below is None:
            del copy[step]
        else:
            copy[step] = below
    return copy
