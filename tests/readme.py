"""Make the README's picture and its table of keys; `python -m tests.readme` writes both.

A test holds them to what is made here, so that neither goes stale.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "tests" / "misdirect-tui.svg"
README = ROOT / "README.md"
KEYS = re.compile(r"(<!-- keys -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def key_table() -> str:
    """Give the table of keys, in both languages, from the table of commands."""
    from misdirect_tui.commands import COMMANDS, shown_keys
    from misdirect_tui.files.playbook import Playbook

    english, chinese = (Playbook().words(language) for language in ("en", "zh"))
    rows = ["| key | does | 作用 |", "|---|---|---|"]
    for command in COMMANDS:
        if command.keys:
            key = f"interface.command.{command.id}.help"
            rows.append(f"| {shown_keys(command)} | {english(key)} | {chinese(key)} |")
    return "\n".join(rows) + "\n"


async def picture() -> str:
    """Give the picture of the grade step, as SVG: the same bytes each time."""
    from misdirect_tui.core.incident import Incident
    from misdirect_tui.desk import Start, Tools
    from misdirect_tui.files.locations import locations
    from misdirect_tui.files.playbook import Playbook
    from misdirect_tui.files.settings import Settings
    from misdirect_tui.tui import MisdirectApp

    from tests.conftest import NOW, trade_mail

    tools = Tools(locations(), Playbook(), Settings(), lambda: NOW)
    begun = Incident.begin(id="20251118-172650-ab12", at=NOW)
    app = MisdirectApp(Start(begun, mail=(trade_mail(), "sent.eml")), tools, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(500):
            await pilot.pause(0.01)
            if app.situation.letter is not None and app.present.mail.sha256:
                break
        for key in ("f3", "3", "3", "2"):
            await pilot.press(key)
            await pilot.pause()
        for _ in range(500):
            await pilot.pause(0.01)
            if app.situation.saving == "saved":
                break
        await pilot.pause()
        svg = app.export_screenshot(title="misdirect-tui")
        app.journal.close()
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Write the picture and the table."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MISDIRECT_HOME"] = home
        PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    README.write_text(KEYS.sub(lambda found: found[1] + key_table() + found[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
