"""The house keeps its own rules: what lies where, what is imported when, what is shipped."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
SHIPPED = {"app": "misdirect_tui", "styles": "misdirect_tui/styles", "data": "misdirect_tui/data"}
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
LONGEST, LONGEST_TUI = 250, 200

# Leave at the first frame, and tell what had been imported by then.
FIRST_FRAME = """\
import os, sys
from misdirect_tui.terminal import prepare_environment
prepare_environment(os.environ, sys.platform)
from datetime import UTC, datetime
from misdirect_tui import tui
from misdirect_tui.core.incident import Incident
from misdirect_tui.desk import Start, Tools
from misdirect_tui.files.locations import locations
from misdirect_tui.files.playbook import Playbook
from misdirect_tui.files.settings import Settings

async def stands(app):
    late = {"jinja2", "oxmsg", "olefile", "pypinyin", "icalendar", "plotext", "filelock", "pyperclip"}
    print(sorted(late & {name.partition(".")[0] for name in sys.modules}))
    app.exit(0)

tui.MisdirectApp._first_frame_stands = stands
places, now = locations(), lambda: datetime.now(UTC)
tools = Tools(places, Playbook(places.config), Settings(), now)
tui.MisdirectApp(Start(Incident.begin(id="one", at=now())), tools, "en").run(headless=True)
"""


def tracked() -> list[str]:
    """Give the files under version control, or about to be; skip where there is none."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    ran = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in ran.stdout.decode().split("\0") if name and (ROOT / name).exists()]


def test_the_top_level_holds_what_it_should_and_nothing_else() -> None:
    top = {name.partition("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} == {
        "pyproject.toml",
        "README.md",
        "app",
        "styles",
        "data",
        "tests",
    }


def test_every_folder_of_modules_is_named_as_a_package() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    there = {
        ".".join(("misdirect_tui", *path.parent.relative_to(APP).parts)) for path in APP.rglob("__init__.py")
    }
    assert set(listed) == there | {"misdirect_tui.styles", "misdirect_tui.data"}
    assert {path.parent for path in APP.rglob("*.py")} == {path.parent for path in APP.rglob("__init__.py")}


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: str(path.relative_to(APP)))
def test_a_module_is_short_and_holds_no_chinese(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not HAN.findall(text), "words live in data/"
    assert len(text.splitlines()) <= (LONGEST_TUI if path.name == "tui.py" else LONGEST)


def imported(path: Path) -> set[Path]:
    """Give the modules of the app that one imports, whenever it does, but for those that only name types."""

    def named(node: ast.AST) -> Iterator[Path]:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            yield from (base.with_suffix(".py"), *(base / f"{each.name}.py" for each in node.names))
        for below in ast.iter_child_nodes(node):
            yield from named(below)

    return {each for each in named(ast.parse(path.read_text("utf-8"))) if each.is_file()}


def test_no_two_modules_import_each_other() -> None:
    found = {path: imported(path) for path in APP.rglob("*.py")}
    assert sum(map(len, found.values())) > len(found)
    both = {
        frozenset((path, each)) for path, others in found.items() for each in others if path in found[each]
    }
    # A situation gives itself with everything at hand, which is a situation too.
    assert both == {frozenset((APP / "situation.py", APP / "judged.py"))}


def test_what_can_wait_is_not_imported_before_the_first_frame(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME],
        env={"MISDIRECT_HOME": str(tmp_path), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=60,
        text=True,
    )
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0), ran.stderr


def test_the_wheel_holds_every_file_of_the_app_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in tracked():
        if name.partition("/")[0] in (*SHIPPED, "pyproject.toml", "README.md"):
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    ran = subprocess.run(build, capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if ".dist-info/" not in name}
        (points,) = (name for name in opened.namelist() if name.endswith("entry_points.txt"))
        assert "misdirect-tui = misdirect_tui.__main__:main" in opened.read(points).decode()
    wanted = {
        "/".join((SHIPPED[path.parts[0]], *path.parts[1:]))
        for path in map(Path, tracked())
        if path.parts[0] in SHIPPED
    }
    assert inside == wanted
