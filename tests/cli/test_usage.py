"""What was asked for: languages, help, wrong usage, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from misdirect_tui.files.settings import Settings
from misdirect_tui.subcommands import COMMANDS

from .conftest import Run


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_command_has_help_with_an_example(cli: Run, command: tuple[str, ...], language: str) -> None:
    said = cli("--ui-language", language, *command, "--help").in_order()
    assert said.status == 0
    assert " ".join(("misdirect-tui", *command)) in said.out.splitlines()[-1] or "fields.toml:" in said.out
    assert is_chinese(said.out) == (language == "zh")
    assert ("example:" in said.out) == (language == "en")


def test_headings_and_choices_are_joined_as_the_language_joins_them(cli: Run) -> None:
    told = cli("--ui-language", "zh", "recall", "--help").out
    assert not any(line.endswith(":") for line in told.splitlines())
    assert sum(line.endswith("\uff1a") for line in told.splitlines()) >= 3
    assert "\noptions:\n" in cli("--ui-language", "en", "recall", "--help").out
    fault = cli("--ui-language", "zh", "grade", "--dpc", "5").faults[0]
    assert "1\u30012\u30013 \u6216 4" in fault


def test_no_id_is_broken_over_two_lines_of_help(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("60", "80", "120"):
        monkeypatch.setenv("COLUMNS", columns)
        told = cli("recall", "--help").out + cli("new", "--help").out
        for each in ("outlook-classic", "same-provider", "competing-customer", "reply-all"):
            assert each in told, columns


def test_the_version_is_told(cli: Run) -> None:
    assert cli("--version").out.startswith("misdirect-tui 0.")


def test_the_language_is_the_one_asked_for_then_the_environment_then_the_kept_one_then_the_locale(
    cli: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chinese(*asked: str) -> bool:
        return is_chinese(cli(*asked, "list").out)

    assert not chinese()
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert chinese()
    Settings(language="en").save(home / "config" / "settings.toml")
    assert not chinese()
    monkeypatch.setenv("MISDIRECT_LANGUAGE", "zh")
    assert chinese()
    assert not chinese("--ui-language", "en")
    assert not chinese("--ui-language=en")


def test_a_language_that_is_not_there_in_the_environment_is_passed_over(
    cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISDIRECT_LANGUAGE", "fr")
    assert not is_chinese(cli("list").in_order().out)
    monkeypatch.setenv("MISDIRECT_LANGUAGE", "zh_CN.UTF-8")
    assert is_chinese(cli("list").in_order().out)


@pytest.mark.parametrize(
    ("arguments", "where", "said"),
    [
        (["inspct", "a.eml"], "misdirect-tui", "did you mean 'inspect'?"),
        (["zzz", "a.eml"], "misdirect-tui", "there are: inspect, recall, grade"),
        (["--foo"], "misdirect-tui", "'--foo' is not known here"),
        (["--"], "misdirect-tui", "see misdirect-tui --help"),
        (["--ui-language"], "misdirect-tui --ui-language", "a value is missing"),
        (["--ui-language", "fr", "list"], "misdirect-tui --ui-language", "'fr' is not one of: zh or en"),
        (["list", "more"], "list", "'more' is not known here"),
        (
            ["list", "--ui-language", "zh"],
            "list",
            "stands before the command: misdirect-tui --ui-language zh ...",
        ),
        (["grade", "--contnt", "contract"], "grade", "did you mean '--content'?"),
        (["grade", "--content", "contrct"], "grade --content", "did you mean 'contract'?"),
        (["grade", "--content"], "grade --content", "a value is missing; see misdirect-tui grade --help"),
        (["grade", "--opened", "perhaps"], "grade --opened", "is not one of: yes, no or unknown"),
        (["grade", "--recipients", "0"], "grade --recipients", "is not a number from"),
        (["grade", "--recipients", "\u00b2"], "grade --recipients", "is not a number from"),
        (["grade", "--recipients", "9" * 5000], "grade --recipients", "is not a number from"),
        (["grade", "--dpc", "5"], "grade --dpc", "is not one of: 1, 2, 3 or 4"),
        (["grade", "--ei", "0.3"], "grade --ei", "is not one of: 0.25, 0.5, 0.75 or 1"),
        (
            ["recall", "--service", "gmail", "--window", "86401"],
            "recall --window",
            "is not a number from",
        ),
        (["grade", "--cb", "nan"], "grade --cb", "is not a number from"),
        (["grade", "--cb", "0.1"], "grade --cb", "is not one of: 0, 0.25, 0.5,"),
        (["recall", "--service", "hotmail"], "recall --service", "did you mean 'outlook-com'?"),
        (["recall", "--service", "Exmail"], "recall --service", "did you mean 'tencent-exmail'?"),
        (["grade", "--aware-at", "yesterday"], "grade --aware-at", "write it as 2026-11-23T"),
        (["grade", "--aware-at", "0001-01-01"], "grade --aware-at", "is no time"),
        (["grade", "--country", "DE", "a.toml"], "grade --country", "a file before --country"),
        (["grade", "--json=yes"], "grade --json", "takes no value"),
        (["recall"], "recall", "give a mail, a record, or --service"),
        (["recall", "--service", "gmial"], "recall --service", "did you mean 'gmail'?"),
        (["recall", "--service", "gmail", "--elapsed", "inf"], "recall --elapsed", "is not a number"),
        (
            ["recall", "--service", "gmail", "--elapsed", "1", "--sent-at", "2025-11-18T17:22"],
            "recall --sent-at",
            "does not go together with --elapsed",
        ),
        (["recall", "--service", "gmail", "--sent-at", "2025-11-18"], "recall --sent-at", "is no time"),
        (["letters"], "letters", "RECORD is missing"),
        (["validate"], "validate", "RECORD is missing"),
        (["export", "a.toml"], "export", "--format is missing"),
        (["export", "a.toml", "--format", "toml", "-o", ""], "export --output", "a path is missing"),
        (["new", "-o", ""], "new --output", "a path is missing"),
    ],
)
def test_wrong_usage_is_one_line_that_says_where_and_what_to_do(
    cli: Run, arguments: list[str], where: str, said: str
) -> None:
    answer = cli(*arguments).in_order()
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.faults) == 1
    assert answer.faults[0].startswith(f"{where}: ")
    assert said in answer.faults[0]
    chinese = cli("--ui-language", "zh", *arguments).in_order()
    assert chinese.status == 2
    if arguments[:1] != ["--ui-language"]:
        assert is_chinese(chinese.err)
        assert "expected" not in chinese.err


def test_options_are_never_guessed_from_their_beginnings(cli: Run) -> None:
    assert cli("grade", "--cont", "contract").status == 2


MISSING = ["inspect", "recall", "grade", "new", "letters", "validate"]


@pytest.mark.parametrize("command", MISSING)
def test_a_file_that_cannot_be_opened_is_one_line_and_status_2(
    cli: Run, tmp_path: Path, command: str
) -> None:
    for name, why in (
        ("gone.toml", "there is no such file"),
        ("", "it is a folder"),
        ("a\x00b", "there is no such file"),
        ("n" * 300, "its name is too long"),
    ):
        said = cli(command, f"{tmp_path}/{name}").in_order()
        assert (said.status, said.out, len(said.faults)) == (2, "", 1)
        assert why in said.faults[0]
    said = cli("--ui-language", "zh", command, tmp_path / "gone.toml").in_order()
    assert "没有这个文件" in said.err
    assert cli(command, "~nobody-of-that-name/a.toml").in_order().status == 2


@pytest.mark.parametrize("command", ["inspect", "new"])
def test_a_record_where_a_mail_is_expected_is_told_in_one_line(cli: Run, record: Path, command: str) -> None:
    said = cli(command, record).in_order()
    assert (said.status, said.out, len(said.faults)) == (1, "", 1)
    assert "this is a record, not a mail" in said.faults[0]


def test_a_record_under_the_name_of_a_mail_is_read_as_what_it_is(cli: Run, record: Path) -> None:
    misnamed = record.rename(record.with_suffix(".eml"))
    assert "this is a record, not a mail" in cli("inspect", misnamed).in_order().faults[0]
    assert cli("recall", misnamed).in_order().status == 0


@pytest.mark.parametrize("command", ["grade", "letters", "validate"])
def test_a_mail_where_a_record_is_expected_is_told_in_one_line(
    cli: Run, mail_file: Path, tmp_path: Path, command: str
) -> None:
    outlook = tmp_path / "sent.msg"
    outlook.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    for path in (mail_file, outlook):
        said = cli(command, path).in_order()
        assert (said.status, said.out, len(said.faults)) == (1, "", 1)
        assert "this is a mail, not a record" in said.faults[0]
    assert cli(command, "-", stdin=mail_file.read_bytes()).in_order().status == 1


@pytest.mark.parametrize("command", ["grade", "letters", "validate"])
@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00" * 40, bytes(range(256)), b"\xff\xfe\x00", b"a = ["])
def test_rubbish_where_a_record_is_expected_is_one_line_and_status_1(
    cli: Run, tmp_path: Path, command: str, data: bytes
) -> None:
    path = tmp_path / "rubbish.toml"
    path.write_bytes(data)
    said = cli(command, path).in_order()
    assert (said.status, said.out, len(said.faults)) == (1, "", 1)


def test_a_fault_of_syntax_names_the_line(cli: Run, record: Path) -> None:
    lines = record.read_text("utf-8").splitlines()
    lines.insert(6, "this is no TOML")
    record.write_text("\n".join(lines), "utf-8")
    assert cli("grade", record).in_order().faults[0].startswith(f"{record}:7: ")


def test_standard_input_stands_for_one_file_only(cli: Run, record: Path) -> None:
    said = cli("letters", "-", "--to", "manager", "--check", "-", stdin=record.read_bytes()).in_order()
    assert said.status == 2
    assert "one file only" in said.faults[0]


def test_a_broken_file_of_settings_is_said_and_the_command_answers_all_the_same(cli: Run, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("language = ", "utf-8")
    said = cli("list").in_order()
    assert said.status == 1
    assert "settings.toml:1: " in said.faults[0]
    assert said.out


def test_a_choice_that_is_none_and_a_file_laid_over_nothing_are_said_and_the_command_answers(
    cli: Run, home: Path
) -> None:
    (home / "config" / "rules").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('language = "xx"\ntheme = "misdirect-drak"\n', "utf-8")
    (home / "config" / "rules" / "grades.toml").write_text("", "utf-8")
    said = cli("list", "--json").in_order()
    assert (said.status, said.json) == (1, [])
    language, theme, stray = said.faults
    assert language.endswith("settings.toml: language: 'xx' is not one of: en or zh; choose one of them")
    assert "settings.toml: theme: 'misdirect-drak' is not one of" in theme
    assert theme.endswith("did you mean 'misdirect-dark'?")
    assert stray.startswith(str(home / "config" / "rules" / "grades.toml"))
    assert stray.endswith("did you mean 'rules/grade.toml'?")


def test_a_home_that_cannot_be_found_is_said(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISDIRECT_HOME", "~nobody-of-that-name/x")
    said = cli("list").in_order()
    assert said.status == 2
    assert said.faults[0].startswith("MISDIRECT_HOME: ")


def test_what_nobody_foresaw_is_one_line_with_its_place_and_nothing_of_what_was_read(
    cli: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Anna Berg")

    monkeypatch.setattr("misdirect_tui.headless.grade.clocks", fail)
    said = cli("grade", record)
    assert said.status == 2
    assert len(said.faults) == 1
    assert "KeyError, headless/grade.py:" in said.faults[0]
    assert "Anna" not in said.err
    monkeypatch.setattr(
        "misdirect_tui.headless.grade.clocks", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    assert cli("grade", record).status == 130


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("grade", "--recipients", "0"), "'0' is not a number from 1 to "),
        (("grade", "--cb", "9"), "'9' is not a number from 0 to 2"),
        (("grade", "--ei", "0.3"), "did you mean '0.25'?"),
        (("recall", "--service", "gmail", "--window", "-1"), "from 0 to 86400"),
    ],
)
def test_a_number_that_does_not_fit_is_answered_with_what_does(
    cli: Run, asked: tuple[str, ...], said: str
) -> None:
    answer = cli(*asked)
    assert answer.status == 2
    assert said in answer.err


def test_two_files_are_one_too_many(cli: Run, mail_file: Path) -> None:
    answer = cli(str(mail_file), "other.eml")
    assert answer.status == 2
    assert "takes one mail or one record alone" in answer.err
