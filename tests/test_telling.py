from __future__ import annotations

from datetime import UTC, datetime

import pytest
from misdirect_tui.core.examine.case import Finding
from misdirect_tui.core.prevent.outstanding import Outstanding
from misdirect_tui.core.when import NO_TIME
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.telling import finding_placed, follow_up_told

from tests.conftest import NOW

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


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (datetime(2025, 11, 25, 1, 0, tzinfo=UTC), "(by 11-25 09:00)"),
        (datetime(2026, 10, 28, 1, 0, tzinfo=UTC), "(by 2026-10-28 09:00)"),
        # The year is that of the place: there it is the next one already.
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), "(by 2026-01-01 01:00)"),
        (datetime(2024, 11, 25, 1, 0, tzinfo=UTC), "(was due 2024-11-25 09:00)"),
        (NO_TIME, "(now)"),
    ],
)
def test_a_due_time_has_its_year_where_that_is_another(due: datetime, told: str) -> None:
    one = Outstanding("recall-report", "stop.follow-up.recall-report", due)
    assert follow_up_told(Playbook().words("en"), one, NOW).endswith(told)
