"""A mail that went wrong, and the app on it in a terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal, environment

SUBJECT = "形式发票 PI-7043 Lakeside Tools"
READER = "einkauf@hafenlicht.example"

Launch = Callable[..., Terminal]


def trade_mail(subject: str = SUBJECT, attachment: str = "PI-7043.pdf") -> bytes:
    """Give a GBK mail out of a NetEase enterprise mailbox: a customer's proforma invoice, sent to another."""
    message = MIMEMultipart()
    message["Date"] = "Tue, 4 Mar 2025 16:08:12 +0800 (CST)"
    message["From"] = f"{Header('林岚', 'gbk').encode()} <lin@qingyuan-tools.example>"
    message["To"] = READER
    message["Subject"] = Header(subject, "gbk" if subject.isprintable() else "utf-8").encode()
    message["X-Mailer"] = "Coremail Webmail Server Version XT5.0.14 ntes_qiye"
    message["Message-ID"] = "<41c7.88d0.Coremail.lin@qingyuan-tools.example>"
    message.attach(MIMEText("您好，\n\n附件是形式发票，总价 USD 18,240。\n\n林岚\n", "plain", "gbk"))
    invoice = MIMEApplication(b"%PDF-1.4", "pdf")
    invoice.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment))
    message.attach(invoice)
    return message.as_bytes()


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """Write the mail to a file."""
    path = tmp_path / "sent.eml"
    path.write_bytes(trade_mail())
    return path


@pytest.fixture
def launch(home: Path, tmp_path: Path) -> Iterator[Launch]:
    """Start the app in a terminal, as often as wanted; what still runs at the end is ended."""
    home.mkdir()
    with ExitStack() as terminals:

        def start(
            *arguments: str | Path, size: tuple[int, int] = (120, 40), language: str = "en", **more: str
        ) -> Terminal:
            return terminals.enter_context(
                Terminal(
                    *map(str, arguments),
                    environment=environment(home, language, **more),
                    size=size,
                    cwd=tmp_path,
                )
            )

        yield start


def ready(terminal: Terminal, language: str = "en") -> Terminal:
    """Wait until the mail has been read, and what it gives is on disk."""
    terminal.wait_for({"en": "saved", "zh": "已保存"}[language])
    return terminal


def record(home: Path) -> dict[str, Any]:
    """Read the one record that the app keeps, with the standard library alone."""
    (path,) = (home / "state" / "incidents").glob("*.toml")
    return tomllib.loads(path.read_text("utf-8"))


def strings(value: object) -> Iterator[str]:
    """Give every string in a record, wherever it stands, but not its history."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "timeline":
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
