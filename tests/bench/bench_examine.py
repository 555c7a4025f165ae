"""Print what examining a letter costs at each key, beside folding the same text once in the same run."""

from __future__ import annotations

import statistics
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path

from misdirect_tui.core.examine import examiner
from misdirect_tui.core.examine.examiner import Case, examine
from misdirect_tui.core.examine.folding import folded
from misdirect_tui.core.parts import Address, Attachment, Reader, Sender, SentMail
from misdirect_tui.core.playbook.examine import Cues

DATA = Path(__file__).parents[2] / "data"
KEYS = 200
LETTERS = {
    "en": (
        "Correction and apology: please delete my e-mail of 14:32",
        (
            "Dear Ms Nordlicht,\n\nI apologise for a serious mistake on my part.\n\n"
            "An e-mail meant for another party was sent to you in error.\n\n"
            "Please delete it with its attachments without reading them.\n\n{}\n\n"
            "I apologise once more. Every address is now checked twice.\n\nKind regards,\n\nLi Na"
        ),
        "The document attached to this e-mail is the one meant for you, and it holds all that we agreed. ",
    ),
    "zh": (
        "更正并致歉：请删除我误发给您的邮件",
        (
            "尊敬的王经理，您好：\n\n郑重向您致歉，这是我的失误。\n\n那是要发给另一方的，是我操作失误。\n\n"
            "烦请您不要阅读，直接删除。\n\n{}\n\n再次向您致歉。收件地址都核对两遍。\n\n李娜"
        ),
        "随信附上的文件才是要发给您的，我们谈好的条款都在里面，请以此为准。",
    ),
}


def case(language: str) -> Case:
    """Build a case with a long mail, a Chinese and a Latin party and forty other recipients."""
    others = (
        Reader(
            name="Diego Álvarez", company="Casa Verde Importaciones S.L.", address="diego@casaverde.example"
        ),
        Reader(name="王建国", company="广州绿源贸易有限公司", address="wangjg@lvyuan.example"),
    )
    mail = SentMail(
        subject="Proforma PI-2025-0312",
        sender=Address(address="lina@haishi.example"),
        to=tuple(Address(name=f"Olga Sorokina{n}", address=f"olga{n}@polaris{n}.example") for n in range(40)),
        attachments=(Attachment(name="PI-2025-0312 Casa Verde.pdf"),),
        text="we can ship 5,000 pcs at USD 12.35 by the end of May, 我们五月底先发第一批货物。\n" * 250,
    )
    return Case(
        language=language,
        reader=Reader(name="Petra Nordlicht", company="Nordlicht GmbH", address="petra@nordlicht.example"),
        sender=Sender(name="Li Na", company="Haishi Trading Co., Ltd.", phone="+86 574 8765 4321"),
        others=others,
        mail=mail,
        content="contract",
        to=("petra@nordlicht.example",),
    )


def main() -> int:
    """Run the report; the exit status is 1 when a key in a letter of 300 words costs over 5 ms."""
    rules = tomllib.loads((DATA / "rules" / "examine.toml").read_text("utf-8"))
    slow = False
    for language, (subject, frame, filler) in LETTERS.items():
        told = tomllib.loads((DATA / "letters" / language / "cues.toml").read_text("utf-8"))
        cues = Cues.model_validate({**told, "rules": rules})
        body = frame.format(filler * (15 if language == "en" else 14))
        started = time.perf_counter()
        examine(subject, body, case(language), cues)
        first = time.perf_counter() - started
        started = time.perf_counter()
        examiner.prepare(replace(case(language), document="other.pdf"), cues)
        again = time.perf_counter() - started
        same, times, folds = case(language), [], []
        for key in range(KEYS):
            typed = body + " " + "Diego at 5000 pcs"[: key % 18]
            started = time.perf_counter()
            examine(subject, typed, same, cues)
            times.append(time.perf_counter() - started)
            started = time.perf_counter()
            folded(typed)
            folds.append(time.perf_counter() - started)
        middle, worst = statistics.median(times) * 1000, statistics.quantiles(times, n=20)[-1] * 1000
        length = len(body.split()) if language == "en" else len(body)
        sys.stdout.write(
            f"{language}: {length} {'words' if language == 'en' else 'characters'}, each key {middle:.2f} ms "
            f"(95%: {worst:.2f} ms), folding alone {statistics.median(folds) * 1000:.2f} ms; "
            f"first letter {first * 1000:.0f} ms, a changed case {again * 1000:.0f} ms\n"
        )
        slow = slow or middle > 5
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
