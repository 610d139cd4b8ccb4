"""Runs that one product does not describe: attention, layers, parts, recomputation, budgets.

Architectures and runs without a name are invented for the example.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.derivations import run
from evidence.core.derivations.exact_count import architecture
from evidence.core.errors import Invalid
from evidence.core.routes import routes_to
from tests.core.building import TODAY, chip, ledger, model, number, organization, source

SMALL = {
    "layers": "4",
    "hidden_size": "256",
    "heads": "8",
    "vocabulary": "1000",
    "sequence_length": "512",
    "tokens": "1M",
}
DENSE = SMALL | {"ffn_size": "1024"}
SPARSE = SMALL | {"experts": "16", "experts_active": "2", "expert_size": "128"}


def beyond_6nd(throughput: float) -> float:
    """What DeepSeek-V3's measured throughput has over the one that 6 N D implies, as a share."""
    implied = 3.2856e24 / (2.664e6 * 3600)
    return throughput / implied - 1


def test_attention_of_a_causal_mask_is_half_of_the_full_one() -> None:
    inputs = {k: v for k, v in SMALL.items() if k not in ("vocabulary", "heads")}
    causal = run("attention", inputs)
    full = run("attention", inputs | {"mask": "full"})
    assert full.median == pytest.approx(12 * 4 * 256 * 512 * 1e6, rel=1e-12)
    assert causal.median == pytest.approx(full.median / 2, rel=1e-12)


def test_heads_times_head_size_stand_for_the_hidden_size() -> None:
    inputs = {"layers": "4", "sequence_length": "512", "tokens": "1M"}
    by_width = run("attention", inputs | {"hidden_size": "256"})
    by_heads = run("attention", inputs | {"heads": "8", "head_size": "32"})
    assert by_heads.median == by_width.median


def test_deepseek_v3_spent_an_eighth_on_causal_attention_and_a_quarter_on_full_attention() -> None:
    assert beyond_6nd(385e12) == pytest.approx(0.12, abs=0.005)
    assert beyond_6nd(432e12) == pytest.approx(0.26, abs=0.005)


def test_both_throughputs_of_deepseek_v3_agree_on_its_attention() -> None:
    """The full one counts twice the attention of the causal one, within the figures' rounding."""
    assert beyond_6nd(432e12) / beyond_6nd(385e12) == pytest.approx(2, rel=0.06)


def test_an_exact_count_is_six_a_weight_and_token_plus_attention() -> None:
    counted = run("exact-count", DENSE).median
    attention = run("attention", {k: v for k, v in SMALL.items() if k in ATTENTION}).median
    weights = 4 * (4 * 256**2 + 3 * 256 * 1024) + 256 * 1000
    assert counted == pytest.approx(6 * weights * 1e6 + attention, rel=1e-12)


ATTENTION = ("layers", "hidden_size", "sequence_length", "tokens")


def test_an_exact_count_takes_the_experts_that_a_token_is_sent_to_and_the_router() -> None:
    built = architecture({k: float(v) for k, v in SPARSE.items() if k != "tokens"}, "full", "gated")
    assert built.feed_forward == 4 * (3 * 256 * 128 * 2 + 256 * 16)
    shared = run("exact-count", SPARSE | {"experts_shared": "1"}).median
    more = 6 * 4 * 3 * 256 * 128 * 1e6
    assert shared - run("exact-count", SPARSE).median == pytest.approx(more, rel=1e-9)


def test_more_routed_experts_cost_no_more_than_their_router() -> None:
    one, two = (run("exact-count", SPARSE | {"experts": n}).median for n in ("16", "32"))
    assert two - one == pytest.approx(6 * 4 * 256 * 16 * 1e6, rel=1e-9)


def test_layers_without_experts_have_a_block_of_their_own() -> None:
    mixed = SPARSE | {"dense_layers": "1", "ffn_size": "1024"}
    built = architecture(
        {k: float(v) for k, v in mixed.items() if k != "tokens"}, "causal", "gated"
    )
    assert built.feed_forward == 3 * 256 * 1024 + 3 * (3 * 256 * 128 * 2 + 256 * 16)


def test_heads_that_share_keys_and_values_take_less() -> None:
    every = run("exact-count", DENSE).median
    shared = run("exact-count", DENSE | {"kv_heads": "2"}).median
    assert every - shared == pytest.approx(6 * 4 * 256 * 32 * 2 * 6 * 1e6, rel=1e-9)


def test_inference_is_a_third_of_training() -> None:
    forward = run("exact-count", DENSE | {"passes": "1"}).median
    assert run("exact-count", DENSE).median == pytest.approx(3 * forward, rel=1e-12)


def test_a_range_of_tokens_gives_a_range_of_the_exact_count() -> None:
    found = run("exact-count", DENSE | {"tokens": "1M to 4M"})
    assert found.high / found.low == pytest.approx(4, rel=1e-9)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (SMALL, "ffn_size is missing"),
        (SMALL | {"experts": "16"}, "only experts given"),
        (SPARSE | {"dense_layers": "9", "ffn_size": "1024"}, "dense_layers 9 of 4 layers"),
        (DENSE | {"kv_heads": "16"}, "kv_heads is above heads"),
        (DENSE | {"layers": "4 to 5"}, "layers has a range"),
        (SPARSE | {"experts_active": "17"}, "experts_active is above experts: give at most all"),
        (DENSE | {"heads": "7"}, "hidden_size 256 is not divisible by heads 7: give head_size"),
        (DENSE | {"layers": "4.5"}, "layers '4.5' is no whole number: give the count"),
        (DENSE | {"heads": "0.5"}, "heads '0.5' is no whole number"),
        (SPARSE | {"experts": "16.5"}, "experts '16.5' is no whole number"),
    ],
)
def test_sizes_that_do_not_fit_together_are_refused(inputs: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        run("exact-count", inputs)


def test_a_head_size_of_its_own_need_not_divide_the_hidden_size() -> None:
    assert run("exact-count", DENSE | {"heads": "7", "head_size": "32"}).median > 0


def test_attention_of_half_a_layer_is_refused() -> None:
    sizes = {"layers": "0.5", "hidden_size": "256", "sequence_length": "512", "tokens": "1M"}
    with pytest.raises(Invalid, match=r"layers '0\.5' is no whole number"):
        run("attention", sizes)


@pytest.mark.parametrize(
    ("hardware", "model"),
    [("43.3%", 0.325)],
    ids=["GLM-130B, everything recomputed"],
)
def test_published_pairs_of_hardware_and_model_utilization_follow(
    hardware: str, model: float
) -> None:
    found = run("recomputation", {"hardware_utilization": hardware})
    assert found.median == pytest.approx(model, abs=0.0005)


def test_without_recomputation_both_utilizations_are_nearly_the_same() -> None:
    inputs = {"hardware_utilization": "40%", "recomputed": "1%"}
    assert run("recomputation", inputs).median == pytest.approx(0.4, rel=0.004)


def test_without_any_recomputation_the_model_used_all_that_the_hardware_did() -> None:
    inputs = {"hardware_utilization": "43%", "recomputed": "0"}
    assert run("recomputation", inputs).median == pytest.approx(0.43, rel=1e-12)


def test_less_than_nothing_cannot_be_recomputed() -> None:
    with pytest.raises(Invalid, match="recomputed '-5%' is not positive"):
        run("recomputation", {"hardware_utilization": "43%", "recomputed": "-5%"})


def test_more_than_the_whole_forward_pass_cannot_be_recomputed() -> None:
    with pytest.raises(Invalid, match="share"):
        run("recomputation", {"hardware_utilization": "40%", "recomputed": "150%"})


def test_passes_over_text_and_images_are_counted_apart() -> None:
    parts = {"parameters": "8B", "text_tokens": "10T", "image_tokens": "1T"}
    once = run("multimodal", parts).median
    again = run("multimodal", parts | {"text_epochs": "2", "image_epochs": "3"}).median
    assert once == pytest.approx(6 * 8e9 * 11e12, rel=1e-12)
    assert again == pytest.approx(6 * 8e9 * 23e12, rel=1e-12)


def test_an_encoder_that_is_trained_along_sees_the_images_alone() -> None:
    parts = {"parameters": "8B", "text_tokens": "10T", "image_tokens": "1T"}
    more = run("multimodal", parts | {"encoder_parameters": "1B"}).median
    assert more - run("multimodal", parts).median == pytest.approx(6e21, rel=1e-9)


def test_several_epochs_multiply_the_tokens() -> None:
    inputs = {"parameters": "7B", "tokens": "1T"}
    once = run("operation-count", inputs).median
    assert run("operation-count", inputs | {"epochs": "4"}).median == pytest.approx(4 * once)


def test_a_fine_tuned_model_has_the_compute_of_its_base_too() -> None:
    tuned = run("fine-tune", {"base_compute": "3.8e25", "parameters": "405B", "tokens": "10B"})
    assert tuned.median == pytest.approx(3.8e25 + 6 * 405e9 * 10e9, rel=1e-12)
    by_compute = run("fine-tune", {"base_compute": "3.8e25", "fine_tuning_compute": "2.43e22"})
    assert by_compute.median == pytest.approx(tuned.median, rel=1e-12)


def test_a_run_that_changes_its_number_format_has_two_peaks() -> None:
    inputs = {"chip_hours": "1M", "peak": "989 TFLOP/s", "utilization": "40%"}
    later = {"later_peak": "1979 TFLOP/s", "later_share": "25%"}
    found = run("precision-change", inputs | later)
    assert found.median == pytest.approx(3.6e9 * 0.4 * (0.75 * 989e12 + 0.25 * 1979e12), rel=1e-12)
    slower = run("precision-change", inputs | later | {"later_utilization": "20%"})
    assert slower.median == pytest.approx(
        3.6e9 * (0.75 * 0.4 * 989e12 + 0.25 * 0.2 * 1979e12), rel=1e-12
    )


def test_a_range_in_one_term_moves_the_quantiles_of_the_sum() -> None:
    found = run("fine-tune", {"base_compute": "3e24", "fine_tuning_compute": "1e24 to 4e24"})
    assert (found.low, found.median, found.high) == pytest.approx((4e24, 5e24, 7e24), rel=1e-9)


def test_ranges_in_both_terms_of_a_sum_are_computed_by_quadrature() -> None:
    parts = {"base_compute": "3e24 to 5e24", "parameters": "37B", "tokens": "1T to 4T"}
    found = run("fine-tune", parts)
    assert found.computed == "quadrature"
    assert next(iter(found.variance_shares)) == "base_compute"


def test_a_run_costs_its_chip_hours() -> None:
    """What the budget buys: DeepSeek-V3's 2.664M hours at 2 dollars."""
    share = 3.2856e24 / (2.664e6 * 3600 * 989e12)
    inputs = {"parameters": "37B", "tokens": "14.8T", "peak": "989 TFLOP/s"}
    spent = run("run-cost", inputs | {"utilization": f"{share}", "price_per_chip_hour": "$2"})
    assert spent.median == pytest.approx(5.328e6, rel=1e-9)


@given(factor=st.floats(1.1, 10))
def test_a_shorter_run_draws_more_power(factor: float) -> None:
    inputs = {"compute": "4e26", "peak": "989.4 TFLOP/s", "utilization": "40%"}
    power = inputs | {"power_per_chip": "1.4 kW"}
    slow = run("run-power", power | {"time": f"{factor} months"})
    fast = run("run-power", power | {"time": "1 month"})
    assert fast.median == pytest.approx(slow.median * factor, rel=1e-6)


def test_a_method_that_only_a_person_can_fill_makes_no_route() -> None:
    numbers = (
        number("model:m", "parameters", "8B", "paper"),
        number("model:m", "training_tokens", "1T", "paper"),
        number("model:m", "utilization", "40%", "paper", number_format="bf16"),
        number("model:m", "price_per_chip_hour", "2", "paper"),
        number("hardware:c", "peak_throughput", 1e15, "paper", number_format="bf16"),
    )
    world = (organization("o"), chip("c"), model("m", "o", hardware="c"), source("paper"))
    full = ledger(*world, *numbers)
    assert [r.method for r in routes_to(full, "model:m", "training_compute", TODAY)] == [
        "operation-count"
    ]
    assert routes_to(full, "model:m", "cost", TODAY) == ()
