"""The templates of the letters: the shipped ones, with the user's own laid over them by file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from ..core.explain.compose import SOURCE_LIMIT, Composed, TemplateFault, check, compose
from ..core.explain.facts import Facts
from ..core.explain.language import LanguageTable
from ..core.fault import Fault, cannot_read
from ..core.ids import LetterLanguage
from ..core.playbook.examine import Cues
from .overlay import overlaid
from .regular import read_regular
from .shipped import shipped_folder
from .sift import sift
from .toml import parse

TONES = ("light", "formal", "crisis")
TEMPLATES = (
    *(f"{role}.{tone}" for role in ("wrong-recipient", "intended-recipient", "manager") for tone in TONES),
    "call.wrong-recipient",
    "message.wrong-recipient",
    "message.intended-recipient",
    "follow-up.wrong-recipient",
    "follow-up.intended-recipient",
)
LANGUAGES: tuple[LetterLanguage, ...] = get_args(LetterLanguage)


class LetterShelf:
    """Hold the letter templates of every language, each read once.

    Under `overrides`, the user's config folder, `letters/LANGUAGE/NAME.j2` stands in place of the
    shipped template, `language.toml` over the shipped table, key by key, and `signature.txt`, there or
    one folder up, in place of every signature. What is wrong in them is kept in `faults`, and ours stands.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        self.faults: list[Fault] = []
        self._own = overrides / "letters" if overrides else None
        self._sources: dict[tuple[str, str], str] = {}
        self._tables: dict[str, LanguageTable] = {}
        self._signatures: dict[str, str] = {}
        self._cues: dict[str, Cues] = {}
        self._languages: tuple[str, ...] | None = None

    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages that have every template and a table, ours first."""
        if self._languages is None:
            self._languages = tuple(code for code in LANGUAGES if _complete(_shipped(code)))
        return self._languages

    def template(self, language: str, name: str) -> str:
        """Give the source of a template, such as "manager.light" or "call.wrong-recipient".

        Raises KeyError for a language or a name that does not exist.
        """
        self._known(language, name)
        key = (language, name)
        if key not in self._sources:
            own = self._read(f"{language}/{name}.j2")
            sound = own is not None and self._sound(own, f"{language}/{name}.j2")
            self._sources[key] = own if own is not None and sound else self.shipped(language, name)
        return self._sources[key]

    def shipped(self, language: str, name: str) -> str:
        """Give the source of our own template, whatever the user has laid over it."""
        self._known(language, name)
        return _shipped(language).joinpath(f"{name}.j2").read_text(encoding="utf-8")

    def signature(self, language: str) -> str:
        """Give the user's own signature for a language, or nothing."""
        if language not in self._signatures:
            self._known(language, TEMPLATES[0])
            own = self._read(f"{language}/signature.txt") or self._read("signature.txt") or ""
            self._signatures[language] = own
        return self._signatures[language]

    def forget_signatures(self) -> None:
        """Read the user's own signatures anew when the next letter is written."""
        self._signatures.clear()

    def language_table(self, language: str) -> LanguageTable:
        """Give the words of a language that stand outside its templates.

        Raises KeyError for a language that does not exist.
        """
        if language not in self._tables:
            self._known(language, TEMPLATES[0])
            self._tables[language] = self._own_table(language) or LanguageTable.model_validate(
                _shipped_tree(language)
            )
        return self._tables[language]

    def titles(self, language: str) -> tuple[str, ...]:
        """Give the titles that a name ends with, in a language whose greeting wants one; elsewhere none."""
        return self.cues(language).rules.titles.after if self.language_table(language).wants_title else ()

    def cues(self, language: str) -> Cues:
        """Give the phrases by which letters of a language are examined.

        Raises KeyError for a language that does not exist.
        """
        if language not in self._cues:
            self._known(language, TEMPLATES[0])
            rules = (shipped_folder("data") / "rules/examine.toml").read_bytes()
            cues = _shipped(language).joinpath("cues.toml").read_bytes()
            told, numbers = parse(cues, f"{language}/cues.toml"), parse(rules, "rules/examine.toml")
            self._cues[language] = Cues.read(told[0] or {}, numbers[0] or {})
        return self._cues[language]

    def compose(self, language: str, name: str, facts: Facts) -> Composed:
        """Render a letter; where the user's template fails on these facts, ours is rendered."""
        source, words_gap = self.template(language, name), self.language_table(language).gap.__getitem__
        signature = self.signature(language)
        farewells: list[str] = []
        if signature:
            # A signature for every language may close in the user's own.
            for code in {language, "en", "zh"}:
                farewells += self.language_table(code).farewell
        try:
            return compose(source, facts, words_gap=words_gap, signature=signature, farewells=farewells)
        except TemplateFault as fault:
            ours = self.shipped(language, name)
            if source == ours:
                raise
            self._note(fault, f"{language}/{name}.j2")
            self._sources[language, name] = ours
            return compose(ours, facts, words_gap=words_gap, signature=signature, farewells=farewells)

    def _known(self, language: str, name: str) -> None:
        if language not in self.languages():
            raise KeyError(language)
        if name not in TEMPLATES:
            raise KeyError(name)

    def _sound(self, source: str, path: str) -> bool:
        try:
            check(source)
        except TemplateFault as fault:
            self._note(fault, path)
            return False
        return True

    def _note(self, fault: TemplateFault, path: str) -> None:
        where = f"{self._own / path}:{fault.line}" if self._own else path
        self.faults.append(Fault(where, "letter-template", {"what": fault.message}))

    def _own_table(self, language: str) -> LanguageTable | None:
        text = self._read(f"{language}/language.toml")
        if text is None:
            return None
        where = str(self._own / language / "language.toml") if self._own else ""
        tree, fault = parse(text.encode(), where)
        whole = overlaid(_shipped_tree(language), tree)
        table, faults = sift(LanguageTable, whole, where, may_drop=lambda _: False) if tree else (None, [])
        self.faults += [fault] if fault else faults
        return table

    def _read(self, path: str) -> str | None:
        if self._own is None:
            return None
        file = self._own / path
        try:
            data = read_regular(file, SOURCE_LIMIT * 4)
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except UnicodeDecodeError:
            self.faults.append(Fault(str(file), "not-text"))
        except OSError as error:
            self.faults.append(cannot_read(str(file), error))
        return None


def _shipped(language: str) -> Path:
    return shipped_folder("data") / "letters" / language


def _complete(folder: Path) -> bool:
    needed = ("language.toml", *(f"{name}.j2" for name in TEMPLATES))
    return folder.is_dir() and all(folder.joinpath(name).is_file() for name in needed)


def _shipped_tree(language: str) -> dict[str, Any]:
    tree, _ = parse(_shipped(language).joinpath("language.toml").read_bytes(), language)
    return tree or {}
