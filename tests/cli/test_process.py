"""Commands as real processes: what is imported, pipes, full disks, no terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run

IMPORTED = """\
import io, sys
from misdirect_tui.cli import run
record, mail, out = sys.argv[1:]
commands = [
    ["inspect", mail], ["recall", mail], ["recall", "--service", "gmail"], ["grade", record, "--json"],
    ["new", mail, "-o", out], ["letters", record], ["validate", record], ["list"], ["stats"],
    ["export", record, "--format", "toml"], ["--help"], ["grade", "--help"], ["--version"], ["no", "such"],
]
for command in commands:
    sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    run(command)
    found = sorted({name.partition(".")[0] for name in sys.modules} & {"textual", "rich", "pyperclip"})
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    if found:
        sys.exit(f"{command} imports {found}")
"""


def start(*arguments: object, code: str | None = None, **more: object) -> subprocess.Popen[bytes]:
    way = ["-c", code] if code else ["-m", "misdirect_tui"]
    streams: dict[str, object] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, *way, *map(str, arguments)],
        **(streams | {"stderr": subprocess.PIPE} | more),  # type: ignore[call-overload]
    )


def answer(*arguments: object, **more: object) -> tuple[int, str, str]:
    process = start(*arguments, **more)
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), err.decode()


def test_no_command_imports_what_only_the_walk_needs(record: Path, mail_file: Path, tmp_path: Path) -> None:
    assert answer(record, mail_file, tmp_path / "out.toml", code=IMPORTED) == (0, "", "")


@pytest.mark.parametrize(("language", "said"), [("en", "no terminal to draw on"), ("zh", "没有终端可以显示")])
def test_without_a_terminal_the_walk_is_refused_in_one_line(
    cli: Run, mail_file: Path, record: Path, language: str, said: str
) -> None:
    status, out, err = answer("--ui-language", language, mail_file)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("misdirect-tui: ")
    assert err.count("misdirect-tui: ") == 1
    assert said in err
    for name in ([], [mail_file], [record]):
        refused = cli("--ui-language", language, *name).in_order()
        assert (refused.status, refused.out, len(refused.faults)) == (2, "", 1)
        assert said in refused.err
    assert said in cli("--ui-language", language, "-", stdin=mail_file.read_bytes()).in_order().err


def test_a_file_that_is_not_right_is_named_before_the_terminal(cli: Run, tmp_path: Path) -> None:
    rubbish, broken = tmp_path / "rubbish.bin", tmp_path / "broken.toml"
    rubbish.write_bytes(bytes(range(256)))
    broken.write_text("schema = ", "utf-8")
    for name, why in (
        (tmp_path / "gone.eml", "there is no such file"),
        (tmp_path, "it is a folder"),
        (rubbish, "neither a mail nor a record"),
        (broken, "broken.toml:1: not valid TOML"),
        ("inspct", "misdirect-tui inspect --help"),
    ):
        said = cli(name).in_order()
        assert (said.status, said.out, len(said.faults)) == (2, "", 1)
        assert why in said.faults[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes of this kind")
def test_a_reader_that_has_gone_is_no_fault(record: Path) -> None:
    for command in (("letters", record), ("--help",)):
        reading, writing = os.pipe()
        os.close(reading)
        process = start(*command, stdout=writing)
        os.close(writing)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_an_output_that_takes_no_more_is_one_line(record: Path) -> None:
    for command in (
        ("letters", record),
        ("export", record, "--format", "toml", "-o", "-"),
        ("--version",),
        ("recall", "--help"),
    ):
        with Path("/dev/full").open("wb") as full:
            status, _, err = answer(*command, stdout=full)
        assert (status, len(err.splitlines())) == (2, 1)
        assert "-: cannot be written (the disk is full)" in err


def test_an_output_that_is_closed_is_one_line() -> None:
    shell = f"'{sys.executable}' -m misdirect_tui list >&-"
    done = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "-: cannot be written (it is closed)" in done.stderr


def test_an_output_that_holds_no_chinese_is_no_fault(mail_file: Path) -> None:
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert answer("--ui-language", "zh", "inspect", mail_file, env=narrow)[0] == 0
    status, out, _ = answer("inspect", mail_file, "--json", env=narrow)
    assert status == 0
    assert "\\u9648\\u7f8e" in out


def test_no_colours_are_written(record: Path) -> None:
    forced = {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"}
    for command in (("grade", record), ("--help",)):
        assert "\x1b" not in answer(*command, env=forced)[1]
