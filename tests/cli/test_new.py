"""A record without the walk."""

from __future__ import annotations

import itertools
import os
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.files.record import read_record, write_record

from tests.conftest import NOW

from .conftest import Run


def test_without_a_path_the_record_is_kept_and_stands_in_the_list(
    cli: Run, mail_file: Path, home: Path
) -> None:
    said = cli("new", mail_file, "--content", "contract", "--recipient", "customer").in_order()
    path = Path(said.out.strip())
    assert path.is_relative_to(home)
    listed = cli("list", "--json").in_order().json
    assert [row["path"] for row in listed] == [str(path)]
    assert listed[0]["band"] == "serious"
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_record_needs_nothing_at_all(cli: Run) -> None:
    assert Path(cli("new").in_order().out.strip()).is_file()


def test_what_is_given_stands_in_the_record_and_the_rest_comes_from_the_mail(cli: Run, record: Path) -> None:
    tree = tomllib.loads(record.read_text("utf-8"))
    assert next(iter(tree)) == "schema"
    assert tree["schema"] == 1
    assert tree["mail"]["subject"] == "PI-2511 Verde Lighting 确认"
    assert tree["explain"]["wrong-recipient"][0]["name"] == "Anna Berg"
    assert tree["explain"]["document"] == "PI-2511.pdf"
    assert tree["prevent"]["cause"] == "autocomplete"
    assert tree["grade"]["content"] == "contract"
    assert tree["grade"]["result"]["band"] == "serious"
    assert tree["grade"]["result"].keys() == {"score", "lower", "upper", "band", "response", "rules"}
    assert cli("validate", record).in_order().status == 0


def test_a_command_has_one_time_and_its_timeline_never_runs_backwards(
    cli: Run, mail_file: Path, fields: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(datetime):
        """Let a minute pass between two looks at the clock, as a slow disk or a person typing may."""

        looked = itertools.count()

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return (NOW + timedelta(minutes=next(cls.looked))).astimezone(tz)

    monkeypatch.setattr("misdirect_tui.cli.datetime", Slow)
    graded = ("--content", "contract", "--recipient", "customer", "--cause", "haste")
    tree = tomllib.loads(cli("new", mail_file, *graded, "--fields", fields, "-o", "-").in_order().out)
    assert len(tree["timeline"]) > 2
    assert {tree["opened_at"], *(event["at"] for event in tree["timeline"])} == {tree["opened_at"]}


def test_a_new_record_read_and_written_again_gives_the_same_bytes(record: Path) -> None:
    data = record.read_bytes()
    read = read_record(data, str(record))
    assert read.incident is not None
    assert write_record(read.incident) == data
    assert b"\r" not in data


def test_one_wrong_reader_may_be_one_table(cli: Run, tmp_path: Path, mail_file: Path) -> None:
    one = '[wrong-recipient]\nname = "Anna Berg"\n'
    out = cli("new", mail_file, "--fields", "-", "-o", "-", stdin=one.encode()).in_order().out
    assert [each["name"] for each in tomllib.loads(out)["explain"]["wrong-recipient"]] == ["Anna Berg"]


def test_several_wrong_readers_get_a_letter_each(cli: Run, tmp_path: Path, mail_file: Path) -> None:
    several = '[[wrong-recipient]]\nname = "Anna Berg"\n[[wrong-recipient]]\nname = "Jo Ortiz"\n'
    made = cli("new", mail_file, "--fields", "-", "-o", "-", stdin=several.encode()).in_order()
    letters = cli("letters", "-", "--to", "wrong-recipient", "--json", stdin=made.out.encode()).json
    greeted = [each["body"].splitlines()[0] for each in letters if each["kind"] == "letter"]
    assert greeted == ["Dear Anna Berg,", "Dear Jo Ortiz,"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[sender]\nnme = "Mei"\n', "did you mean 'name'?"),
        ('[sendr]\nname = "Mei"\n', "did you mean 'sender'?"),
        ("[sender]\nname = 7\n", "stands there; correct it"),
        ('wrong-recipient = "Anna"\n', "stands there; correct it"),
        ('[mail]\nservice = "gmial"\n', "did you mean 'gmail'?"),
        ("[sender\n", ":1: not valid TOML"),
        ("\udcff", "not text in UTF-8"),
    ],
)
def test_a_fault_in_the_fields_is_named_and_the_record_is_written_without_it(
    cli: Run, tmp_path: Path, mail_file: Path, text: str, said: str
) -> None:
    fields, out = tmp_path / "fields.toml", tmp_path / "out.toml"
    fields.write_bytes(text.encode("utf-8", "surrogateescape"))
    answer = cli("new", mail_file, "--fields", fields, "-o", out).in_order()
    assert answer.status == 1
    assert said in answer.faults[0]
    assert cli("validate", out).in_order().status == 0


def test_fields_that_cannot_be_opened_write_nothing(cli: Run, tmp_path: Path, mail_file: Path) -> None:
    out = tmp_path / "out.toml"
    assert cli("new", mail_file, "--fields", tmp_path / "gone", "-o", out).in_order().status == 2
    assert not out.exists()


def test_an_output_that_exists_already_is_left_alone(cli: Run, record: Path, tmp_path: Path) -> None:
    before = record.read_bytes()
    for output, why in ((record, "exists already"), (tmp_path, "it is a folder")):
        said = cli("new", "-o", output).in_order()
        assert (said.status, said.out, len(said.faults)) == (2, "", 1)
        assert why in said.faults[0]
        assert "--force" not in said.faults[0]
    assert record.read_bytes() == before


def test_an_output_in_a_folder_that_is_not_there_is_told(cli: Run, tmp_path: Path, mail_file: Path) -> None:
    said = cli("new", mail_file, "-o", tmp_path / "gone" / "out.toml").in_order()
    assert (said.status, len(said.faults)) == (2, 1)
    assert "cannot be written (there is no such file or folder)" in said.faults[0]


def test_a_home_that_is_a_file_is_told(cli: Run, home: Path) -> None:
    home.write_text("")
    said = cli("new").in_order()
    assert (said.status, said.out) == (2, "")
    assert sum("cannot be written" in fault for fault in said.faults) == 1
