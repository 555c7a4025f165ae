"""Everything that the user has laid over words, rules and letters, read at once to see what is wrong."""

from __future__ import annotations

import os

from pydantic import BaseModel

from ..core.playbook.clocks import ClockRules
from ..core.playbook.grade import GradeRules
from ..core.playbook.prevent import PreventRules
from ..core.playbook.stop import StopRules
from ..core.playbook.veris import VerisRules
from .letters import LANGUAGES as LETTER_LANGUAGES
from .letters import TEMPLATES
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
    own = playbook.overrides
    if own is None:
        return
    for language in LANGUAGES:
        for name in WORD_FILES:
            if os.path.lexists(own / language / f"{name}.toml"):
                # Asking for any of its words reads a file.
                playbook.words(language).strings.get(f"{name}.")
    for name, kind in _RULES.items():
        if os.path.lexists(own / "rules" / f"{name}.toml"):
            playbook.rules(kind, name)
    for code in LETTER_LANGUAGES:
        for name in TEMPLATES:
            if os.path.lexists(own / "letters" / code / f"{name}.j2"):
                playbook.shelf.template(code, name)
        if os.path.lexists(own / "letters" / code / "language.toml"):
            playbook.shelf.language_table(code)
