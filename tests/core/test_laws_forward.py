"""The laws run forward on a given model, their published fits, and where granularity changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.derivations import run
from evidence.core.derivations.granularity import crossovers
from evidence.core.derivations.scaling_laws import (
    MOE_64,
    MOE_FITS,
    at_granularity,
    dense_optimum,
    moe_law,
    moe_loss,
    moe_optimum,
)
from evidence.core.errors import Invalid

V3 = {"parameters_active": "37B", "tokens": "14.8T", "granularity": "8"}


def test_deepseek_v3_has_400_tokens_a_parameter_where_the_mixture_law_wants_10() -> None:
    found = run("moe-scaling", V3).extra
    assert found["tokens_per_active_parameter"] == pytest.approx(400)
    assert found["optimal_tokens_per_active_parameter"] == pytest.approx(10, abs=0.5)
    assert found["tokens_over_optimal"] == pytest.approx(40, abs=0.5)
    assert found["loss"] > found["optimal_loss"]


def test_a_mixture_run_forward_is_told_how_far_outside_the_fit_it_lies() -> None:
    result = run("moe-scaling", V3)
    assert result.extra["extrapolation"] == pytest.approx(3.34e24 / 2.1e19, rel=2e-3)
    assert "times outside the fitted" in result.warnings[0]


def test_the_largest_row_of_the_papers_table_2_is_near_its_optimum() -> None:
    """64 x 1e12 on 7.94T tokens at granularity 64: printed 4.97e25 FLOP and loss 1.367."""
    found = run("moe-scaling", {"parameters_active": "1T", "tokens": "7.94T", "granularity": "64"})
    assert found.extra["compute"] == pytest.approx(4.97e25, rel=0.005)
    assert found.extra["loss"] == pytest.approx(1.367, abs=0.025)
    assert found.extra["loss_above_optimum"] == pytest.approx(0, abs=1e-4)


@given(log_compute=st.floats(16, 34))
def test_the_optimum_run_forward_is_itself(log_compute: float) -> None:
    best = moe_optimum(10**log_compute)
    inputs = {"parameters_active": repr(best.parameters_active)}
    inputs |= {"tokens": repr(best.training_tokens), "granularity": str(best.granularity)}
    found = run("moe-scaling", inputs).extra
    assert found["compute"] == pytest.approx(10**log_compute, rel=1e-9)
    assert found["loss_above_optimum"] == pytest.approx(0, abs=1e-9)
    assert found["tokens_over_optimal"] == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(("law", "over"), [("hoffmann", 0.215), ("besiroglu", 1.088)])
def test_chinchilla_itself_lies_between_the_two_dense_laws(law: str, over: float) -> None:
    found = run("dense-scaling", {"parameters": "70B", "tokens": "1.4T", "law": law})
    assert found.extra["tokens_over_optimal"] == pytest.approx(over, abs=0.001)
    best = dense_optimum(6 * 70e9 * 1.4e12, law)
    assert found.extra["optimal_loss"] == best.loss


def test_a_range_of_tokens_is_followed_through_the_law() -> None:
    result = run("moe-scaling", V3 | {"tokens": "10T to 20T"})
    low, high = result.ranges["tokens_per_active_parameter"]
    assert (low, high) == pytest.approx((10e12 / 37e9, 20e12 / 37e9), rel=1e-6)
    assert result.ranges["loss"][0] < result.extra["loss"] < result.ranges["loss"][1]
    assert "ranges run over the 5 to 95 % quantiles of tokens" in result.assumptions


def test_a_range_around_the_optimum_knows_that_nothing_is_better() -> None:
    best = dense_optimum(1e24)
    inputs = {"parameters": repr(best.parameters)}
    low, high = best.training_tokens / 1.5, best.training_tokens * 1.5
    result = run("dense-scaling", inputs | {"tokens": f"{low!r} to {high!r}"})
    assert 0 <= result.ranges["loss_above_optimum"][0] < 1e-4
    assert result.ranges["loss_above_optimum"][1] > 1e-4


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (V3 | {"parameters_active": "30B to 40B", "tokens": "~14T"}, "have ranges"),
        (V3 | {"granularity": "8 to 16"}, "granularity have ranges"),
        (V3 | {"compute": "1e24"}, "give either compute or parameters_active and tokens"),
        ({"parameters_active": "37B", "tokens": "14.8T"}, "lacks granularity"),
        (V3 | {"fit": "table-2"}, "choose by-expansion or table-1"),
        ({"parameters_active": "1", "tokens": "1", "granularity": "8"}, "give 1e15 to 1e35"),
    ],
)
def test_a_wrong_model_is_refused(inputs: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid) as caught:
        run("moe-scaling", inputs)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("fit", "compute", "loss"),
    [
        ("table-1", 5e25, moe_optimum(5e25).loss),
        ("table-8", 1e22, moe_optimum(1e22, 16).loss),
    ],
)
def test_a_fit_is_chosen_by_the_table_that_prints_it(fit: str, compute: float, loss: float) -> None:
    expansion = "16" if fit == "table-8" else "64"
    inputs = {"compute": repr(compute), "fit": fit, "expansion": expansion}
    found = run("moe-scaling", inputs)
    assert found.extra["loss"] == loss
    assert not any("constants" in warning for warning in found.warnings)


def test_the_held_out_fit_of_table_5_stays_close_to_that_of_table_1() -> None:
    """At the largest compute of the experiments, on the same mixture."""
    best = moe_optimum(2.1e19)
    size = 43 * best.parameters_active
    losses = [
        moe_loss(size, best.training_tokens, best.granularity, MOE_FITS[table])
        for table in ("table-1", "table-5")
    ]
    assert losses[0] == pytest.approx(losses[1], abs=0.06)
    assert losses[0] != losses[1]


def test_constants_of_another_expansion_are_said() -> None:
    found = run("moe-scaling", {"compute": "1e19", "fit": "table-8"})
    assert found.warnings == ("expansion 64 with the constants of 16, of table-8",)
    with pytest.raises(Invalid, match="no fit 'table-9'"):
        moe_law(64, "table-9")


def test_granularity_changes_from_32_to_64_at_1_06e24() -> None:
    (found,) = [c for c in crossovers() if c.before == 32]
    assert found.after == 64
    assert found.compute == pytest.approx(1.06e24, rel=1e-3)


@pytest.mark.parametrize(
    ("expansion", "fit"), [(64.0, "table-1"), (64.0, "table-5"), (16.0, "table-8")]
)
def test_on_either_side_of_a_crossover_each_granularity_is_the_best(
    expansion: float, fit: str
) -> None:
    found = crossovers(expansion, fit)
    assert found
    assert [c.compute for c in found] == sorted(c.compute for c in found)
    for crossover in found:
        below = moe_optimum(crossover.compute * 0.999, expansion, fit)
        above = moe_optimum(crossover.compute * 1.001, expansion, fit)
        assert (below.granularity, above.granularity) == (crossover.before, crossover.after)


@pytest.mark.parametrize(("compute", "multiplier"), [(1e20, 1.9), (1e25, 2.2)])
def test_fine_grained_experts_save_half_of_the_compute_of_large_ones(
    compute: float, multiplier: float
) -> None:
    """What a mixture with experts as large as a dense block (G = 1) needs for the same loss."""
    wanted = moe_optimum(compute).loss
    low, high = 1.0, 100.0
    for _ in range(50):
        middle = (low * high) ** 0.5
        coarse, _, _ = at_granularity(compute * middle, 1, 64.0, MOE_64)
        low, high = (middle, high) if coarse > wanted else (low, middle)
    assert low == pytest.approx(multiplier, abs=0.05)
