"""The short messages and the call: as much as the letter says, and as it is said aloud."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any, get_args

import pytest
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.ids import Content
from misdirect_tui.core.parts import Reader, Sender
from misdirect_tui.files.letters import LetterShelf

SHELF = LetterShelf()
LANGUAGES = SHELF.languages()
KNOWN: dict[str, Any] = {"reader": Reader(name="Rname"), "sender": Sender(name="Sname")}


def said(language: str, name: str, **facts: Any) -> str:
    return SHELF.compose(language, name, Facts(**{**KNOWN, **facts})).body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["message.wrong-recipient", "follow-up.wrong-recipient"])
def test_a_message_asks_for_what_was_passed_on_where_anything_is_to_be_deleted(
    language: str, name: str
) -> None:
    assert len(said(language, name, forwarded=True)) > len(said(language, name))
    kept = {"content": "catalogue", "confidential": False}
    assert said(language, name, **kept, forwarded=True) == said(language, name, **kept)
    assert said(language, name, public=True) == said(language, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["message.intended-recipient", "follow-up.intended-recipient"])
def test_a_message_tells_b_that_it_went_further(language: str, name: str) -> None:
    ways = [
        said(language, name, forwarded=forwarded, public=public)
        for forwarded in (False, True)
        for public in (False, True)
    ]
    neither, seen, passed, both = ways
    assert len(set(ways)) == 4
    assert len(neither) < min(len(seen), len(passed)) <= len(both)


def test_the_light_chinese_letter_to_b_names_the_slip_once() -> None:
    body = said("zh", "intended-recipient.light", content="quotation")
    assert body.count("疏忽") == 1


def moment(hour: int, minute: int, offset: float) -> datetime:
    return datetime(2025, 3, 12, hour, minute, tzinfo=timezone(timedelta(hours=offset)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("offset", [8, 5.5, -3, 2])
def test_what_is_spoken_reads_the_year_aloud_only_where_it_is_another(language: str, offset: float) -> None:
    table = SHELF.language_table(language)
    for hour in range(24):
        for minute in (0, 5, 32):
            at = moment(hour, minute, offset)
            told = table.spoken(at, beside=at)
            assert told == table.spoken(at)
            assert "2025" not in told
            assert "12" in told
            assert told != table.when(at)
            assert "2025" in table.spoken(at, beside=at.replace(year=2026))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("offset", "said"), [(2, "UTC+2"), (-3, "UTC-3"), (5.5, "UTC+5:30")])
def test_no_moment_is_said_to_be_of_a_clock_that_nobody_knows(
    language: str, offset: float, said: str
) -> None:
    table = SHELF.language_table(language)
    told = table.spoken(moment(14, 32, offset))
    assert re.search(rf"{re.escape(said)}(?!\d)", told)
    universal = table.spoken(moment(14, 32, 0))
    assert "UTC" not in universal or not re.search(r"UTC[+-]", universal)
    assert len({told, universal, table.spoken(moment(14, 32, 8))}) == 3


@pytest.mark.parametrize(
    ("language", "at", "told"),
    [
        ("en", moment(14, 32, 8), "2:32 p.m. China time on 12 March"),
        ("en", moment(0, 5, 2), "12:05 a.m. UTC+2 on 12 March"),
        ("en", moment(9, 0, 8), "9 a.m. China time on 12 March"),
        ("zh", moment(14, 32, 8), "3月12日下午2点32分"),
        ("zh", moment(20, 0, 8), "3月12日晚上8点"),
        ("zh", moment(9, 5, 2), "3月12日UTC+2时间上午9点05分"),
        ("es", moment(1, 5, 8), "12 de marzo a la 1:05, hora de China,"),
        ("fr", moment(1, 0, 8), "12 mars à une heure, heure de Chine,"),
        ("de", moment(14, 32, 8), "12. März um 14:32 Uhr chinesischer Zeit"),
        ("ja", moment(14, 0, 9), "3月12日14時"),
        ("en", moment(14, 32, 0), "2:32 p.m. UTC on 12 March"),
        ("ru", moment(14, 32, 0), "12 марта в 14:32 по всемирному времени"),
    ],
)
def test_a_moment_is_told_aloud_as_people_say_it(language: str, at: datetime, told: str) -> None:
    assert SHELF.language_table(language).spoken(at) == told


def test_a_language_that_does_not_say_how_tells_a_moment_as_it_is_written() -> None:
    table = SHELF.language_table("en")
    plain = table.model_copy(update={"time": table.time.model_copy(update={"spoken": None})})
    assert plain.spoken(moment(14, 32, 8)) == table.when(moment(14, 32, 8))
    assert table.spoken(None) == ""


TONES = ("light", "formal", "crisis")
ASKING = [f"wrong-recipient.{tone}" for tone in TONES] + [
    "call.wrong-recipient",
    "message.wrong-recipient",
    "follow-up.wrong-recipient",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKING)
def test_nobody_is_asked_twice_for_a_deletion_that_they_have_confirmed(language: str, name: str) -> None:
    asked = SHELF.compose(language, name, Facts(**KNOWN, content="contract", recalled=True))
    thanked = SHELF.compose(
        language, name, Facts(**KNOWN, content="contract", recalled=True, answered=True, opened=True)
    )
    assert len(thanked.body) < len(asked.body)
    assert bool(thanked.subject) == bool(asked.subject)
    assert thanked.subject != asked.subject or not asked.subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [one for one in ASKING if "light" not in one and "follow" not in one])
def test_what_was_read_of_remarks_is_apologised_for_and_what_may_have_been_is_not_told(
    language: str, name: str
) -> None:
    unread, read = (said(language, name, content="commentary", opened=opened) for opened in (False, True))
    plain = {opened: said(language, name, content="quotation", opened=opened) for opened in (False, True)}
    added = {
        line
        for line in re.split(r"(?<=[.。])\s*|\n+", read)
        if line and line not in unread and line not in plain[True]
    }
    assert added
    assert unread != plain[False]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    ["message.intended-recipient", *(f"intended-recipient.{t}" for t in TONES)],
)
def test_whom_an_internal_mail_concerns_may_ask_about_it_in_person(language: str, name: str) -> None:
    told = said(language, name, content="commentary")
    assert len(told) > len(said(language, name, content="quotation"))
    assert "mentions" not in told


# What the letters to an outsider say and nobody says to a colleague.
STIFF = {
    "en": ("something internal", "another party", "catalogue", "Yours sincerely"),
    "zh": ("您", "尊敬", "此致", "烦请", "恳请", "郑重"),
    "es": ("uso interno", "otro destinatario", "catálogo", "Buenos días", "Reciba"),
    "fr": (
        "élément interne",
        "interlocuteur",
        "catalogue",
        "à l'appareil",
        "je vous prie",
        "agréer",
        "Je vous renouvelle",
    ),
    "de": ("Internes", "anderen Empfänger", "Katalog", "Guten Tag", "Mit freundlichen"),
    "pt": (
        "uso interno",
        "outro destinatário",
        "catálogo",
        "Prezad",
        "Apresento",
        "Reitero",
        "lhe causa",
    ),
    "ru": ("внутренн", "другой стороне", "каталог", "Приношу", "глубоки"),
    "ar": ("كم ", "معلومات داخلية", "جهة أخرى", "كتالوج", "حضرة", "وتفضلوا"),
    "ja": ("ございま", "申し上げ", "社内", "カタログ", "御中", " 様", "頂戴"),
    "ko": ("습니까", "십시오", "송구", "내부 정보", "카탈로그", "님께", "기회를 주시면"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKING)
def test_a_letter_to_a_colleague_speaks_as_colleagues_do(language: str, name: str) -> None:
    for content, opened in product(("", *get_args(Content)), (False, True)):
        kept = content != "catalogue"
        told = said(
            language,
            name,
            content=content,
            opened=opened,
            confidential=kept,
            recipient="colleague",
            forwarded=True,
        )
        assert [word for word in STIFF[language] if word.casefold() in told.casefold()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_that_no_colleague_hears_is_said_to_others(language: str) -> None:
    spoken = "".join(
        said(language, name, content=content, opened=opened, confidential=content != "catalogue", **who)
        for name, content, opened in product(ASKING, ("", *get_args(Content)), (False, True))
        for who in ({}, {"reader": Reader(company="Nordlicht")}, {"reader": Reader(name="Sr. Klein")})
    ).casefold()
    assert [word for word in STIFF[language] if word.casefold() not in spoken] == []
