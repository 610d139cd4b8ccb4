"""Values known by samples: they agree with what is known exactly, within their stated errors."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.draws import Draws
from evidence.core.errors import Invalid
from evidence.core.evaluating import Correlation, Plan, evaluated, parse_correlation
from evidence.core.mixtures import mixture_of
from evidence.core.normal_arrays import probabilities, quantiles, shaped
from evidence.core.quantity import Quantity, around, between, exact
from evidence.core.sampling import Samples, sampled
from evidence.core.sobol import DIMENSIONS, uniforms
from evidence.core.terms import Terms
from evidence.core.truncation import truncated

ENDS = (0.05, 0.5, 0.95)
SMALL = Plan(seed=7, size=2**14)


def samples(quantity: Quantity) -> Samples:
    assert isinstance(quantity, Samples)
    return quantity


def drawn(inputs: dict[str, Quantity], plan: Plan = SMALL) -> dict[str, Samples]:
    draws = Draws(plan, tuple(inputs), {})
    return {name: sampled(draws, quantity, name) for name, quantity in inputs.items()}


def within(found: Quantity, known: tuple[float, ...], errors: float = 6.0) -> bool:
    summary = samples(found).settled().summary
    triples = zip(summary.quantiles, known, summary.errors, strict=True)
    return all(abs(q - k) <= errors * e + 1e-12 * abs(k) for q, k, e in triples)


@given(one=st.floats(1.1, 20), other=st.floats(1.1, 20), seed=st.integers(0, 2**40))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_sampled_sum_agrees_with_its_quadrature(one: float, other: float, seed: int) -> None:
    inputs = {"a": around(3.0, one, ""), "b": around(5.0, other, "")}
    known = inputs["a"].plus(inputs["b"])
    both = drawn(inputs, Plan(seed, 2**14))
    assert within(both["a"].plus(both["b"]), (known.low, known.median, known.high), 10)


@given(low=st.floats(-5, -0.1), high=st.floats(0.1, 5), seed=st.integers(0, 2**40))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_sampled_normals_add_up_as_normals_do(low: float, high: float, seed: int) -> None:
    inputs = {"a": between(low, high, ""), "b": between(-1.0, 2.0, "")}
    known = inputs["a"].plus(inputs["b"])
    both = drawn(inputs, Plan(seed, 2**14))
    assert within(both["a"].plus(both["b"]), (known.low, known.median, known.high), 10)


def test_the_stated_errors_are_those_that_occur() -> None:
    inputs = {"a": between(1.0, 4.0, ""), "b": between(2.0, 9.0, ""), "n": between(-1.0, 2.0, "")}
    found, stated = [], []
    for seed in range(40):
        d = drawn(inputs, Plan(seed, 2**13))
        summary = samples(d["a"].times(d["n"]).plus(d["b"])).settled().summary
        found.append(summary.quantiles)
        stated.append(summary.errors)
    scatter = np.std(np.array(found), axis=0)
    typical = np.sqrt(np.mean(np.array(stated) ** 2, axis=0))
    assert np.all(scatter < 2 * typical)
    assert np.all(typical < 3 * scatter)


def test_a_product_of_lognormals_is_not_sampled_at_all() -> None:
    d = drawn({"a": between(1.0, 4.0, ""), "b": between(2.0, 9.0, "")})
    product = d["a"].times(d["b"])
    assert product.median == pytest.approx(math.sqrt(4 * 18), rel=1e-12)
    assert samples(product).summary.errors == (0.0, 0.0, 0.0)


def test_a_value_over_itself_is_exactly_one() -> None:
    d = drawn({"a": between(1.0, 4.0, ""), "n": between(5.0, 9.0, "")._replace(shape="normal")})
    assert d["a"].over(d["a"]) == exact(1.0)
    ratio = samples(d["n"].over(d["n"])).settled()
    assert ratio.low == ratio.median == ratio.high == 1.0


def test_a_seed_fixes_every_sample_and_another_changes_them() -> None:
    def product(a: Quantity, n: Quantity) -> Quantity:
        return a.times(n)

    inputs = {"a": between(1.0, 4.0, ""), "n": between(-1.0, 2.0, "")}
    one, same, other = (evaluated(product, inputs, plan=Plan(seed, 2**12)) for seed in (3, 3, 4))
    assert (one.low, one.high) == (same.low, same.high)
    assert one.low != other.low


def test_many_inputs_are_drawn_by_plain_monte_carlo() -> None:
    inputs = {f"n{i}": between(-1.0, 2.0, "") for i in range(DIMENSIONS + 1)}
    d = drawn(inputs)
    assert not d["n0"].draws.low_discrepancy
    total: Quantity = d["n0"]
    for i in range(1, DIMENSIONS + 1):
        total = total.plus(d[f"n{i}"])
    count = DIMENSIONS + 1
    half = math.sqrt(count) * 1.5
    assert within(total, (0.5 * count - half, 0.5 * count, 0.5 * count + half))


def many_terms(common: Quantity) -> Samples:
    """Six terms of two nearly exact inputs each, all times a common one."""
    inputs = {f"x{i}": around(2.0, 1.01, "") for i in range(12)} | {"common": common}
    d = drawn(inputs, Plan(seed=7, size=2**16))
    total: Quantity = d["x0"].times(d["x6"]).times(d["common"])
    for i in range(1, 6):
        total = total.plus(d[f"x{i}"].times(d[f"x{i + 6}"]).times(d["common"]))
    return samples(total)


def test_inputs_of_one_term_are_one_draw_and_those_of_more_their_own() -> None:
    total = many_terms(between(1.0, 4.0, ""))
    names = [
        [name for name, _ in loads] for _, loads in Terms(total.draws, total.terms).merged().each
    ]
    assert all(len(each) == 2 and "common" in each for each in names)
    assert len({name for each in names for name in each}) == 7


def test_only_what_enters_in_the_same_proportions_is_one_draw() -> None:
    d = drawn({name: between(1.0, 4.0, "") for name in "abcd"})
    both = d["a"].times(d["b"])
    total = samples(both.times(d["c"]).plus(both.over(d["d"])).plus(d["a"]))
    loads = [loads for _, loads in Terms(total.draws, total.terms).merged().each]
    assert [len(each) for each in loads] == [3, 3, 1]
    both = d["a"].times(d["b"])
    total = samples(both.times(d["c"]).plus(both.power(-2.0).times(d["d"])))
    one, other = (loads for _, loads in Terms(total.draws, total.terms).merged().each)
    assert one[0][0] == other[0][0] not in "abcd"
    assert other[0][1] == pytest.approx(-2.0 * one[0][1])
    assert one[0][1] == pytest.approx(math.sqrt(2) * d["a"].spread)


def test_merged_draws_have_the_distribution_of_those_they_stand_for() -> None:
    total = many_terms(between(1.0, 4.0, ""))
    known = total.summary
    assert within(total, known.quantiles)
    assert total.settled().summary.errors == pytest.approx(known.errors, rel=0.3)
    # A common input that were drawn for each term would narrow the sum.
    assert total.settled().high / total.settled().low == pytest.approx(4.0, rel=0.03)


def test_merged_draws_are_the_same_when_asked_for_again() -> None:
    total = many_terms(between(1.0, 4.0, ""))
    assert total.settled() == total.settled() == many_terms(between(1.0, 4.0, "")).settled()


def test_a_sum_of_terms_is_scaled_and_multiplied_sample_by_sample() -> None:
    d = drawn({"a": between(1.0, 4.0, ""), "b": between(2.0, 9.0, "")})
    total = d["a"].plus(d["b"])
    assert samples(total.scaled(2.0)).values == pytest.approx(2 * samples(total).values)
    back = total.times(d["a"]).over(d["a"])
    assert samples(back).values == pytest.approx(samples(total).values)
    assert total.over(total).high == 1.0


def test_low_discrepancy_is_closer_than_chance() -> None:
    inputs = {"a": between(1.0, 4.0, ""), "b": between(2.0, 9.0, "")}
    known = inputs["a"].plus(inputs["b"]).high
    errors = []
    for seed in range(10):
        d = drawn(inputs, Plan(seed, 2**14))
        errors.append(d["a"].plus(d["b"]).high - known)
    chance = math.sqrt(0.05 * 0.95 / 2**14) / 0.02
    assert math.sqrt(np.mean(np.square(errors))) < chance / 4


@pytest.mark.parametrize(
    "quantity",
    [
        between(-1.0, 2.0, ""),
        truncated(between(0.6, 0.95, ""), 0.0, 1.0),
        truncated(between(0.0, 0.6, ""), 0.0, 1.0),
        mixture_of([(0.3, between(1.0, 2.0, "")), (0.7, between(5.0, 9.0, ""))], ""),
        between(1.0, 4.0, "").plus(between(2.0, 9.0, "")),
    ],
    ids=lambda quantity: str(quantity.shape),
)
def test_every_shape_is_sampled_as_it_is(quantity: Quantity) -> None:
    d = drawn({"a": quantity}, Plan(1, 2**16))
    for p in (0.05, 0.2, 0.5, 0.8, 0.95):
        assert d["a"].cdf(quantity.quantile(p)) == pytest.approx(p, abs=2e-3)
    assert d["a"].quantile(0.6) == pytest.approx(quantity.quantile(0.6), rel=5e-3)


def test_an_exact_value_is_the_same_in_every_sample() -> None:
    assert set(shaped(exact(3.0), np.zeros(4))) == {3.0}


def test_masses_of_samples_are_shares_of_them() -> None:
    d = drawn({"n": between(-1.0, 2.0, "")})
    assert d["n"].mass(None, None) == 1.0
    assert d["n"].mass(-1.0, 2.0) == pytest.approx(0.9, abs=0.01)


@given(rho=st.floats(-1, 1))
@settings(max_examples=20, deadline=None)
def test_correlated_lognormals_multiply_in_closed_form(rho: float) -> None:
    inputs = {"a": between(1.0, 4.0, ""), "b": between(2.0, 9.0, "")}
    product = evaluated(lambda a, b: a.times(b), inputs, [Correlation("a", "b", rho)])
    s, t = inputs["a"].spread, inputs["b"].spread
    assert product.width == pytest.approx(math.sqrt(s * s + t * t + 2 * rho * s * t), abs=1e-7)
    assert product.computed == "exact"


def test_a_declared_correlation_is_that_of_the_samples() -> None:
    inputs = {"a": between(-1.0, 2.0, ""), "b": between(-3.0, 3.0, ""), "c": between(1.0, 2.0, "")}

    def seen(a: Quantity, b: Quantity, c: Quantity) -> Quantity:
        x, y, z = (samples(q).values for q in (a, b, c))
        assert np.corrcoef(x, y)[0, 1] == pytest.approx(0.8, abs=0.01)
        assert np.corrcoef(y, np.log(z))[0, 1] == pytest.approx(-0.5, abs=0.01)
        assert np.corrcoef(x, np.log(z))[0, 1] == pytest.approx(0.0, abs=0.01)
        return a.times(b).times(c)

    declared = [Correlation("a", "b", 0.8), Correlation("b", "c", -0.5)]
    assert evaluated(seen, inputs, declared, SMALL).computed == "sampled"


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ([("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)], "cannot all hold"),
        ([("a", "d", 0.5)], "no input 'd' with a range"),
        ([("a", "six", 0.5)], "no input 'six' with a range"),
    ],
)
def test_correlations_that_cannot_be_are_refused(
    declared: list[tuple[str, str, float]], message: str
) -> None:
    inputs = {name: between(1.0, 2.0, "") for name in "abc"} | {"six": exact(6.0)}
    with pytest.raises(Invalid, match=message):
        evaluated(lambda **given: given["a"], inputs, [Correlation(*each) for each in declared])


@pytest.mark.parametrize("text", ["a=0.5", "a,b", "a,b=2", "a,a=0.5", "a,b=x", "a,b=nan", ",=1"])
def test_what_is_no_correlation_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"write INPUT,INPUT=0\.8"):
        parse_correlation(text)


def test_a_division_by_a_range_that_crosses_zero_is_refused() -> None:
    with pytest.raises(Invalid, match="crosses 0: give a range above 0"):
        evaluated(lambda n: exact(1.0).over(n), {"n": between(-1.0, 2.0, "")})


def test_samples_too_large_for_a_number_are_refused() -> None:
    d = drawn({"a": between(1e300, 1e307, ""), "n": between(-1.0, 2.0, "")})
    with pytest.raises(Invalid, match=r"above 1\.8e308"):
        d["a"].times(d["n"])


@pytest.mark.parametrize("dimension", range(1, DIMENSIONS + 1))
def test_scrambled_sobol_points_fill_every_interval_once(dimension: int) -> None:
    points = uniforms(dimension, 1024, np.random.default_rng(dimension))
    for row in points:
        assert sorted((row * 1024).astype(int)) == list(range(1024))


def test_sobol_points_fill_the_squares_of_neighbouring_dimensions() -> None:
    points = uniforms(2, 256, np.random.default_rng(1))
    cells = {(int(16 * x), int(16 * y)) for x, y in points.T}
    assert len(cells) == 256


@given(p=st.floats(1e-9, 1 - 1e-9))
def test_the_quantile_on_arrays_is_that_of_the_standard_normal(p: float) -> None:
    z = quantiles(np.array([p]))
    assert z[0] == pytest.approx(NormalDist().inv_cdf(p), abs=1e-8)
    assert probabilities(z)[0] == pytest.approx(p, abs=1e-8)
