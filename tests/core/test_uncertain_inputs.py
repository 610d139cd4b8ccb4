"""Claims stand on numbers of any kind: alternatives, shares cut at 1, ranges that begin at 0."""

from __future__ import annotations

import itertools
import json
import math
import subprocess
import sys

import pytest

from evidence.core.derivations import method_named, run
from evidence.core.derivations.equivalence import equivalence
from evidence.core.deriving import derive
from evidence.core.errors import Invalid, Problems
from evidence.core.evaluating import Correlation, evaluated
from evidence.core.impact import moved_claims
from evidence.core.quantity import between, exact
from evidence.core.records import Record
from evidence.core.routes import routes_to
from evidence.exchange.inputs import accept
from evidence.reports.documents import derivation, explain
from tests.core.building import TODAY, ledger, number
from tests.core.test_answering import COMPUTE, HOURS, PARAMETERS, PEAK, TOKENS, V3, WORLD, asked

FORMAT = {"number_format": "bf16"}
SHARES = (
    "38%",
    "20% or 40%",
    "70%: 20% to 25%, 30%: 40%",
    "60% to 95%",
    "0 to 60%",
    "~70%",
    ">30%",
)
HOUR_TEXTS = ("2.664M", "2.5M or 2.8M", "0 to 3M", "~2.7M", "60%: 2M to 3M, 40%: ~4M", "<3M")


def hours(text: str) -> Record:
    return number(V3, "chip_hours", text, "report", scope="pretraining")


def utilization(text: str) -> Record:
    return number(V3, "utilization", text, "report", **FORMAT)


@pytest.mark.parametrize(("share", "time"), list(itertools.product(SHARES, HOUR_TEXTS)))
def test_a_claim_stands_whatever_its_numbers_look_like(share: str, time: str) -> None:
    records = (COMPUTE, hours(time), utilization(share), PEAK, PARAMETERS, TOKENS)
    found = asked(*records)
    document = explain(found)
    json.dumps(document, allow_nan=False)
    assert 0 <= found.probability <= 1
    for estimate in document["estimates"]:
        assert 0 <= estimate["mass"] <= 1
        assert estimate["median"] is None or math.isfinite(estimate["median"])
    world = ledger(*WORLD, *records)
    for attribute in ("training_compute", "utilization", "training_time", "cost"):
        json.dumps(derivation(derive(world, V3, attribute, TODAY)), allow_nan=False)


def test_a_sourced_value_may_be_alternatives() -> None:
    compute = number(V3, "training_compute", "75%: 4e24 to 6e24, 25%: 1e25 to 2e25", "report")
    found = asked(COMPUTE, compute).answer
    assert found is not None
    assert found.estimates[0].mass == pytest.approx(0.75 * 0.9, abs=1e-4)
    assert found.pooled is not None
    assert found.pooled.mass == pytest.approx(0.75 * 0.9, abs=1e-4)


def test_alternatives_of_an_input_are_alternatives_of_the_route() -> None:
    world = ledger(*WORLD, HOURS, utilization("20% or 40%"), PEAK)
    (route,) = routes_to(world, V3, "training_compute", TODAY)
    assert route.quantity.shape == "mixture"
    assert route.quantity.computed == "exact"


def test_a_route_through_a_range_that_begins_at_zero_is_sampled_and_the_same_each_time() -> None:
    world = ledger(*WORLD, hours("0 to 3M"), utilization("38%"), PEAK)
    (one,), (other,) = (routes_to(world, V3, "training_compute", TODAY) for _ in range(2))
    assert one.quantity.computed == "sampled"
    assert one.quantity == other.quantity
    assert one.as_answer(None).computed == "sampled"


def test_what_did_not_change_has_not_moved_though_it_is_sampled() -> None:
    records = (COMPUTE, hours("0 to 3M"), utilization("38%"), PEAK)
    sides = [(ledger(*WORLD, *records), TODAY) for _ in range(2)]
    assert moved_claims(sides[0], sides[1], ["compute"]) == ()


def test_the_implied_utilization_of_chips_and_hours_is_the_one_that_was_put_in() -> None:
    world = ledger(*WORLD, HOURS, utilization("30% to 40%"), PEAK)
    (route,) = routes_to(world, V3, "training_compute", TODAY)
    assert route.implied is not None
    assert route.implied.utilization.low == pytest.approx(0.3, rel=1e-9)
    assert route.implied.utilization.high == pytest.approx(0.4, rel=1e-9)


def test_a_sampled_compute_implies_the_utilization_that_was_put_in() -> None:
    world = ledger(*WORLD, hours("2M to 3M"), utilization("0 to 60%"), PEAK)
    (route,) = routes_to(world, V3, "training_compute", TODAY)
    assert route.quantity.computed == "sampled"
    assert route.implied is not None
    share = route.inputs["utilization"].quantity
    assert share is not None
    assert route.implied.utilization.median == pytest.approx(share.median, rel=2e-3)
    assert route.implied.utilization.high == pytest.approx(share.high, rel=2e-3)


def test_a_chip_counted_in_itself_is_one_to_one() -> None:
    peak = between(9e14, 1e15, "FLOP/s")
    inputs = {"chips": exact(4e5, "chip"), "peak": peak, "as_peak": peak}
    same = {"peak": "one observation", "as_peak": "one observation"}
    counted = evaluated(equivalence, inputs, names=same)
    assert counted.is_exact
    assert counted.median == pytest.approx(4e5, rel=1e-12)
    assert not evaluated(equivalence, inputs).is_exact


def test_a_claim_of_several_numbers_is_refused_at_the_door() -> None:
    claim = {
        "slug": "c",
        "kind": "quantity",
        "statement": "s",
        "subject": "model:m",
        "attribute": "training_compute",
        "value": "4e24 or 6e24",
    }
    with pytest.raises(Problems) as caught:
        accept("claims", claim)
    assert caught.value.lines == (
        "value: '4e24 or 6e24' is several numbers: claim one number or one range",
    )


def test_alternatives_that_are_none_are_refused_at_the_door_in_one_line() -> None:
    fields = {
        "subject": "model:m",
        "attribute": "utilization",
        "value": "70%: 20%, 20%: 40%",
        "source": "s",
        "locator": "p. 1",
    }
    with pytest.raises(Problems) as caught:
        accept("observations", fields)
    assert len(caught.value.lines) == 1
    assert "make them 100%" in caught.value.lines[0]


def test_standing_on_alternatives_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from tests.core.test_answering import COMPUTE, HOURS, PEAK, asked\n"
        "from tests.core.test_uncertain_inputs import utilization\n"
        "before = 'numpy' in sys.modules\n"
        "for share in ('20% or 40%', '60% to 95%'):\n"
        "    asked(COMPUTE, HOURS, utilization(share), PEAK)\n"
        "print(before, 'numpy' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    before, after = ran.stdout.split()
    assert before == after


PRODUCT = {"parameters": "30B to 40B", "tokens": "10T to 12T"}
HALF = Correlation("parameters", "tokens", 0.5)


def test_two_correlations_of_one_pair_are_refused_in_one_line() -> None:
    opposite = Correlation("tokens", "parameters", -0.5)
    with pytest.raises(Invalid, match=r"^tokens and parameters .* by 0.5 and -0.5: give one$"):
        run("operation-count", PRODUCT, correlations=[HALF, opposite])


def test_a_correlation_may_be_repeated_in_either_order() -> None:
    again = Correlation("tokens", "parameters", 0.5)
    once = run("operation-count", PRODUCT, correlations=[HALF])
    assert run("operation-count", PRODUCT, correlations=[HALF, again]).high == once.high


def test_one_assumption_that_two_models_share_is_drawn_once_for_both() -> None:
    """Ten times the chips at one unknown utilization are ten times the compute, exactly."""
    hardware_time = method_named("hardware-time").function
    alike = {"time": exact(1e7, "s"), "peak": exact(989e12, "FLOP/s")}
    for share in (between(0.2, 0.5, "share"), between(0.6, 0.95, "share")):
        assumed = share.named("utilization of both")
        small = hardware_time(chips=exact(1e4, "chip"), utilization=assumed, **alike)
        large = hardware_time(chips=exact(1e5, "chip"), utilization=assumed, **alike)
        ratio = large.over(small)
        assert (ratio.low, ratio.high) == pytest.approx((10, 10), rel=1e-9)
        apart = large.over(hardware_time(chips=exact(1e4, "chip"), utilization=share, **alike))
        assert apart.high / apart.low > 1.5
