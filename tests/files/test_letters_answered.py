"""What a letter says no more once somebody has confirmed or been written to, and what it says only once."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from misdirect_tui.core.examine.cue import first
from misdirect_tui.core.examine.folding import fold
from misdirect_tui.core.explain.compose import Composed
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.parts import Reader, Sender
from misdirect_tui.files.letters import LetterShelf

SHELF = LetterShelf()
LANGUAGES = SHELF.languages()
TONES = ("light", "formal", "crisis")
TO_A = [*(f"wrong-recipient.{tone}" for tone in TONES), "message.wrong-recipient", "call.wrong-recipient"]
TO_B = [*(f"intended-recipient.{tone}" for tone in TONES), "message.intended-recipient"]
CALL = "call.wrong-recipient"
WHOM = ("", "colleague")


def composed(language: str, name: str, **facts: Any) -> Composed:
    told = {"reader": Reader(name="Rname"), "sender": Sender(name="Sname", phone="Sphone"), **facts}
    return SHELF.compose(language, name, Facts(**told))


def said(language: str, name: str, **facts: Any) -> str:
    return composed(language, name, **facts).body


RECALLED = {
    "en": "recalled",
    "zh": "已撤回",
    "es": "anulado",
    "fr": "rappelé",
    "de": "zurückgerufen",
    "pt": "cancelei",
    "ru": "отозвано",
    "ar": "سحبت",
    "ja": "取り消し",
    "ko": "회수",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_B)
def test_what_is_confirmed_to_be_deleted_may_not_have_disappeared_as_well(language: str, name: str) -> None:
    for several, asked in product((False, True), (False, True)):
        who = {"several": several, "asked": asked}
        assert RECALLED[language] in said(language, name, recalled=True, **who)
        confirmed = said(language, name, confirmed=True, **who)
        assert RECALLED[language] not in confirmed
        assert said(language, name, recalled=True, confirmed=True, **who) == confirmed


IN_PERSON = {
    "en": "in person",
    "zh": "当面",
    "es": "personalmente",
    "fr": "de vive voix",
    "de": "persönlich",
    "pt": "pessoalmente",
    "ru": "лично",
    "ar": "شخصيًا",
    "ja": "直接",
    "ko": "직접",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_A)
def test_who_has_deleted_remarks_unread_is_not_offered_an_answer_for_what_was_read(
    language: str, name: str
) -> None:
    for recipient in WHOM:
        remarks = {"content": "commentary", "recipient": recipient}
        offered = IN_PERSON[language] in said(language, name, **remarks)
        assert offered == (name != "wrong-recipient.light")
        assert IN_PERSON[language] not in said(language, name, **remarks, answered=True)
        if name in ("wrong-recipient.formal", "wrong-recipient.crisis"):
            assert IN_PERSON[language] in said(language, name, **remarks, answered=True, opened=True)


URGENT = {
    "en": "Urgent",
    "zh": "紧急",
    "es": "Urgente",
    "fr": "Urgent",
    "de": "Dringend",
    "pt": "Urgente",
    "ru": "Срочно",
    "ar": "عاجل",
    "ja": "至急",
    "ko": "긴급",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_confirmed_is_apologised_to_and_not_pressed_in_the_subject(language: str) -> None:
    cues = SHELF.cues(language)
    for recipient, sent_at in product(WHOM, ("", "SENT-AT")):
        known = {"recipient": recipient, "sent_at": sent_at}
        for confidential in (True, False):
            pressed = composed(language, "wrong-recipient.crisis", **known, confidential=confidential).subject
            assert URGENT[language] in pressed
        subject = composed(language, "wrong-recipient.crisis", **known, answered=True).subject
        assert URGENT[language] not in subject
        assert first(cues.direct, fold(subject)) is not None
        assert first(cues.apology, fold(subject)) is not None, subject
        assert sent_at in subject
        assert "  " not in subject


# To use something, and to pass it on.
REQUESTS = {
    "en": (r"\bus(?:e|ing)\b", r"pass(?:ing)? (?:it )?on"),
    "zh": (r"别用|使用", r"转给"),
    "es": (r"utili[zc]", r"difund|reenv"),
    "fr": (r"utiliser", r"diffuser|transmettre"),
    "de": (r"verwenden", r"weiterzugeben"),
    "pt": (r"\bus(?:ar|e)\b", r"divulg|encaminh"),
    "ru": (r"использ", r"передава|пересыла"),
    "ar": (r"استخدام", r"مشارك"),
    "ja": (r"使っ|使わ|使用", r"転送"),
    "ko": (r"사용", r"전달하"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_A)
def test_who_has_read_a_recalled_mail_is_asked_once_not_to_use_it_or_pass_it_on(
    language: str, name: str
) -> None:
    cues = SHELF.cues(language)
    for content, recipient in product(("contract", "commentary", "address-list"), WHOM):
        told = said(language, name, content=content, recipient=recipient, recalled=True, opened=True)
        for request in REQUESTS[language]:
            assert len(re.findall(request, told)) == 1, (request, told)
        assert first(cues.deletion, fold(told)) is not None


ADDRESSES = {
    "en": "addresses",
    "zh": "地址",
    "es": "direcciones",
    "fr": "adresses",
    "de": "Adressen",
    "pt": "endereços",
    "ru": "адреса",
    "ar": "العناوين",
    "ja": "アドレス",
    "ko": "주소",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_A)
def test_who_has_read_a_list_of_addresses_is_asked_to_leave_the_addresses_alone(
    language: str, name: str
) -> None:
    for recipient in WHOM:
        read = {"recalled": True, "opened": True, "recipient": recipient}
        lines = re.split(r"(?<=[.。])\s*|\n+", said(language, name, content="address-list", **read))
        (asks,) = (line for line in lines if re.search(REQUESTS[language][0], line))
        assert ADDRESSES[language] in asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_after_the_letter_asks_whether_it_has_come_and_apologises_no_second_time(
    language: str,
) -> None:
    for recipient, content, sent_at in product(WHOM, ("contract", "commentary"), ("", "SENT-AT")):
        known = {"recipient": recipient, "content": content, "sent_at": sent_at}
        anew = said(language, CALL, **known).split("\n\n")
        after = said(language, CALL, **known, written=True).split("\n\n")
        thanked = said(language, CALL, **known, written=True, answered=True).split("\n\n")
        assert len({after[0], anew[0], thanked[0]}) == 3
        assert len(re.findall(r"[.。]", after[0])) <= len(re.findall(r"[.。]", anew[0]))
        assert after[2:] == anew[2:]
        assert (after[1] == anew[1]) == bool(sent_at)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TO_A[:-1], "follow-up.wrong-recipient", *TO_B])
def test_nothing_but_a_call_tells_of_the_letter_that_has_gone_out(language: str, name: str) -> None:
    assert said(language, name, written=True) == said(language, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_competitor_is_not_offered_more_of_the_catalogue(language: str) -> None:
    def light(recipient: str) -> str:
        return said(
            language, "wrong-recipient.light", content="catalogue", confidential=False, recipient=recipient
        )

    assert len(light("competitor")) < len(light("outsider"))
    assert light("customer") == light("outsider")
