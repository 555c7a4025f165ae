"""The laws of grading, over the whole answer space."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from misdirect_tui.core.grade.severity import QUESTIONS, Severity, assess
from misdirect_tui.core.parts import Grading
from misdirect_tui.core.playbook.grade import BANDS, CONTENTS, LOWERING, RAISING, RECIPIENTS, GradeRules

DATA = Path(__file__).parents[2] / "data"
TREE = tomllib.loads((DATA / "rules" / "grade.toml").read_text("utf-8"))
RULES = GradeRules.model_validate(TREE)
FLAGS = (*RAISING, *LOWERING)
PEOPLE = (1, 2, 5, 20, 100)
OUTSIDE = tuple(who for who in RECIPIENTS if who != "colleague")

laws = settings(derandomize=True, deadline=None, max_examples=300)


def graded(content: Any, recipient: Any, flags: dict[str, str], people: int | None) -> Severity:
    answers = Grading.model_construct(
        content=content, recipient=recipient, flags=flags, recipients=people, dpc=None, ei=None, cb=None
    )
    return assess(answers, RULES)


def bare(content: str, recipient: str) -> int:
    score = graded(content, recipient, {}, None).score
    assert score is not None
    return score


@cache
def finished() -> dict[tuple[Any, ...], Severity]:
    """Grade everything that can be answered: 5 contents, 6 recipients, 8 flags, 5 steps of people."""
    return {
        (content, recipient, states, people): graded(
            content, recipient, dict(zip(FLAGS, states, strict=True)), people
        )
        for content, recipient in product(CONTENTS, RECIPIENTS)
        for states in product(("no", "yes"), repeat=len(FLAGS))
        for people in PEOPLE
    }


ANSWERS = st.fixed_dictionaries(
    {
        "content": st.sampled_from([None, *CONTENTS]),
        "recipient": st.sampled_from([None, *RECIPIENTS]),
        "flags": st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["yes", "no", "unknown"])),
        "people": st.sampled_from([None, *PEOPLE, 3, 1000]),
    }
)


def completions(answers: dict[str, Any]) -> Any:
    """Give the finished grades that an answer of each open question can still lead to."""
    flags = answers["flags"]
    sure = {
        flag: {"yes": ("yes",), "no": ("no",), None: ("no", "yes")}[
            {"unknown": "yes" if flag in RAISING else "no"}.get(flags.get(flag), flags.get(flag))
        ]
        for flag in FLAGS
    }
    people = answers["people"]
    crowds = PEOPLE if people is None else (max(step for step in PEOPLE if step <= people),)
    contents = [answers["content"]] if answers["content"] else CONTENTS
    recipients = [answers["recipient"]] if answers["recipient"] else RECIPIENTS
    for key in product(contents, recipients, product(*sure.values()), crowds):
        yield finished()[key]


def test_with_everything_answered_nothing_is_left_to_reach() -> None:
    for severity in finished().values():
        assert severity.lower == severity.score == severity.upper
        assert severity.unanswered == ()


def test_the_reasons_sum_to_the_score_the_weightiest_first_and_the_ends_of_the_scale_last() -> None:
    for severity in finished().values():
        points = [reason.points for reason in severity.reasons]
        assert sum(points) == severity.score
        assert 0 not in points
        ends = [reason.code in ("bound", "floor", "floor-outside") for reason in severity.reasons]
        assert ends == sorted(ends)
        weights = [abs(point) for point, end in zip(points, ends, strict=True) if not end]
        assert weights == sorted(weights, reverse=True)


@settings(laws, max_examples=100)
@given(ANSWERS)
def test_the_interval_is_exactly_what_the_open_questions_can_still_make_of_it(answers: Any) -> None:
    severity = graded(**answers)
    scores = [end.score for end in completions(answers)]
    assert (severity.lower, severity.upper) == (min(scores), max(scores))


@laws
@given(ANSWERS, st.data())
def test_each_new_answer_stays_inside_the_interval_before(answers: Any, data: Any) -> None:
    before = graded(**answers)
    for question in before.unanswered:
        more = answers | {"flags": dict(answers["flags"])}
        if question == "content":
            more["content"] = data.draw(st.sampled_from(CONTENTS))
        elif question == "recipient":
            more["recipient"] = data.draw(st.sampled_from(RECIPIENTS))
        elif question == "recipients":
            more["people"] = data.draw(st.integers(1, 200))
        else:
            more["flags"][question] = data.draw(st.sampled_from(["yes", "no", "unknown"]))
        after = graded(**more)
        assert before.lower <= after.lower <= after.upper <= before.upper
        assert question not in after.unanswered


@laws
@given(ANSWERS)
def test_the_score_lies_in_its_interval_and_its_reasons_sum_to_it(answers: Any) -> None:
    severity = graded(**answers)
    if severity.score is None:
        assert (severity.band, severity.response, severity.reasons) == (None, "formal", ())
    else:
        assert 0 <= severity.lower <= severity.score <= severity.upper <= 100
        assert sum(reason.points for reason in severity.reasons) == severity.score


@laws
@given(ANSWERS, st.sampled_from(FLAGS))
def test_unsure_counts_as_the_graver_answer(answers: Any, flag: str) -> None:
    graver = "yes" if flag in RAISING else "no"
    unsure = graded(**answers | {"flags": answers["flags"] | {flag: "unknown"}})
    sure = graded(**answers | {"flags": answers["flags"] | {flag: graver}})
    assert (unsure.score, unsure.lower, unsure.upper) == (sure.score, sure.lower, sure.upper)


@pytest.mark.parametrize("number", range(len(FLAGS)), ids=FLAGS)
def test_a_raising_flag_never_lowers_and_a_lowering_flag_never_raises(number: int) -> None:
    raises = FLAGS[number] in RAISING
    for (content, recipient, states, people), severity in finished().items():
        if states[number] == "no":
            with_it = (*states[:number], "yes", *states[number + 1 :])
            other = finished()[content, recipient, with_it, people].score
            assert (other >= severity.score) if raises else (other <= severity.score)


def test_more_people_never_lower_the_score() -> None:
    for (content, recipient, states, people), severity in finished().items():
        if people != PEOPLE[-1]:
            more = PEOPLE[PEOPLE.index(people) + 1]
            assert finished()[content, recipient, states, more].score >= severity.score


def test_lowering_flags_take_off_one_band_at_most_and_leave_a_grave_matter_moderate() -> None:
    unlowered = ("no",) * len(LOWERING)
    for (content, recipient, states, people), severity in finished().items():
        plain = finished()[content, recipient, states[: len(RAISING)] + unlowered, people]
        assert BANDS.index(severity.band) >= BANDS.index(plain.band) - 1
        if content in ("contract", "commentary") and recipient != "colleague":
            assert severity.band != "minor"


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_graver_content_weighs_more_for_each_recipient(recipient: str) -> None:
    scores = {content: bare(content, recipient) for content in CONTENTS}
    assert scores["catalogue"] < scores["quotation"] < scores["contract"] < scores["commentary"]
    assert scores["catalogue"] < scores["address-list"] < scores["contract"]


@pytest.mark.parametrize("content", CONTENTS)
def test_a_closer_rival_weighs_more_for_each_content(content: str) -> None:
    scores = {recipient: bare(content, recipient) for recipient in RECIPIENTS}
    assert scores["colleague"] < scores["outsider"] < scores["customer"] < scores["competitor"]
    assert scores["customer"] < scores["competing-customer"]
    assert scores["outsider"] < scores["supplier"] < scores["competitor"]


@pytest.mark.parametrize(
    ("content", "recipients", "bands"),
    [
        ("catalogue", ("outsider",), {"minor"}),
        ("quotation", ("outsider",), {"moderate"}),
        ("quotation", ("competitor",), {"serious", "critical"}),
        ("contract", ("customer", "competitor", "competing-customer"), {"serious", "critical"}),
        ("commentary", OUTSIDE, {"critical"}),
    ],
)
def test_what_must_be_so_with_no_flag_set(content: str, recipients: tuple[str, ...], bands: set[str]) -> None:
    for recipient in recipients:
        assert graded(content, recipient, {}, None).band in bands


@pytest.mark.parametrize(
    ("score", "band", "response"),
    [
        (("catalogue", "outsider"), "minor", "light"),
        (("quotation", "outsider"), "moderate", "formal"),
        (("contract", "customer"), "serious", "crisis"),
        (("commentary", "outsider"), "critical", "crisis"),
    ],
)
def test_each_band_calls_for_its_response(score: tuple[str, str], band: str, response: str) -> None:
    severity = graded(*score, {}, None)
    assert (severity.band, severity.response, severity.calls_for) == (band, response, band)


def test_nothing_answered_is_not_graded_and_names_every_question() -> None:
    severity = graded(None, None, {}, None)
    assert severity.unanswered == QUESTIONS == ("content", "recipient", *FLAGS, "recipients")
    assert (severity.lower, severity.upper, severity.calls_for) == (0, 100, "ungraded")


@pytest.mark.parametrize(
    ("opened", "notice"), [("yes", "opened-and-deleted"), ("unknown", "opened-unknown-deleted")]
)
def test_deleted_unread_does_not_count_where_it_was_or_may_have_been_opened(opened: str, notice: str) -> None:
    both = graded("contract", "customer", {"opened": opened, "deleted-unread": "yes"}, None)
    one = graded("contract", "customer", {"opened": opened, "deleted-unread": "no"}, None)
    assert (both.score, both.lower, both.upper) == (one.score, one.lower, one.upper)
    assert both.notices == (notice,)
    assert one.notices == ()
    assert "flag.deleted-unread" not in {reason.code for reason in both.reasons}


def test_the_bound_and_the_floor_are_reasons_of_their_own() -> None:
    everything = dict.fromkeys(RAISING, "yes") | dict.fromkeys(LOWERING, "yes")
    severity = graded("commentary", "competing-customer", everything, 100)
    points = {reason.code: reason.points for reason in severity.reasons}
    assert points["bound"] == 100 - (90 + 8 + 20 + 6 + 12 + 16 + 16)
    lowered = graded("quotation", "customer", dict.fromkeys(LOWERING, "yes"), None)
    points = {reason.code: reason.points for reason in lowered.reasons}
    assert lowered.score == 0
    assert points["floor"] == -(36 - 14 - 12 - 16)
    outside = GradeRules.model_validate(TREE | {"bands": {"moderate": 20, "serious": 60, "critical": 70}})
    answers = Grading(content="contract", recipient="outsider", flags=dict.fromkeys(LOWERING, "yes"))
    held = assess(answers, outside)
    assert held.score == 20
    assert "floor-outside" in {reason.code for reason in held.reasons}


def test_a_floor_never_lifts_a_score_above_what_was_reached() -> None:
    points = TREE["points"] | {"contract": TREE["points"]["contract"] | {"outsider": 15}}
    answers = Grading(content="contract", recipient="outsider", flags={"recalled": "yes"})
    severity = assess(answers, GradeRules.model_validate(TREE | {"points": points}))
    assert severity.score == sum(reason.points for reason in severity.reasons) == 15
