"""Each letter in the marks, the script and the manners of its own language."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

import pytest
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.ids import Content
from misdirect_tui.core.parts import Manager, Reader, Sender
from misdirect_tui.files.letters import LANGUAGES, TEMPLATES, LetterShelf

SHELF = LetterShelf()
DATA = "Ω"
CONTENTS: tuple[Content, ...] = ("catalogue", "address-list", "quotation", "contract", "commentary")
HAN, KANA, HANGUL = r"\u4e00-\u9fff", r"\u3041-\u30ff", r"\uac00-\ud7a3"
OWN = {
    "zh": f"[{HAN}]",
    "ja": f"[{HAN}{KANA}]",
    "ko": f"[{HANGUL}]",
    "ru": r"[\u0400-\u04ff]",
    "ar": r"[\u0600-\u06ff]",
}
LOANED = {"PI", "BCC", "Bcc", "UTC"}


@cache
def texts(language: str) -> tuple[str, ...]:
    """Give every letter of a language in a few states, what is filled in made one foreign letter."""
    table = SHELF.language_table(language)
    found = []
    for name in TEMPLATES:
        for content in CONTENTS:
            for flag, company in ((False, DATA), (True, ""), (True, DATA)):
                composed = SHELF.compose(
                    language,
                    name,
                    Facts(
                        reader=Reader(name=DATA, company=company, document=DATA if flag else ""),
                        sender=Sender(name=DATA, company=company, title=company, phone=DATA),
                        manager=Manager(name=DATA),
                        sent_at=DATA,
                        content=content,
                        confidential=content != "catalogue",
                        recalled=flag,
                        opened=flag and not company,
                        forwarded=flag,
                        public=flag,
                        unseen=flag,
                        known=tuple(table.told(table.known, datetime(2025, 3, 12, 14, 32, tzinfo=UTC))),
                        asked=flag,
                        several=flag,
                        subject=DATA,
                        document=DATA,
                        readers=(Reader(name=DATA),),
                        intended=Reader(name=DATA, company=DATA),
                        content_words=table.content[content],
                        band="serious",
                        band_words=table.band["serious"],
                        score=62,
                        done=tuple(table.done.values()),
                        personal_data=flag,
                    ),
                )
                found.append(f"{composed.subject}\n\n{composed.body}")
    return tuple(dict.fromkeys(found))


def flaws(language: str, pattern: str) -> set[str]:
    return {match.group() for text in texts(language) for match in re.finditer(pattern, text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_letter_is_of_its_language(language: str) -> None:
    """What is foreign in a letter is what was filled in, and a few loaned words."""
    if language in OWN:
        assert flaws(language, r"[A-Za-z]+") <= LOANED
    for other, letters in OWN.items():
        if other != language and not (other == "zh" and language == "ja"):
            alone = letters.replace(HAN, "") if other == "ja" else letters
            assert flaws(language, alone) == set(), other


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_uses_a_mark_that_its_language_does_not(language: str) -> None:
    if language in ("zh", "ja"):
        assert flaws(language, rf"[{HAN}{KANA}][,;:?!()]|[,;:?!()][{HAN}{KANA}]") == set()
        assert flaws(language, rf"(?<=[{HAN}{KANA}])[ .](?=[{HAN}{KANA}])") == set()
    elif language == "ar":
        assert flaws(language, r"[,;?]") == set()
        assert flaws(language, r" [،؛؟.]|[،؛؟](?=[\u0600-\u06ff])") == set()
    elif language == "fr":
        assert flaws(language, r"(?<!\u00a0)[:;?!»](?!\d)|\u00a0[^:;?!»]|«(?!\u00a0)") == set()
        assert flaws(language, r"\s+'|'\s") == set()
    elif language == "es":
        for text in texts(language):
            assert text.count("?") == text.count("¿")
            assert text.count("!") == text.count("¡")
    else:
        assert flaws(language, r"\s[,.;:?!](?!\S)") == set()
    if language not in ("fr", "ru"):
        assert flaws(language, "!") == set()


def test_german_letters_write_the_polite_pronoun_and_their_nouns_large() -> None:
    assert flaws("de", r"\b(?:ihnen|ihre[nmrs]?|e-mail|anhänge|adressen?|fehler|entschuldigung)\b") == set()
    assert flaws("de", r"(?:Grüße|Grüßen)[,.]") == set()


def test_russian_letters_write_the_polite_pronoun_large() -> None:
    assert flaws("ru", r"\b(?:вы|вас|вам|вами|ваш\w*)\b") == set()
    assert flaws("ru", r"\b\w+\((?:-?\w+)\)|\b(?:отправил|сделал|допустил|рад|рада|благодарен)\b") == set()


def test_japanese_letters_keep_to_humble_and_honorific_forms() -> None:
    assert flaws("ja", r"あなた|僕|ごめん|すみません|了解|してください。|ご苦労") == set()
    for text in texts("ja"):
        assert all(
            line.endswith(
                (
                    "。",
                    "：",
                    DATA,
                    "様",
                    "いたします",
                    "申し上げます",
                    "ください",
                    "しました",
                    "について",
                    "御中",
                    "62/100）",
                )
            )
            or line.startswith(("-", "件", "メールの", "内容", "文書", "誤送信先", "関係先", "評価"))
            for line in text.splitlines()
            if line
        ), text


def test_korean_letters_keep_to_the_formal_ending() -> None:
    assert flaws("ko", rf"[{HANGUL}]*(?:해요|예요|이에요|세요|네요|거예요)[.?]") == set()
    assert flaws("ko", r"당신|너의|님 님|님님") == set()


def test_arabic_phone_numbers_keep_their_order() -> None:
    for text in texts("ar"):
        assert "\u200e" in text or "وتفضلوا" not in text
    assert flaws("ar", rf"(?:هاتف|هاتفي|الرقم): (?!\u200e){DATA}") == set()


@pytest.mark.parametrize("language", ["es", "fr", "de", "pt", "ru"])
def test_no_letter_says_of_which_sex_its_writer_is(language: str) -> None:
    thanks = r"obrigad[oa]\b|désolée?\b|encantad[oa]\b|agradecid[oa]\b"
    told = rf"{thanks}|\w[(/]\w{{1,3}}\)?\b(?<!/100)"
    assert {found for found in flaws(language, told) if not found[0].isdigit()} == set()
