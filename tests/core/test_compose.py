from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.explain.compose import LETTER_LIMIT, Composed, TemplateFault, check, compose
from misdirect_tui.core.explain.facts import FIELD_LIMIT, Facts, one_line
from misdirect_tui.core.parts import Reader, Sender


def gap(key: str) -> str:
    return f"[{key}]"


def rendered(source: str, facts: Facts | None = None, **options: str) -> Composed:
    return compose(source, facts or Facts(), words_gap=gap, **options)


def fault(source: str, facts: Facts | None = None) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        rendered(source, facts)
    return caught.value


def test_the_parts_come_in_the_order_of_the_template() -> None:
    source = (
        "{% block subject %}S{% endblock %}"
        "{% block remedy %}R{% endblock %}{% block apology %}A{% endblock %}"
    )
    composed = rendered(source)
    assert composed.subject == "S"
    assert [part.name for part in composed.parts] == ["remedy", "apology"]
    assert composed.body == "R\n\nA"
    assert composed.formula == ("remedy", "apology")


def test_the_closing_is_the_second_apology() -> None:
    source = "{% block apology %}A{% endblock %}{% block closing %}C{% endblock %}"
    assert rendered(source).formula == ("apology", "apology")


def test_an_optional_field_that_is_empty_leaves_no_trace() -> None:
    source = "{% block text %}One {{ reader.company }} two.\n\n{{ reader.document }}\n\nThree.{% endblock %}"
    composed = rendered(source)
    assert composed.parts[0].paragraphs == ("One two.", "Three.")


def test_a_part_that_says_nothing_is_no_part() -> None:
    composed = rendered(
        "{% block remedy %}\n{{ reader.name }}\n{% endblock %}{% block closing %}C{% endblock %}"
    )
    assert [part.name for part in composed.parts] == ["closing"]


def test_lines_inside_a_paragraph_stay_lines() -> None:
    composed = rendered("{% block signature %}\nLi Min\n{% if 1 %}\nSales\n{% endif %}\n{% endblock %}")
    assert composed.parts[0].paragraphs == ("Li Min\nSales",)


def test_gaps_are_marked_and_named_once_in_order() -> None:
    source = '{% block text %}{{ gap("b") }} {{ gap("a") }} {{ gap("b") }}{% endblock %}'
    composed = rendered(source)
    assert composed.body == "[b] [a] [b]"
    assert composed.gaps == ("b", "a")


def test_a_gap_that_has_no_words_is_a_fault_of_the_template() -> None:
    with pytest.raises(TemplateFault):
        compose('{% block text %}{{ gap("x") }}{% endblock %}', Facts(), words_gap={}.__getitem__)


def test_the_users_signature_stands_in_place_of_ours_and_is_no_template() -> None:
    source = '{% block closing %}C{% endblock %}{% block signature %}{{ gap("sender-name") }}{% endblock %}'
    composed = rendered(source, signature="Li {{ 7 * 7 }}\r\n\x1b[31mSales\n")
    assert composed.parts[1].text == "Li {{ 7 * 7 }}\n[31mSales"
    assert composed.gaps == ()


def test_a_template_without_blocks_is_one_text() -> None:
    assert rendered("Dear {{ reader.name }}.", Facts(reader=Reader(name="Ana"))).parts == (
        ("text", "Dear Ana.", ("Dear Ana.",)),
    )


@pytest.mark.parametrize(
    "field",
    ["{{ 7 * 7 }}", "{% raw %}", "{# gone #}", "Ana\nBcc: x@y.example", "Ana\r\n\r\nbody", "A\x00B\x1b[31m"],
)
def test_what_stands_in_a_field_is_data(field: str) -> None:
    source = (
        "{% block subject %}To {{ reader.name }}{% endblock %}{% block text %}{{ reader.name }}{% endblock %}"
    )
    composed = rendered(source, Facts(reader=Reader(name=field)))
    assert composed.body == one_line(field)
    assert composed.subject == f"To {one_line(field)}"
    assert len(composed.parts[0].paragraphs) == 1
    assert "49" not in composed.body


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=2 * FIELD_LIMIT))
def test_one_line_is_one_line_without_controls(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == one_line(line)
    assert len(line) <= FIELD_LIMIT
    assert not set(line) & set(map(chr, (*range(32), *range(127, 160), 0x202E, 0x2066, 0x2028)))


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__ }}",
        "{{ reader.__class__.__mro__ }}",
        "{{ reader['__class__'] }}",
        "{{ gap.__globals__ }}",
        "{{ gap.__globals__['os'].system('true') }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum() }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format(reader) }}",
        "{{ reader.update({'name': 'x'}) }}",
        "{{ readers.append(1) }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
    ],
)
def test_a_template_cannot_reach_out(escape: str) -> None:
    with pytest.raises(TemplateFault):
        rendered("{% block text %}" + escape + "{% endblock %}")


@pytest.mark.parametrize(
    "greedy",
    [
        "{% for x in range(10**9) %}x{% endfor %}",
        "{% for x in range(1000) %}x{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{% for a in readers %}{% for b in readers %}x{% endfor %}{% endfor %}",
        "{% for a in 'abc' recursive %}{{ loop('abc') }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set a = 'x' %}{% set a = a ~ a %}{{ a }}",
        "{% filter upper %}x{% endfilter %}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "9" * 9000 + " }}",
        "{{ 'abcdefghij'" + "|join('abcdefghij')" * 9 + "|length }}",
        "{{ reader.name" + "|join(reader.name)" * 9 + "|length }}",
        "{{ (['', '', '', '', '']|join('abcde'))" + "|join('abcde')" * 9 + " == '' }}",
    ],
)
def test_a_template_cannot_run_long(greedy: str) -> None:
    with pytest.raises(TemplateFault):
        rendered("{% block text %}" + greedy + "{% endblock %}", Facts(reader=Reader(name="Petra Nordlicht")))


def test_a_letter_has_a_longest_length() -> None:
    source = "{% block text %}{% for one in done %}" + "x" * 300 + "{% endfor %}{% endblock %}"
    assert len(rendered(source, Facts(done=("a",) * 60)).body) == 18_000
    assert fault(source, Facts(done=("a",) * 100)).code == "too-long"
    assert fault("x" * (LETTER_LIMIT + 1)).code == "too-long"


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("{% block text %}\n\n{{ reader.nmae }}\n{% endblock %}", 3, "undefined-near"),
        ("{% block text %}\n{{ raeder }}\n{% endblock %}", 2, "undefined-near"),
        ("{% block text %}\n{% if %}\n{% endblock %}", 2, "syntax"),
        ("one\ntwo\n{% block text %}", 3, "syntax"),
        ("{% block text %}x{% endblock %}\n{% block text %}y{% endblock %}", 2, "syntax"),
        ("{% block text %}\n{{ 'x' * 3 }}{% endblock %}", 2, "word"),
        ("{% block text %}\nx\n{{ reader._x }}{% endblock %}", 3, "word"),
        ("{% block text %}x{% endblock %}\n\nlost words\n", 3, "outside"),
        ("{% block a %}{% block b %}x{% endblock %}{% endblock %}", 1, "block-inside"),
        ("{% block text %}\n{{ readers[0].name }}{% endblock %}", 2, "failed"),
        ("{% block text %}\n{{ reader.name|uppr }}{% endblock %}", 2, "filter-near"),
        ("{% block text %}\n{{ reader.name.lowr() }}{% endblock %}", 2, "call-near"),
        ("{% block text %}\n{% iff %}{% endblock %}", 2, "tag-near"),
    ],
)
def test_a_fault_names_its_line(source: str, line: int, code: str) -> None:
    found = fault(source)
    assert (found.line, found.code) == (line, code)


def test_a_template_is_checked_without_facts() -> None:
    ours = "{% block text %}x{% endblock %}"
    check("{% block text %}{{ whatever }}{% endblock %}", ours)
    with pytest.raises(TemplateFault):
        check("{% block text %}", ours)


OURS = "".join(
    f"{{% block {name} %}}x{{% endblock %}}" for name in ("subject", "apology", "remedy", "signature")
)
HEAD = "{% block subject %}x{% endblock %}"


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        (OURS, None),
        (HEAD + "{% block text %}x{% endblock %}", None),
        (OURS + "{% block thanks %}{% endblock %}", None),
        (OURS.replace("signature", "close"), None),
        (OURS.replace("subject", "subjct"), (1, "block-near", "subjct", "subject")),
        (OURS.replace("{% block remedy", "\n{% block remdy"), (2, "block-near", "remdy", "remedy")),
        ("", (1, "block-missing", "subject", None)),
        ("Dear reader", (1, "block-missing", "subject", None)),
        (HEAD, (1, "block-missing", "apology", None)),
        (HEAD + "\n{% block text %}\n{% if content %} {% endif %}{% endblock %}",
         (2, "block-empty", "text", None)),
        (OURS.replace("subject %}x", "subject %}"), (1, "block-empty", "subject", None)),
    ],
)  # fmt: skip
def test_a_template_has_the_blocks_that_ours_has(
    source: str, wrong: tuple[int, str, str, str | None] | None
) -> None:
    if wrong is None:
        check(source, OURS)
        return
    with pytest.raises(TemplateFault) as caught:
        check(source, OURS)
    values = caught.value.values
    assert (caught.value.line, caught.value.code, values["given"], values.get("nearest")) == wrong


def test_a_users_template_may_take_a_first_name_and_list_readers() -> None:
    source = (
        "{% block text %}{{ reader.name.split()[0] }}: "
        "{% for one in readers %}{{ one.name|upper }}{% if not loop.last %}, {% endif %}{% endfor %}; "
        '{{ done|join("/") }}{% endblock %}'
    )
    facts = Facts(
        reader=Reader(name="Ana Lee"),
        sender=Sender(name="Li"),
        readers=(Reader(name="a"), Reader(name="b")),
        done=("x", "y"),
    )
    assert rendered(source, facts).body == "Ana: A, B; x/y"
