from __future__ import annotations

import pytest
from misdirect_tui.core.examine.case import Finding
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.telling import finding_placed

LEAK = Finding("leak", "name", {"found": "Verano"}, grave=True, line=3, place="body")
LONG = Finding(
    "explanation-long", "words", {"found": "It was", "count": "9", "limit": "8"}, line=2, place="body"
)
VAGUE = Finding("subject-vague", "vague", {"found": "News"}, place="subject")
MISSING = Finding("part-missing", "apology")


@pytest.mark.parametrize(
    ("language", "line", "head", "subject"),
    [
        ("en", "Line 3: ", "Line 2, “It was”: ", "Subject, “News”: "),
        ("zh", "第 3 行：", "第 2 行“It was”：", "主题“News”："),
    ],
)
def test_by_hand_a_remark_says_where_it_belongs_and_which_words_are_meant(
    language: str, line: str, head: str, subject: str
) -> None:
    words = Playbook().words(language)
    told = finding_placed(words, LEAK)
    assert told.startswith(line)
    assert told.count("Verano") == 1
    assert finding_placed(words, LONG).startswith(head)
    assert finding_placed(words, VAGUE).startswith(subject)
    assert finding_placed(words, MISSING) == words("examine.finding.part-missing.apology")
