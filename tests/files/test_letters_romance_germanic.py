from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from misdirect_tui.core.examine.case import Case, Finding
from misdirect_tui.core.examine.examiner import examine
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.parts import Address, Attachment, Manager, Reader, Sender, SentMail
from misdirect_tui.files.letters import TEMPLATES, LetterShelf

SHELF = LetterShelf()
LANGUAGES = ("es", "fr", "de", "pt")
PETRA = Reader(name="Petra Nordlicht", company="Nordlicht GmbH", address="petra@nordlicht.example")
DIEGO = Reader(name="Diego Alvarez", company="Casa Verde S.L.", address="diego@casaverde.example")
SENDER = Sender(name="Li Na", company="Haishi Trading Co., Ltd.", title="Sales", phone="+86 574 8765 4321")
CHINA = timezone(timedelta(hours=8))
MAIL = SentMail(
    subject="Proforma PI-2025-0312 for the spring order",
    sender=Address(name="Li Na", address="lina@haishi.example"),
    to=(Address(name="Petra Nordlicht", address="petra@nordlicht.example"),),
    attachments=(Attachment(name="PI-2025-0312 Casa Verde.pdf"),),
    text="Dear Diego,\n\n5,000 pcs at USD 12.35 each, USD 61,750.00 in all, with a 30% deposit.\n\nLi Na",
)
CASE = Case(reader=PETRA, sender=SENDER, others=(DIEGO,), mail=MAIL, content="contract", to=(PETRA.address,))


@cache
def cues(language: str) -> Any:
    return SHELF.cues(language)


def findings(language: str, subject: str, body: str, **changes: Any) -> tuple[Finding, ...]:
    return examine(subject, body, replace(CASE, language=language, **changes), cues(language))


def codes(language: str, subject: str, body: str, **changes: Any) -> set[tuple[str, str]]:
    return {(each.code, each.variant) for each in findings(language, subject, body, **changes)}


def told(**facts: Any) -> Facts:
    return Facts(reader=PETRA, sender=SENDER, manager=Manager(name="Wang Wei"), **facts)


GOOD = [
    (
        "es",
        "Disculpas: correo enviado por error",
        "Estimada Sra. Nordlicht:",
        "Le ruego que me perdone: esta mañana le mandé un mensaje que era para otro cliente.",
        "Me equivoqué al elegir la dirección.",
        "Por favor, bórrelo junto con los archivos, sin abrirlos. Adjunto le envío la oferta correcta.",
        "Lamento mucho lo ocurrido y no volverá a suceder.",
    ),
    (
        "es",
        "Urgente: le pido que borre mi mensaje de ayer",
        "Hola, Petra:",
        "Siento mucho el error: ayer te llegó un archivo que no iba dirigido a ti, la culpa es mía.",
        "¿Puedes eliminarlo, por favor, y decirme cuándo está hecho?",
        "Gracias por tu comprensión; ahora reviso dos veces cada dirección.",
    ),
    (
        "fr",
        "Toutes mes excuses, message envoyé par erreur",
        "Chère Madame,",
        "Veuillez m'excuser : un courriel destiné à une autre société vous est parvenu ce matin.",
        "Je me suis trompé d'adresse au moment de l'envoi.",
        "Pourriez-vous l'effacer sans l'ouvrir ? Je joins le devis qui vous concerne.",
        "Encore pardon pour cette méprise, cela ne se reproduira pas.",
    ),
    (
        "fr",
        "Urgent : merci de supprimer mon mail de ce matin",
        "Bonjour Madame Nordlicht,",
        "Je suis vraiment désolée. Le fichier joint à mon mail de ce matin ne vous était pas destiné.",
        "Merci de le supprimer et de me prévenir quand c'est fait.",
        "Je vous remercie de votre compréhension et vous réitère mes regrets.",
    ),
    (
        "de",
        "Entschuldigung: falscher Anhang",
        "Sehr geehrte Frau Nordlicht,",
        "es tut mir sehr leid: In meiner Mail von heute früh war eine Datei, die nicht an Sie gerichtet war.",
        "Ich habe zwei Adressen verwechselt.",
        "Bitte löschen Sie die Nachricht ungelesen. Anbei erhalten Sie die richtige Fassung.",
        "Ich bedaure das sehr; so etwas wird nicht wieder vorkommen.",
    ),
    (
        "de",
        "Dringend: bitte löschen",
        "Liebe Frau Nordlicht,",
        "ich bitte um Verzeihung, heute Vormittag habe ich Ihnen versehentlich eine Mail geschickt.",
        "Würden Sie sie bitte löschen und mir das kurz bestätigen?",
        "Vielen Dank für Ihr Verständnis und nochmals Entschuldigung.",
    ),
    (
        "pt",
        "Pedido de desculpas: e-mail enviado por lapso",
        "Prezada Sra. Nordlicht,",
        "Lamento profundamente: enviei-lhe esta manhã um documento destinado a outra empresa.",
        "Foi um erro meu ao escolher o endereço.",
        "Peço que o elimine sem abrir. Envio-lhe agora a versão correta.",
        "Renovo as minhas desculpas; não voltará a acontecer.",
    ),
    (
        "pt",
        "Urgente: favor excluir meu e-mail de hoje",
        "Olá Petra,",
        "Sinto muito pelo que aconteceu. Mandei para você, por engano, uma mensagem interna.",
        "Você poderia excluir a mensagem e me avisar?",
        "Obrigada pela compreensão. De agora em diante confiro cada endereço duas vezes.",
    ),
]


@pytest.mark.parametrize(("language", "subject", "parts"), [(row[0], row[1], row[2:]) for row in GOOD])
def test_a_good_letter_in_other_words_has_no_findings(
    language: str, subject: str, parts: tuple[str, ...]
) -> None:
    assert findings(language, subject, "\n\n".join((*parts, "Li Na"))) == ()


@pytest.mark.parametrize(
    ("language", "subject", "parts"), [(row[0], row[1], row[2:]) for row in GOOD if len(row) == 7]
)
def test_the_same_letter_without_one_part_is_found_wanting(
    language: str, subject: str, parts: tuple[str, ...]
) -> None:
    greeting, apology, explanation, remedy, closing = parts
    lacking = {
        "closing": (greeting, apology, explanation, remedy),
        "deletion": (greeting, apology, explanation, closing),
    }
    for missing, left in lacking.items():
        found = codes(language, subject, "\n\n".join((*left, "Li Na")))
        wanted = {("part-missing", missing), ("part-missing", "remedy")}
        assert found & wanted, (missing, found)
    late = codes(language, subject, "\n\n".join((greeting, remedy, explanation, apology, "Li Na")))
    assert "part-order" in {code for code, _ in late}


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("es", "Espero que se encuentre bien."),
        ("es", "Por medio de la presente me dirijo a usted."),
        ("fr", "J'espère que vous allez bien."),
        ("fr", "Je me permets de revenir vers vous."),
        ("de", "ich hoffe, es geht Ihnen gut."),
        ("de", "hiermit wende ich mich an Sie."),
        ("pt", "Espero que esteja bem."),
        ("pt", "Vimos por este meio entrar em contacto consigo."),
    ],
)
def test_a_courtesy_before_the_apology_is_a_slow_opening(language: str, opening: str) -> None:
    _, subject, greeting, *parts = next(row for row in GOOD if row[0] == language)
    body = "\n\n".join((greeting, opening, *parts))
    assert codes(language, subject, body) == {("opening-slow", "courtesy")}


@pytest.mark.parametrize(
    ("language", "variant", "text"),
    [
        ("es", "blame", "Fue el becario quien lo mandó."),
        ("es", "excuse", "Estaba muy ocupada y con prisas."),
        ("es", "hollow", "Nos tomamos la confidencialidad muy en serio."),
        ("es", "hollow", "Nos tomamos muy en serio este asunto."),
        ("es", "blame", "El ordenador tuvo un error."),
        ("es", "threat", "De lo contrario emprenderemos acciones legales."),
        ("es", "demand", "Debe eliminarlo hoy."),
        ("es", "drama", "Ha sido una catástrofe."),
        ("fr", "blame", "Notre stagiaire a cliqué trop vite."),
        ("fr", "excuse", "L'erreur est humaine."),
        ("fr", "hollow", "Veuillez nous excuser pour la gêne occasionnée."),
        ("fr", "threat", "À défaut, nous engagerons des poursuites."),
        ("fr", "demand", "Vous devez supprimer ce message."),
        ("fr", "drama", "C'est une catastrophe."),
        ("de", "blame", "Schuld war ein Systemfehler."),
        ("de", "excuse", "Das kann jedem passieren."),
        ("de", "hollow", "Wir nehmen den Datenschutz sehr ernst."),
        ("de", "threat", "Andernfalls behalten wir uns rechtliche Schritte vor."),
        ("de", "demand", "Sie müssen die Mail löschen."),
        ("de", "drama", "Das ist eine Katastrophe."),
        ("pt", "blame", "Foi o estagiário que enviou."),
        ("pt", "excuse", "Errar é humano."),
        ("pt", "hollow", "Levamos a sua privacidade muito a sério."),
        ("pt", "threat", "Caso contrário, tomaremos medidas judiciais."),
        ("pt", "demand", "Você deve apagar a mensagem."),
        ("pt", "drama", "Foi um erro imperdoável."),
    ],
)
def test_a_phrase_that_makes_it_worse_is_reported(language: str, variant: str, text: str) -> None:
    assert ("phrase", variant) in codes(language, "", text, kind="message")


@pytest.mark.parametrize(
    ("language", "greeting", "fits"),
    [
        ("es", "Estimado Sr. Costa:", False),
        ("es", "Buenos días, Pedro:", False),
        ("es", "Estimada Sra. Nordlicht:", True),
        ("es", "Señora Nordlicht:", True),
        ("es", "Estimados señores:", False),
        ("fr", "Bonjour Pedro,", False),
        ("fr", "Bonjour M. Costa,", False),
        ("fr", "Bonjour M. Nordlicht,", True),
        ("de", "Guten Tag Hr. Costa,", False),
        ("de", "Guten Tag Fr. Dr. Nordlicht,", True),
        ("es", "Estimado Lic. Costa:", False),
        ("fr", "Cher Monsieur Costa,", False),
        ("fr", "Monsieur Costa,", False),
        ("fr", "Chère Madame Nordlicht,", True),
        ("fr", "Madame, Monsieur,", False),
        ("de", "Sehr geehrter Herr Costa,", False),
        ("de", "Guten Tag Pedro,", False),
        ("de", "Guten Tag Frau Nordlicht,", True),
        ("de", "Sehr geehrte Damen und Herren,", False),
        ("pt", "Prezado Sr. Costa,", False),
        ("pt", "Bom dia, Pedro,", False),
        ("pt", "Exma. Sra. Petra Nordlicht,", True),
        ("pt", "Prezados senhores,", False),
    ],
)
def test_a_greeting_is_held_against_the_reader(language: str, greeting: str, fits: bool) -> None:
    _, subject, _, *parts = next(row for row in GOOD if row[0] == language)
    body = "\n\n".join((greeting, *parts))
    assert (("greeting", "name") in codes(language, subject, body)) is not fits


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Era para Casa Verde."),
        ("es", "Era para el señor Blanco."),
        ("fr", "Il était destiné à Casa Verde."),
        ("fr", "Il était destiné à Monsieur Petit."),
        ("de", "Sie war für Casa Verde bestimmt."),
        ("de", "Sie war für Herrn Klein bestimmt."),
        ("pt", "Era para a Casa Verde."),
        ("pt", "Era para a senhora Branco."),
    ],
)
def test_the_other_party_is_a_leak_although_the_name_is_an_everyday_word(language: str, text: str) -> None:
    names = {"es": "Luis Blanco", "fr": "Luc Petit", "de": "Jan Klein", "pt": "Eva Branco"}
    other = Reader(name=names[language], company="Casa Verde S.L.")
    found = codes(language, "", text, kind="message", others=(other,))
    assert {code for code, _ in found} == {"leak"}


def test_french_letters_write_the_first_of_a_month_as_it_is_said() -> None:
    table = SHELF.language_table("fr")
    for day, wanted in ((1, "1er mars 2025 à 9h05"), (11, "11 mars 2025 à 9h05"), (21, "21 mars 2025")):
        sent_at = table.when(datetime(2025, 3, day, 9, 5, tzinfo=CHINA))
        for name in TEMPLATES:
            letter = SHELF.compose("fr", name, told(content="contract", sent_at=sent_at))
            assert re.search(r"(?<!\d)" + wanted, letter.body), letter.body
            assert "1er 1" not in letter.body


def test_french_marks_are_never_torn_from_their_word() -> None:
    for name in TEMPLATES:
        letter = SHELF.compose("fr", name, told(content="contract", sent_at="17h22"))
        assert not re.search(r"(?<!\u00a0)[:;?](?!\S)", letter.body), letter.body
        assert ":" not in letter.subject


def test_a_german_letter_goes_on_in_small_letters_after_the_greeting() -> None:
    for name in TEMPLATES:
        letter = SHELF.compose("de", name, told(content="contract", sent_at="17:22"))
        for part in letter.parts:
            if part.name == "apology":
                assert part.text[0].islower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_greeting_no_letter_says_of_which_sex_anybody_is(language: str) -> None:
    split = re.compile(r"\w[(/]\w{1,3}\b|\bSr\b|\bSra\b|\bMme\b|\bHerrn?\b|\bFrau\b|désolée?|obrigad[oa]")
    for name in TEMPLATES:
        said = re.sub(r"\{% block greeting.*?endblock", "", SHELF.shipped(language, name), flags=re.DOTALL)
        source = re.sub(r"\{[%{].*?[%}]\}", "", said)
        assert split.search(source) is None, name


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("es", "1 de agosto de 2025 a las 07:05 h (hora de China)"),
        ("fr", "1er août 2025 à 7h05 (heure de Chine)"),
        ("de", "1. August 2025 um 07:05 Uhr (chinesische Zeit)"),
        ("pt", "1 de agosto de 2025 às 07h05 (horário da China)"),
    ],
)
def test_a_moment_is_written_as_the_language_writes_it(language: str, wanted: str) -> None:
    table = SHELF.language_table(language)
    at = datetime(2025, 8, 1, 7, 5, tzinfo=CHINA)
    assert table.when(at) == wanted
    assert table.when(at.astimezone(UTC)).endswith("(UTC)")
