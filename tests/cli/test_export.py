"""misdirect-tui export: each format, where it goes, and what is refused."""

from __future__ import annotations

import email
import json
import stat
import subprocess
import sys
import unicodedata
from email.policy import default
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from misdirect_tui.cli import run
from misdirect_tui.core.examine.folding import squash
from misdirect_tui.files.record import read_record, write_record

FIELDS = """
[[wrong-recipient]]
name = "Otto Abel"
company = "Nordsee Handel GmbH"
address = "abel@nordsee-handel.example"
[intended-recipient]
name = "Ines Verano"
company = "Verde Lighting"
address = "ines@verde-luz.example"
document = "PI-2511 Nordsee.pdf"
[sender]
name = "陈美"
company = "Ningda Lampworks"
phone = "+86 571 8837 4412"
[manager]
name = "Wang Zonghao"
"""
SAID = (
    "Otto Abel", "Nordsee Handel GmbH", "abel@nordsee-handel.example", "nordsee-handel", "Ines Verano",
    "Verde Lighting", "ines@verde-luz.example", "verde-luz", "PI-2511", "陈美", "Ningda", "8837 4412",
    "Wang Zonghao", "lampworks", "Coremail.mei", "61,320",
)  # fmt: skip
FORMATS = ("toml", "markdown", "eml", "ics", "veris")


@pytest.fixture
def record(tmp_path: Path, mail_file: Path) -> Path:
    fields, path = tmp_path / "fields.toml", tmp_path / "r.toml"
    fields.write_text(FIELDS, encoding="utf-8")
    answers = ["--content", "contract", "--recipient", "competing-customer", "--opened", "unknown"]
    more = ["--cause", "wrong-thread", "--fields", str(fields), "-o", str(path)]
    assert run(["new", str(mail_file), *answers, *more]) == 0
    return path


def export(record: Path, form: str, *more: str) -> int:
    return run(["--ui-language", "en", "export", str(record), "--format", form, *more])


def readable(data: bytes) -> str:
    """Give what a reader of an export sees: the headers and the body of a mail, an unfolded calendar."""
    if data.startswith(b"X-Unsent"):
        message = email.message_from_bytes(data, policy=default)
        return "\n".join([*map(str, message.values()), message.get_body().get_content()])
    return data.replace(b"\r\n ", b"").decode()


def everything(record: Path, folder: Path, *more: str) -> dict[str, str]:
    """Export a record in every format and give what each says."""
    told = {}
    for form in FORMATS:
        path = folder / form
        # The folder of the drafts has to be one, however many letters are due.
        assert export(record, form, "-o", f"{path}/" if form == "eml" else str(path), *more) == 0
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        told[form] = "\n".join(readable(one.read_bytes()) for one in files)
    return told


def test_toml_gives_the_bytes_of_the_record_and_adds_nothing(record, capsysbinary):
    before = record.read_bytes()
    assert export(record, "toml") == 0
    assert capsysbinary.readouterr().out == before == record.read_bytes()


@pytest.mark.parametrize("form", ["toml", "markdown", "ics", "veris"])
def test_without_a_path_it_goes_to_standard_output(record, form, tmp_path, capsysbinary):
    assert export(record, form, "-o", str(tmp_path / "out")) == 0
    assert export(record, form) == 0
    assert export(record, form, "-o", "-") == 0
    out = capsysbinary.readouterr().out
    if form in ("toml", "veris"):
        written = (tmp_path / "out").read_bytes()
        assert out == written * 2
    assert len(out) > 100


def test_a_report_is_written_in_the_language_of_the_interface(record, capsys):
    assert run(["--ui-language", "zh", "export", str(record), "--format", "markdown"]) == 0
    assert "## 概要" in capsys.readouterr().out
    assert export(record, "markdown") == 0
    assert "## Summary" in capsys.readouterr().out


def test_a_calendar_holds_what_is_open(record, capsysbinary):
    assert export(record, "ics") == 0
    tasks = Calendar.from_ical(capsysbinary.readouterr().out).walk("VTODO")
    assert [str(one["summary"]) for one in tasks] == [
        "Tell your manager, before somebody else does.",
        "Call Otto Abel.",
        "Send the letter to Otto Abel, who received it by mistake.",
        "Send the letter to Ines Verano, whom it was about or meant for.",
    ]


def test_where_nothing_is_to_come_no_calendar_is_written_and_it_is_said(record, tmp_path, capsys):
    closed = tmp_path / "closed.toml"
    at = "closed_at = 2999-01-01T00:00:00+08:00"
    text = record.read_text(encoding="utf-8").replace('status = "open"', f'status = "closed"\n{at}')
    closed.write_text(text, encoding="utf-8")
    assert export(closed, "ics", "-o", str(tmp_path / "none.ics")) == 0
    assert not (tmp_path / "none.ics").exists()
    assert "nothing is still to come" in capsys.readouterr().err


def test_a_veris_record_is_json(record, capsysbinary):
    assert export(record, "veris") == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert found["action"]["error"]["variety"] == ["Misdelivery"]
    assert found["incident_id"] == read_record(record.read_bytes(), "r").incident.id


@pytest.mark.parametrize("form", ["toml", "markdown", "ics", "veris"])
def test_a_reader_named_for_a_form_without_letters_is_said_to_change_nothing(record, form, capsysbinary):
    assert export(record, form) == 0
    whole = capsysbinary.readouterr()
    assert export(record, form, "--to", "manager") == 0
    told = capsysbinary.readouterr()
    assert b"export --to: --to chooses among letters" in told.err
    assert b"--to" not in whole.err
    assert len(told.out) == len(whole.out)


def test_one_letter_is_one_file(record, tmp_path, capsys):
    path = tmp_path / "a.eml"
    assert export(record, "eml", "--to", "wrong-recipient", "-o", str(path)) == 0
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert str(message["To"]) == "Otto Abel <abel@nordsee-handel.example>"
    assert message["From"].addresses[0].addr_spec == "mei@lampworks.example"
    assert "Dear Mr. Abel" in message.get_content() or "Dear Otto Abel" in message.get_content()
    assert capsys.readouterr().err == ""


def test_an_address_that_is_none_is_said_to_leave_the_draft_without_a_reader(record, tmp_path, capsys):
    text = record.read_text("utf-8").replace("abel@nordsee-handel.example", "abel at nordsee")
    record.write_text(text, "utf-8")
    path = tmp_path / "a.eml"
    assert export(record, "eml", "--to", "wrong-recipient", "-o", str(path)) == 0
    assert email.message_from_bytes(path.read_bytes(), policy=default)["To"] is None
    assert "abel at nordsee is no mail address" in capsys.readouterr().err


def test_several_letters_need_a_folder(record, tmp_path, capsys):
    folder = tmp_path / "drafts"
    assert export(record, "eml", "-o", str(folder)) == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = sorted(folder.iterdir())
    assert [one.name for one in files] == [
        "letter-intended-recipient-1-en.eml",
        "letter-manager-1-en.eml",
        "letter-wrong-recipient-1-en.eml",
    ]
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert "speaks of PI-2511 Nordsee.pdf, and nothing is attached" in capsys.readouterr().err
    for more in ((), ("-o", "-"), ("-o", str(record))):
        assert export(record, "eml", *more) == 2
        complaint = capsys.readouterr()
        assert complaint.out == ""
        assert len(complaint.err.splitlines()) == 1
        assert "3 letters" in complaint.err


def test_a_folder_of_the_users_own_keeps_its_permissions(record, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    assert export(record, "eml", "-o", str(folder)) == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


@pytest.mark.parametrize("form", FORMATS)
def test_a_link_in_place_of_a_file_is_replaced_and_one_in_place_of_a_folder_is_gone_through(
    record, form, tmp_path
):
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    there.mkdir()
    there.chmod(0o755)
    elsewhere.write_bytes(b"mine")
    linked, name = tmp_path / "linked", "letter-manager-1-en.eml"
    linked.symlink_to(there)
    named = linked if form == "eml" else linked / name
    for target in (elsewhere, tmp_path / "nothing"):
        (there / name).unlink(missing_ok=True)
        (there / name).symlink_to(target)
        more = ("--to", "manager", "-o", str(named))
        assert export(record, form, *more) == 2
        assert export(record, form, *more, "--force") == 0
        assert not (there / name).is_symlink()
        assert stat.S_IMODE((there / name).stat().st_mode) == 0o600
    assert linked.is_symlink()
    assert stat.S_IMODE(there.stat().st_mode) == 0o755
    assert elsewhere.read_bytes() == b"mine"
    assert not (tmp_path / "nothing").exists()


def test_one_letter_that_is_a_link_keeps_all_from_being_written(record, tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "letter-manager-1-en.eml").symlink_to(tmp_path / "nothing")
    assert export(record, "eml", "-o", str(folder)) == 2
    assert len(list(folder.iterdir())) == 1


def test_a_letter_that_is_not_due_can_be_asked_for_and_one_that_cannot_be_is_refused(tmp_path, capsysbinary):
    path = tmp_path / "r.toml"
    assert run(["new", "--content", "catalogue", "--recipient", "outsider", "-o", str(path)]) == 0
    assert export(path, "eml", "--to", "manager") == 0
    assert capsysbinary.readouterr().out.startswith(b"X-Unsent: 1\r\n")


def test_a_letter_that_went_out_is_not_drafted_again(record, tmp_path, capsys):
    incident = read_record(record.read_bytes(), "r").incident
    for role in ("wrong-recipient", "intended-recipient", "manager"):
        stamp = {f"explain.letters.letter-{role}-1-en": {"role": role, "sent_at": incident.opened_at}}
        incident = incident.with_changes(stamp, at=incident.opened_at, event="sent")
    record.write_bytes(write_record(incident))
    assert export(record, "eml", "-o", str(tmp_path / "d")) == 2
    assert "--to" in capsys.readouterr().err
    assert export(record, "eml", "--to", "manager", "-o", str(tmp_path / "m.eml")) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_what_exists_is_replaced_only_when_forced(record, form, tmp_path, capsys):
    path = tmp_path / "out"
    more = ("--to", "manager", "-o", str(path))
    path.write_bytes(b"mine")
    assert export(record, form, *more) == 2
    assert path.read_bytes() == b"mine"
    assert "--force" in capsys.readouterr().err
    assert export(record, form, *more, "--force") == 0
    assert path.read_bytes() != b"mine"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_letter_that_exists_keeps_all_from_being_written(record, tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "letter-wrong-recipient-1-en.eml").write_bytes(b"mine")
    assert export(record, "eml", "-o", str(folder)) == 2
    assert [one.read_bytes() for one in folder.iterdir()] == [b"mine"]
    assert export(record, "eml", "-o", str(folder), "--force") == 0
    assert len(list(folder.iterdir())) == 3


def test_a_record_with_faults_is_exported_and_told(record, capsysbinary):
    record.write_text(
        record.read_text(encoding="utf-8").replace('content = "contract"', 'content = "contrat"'),
        encoding="utf-8",
    )
    for form in ("toml", "markdown", "ics", "veris"):
        assert export(record, form) == 1
        told = capsysbinary.readouterr()
        assert told.out
        assert b"contrat" in told.err


def test_a_copy_of_a_record_says_what_was_too_wrong_for_it_and_never_takes_its_place(record, capsys):
    text = record.read_text(encoding="utf-8").replace('content = "contract"', 'content = "contrat"')
    text = text.replace('status = "open"', 'status = "opne"').replace("[grade]\n", '[grade]\nmine = "1"\n', 1)
    text = text.replace("+08:00", "")
    record.write_text(text, encoding="utf-8")
    assert export(record, "toml") == 1
    told = capsys.readouterr()
    assert 'mine = "1"' in told.out
    said = told.err.splitlines()[-1]
    assert said.startswith(f"misdirect-tui: {record}: ")
    assert "(2): status, content;" in said
    assert export(record, "toml", "-o", str(record), "--force") == 2
    assert "(2): status, content;" in capsys.readouterr().err
    assert record.read_text(encoding="utf-8") == text


def test_what_is_no_record_is_not_exported(tmp_path, capsys):
    path = tmp_path / "x.toml"
    path.write_text("hello", encoding="utf-8")
    assert export(path, "markdown") in (1, 2)
    assert export(tmp_path / "missing.toml", "markdown") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 2


def test_redacted_nothing_that_identifies_somebody_is_left_in_any_format(record, tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "hidden").mkdir()
    plain = everything(record, tmp_path / "open")
    assert all(any(one in told for told in plain.values()) for one in SAID)
    for form, told in everything(record, tmp_path / "hidden", "--redact").items():
        held = squash(told)
        assert [one for one in SAID if squash(one) in held] == [], form


def test_redacted_the_users_own_words_and_signature_stay_at_home(record, tmp_path, home, capsysbinary):
    letters = home / "config" / "letters"
    letters.mkdir(parents=True)
    (letters / "signature.txt").write_text("Mei Chen, Lampworks", encoding="utf-8")
    assert export(record, "eml", "--to", "wrong-recipient") == 0
    assert b"Mei Chen" in capsysbinary.readouterr().out
    assert export(record, "eml", "--to", "wrong-recipient", "--redact") == 0
    assert b"Mei Chen" not in capsysbinary.readouterr().out


def test_a_redacted_record_is_sound_and_says_the_same_of_the_case(record, tmp_path, capsys):
    path = tmp_path / "hidden.toml"
    assert export(record, "toml", "--redact", "-o", str(path)) == 0
    assert run(["validate", str(path)]) == 0
    capsys.readouterr()
    answers = []
    for one in (record, path):
        assert run(["grade", str(one), "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert export(path, "markdown") == 0


syllables = st.lists(st.sampled_from(["zqo", "xiv", "kjü", "brz", "wýk"]), min_size=3, max_size=4).map(
    "".join
)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.lists(syllables, min_size=6, max_size=6, unique=True))
def test_redacted_no_generated_name_is_left_in_any_format(words, tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    ascii_words = [unicodedata.normalize("NFKD", one).encode("ascii", "ignore").decode() for one in words]
    readers = {
        "wrong-recipient": {
            "name": words[0],
            "company": words[1],
            "address": f"{ascii_words[2]}@{ascii_words[3]}.example",
        },
        "intended-recipient": {"name": words[4], "document": f"{words[5]}.pdf"},
        "sender": {"name": words[2]},
        "manager": {"name": words[3]},
        "mail": {"document": f"{words[0]} {words[5]}.xls"},
    }
    (folder / "fields.toml").write_text(tomli_w.dumps(readers), encoding="utf-8")
    record = folder / "r.toml"
    answers = ["--content", "contract", "--recipient", "competitor"]
    assert run(["new", *answers, "--fields", str(folder / "fields.toml"), "-o", str(record)]) == 0
    for form, told in everything(record, folder, "--redact").items():
        held = squash(told)
        assert [one for one in words if squash(one) in held] == [], form


def test_only_what_a_format_needs_is_imported(record):
    code = (
        "import sys; from misdirect_tui.cli import run; run(sys.argv[1:]);"
        "print(*sorted({'textual', 'icalendar'} & sys.modules.keys()), file=sys.stderr)"
    )
    expected = {"veris": "", "ics": "icalendar"}
    for form, modules in expected.items():
        arguments = ["export", str(record), "--format", form, "--to", "manager"]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
        found = done.stderr.decode().strip().splitlines()[-1:] or [""]
        assert modules in found[0]
        assert "textual" not in found[0]
        assert ("icalendar" in found[0]) == (form == "ics")


def test_the_commands_read_the_record_alone_and_no_profile(tmp_path, mail_file, home, capsysbinary):
    bare, said = tmp_path / "bare.toml", []
    assert run(["new", str(mail_file), "-o", str(bare)]) == 0
    for _ in range(2):
        for command in (["letters", str(bare)], ["export", str(bare), "--format", "toml"]):
            assert run(["--ui-language", "en", *command]) in (0, 1)
        said.append(capsysbinary.readouterr())
        (home / "config").mkdir(parents=True, exist_ok=True)
        (home / "config" / "profile.toml").write_text('name = "Mei Chen"\nphone = "1"\n')
    assert b"Dear" in said[0].out
    assert said[0] == said[1]


def test_what_is_still_open_in_a_draft_is_said_in_one_line_and_the_draft_is_written(
    mail_file, tmp_path, capsys
):
    record, path = tmp_path / "r.toml", tmp_path / "a.eml"
    assert (
        run(["new", str(mail_file), "--content", "contract", "--recipient", "customer", "-o", str(record)])
        == 0
    )
    capsys.readouterr()
    assert export(record, "eml", "--to", "wrong-recipient", "-o", str(path)) == 0
    assert path.is_file()
    said = [line for line in capsys.readouterr().err.splitlines() if "still to be filled in" in line]
    assert len(said) == 1
    assert "letter-wrong-recipient-1-en" in said[0]


def test_a_path_of_one_mail_takes_one_letter_and_becomes_no_folder(record, tmp_path, capsys):
    path = tmp_path / "quo.eml"
    assert export(record, "eml", "-o", str(path)) == 2
    assert "3 letters do not fit in one file" in capsys.readouterr().err
    assert not path.exists()
    assert export(record, "eml", "--to", "manager", "-o", str(path)) == 0
    assert path.is_file()
