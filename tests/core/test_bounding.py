"""One-sided bounds among the inputs of a calculation."""

from __future__ import annotations

import pytest

from evidence.core.bounding import bounded_side
from evidence.core.derivations import run
from evidence.core.errors import Invalid
from evidence.core.numbers import parse_figure
from evidence.core.quantity import Quantity, exact

DURATION = {"compute": "1e25", "chips": "10K", "peak": "989 TFLOP/s", "utilization": "40%"}


@pytest.mark.parametrize(
    ("name", "bound", "side"),
    [
        ("compute", ">1e25", "low"),
        ("compute", "<1e25", "high"),
        ("chips", ">10K", "high"),
        ("chips", "<10K", "low"),
        ("utilization", ">40%", "high"),
    ],
)
def test_a_bound_on_one_input_bounds_the_result_on_one_side(
    name: str, bound: str, side: str
) -> None:
    whole = run("duration", DURATION)
    result = run("duration", DURATION | {name: bound})
    known, open_ = (result.low, result.high) if side == "low" else (result.high, result.low)
    assert known == pytest.approx(whole.median)
    assert open_ is None
    assert result.median is None


def test_bounds_that_push_one_way_go_together() -> None:
    result = run("duration", DURATION | {"compute": ">1e25", "chips": "<10K"})
    assert result.low is not None
    assert result.high is None


def test_bounds_that_push_both_ways_are_refused_in_one_line() -> None:
    with pytest.raises(Invalid) as caught:
        run("duration", DURATION | {"compute": ">1e25", "chips": ">10K"})
    message = caught.value.message
    assert message == (
        "the bounds leave no end known: compute '>1e25' from below, chips '>10K' from above;"
        " give a number or a range for one"
    )


def test_a_range_beside_a_bound_gives_its_cautious_end() -> None:
    result = run("duration", DURATION | {"compute": ">1e25", "utilization": "30% to 50%"})
    best = run("duration", DURATION | {"utilization": "50%"})
    assert result.low == pytest.approx(best.median)


def test_the_document_has_null_for_the_open_ends() -> None:
    document = run("duration", DURATION | {"compute": ">1e25"}).to_json()
    assert document["low"] is not None
    assert document["median"] is None
    assert document["high"] is None
    inputs = document["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["compute"]["low"] == 1e25
    assert inputs["compute"]["high"] is None


def test_a_bound_where_the_result_goes_both_ways_is_refused() -> None:
    def hill(x: Quantity) -> Quantity:
        return exact(10 - (x.median - 1) ** 2)

    with pytest.raises(Invalid, match="does not go one way with it"):
        bounded_side(hill, {"x": exact(1.0)}, {"x": parse_figure(">1")})


def test_a_bound_on_a_law_is_refused() -> None:
    with pytest.raises(Invalid, match="is a bound, no value"):
        run("moe-scaling", {"compute": ">1e25"})


HOURS = {"chip_hours": "30M", "peak": "989 TFLOP/s"}


def test_an_upper_bound_above_what_is_possible_contradicts_nothing() -> None:
    result = run("utilization", HOURS | {"compute": "<1e28"})
    assert result.low is None
    assert result.high == pytest.approx(93.6, rel=1e-3)


def test_a_lower_bound_above_what_is_possible_is_refused() -> None:
    with pytest.raises(Invalid, match=r"implied utilization 93\.6"):
        run("utilization", HOURS | {"compute": ">1e28"})
