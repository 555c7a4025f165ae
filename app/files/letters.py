"""The templates of the letters: the shipped ones, with the user's own laid over them by file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from ..core.explain.compose import SIGNATURE_LINES, SOURCE_LIMIT, Composed, TemplateFault, check, compose
from ..core.explain.facts import Facts
from ..core.explain.language import LanguageTable
from ..core.explain.wrong import fault_near
from ..core.fault import Fault
from ..core.ids import LetterLanguage
from ..core.playbook.examine import Cues, ExamineRules
from .own import OwnFiles
from .shipped import shipped_folder, shipped_tree

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

Table = TypeVar("Table", bound=BaseModel)


class LetterShelf:
    """Hold the letter templates of every language, each read once.

    Under `overrides`, the user's config folder, `letters/LANGUAGE/NAME.j2` stands in place of the
    shipped template, `language.toml` and `cues.toml` over the shipped tables, key by key, and
    `signature.txt`, there or one folder up, in place of every signature; `rules/examine.toml` is laid over
    ours too. What is wrong in them is kept in `faults`, and ours stands.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        self.faults: list[Fault] = []
        self._own = OwnFiles(overrides, self.faults)
        self._sources: dict[tuple[str, str], str] = {}
        self._tables: dict[str, LanguageTable] = {}
        self._signatures: dict[str, str] = {}
        self._cues: dict[str, Cues] = {}
        self._rules: ExamineRules | None = None
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
            sound = own is not None and self._sound(own, language, name)
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
            named = (f"{language}/signature.txt", "signature.txt")
            path, own = next(((path, own) for path in named if (own := self._read(path))), ("", ""))
            self._signatures[language] = own
            if (lines := len(own.rstrip().splitlines())) > SIGNATURE_LINES:
                values = {"given": lines, "bound": SIGNATURE_LINES}
                self._own.add(Fault(f"{self._own.folder}/letters/{path}", "signature-too-long", values))
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
            path = f"letters/{language}/language.toml"
            self._tables[language] = self._laid(LanguageTable, path)
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
            if self._rules is None:
                self._rules = self._laid(ExamineRules, "rules/examine.toml")
            self._cues[language] = self._laid(Cues, f"letters/{language}/cues.toml", rules=self._rules)
        return self._cues[language]

    def compose(self, language: str, name: str, facts: Facts) -> Composed:
        """Render a letter; where the user's template fails on these facts, ours is rendered."""
        source, table = self.template(language, name), self.language_table(language)
        words_gap = {str(key): mark for key, mark in table.gap.items()}.__getitem__
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
            self._note(fault, language, name)
            self._sources[language, name] = ours
            return compose(ours, facts, words_gap=words_gap, signature=signature, farewells=farewells)

    def _known(self, language: str, name: str) -> None:
        if language not in self.languages():
            raise KeyError(language)
        if name not in TEMPLATES:
            raise KeyError(name)

    def _sound(self, source: str, language: str, name: str) -> bool:
        try:
            check(source, self.shipped(language, name))
        except TemplateFault as fault:
            self._note(fault, language, name)
            return False
        return True

    def _note(self, fault: TemplateFault, language: str, name: str) -> None:
        if fault.code == "gap":
            fault = fault_near(fault.line, "gap", fault.values["given"], self.language_table(language).gap)
        where = f"{self._own.folder}/letters/{language}/{name}.j2:{fault.line}"
        self._own.add(Fault(where, f"template.{fault.code}", fault.values))

    def _laid(self, kind: type[Table], path: str, **more: Any) -> Table:
        """Give a table of ours with the user's laid over it, `more` being fields that are in neither."""
        shipped = shipped_tree(path)
        own = self._own.tree(path)
        if own.tree is None:
            return kind.model_validate({**shipped, **more})
        from .overlay import lay

        table, _, faults = lay(kind, {**shipped, **more}, own.tree, own.where, text=own.text)
        self._own.add(*faults)
        return table

    def _read(self, path: str) -> str | None:
        data = self._own.data(f"letters/{path}", SOURCE_LIMIT * 4)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self._own.add(Fault(f"{self._own.folder}/letters/{path}", "not-text"))
        return None


def _shipped(language: str) -> Path:
    return shipped_folder("data") / "letters" / language


def _complete(folder: Path) -> bool:
    needed = ("language.toml", *(f"{name}.j2" for name in TEMPLATES))
    return folder.is_dir() and all(folder.joinpath(name).is_file() for name in needed)
