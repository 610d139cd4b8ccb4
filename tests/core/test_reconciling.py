from __future__ import annotations

import pytest

from evidence.core.deriving import derive
from evidence.core.reconciling import needed
from tests.core.building import TODAY, ledger, model, number, source

V3 = "model:v3"
WORLD = (
    model("v3", "deepseek"),
    source("report", party="deepseek"),
    number(V3, "parameters_active", "37B", "report"),
    number(V3, "training_tokens", "14.8T", "report"),
    number(V3, "chip_hours", "2.664M", "report"),
    number(V3, "throughput_per_chip", 385e12, "report"),
)


def test_each_input_of_one_route_has_one_value_at_which_the_routes_agree() -> None:
    count, measured = derive(ledger(*WORLD), V3, "training_compute", TODAY).paths
    found = {one.input: one.needed for one in needed(count, measured)}
    ratio = 2.664e6 * 3600 * 385e12 / (6 * 37e9 * 14.8e12)

    assert found == {
        "parameters": pytest.approx(37e9 * ratio),
        "tokens": pytest.approx(14.8e12 * ratio),
        "chip_hours": pytest.approx(2.664e6 / ratio),
        "throughput_per_chip": pytest.approx(385e12 / ratio),
    }


def test_an_input_that_divides_would_have_to_move_the_other_way() -> None:
    peak = number(V3, "peak_throughput", 989e12, "report", number_format="bf16")
    compute = number(V3, "training_compute", 3.3e24, "report")
    stated = number(V3, "utilization", 0.5, "report", number_format="bf16")
    paths = derive(ledger(*WORLD, peak, compute, stated), V3, "utilization", TODAY).paths
    found = {one.input: one.factor for one in needed(*paths)}

    assert found["compute"] > 1 > found["peak"]


def test_an_input_that_both_routes_use_can_reconcile_nothing() -> None:
    other = number(V3, "throughput_per_chip", 432e12, "report", convention="attention_noncausal")
    paths = derive(ledger(*WORLD, other), V3, "training_compute", TODAY).paths
    measured = [path for path in paths if path.method == "throughput-time"]

    assert {one.input for one in needed(*measured)} == {"throughput_per_chip"}
