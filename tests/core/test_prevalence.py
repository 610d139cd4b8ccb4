from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from evidence.core.errors import Invalid
from evidence.core.prevalence import bounds, call, prevalence
from tests.core.golden import EXTRA, TOLERANCE

YES, NO = 15.133966749650984, -15.133966749650984

VECTORS = {
    "prevalence N=10, units +15.134,+15.134": prevalence([YES, YES], 10),
    "prevalence N=10, units +,-": prevalence([YES, NO], 10),
    "prevalence N=11 none": prevalence([], 11),
    "prevalence N=7, 4 yes 1 no": prevalence([YES] * 4 + [NO], 7),
    "prevalence N=10 two yes, silent -1 dB": prevalence([YES, YES], 10, silent_db=-1),
    "prevalence N=10 theta .8, 6 yes": prevalence([YES] * 6, 10, threshold=0.8),
}


@pytest.mark.parametrize(("name", "found"), VECTORS.items(), ids=list(VECTORS))
def test_the_roll_call_says_what_the_published_vector_says(name: str, found: Any) -> None:
    expected = EXTRA[name]
    assert found.majority == pytest.approx(expected["p_majority"], abs=TOLERANCE)
    assert found.baseline == pytest.approx(expected["baseline"], abs=TOLERANCE)
    assert found.bayes_factor == pytest.approx(expected["bf"], abs=TOLERANCE)
    assert found.weight_db == pytest.approx(expected["weight"], abs=TOLERANCE)
    assert found.mean_share == pytest.approx(expected["mean_share"], abs=TOLERANCE)


def exact(unit_db: list[float], units: int) -> list[float]:
    """The posterior by its definition, in whole fractions."""
    polynomial = [Fraction(1)]
    for db in unit_db + [0.0] * (units - len(unit_db)):
        odds = Fraction(10 ** (db / 10))
        pairs = zip([*polynomial, Fraction(0)], [Fraction(0), *polynomial], strict=True)
        polynomial = [stay + odds * step for stay, step in pairs]
    terms = [term / math.comb(units, k) for k, term in enumerate(polynomial)]
    return [float(term / sum(terms)) for term in terms]


def test_many_units_of_extreme_weight_give_the_exact_posterior() -> None:
    unit_db = [60.0] * 20 + [-60.0] * 15 + [3.0, -7.0]
    assert prevalence(unit_db, 60).posterior == pytest.approx(exact(unit_db, 60), rel=1e-9)


@pytest.mark.parametrize("unit_db", [[60.0] * 500, [60.0] * 250 + [-60.0] * 250, [-60.0] * 400])
def test_five_hundred_units_neither_overflow_nor_vanish(unit_db: list[float]) -> None:
    found = prevalence(unit_db, 500)
    assert math.fsum(found.posterior) == pytest.approx(1, abs=1e-9)
    assert found.mean_share == pytest.approx(unit_db.count(60.0) / 500, abs=0.15)
    assert abs(found.weight_db) < 12.7876


def test_five_hundred_silent_units_that_lean_one_way_stay_finite() -> None:
    assert prevalence([], 500, silent_db=-60).mean_share == pytest.approx(0, abs=1e-6)
    assert prevalence([], 500, silent_db=60).mean_share == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("threshold", "units", "passing"), [(0.7, 10, 3), (0.29, 100, 71), (0.5, 10, 5), (0.0, 4, 4)]
)
def test_exactly_the_threshold_share_is_not_more_than_it(
    threshold: float, units: int, passing: int
) -> None:
    assert prevalence([], units, threshold).baseline == passing / (units + 1)


def test_a_roll_call_that_cannot_be_taken_is_refused() -> None:
    with pytest.raises(Invalid, match="3 units have evidence, but only 2"):
        prevalence([1, 1, 1], 2)
    with pytest.raises(Invalid, match="says nothing"):
        prevalence([], 10, threshold=1.0)
    with pytest.raises(Invalid, match="says nothing"):
        prevalence([], 10, threshold=-0.1)


def test_the_bounds_count_silent_units_either_way() -> None:
    assert bounds(2, 1, 10) == (0.2, 0.9)


@pytest.mark.parametrize(
    ("db", "silent", "word"),
    [
        (1.0, False, "yes"),
        (0.99, False, "unclear"),
        (0.0, False, "unclear"),
        (-1.0, False, "no"),
        (0.0, True, "silent"),
    ],
)
def test_a_unit_answers_from_one_deciban(db: float, silent: bool, word: str) -> None:
    assert call(db, silent) == word
