"""Everything that the user has laid over words, rules and letters, read at once to see what is wrong."""

from __future__ import annotations

from pydantic import BaseModel

from ..core.playbook.clocks import ClockRules
from ..core.playbook.grade import GradeRules
from ..core.playbook.prevent import PreventRules
from ..core.playbook.stop import StopRules
from ..core.playbook.veris import VerisRules
from .letters import LANGUAGES as LETTER_LANGUAGES
from .letters import TEMPLATES
from .own import OwnFiles
from .playbook import LANGUAGES, WORD_FILES, Playbook

_RULES: dict[str, type[BaseModel]] = {
    "clocks": ClockRules,
    "grade": GradeRules,
    "prevent": PreventRules,
    "stop": StopRules,
    "veris": VerisRules,
}


def read_all(playbook: Playbook) -> None:
    """Read every file that the user has laid over ours; the playbook and its shelf keep what is wrong."""
    own = OwnFiles(playbook.overrides, playbook.faults)
    for language in LANGUAGES:
        for name in WORD_FILES:
            if own.has(f"{language}/{name}.toml"):
                # Asking for any of its words reads a file.
                playbook.words(language).strings.get(f"{name}.")
    for name, kind in _RULES.items():
        if own.has(f"rules/{name}.toml"):
            playbook.rules(kind, name)
    for code in LETTER_LANGUAGES:
        for name in TEMPLATES:
            if own.has(f"letters/{code}/{name}.j2"):
                playbook.shelf.template(code, name)
        if own.has(f"letters/{code}/language.toml"):
            playbook.shelf.language_table(code)
        if own.has("rules/examine.toml") or own.has(f"letters/{code}/cues.toml"):
            playbook.shelf.cues(code)
