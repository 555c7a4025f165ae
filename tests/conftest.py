"""What every test shares: a home of its own, a mail of its own, a clock that stands still."""

from __future__ import annotations

import compileall
import gc
import itertools
import os
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from misdirect_tui.files import shipped

NOW = datetime.fromisoformat("2025-11-18T17:26:50+08:00")


HOMES = itertools.count()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the developer's own files, language, colours and clipboard out of every test.

    The folder is named, not made: most tests have no need of one.
    """
    home = tmp_path_factory.getbasetemp() / f"home-{next(HOMES)}"
    monkeypatch.setenv("MISDIRECT_HOME", str(home))
    for name in ("MISDIRECT_LANGUAGE", "NO_COLOR", "FORCE_COLOR", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    return home


_parsed = cache(shipped._parsed)


@pytest.fixture(autouse=True)
def shipped_files_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each test the reading of words and rules, which none changes."""
    monkeypatch.setattr(shipped, "_parsed", _parsed)


def trade_mail(
    *, subject: str = "PI-2511 Verde Lighting 确认", to: str = "buyer@nordsee-handel.example"
) -> bytes:
    """Give a mail as NetEase enterprise mail writes it: GBK words, a proforma invoice for somebody else."""
    message = EmailMessage()
    message["Date"] = "Tue, 18 Nov 2025 17:22:41 +0800 (CST)"
    message["X-Mailer"] = "Coremail Webmail Server Version XT5.0.14 ntes_qiye"
    message["Message-ID"] = "<5e2b.3a91.Coremail.mei@lampworks.example>"
    message.set_content("Dear Mr. Verano,\n\nPlease find the proforma invoice, total USD 61,320.\n\nMei\n")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="PI-2511.pdf")
    head = (
        f"From: {Header('陈美', 'gbk').encode()} <mei@lampworks.example>\r\n"
        f"To: {to}\r\n"
        f"Subject: {Header(subject, 'gbk').encode()}\r\n"
    )
    return head.encode() + bytes(message).replace(b"\n", b"\r\n")


@pytest.fixture
def mail_file(tmp_path: Path) -> Path:
    """Write the mail that went wrong to a file."""
    path = tmp_path / "sent.eml"
    path.write_bytes(trade_mail())
    return path


def pytest_configure(config: pytest.Config) -> None:
    """Compile the app once, for the many processes that the tests start, where Python is told not to."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(Path(__file__).parents[1] / "app", quiet=2)


def pytest_xdist_auto_num_workers() -> int:
    """Give one worker more than there are processors: who waits for the screen needs none."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Spare the tests the search for garbage in what was collected, which stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
