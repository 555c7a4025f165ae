"""What went wrong: the mail itself, or what was in it; each sentence has to be true of both."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, get_args

import pytest
from misdirect_tui.core.explain.compose import Composed
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.ids import Content
from misdirect_tui.core.parts import Manager, Reader, Sender
from misdirect_tui.files.letters import TEMPLATES, LetterShelf

SHELF = LetterShelf()
LANGUAGES = SHELF.languages()
TONES = ("light", "formal", "crisis")
# How a language calls the mail: one that the right person got, with a wrong file in it, was theirs.
MAIL = {
    "en": ("e-mail", "message"),
    "zh": ("邮件",),
    "es": ("correo", "mensaje", "dirigido a otro"),
    "fr": ("e-mail", "message"),
    "de": ("E-Mail", "Nachricht"),
    "pt": ("e-mail", "mensagem"),
    "ru": ("письм",),
    "ar": ("رسالة", "رسالت"),
    "ja": ("メール",),
    "ko": ("메일",),
}
# Nor was it the mail that was internal, or strayed.
UNTRUE = {
    "en": ("internal message", "internal e-mail", "It was internal and reached"),
    "zh": ("内部邮件",),
    "es": ("mensaje interno", "correo interno", "Era interno"),
    "fr": ("message interne", "e-mail interne"),
    "de": ("interne Nachricht", "interne E-Mail", "war intern und ging", "Irrläufer"),
    "pt": ("mensagem interna", "e-mail interno", "Era interno"),
    "ru": ("внутреннее письмо", "было внутренним", "не по адресу"),
    "ar": ("رسالة داخلية",),
    "ja": ("社内のメール", "社内のもの", "本来の宛先ではない"),
    "ko": ("사내 메일",),
}


def composed(language: str, name: str, **facts: Any) -> Composed:
    known = Facts(reader=Reader(name="Rname"), sender=Sender(name="Sname"), manager=Manager(name="Mname"))
    return SHELF.compose(language, name, replace(known, **facts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wrong_reader_is_told_of_what_was_in_the_mail_and_not_that_it_was_not_theirs(
    language: str,
) -> None:
    for tone, content, who in product(TONES, ("", *get_args(Content)), ("", "colleague")):
        letter = composed(language, f"wrong-recipient.{tone}", content=content, recipient=who)
        told = next(part.text for part in letter.parts if part.name == "explanation")
        assert [word for word in MAIL[language] if word in told] == [], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_says_that_the_mail_itself_was_internal_or_strayed(language: str) -> None:
    for name, content, who in product(TEMPLATES, get_args(Content), ("", "colleague")):
        letter = composed(language, name, content=content, recipient=who)
        told = f"{letter.subject}\n{letter.body}"
        assert [words for words in UNTRUE[language] if words in told] == [], (name, told)
