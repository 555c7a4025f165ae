"""The letters that are due, and the examination of one that somebody wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.files.playbook import Playbook

from .conftest import Run

KEYS = ["kind", "to", "reader", "language", "tone", "subject", "body", "parts", "problems"]
FORMULA = ["apology", "explanation", "remedy", "apology"]


def one(letters: list[dict[str, Any]], role: str) -> dict[str, Any]:
    return next(each for each in letters if (each["kind"], each["to"]) == ("letter", role))


def test_letters_give_what_the_contract_names(cli: Run, record: Path) -> None:
    letters = cli("letters", record, "--json").in_order().json
    assert all(list(each) == KEYS for each in letters)
    assert {each["to"] for each in letters} == {"wrong-recipient", "intended-recipient", "manager"}
    for each in letters:
        assert each["language"] == "en"
        assert isinstance(each["reader"], str)
        assert each["kind"] == "letter" or each["parts"] == []
        assert all(list(problem) == ["code", "detail", "grave", "line"] for problem in each["problems"])
    for role in ("wrong-recipient", "intended-recipient"):
        assert one(letters, role)["parts"] == FORMULA
        assert one(letters, role)["tone"] == "crisis"
        assert one(letters, role)["problems"] == []


def test_without_a_language_letters_are_english_whatever_the_interface_speaks(cli: Run, record: Path) -> None:
    letters = cli("--ui-language", "zh", "letters", record, "--to", "wrong-recipient", "--json").json
    assert one(letters, "wrong-recipient")["body"].startswith("Dear Anna Berg,")


def test_role_language_and_tone_are_as_asked(cli: Run, record: Path) -> None:
    asked = ("--to", "intended-recipient", "--language", "zh", "--tone", "light")
    letters = cli("letters", record, *asked, "--json").in_order().json
    letter = one(letters, "intended-recipient")
    assert {each["to"] for each in letters} == {"intended-recipient"}
    assert (letter["language"], letter["tone"]) == ("zh", "light")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in letter["subject"])


def test_a_language_without_letters_is_told_with_those_that_there_are(cli: Run, record: Path) -> None:
    said = cli("letters", record, "--language", "tlh").in_order()
    assert (said.status, len(said.faults)) == (2, 1)
    assert "there are: en, zh" in said.faults[0]


def test_no_letter_goes_to_a_right_reader_inside_the_house(cli: Run, record: Path) -> None:
    text = record.read_text("utf-8")
    record.write_text(
        text.replace('name = "Luis Verano"', 'name = "Luis Verano"\naddress = "luis@lampworks.example"', 1),
        "utf-8",
    )
    said = cli("letters", record, "--to", "intended-recipient").in_order()
    assert said.status == 2
    assert "no letter to intended-recipient" in said.faults[0]


def test_no_letter_goes_to_the_right_reader_of_a_mail_that_never_left_the_house(
    cli: Run, record: Path
) -> None:
    text = record.read_text("utf-8")
    record.write_text(re.sub('(?m)^recipient = ".*"', 'recipient = "colleague"', text, count=1), "utf-8")
    said = cli("letters", record, "--to", "intended-recipient").in_order()
    assert said.status == 2
    assert "It never left your own company." in said.faults[0]


def test_a_letter_that_has_gone_out_is_not_said_to_follow_itself(cli: Run, record: Path) -> None:
    text = record.read_text("utf-8")
    sent = """
[[explain.letters]]
kind = "letter"
role = "manager"
sent_at = 2025-11-18T17:40:00+08:00
"""
    assert "[[timeline]]" in text
    for role in ("wrong-recipient", "intended-recipient"):
        given = sent.replace("manager", role)
        record.write_text(text.replace("[[timeline]]", f"{given}\n[[timeline]]", 1), "utf-8")
        told = cli("letters", record, "--to", role, "--json").in_order().json
        letter = next(each for each in told if each["kind"] == "letter")
        assert "second-apology" not in {each["code"] for each in letter["problems"]}
        # In another language it would be a second one, which listing and examining it tell alike.
        told = cli("letters", record, "--to", role, "--language", "de", "--json").in_order().json
        letter = next(each for each in told if each["kind"] == "letter")
        draft = record.with_name("draft.txt")
        draft.write_text(f"Subject: {letter['subject']}\n\n{letter['body']}", "utf-8")
        (checked,) = cli("letters", record, "--to", role, "--language", "de", "--check", draft, "--json").json
        assert "second-apology" in {each["code"] for each in letter["problems"]}
        assert letter["problems"] == checked["problems"]


def test_one_letter_alone_is_told_as_it_can_be_sent(cli: Run, record: Path) -> None:
    told = cli("letters", record, "--to", "manager").in_order().out
    assert told.startswith("Subject: ")
    assert told.splitlines()[1:3] == ["", "Dear Zhou Lan,"]


def test_several_letters_are_each_headed_by_what_they_are(cli: Run, record: Path) -> None:
    heads = [line for line in cli("letters", record).in_order().out.splitlines() if line.startswith("---")]
    assert len(heads) == len(cli("letters", record, "--json").json)
    assert "Anna Berg" in heads[0]


def test_what_is_open_in_a_letter_is_said_beside_it_and_no_fault_of_the_record(
    cli: Run, mail_file: Path
) -> None:
    path = cli("new", mail_file, "--content", "contract", "--recipient", "customer").out.strip()
    said = cli("letters", path, "--to", "wrong-recipient")
    assert said.status == 0
    assert any("open-field" in fault for fault in said.faults)
    assert "open-field" not in said.out


def test_an_edited_letter_is_given_as_it_was_edited(cli: Run, record: Path) -> None:
    edited = (
        '[[explain.letters]]\nkind = "letter"\nrole = "wrong-recipient"\nnumber = 1\nlanguage = "en"\n'
        'subject = "Sorry"\nbody = "It was a mistake."\nedited = true\n\n[prevent]'
    )
    record.write_text(record.read_text("utf-8").replace("[prevent]", edited, 1), "utf-8")
    letter = one(cli("letters", record, "--json").json, "wrong-recipient")
    assert (letter["subject"], letter["body"]) == ("Sorry", "It was a mistake.")
    assert letter["parts"] != FORMULA
    assert "part-missing" in [problem["code"] for problem in letter["problems"]]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("interface", ["en", "zh"])
def test_our_own_letter_passes_its_examination(
    cli: Run, record: Path, tmp_path: Path, language: str, interface: str
) -> None:
    asked = ("--to", "intended-recipient", "--language", language)
    letter = one(cli("letters", record, *asked, "--json").json, "intended-recipient")
    heading = {"en": "Subject: ", "zh": "主题："}[interface]
    text = tmp_path / "letter.txt"
    text.write_text(f"{heading}{letter['subject']}\n\n{letter['body']}", "utf-8")
    said = cli("--ui-language", interface, "letters", record, *asked, "--check", text).in_order()
    assert said.status == 0
    checked = cli("letters", record, *asked, "--check", text, "--json").in_order().json
    assert len(checked) == 1
    assert list(checked[0]) == KEYS
    assert checked[0] == letter


def test_a_letter_with_a_grave_problem_gives_status_1(cli: Run, record: Path) -> None:
    text = "Subject: hello\r\n\r\nDear Anna Berg,\r\n\r\nplease send this on to Luis Verano.\r\n"
    said = cli("letters", record, "--to", "wrong-recipient", "--check", "-", "--json", stdin=text.encode())
    assert said.status == 1
    letter = said.json[0]
    assert letter["subject"] == "hello"
    assert letter["body"].startswith("Dear Anna Berg,\n\nplease")
    assert letter["parts"] != FORMULA
    leak = next(problem for problem in letter["problems"] if problem["code"] == "leak")
    assert (leak["grave"], leak["line"]) == (True, 3)
    told = cli("letters", record, "--to", "wrong-recipient", "--check", "-", stdin=text.encode())
    assert told.status == 1
    assert "\n-:5: " in f"\n{told.out}"


def test_a_place_in_a_checked_file_is_its_line_there_and_in_json_its_line_in_the_letter(
    cli: Run, record: Path, tmp_path: Path
) -> None:
    written = tmp_path / "draft.txt"
    for head, line in (("Subject: hello\n\n", 5), ("Subject: hello\n\n\n", 6), ("", 3)):
        written.write_text(f"{head}Dear Anna Berg,\n\nplease send this on to Luis Verano.\n", "utf-8")
        asked = ("letters", record, "--to", "wrong-recipient", "--check", written)
        assert f"{written}:{line}: " in cli(*asked).out
        leak = next(each for each in cli(*asked, "--json").json[0]["problems"] if each["code"] == "leak")
        assert leak["line"] == 3


def test_a_letter_without_a_subject_line_is_all_text(cli: Run, record: Path) -> None:
    said = cli(
        "letters", record, "--to", "manager", "--check", "-", "--json", stdin=b"\xef\xbb\xbfDear Zhou Lan,"
    )
    assert (said.json[0]["subject"], said.json[0]["body"]) == ("", "Dear Zhou Lan,")


EMPTY = (b"", b"Subject:", "主题：".encode())


@pytest.mark.parametrize("data", [b"", b" \r\n", b"Subject: x\n\n", b"\xff\xfe"])
@pytest.mark.parametrize(("language", "word"), [("en", "empty"), ("zh", "空")])
def test_of_an_empty_letter_it_is_said_that_it_is_empty_and_nothing_else(
    cli: Run, record: Path, data: bytes, language: str, word: str
) -> None:
    asked = ("--ui-language", language, "letters", record, "--to", "manager", "--check", "-")
    said = cli(*asked, stdin=data)
    assert (said.status, len(said.faults)) == (1, 1)
    assert word in said.faults[0]
    clean = Playbook().words(language)("interface.letters.clean")
    assert clean not in said.out
    assert cli(*asked, "--json", stdin=data).json[0]["body"].strip() == ""


def test_a_letter_is_examined_in_any_encoding_and_what_is_no_text_is_none(cli: Run, record: Path) -> None:
    asked = ("letters", record, "--to", "manager", "--check", "-", "--json")
    assert cli(*asked, stdin="周岚：".encode("utf-16")).json[0]["body"] == "周岚："
    said = cli(*asked, stdin=b"\xff\xfe\x00")
    assert (said.status, said.out, len(said.faults)) == (1, "", 1)


@pytest.mark.parametrize("data", [*EMPTY, b"\x00\x1b[2J", bytes(range(256))])
def test_any_bytes_can_be_examined(cli: Run, record: Path, data: bytes) -> None:
    for role in ("wrong-recipient", "intended-recipient", "manager"):
        said = cli("letters", record, "--to", role, "--check", "-", stdin=data)
        assert said.status in (0, 1)
        assert len(said.faults) == (data in EMPTY)


def test_an_examination_needs_to_know_for_whom_the_letter_is(cli: Run, record: Path) -> None:
    said = cli("letters", record, "--check", "-").in_order()
    assert (said.status, len(said.faults)) == (2, 1)
    assert cli("letters", record, "--to", "manager", "--check", "gone.txt").in_order().status == 2


def test_reading_letters_leaves_the_record_alone(cli: Run, record: Path) -> None:
    before = record.read_bytes()
    cli("letters", record, "--language", "zh", "--tone", "light")
    assert record.read_bytes() == before


def test_a_checked_letter_of_a_chinese_editor_is_read_in_its_charset(cli: Run, record: Path) -> None:
    text = "Subject: 关于误发邮件的致歉\n\n尊敬的先生：\n\n非常抱歉，我误发了一封邮件给您。\n"
    said = cli(
        "letters", record, "--to", "wrong-recipient", "--language", "zh", "--check", "-", "--json",
        stdin=text.encode("gbk"),
    )  # fmt: skip
    assert said.json[0]["subject"] == "关于误发邮件的致歉"


def test_a_letter_to_the_second_wrong_reader_is_examined_as_one_to_that_reader(
    cli: Run, tmp_path: Path, fields: Path
) -> None:
    told = tmp_path / "fields.toml"
    told.write_text(
        '[[wrong-recipient]]\nname = "Anna Berg"\naddress = "anna@nordsee.example"\n'
        '[[wrong-recipient]]\nname = "Pedro Ruiz"\naddress = "pedro@ruiz.example"\n',
        "utf-8",
    )
    made = tmp_path / "incident.toml"
    assert (
        cli("new", "--content", "contract", "--recipient", "customer", "--fields", told, "-o", made).status
        == 0
    )
    text = "Subject: Apology\n\nDear Pedro Ruiz,\n\nI apologise.\n\nYour address is pedro@ruiz.example.\n"
    asked = ("letters", made, "--to", "wrong-recipient", "--check", "-")
    second = cli(*asked, "--json", stdin=text.encode())
    assert second.json[0]["reader"] == "pedro@ruiz.example"
    assert "leak" not in {problem["code"] for problem in second.json[0]["problems"]}
    neither = cli(*asked, stdin=b"Subject: Apology\n\nHello,\n\nI apologise.\n")
    assert "names none of the readers" in neither.err
    assert "Anna Berg" in neither.err


@pytest.mark.parametrize("mailbox", ["luis@hidrosur.example", "LUIS@HIDROSUR.EXAMPLE"])
@pytest.mark.parametrize("greeting", ["Dear Ms Berg,", "Dear Anna,", "Dear Nordsee team,"])
def test_the_address_of_another_wrong_reader_is_a_leak_and_not_the_one_written_to(
    cli: Run, tmp_path: Path, greeting: str, mailbox: str
) -> None:
    told = tmp_path / "two.toml"
    told.write_text(
        '[[wrong-recipient]]\nname = "Anna Berg"\ncompany = "Nordsee GmbH"\n'
        'address = "anna@nordsee.example"\n'
        '[[wrong-recipient]]\nname = "Luis Ortiz"\ncompany = "Hidrosur S.A."\n'
        'address = "luis@hidrosur.example"\n',
        "utf-8",
    )
    kept = tmp_path / "two-readers.toml"
    cli("new", "--content", "contract", "--recipient", "customer", "--fields", told, "-o", kept)
    text = f"Subject: Apology\n\n{greeting}\n\nThe other addresses are {mailbox}.\n"
    asked = ("letters", kept, "--to", "wrong-recipient", "--check", "-", "--json")
    checked = cli(*asked, stdin=text.encode()).json[0]
    assert checked["reader"] == "anna@nordsee.example"
    assert [each["line"] for each in checked["problems"] if each["code"] == "leak"] == [3]


@pytest.mark.parametrize("role", ["wrong-recipient", "intended-recipient", "manager"])
@pytest.mark.parametrize("place", [r"C:\\客户\\Casa Verde\\PI-NL.pdf", "/tmp/Casa Verde/PI-NL.pdf"])
def test_no_text_names_the_folders_that_the_right_document_lies_in(
    cli: Run, tmp_path: Path, role: str, place: str
) -> None:
    told = tmp_path / "paths.toml"
    theirs = "intended-recipient" if role == "intended-recipient" else "wrong-recipient"
    document = f'document = "{place}"\n'
    told.write_text(
        '[[wrong-recipient]]\nname = "Anna Berg"\naddress = "anna@nordsee.example"\n'
        + document * (theirs == "wrong-recipient")
        + '[intended-recipient]\nname = "Diego Alvarez"\ncompany = "Casa Verde"\n'
        + 'address = "diego@verde.example"\n'
        + document * (theirs == "intended-recipient"),
        "utf-8",
    )
    kept = tmp_path / "paths-record.toml"
    cli("new", "--content", "contract", "--recipient", "competitor", "--fields", told, "-o", kept)
    texts = cli("letters", kept, "--to", role, "--json").json
    assert texts
    assert not any(mark in one["body"] for one in texts for mark in ("客户", "/tmp", "Casa Verde/", "\\"))
    if role == theirs:
        assert all("PI-NL.pdf" in one["body"] for one in texts if one["kind"] == "letter")
        assert not any(each["code"] == "leak" for one in texts for each in one["problems"])


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "ru", "ar", "es", "fr", "de", "pt", "en"])
def test_a_text_in_another_language_than_it_is_examined_in_is_said_to_be(
    cli: Run, record: Path, language: str
) -> None:
    asked = ("letters", record, "--to", "wrong-recipient")
    body = one(cli(*asked, "--language", language, "--json").json, "wrong-recipient")["body"]
    said = cli(*asked, "--check", "-", stdin=body.encode())
    assert said.err.count("--language") == said.err.count(f"--language {language}") == (language != "en")
    assert "--language" not in cli(*asked, "--language", language, "--check", "-", stdin=body.encode()).err
