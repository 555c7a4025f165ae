"""Records: what is wrong in them, which the app keeps, and what they add up to."""

from __future__ import annotations

import io
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.cli import run
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.record import read_record
from misdirect_tui.files.toml import LIMIT
from misdirect_tui.situation import Situation
from misdirect_tui.telling import sent_told

from .conftest import Run


def test_a_sound_record_is_named_as_such(cli: Run, record: Path) -> None:
    said = cli("validate", record).in_order()
    assert (said.status, said.out) == (0, f"{record}: sound\n")
    assert cli("validate", "-", stdin=record.read_bytes()).in_order().status == 0


def test_keys_of_somebodys_own_are_noted_and_are_no_fault(cli: Run, record: Path) -> None:
    text = record.read_text("utf-8").replace("[prevent]", '[prevent]\nmy-own-note = "x"', 1)
    record.write_text(f"{text}\n[elsewhere]\nx = 1\n", "utf-8")
    said = cli("validate", record).in_order()
    assert (said.status, said.out) == (0, f"{record}: sound\n")
    (told,) = said.faults
    assert told.startswith(f"{record}: ")
    assert "elsewhere" in told
    assert "prevent.my-own-note" in told


def test_every_fault_of_every_record_is_told(cli: Run, record: Path, tmp_path: Path) -> None:
    other, gone = tmp_path / "other.toml", tmp_path / "gone.toml"
    text = record.read_text("utf-8")
    other.write_text(
        text.replace('status = "open"', 'status = "opne"').replace('"contract"', '"contrakt"', 1)
        .replace("[prevent]", "[prevent]\ncuase = 1", 1),
        "utf-8",
    )  # fmt: skip
    said = cli("validate", other, record).in_order()
    assert said.status == 1
    lines = other.read_text("utf-8").split("\n")
    for key, written in (
        ("status", 'status = "opne"'),
        ("grade.content", 'content = "contrakt"'),
        ("prevent.cuase", "cuase = 1"),
    ):
        where = f"{other}:{lines.index(written) + 1}: {key}: "
        assert any(fault.startswith(where) for fault in said.faults), key
    assert f"{record}: sound" in said.out
    with_gone = cli("validate", gone, other, record).in_order()
    assert with_gone.status == 2
    assert with_gone.faults[1:] == said.faults
    assert with_gone.out == said.out


def test_with_a_record_and_with_any_file_laid_over_ours_all_such_files_are_looked_at(
    cli: Run, record: Path, home: Path
) -> None:
    own = {
        "en/stop.toml": '[verdict]\ncanot = "x"\n',
        "zh/report.toml": "title = \n",
        "rules/veris.toml": "version = 1\n",
        "letters/de/manager.light.j2": "{{ broken",
    }
    for name, text in own.items():
        path = home / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for given, out in ((record, f"{record}: sound\n"), (home / "config" / "en/stop.toml", "")):
        said = cli("validate", given).in_order()
        assert (said.status, said.out) == (1, out)
        for name in own:
            assert any(fault.startswith(f"{home / 'config' / name}") for fault in said.faults), name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
@pytest.mark.parametrize("name", ["pipe.toml", "pipe.eml", "/dev/zero", "to-pipe"])
@pytest.mark.parametrize(
    "command", [("validate",), ("inspect",), ("grade",), ("export", "--format", "toml"), ()], ids=str
)
def test_what_is_no_file_is_refused_at_once(
    cli: Run, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    for pipe in ("pipe.toml", "pipe.eml"):
        os.mkfifo(tmp_path / pipe)
    (tmp_path / "to-pipe").symlink_to(tmp_path / "pipe.toml")
    said = cli(*command, tmp_path / name).in_order()
    assert said.status == 2
    assert [fault.startswith(f"{tmp_path / name}: ") for fault in said.faults] == [True]
    assert "a pipe or a device" in said.faults[0]


def test_a_link_to_a_record_is_read(cli: Run, record: Path, tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(record)
    assert cli("validate", tmp_path / "link.toml").in_order().status == 0


def test_input_without_end_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch, cli: Run) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:] = b"x" * len(buffer)
            self.given += len(buffer)
            assert self.given < 2 * LIMIT
            return len(buffer)

    endless = io.TextIOWrapper(io.BufferedReader(Endless()))
    monkeypatch.setattr(io, "TextIOWrapper", lambda _: endless)
    said = cli("validate", "-").in_order()
    assert said.status == 1
    (fault,) = said.faults
    assert fault.startswith("-: larger than any incident (at most 16 MB")


def test_a_record_of_a_newer_schema_is_said_to_be_read_only(cli: Run, record: Path) -> None:
    record.write_text(record.read_text("utf-8").replace("schema = 1", "schema = 2", 1), "utf-8")
    said = cli("validate", record).in_order()
    assert said.status == 1
    assert "read-only" in said.faults[0]


def test_an_empty_home_lists_nothing_and_adds_up_to_nothing(cli: Run, home: Path) -> None:
    assert cli("list", "--json").in_order().json == []
    assert cli("list").in_order().out.strip()
    stats = cli("stats", "--json").in_order().json
    assert stats == {
        "incidents": 0,
        "by": {"cause": {}, "content": {}, "recipient": {}, "service": {}, "band": {}},
        "minutes_to_first_letter": {"median": None},
        "minutes_to_confirmed": {"median": None},
        "would_have_stopped": {},
    }
    assert not home.exists()


@pytest.fixture
def full(cli: Run, mail_file: Path, home: Path) -> Path:
    """Keep three incidents: two graded, one of them closed, and a blank one."""
    graded = ("--content", "contract", "--recipient", "customer", "--cause", "autocomplete")
    first = Path(cli("new", mail_file, *graded).out.strip())
    second = Path(cli("new", mail_file, "--content", "catalogue", "--recipient", "outsider").out.strip())
    cli("new")
    letter = (
        '[[explain.letters]]\nkind = "letter"\nrole = "wrong-recipient"\nsubject = "x"\nbody = "y"\n'
        "sent_at = 2025-11-18T17:40:41+08:00\nconfirmed_at = 2025-11-18T18:22:41+08:00\n\n[prevent]"
    )
    first.write_text(first.read_text("utf-8").replace("[prevent]", f"\n{letter}", 1), "utf-8")
    closing = 'status = "closed"\nclosed_at = 2025-11-19T09:00:00+08:00'
    second.write_text(second.read_text("utf-8").replace('status = "open"', closing, 1), "utf-8")
    return home


def test_the_list_gives_what_the_contract_names_open_ones_first(cli: Run, full: Path) -> None:
    listed = cli("list", "--json").in_order().json
    keys = ["id", "path", "status", "opened_at", "subject", "band", "due"]
    assert all(list(row) == keys for row in listed)
    assert [row["status"] for row in listed] == ["open", "open", "closed"]
    assert {row["band"] for row in listed} == {"serious", "minor", None}
    assert all(row["due"] is None or row["due"][10] == "T" for row in listed)
    assert [Path(row["path"]).is_file() for row in listed] == [True] * 3
    for language in ("en", "zh"):
        assert len(cli("--ui-language", language, "list").in_order().out.splitlines()) == 3


def test_the_list_names_a_file_that_holds_an_incident_which_another_one_holds(cli: Run, full: Path) -> None:
    kept = next((full / "state" / "incidents").glob("*.toml"))
    copy = kept.with_name("copy.toml")
    copy.write_bytes(kept.read_bytes())
    told = cli("list", "--json")
    assert (told.status, len(told.json)) == (1, 3)
    (line,) = [line for line in told.err.splitlines() if str(copy) in line]
    assert kept.stem in line.replace(str(copy), "")


def test_the_list_says_how_many_things_are_overdue_where_several_are(cli: Run, full: Path) -> None:
    kept = sorted((full / "state" / "incidents").glob("*.toml"))
    for path in kept:
        told = re.sub(r"20\d\d-\d\d-\d\d([T ])", r"2020-01-02\1", path.read_text("utf-8"))
        path.write_text(told, "utf-8")
    for language, said in (("en", r"overdue: \d of \d"), ("zh", r"\d 件里 \d 件已逾期")):
        assert re.search(said, cli("--ui-language", language, "list").out)


def test_a_record_without_any_time_has_none_in_the_list_and_in_the_report(cli: Run, home: Path) -> None:
    path = home / "state" / "incidents" / "a.toml"
    path.parent.mkdir(parents=True)
    path.write_text('schema = 1\nid = "a"\n', "utf-8")
    assert [row["opened_at"] for row in cli("list", "--json").json] == [None]
    told = cli("list").out, cli("export", path, "--format", "markdown").out, cli("stats").out
    assert "time not known" in told[0]
    for text in told:
        assert "1970" not in text
        assert "days ago" not in text
    words = Playbook().words("en")
    found = read_record(path.read_bytes(), "a.toml").incident
    assert found is not None
    looked = Situation(found, now=datetime.now(UTC), words=words, playbook=Playbook())
    assert sent_told(words, looked, long=True) == words("interface.bar.unknown-long")
    assert sent_told(words, looked, long=False) == words("interface.bar.unknown-short")


def test_stats_count_what_was_answered(cli: Run, full: Path) -> None:
    stats = cli("stats", "--json").in_order().json
    assert stats["incidents"] == 3
    assert stats["by"]["cause"] == {"autocomplete": 1}
    assert stats["by"]["content"] == {"contract": 1, "catalogue": 1}
    assert stats["by"]["service"] == {"netease-enterprise": 2}
    assert stats["minutes_to_first_letter"] == {"median": 18.0}
    assert stats["minutes_to_confirmed"] == {"median": 60.0}
    assert stats["would_have_stopped"] == {"final-check": 1}
    for language in ("en", "zh"):
        assert "18" in cli("--ui-language", language, "stats").in_order().out


def test_the_list_and_the_stats_say_in_words_what_their_json_says(cli: Run, full: Path) -> None:
    listed = cli("list", "--json").json
    stats = cli("stats", "--json").json
    for language, band, cause, title in (
        ("en", "serious", "autocomplete", "How it happened"),
        ("zh", "严重", "自动补全", "怎么发错的"),
    ):
        lines = cli("--ui-language", language, "list").in_order().out.splitlines()
        assert [line.partition("  ")[0] for line in lines] == [row["id"] for row in listed]
        assert band in lines[[row["band"] for row in listed].index("serious")]
        told = cli("--ui-language", language, "stats").in_order().out
        assert title in told
        assert any(cause in line and line.endswith(" 1") for line in told.splitlines())
        assert str(stats["incidents"]) in told.splitlines()[0]


def test_a_plot_stands_beside_each_count_and_is_as_long_as_it(cli: Run, full: Path) -> None:
    told = cli("stats").in_order().out
    by_service = next(line for line in told.splitlines() if "NetEase enterprise" in line)
    by_content = next(line for line in told.splitlines() if line.strip().startswith("contract"))
    assert by_service.count("\u28ff") == by_content.count("\u28ff") == 24
    assert all(len(line) <= 80 for line in told.splitlines())


def test_few_incidents_are_called_few(cli: Run, full: Path) -> None:
    assert "no pattern" in cli("stats").out
    assert "Most often" not in cli("stats").out


def test_where_the_output_has_no_signs_for_plots_they_are_drawn_with_plain_ones(
    cli: Run, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="gbk", write_through=True))
    assert run(["--ui-language", "zh", "stats"]) == 0
    told = raw.getvalue().decode("gbk")
    assert "########" in told
    assert "?" not in told


def planned(record: Path, due: str = "") -> None:
    """Plan a technique by hand."""
    plan = f'[prevent]\ntechniques.bcc = {{ choice = "planned"{due} }}'
    record.write_text(record.read_text("utf-8").replace("[prevent]", plan, 1), "utf-8")


def due_of(cli: Run, record: Path) -> str | None:
    """Give what the list says is due next."""
    due: str | None = {row["path"]: row["due"] for row in cli("list", "--json").in_order().json}[str(record)]
    return due


def test_a_plan_is_due_on_the_morning_of_its_day_in_a_closed_incident_too(cli: Run, full: Path) -> None:
    closed = Path(cli("list", "--json").json[-1]["path"])
    assert due_of(cli, closed) is None
    planned(closed, due=", due = 2025-12-01")
    due = due_of(cli, closed)
    assert due is not None
    assert due.startswith("2025-12-01T09:00:00")
    assert "was due 2025-12-01 09:00: Start with Bcc" in cli("list").out


def test_a_decision_about_a_technique_in_a_later_incident_settles_the_plan(cli: Run, full: Path) -> None:
    record = Path(cli("list", "--json").json[-1]["path"])
    planned(record)
    assert due_of(cli, record) is not None
    (full / "data").mkdir()
    (full / "data" / "firewall.toml").write_text(
        '[[decisions]]\ntechnique = "bcc"\nchoice = "adopted"\nsince = 2099-01-01T00:00:00Z\n'
        'incident = "another"\n',
        "utf-8",
    )
    assert due_of(cli, record) is None


def test_a_second_list_reads_the_index_and_says_the_same(cli: Run, full: Path) -> None:
    for record in (full / "state" / "incidents").glob("*.toml"):
        os.utime(record, (1_700_000_000,) * 2)
    first = cli("list", "--json").in_order()
    assert (full / "state" / "index.jsonl").is_file()
    assert cli("list", "--json").in_order() == first
    (full / "state" / "index.jsonl").write_bytes(b"nonsense")
    assert cli("list", "--json").in_order() == first


def test_how_many_faults_a_kept_record_has_is_told_with_the_index_and_without(cli: Run, full: Path) -> None:
    folder = full / "state" / "incidents"
    path = sorted(folder.glob("*.toml"))[0]
    path.write_text(
        path.read_text("utf-8").replace("[prevent]", "[prevent]\ncuase = 1\ntecniques = 2"), "utf-8"
    )
    os.utime(path, (1e9, 1e9))
    first, again = cli("list", "--json").in_order(), cli("list").in_order()
    assert (first.status, again.status) == (1, 1)
    assert len(first.json) == 3
    assert first.faults == again.faults == [f"{path}: faults: 2; misdirect-tui validate {path} names them"]
    assert len(cli("validate", path).in_order().faults) == 2
    assert cli("stats").in_order().faults == first.faults


def test_a_kept_record_that_is_broken_is_told_and_the_others_are_listed(cli: Run, full: Path) -> None:
    (full / "state" / "incidents" / "broken.toml").write_text("schema = ", "utf-8")
    said = cli("list", "--json").in_order()
    assert said.status == 1
    assert len(said.json) == 3
    assert len(said.faults) == 1
    assert "broken.toml:1: " in said.faults[0]
    assert cli("stats", "--json").in_order().json["incidents"] == 3


def test_a_folder_that_cannot_be_read_is_not_told_as_an_empty_one(
    cli: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True)
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    for command in ("list", "stats"):
        said = cli(command, "--json")
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(f"misdirect-tui: {folder}: cannot be read (")


def test_a_country_that_is_not_known_is_named_with_the_nearest_and_the_rest_is_graded(
    cli: Run, record: Path
) -> None:
    told = 'countries = ["XX1", "de ", "Germny", "DE", "BR", "Kenya"]'
    text = record.read_text("utf-8").replace("[grade]", f"[grade]\n{told}", 1)
    record.write_text(text, encoding="utf-8")
    said = cli("validate", record).in_order()
    assert said.status == 1
    at = f"{record}: grade.countries"
    assert [fault.partition(";")[0] for fault in said.faults] == [
        f"{at}.0: 'XX1' is no country known here",
        f"{at}.1: 'de ' is no country known here",
        f"{at}.2: 'Germny' is no country known here",
    ]
    assert said.faults[1].endswith("did you mean 'DE'?")
    assert said.faults[2].endswith("did you mean 'Germany'?")
    graded = cli("grade", record, "--json").in_order()
    assert (graded.status, graded.faults) == (1, said.faults)
    assert graded.json["band"] == "serious"
    assert any(clock["id"].startswith("eu") for clock in graded.json["clocks"])


def test_a_key_that_fills_a_page_is_named_in_one_short_line(cli: Run, tmp_path: Path) -> None:
    record = tmp_path / "long.toml"
    head = 'schema = 1\nid = "20251118-120000-3f9a"\nopened_at = 2025-11-18T12:00:00+08:00\n'
    record.write_text(head + "x" * 90_000 + " = 1\n[stop.ticks]\n" + "y" * 90_000 + " = 5\n", "utf-8")
    said = cli("validate", record)
    assert max(map(len, (said.out + said.err).splitlines())) < 2_000
    assert "xxxx" in said.err


def test_a_list_of_files_that_cannot_be_read_is_not_said_to_be_empty(cli: Run, home: Path) -> None:
    assert cli("list").in_order().out == "There are none yet.\n"
    folder = home / "state" / "incidents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "broken.toml").write_bytes(b"id = \n")
    said = cli("list").in_order()
    assert (said.status, said.out) == (1, "")
    assert "broken.toml:1" in said.err
