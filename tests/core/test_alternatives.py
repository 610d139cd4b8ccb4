"""Alternatives with probabilities: how they are written, and what follows from them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.figures import figure_quantity
from evidence.core.mixtures import mixture_of
from evidence.core.numbers import parse_figure
from evidence.core.pooling import Share, pooled
from evidence.core.quantity import NeedsSampling, around, between, exact


@pytest.mark.parametrize(
    ("text", "unit", "parts"),
    [
        ("20% or 40%", "share", [(0.5, 0.2), (0.5, 0.4)]),
        ("10T or 12T or 15T", "token", [(1 / 3, 1e13), (1 / 3, 1.2e13), (1 / 3, 1.5e13)]),
        ("70%: 20% to 25%, 30%: 40%", "share", [(0.7, 0.05**0.5), (0.3, 0.4)]),
        ("0.25: 1e24; 0.75: 2e24 FLOP", "FLOP", [(0.25, 1e24), (0.75, 2e24)]),
        ("60%: 2 months or 40%: 3 months", "s", [(0.6, 5259600.0), (0.4, 7889400.0)]),
        ("~20B or 40B", "parameter", [(0.5, 2e10), (0.5, 4e10)]),
    ],
)
def test_alternatives_are_read_with_their_probabilities(
    text: str, unit: str, parts: list[tuple[float, float]]
) -> None:
    figure = parse_figure(text, unit)
    assert figure.kind == "alternatives"
    assert figure.text == text
    read = [(weight, part.value) for weight, part in figure.parts]
    assert read == [(pytest.approx(w), pytest.approx(v)) for w, v in parts]
    assert figure.low <= figure.value <= figure.high


@pytest.mark.parametrize(
    ("text", "unit", "remedy"),
    [
        ("70%: 20%, 20%: 40%", "share", "weights that add up to 90%: make them 100%"),
        ("70%: 20%, 40%", "share", "an alternative without its weight"),
        ("100%: 20%", "share", "a single alternative"),
        ("0%: 20%, 100%: 40%", "share", "a weight that is not positive"),
        ("10 or 15T", "token", "write it at each"),
        (">20% or 40%", "share", "a bound among its alternatives"),
        ("20% or x", "share", "is no number"),
        ("1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9", "", "write 8 at most"),
        ("110%: 20%, -10%: 40%", "share", "a share above 1"),
        ("1 or " * 50 + "2", "", "longer than 200 characters"),
    ],
)
def test_what_are_no_alternatives_is_refused_with_its_remedy(
    text: str, unit: str, remedy: str
) -> None:
    with pytest.raises(Invalid) as caught:
        parse_figure(text, unit)
    assert remedy in caught.value.message
    assert "\n" not in caught.value.message


def test_each_alternative_is_as_likely_as_it_says() -> None:
    share = figure_quantity(parse_figure("70%: 20% to 25%, 30%: 40%", "share"))
    assert share.mass(0.35, None) == pytest.approx(0.3)
    assert share.cdf(0.3) == pytest.approx(0.7, abs=1e-4)
    assert share.high == pytest.approx(0.4)
    assert share.computed == "exact"


def test_a_product_of_alternatives_is_the_alternatives_of_the_products() -> None:
    chips = mixture_of([(0.5, exact(1.0)), (0.5, exact(2.0))], "chip")
    share = mixture_of([(0.25, exact(0.2)), (0.75, exact(0.4))], "share")
    product = chips.times(share)
    assert product.mass(0.2, 0.2) == pytest.approx(0.125)
    assert product.mass(0.4, 0.4) == pytest.approx(0.375 + 0.125)
    assert product.high == pytest.approx(0.8)


@given(low=st.floats(0.05, 0.5), factor=st.floats(1.01, 5), weight=st.floats(0.1, 0.9))
@settings(max_examples=40)
def test_equal_alternatives_are_no_alternatives(low: float, factor: float, weight: float) -> None:
    one = around(low, factor, "")
    same = mixture_of([(weight, one), (1 - weight, one)], "")
    product, plain = same.times(between(2.0, 3.0, "")), one.times(between(2.0, 3.0, ""))
    for p in (0.05, 0.5, 0.95):
        assert product.quantile(p) == pytest.approx(plain.quantile(p), rel=1e-9)


def test_alternatives_go_through_sums_and_powers() -> None:
    value = mixture_of([(0.5, exact(1.0)), (0.5, between(2.0, 4.0, ""))], "")
    total = value.plus(between(10.0, 11.0, ""))
    assert total.computed == "quadrature"
    assert total.cdf(total.median) == pytest.approx(0.5, abs=1e-6)
    assert value.power(-1.0).high == pytest.approx(1.0)
    assert value.scaled(3.0).low == pytest.approx(3.0)


def test_an_alternative_that_enters_twice_is_not_two_choices() -> None:
    value = mixture_of([(0.5, exact(1.0)), (0.5, exact(2.0))], "").named("share")
    with pytest.raises(NeedsSampling):
        value.times(value)


def test_alternatives_pool_with_other_estimates() -> None:
    value = mixture_of([(0.5, exact(1.0)), (0.5, exact(2.0))], "")
    both = pooled([Share("a", 0.9, value), Share("b", 0.9, between(4.0, 8.0, ""))], 0.5, 1.5)
    assert both is not None
    assert both.mass == pytest.approx(0.25)
    assert both.low == pytest.approx(1.0)


def test_one_alternative_is_itself() -> None:
    assert mixture_of([(1.0, exact(3.0))], "") == exact(3.0)
