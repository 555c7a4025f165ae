"""Harm to persons, by the method of ENISA (2013): shown beside the grade, never a part of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..parts import Grading

Level = Literal["low", "medium", "high", "very-high"]

DPC = (1, 2, 3, 4)
EI = (0.25, 0.5, 0.75, 1.0)
CB = (0.0, 0.25, 0.5)

BOUNDS: tuple[tuple[float, Level], ...] = ((4, "very-high"), (3, "high"), (2, "medium"))


class Enisa(NamedTuple):
    """Hold the severity for the persons concerned: the figure, 0.25 to 6, and its level."""

    se: float
    level: Level


def enisa(dpc: int, ei: float, cb: float) -> Enisa:
    """Work out SE = DPC x EI + CB and its level: low below 2, medium below 3, high below 4.

    `dpc` is the kind of data (1 to 4), `ei` how easily the persons are recognised (0.25 to 1), `cb`
    the circumstances of the breach (0 to 2). Several kinds or identifiers: the higher one counts.
    Source: ENISA, Recommendations for a methodology of the assessment of severity of personal data
    breaches, 1.0, 2013.
    """
    se = round(dpc * ei + cb, 4)
    for bound, level in BOUNDS:
        if se >= bound:
            return Enisa(se, level)
    return Enisa(se, "low")


def enisa_of(answers: Grading) -> Enisa | None:
    """Give the severity for the persons concerned, or None while one of its questions is open.

    None as well where there is no personal data: then the method has nothing to say.
    """
    if answers.dpc is None or answers.ei is None or answers.cb is None:
        return None
    if answers.flags.get("personal-data") == "no":
        return None
    return enisa(answers.dpc, answers.ei, answers.cb)


def option_key(value: float) -> str:
    """Give the last part of the words' key for an option of EI or CB: 0.25 is `025`, 1 is `100`."""
    return f"{round(value * 100):03d}"
