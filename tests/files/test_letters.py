from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from misdirect_tui.core.examine.cue import first
from misdirect_tui.core.examine.folding import fold
from misdirect_tui.core.explain.facts import Facts
from misdirect_tui.core.explain.language import LanguageTable
from misdirect_tui.core.ids import Band, Content
from misdirect_tui.core.parts import Manager, Reader, Sender
from misdirect_tui.core.stop.checklist import ITEMS
from misdirect_tui.files.letters import TEMPLATES, LetterShelf
from misdirect_tui.files.overrides import read_all
from misdirect_tui.files.playbook import Playbook

BLOCKS = ["greeting", "apology", "explanation", "remedy", "closing", "signature"]
SENT_AT = "17:22"
NAMED: dict[str, Any] = {
    "reader": Reader(name="Rname"),
    "sender": Sender(name="Sname"),
    "manager": Manager(name="Mname"),
}
FULL: dict[str, Any] = {
    "reader": Reader(name="Rname", company="Rcompany", address="r@r.example", document="Rdocument"),
    "sender": Sender(name="Sname", company="Scompany", title="Stitle", phone="Sphone"),
    "manager": Manager(name="Mname"),
    "sent_at": SENT_AT,
}
CONTENTS = ("", *get_args(Content))
SHELF = LetterShelf()
LANGUAGES = SHELF.languages()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_required_and_missing_is_marked_in_the_letter(language: str, name: str) -> None:
    table = SHELF.language_table(language)
    composed = SHELF.compose(language, name, Facts())
    who = "manager-name" if name.startswith("manager") else "reader-name"
    assert composed.gaps == (who, "sender-name")
    assert all(table.gap[key] in composed.body for key in composed.gaps)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in TEMPLATES if "intended" in name])
def test_b_hears_three_different_things_about_a_and_each_only_when_it_is_so(language: str, name: str) -> None:
    being, asked, confirmed = (
        SHELF.compose(language, name, Facts(**FULL, content="contract", asked=a, confirmed=c)).body
        for a, c in ((False, False), (True, False), (True, True))
    )
    assert len({being, asked, confirmed}) == 3


DELETE = {
    "en": ("delete", "without"),
    "zh": ("删", "回"),
    "ru": ("далит", "коротк"),
    "ar": ("حذف", "قصير"),
    "ja": ("削除", "返信"),
    "ko": ("삭제", "회신"),
    "es": ("elimin", "sin "),
    "fr": ("supprim", "sans "),
    "de": ("lösch", "ohne "),
    "pt": ("apag", "sem "),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in TEMPLATES if "wrong" in name])
def test_deletion_is_asked_for_only_where_something_is_confidential(language: str, name: str) -> None:
    delete, how = DELETE[language]
    free = SHELF.compose(language, name, Facts(**FULL, content="catalogue", confidential=False)).body
    assert how not in free
    for content in ("quotation", "address-list", "commentary", ""):
        asked = SHELF.compose(language, name, Facts(**FULL, content=content)).body
        assert delete in asked.casefold()
        assert how in asked or name.startswith("follow-up")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_follow_up_asks_a_or_tells_b_and_apologises_no_more(language: str) -> None:
    cues = SHELF.cues(language)
    for role, content in product(("wrong-recipient", "intended-recipient"), CONTENTS):
        name = f"follow-up.{role}"
        body = SHELF.compose(language, name, Facts(**FULL, content=content)).body
        assert first(cues.apology, fold(body)) is None, body
        assert any(mark in body for mark in "?？؟か까")


def test_the_full_stop_of_a_name_ends_the_sentence_too() -> None:
    sender = Sender(name="Li Na", company="Haishi Trading Co., Ltd.")
    for language, name in product(LANGUAGES, TEMPLATES):
        assert ".." not in SHELF.compose(language, name, Facts(**{**FULL, "sender": sender})).body


def test_every_language_says_of_every_item_of_the_stop_list_that_it_is_done() -> None:
    for language in LANGUAGES:
        done = SHELF.language_table(language).done
        assert tuple(done) == (*ITEMS, "intended-told")
        assert all(text.strip() == text for text in done.values())
        body = SHELF.compose(language, "manager.light", Facts(**FULL, done=tuple(done.values()))).body
        assert all(f"- {text}" in body.splitlines() for text in done.values())


def test_english_letters_use_none_of_the_worn_phrases() -> None:
    worn = re.compile(
        r"very seriously|kindly|needful|unfortunately|inconvenience|please be advised|hereby|!|"
        r"must |immediately|legal action|colleague|assistant|system error|you should",
        re.IGNORECASE,
    )
    for name in TEMPLATES:
        assert worn.search(re.sub(r"\{[%{].*?[%}]\}", "", SHELF.shipped("en", name))) is None, name


def test_the_explanation_takes_at_most_two_sentences() -> None:
    for name, content, language in product(TEMPLATES, CONTENTS, LANGUAGES):
        composed = SHELF.compose(language, name, Facts(**FULL, content=content))
        for part in composed.parts:
            if part.name == "explanation":
                assert len(re.findall(r"[.。]", part.text)) <= 2
                assert len(part.text) <= 140


def test_a_language_table_has_a_word_for_everything() -> None:
    for language in LANGUAGES:
        table = SHELF.language_table(language)
        assert set(table.gap) == {"reader-name", "sender-name", "manager-name"}
        assert set(table.content) == set(get_args(Content))
        assert set(table.band) == set(get_args(Band))


def test_a_manager_reads_the_band_in_the_words_of_the_meter() -> None:
    for language in ("en", "zh"):
        words, table = Playbook().words(language), SHELF.language_table(language)
        assert dict(table.band) == {band: words(f"grade.band.{band}") for band in get_args(Band)}


def test_the_gaps_are_named_in_the_interface_as_well() -> None:
    for language in ("en", "zh"):
        words = Playbook().words(language)
        assert all(f"explain.gap.{key}" in words for key in SHELF.language_table(language).gap)
        assert all(f"explain.part.{part}" in words for part in ("subject", "text", *BLOCKS))


def test_english_and_chinese_are_complete() -> None:
    assert LANGUAGES[:2] == ("en", "zh")


@pytest.mark.parametrize(("language", "name"), [("xx", "manager.light"), ("en", "manager"), ("..", "../x")])
def test_what_does_not_exist_is_a_key_error(language: str, name: str) -> None:
    with pytest.raises(KeyError):
        SHELF.template(language, name)


# The user's own

HEAD = "{% block subject %}About it{% endblock %}"


def own(folder: Path, path: str, text: str | bytes) -> LetterShelf:
    file = folder / "letters" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return LetterShelf(folder)


def test_a_users_template_is_laid_over_ours_by_file_name(tmp_path: Path) -> None:
    shelf = own(
        tmp_path,
        "en/wrong-recipient.light.j2",
        "\ufeff" + HEAD + "{% block text %}\r\nOne\r\n\r\n{{ reader.name }}\r\n{% endblock %}",
    )
    assert shelf.compose("en", "wrong-recipient.light", Facts(**FULL)).parts[0].paragraphs == ("One", "Rname")
    assert shelf.template("en", "wrong-recipient.formal") == shelf.shipped("en", "wrong-recipient.formal")
    assert shelf.faults == []


@pytest.mark.parametrize(
    ("text", "where", "code", "named"),
    [
        ("ok\n{% block text %}", ":2", "template.syntax", ""),
        ("{% block text %}\n{{ 'x' * 9 }}{% endblock %}", ":2", "template.word", "*"),
        (
            HEAD + "{% block text %}\n\n{{ reader.nmae }}{% endblock %}",
            ":3",
            "template.undefined-near",
            "name",
        ),
        (
            HEAD + "{% block text %}\n{{ mail.sent_att }}{% endblock %}",
            ":2",
            "template.undefined-near",
            "sent_at",
        ),
        (
            HEAD + "{% block text %}\n{{ gap('readr-name') }}{% endblock %}",
            ":2",
            "template.gap-near",
            "reader-name",
        ),
        ("{% blok subject %}{% endblok %}", ":1", "template.tag-near", "block"),
        ("{% block subjct %}x{% endblock %}", ":1", "template.block-near", "subject"),
        ("", ":1", "template.block-missing", "subject"),
        (HEAD + "\n{% block text %}{% endblock %}", ":2", "template.block-empty", "text"),
        (b"\xff\xfe\x00", "", "not-text", ""),
    ],
)
def test_a_users_template_that_fails_is_named_and_ours_stands(
    tmp_path: Path, text: str | bytes, where: str, code: str, named: str
) -> None:
    shelf = own(tmp_path, "en/manager.light.j2", text)
    composed = shelf.compose("en", "manager.light", Facts(**FULL))
    assert composed == SHELF.compose("en", "manager.light", Facts(**FULL))
    shelf.compose("en", "manager.light", Facts(**FULL))
    (fault,) = shelf.faults
    assert (fault.where, fault.code) == (f"{tmp_path / 'letters/en/manager.light.j2'}{where}", code)
    for language in ("en", "zh"):
        assert named in fault.said(Playbook().words(language)).removeprefix(fault.where)


def test_a_users_signature_replaces_the_signature_of_every_letter(tmp_path: Path) -> None:
    own(tmp_path, "signature.txt", "Cheers,\n\nLi\n")
    shelf = own(tmp_path, "zh/signature.txt", "李敏\n")
    english = shelf.compose("en", "manager.light", Facts(**NAMED))
    assert english.parts[-1] == ("signature", "Cheers,\n\nLi", ("Cheers,", "Li"))
    assert shelf.compose("zh", "manager.light", Facts(**NAMED)).parts[-1].text == "顺祝工作顺利\n\n李敏"
    assert "Li" not in shelf.compose("en", "call.wrong-recipient", Facts(**NAMED)).body.split()


def test_of_a_users_signature_that_is_too_long_it_is_said_how_much_counts(tmp_path: Path) -> None:
    shelf = own(tmp_path, "signature.txt", "\n".join(f"Line {n}" for n in range(1, 35)) + "\n\n")
    text = shelf.compose("en", "manager.light", Facts(**NAMED)).parts[-1].text
    assert text.endswith("Line 30")
    (fault,) = shelf.faults
    assert (fault.where, fault.code) == (f"{tmp_path}/letters/signature.txt", "signature-too-long")
    for language in ("en", "zh"):
        assert "34" in fault.said(Playbook().words(language))


def test_a_users_language_table_is_taken_when_it_is_sound(tmp_path: Path) -> None:
    ours = SHELF.language_table("en")
    text = Path(str(_shipped_table())).read_text(encoding="utf-8")
    shelf = own(tmp_path, "en/language.toml", text.replace("China time", "Beijing time"))
    table = shelf.language_table("en")
    assert isinstance(table, LanguageTable)
    assert table.time.zones["+08:00"] == "Beijing time"
    for broken in (
        "[time",
        "name = 1",
        text.replace("{month}", "{mnth}"),
        text.replace('name = "', 'nmae = "'),
        text.replace("{month}", "{month.__class__}"),
        text.replace("{year}", "{year:>900000000}"),
        text.replace("{zone}", "{zone!r}"),
        text.replace("{offset}", "{offset:>900000000}"),
    ):
        shelf = own(tmp_path, "en/language.toml", broken)
        assert shelf.language_table("en") == ours
        assert shelf.faults
        for fault in shelf.faults:
            assert fault.where.startswith(str(tmp_path / "letters/en/language.toml"))
            assert "{" not in fault.said(Playbook().words("zh"))


def test_a_users_language_table_says_no_more_than_what_it_changes(tmp_path: Path) -> None:
    shelf = own(tmp_path, "en/language.toml", '[time.zones]\n"+08:00" = "Beijing time"\n')
    table, ours = shelf.language_table("en"), SHELF.language_table("en")
    assert shelf.faults == []
    assert table.time.zones["+08:00"] == "Beijing time"
    assert (table.gap, table.time.months) == (ours.gap, ours.time.months)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('[time]\npattern = "{hou}"\n', {"2: time.pattern": "hour"}),
        ("\nname = 3\n", {"2: name": "3"}),
        ('[time]\nmonths = ["a"]\n', {"2: time.months": "12"}),
        ("wants_title = 1\n[known]\n\ndeadline = '{tme}'\n",
         {"1: wants_title": "1", "4: known.deadline": "time"}),
        ("[gap]\nreader-nmae = 'x'\n[done]\nreclal = 'x'\n[known]\nopend = 'x'\n[title]\nherr = '{nme}'\n",
         {"2: gap.reader-nmae": "reader-name", "4: done.reclal": "recall", "6: known.opend": "opened",
          "8: title.herr": "name"}),
        ("[time.spoken]\nperiods = { 24 = 'x' }\nelsewhere = '{'\n",
         {"2: time.spoken.periods.24": "23", "3: time.spoken.elsewhere": "offset"}),
    ],
)  # fmt: skip
def test_each_fault_of_a_language_table_is_named_with_line_and_key_and_what_was_meant(
    tmp_path: Path, text: str, faults: dict[str, str]
) -> None:
    shelf = own(tmp_path, "en/language.toml", text)
    assert shelf.language_table("en") == SHELF.language_table("en")
    file = tmp_path / "letters/en/language.toml"
    assert {fault.where.removeprefix(f"{file}:") for fault in shelf.faults} == set(faults)
    for language in ("en", "zh"):
        for fault in shelf.faults:
            said = fault.said(Playbook().words(language)).removeprefix(fault.where)
            assert faults[fault.where.removeprefix(f"{file}:")] in said
            assert "..." not in said


def test_cues_and_the_rules_of_the_examiner_are_laid_over_ours_key_by_key(tmp_path: Path) -> None:
    ours = SHELF.cues("en")
    own(tmp_path, "en/cues.toml", 'apology = ["verano"]\n[gap]\nwhole = 5\n')
    rules = tmp_path / "rules/examine.toml"
    rules.parent.mkdir()
    rules.write_text('placeholders = ["otono"]\n[opening]\nwords = true\nhann = 3\n', "utf-8")
    shelf = LetterShelf(tmp_path)
    cues = shelf.cues("en")
    assert (cues.apology, cues.rules.placeholders) == (("verano",), ("otono",))
    assert (cues.remedy, cues.gap, cues.rules.opening) == (ours.remedy, ours.gap, ours.rules.opening)
    assert shelf.cues("zh").rules is cues.rules
    assert [fault.where for fault in shelf.faults] == [
        f"{rules}:3: opening.words",
        f"{rules}:4: opening.hann",
        f"{tmp_path / 'letters/en/cues.toml'}:3: gap.whole",
    ]


@pytest.mark.parametrize("path", ["rules/examine.toml", "letters/en/cues.toml"])
def test_what_letters_are_examined_with_is_named_where_it_is_broken(tmp_path: Path, path: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("apology = [", "utf-8")
    playbook = Playbook(tmp_path)
    read_all(playbook)
    assert [fault.where for fault in playbook.shelf.faults] == [f"{file}:1"]
    assert playbook.shelf.cues("en") == SHELF.cues("en")


def _shipped_table() -> object:
    from importlib import resources

    return resources.files("misdirect_tui.data").joinpath("letters/en/language.toml")


UNREAD = {
    "en": "reading",
    "zh": "不要(?:阅读|看)",
    "es": "sin leer|leerl",
    "fr": "lire",
    "de": "lesen",
    "pt": "ler ",
    "ru": "читая",
    "ar": "قراءتها",
    "ja": "ご覧に|閲覧",
    "ko": "열어",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("attachments", [True, False])
@pytest.mark.parametrize("recalled", [True, False])
def test_nobody_who_has_read_the_mail_is_asked_to_leave_it_unread(
    language: str, attachments: bool, recalled: bool
) -> None:
    facts = Facts(**FULL, content="contract", attachments=attachments, recalled=recalled)
    for name in TEMPLATES:
        if "wrong-recipient" not in name or name.startswith("follow-up"):
            continue
        unread = SHELF.compose(language, name, facts).body
        opened = SHELF.compose(language, name, replace(facts, opened=True)).body
        assert re.search(UNREAD[language], unread), (name, unread)
        assert not re.search(UNREAD[language], opened), (name, opened)
        assert not re.search("  |,,| ,", opened), (name, opened)


def paragraphs(language: str, name: str, **facts: Any) -> list[str]:
    return SHELF.compose(language, name, Facts(**FULL, **{"content": "contract", **facts})).body.split("\n\n")


TO_A = [name for name in TEMPLATES if name.startswith("wrong-recipient")]
TO_B = [name for name in TEMPLATES if name.startswith("intended-recipient")]
TO_MANAGER = [name for name in TEMPLATES if name.startswith("manager")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TO_A, "call.wrong-recipient"])
def test_who_has_read_it_is_asked_not_to_use_it_although_it_was_recalled(language: str, name: str) -> None:
    still_there = paragraphs(language, name, recalled=True, opened=True)
    assert len(still_there) == len(paragraphs(language, name, recalled=True)) + 1
    assert len(still_there) == len(paragraphs(language, name, opened=True)) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_message_asks_the_same_of_who_has_read_what_was_recalled(language: str) -> None:
    call, message = "call.wrong-recipient", "message.wrong-recipient"
    unread = paragraphs(language, call, recalled=True)
    asks = next(
        one for one in paragraphs(language, call, recalled=True, opened=True)[3:] if one not in unread
    )
    assert asks in paragraphs(language, message, recalled=True, opened=True)[0]
    assert asks not in paragraphs(language, message, opened=True)[0]


EITHER_WAY = {
    "en": "ither way|in either case",
    "zh": "无论(?:是否还在|还在不在)",
    "es": "n cualquier caso",
    "fr": "ans tous les cas",
    "de": "in jedem Fall",
    "pt": "m qualquer caso",
    "ru": "любом случае",
    "ar": "جميع الأحوال",
    "ja": "いずれの場合も",
    "ko": "어느 경우든",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TO_A, "call.wrong-recipient", "message.wrong-recipient"])
def test_whatever_became_of_a_recalled_mail_one_short_answer_is_asked_for(language: str, name: str) -> None:
    for opened, attachments in product((True, False), (True, False)):
        asks = "\n".join(paragraphs(language, name, recalled=True, opened=opened, attachments=attachments))
        assert len(re.findall(EITHER_WAY[language], asks)) == 1, asks
    for told in ({}, {"recalled": True, "answered": True}, {"recalled": True, "confidential": False}):
        assert not re.search(EITHER_WAY[language], "\n".join(paragraphs(language, name, **told)))


HIDDEN = {
    "en": "Bcc",
    "zh": "密送",
    "es": "copia oculta",
    "fr": "copie cachée",
    "de": "Bcc",
    "pt": "cópia oculta",
    "ru": "скрытую копию",
    "ar": "النسخة المخفية",
    "ja": "BCC",
    "ko": "숨은 참조",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(("message", "follow"))])
def test_what_prevents_a_list_of_addresses_is_hiding_them_and_not_looking_twice(
    language: str, name: str
) -> None:
    hidden, twice = (
        next(part for part in reversed(composed.parts) if part.name in ("closing", "text")).paragraphs[-1]
        for composed in (
            SHELF.compose(language, name, Facts(**FULL, content=content))
            for content in ("address-list", "contract")
        )
    )
    assert HIDDEN[language] in hidden
    assert HIDDEN[language] not in twice


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TO_A, "call.wrong-recipient"])
def test_a_is_asked_to_have_what_was_passed_on_deleted_too(language: str, name: str) -> None:
    (asks,) = set(paragraphs(language, name, forwarded=True)) - set(paragraphs(language, name))
    assert first(SHELF.cues(language).deletion, fold(asks)), asks
    free = {"content": "catalogue", "confidential": False}
    assert paragraphs(language, name, forwarded=True, **free) == paragraphs(language, name, **free)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_B)
def test_b_hears_that_it_went_further(language: str, name: str) -> None:
    (forwarded,) = set(paragraphs(language, name, forwarded=True)) - set(paragraphs(language, name))
    (public,) = set(paragraphs(language, name, public=True)) - set(paragraphs(language, name))
    (both,) = set(paragraphs(language, name, forwarded=True, public=True)) - set(paragraphs(language, name))
    assert len({forwarded, public, both}) == 3
    assert max(len(forwarded), len(public)) < len(both) < len(forwarded) + len(public)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_MANAGER)
def test_the_manager_is_told_what_is_known_of_the_mail(language: str, name: str) -> None:
    known = ("One.", "Two.")
    lines = SHELF.compose(language, name, Facts(**FULL, known=known)).body.splitlines()
    assert [line for line in lines if line in known] == list(known)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_A)
def test_whose_own_mail_is_deleted_with_the_addresses_is_told_that_it_comes_again(
    language: str, name: str
) -> None:
    bare = {**FULL, "reader": Reader(name="Petra Nordlicht")}
    letter = SHELF.compose(language, name, Facts(**bare, content="address-list")).body.split("\n\n")
    other = SHELF.compose(language, name, Facts(**bare, content="")).body.split("\n\n")
    assert len(letter) == len(other) + 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in TEMPLATES if "wrong-recipient" in name])
def test_attachments_that_nobody_has_seen_are_not_said_to_be_there(language: str, name: str) -> None:
    seen, unseen = paragraphs(language, name), paragraphs(language, name, unseen=True)
    assert seen != unseen
    assert paragraphs(language, name, unseen=True, attachments=False) == paragraphs(
        language, name, attachments=False
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_of_every_flag_what_it_means_for_the_manager(language: str) -> None:
    table = SHELF.language_table(language)
    flags = {"opened", "forwarded", "public", "credentials"}
    assert flags | {"competing-customer", "competitor", "intended-waits", "deadline"} == table.known.keys()
    told = list(table.told(["opened", "encrypted"], datetime(2025, 3, 12, 14, 32, tzinfo=UTC)))
    assert len(told) == 2
    assert "2025" in told[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_A)
def test_a_letter_that_asks_after_one_that_did_not_says_that_it_takes_its_place(
    language: str, name: str
) -> None:
    (says,) = set(paragraphs(language, name, corrects=True)) - set(paragraphs(language, name))
    free = paragraphs(language, name, content="catalogue", confidential=False, corrects=True)
    assert says not in free


@pytest.mark.parametrize("language", LANGUAGES)
def test_once_the_call_was_made_the_manager_is_asked_for_one_decision_alone(language: str) -> None:
    (two,) = set(paragraphs(language, "manager.crisis")) - set(
        paragraphs(language, "manager.crisis", called=True)
    )
    (one,) = set(paragraphs(language, "manager.crisis", called=True)) - set(
        paragraphs(language, "manager.crisis")
    )
    assert len(one) < len(two)


def decision(language: str, *readers: Reader) -> str:
    """Give the paragraph in which the manager is asked whether to telephone."""
    told: dict[str, Any] = {"readers": readers, "several": len(readers) > 1}
    called = paragraphs(language, "manager.crisis", called=True, **told)
    (asks,) = (text for text in paragraphs(language, "manager.crisis", **told) if text not in called)
    return asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manager_is_told_whom_there_is_to_telephone(language: str) -> None:
    olga, polaris = Reader(name="Olga S"), Reader(company="Polaris")
    assert decision(language, olga).count("Olga S") == 1
    assert decision(language, polaris).count("Polaris") == 1
    nobody = decision(language)
    assert nobody == decision(language, Reader())
    assert len({nobody, decision(language, olga, polaris), decision(language, olga)}) == 3
    assert "Olga S" not in decision(language, olga, polaris)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [*TO_B, "message.intended-recipient"])
def test_a_recall_is_told_as_one_thing_more_only_beside_another(language: str, name: str) -> None:
    more = {"en": "also recalled", "zh": "我也已撤回"}[language]
    beside = "\n".join(paragraphs(language, name, recalled=True, asking=True))
    alone = "\n".join(paragraphs(language, name, recalled=True, asking=False))
    assert more in beside
    assert more not in alone


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["call.wrong-recipient", "message.wrong-recipient"])
def test_remarks_about_the_reader_are_no_secret_of_somebody_else(language: str, name: str) -> None:
    said = SHELF.compose(language, name, Facts(**FULL, content="commentary")).body
    seen = SHELF.compose(language, name, Facts(**FULL, content="commentary", opened=True)).body
    assert len(seen.split("\n\n")) == len(said.split("\n\n"))
    assert seen != said
    contract = SHELF.compose(language, name, Facts(**FULL, content="contract")).body
    assert len(said.split("\n\n")) == len(contract.split("\n\n"))
    if language == "en":
        assert "confidential" not in said
        assert "reading" not in said
        assert "answer for it in person" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_users_signature_stands_under_the_closing_formula_of_the_letter(
    tmp_path: Path, language: str
) -> None:
    shelf = own(tmp_path, "signature.txt", "Mei Chen\nNingda Lampworks\n")
    for name in (name for name in TEMPLATES if name.startswith(("wrong", "intended", "manager"))):
        ours, theirs = (each.compose(language, name, Facts(**NAMED)) for each in (SHELF, shelf))
        formula = ours.parts[-1].paragraphs[0]
        assert theirs.parts[-1].paragraphs == (formula, "Mei Chen\nNingda Lampworks")
        unnamed = shelf.compose(language, name, Facts(**{**NAMED, "sender": Sender()}))
        assert unnamed.gaps == ()
        shelf.forget_signatures()
        own(tmp_path, "signature.txt", f"{formula}\nMei Chen\n")
        assert shelf.compose(language, name, Facts(**NAMED)).parts[-1].paragraphs == (f"{formula}\nMei Chen",)
        shelf.forget_signatures()
        own(tmp_path, "signature.txt", "Mei Chen\nNingda Lampworks\n")
