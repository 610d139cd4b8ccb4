"""Published figures recomputed from published inputs; the cases name their sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence.core.derivations import run
from evidence.core.derivations.scaling_laws import moe_flop_per_token, moe_loss
from evidence.core.quantity import exact

CASES = json.loads((Path(__file__).parent / "calculator_tests.json").read_text("utf-8"))["cases"]

Inputs = dict[str, Any]


def method(name: str, **inputs: object) -> float:
    return run(name, {key: str(value) for key, value in inputs.items()}).median


def hardware_time(i: Inputs, utilization: object) -> float:
    return method("hardware-time", chip_hours=i["h"], peak=i["peak"], utilization=utilization)


def cluster(i: Inputs, chips: object, time: str) -> float:
    return method("hardware-time", chips=chips, time=time, peak=i["peak"], utilization=i["u"])


def per_chip_hour(compute: float, other: float) -> float:
    return exact(compute).over(exact(other).scaled(3600.0)).median


def ratio(one: float, other: float) -> float:
    return exact(one).over(exact(other)).median


def equivalence(i: Inputs) -> float:
    return method("equivalence", chips=i["n"], peak=i["a"], as_peak=i["b"])


def six_n_d(i: Inputs) -> float:
    return method("operation-count", parameters=i["N"], tokens=i["D"])


def days_on_cluster(i: Inputs) -> float:
    seconds = method("duration", compute=i["C"], chips=i["gpus"], peak=i["tf"], utilization="100%")
    return seconds / 86400


def hours_from_tokens_per_day(i: Inputs) -> float:
    days = exact(i["D"]).over(exact(i["tpd"]))
    return days.times(exact(i["gpus"])).scaled(24.0).median


def power_from_parts(i: Inputs) -> float:
    per_chip = i["gpu"] + i["other"]
    return method("power", chips=i["n"], power_per_chip=per_chip, pue=1 + i["f"])


def geometric_middle(i: Inputs) -> float:
    hours = i["n"] * i["h"]
    return hardware_time(i | {"h": hours}, f"{i['lo']} to {i['hi']}")


HOW: dict[str, Callable[[Inputs], float | list[float]]] = {
    "t01": six_n_d,
    "t02": six_n_d,
    "t03": lambda i: ratio(i["a"], i["b"]),
    "t04": lambda i: method("utilization", compute=i["C"], chip_hours=i["h"], peak=i["peak"]),
    "t05": lambda i: per_chip_hour(i["C"], i["h"]),
    "t06": lambda i: per_chip_hour(i["C"], i["h"]),
    "t07": six_n_d,
    "t08": lambda i: per_chip_hour(i["C"], i["tf"]),
    "t09": days_on_cluster,
    "t10": lambda i: hardware_time(i, i["u"]),
    "t11": lambda i: [hardware_time(i, share) for share in i["u"]],
    "t12": lambda i: [
        method("throughput-time", chip_hours=i["h"], throughput_per_chip=rate) for rate in i["tf"]
    ],
    "t13": lambda i: [ratio(i["tf"], peak) for peak in i["peaks"]],
    "t14": lambda i: method("cost", chip_hours=i["h"], price_per_chip_hour=i["rate"]),
    "t15": hours_from_tokens_per_day,
    "t16": lambda i: cluster(i, i["n"], f"{i['months']} months"),
    "t17": lambda i: cluster(i, i["n"], f"{i['days']} days"),
    "t18": lambda i: cluster(i, 1, "1 month"),
    "t19": equivalence,
    "t20": equivalence,
    "t21": equivalence,
    "t22": lambda i: ratio(i["a"], i["b"]),
    "t23": power_from_parts,
    "t24": lambda i: [
        method("power", chips=i["n"] / 32, power_per_chip=f"{power} kW") for power in i["kW"]
    ],
    "t25": geometric_middle,
    "t26": lambda i: exact(hardware_time(i, i["u"])).scaled(1.1).median,
    "t27": lambda i: exact(i["headline"]).scaled(0.5).median,
    "t28": lambda i: exact(i["a"]).times(exact(i["b"])).power(0.5).median,
}


def computed(case: dict[str, Any]) -> float | list[float]:
    inputs = case["inputs"]
    if case["id"].startswith("t-moe-flops"):
        return moe_flop_per_token(inputs["N_act"], inputs["G"]) * float(inputs["D"])
    if case["id"].startswith("t-moe-loss"):
        return moe_loss(inputs["N_total"], inputs["D"], inputs["G"])
    return HOW[case["id"]](inputs)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['id']} {c['desc']}" for c in CASES])
def test_a_published_figure_follows_from_its_published_inputs(case: dict[str, Any]) -> None:
    assert computed(case) == pytest.approx(case["expected"], rel=case["rel_tol"])


@pytest.mark.parametrize(
    "case", [c for c in CASES if "table_value" in c], ids=lambda case: str(case["id"])
)
def test_the_rounded_constants_stay_close_to_the_printed_table(case: dict[str, Any]) -> None:
    value = computed(case)
    if "flops" in case["id"]:
        assert value == pytest.approx(case["table_value"], rel=0.005)
    else:
        assert value == pytest.approx(case["table_value"], abs=0.025)


def test_all_forty_two_cases_are_computed() -> None:
    assert len(CASES) == 42
    assert all(case["sources"] for case in CASES)
