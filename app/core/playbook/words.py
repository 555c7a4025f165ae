"""The words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, RootModel

LANGUAGES = ("en", "zh")


class WordFile(RootModel[dict[str, Any]]):
    """Hold one word file: tables of strings, nested as deep as wanted."""

    model_config = ConfigDict(frozen=True)

    def flat(self, prefix: str) -> tuple[dict[str, str], dict[str, Any]]:
        """Give dotted key to words, and of what is no string dotted key to value."""
        strings: dict[str, str] = {}
        wrong: dict[str, Any] = {}
        pending: list[tuple[str, Mapping[str, Any]]] = [(prefix, self.root)]
        while pending:
            above, table = pending.pop()
            for key, value in table.items():
                path = f"{above}.{key}"
                if isinstance(value, str):
                    strings[path] = value
                elif isinstance(value, Mapping):
                    pending.append((path, value))
                else:
                    wrong[path] = value
        return strings, wrong


class Words:
    """Look words up by dotted key: `words("stop.verdict.cannot")`; the first part names the file."""

    def __init__(self, language: str, strings: Mapping[str, str]) -> None:
        self.language = language
        self.strings = strings

    @property
    def other_language(self) -> str:
        """Give the code of the other language of the interface."""
        return next(code for code in LANGUAGES if code != self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the words of a key with its placeholders filled in.

        Raises KeyError for a key or a placeholder that is not there.
        """
        text = self.strings[key]
        return text.format_map(values) if values else text

    def __contains__(self, key: object) -> bool:
        """Tell whether a key has words."""
        return key in self.strings
