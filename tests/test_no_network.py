"""No command and no walk reaches for the network, and nothing of a mail gets into logs or warnings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Whatever is asked of the system's sockets is an error, but the pair that the event loop wakes itself with.
WATCH = """
import io, logging, os, socket, sys

LOCAL = {getattr(socket, "AF_UNIX", None)}
reached = []

def watch(event, arguments):
    if not event.startswith("socket.") or event in ("socket.gethostname",):
        return
    if event == "socket.__new__" and arguments[1] in (*LOCAL, -1):
        return
    reached.append(event)
    raise OSError(f"the network was reached for: {event}")

def refuse(*_, **__):
    reached.append("a call")
    raise OSError("the network was reached for")

sys.addaudithook(watch)
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = socket.create_server = refuse

class Kept(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage())

logged = []
logging.getLogger().addHandler(Kept(logging.DEBUG))
logging.getLogger().setLevel(logging.DEBUG)
"""

COMMANDS = """
from misdirect_tui.cli import run
mail, folder = sys.argv[1:]
record, fields = f"{folder}/record.toml", f"{folder}/fields.toml"
def export(kind, *more):
    return ["export", record, "--format", kind, *more, "-o", f"{folder}/out.{kind}", "--force"]
for command in (
    ["inspect", mail], ["inspect", mail, "--json"], ["recall", mail], ["recall", "--service", "gmail"],
    ["new", mail, "--content", "contract", "--recipient", "customer", "--cause", "reply-all", "-o", record],
    ["new", mail, "--personal-data", "yes", "--country", "DE"],
    ["grade", record], ["grade", record, "--json"],
    ["letters", record], ["letters", record, "--language", "zh"],
    ["letters", record, "--to", "wrong-recipient", "--check", "-", "--json"],
    ["validate", record], ["list"], ["list", "--json"], ["stats"], ["stats", "--json"],
    export("toml"), export("toml", "--redact"), export("markdown"), export("ics"), export("veris"),
    export("eml", "--to", "wrong-recipient"), ["--help"], ["--version"], ["nothing"], ["grade", mail],
):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO("Subject: Correction\\n\\nDear Petra,\\n".encode()))
    sys.stdout, sys.stderr = out, err
    status = run(command)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    assert not reached, (command, reached)
    assert "crash" not in err.getvalue() and "unexpected" not in err.getvalue(), (command, err.getvalue())
    assert status in (0, 1) or command[0] in ("nothing", "grade"), (command, status, err.getvalue())
"""

WALK = """
os.environ["TEXTUAL_ANIMATIONS"] = "none"
import asyncio
from datetime import datetime
from pathlib import Path
from misdirect_tui.core.incident import Incident
from misdirect_tui.desk import Start, Tools
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.settings import Settings
from misdirect_tui.tui import MisdirectApp

mail, folder = sys.argv[1:]
now = datetime.fromisoformat("2025-11-18T17:26:50+08:00")

async def walk():
    places = locations()
    tools = Tools(places, Playbook(places.config), Settings(), lambda: now)
    start = Start(Incident.begin(id="20251118-172650-ab12", at=now), mail=(Path(mail).read_bytes(), mail))
    app = MisdirectApp(start, tools, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(300):
            await pilot.pause(0.01)
            if app.present.mail.sha256 and app.situation.letter is not None:
                break
        for key in ("space", "minus", "f3", "4", "3", "1", "f4", "down", "f8", "escape", "ctrl+t", "ctrl+l",
                    "f5", "1", "1", "f1", "escape", "ctrl+o", "escape", "ctrl+n", "space"):
            await pilot.press(key)
            await pilot.pause()
        assert app.journal.close()

asyncio.run(walk())
"""

END = """
assert not reached, reached
for line in logged:
    for secret in ("PI-2511", "Verano", "61,320", "nordsee-handel", "lampworks", mail):
        assert secret not in line, line
print("nothing was reached for")
"""


@pytest.mark.parametrize(
    "what",
    [pytest.param(COMMANDS, id="every command"), pytest.param(WALK, id="the walk", marks=pytest.mark.full)],
)
def test_the_network_is_never_reached_for(home: Path, mail_file: Path, tmp_path: Path, what: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WATCH + what + END, str(mail_file), str(tmp_path)],
        capture_output=True,
        env={**os.environ, "MISDIRECT_LANGUAGE": "en", "PATH": "/nowhere"},
        cwd=tmp_path,
        timeout=60,
    )
    assert ran.stderr.decode() == ""
    assert ran.stdout == b"nothing was reached for\n"
    assert ran.returncode == 0
    assert list((home / "state" / "incidents").glob("*.toml"))


CALLS = (
    "socket.create_connection(('a.example', 80))",
    "socket.socket()",
    "__import__('urllib.request').request.urlopen('http://a.example')",
)


@pytest.mark.parametrize("call", CALLS)
def test_the_watch_itself_sees_what_is_reached_for(mail_file: Path, tmp_path: Path, call: str) -> None:
    code = f"{WATCH}\ntry:\n    {call}\nexcept OSError:\n    pass\nassert reached"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()


def test_no_command_takes_content_as_an_argument() -> None:
    """Arguments stand in the list of processes: names, addresses and texts come from files alone."""
    from misdirect_tui.files.playbook import Playbook
    from misdirect_tui.options import parser
    from misdirect_tui.subcommands import COMMANDS

    words = Playbook().words("en")
    taken: set[str] = set()
    top = parser(words, COMMANDS)
    (commands,) = [action for action in top._actions if action.dest == "command"]
    for one in commands.choices.values():
        for action in one._actions:
            free = action.nargs != 0 and action.choices is None
            if free and action.type is None:
                taken.add(action.metavar or action.dest)
    # All of them are names of files, or the code of a language.
    assert taken <= {"MAIL", "RECORD", "MAIL|RECORD", "FILE", "TEXT", "PATH", "CODE"}
