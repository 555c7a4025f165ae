"""What a mail says, and whether it can still be caught."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from ..conftest import trade_mail
from .conftest import RAW, Run


def test_inspect_gives_what_the_contract_names(cli: Run, mail_file: Path) -> None:
    said = cli("inspect", mail_file, "--json").in_order()
    found = said.json
    assert list(found) == [
        "sent_at", "subject", "from", "to", "cc", "bcc", "attachments", "message_id", "mailer", "service",
        "text", "sha256", "problems",
    ]  # fmt: skip
    assert found["sent_at"] == "2025-11-18T17:22:41+08:00"
    assert found["from"] == {"name": "陈美", "address": "mei@lampworks.example"}
    assert found["to"] == [{"name": "", "address": "buyer@nordsee-handel.example"}]
    assert found["attachments"] == [{"name": "PI-2511.pdf", "bytes": 8, "type": "application/pdf"}]
    assert found["service"] == "netease-enterprise"
    assert len(found["sha256"]) == 64
    assert found["problems"] == []


def test_what_cannot_be_read_of_a_mail_is_a_problem_a_fault_and_status_1(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "half.eml"
    path.write_bytes(
        b"From: mei@lampworks.example\r\nTo: Anna Berg, x@y.example\r\nSubject: x\r\n\r\nhello\r\n"
    )
    said = cli("inspect", path, "--json").in_order()
    assert said.status == 1
    codes = [problem["code"] for problem in said.json["problems"]]
    assert {"date-missing", "entry-without-address"} <= set(codes)
    assert all(set(problem) == {"code", "detail"} for problem in said.json["problems"])
    assert said.json["to"] == [{"name": "", "address": "x@y.example"}]
    assert said.json["sent_at"] is None
    assert len(said.faults) == len(codes)


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, bytes(range(256)) * 9, b"hello\n", b"\xff\xfe" * 20])
def test_rubbish_where_a_mail_is_expected_is_said_with_status_1(
    cli: Run, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(data)
    for more in ([], ["--json"]):
        said = cli("inspect", path, *more).in_order()
        assert said.status == 1
        assert said.out
    assert cli("recall", path, "--json").in_order().status == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mail_is_told_in_the_language_of_the_interface(cli: Run, mail_file: Path, language: str) -> None:
    told = cli("--ui-language", language, "inspect", mail_file).in_order().out
    name = {"en": "service: NetEase", "zh": "邮箱：网易企业邮箱"}[language]
    assert name in told
    assert "buyer@nordsee-handel.example" in told


def test_control_characters_in_a_mail_never_reach_the_terminal(cli: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.eml"
    evil = "\x1b]0;owned\x07\x1b[2J\x85\x9b31m\u202egnp.exe\u2028"
    data = trade_mail(to='"x" <a@b.example>').replace(b"Dear Mr. Verano,", evil.encode())
    path.write_bytes(data.replace(b"PI-2511.pdf", b"\x1b[31mPI.pdf"))
    for more in ((), ("--json",)):
        for command in ("inspect", "recall"):
            said = cli(command, path, *more)
            assert not RAW.search(said.out + said.err)
            assert "\u202e" not in said.out
    whole = cli("inspect", path, "--json").json
    record = tmp_path / "evil.toml"
    cli("new", path, "--content", "contract", "--recipient", "customer", "-o", record)
    for command in (
        ["letters", record],
        ["letters", record, "--json"],
        ["validate", record],
        ["grade", record],
    ):
        cli(*command).in_order()
    assert "owned" in whole["text"]


def test_standard_input_stands_where_a_mail_is_expected(cli: Run, mail_file: Path) -> None:
    data = mail_file.read_bytes()
    named, piped = cli("inspect", mail_file, "--json").json, cli("inspect", "-", "--json", stdin=data).json
    assert named == piped
    assert cli("recall", "-", "--json", stdin=data).in_order().json["verdict"] == "cannot"


RECALL = [
    "verdict", "seconds_left", "steps", "why", "confidence", "source", "checked_on", "recipients",
]  # fmt: skip


def test_what_the_verdict_hangs_on_is_told_by_the_option_that_answers_it(cli: Run) -> None:
    given = ("--service", "microsoft-365", "--elapsed", "600")
    mail = EmailMessage()
    mail["From"], mail["To"] = "li@kontor.example", "anna@nordsee.example"
    said = cli("recall", "-", *given, stdin=bytes(mail)).in_order().out
    assert "--allow-listed yes" in said
    assert "--allow-listed" not in cli("recall", "-", *given, "--allow-listed", "yes", stdin=bytes(mail)).out


def test_recall_gives_what_the_contract_names(cli: Run, mail_file: Path) -> None:
    found = cli("recall", mail_file, "--json").in_order().json
    assert list(found) == RECALL
    assert found["verdict"] == "cannot"
    assert found["confidence"] in ("documented", "reported", "unverified")
    each = {"address": "buyer@nordsee-handel.example", "scope": "external", "verdict": "cannot"}
    assert found["recipients"] == [each]
    assert found["steps"]
    assert all(isinstance(step, str) for step in (*found["steps"], *found["why"]))


def test_an_undo_window_that_is_open_is_counted_down(cli: Run) -> None:
    open_ = cli("recall", "--service", "gmail", "--elapsed", "12", "--json").in_order().json
    assert (open_["verdict"], open_["recipients"]) == ("undo-now", [])
    assert 17 <= open_["seconds_left"] <= 18
    own = cli("recall", "--service", "gmail", "--elapsed", "12", "--window", "5", "--json").json
    assert (own["verdict"], own["seconds_left"]) == ("cannot", None)
    ahead = cli("recall", "--service", "gmail", "--elapsed", "-60", "--json").json
    assert ahead["verdict"] == "undo-now"


def test_what_is_queued_is_cancelled_first(cli: Run, mail_file: Path) -> None:
    assert cli("recall", mail_file, "--queued", "yes", "--json").json["verdict"] == "cancel-first"
    assert cli("recall", "--service", "other", "--queued", "yes", "--json").json["verdict"] == "cancel-first"


def test_options_stand_before_what_the_mail_says(cli: Run, mail_file: Path) -> None:
    def verdict(*options: str) -> str:
        found: str = cli("recall", mail_file, *options, "--json").in_order().json["verdict"]
        return found

    assert verdict() == "cannot"
    assert verdict("--scope", "same-organisation", "--elapsed", "60") == "try-once"
    assert verdict("--service", "gmail", "--elapsed", "5") == "undo-now"
    assert verdict("--service", "gmail", "--sent-at", "2025-11-18T17:22:41+08:00") == "cannot"


def test_a_scope_that_is_asked_about_holds_for_every_recipient(cli: Run, mail_file: Path) -> None:
    found = cli("recall", mail_file, "--scope", "same-organisation", "--elapsed", "60", "--json").json
    assert [each["scope"] for each in found["recipients"]] == ["same-organisation"]
    assert {each["verdict"] for each in found["recipients"]} == {found["verdict"]}


def test_a_record_is_judged_as_its_mail_is(cli: Run, mail_file: Path, record: Path) -> None:
    assert cli("recall", record, "--json").json == cli("recall", mail_file, "--json").json


def test_without_a_time_the_answer_says_that_windows_count_as_closed(cli: Run) -> None:
    said = cli("recall", "--service", "gmail").in_order()
    assert said.status == 0
    assert "not known" in said.out


def test_a_record_whose_time_has_no_offset_is_judged_all_the_same(cli: Run, record: Path) -> None:
    text = record.read_text("utf-8").replace("2025-11-18 17:22:41+08:00", "2025-11-18 17:22:41")
    record.write_text(text, "utf-8")
    for scope in ((), ("--scope", "external")):
        assert cli("recall", record, *scope, "--json").json["verdict"] == "cannot"
