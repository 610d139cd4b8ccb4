"""The laws of Krajewski, Hoffmann and Besiroglu against figures recomputed from them by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.derivations import run
from evidence.core.derivations.scaling_laws import (
    DENSE_LAWS,
    DENSE_OF_MOE,
    GRANULARITIES,
    MOE_16,
    MOE_64,
    dense_compute,
    dense_loss,
    dense_optimum,
    extrapolation,
    moe_flop_per_token,
    moe_loss,
    moe_optimum,
    total_parameters,
)
from evidence.core.errors import Invalid

COMPUTES = st.floats(15.5, 34.5).map(lambda x: 10**x)


def test_at_5e25_flop_the_best_mixture_trains_8_tokens_per_active_parameter() -> None:
    best = moe_optimum(5e25)
    assert best.parameters_active == pytest.approx(1.02e12, rel=5e-3)
    assert best.training_tokens == pytest.approx(7.83e12, rel=5e-3)
    assert best.granularity == 64
    assert best.experts == 4096
    assert best.tokens_per_active_parameter == pytest.approx(7.7, rel=1e-3)


@pytest.mark.parametrize(
    ("compute", "multiplier"),
    [(1e18, 17.2), (1e20, 21.3), (1e22, 25.4), (1e24, 29.6), (1e25, 32.0)],
)
def test_a_dense_model_needs_many_times_the_compute_of_a_mixture(
    compute: float, multiplier: float
) -> None:
    assert moe_optimum(compute).dense_compute_multiplier == pytest.approx(multiplier, abs=0.05)


def test_granularity_64_overtakes_32_at_1_06e24() -> None:
    assert moe_optimum(1.05e24).granularity == 32
    assert moe_optimum(1.07e24).granularity == 64


@pytest.mark.parametrize(("law", "ratio"), [("hoffmann", 92.6), ("besiroglu", 18.4)])
def test_the_two_dense_laws_disagree_on_tokens_per_parameter_of_chinchilla(
    law: str, ratio: float
) -> None:
    best = dense_optimum(5.76e23, law)
    assert best.tokens_per_parameter == pytest.approx(ratio, abs=0.05)
    assert 6 * best.parameters * best.training_tokens == pytest.approx(5.76e23, rel=1e-12)


def test_the_replication_puts_chinchilla_at_72_billion_parameters() -> None:
    best = dense_optimum(5.76e23, "besiroglu")
    assert best.parameters == pytest.approx(7.22e10, rel=1e-3)
    assert best.training_tokens == pytest.approx(1.33e12, rel=2e-3)


def test_a_mixture_of_expansion_64_holds_43_times_its_active_parameters() -> None:
    assert total_parameters(1e12) == pytest.approx(43e12)


@given(compute=COMPUTES, step=st.sampled_from([-1e-3, 1e-3]))
def test_no_neighbour_of_the_optimum_has_less_loss(compute: float, step: float) -> None:
    best = moe_optimum(compute)
    active = best.parameters_active * (1 + step)
    tokens = compute / moe_flop_per_token(active, best.granularity)
    assert moe_loss(total_parameters(active), tokens, best.granularity) >= best.loss


@given(compute=COMPUTES)
def test_the_optimum_uses_all_of_the_compute_and_no_granularity_does_better(
    compute: float,
) -> None:
    best = moe_optimum(compute)
    per_token = moe_flop_per_token(best.parameters_active, best.granularity)
    assert per_token * best.training_tokens == pytest.approx(compute, rel=1e-9)
    for granularity in GRANULARITIES:
        tokens = compute / moe_flop_per_token(best.parameters_active, granularity)
        size = total_parameters(best.parameters_active)
        assert moe_loss(size, tokens, granularity) >= best.loss - 1e-12


@given(compute=COMPUTES, step=st.sampled_from([-1e-3, 1e-3]), law=st.sampled_from([*DENSE_LAWS]))
def test_no_neighbour_of_a_dense_optimum_has_less_loss(
    compute: float, step: float, law: str
) -> None:
    best = dense_optimum(compute, law)
    size = best.parameters * (1 + step)
    assert dense_loss(size, compute / (6 * size), DENSE_LAWS[law]) >= best.loss


@given(compute=COMPUTES, more=st.floats(1.01, 100))
def test_more_compute_never_gives_a_worse_mixture(compute: float, more: float) -> None:
    if compute * more <= 1e35:
        assert moe_optimum(compute * more).loss < moe_optimum(compute).loss


@given(compute=COMPUTES)
def test_the_dense_compute_for_a_loss_is_the_compute_whose_optimum_has_it(compute: float) -> None:
    size = dense_of_moe_size(compute)
    loss = dense_loss(size, compute / (6 * size))
    assert dense_compute(loss) == pytest.approx(compute, rel=1e-6)


def dense_of_moe_size(compute: float) -> float:
    a, alpha, b, beta, _ = DENSE_OF_MOE
    return math.exp(
        (math.log(a * alpha / (b * beta)) + beta * math.log(compute / 6)) / (alpha + beta)
    )


def test_expansion_16_has_constants_of_its_own() -> None:
    best = moe_optimum(1e22, expansion=16)
    loss = moe_loss(
        total_parameters(best.parameters_active, 16),
        best.training_tokens,
        best.granularity,
        MOE_16,
    )
    assert best.loss == pytest.approx(loss, rel=1e-12)
    assert best.experts == 16 * best.granularity
    assert MOE_16 != MOE_64


def test_an_expansion_that_was_not_fitted_is_said() -> None:
    result = run("moe-scaling", {"compute": "1e19", "expansion": "32"})
    assert result.warnings == ("expansion 32 was not fitted: the constants of 64 are used",)


@pytest.mark.parametrize(
    ("compute", "factor"), [(1e18, 1.0), (2.1e20, 10.0), (3.2e16, 10.0), (5e25, 2380952.38)]
)
def test_extrapolation_counts_how_many_times_outside_the_fit(compute: float, factor: float) -> None:
    assert extrapolation(compute) == pytest.approx(factor)


def test_inside_the_fitted_range_nothing_is_warned_of() -> None:
    assert run("moe-scaling", {"compute": "1e19"}).warnings == ()


def test_far_outside_the_fitted_range_the_factor_is_printed() -> None:
    (warning,) = run("moe-scaling", {"compute": "5e25"}).warnings
    assert "2.38e6 times outside the fitted 3.2e17 to 2.1e19 FLOP" in warning
    assert "indirect" in warning


def test_a_range_of_compute_is_evaluated_at_its_quantiles() -> None:
    result = run("moe-scaling", {"compute": "1e24 to 1e25"})
    assert result.low == pytest.approx(moe_optimum(1e24).parameters_active, rel=1e-9)
    assert result.high == pytest.approx(moe_optimum(1e25).parameters_active, rel=1e-9)
    low, high = result.ranges["loss"]
    assert low < result.extra["loss"] < high
    assert "figures are those at the 5, 50 and 95 % quantiles of compute" in result.assumptions


@pytest.mark.parametrize("compute", ["1e14", "1e36"])
def test_a_compute_beyond_any_plan_gets_no_answer(compute: str) -> None:
    with pytest.raises(Invalid, match="give 1e15 to 1e35 FLOP"):
        run("moe-scaling", {"compute": compute})


def test_an_unknown_dense_law_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Invalid, match="choose hoffmann or besiroglu"):
        run("dense-scaling", {"compute": "1e24", "law": "kaplan"})
    with pytest.raises(Invalid, match="choose hoffmann or besiroglu"):
        dense_optimum(1e24, "kaplan")


def test_the_figures_of_a_law_stand_at_the_top_of_its_document() -> None:
    document = run("moe-scaling", {"compute": "5e25"}).to_json()
    assert list(document)[:2] == ["schema", "method"]
    assert {
        "parameters_active",
        "training_tokens",
        "granularity",
        "experts",
        "tokens_per_active_parameter",
        "loss",
        "dense_compute_multiplier",
    } <= set(document)
    assert document["experts"] == 4096
    dense = run("dense-scaling", {"compute": "5.76e23"}).to_json()
    assert {"parameters", "training_tokens", "tokens_per_parameter", "loss"} <= set(dense)
