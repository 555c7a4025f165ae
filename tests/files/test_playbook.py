from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from misdirect_tui.core.fault import Fault
from misdirect_tui.core.playbook.clocks import ClockRules
from misdirect_tui.core.playbook.grade import GradeRules
from misdirect_tui.core.playbook.laws import broken_laws
from misdirect_tui.core.playbook.prevent import PreventRules
from misdirect_tui.core.playbook.stop import StopRules
from misdirect_tui.files.playbook import LANGUAGES, WORD_FILES, Playbook, placeholders

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
KINDS: dict[str, Any] = {
    "grade": GradeRules,
    "stop": StopRules,
    "clocks": ClockRules,
    "prevent": PreventRules,
}
# What is empty on purpose: nothing is said there.
SILENT = {"interface.saving.new"}
# What is said of Chinese menus is for those who are shown them.
SILENT_IN = {"en": SILENT | {"prevent.caveat.menu-names"}, "zh": SILENT}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config"


def write(config: Path, path: str, text: str | bytes) -> Path:
    file = config / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def told(playbook: Playbook, file: Path) -> dict[str, str]:
    """Give the faults, where in the file to what, each of which both languages have words for."""
    shipped = Playbook()
    for language in LANGUAGES:
        for fault in playbook.faults:
            assert fault.where.startswith(str(file))
            assert len(fault.said(shipped.words(language))) > len(fault.where) + 5
    assert len({fault.where for fault in playbook.faults}) == len(playbook.faults)
    return {place(fault, file): fault.code for fault in playbook.faults}


def place(fault: Fault, file: Path) -> str:
    """Give the line of a fault that has no key, else its key, which stands on the line that is named."""
    line, _, key = fault.where.removeprefix(str(file)).removeprefix(":").strip().rpartition(": ")
    if line:
        named = file.read_text("utf-8-sig").splitlines()[int(line) - 1]
        assert any(re.search(rf"\b{re.escape(part)}\b", named) for part in key.split("."))
    return key


# The words themselves.


def test_both_languages_have_the_same_keys_and_the_same_placeholders() -> None:
    english, chinese = (dict(Playbook().words(language).strings) for language in ("en", "zh"))
    assert english.keys() == chinese.keys()
    differ = [key for key in english if placeholders(english[key]) != placeholders(chinese[key])]
    assert differ == []


def test_every_file_of_words_is_known_and_there_in_both_languages() -> None:
    for language in LANGUAGES:
        assert {file.stem for file in (ROOT / "data" / language).glob("*.toml")} == set(WORD_FILES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_empty_by_accident_and_all_have_sound_braces(language: str) -> None:
    strings = dict(Playbook().words(language).strings)
    assert {key for key, text in strings.items() if not text.strip()} == SILENT_IN[language]
    for key, text in strings.items():
        assert all(name.isidentifier() for name in placeholders(text)), key


def test_no_chinese_stands_in_the_english_words() -> None:
    strings = dict(Playbook().words("en").strings)
    spelled = [key for key, text in strings.items() if re.search("[\u4e00-\u9fff]", text)]
    # A person who only reads Chinese has to find the way there.
    assert all("language" in key or "menu" in key or "zh" in key for key in spelled), spelled


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                yield path, node, name


def literals(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """Give what a literal key can be, and whether that is only how it begins."""
    match node:
        case ast.Constant(value=str(text)):
            yield text, False
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield text, True
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)


@pytest.mark.parametrize(
    ("function", "place", "table"),
    [
        ("words", 0, ""),
        ("Fault", 1, "interface.fault."),
        ("Refusal", 1, "interface.fault."),
        ("say", 0, "interface.notice."),
    ],
)
def test_every_key_that_the_app_asks_for_has_words(function: str, place: int, table: str) -> None:
    strings = dict(Playbook().words("en").strings)
    asked = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", table * (not key.startswith("grade.")) + key, begins)
        for path, node, name in calls()
        if name == function and len(node.args) > place
        for key, begins in literals(node.args[place])
        if table or "." in key
    ]
    assert asked
    missing = [
        (where, key)
        for where, key, begins in asked
        if (not any(each.startswith(key) for each in strings) if begins else key not in strings)
    ]
    assert missing == []


def test_a_key_without_words_is_a_key_error() -> None:
    words = Playbook().words("en")
    for key in ("interface.nothing", "nowhere.at.all", "", "interface"):
        assert key not in words
        with pytest.raises(KeyError):
            words(key)


# Words of the user's own.


def test_the_users_words_stand_in_place_of_the_shipped_ones_key_by_key(config: Path) -> None:
    shipped = Playbook().words("zh")
    write(config, "zh/interface.toml", "[step]\nstop = '先止损'\n".encode("utf-8-sig"))
    playbook = Playbook(config)
    words = playbook.words("zh")
    assert words("interface.step.stop") == "先止损"
    assert words("interface.step.grade") == shipped("interface.step.grade")
    assert playbook.words("en")("interface.step.stop") == "Stop"
    assert playbook.faults == []


def test_each_thing_that_is_wrong_with_the_users_words_is_named_and_the_shipped_ones_stand(
    config: Path,
) -> None:
    file = write(
        config,
        "en/interface.toml",
        """
        zzz = "nothing of the kind"
        tiny = "{columns} of {colums}"
        evidence = "{sure.__class__} {source!r} {checked:>999999999} {}"
        [step]
        stpo = "Stop"
        stop = "Stop {"
        grade = ["Grade"]
        explain = "Tell them"
        [palette]
        hint = 5
        [ago]
        minutes = "{count} m"
        hours = "{0} h"
        """,
    )
    playbook, shipped = Playbook(config), Playbook().words("en")
    words = playbook.words("en")
    same = ("tiny", "palette.hint", "evidence", "step.stop", "step.grade", "ago.hours")
    assert [words.strings[f"interface.{key}"] for key in same] == [
        shipped.strings[f"interface.{key}"] for key in same
    ]
    assert words("interface.step.explain") == "Tell them"
    assert words("interface.ago.minutes", count=3) == "3 m"
    assert "interface.zzz" not in words
    assert told(playbook, file) == {
        "zzz": "unknown-key",
        "tiny": "placeholder",
        "palette.hint": "wrong-value",
        "evidence": "placeholder",
        "step.stpo": "unknown-key-near",
        "step.stop": "brace",
        "step.grade": "wrong-value",
        "ago.hours": "placeholder",
    }
    said = {fault.where.rpartition(" ")[2]: fault.said(shipped) for fault in playbook.faults}
    assert "'step.stop'" in said["step.stpo"]
    assert "{colums}" in said["tiny"]
    assert "{columns}, {least_columns}" in said["tiny"]
    assert "write {{ or }} for a brace" in said["step.stop"]


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        (b"[step]\nstop = \n", "2", "not-toml"),
        (b"[step]\nstop = 'a'\nstop = 'b'\n", "3", "not-toml"),
        ("[step]\nstop = '止损'\n".encode("gb18030"), "", "not-text"),
        (b"a = " + b"[" * 99 + b"]" * 99, "a", "too-deep"),
    ],
)
@pytest.mark.parametrize("path", ["en/interface.toml", "rules/grade.toml"])
def test_a_broken_file_is_one_fault_and_the_shipped_values_stand(
    config: Path, path: str, data: bytes, where: str, code: str
) -> None:
    file = write(config, path, data)
    playbook = Playbook(config)
    for _ in range(2):
        assert playbook.words("en")("interface.step.stop") == "Stop"
        assert playbook.rules(GradeRules, "grade") == Playbook().rules(GradeRules, "grade")
    assert told(playbook, file) == {where: code}


@pytest.mark.parametrize("path", ["en/interface.toml", "rules/grade.toml"])
def test_a_file_that_cannot_be_read_is_one_fault(config: Path, path: str) -> None:
    file = config / path
    file.mkdir(parents=True)
    playbook = Playbook(config)
    playbook.words("en")("interface.step.stop")
    playbook.rules(GradeRules, "grade")
    assert told(playbook, file) == {"": "cannot-read"}


# Rules of the user's own.


def grade(config: Path, text: str) -> tuple[GradeRules, dict[str, str]]:
    file = write(config, "rules/grade.toml", text)
    playbook = Playbook(config)
    rules = playbook.rules(GradeRules, "grade")
    assert broken_laws(rules) == ()
    return rules, told_by_law(playbook.faults, file)


def told_by_law(faults: list[Fault], file: Path) -> dict[str, str]:
    for language in LANGUAGES:
        assert all(fault.said(Playbook().words(language)) for fault in faults)
    return {f"{place(fault, file)} {fault.code}": fault.code for fault in faults}


SHIPPED = Playbook().rules(GradeRules, "grade")


def test_a_weight_of_the_users_own_counts_and_the_others_stand(config: Path) -> None:
    rules, faults = grade(config, "[raising]\npublic = 17\n[people]\n'020' = 9\n")
    assert faults == {}
    assert rules.raising["public"] == 17
    assert {**rules.raising, "public": 0} == {**SHIPPED.raising, "public": 0}
    assert rules.points == SHIPPED.points


def test_each_wrong_value_is_named_and_only_it_gives_way(config: Path) -> None:
    rules, faults = grade(
        config,
        """
        verison = "2"
        [points.contract]
        competitor = "a lot"
        colleague = 25
        suplier = 3
        [points.letters]
        customer = 3
        [raising]
        public = 17
        credentials = 1.5
        [bands]
        serious = []
        """,
    )
    assert set(faults) == {
        "verison unknown-key-near",
        "points.contract.competitor wrong-value",
        "points.contract.suplier unknown-key-near",
        "points.letters unknown-key",
        "raising.credentials wrong-value",
        "bands.serious wrong-value",
    }
    assert rules.points["contract"]["colleague"] == 25
    assert rules.points["contract"]["competitor"] == SHIPPED.points["contract"]["competitor"]
    assert rules.raising["public"] == 17


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("rules/grade.toml", "[raising]\npublic = 17\n\nopned = 3\n", "4: raising.opned"),
        ("rules/grade.toml", "raising.opned = 3\n", "1: raising.opned"),
        ("rules/grade.toml", "\nraising = { public = 17, opned = 3 }\n", "2: raising.opned"),
        ("en/interface.toml", "\n[step]\n# mine\nstpo = 'Stop'\n", "4: step.stpo"),
        ("en/report.toml", "[path.explain]\n\n'manager.nmae' = 'Boss'\n", "3: path.explain.manager.nmae"),
    ],
)
def test_an_unknown_key_is_named_with_its_line(config: Path, path: str, text: str, where: str) -> None:
    file = write(config, path, text)
    playbook = Playbook(config)
    playbook.rules(GradeRules, "grade")
    assert playbook.words("en")("interface.step.stop") + playbook.words("en")("report.title")
    assert [(fault.where, fault.code) for fault in playbook.faults] == [
        (f"{file}:{where}", "unknown-key-near")
    ]


@pytest.mark.parametrize(
    ("text", "key", "given"),
    [
        ("[raising]\ncredentials = true\n", "raising.credentials", "true"),
        ("[raising]\ncredentials = '20'\n", "raising.credentials", "20"),
        ("[raising]\ncredentials = 1.5\n", "raising.credentials", "1.5"),
        ("[lowering]\nrecalled = false\n", "lowering.recalled", "false"),
        ("[points.catalogue]\ncolleague = true\n", "points.catalogue.colleague", "true"),
        ("[people]\n100 = '5'\n", "people.100", "5"),
        ("[bands]\nserious = [7, [8]]\n", "bands.serious", "[7, [...]]"),
    ],
)
def test_a_weight_is_a_whole_number_and_nothing_that_could_be_taken_for_one(
    config: Path, text: str, key: str, given: str
) -> None:
    file = write(config, "rules/grade.toml", text)
    playbook = Playbook(config)
    assert playbook.rules(GradeRules, "grade") == SHIPPED
    for language, what in (("en", "whole number"), ("zh", "整数")):
        (said,) = [fault.said(playbook.words(language)) for fault in playbook.faults]
        assert said.startswith(f"{file}:2: {key}: ")
        assert what in said
        assert given in said


def test_a_weight_that_breaks_several_laws_is_named_in_one_line(config: Path) -> None:
    file = write(config, "rules/grade.toml", "[points.contract]\ncustomer = 1\n")
    playbook = Playbook(config)
    assert playbook.rules(GradeRules, "grade") == SHIPPED
    assert [fault.where for fault in playbook.faults] == [f"{file}:2"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[reason]\nx = 'x'\n", ""),
        ("[reason]\nflor = 'x'\n", "reason.floor"),
        ("[resaon]\nfloor = 'x'\n", "reason.floor"),
    ],
)
def test_the_key_that_was_meant_is_alike_by_its_name_and_not_by_its_table(
    config: Path, text: str, near: str
) -> None:
    write(config, "en/grade.toml", text)
    playbook = Playbook(config)
    playbook.words("en")("grade.reason.floor", points=1)
    assert [fault.values["nearest"] for fault in playbook.faults] == [near]


def test_words_that_are_no_text_are_shown_as_they_stand(config: Path) -> None:
    write(config, "en/grade.toml", "[content]\ncontract = 5\n")
    write(config, "rules/prevent.toml", "default-order = ['bcc']\n")
    playbook = Playbook(config)
    playbook.rules(PreventRules, "prevent")
    words = playbook.words("en")
    assert words("grade.content.contract") == Playbook().words("en")("grade.content.contract")
    order, text = (fault.said(words).partition(": ")[2] for fault in playbook.faults)
    assert text == "content.contract: it should be text, but '5' stands there; correct it"
    assert order.startswith("default-order: each has to stand there once: delayed-send")
    assert order.endswith("; correct it")
    assert "..." not in order


def test_a_table_of_a_wrong_kind_gives_way_whole(config: Path) -> None:
    rules, faults = grade(config, "points = 5\nbands = []\npeople = 'many'\n[raising]\npublic = 17\n")
    assert set(faults) == {"points wrong-value", "bands wrong-value", "people wrong-value"}
    assert rules == SHIPPED.model_copy(update={"raising": {**SHIPPED.raising, "public": 17}})


@pytest.mark.parametrize(
    ("text", "line", "law", "kept"),
    [
        (
            "[raising]\npublic = 17\n[points.contract]\n# lower than a quotation\ncustomer = 30\n",
            5,
            "order",
            True,
        ),
        ("[raising]\npublic = 17\n[points.catalogue]\noutsider = 25\n", 4, "band", True),
        ("[raising]\npublic = 17\n\n[points]\ncatalogue = { colleague = -3 }\n", 5, "range", True),
        ("[raising]\npublic = 17\ncredentials = -1\n", 3, "raising", True),
        ("[raising]\npublic = 17\n[lowering]\nrecalled = 3\n", 4, "lowering", True),
        ("[raising]\npublic = 17\n[people]\n1000000 = 1\n", 4, "people", True),
        ("[raising]\npublic = 17\n[people]\n'000' = 1\n", 4, "people-step", True),
        ("[bands]\nserious = 20\n[raising]\npublic = 17\n", 2, "bands", True),
        ("raising.public = 17\nbands.critical = 101\n", 2, "bands", True),
    ],
)
def test_a_value_that_breaks_a_law_is_named_with_its_line_and_gives_way(
    config: Path, text: str, line: int, law: str, kept: bool
) -> None:
    rules, faults = grade(config, text)
    assert f"{line} grade.law.{law}" in faults
    assert {key.partition(" ")[0] for key in faults} == {str(line)}
    assert (rules.raising["public"] == 17) is kept
    assert rules == SHIPPED.model_copy(update={"raising": {**SHIPPED.raising, "public": 17}})


def test_a_broken_law_is_said_in_both_languages_with_file_line_and_key(config: Path) -> None:
    file = write(config, "rules/grade.toml", "[points.contract]\ncustomer = 30\n")
    playbook = Playbook(config)
    playbook.rules(GradeRules, "grade")
    for language in LANGUAGES:
        said = [fault.said(playbook.words(language)) for fault in playbook.faults]
        assert all(line.startswith(f"{file}:2: ") for line in said)
        assert any("points.contract.customer" in line and "30" in line for line in said)


def test_weights_that_agree_with_each_other_may_move_together(config: Path) -> None:
    text = "[points]\nquotation.customer = 38\ncontract.customer = 58\ncommentary.customer = 82\n"
    rules, faults = grade(config, text)
    assert faults == {}
    assert [rules.points[what]["customer"] for what in ("quotation", "contract", "commentary")] == [
        38,
        58,
        82,
    ]


def test_wrong_values_and_broken_laws_are_all_named_at_once(config: Path) -> None:
    rules, faults = grade(
        config, "[raising]\npublic = -2\ncredentials = 'x'\nopend = 1\n[lowering]\nrecalled = 1\n"
    )
    assert set(faults) == {
        "raising.credentials wrong-value",
        "raising.opend unknown-key-near",
        "2 grade.law.raising",
        "6 grade.law.lowering",
    }
    assert rules == SHIPPED


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        (
            "stop",
            "[general]\nlongest_delay = -1\nlook_for_undo = 30\n",
            {"general.longest_delay": "out-of-range"},
        ),
        (
            "stop",
            "[services.gmail]\nprovidre = 'x'\nprogram = true\n",
            {"services.gmail.providre": "unknown-key-near"},
        ),
        (
            "stop",
            "[general]\nlongest_delay = true\nlook_for_undo = 30\n",
            {"general.longest_delay": "wrong-value"},
        ),
        (
            "stop",
            "[general]\nlongest_delay = '60'\nlook_for_undo = 30\n",
            {"general.longest_delay": "wrong-value"},
        ),
        ("prevent", "[follow-up]\nconfirm-hours = true\n", {"follow-up.confirm-hours": "wrong-value"}),
        ("clocks", "[clock.eu-gdpr-33]\namount = '72'\n", {"clock.eu-gdpr-33.amount": "wrong-value"}),
        ("stop", "[services.gmial]\nunknown = 'x'\n", {"services.gmial": "unknown-key-near"}),
        ("stop", "[services.gmail]\nmeasures = [{ kind = 'recall' }]\n", None),
        ("stop", "[services.gmail]\nmeasures = []\n", {"services.gmail.measures": "unsound"}),
        ("stop", "[domains]\npublic = 'example.org'\n", {"domains.public": "wrong-value"}),
        ("clocks", "[clock.eu-gdpr-33]\namount = 0\n", {"clock.eu-gdpr-33.amount": "out-of-range"}),
        ("clocks", "[clock.eu-gdpr-33]\nunit = 'none'\n", {"clock.eu-gdpr-33.unit": "unsound"}),
        ("clocks", "[clock.our-own]\nkind = 'clock'\n", None),
        ("prevent", "default-order = ['bcc']\n", {"default-order": "unsound"}),
        (
            "prevent",
            "[follow-up]\nmorning = 'early'\nundated-days = 3\n",
            {"follow-up.morning": "wrong-value"},
        ),
        (
            "prevent",
            "[causes.haste]\nstops = { bcc = 'perhaps' }\n",
            {"causes.haste.stops.bcc": "not-one-of"},
        ),
    ],
)
def test_every_rules_file_gives_way_only_where_it_is_wrong(
    config: Path, name: str, text: str, faults: dict[str, str] | None
) -> None:
    file = write(config, f"rules/{name}.toml", f"version = 'mine'\n{text}")
    playbook = Playbook(config)
    rules = playbook.rules(KINDS[name], name)
    found = told(playbook, file)
    assert found == faults if faults is not None else found
    # What was right beside it is in force, and nothing of what was wrong.
    shipped = Playbook().rules(KINDS[name], name)
    assert rules.version == "mine"
    if name == "stop":
        assert rules.general.longest_delay == shipped.general.longest_delay
        assert rules.general.look_for_undo == (
            30 if "look_for_undo" in text else shipped.general.look_for_undo
        )
        assert rules.services["gmail"].measures == shipped.services["gmail"].measures
        assert rules.services["gmail"].program is ("program" in text)
    elif name == "clocks":
        assert rules.clock == shipped.clock
    else:
        assert rules.default_order == shipped.default_order
        assert rules.causes == shipped.causes
        assert rules.follow_up.undated_days == (3 if "undated" in text else shipped.follow_up.undated_days)


def test_rules_and_words_are_read_once_and_their_faults_named_once(config: Path) -> None:
    write(config, "rules/grade.toml", "[raising]\npublic = 'x'\n")
    write(config, "en/interface.toml", "[palette]\nhint = 5\n")
    playbook = Playbook(config)
    for _ in range(3):
        playbook.rules(GradeRules, "grade")
        playbook.words("en")("interface.palette.hint")
    assert len(playbook.faults) == 2
