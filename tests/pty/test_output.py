"""What goes out to the terminal: the letter for its clipboard, and nothing that a mail could smuggle in."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from .conftest import Launch, ready, trade_mail
from .terminal import CTRL_O, DOWN, ENTER, ESCAPE, F1, F3, F4, F5, F8, F12, Terminal

CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
# Every operating system command but those of the clipboard and of the pointer's shape.
COMMAND = re.compile(rb"(?:\x1b\]|\xc2\x9d)(?!52;|22;[a-z-]*\x07)[^\x07]{0,20}")
# Foreground and background of any kind but the terminal's own.
COLOUR = re.compile(r"[34][0-8]|9[0-7]|10[0-7]")
SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
PASTED = b"\x1b[200~Ines\xc2\x9b31m\x07\rx\x1b[201~"
EVIL = "PI \x1b]0;pwned\x07 \x9b31m \x1b[2J 7043"


def copied(terminal: Terminal) -> str:
    """Press F8, and Enter where it asks about what is still missing; give what the clipboard was handed."""
    asked = "Before it is copied"
    terminal.send(F8)
    terminal.wait(lambda: asked in terminal.text or CLIPBOARD.search(terminal.raw), "the letter to be copied")
    if asked in terminal.text:
        terminal.send(ENTER)
        terminal.wait_gone(asked)
    terminal.wait(lambda: CLIPBOARD.search(terminal.raw), "the letter on the clipboard")
    found = CLIPBOARD.search(terminal.raw)
    assert found
    return base64.b64decode(found[1]).decode()


def test_the_letter_goes_to_the_terminal_s_clipboard_subject_and_body(launch: Launch, mail: Path) -> None:
    terminal = ready(launch(mail))
    text = copied(terminal)
    subject, empty, first, *_ = text.split("\n")
    assert subject.startswith("Correction")
    assert empty == ""
    assert first.startswith("Dear")
    for word in f"{subject} {first}".split():
        terminal.wait_for(word)
    # Nothing of the system's own clipboard is there, so no more is claimed than is known.
    terminal.wait_for(f"({len(text)} characters)")
    assert "Copied" not in terminal.text


@pytest.mark.full
def test_over_ssh_nothing_is_said_to_be_copied(launch: Launch, mail: Path, tmp_path: Path) -> None:
    tool = tmp_path / "tools" / "xclip"
    tool.parent.mkdir()
    # A native clipboard that takes everything: of the wrong machine.
    taken = tmp_path / "taken"
    tool.write_text(f'#!/bin/sh\ncase "$*" in *-o*) cat {taken} ;; *) cat > {taken} ;; esac\n')
    tool.chmod(0o755)
    there = {"PATH": f"{tool.parent}:/usr/bin:/bin", "DISPLAY": ":7"}
    near = ready(launch(mail, **there))
    text = copied(near)
    near.wait_for("Copied the letter")
    near.kill()
    assert (tmp_path / "taken").read_text() == text
    (tmp_path / "taken").unlink()
    far = ready(launch(mail, size=(80, 24), SSH_CONNECTION="192.0.2.7 50022 192.0.2.9 22", **there))
    text = copied(far)
    counted = f"({len(text)} characters)"
    far.wait(lambda: counted in " ".join(far.text.split()), counted)
    assert "Copied" not in far.text
    assert not (tmp_path / "taken").exists()


@pytest.mark.full
def test_no_control_character_of_a_mail_reaches_the_terminal(launch: Launch, tmp_path: Path) -> None:
    mail = tmp_path / "evil\x1b]2;pwned\x07.eml"
    mail.write_bytes(trade_mail(EVIL, f"{EVIL}.pdf"))
    terminal = ready(launch(mail, size=(120, 40)))
    terminal.send(DOWN * 30)
    terminal.wait_for("␛]0;pwned␇")
    for key, mark in ((F3, "What was in it?"), (F4, "Name, wrong recipient"), (F5, "How did it happen?")):
        terminal.send(key)
        terminal.wait_for(mark)
    terminal.send(F4, DOWN)
    terminal.wait(lambda: re.search(r">\s+Name, wrong", terminal.text) is not None, "the cursor on the name")
    terminal.send(PASTED)
    terminal.wait_for("Dear Ines")
    for _ in range(30):
        if re.search(r">\s+\+ Edit the text by hand", terminal.text):
            break
        terminal.send(DOWN)
        terminal.settle(0.1)
    terminal.send(b" ")
    terminal.wait_for("The letter, by hand")
    terminal.send(PASTED)
    terminal.wait_for("xDear Ines")
    terminal.send(ESCAPE)
    terminal.wait_gone("The letter, by hand")
    terminal.send(CTRL_O)
    terminal.wait_for("All incidents")
    terminal.wait_for("PI ␛]0;pwned␇")
    terminal.send(ESCAPE)
    terminal.wait_gone("All incidents")
    copied(terminal)
    raw = bytes(terminal.raw)
    assert b"pwned\x07" not in raw
    assert not COMMAND.findall(raw)
    assert b"\xc2\x9b" not in raw
    assert b"\x1b[2J" not in raw


def test_a_mail_that_cannot_be_read_is_named_without_its_control_characters(
    launch: Launch, tmp_path: Path
) -> None:
    terminal = launch(tmp_path / "gone\x1b]2;pwned\x07\u009b31m.eml")
    assert terminal.left() == 2
    raw = bytes(terminal.raw)
    assert b"pwned" in raw
    assert b"\x1b" not in raw
    assert b"\xc2\x9b" not in raw
    assert raw.count(b"\n") == 1


@pytest.mark.full
def test_without_colour_the_screen_says_the_same(launch: Launch, mail: Path, home: Path) -> None:
    stations = ((F3, "What was in it?"), (F4, "Name, wrong recipient"), (F12, "Dear"), (F1, "Esc closes"))
    coloured = ready(launch(mail, size=(80, 24)))
    said = []
    for key, mark in stations:
        coloured.send(key)
        coloured.wait_for(mark)
        coloured.settle()
        said.append(coloured.lines)
    assert colours(coloured)
    coloured.kill()
    (path,) = (home / "state" / "incidents").glob("*.toml")
    path.unlink()
    plain = ready(launch(mail, size=(80, 24), NO_COLOR="1"))
    for (key, mark), lines in zip(stations, said, strict=True):
        plain.send(key)
        # A sheet hides the step under it where no tint can set it off.
        plain.wait(
            lambda lines=lines: all(
                mine.strip() in other for mine, other in zip(plain.lines, lines, strict=True)
            ),
            f"the same words at {mark}",
        )
        plain.wait_for(mark)
    assert not colours(plain)


def colours(terminal: Terminal) -> set[str]:
    """Give the parameters of what went out that set a colour."""
    parameters = {each.decode() for found in SGR.findall(terminal.raw) for each in re.split(rb"[;:]", found)}
    return {each for each in parameters if COLOUR.fullmatch(each)}
