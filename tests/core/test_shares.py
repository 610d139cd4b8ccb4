from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.shares import interval

CASES = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_without_cases_it_is_the_arcsine_law() -> None:
    expected = [math.sin(math.pi / 2 * part) ** 2 for part in (0.05, 0.95)]

    assert interval(0, 0) == pytest.approx(expected, abs=1e-6)


def test_one_hit_has_the_quantiles_of_beta_three_halves_one_half() -> None:
    def below(share: float) -> float:
        angle = math.asin(math.sqrt(share))
        return (2 * angle - math.sin(2 * angle)) / math.pi

    assert [below(end) for end in interval(1, 1)] == pytest.approx([0.05, 0.95], abs=1e-6)


@given(CASES)
def test_hits_and_misses_are_treated_alike(given: tuple[int, int]) -> None:
    hits, cases = given
    low, high = interval(cases - hits, cases)

    assert interval(hits, cases) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(0, 100), st.integers(1, 100))
def test_more_cases_of_the_same_share_tell_more(hits: int, misses: int) -> None:
    few, many = interval(hits, hits + misses), interval(10 * hits, 10 * (hits + misses))

    assert many[1] - many[0] < few[1] - few[0]


def test_many_cases_come_near_the_normal_law() -> None:
    low, high = interval(20_000, 40_000)

    assert (high - low) / 2 == pytest.approx(1.644854 * math.sqrt(0.25 / 40_000), rel=1e-3)
