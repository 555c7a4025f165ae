"""What reading could wait for without end, or nobody may read, is said and passed over, wherever it lies."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from misdirect_tui.core.fault import Fault
from misdirect_tui.files.firewall import load_firewall
from misdirect_tui.files.letters import LetterShelf
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.profile import load_profile, load_signature
from misdirect_tui.files.register import read_or_fault
from misdirect_tui.files.regular import read_regular, size_of
from misdirect_tui.files.settings import load_settings

NAME = "letters/en/wrong-recipient.formal.j2"
WORDS = {language: Playbook().words(language) for language in ("en", "zh")}


def of_template(path: Path) -> tuple[Fault, ...]:
    shelf = LetterShelf(path.parent.parent.parent)
    assert shelf.template("en", path.stem)
    return tuple(shelf.faults)


def of_words(path: Path) -> tuple[Fault, ...]:
    playbook = Playbook(path.parent.parent)
    assert playbook.words("en")("interface.step.stop")
    return tuple(playbook.faults)


READERS: dict[str, Callable[[Path], tuple[Fault, ...]]] = {
    "firewall.toml": lambda path: load_firewall(path)[1],
    "settings.toml": lambda path: load_settings(path)[1],
    "profile.toml": lambda path: load_profile(path)[1],
    "record.toml": lambda path: read_or_fault(path).faults,
    "en/interface.toml": of_words,
    NAME: of_template,
}


@pytest.fixture(params=READERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "config" / str(request.param)
    path.parent.mkdir(parents=True)
    return path


def said(place: Path) -> list[tuple[str, str]]:
    name = str(place)[str(place).index("config/") + len("config/") :]
    return [(fault.said(WORDS["en"]), fault.said(WORDS["zh"])) for fault in READERS[name](place)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_in_the_place_of_a_file_is_said_in_the_language_of_the_reader(place: Path) -> None:
    os.mkfifo(place)
    ((english, chinese),) = said(place)
    assert english.startswith(f"{place}: cannot be read (it is a pipe or a device")
    assert "这是管道或设备" in chinese


def test_a_folder_in_the_place_of_a_file_is_said(place: Path) -> None:
    place.mkdir()
    ((english, chinese),) = said(place)
    assert english.startswith(f"{place}: cannot be read (it is a folder)")
    assert "这是文件夹" in chinese


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_neither_a_signature_nor_an_attachment_is_read_from_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "signature.txt")
    assert load_signature(tmp_path / "signature.txt") == ""
    with pytest.raises(OSError, match="No such device"):
        size_of(tmp_path / "signature.txt")


def test_the_size_is_that_of_what_would_be_read(tmp_path: Path) -> None:
    path = tmp_path / "Quotation-118.pdf"
    path.write_bytes(b"x" * 4_321)
    assert size_of(path) == len(read_regular(path, 10_000)) == 4_321
    assert len(read_regular(path, 100)) == 101
