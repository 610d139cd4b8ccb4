"""A product of lognormals plus one more term, against finer quadrature and closed limits."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.quantity import NeedsSampling, Quantity, around, between, exact

VALUES = st.floats(1e-6, 1e24)
FACTORS = st.floats(1.01, 100)
ENDS = (0.05, 0.5, 0.95)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Quantity, Quantity]:
    first = draw(VALUES)
    one = around(first, draw(FACTORS), "")
    return one, around(first * draw(st.floats(1e-4, 1e4)), draw(FACTORS), "")


def finely(one: Quantity, other: Quantity, x: float, points: int = 20_000) -> float:
    """P(A + B <= x) by the midpoint rule on both sides of the line A = B, in equal steps of ln A.

    In the substitution A = x / (1 + e^-t) the integrand has no edge and dies off at both ends.
    """
    total = 0.0
    low, high = -60.0, 60.0
    step = (high - low) / points
    for i in range(points):
        t = low + (i + 0.5) * step
        share = 1 / (1 + math.exp(-t))
        u = math.log(x) + math.log(share)
        v = math.log(x) - t + math.log(share)
        z = (u - one.location) / one.spread
        if abs(z) < 12:
            density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / one.spread
            below = 0.5 * math.erfc((other.location - v) / other.spread / math.sqrt(2))
            total += density * below * (1 - share) * step
    return total


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (between(1.0, 4.0, ""), between(2.0, 9.0, "")),
        (between(1.0, 1000.0, ""), between(30.0, 31.0, "")),
        (between(1000.0, 1100.0, ""), between(0.1, 100.0, "")),
        (between(1.0, 1.1, ""), between(1e-3, 1e3, "")),
        (between(1e-3, 1e-2, ""), between(5.0, 6.0, "")),
        (between(1.0, 1e4, ""), between(1.0, 1e4, "")),
    ],
)
@pytest.mark.parametrize("p", ENDS)
def test_a_quantile_agrees_with_a_finer_quadrature(
    one: Quantity, other: Quantity, p: float
) -> None:
    at = one.plus(other).quantile(p)
    step = 1e-5
    slope = (finely(one, other, at * (1 + step)) - finely(one, other, at * (1 - step))) / (2 * step)
    assert abs(finely(one, other, at) - p) / slope < 1e-5


@given(pair=terms(), p=st.sampled_from(ENDS))
@settings(max_examples=40, deadline=None)
def test_the_distribution_function_undoes_the_quantile(
    pair: tuple[Quantity, Quantity], p: float
) -> None:
    total = pair[0].plus(pair[1])
    assert total.cdf(total.quantile(p)) == pytest.approx(p, abs=1e-8)
    assert total.computed == "quadrature"


@given(pair=terms())
@settings(max_examples=40, deadline=None)
def test_a_sum_does_not_depend_on_the_order(pair: tuple[Quantity, Quantity]) -> None:
    one, other = pair
    assert one.plus(other).high == pytest.approx(other.plus(one).high, rel=1e-9)


@given(pair=terms())
@settings(max_examples=40, deadline=None)
def test_a_sum_lies_between_its_terms_and_the_sum_of_their_quantiles(
    pair: tuple[Quantity, Quantity],
) -> None:
    one, other = pair
    total = one.plus(other)
    assert total.low > max(one.low, other.low) * (1 - 1e-9)
    assert total.low < total.median < total.high


@given(value=VALUES, factor=FACTORS)
def test_a_value_plus_nothing_is_itself(value: float, factor: float) -> None:
    quantity = around(value, factor, "FLOP")
    assert quantity.plus(exact(0.0)) == quantity
    assert exact(0.0).plus(quantity, "FLOP") == quantity


def test_a_term_that_vanishes_leaves_the_other() -> None:
    large, small = between(1e24, 4e24, ""), between(1.0, 9.0, "")
    total = large.plus(small)
    assert total.low == pytest.approx(large.low, rel=1e-9)
    assert total.high == pytest.approx(large.high, rel=1e-9)


def test_a_narrow_term_is_almost_a_shift() -> None:
    total = between(1.0, 4.0, "").plus(between(9.9999999, 10.0000001, ""))
    assert total.low == pytest.approx(11.0, rel=1e-7)
    assert total.high == pytest.approx(14.0, rel=1e-7)


def test_an_exact_term_shifts_and_is_no_quadrature() -> None:
    total = between(1.0, 4.0, "s").plus(exact(10.0), "s")
    assert (total.low, total.high) == (pytest.approx(11.0), pytest.approx(14.0))
    assert total.computed == "exact"
    assert total.unit == "s"
    assert total.plus(exact(5.0)).high == pytest.approx(19.0)


def test_a_negative_shift_may_reach_below_zero() -> None:
    rest = between(1.0, 4.0, "").plus(exact(-2.0))
    assert (rest.low, rest.median) == (pytest.approx(-1.0), pytest.approx(0.0, abs=1e-12))
    with pytest.raises(NeedsSampling):
        rest.power(0.5)


def test_two_normals_add_in_closed_form() -> None:
    total = between(-1.0, 3.0, "").plus(between(-2.0, 2.0, ""))
    assert total.median == pytest.approx(1.0)
    assert total.high - total.median == pytest.approx(math.hypot(2.0, 2.0))


def test_twice_the_same_value_is_its_double() -> None:
    value = between(1.0, 4.0, "").named("tokens")
    twice = value.plus(value)
    assert (twice.low, twice.high) == (pytest.approx(2.0), pytest.approx(8.0))


def test_a_common_factor_may_stand_inside_or_outside() -> None:
    tokens, one, other = (
        between(1.0, 4.0, "").named("tokens"),
        between(2.0, 5.0, ""),
        between(3.0, 9.0, ""),
    )
    outside = one.plus(other).times(tokens)
    inside = one.times(tokens).plus(other.times(tokens))
    for p in ENDS:
        assert outside.quantile(p) == pytest.approx(inside.quantile(p), rel=1e-8)


def test_a_factor_of_a_sum_is_one_draw_even_without_a_name() -> None:
    doubled = exact(1.0).plus(around(1.0, 1.000001, "")).times(between(1.0, 4.0, ""))
    assert (doubled.low, doubled.high) == (
        pytest.approx(2.0, rel=1e-5), pytest.approx(8.0, rel=1e-5)
    )  # fmt: skip


def test_a_quotient_by_a_sum_turns_it_over() -> None:
    total = between(1.0, 4.0, "").plus(between(2.0, 9.0, ""))
    upside = exact(1.0).over(total)
    assert upside.low == pytest.approx(1 / total.high, rel=1e-8)
    assert upside.cdf(upside.low) == pytest.approx(0.05, abs=1e-8)
    assert upside.power(-1.0).high == pytest.approx(total.high, rel=1e-8)


@given(pair=terms(), factor=st.floats(1e-3, 1e3))
@settings(max_examples=25, deadline=None)
def test_a_number_scales_every_quantile(pair: tuple[Quantity, Quantity], factor: float) -> None:
    total = pair[0].plus(pair[1])
    assert total.scaled(factor).high == pytest.approx(factor * total.high, rel=1e-8)


def test_masses_of_a_sum_add_up() -> None:
    total = between(1.0, 4.0, "").plus(between(2.0, 9.0, ""))
    parts = (total.mass(None, 5.0), total.mass(5.0, 8.0), total.mass(8.0, None))
    assert sum(parts) == pytest.approx(1.0, abs=1e-9)
    assert total.mass(total.low, total.high) == pytest.approx(0.9, abs=1e-8)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda total: total.plus(between(1.0, 2.0, "")),
        lambda total: total.times(total),
        lambda total: total.plus(total),
        lambda total: total.times(between(-1.0, 2.0, "")),
    ],
)
def test_what_has_no_quadrature_says_that_it_needs_sampling(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(NeedsSampling):
        wrong(between(1.0, 4.0, "").plus(between(2.0, 9.0, "")))


def test_a_sum_has_no_quantile_outside_zero_and_one() -> None:
    with pytest.raises(Invalid):
        between(1.0, 4.0, "").plus(between(2.0, 9.0, "")).quantile(1.0)


def test_a_quadrature_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom evidence.core.quantity import between\n"
        "between(1.0, 4.0, '').plus(between(2.0, 9.0, '')).high\n"
        "print('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize("rho", [0.95, 0.999, 0.999999, 1 - 1e-10, 1.0])
def test_terms_that_move_together_come_ever_closer_to_the_sum_of_quantiles(rho: float) -> None:
    one = between(1.0, 4.0, "").named("a")
    second = between(10.0, 90.0, "")
    loads = (("a", rho * second.spread), ("b", math.sqrt(1 - rho**2) * second.spread))
    total = one.plus(second._replace(factors=loads))
    for p in ENDS:
        together = one.quantile(p) + second.quantile(p)
        assert total.quantile(p) == pytest.approx(together, rel=0.05 * math.sqrt(1 - rho) + 1e-8)
        assert total.cdf(total.quantile(p)) == pytest.approx(p, abs=1e-7)


@given(rho=st.floats(-0.9, 0.9))
@settings(max_examples=20, deadline=None)
def test_correlated_terms_widen_and_narrow_the_sum(rho: float) -> None:
    assume(abs(rho) > 0.01)
    one = between(1.0, 4.0, "").named("a")
    other = between(1.0, 4.0, "")
    spread = other.spread
    loads = (("a", rho * spread), ("b", math.sqrt(1 - rho**2) * spread))
    joined = one.plus(other._replace(factors=loads))
    free = one.plus(other)
    assert (joined.high > free.high) == (rho > 0)


def test_a_number_and_two_ranges_are_left_to_sampling() -> None:
    shifted = exact(3.0).plus(between(1.0, 2.0, ""))
    with pytest.raises(NeedsSampling):
        shifted.plus(between(4.0, 5.0, ""))
    assert shifted.plus(exact(2.0)).low == pytest.approx(6.0)
