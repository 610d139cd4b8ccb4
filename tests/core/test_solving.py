"""Any one input of a product from its result and the other inputs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.derivations import METHODS, method_named, run
from evidence.core.derivations.scaling_laws import moe_optimum
from evidence.core.derivations.solving import solve
from evidence.core.errors import Invalid

H100 = {"peak": "989.4 TFLOP/s", "utilization": "40%"}

EXAMPLES: dict[str, dict[str, str]] = {
    "operation-count": {"parameters": "37B", "tokens": "14.8T", "epochs": "2"},
    "hardware-time": H100 | {"chips": "100K", "time": "4 months"},
    "throughput-time": {"chip_hours": "2.664M", "throughput_per_chip": "385 TFLOP/s"},
    "utilization": {"compute": "3.8e25", "chip_hours": "30.84M", "peak": "989.4 TFLOP/s"},
    "duration": H100 | {"compute": "4e26", "chips": "100K"},
    "power": {"chips": "100K", "power_per_chip": "1.4 kW", "pue": "1.1"},
    "energy": {"chips": "100K", "time": "100 days", "power_per_chip": "1.4 kW", "pue": "1.1"},
    "cost": {"chip_hours": "2.788M", "price_per_chip_hour": "$2"},
    "equivalence": {"chips": "400K", "peak": "667 TFLOP/s", "as_peak": "989.4 TFLOP/s"},
    "attention": {
        "layers": "4",
        "hidden_size": "256",
        "sequence_length": "512",
        "tokens": "1M",
        "passes": "3",
    },
    "run-cost": H100 | {"parameters": "37B", "tokens": "14.8T", "price_per_chip_hour": "$2"},
    "run-power": H100 | {"compute": "4e26", "time": "4 months", "power_per_chip": "1.4 kW"},
}
"""Every method that is a product in all of its inputs, with inputs; two of them invented."""

CASES = [(name, unknown) for name, inputs in EXAMPLES.items() for unknown in inputs]


@pytest.mark.parametrize(("name", "unknown"), CASES)
def test_solving_for_an_input_gives_back_what_was_put_in(name: str, unknown: str) -> None:
    inputs = EXAMPLES[name]
    method = method_named(name)
    forward = run(name, inputs)
    others = {key: value for key, value in inputs.items() if key != unknown}
    found = solve(method, unknown, others | {method.output: repr(forward.median)})
    assert found.quantity == unknown
    assert found.unit == method.parameter(unknown).unit
    assert found.median == pytest.approx(float(entered(forward.inputs[unknown])), rel=1e-9)


def entered(given: object) -> float:
    assert isinstance(given, dict)
    return float(given["median"])


def test_4e26_flop_in_four_months_takes_96_thousand_h100() -> None:
    inputs = H100 | {"training_compute": "4e26", "time": "4 months"}
    found = solve(method_named("hardware-time"), "chips", inputs)
    assert found.median == pytest.approx(96083, rel=1e-4)
    assert found.to_json()["quantity"] == "chips"


@given(low=st.floats(0.05, 0.3), factor=st.floats(1.01, 1.5))
def test_a_range_of_a_divisor_is_the_range_of_what_is_solved_for(low: float, factor: float) -> None:
    inputs = {"training_compute": "4e26", "time": "4 months", "peak": "1e15"}
    share = {"utilization": f"{low!r} to {low * factor!r}"}
    found = solve(method_named("hardware-time"), "chips", inputs | share)
    assert found.high / found.low == pytest.approx(factor, rel=1e-6)
    fewest = solve(
        method_named("hardware-time"), "chips", inputs | {"utilization": repr(low * factor)}
    )
    assert found.low == pytest.approx(fewest.median, rel=1e-6)


def test_tokens_that_a_budget_affords() -> None:
    """At 2 dollars an hour 5.328M dollars are 2.664M hours, DeepSeek-V3's pre-training."""
    share = 3.2856e24 / (2.664e6 * 3600 * 989e12)
    inputs = {"parameters": "37B", "peak": "989 TFLOP/s", "utilization": repr(share)}
    found = solve(
        method_named("run-cost"), "tokens", inputs | {"price_per_chip_hour": "$2", "cost": "5.328M"}
    )
    assert found.median == pytest.approx(14.8e12, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "unknown", "inputs", "said"),
    [
        ("fine-tune", "base_compute",
         {"training_compute": "1e25 to 2e25", "fine_tuning_compute": "1e22"}, "without a range"),
        ("fine-tune", "base_compute",
         {"training_compute": "1e22", "fine_tuning_compute": "1e23"}, "neither a product nor"),
        ("recomputation", "recomputed",
         {"utilization": "20%", "hardware_utilization": "40%"}, "more than"),
        ("hardware-time", "model", {}, "choose chips, time, chip_hours, peak, utilization"),
        ("attention", "mask", {}, "cannot be solved for 'mask'"),
        ("moe-scaling", "loss", {}, "cannot be solved for 'loss': choose compute"),
        ("dense-scaling", "tokens", {}, "cannot be solved for 'tokens': choose compute"),
        ("hardware-time", "chips", H100 | {"training_compute": "1e25"}, "lacks time"),
        ("hardware-time", "utilization",
         {"training_compute": "4e26", "chips": "1K", "time": "1 month", "peak": "1e15"},
         "more than the stated peak allows"),
        ("power", "pue", {"power": "1 MW", "chips": "1K", "power_per_chip": "1.4 kW"},
         "no building draws less"),
        ("moe-scaling", "compute", {"parameters_active": "1B to 2B"}, "has a range"),
        ("moe-scaling", "compute", {"parameters_active": "1.2e11"}, "is the optimum of no compute"),
        ("moe-scaling", "compute", {"parameters_active": "1"}, "where the law is answered"),
    ],
)  # fmt: skip
def test_what_cannot_be_solved_for_is_refused_in_one_line(
    name: str, unknown: str, inputs: dict[str, str], said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        solve(method_named(name), unknown, inputs)
    assert said in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "unknown", "inputs", "value"),
    [
        ("fine-tune", "base_compute",
         {"training_compute": "1e25", "fine_tuning_compute": "4e24"}, 6e24),
        ("fine-tune", "tokens",
         {"training_compute": "1e25", "base_compute": "4e24", "parameters": "1e11"}, 1e13),
        ("multimodal", "image_tokens",
         {"training_compute": "1.2e24", "parameters": "1e11", "text_tokens": "1.5T"}, 5e11),
        ("recomputation", "recomputed",
         {"utilization": "30%", "hardware_utilization": "35%"}, 0.5),
    ],
)  # fmt: skip
def test_a_term_of_a_sum_is_what_the_others_leave(
    name: str, unknown: str, inputs: dict[str, str], value: float
) -> None:
    found = solve(method_named(name), unknown, inputs)
    assert found.median == pytest.approx(value, rel=1e-9)


def test_a_law_is_solved_for_the_compute_whose_optimum_has_a_size() -> None:
    found = solve(method_named("moe-scaling"), "compute", {"parameters_active": "1e12"})
    assert moe_optimum(found.median).parameters_active == pytest.approx(1e12, rel=1e-6)
    dense = solve(method_named("dense-scaling"), "compute", {"parameters": "7.22e10"})
    assert dense.unit == "FLOP"


def test_a_law_solved_for_its_compute_warns_as_it_does_run_at_that_compute() -> None:
    size = {"parameters_active": "1e12", "expansion": "32"}
    found = solve(method_named("moe-scaling"), "compute", size)
    at_it = run("moe-scaling", {"compute": repr(found.median), "expansion": "32"})
    assert "times outside the fitted" in found.warnings[0]
    assert found.warnings == at_it.warnings


def test_a_solved_utilization_is_doubted_like_an_implied_one() -> None:
    inputs = {"training_compute": "7e24", "chip_hours": "2.664M", "peak": "989 TFLOP/s"}
    found = solve(method_named("hardware-time"), "utilization", inputs)
    assert "above 0.65" in found.warnings[0]


def test_every_product_has_an_example() -> None:
    sums = {"exact-count", "recomputation", "multimodal", "fine-tune", "precision-change"}
    laws = {method.name for method in METHODS if method.figures}
    assert {method.name for method in METHODS} == set(EXAMPLES) | sums | laws
