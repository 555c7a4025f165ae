"""No arguments and no file make a command break: every answer is in order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from misdirect_tui.subcommands import COMMANDS

from ..conftest import trade_mail
from .conftest import Run, Said

fuzz = settings(
    derandomize=True,
    deadline=None,
    max_examples=20,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MAIL = trade_mail()
OPTIONS = """
--json --service --sent-at --elapsed --scope --read --queued --window --allow-listed --content --recipient
--opened --deleted-unread --personal-data --recipients --dpc --ei --cb --country --aware-at --cause --fields
--to --language --tone --check --help -h --ui-language -- -
"""
VALUES = """
yes no unknown gmail external contract customer 1 0 2 0.5 nan 1e309 -5 DE xx zh en formal manager
wrong-recipient 2025-11-18T17:22:41+08:00 9999-12-31T23:59:59-23:59 2999-12-31 1970-01-01 autocomplete
"""


@pytest.fixture
def named(tmp_path: Path, record: Path, mail_file: Path) -> list[str]:
    rubbish, empty = tmp_path / "rubbish.toml", tmp_path / "empty"
    rubbish.write_bytes(bytes(range(256)))
    empty.touch()
    return [str(each) for each in (record, mail_file, rubbish, empty, tmp_path, tmp_path / "gone")]


@settings(fuzz, max_examples=100)
@given(st.data())
def test_no_arguments_break_a_command(cli: Run, named: list[str], data: st.DataObject) -> None:
    word = st.one_of(
        st.sampled_from([*OPTIONS, *VALUES, *named]),
        st.text(max_size=8).filter(lambda text: text != "export"),
    )
    command = st.sampled_from([each for each in COMMANDS if each != "export"])
    arguments = [data.draw(command), *data.draw(st.lists(word, max_size=7))]
    cli(*arguments, stdin=MAIL).in_order()


RECALL = (
    "--service gmail|qq|other --elapsed -5|1e9|0 --scope external --read yes --queued no --window 0|30 --json"
)
GRADE = (
    "--content contract|catalogue --recipient customer|colleague --opened yes|unknown --deleted-unread yes "
    "--personal-data yes --recipients 1|10000000 --dpc 1|4 --ei 0.25|1 --cb 0|2 --country DE|XX|CN "
    "--aware-at 2999-12-31T23:59:59-23:59|1970-01-01|2025-11-18T17:22:41+08:00 --json"
)


@fuzz
@given(st.data())
def test_no_answers_break_a_command(cli: Run, record: Path, data: st.DataObject) -> None:
    for command, whole in (("recall", RECALL), ("grade", GRADE)):
        arguments = [command, str(record)] if data.draw(st.booleans()) else [command]
        for option in whole.split("--")[1:]:
            name, _, values = option.strip().partition(" ")
            if data.draw(st.booleans()):
                chosen = [data.draw(st.sampled_from(values.split("|")))] if values else []
                arguments += [f"--{name}", *chosen]
        said = cli(*arguments).in_order()
        assert said.status == 0 or "nothing to judge" in said.err


def every_reading(cli: Run, path: Path) -> Iterator[Said]:
    for command in (
        ["validate", path],
        ["grade", path],
        ["recall", path, "--json"],
        ["letters", path, "--json"],
    ):
        yield cli(*command).in_order()


@fuzz
@given(
    data=st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_no_bytes_break_a_command(cli: Run, tmp_path: Path, data: bytes) -> None:
    for name in ("any", "any.toml"):
        path = tmp_path / name
        path.write_bytes(data)
        list(every_reading(cli, path))
    path = tmp_path / "any.eml"
    path.write_bytes(data)
    cli("inspect", path, "--json").in_order()
    cli("inspect", path).in_order()
    cli("new", "--fields", tmp_path / "any", "-o", "-").in_order()


@fuzz
@given(place=st.integers(0, len(MAIL)), cut=st.integers(0, 40), put=st.binary(max_size=40))
def test_no_damage_to_a_mail_breaks_a_command(
    cli: Run, tmp_path: Path, place: int, cut: int, put: bytes
) -> None:
    path = tmp_path / "damaged.eml"
    path.write_bytes(MAIL[:place] + put + MAIL[place + cut :])
    cli("inspect", path, "--json").in_order()
    cli("recall", path, "--json").in_order()
    record = cli("new", path, "--content", "contract", "--recipient", "customer", "-o", "-").in_order().out
    assert cli("validate", "-", stdin=record.encode()).in_order().status == 0
    cli("letters", "-", "--json", stdin=record.encode()).in_order()


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**70),
    st.floats(),
    st.text(max_size=12),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.dates(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["name", "address", "kind", "at", "event", "x.y"]), st.text(max_size=4)),
)


def places(tree: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield (*above, key)
        yield from places(value, (*above, key))


def put_in(tree: Any, place: tuple[Any, ...], value: Any) -> None:
    for key in place[:-1]:
        tree = tree[key]
    if value is None:
        del tree[place[-1]]
    else:
        tree[place[-1]] = value


@settings(fuzz, max_examples=40)
@given(data=st.data())
def test_no_damage_to_a_record_breaks_a_command(
    cli: Run, record: Path, tmp_path: Path, data: st.DataObject
) -> None:
    tree = tomllib.loads(record.read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        put_in(tree, data.draw(st.sampled_from(list(places(tree)))), data.draw(ANYTHING))
    path = tmp_path / "damaged.toml"
    path.write_bytes(tomli_w.dumps(tree).encode("utf-8", "replace"))
    list(every_reading(cli, path))


@fuzz
@given(data=st.data())
def test_no_kept_record_breaks_what_they_add_up_to(
    cli: Run, home: Path, record: Path, data: st.DataObject
) -> None:
    tree = tomllib.loads(record.read_text("utf-8"))
    place = st.sampled_from(list(places(tree)))
    put_in(tree, data.draw(place), data.draw(ANYTHING))
    kept = home / "state" / "incidents"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "one.toml").write_bytes(tomli_w.dumps(tree).encode("utf-8", "replace"))
    for command in (["list"], ["stats", "--json"]):
        cli(*command).in_order()
