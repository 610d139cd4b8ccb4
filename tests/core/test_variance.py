"""Where a result's range comes from: each input's share of the variance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.derivations import run
from evidence.core.evaluating import Correlation
from evidence.core.mixtures import mixture_of
from evidence.core.quantity import Quantity, around, between, exact
from evidence.core.variance import variance_shares

FACTORS = st.floats(1.01, 50)


def product(**inputs: Quantity) -> Quantity:
    total = exact(1.0)
    for quantity in inputs.values():
        total = total.times(quantity)
    return total


@given(a=FACTORS, b=FACTORS, c=FACTORS)
@settings(max_examples=50)
def test_shares_of_a_product_are_those_of_the_squared_logarithms(
    a: float, b: float, c: float
) -> None:
    factors = {"a": a, "b": b, "c": c}
    shares = variance_shares(product, {n: around(2.0, f, "") for n, f in factors.items()})
    whole = sum(math.log(f) ** 2 for f in factors.values())
    for name, factor in factors.items():
        assert shares[name] == pytest.approx(math.log(factor) ** 2 / whole, abs=1e-9)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-9)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_an_input_that_cancels_has_no_share() -> None:
    def formula(a: Quantity, b: Quantity) -> Quantity:
        return a.times(b).over(a)

    inputs = {"a": between(1.0, 100.0, ""), "b": between(1.0, 2.0, "")}
    assert variance_shares(formula, inputs) == {"b": 1.0, "a": 0.0}


def test_exact_inputs_have_no_share_and_exact_formulas_no_ranking() -> None:
    assert variance_shares(product, {"a": exact(2.0), "b": exact(3.0)}) == {}
    assert variance_shares(product, {"a": exact(2.0), "b": between(1.0, 2.0, "")}) == {"b": 1.0}


def test_correlated_inputs_share_their_covariance() -> None:
    inputs = {"a": around(2.0, 2.0, ""), "b": around(2.0, 2.0, ""), "c": around(2.0, 2.0, "")}
    shares = variance_shares(product, inputs, [Correlation("a", "b", 0.5)])
    assert shares["a"] == pytest.approx(shares["b"]) == pytest.approx(1.5 / 4)
    assert shares["c"] == pytest.approx(1 / 4)


def test_the_larger_term_of_a_sum_carries_its_variance() -> None:
    def formula(a: Quantity, b: Quantity) -> Quantity:
        return a.plus(b)

    shares = variance_shares(formula, {"a": around(1e6, 2.0, ""), "b": around(1.0, 2.0, "")})
    assert shares["a"] == pytest.approx(1.0, abs=1e-9)
    equal = variance_shares(formula, {"a": around(5.0, 2.0, ""), "b": around(5.0, 2.0, "")})
    assert equal["a"] == pytest.approx(0.5)


def test_alternatives_weigh_by_the_variance_of_their_logarithms() -> None:
    choice = mixture_of([(0.5, exact(0.2)), (0.5, exact(0.4))], "share")
    shares = variance_shares(product, {"choice": choice, "b": around(1.0, 2.0, "")})
    own, other = (math.log(2) / 2) ** 2, around(1.0, 2.0, "").spread ** 2
    assert shares["choice"] == pytest.approx(own / (own + other), rel=1e-6)


def test_what_is_sampled_is_ranked_by_samples() -> None:
    inputs = {"wide": between(-10.0, 20.0, ""), "narrow": between(1.0, 1.01, "")}
    shares = variance_shares(product, inputs)
    assert list(shares) == ["wide", "narrow"]
    assert shares["wide"] > 0.99
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_result_ranks_its_inputs() -> None:
    result = run(
        "hardware-time",
        {"chip_hours": "2M to 3M", "peak": "989 TFLOP/s", "utilization": "20% to 50%"},
    )
    assert list(result.variance_shares) == ["utilization", "chip_hours"]
    document = result.to_json()
    assert document["variance_shares"] == result.variance_shares
    assert "seed" not in document


def test_an_input_that_narrows_the_result_has_no_share_and_the_others_share_all_of_it() -> None:
    inputs = {"parameters": between(30e9, 40e9, ""), "tokens": between(10e12, 12e12, "")}
    shares = variance_shares(product, inputs, [Correlation("parameters", "tokens", -0.9)])
    assert shares == {"parameters": 1.0, "tokens": 0.0}
