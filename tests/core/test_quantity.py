"""The algebra of values with ranges: exact vectors, and what must hold for every value."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core import normal
from evidence.core.agreeing import agreement
from evidence.core.errors import Invalid
from evidence.core.figures import figure_quantity
from evidence.core.numbers import parse_figure
from evidence.core.quantity import NeedsSampling, Quantity, around, between, exact

VALUES = st.floats(1e-20, 1e30)
FACTORS = st.floats(1.001, 1e3)
LEVELS = st.floats(0.5, 0.999)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    value = draw(VALUES)
    if draw(st.booleans()):
        return exact(value)
    return around(value, draw(FACTORS), "")


def width(quantity: Quantity) -> float:
    return math.log(quantity.high / quantity.low)


@given(p=st.floats(1e-12, 1 - 1e-12))
def test_the_quantile_is_that_of_the_standard_normal(p: float) -> None:
    assert normal.quantile(p) == pytest.approx(NormalDist().inv_cdf(p), rel=1e-12, abs=1e-12)


def test_the_quantile_of_ninety_percent_is_the_known_one() -> None:
    assert normal.quantile(0.95) == pytest.approx(1.6448536269514722, abs=1e-14)
    assert normal.quantile(0.05) == pytest.approx(-normal.Z90, abs=1e-14)
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal.quantile(1.0)


def test_a_ninety_percent_interval_is_a_lognormal() -> None:
    value = between(2.8e24, 4.7e24, "FLOP")
    assert value.location == pytest.approx(56.550633, abs=1e-6)
    assert value.spread == pytest.approx(0.157444, abs=1e-6)


@given(low=VALUES, factor=FACTORS, level=LEVELS)
def test_an_interval_comes_back_from_its_quantity(low: float, factor: float, level: float) -> None:
    value = between(low, low * factor, "", level)
    assert value.quantile((1 - level) / 2) == pytest.approx(low, rel=1e-9)
    assert value.quantile((1 + level) / 2) == pytest.approx(low * factor, rel=1e-9)
    assert value.mass(low, low * factor) == pytest.approx(level, abs=1e-9)


@given(low=st.floats(-1e9, 0), size=st.floats(1e-3, 1e9))
def test_an_interval_that_reaches_zero_is_a_normal(low: float, size: float) -> None:
    value = between(low, low + size, "")
    assert value.shape == "normal"
    assert value.low == pytest.approx(low, rel=1e-9, abs=1e-9 * size)
    assert value.high == pytest.approx(low + size, rel=1e-9, abs=1e-9 * size)


@given(one=quantities(), other=quantities())
def test_a_product_does_not_depend_on_the_order(one: Quantity, other: Quantity) -> None:
    left, right = one.times(other), other.times(one)
    assert left.median == pytest.approx(right.median, rel=1e-12)
    assert left.high == pytest.approx(right.high, rel=1e-12)


@given(one=quantities(), other=quantities())
def test_dividing_by_a_factor_undoes_the_median_and_never_the_range(
    one: Quantity, other: Quantity
) -> None:
    back = one.times(other).over(other)
    assert back.median == pytest.approx(one.median, rel=1e-9)
    assert width(back) >= width(one) - 1e-9


@given(one=quantities(), value=VALUES, factor=FACTORS, more=FACTORS)
def test_a_wider_input_never_gives_a_narrower_product(
    one: Quantity, value: float, factor: float, more: float
) -> None:
    narrow = one.times(around(value, factor, ""))
    wide = one.times(around(value, factor * more, ""))
    assert width(wide) >= width(narrow) - 1e-9


@given(one=quantities(), factor=FACTORS)
def test_widening_is_quadrature_of_the_half_widths(one: Quantity, factor: float) -> None:
    expected = math.hypot(width(one) / 2, math.log(factor))
    assert width(one.widened(factor)) / 2 == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert one.widened(factor).median == pytest.approx(one.median, rel=1e-9)


@given(one=quantities(), exponent=st.floats(-3, 3).filter(lambda x: abs(x) > 1e-3))
def test_a_power_stretches_the_logarithm(one: Quantity, exponent: float) -> None:
    raised = one.power(exponent)
    assert math.log(raised.median) == pytest.approx(exponent * math.log(one.median), abs=1e-9)
    assert width(raised) == pytest.approx(abs(exponent) * width(one), abs=1e-9)


@given(one=quantities(), at=VALUES)
def test_the_masses_on_both_sides_of_a_point_are_everything(one: Quantity, at: float) -> None:
    below, above = one.mass(None, at), one.mass(at, None)
    whole = 2.0 if one.is_exact and one.location == at else 1.0
    assert below + above == pytest.approx(whole, abs=1e-12)
    assert below == pytest.approx(one.cdf(at), abs=1e-12)


def test_the_product_of_two_ranges_adds_variances_of_logarithms() -> None:
    product = between(1e12, 4e12, "token").times(between(2.0, 8.0, ""), "FLOP")
    half = math.hypot(math.log(2), math.log(2))
    assert product.median == pytest.approx(8e12, rel=1e-12)
    assert product.high == pytest.approx(8e12 * math.exp(half), rel=1e-12)
    assert product.unit == "FLOP"


def test_a_one_sided_factor_moves_the_median_too() -> None:
    value = exact(1e24, "FLOP").one_sided(1.0, 1.25)
    assert value.low == pytest.approx(1e24)
    assert value.median == pytest.approx(1e24 * math.sqrt(1.25))
    assert value.high == pytest.approx(1.25e24)


def test_a_small_upper_tail_keeps_its_digits() -> None:
    value = between(1.0, math.exp(2 * normal.Z90), "")
    ten_deviations = math.exp(normal.Z90 + 10)
    assert value.mass(ten_deviations, None) == pytest.approx(7.619853024160527e-24, rel=1e-9)


def test_the_mass_of_an_exact_value_counts_both_ends() -> None:
    assert exact(4e24).mass(4e24, 6e24) == 1.0
    assert exact(6e24).mass(4e24, 6e24) == 1.0
    assert exact(3e24).mass(4e24, None) == 0.0
    assert between(1.0, 2.0, "").mass(3.0, 2.0) == 0.0


def test_exact_values_scale_a_normal() -> None:
    value = exact(2.0).times(between(-1.0, 3.0, ""))
    assert (value.low, value.high) == (pytest.approx(-2.0), pytest.approx(6.0))
    assert between(-1.0, 3.0, "").over(exact(2.0)).high == pytest.approx(1.5)


@pytest.mark.parametrize("other", [between(1.0, 2.0, ""), between(-1.0, 2.0, "")])
def test_a_normal_times_another_range_needs_sampling(other: Quantity) -> None:
    with pytest.raises(NeedsSampling, match="needs sampling"):
        between(-1.0, 2.0, "").times(other)
    with pytest.raises(NeedsSampling, match="needs sampling"):
        other.over(between(-1.0, 2.0, ""))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: exact(1e300).times(exact(1e300)),
        lambda: exact(1e-300).times(exact(1e-300)),
        lambda: exact(1e-300).over(exact(1e300)),
        lambda: exact(1.0).over(exact(0.0)),
        lambda: exact(0.0).power(-1.0),
        lambda: exact(math.nan),
        lambda: around(1e300, 10.0, "").power(2.0).median,
        lambda: around(1e-300, 10.0, "").power(2.0).median,
        lambda: around(1.0, 2.0, "").scaled(-1.0),
        lambda: around(-1.0, 2.0, ""),
        lambda: around(1.0, 0.5, ""),
        lambda: between(2.0, 1.0, ""),
        lambda: between(1.0, 2.0, "", 1.0),
        lambda: exact(1.0).quantile(0.0),
    ],
)
def test_what_no_number_can_hold_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(Invalid):
        wrong()


def test_agreement_counts_standard_deviations() -> None:
    one, other = between(2.8e24, 4.7e24, "FLOP"), between(4e24, 6e24, "FLOP")
    expected = abs(one.location - other.location) / math.hypot(one.spread, other.spread)
    assert agreement(one, other) == pytest.approx(expected)
    assert agreement(exact(5.0), exact(5.0)) == 0.0
    assert agreement(exact(5.0), exact(6.0)) == math.inf
    assert agreement(exact(5.0), around(5.0, 2.0, "")) == pytest.approx(0.0, abs=1e-12)
    assert agreement(between(-1.0, 1.0, ""), exact(0.0)) == 0.0


@pytest.mark.parametrize(
    ("text", "factor", "low", "high"),
    [
        ("100", 1.0, 100, 100),
        ("100", 1.5, 100 / 1.5, 150),
        ("~100", 1.0, 100 / 3.2, 320),
        ("~100", 5.0, 20, 500),
        ("100 to 200", 5.0, 100, 200),
        ("~100 to 200", 1.0, 100, 200),
        ("0 to 200", 1.0, 0, 200),
    ],
)
def test_a_figure_has_the_range_that_it_states(
    text: str, factor: float, low: float, high: float
) -> None:
    value = figure_quantity(parse_figure(text), factor)
    assert value.low == pytest.approx(low, abs=1e-9)
    assert value.high == pytest.approx(high)


def test_an_eighty_percent_range_is_wider_at_ninety() -> None:
    value = figure_quantity(parse_figure("4e24 to 6e24 @80%", "FLOP"))
    assert value.quantile(0.1) == pytest.approx(4e24)
    assert value.low < 4e24


def test_a_bound_is_no_value() -> None:
    with pytest.raises(Invalid, match="'>30T' is a bound, no value: give a number or a range"):
        figure_quantity(parse_figure(">30T", "token"))
