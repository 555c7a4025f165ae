"""The walk in a real terminal: what is typed arrives, and the terminal is given back as it was."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from .conftest import READER, Launch, ready, record, strings
from .terminal import (
    APP,
    CTRL_N,
    CTRL_Q,
    DOWN,
    ENTER,
    ESCAPE,
    F1,
    F2,
    F3,
    F4,
    F5,
    F12,
    Terminal,
    environment,
)

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.full)]
CHINESE = "有很大差别"
KITTY = b"\x1b[>25u"
NAME, ADDRESS = {"en": "Name, wrong recipient", "zh": "误收方姓名"}, {"en": "Their address", "zh": "对方邮箱"}


def on_their_name(terminal: Terminal, language: str = "en") -> Terminal:
    """Go to the field for the reader's name."""
    terminal.send(F4)
    terminal.wait_for(READER)
    terminal.send(DOWN)
    terminal.wait(
        lambda: re.search(rf">\s+{NAME[language]}", terminal.text) is not None, "the cursor on the name"
    )
    # The row above folds a moment after the cursor has left it.
    terminal.settle()
    return terminal


def leave(terminal: Terminal) -> int:
    terminal.send(CTRL_Q)
    return terminal.left()


@pytest.mark.parametrize(
    ("size", "language"), [((80, 24), "zh"), pytest.param((120, 40), "en", marks=pytest.mark.full)]
)
def test_chinese_typed_into_a_field_is_in_the_record_and_the_terminal_is_given_back(
    launch: Launch, home: Path, mail: Path, size: tuple[int, int], language: str
) -> None:
    terminal = on_their_name(ready(launch(mail, size=size, language=language), language), language)
    terminal.send(CHINESE.encode())
    terminal.wait_for(CHINESE)
    assert leave(terminal) == 0
    assert CHINESE in list(strings(record(home)))
    raw = bytes(terminal.raw)
    assert KITTY not in raw
    assert re.findall(rb"\x1b\[\?1049[hl]", raw)[-1] == b"\x1b[?1049l"
    assert re.findall(rb"\x1b\[\?25[hl]", raw)[-1] == b"\x1b[?25h"
    assert re.findall(rb"\x1b\[\?2004[hl]", raw)[-1] == b"\x1b[?2004l"
    assert re.findall(rb"\x1b\[\?1003[hl]", raw)[-1] == b"\x1b[?1003l"


@pytest.mark.parametrize("size", SIZES)
def test_the_hardware_cursor_stands_on_the_field_before_the_first_key(
    launch: Launch, mail: Path, size: tuple[int, int]
) -> None:
    terminal = on_their_name(ready(launch(mail, size=size)))
    shown = re.compile(rf"{ADDRESS['en']}\s+{READER}")
    terminal.wait(lambda: shown.search(terminal.text) is not None, "the field for the address")
    # The fields stand under each other: the text of a filled one begins where the empty one begins.
    (_, address), (_, line) = terminal.place(ADDRESS["en"]), terminal.place(NAME["en"])
    column = terminal.lines[address].index(READER)
    terminal.wait(lambda: terminal.cursor == (column, line), f"the hardware cursor at {(column, line)}")
    terminal.send(CHINESE.encode())
    terminal.wait(lambda: terminal.cursor == (column + 10, line), "the cursor behind ten cells of text")
    terminal.send(DOWN, DOWN)
    end = (column + len(READER), terminal.place(ADDRESS["en"])[1])
    terminal.wait(lambda: terminal.cursor == end, f"the cursor behind the address, at {end}")
    terminal.send(F2)
    terminal.wait_gone(NAME["en"])
    terminal.send(F4)
    terminal.wait_for(NAME["en"])
    terminal.wait(lambda: terminal.cursor == end, "the cursor where it was before the other step")


@pytest.mark.full
def test_pasted_chinese_arrives_whole(launch: Launch, home: Path, mail: Path) -> None:
    terminal = on_their_name(ready(launch(mail)))
    terminal.send(b"\x1b[200~", CHINESE.encode(), b"\x1b[201~")
    terminal.wait_for(CHINESE)
    assert leave(terminal) == 0
    assert CHINESE in list(strings(record(home)))


@pytest.mark.full
def test_text_typed_right_before_leaving_is_one_event_of_the_record(
    launch: Launch, home: Path, mail: Path
) -> None:
    terminal = on_their_name(ready(launch(mail)))
    terminal.send(CHINESE.encode(), CTRL_Q)
    assert terminal.left() == 0
    kept = record(home)
    assert CHINESE in list(strings(kept["explain"]))
    assert "typing" not in kept
    assert [event["event"] for event in kept["timeline"]].count("edited") == 1


@pytest.mark.full
def test_what_is_typed_right_before_a_new_incident_is_begun_is_kept(
    launch: Launch, home: Path, mail: Path
) -> None:
    terminal = on_their_name(ready(launch(mail)))
    terminal.send(CHINESE.encode(), CTRL_N)
    terminal.wait_for("A new incident")
    assert leave(terminal) == 0
    kept = record(home)
    assert CHINESE in list(strings(kept["explain"]))
    assert "typing" not in kept


@pytest.mark.full
def test_a_closed_window_takes_nothing_with_it(launch: Launch, home: Path, mail: Path) -> None:
    terminal = on_their_name(ready(launch(mail)))
    terminal.send(CHINESE.encode())
    terminal.wait_for(CHINESE)
    terminal.hang_up()
    terminal.process.wait(10)
    kept = record(home)
    assert CHINESE in list(strings(kept))
    assert "typing" not in kept


@pytest.mark.full
def test_a_process_that_is_told_to_end_saves_and_gives_the_terminal_back(
    launch: Launch, home: Path, mail: Path
) -> None:
    terminal = on_their_name(ready(launch(mail)))
    terminal.send(CHINESE.encode())
    terminal.wait_for(CHINESE)
    terminal.process.terminate()
    assert terminal.left() == 143
    kept = record(home)
    assert CHINESE in list(strings(kept))
    assert "typing" not in kept
    assert re.findall(rb"\x1b\[\?1049[hl]", bytes(terminal.raw))[-1] == b"\x1b[?1049l"


@pytest.mark.parametrize("size", SIZES)
def test_keys_in_one_burst_answer_one_question_each(
    launch: Launch, home: Path, mail: Path, size: tuple[int, int]
) -> None:
    terminal = ready(launch(mail, size=size))
    terminal.send(F3, b"4323")
    terminal.wait_for("Grade 2/2")
    assert leave(terminal) == 0
    grade = record(home)["grade"]
    assert (grade["content"], grade["recipient"]) == ("contract", "customer")
    assert grade["flags"] == {"personal-data": "no", "credentials": "unknown"}


def test_keys_sent_before_the_first_frame_are_not_lost(launch: Launch, home: Path, mail: Path) -> None:
    terminal = launch(mail)
    # The terminal holds them until the app reads.
    terminal.wait(lambda: b"\x1b[?1049h" in terminal.raw, "the app to take the terminal over")
    terminal.send(F3, b"43")
    terminal.wait_for("Grade 2/2")
    terminal.wait_for("sent 2025-03-04")
    assert leave(terminal) == 0
    kept = record(home)
    assert (kept["grade"]["content"], kept["grade"]["recipient"]) == ("contract", "customer")
    assert kept["mail"]["attachments"][0]["name"] == "PI-7043.pdf"


@pytest.mark.full
def test_full_width_digits_and_spaces_answer_as_plain_ones_do(launch: Launch, home: Path, mail: Path) -> None:
    terminal = ready(launch(mail, language="zh"), "zh")
    assert "[F2 止损 1/7]" in terminal.text
    terminal.send("\u3000".encode())
    terminal.wait_for("[F2 止损 2/7]")
    terminal.send(F3, "\uff13\uff12".encode())
    terminal.wait_for("评估 2/2")
    terminal.send("\uff0d\u3000\uff12".encode())
    assert leave(terminal) == 0
    kept = record(home)
    assert len(kept["stop"]["ticks"]) == 2
    assert (kept["grade"]["content"], kept["grade"]["recipient"]) == ("quotation", "outsider")
    assert list(kept["grade"]["flags"].values()) == ["no", "yes", "no"]


@pytest.mark.full
def test_the_terminal_s_own_sequences_for_function_keys_go_where_they_say(launch: Launch, mail: Path) -> None:
    terminal = ready(launch(mail, size=(80, 24)))
    for key, step in ((F3, "Grade"), (F4, "Explain"), (F5, "Prevent"), (F2, "Stop")):
        terminal.send(key)
        terminal.wait(
            lambda step=step: re.search(rf"\[F\d {step} \d", terminal.text) is not None, f"step {step}"
        )
    assert "Dear" not in terminal.text
    terminal.send(F12)
    terminal.wait_for("Dear")
    terminal.send(ESCAPE)
    terminal.wait_gone("Dear")
    terminal.wait_for("> 1")
    terminal.send(F1)
    terminal.wait_for("One breath.")
    terminal.wait_for("Esc closes")
    terminal.send(ESCAPE)
    terminal.wait_gone("Esc closes")


@pytest.mark.full
def test_a_window_pulled_small_and_large_again_loses_nothing(launch: Launch, home: Path, mail: Path) -> None:
    terminal = on_their_name(ready(launch(mail, size=(120, 40))))
    terminal.send(CHINESE.encode())
    terminal.wait_for(f"Dear {CHINESE}")
    terminal.send(DOWN)
    terminal.wait(lambda: re.search(r">\s+Their company", terminal.text) is not None, "the next field")
    before = terminal.lines[1:]
    terminal.resize(80, 24)
    terminal.wait_for("F12 Letter")
    terminal.wait_for(CHINESE)
    terminal.resize(50, 10)
    terminal.wait_for("50 x 10")
    terminal.wait(
        lambda: terminal.text.rstrip().endswith("Nothing is lost."), "that sentence, and nothing else"
    )
    terminal.resize(80, 24)
    terminal.wait_for("F12 Letter")
    terminal.resize(120, 40)
    terminal.wait(lambda: terminal.lines[1:] == before, "the screen as it was")
    terminal.send(b"GmbH", ENTER)
    terminal.wait_for("GmbH")
    assert leave(terminal) == 0
    assert {CHINESE, "GmbH"} <= set(strings(record(home)["explain"]))


@pytest.mark.parametrize(("language", "word"), [("en", "terminal"), ("zh", "终端")])
def test_a_pipe_gets_one_line_and_status_two(
    home: Path, mail: Path, tmp_path: Path, language: str, word: str
) -> None:
    ran = subprocess.run(
        [*APP, str(mail)],
        input=b"",
        capture_output=True,
        env=environment(tmp_path, language),
        timeout=20,
    )
    assert ran.returncode == 2
    assert ran.stdout == b""
    (line,) = ran.stderr.decode().splitlines()
    assert line.startswith("misdirect-tui: ")
    assert word in line
