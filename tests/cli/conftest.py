"""What the tests of the command line share: running a command, and files to run it on."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from misdirect_tui.cli import run

RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")

FIELDS = """\
[[wrong-recipient]]
name = "Anna Berg"
company = "Nordsee Handel"
document = "Quotation-118.pdf"

[intended-recipient]
name = "Luis Verano"
company = "Verde Lighting"

[sender]
name = "Mei Chen"
title = "Export Sales"
phone = "+86 574 5550 1234"

[manager]
name = "Zhou Lan"

[mail]
document = "PI-2511.pdf"
service = "netease-enterprise"
"""


class Said(NamedTuple):
    """Hold what a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give standard output read as JSON."""
        return json.loads(self.out)

    @property
    def faults(self) -> list[str]:
        """Give the lines of standard error without their head, which every one of them must have."""
        lines = self.err.splitlines()
        assert all(line.startswith("misdirect-tui: ") for line in lines), self.err
        return [line.removeprefix("misdirect-tui: ") for line in lines]

    def in_order(self) -> Said:
        """Check what holds for every answer whatsoever: a status, fault lines, nothing raw."""
        assert self.status in (0, 1, 2)
        assert not RAW.search(self.out), self.out
        assert not RAW.search(self.err), self.err
        assert "unexpected fault" not in self.err, self.err
        assert "Traceback" not in self.err
        assert self.faults or self.status < 2
        return self


Run = Callable[..., Said]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, with bytes on its standard input."""

    def answer(*arguments: object, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Said(status, *capsys.readouterr())

    return answer


@pytest.fixture
def fields(tmp_path: Path) -> Path:
    """Write a file of fields."""
    path = tmp_path / "fields.toml"
    path.write_text(FIELDS, encoding="utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path, cli: Run, mail_file: Path, fields: Path) -> Path:
    """Write the record of a contract that went to another customer."""
    path = tmp_path / "incident.toml"
    graded = ("--content", "contract", "--recipient", "customer", "--cause", "autocomplete")
    assert cli("new", mail_file, *graded, "--fields", fields, "-o", path).in_order().status == 0
    return path
