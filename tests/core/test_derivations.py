"""What a method takes, what it says of its inputs, and what it refuses."""

from __future__ import annotations

import pytest

from evidence.core.derivations import (
    METHODS,
    ROUTES,
    Method,
    method_named,
    routes_giving,
    run,
    with_method_term,
)
from evidence.core.derivations.running import missing
from evidence.core.errors import Invalid
from evidence.core.numbers import parse_figure
from evidence.core.quantity import around, between, exact
from evidence.core.vocabulary import ATTRIBUTES

V3_HOURS = {"chip_hours": "2.664M", "peak": "989 TFLOP/s", "utilization": "40%"}


def test_every_method_of_the_calculator_is_there() -> None:
    assert [method.name for method in METHODS] == [
        "operation-count",
        "hardware-time",
        "throughput-time",
        "utilization",
        "duration",
        "power",
        "energy",
        "cost",
        "equivalence",
        "attention",
        "exact-count",
        "recomputation",
        "multimodal",
        "fine-tune",
        "precision-change",
        "run-cost",
        "run-power",
        "moe-scaling",
        "dense-scaling",
    ]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: str(method.name))
def test_a_method_states_its_formula_and_its_source(method: Method) -> None:
    assert method.formula
    assert method.source
    assert "\n" not in method.formula + method.source


@pytest.mark.parametrize("method", METHODS, ids=lambda method: str(method.name))
def test_an_input_is_in_the_unit_of_the_attribute_that_can_fill_it(method: Method) -> None:
    for parameter in method.parameters:
        if parameter.attribute:
            assert parameter.unit == ATTRIBUTES[parameter.attribute]


def test_exact_inputs_give_one_number() -> None:
    result = run("operation-count", {"parameters": "37B", "tokens": "14.8T"})
    assert result.low == result.median == result.high == pytest.approx(3.2856e24, rel=1e-12)
    assert result.computed == "exact"


def test_the_document_of_a_result_is_the_contracted_one() -> None:
    document = run("operation-count", {"parameters": "37B", "tokens": "14.8T"}).to_json()
    assert list(document) == [
        "schema",
        "method",
        "quantity",
        "unit",
        "low",
        "median",
        "high",
        "computed",
        "inputs",
        "assumptions",
        "warnings",
    ]
    assert document["schema"] == 1
    assert document["quantity"] == "training_compute"
    assert document["inputs"] == {
        "parameters": entered("37B", 37e9, "parameter"),
        "tokens": entered("14.8T", 14.8e12, "token"),
        "epochs": entered("1", 1.0, ""),
        "flop_per_parameter_token": entered("6", 6.0, ""),
    }


def entered(text: str, value: float, unit: str) -> dict[str, object]:
    return {"entered": text, "low": value, "median": value, "high": value, "unit": unit}


def test_defaults_and_marks_are_listed_as_assumptions() -> None:
    result = run("operation-count", {"parameters": "37B", "tokens": "~14.8T", "epochs": "1 to 2"})
    assert result.assumptions == (
        "parameters are those active for a token; attention is not counted",
        "flop_per_parameter_token: 6, as none was given",
        "tokens: ~ is read as within a factor of 3.2 (90 %)",
        "epochs: a 90 % interval, lognormal",
        "the ranges are taken to be independent of each other",
    )


def test_chips_and_time_say_the_same_as_chip_hours() -> None:
    by_hours = run("hardware-time", V3_HOURS)
    by_time = run(
        "hardware-time",
        {
            "chips": "2048",
            "time": f"{2.664e6 / 2048} h",
            "peak": "989 TFLOP/s",
            "utilization": "40%",
        },
    )
    assert by_time.median == pytest.approx(by_hours.median, rel=1e-9)


def test_an_input_may_be_a_figure_already_read() -> None:
    figure = parse_figure("989 TFLOP/s", "FLOP/s")
    assert run("hardware-time", V3_HOURS | {"peak": figure}) == run("hardware-time", V3_HOURS)


def test_a_figure_in_another_unit_is_refused() -> None:
    with pytest.raises(Invalid, match="peak is in FLOP: give FLOP/s"):
        run("hardware-time", V3_HOURS | {"peak": parse_figure("1e15", "FLOP")})


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"chip_hours": "2M", "peak": "1e15"}, "lacks utilization"),
        ({"peak": "1e15", "utilization": "40%"}, "lacks chips and time or chip_hours"),
        ({"peak": "1e15", "utilization": "40%", "chips": "5"}, "lacks time"),
        (V3_HOURS | {"chips": "5"}, "give either chips and time or chip_hours"),
        (V3_HOURS | {"tokens": "5T"}, "has no input 'tokens': it takes chips, time"),
        (
            V3_HOURS | {"chip_hours": ">2M", "utilization": "<40%"},
            "chip_hours '>2M' from below, utilization '<40%' from above",
        ),
        (V3_HOURS | {"chip_hours": ">0"}, "chip_hours '>0' bounds nothing"),
        (V3_HOURS | {"utilization": "40"}, "utilization '40' is a share above 1"),
        (V3_HOURS | {"peak": "989 TFLOPS"}, "is that FLOP, a count, or FLOP/s, a rate"),
    ],
)
def test_wrong_inputs_are_refused_in_one_line(inputs: dict[str, str], message: str) -> None:
    with pytest.raises(Invalid) as caught:
        run("hardware-time", inputs)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_an_unknown_method_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Invalid, match="no method 'magic': choose operation-count, hardware-time"):
        run("magic", {})


def test_what_is_missing_follows_the_alternative_that_was_begun() -> None:
    method = method_named("cost")
    assert missing(method, []) == (
        "chips and price_per_chip or chip_hours and price_per_chip_hour",
    )
    assert missing(method, ["chip_hours"]) == ("price_per_chip_hour",)
    assert missing(method, ["chips", "price_per_chip"]) == ()


def test_hours_per_trillion_tokens_are_not_the_hours_of_the_run() -> None:
    """DeepSeek-V3 took 180K H800-hours for each of its 14.8 trillion tokens."""
    inputs = {"compute": "3.2856e24", "chip_hours": "180K", "peak": "989 TFLOP/s"}
    with pytest.raises(Invalid, match=r"implied utilization 5\.13.*per trillion tokens"):
        run("utilization", inputs)


@pytest.mark.parametrize(
    ("utilization", "warning"),
    [
        ("40%", ()),
        ("70%", ("utilization 0.7 is above 0.65: suspiciously high",)),
        ("2%", ("utilization 0.02 is below 0.05: suspiciously low",)),
        ("~50%", ()),
    ],
)
def test_an_unusual_utilization_is_warned_of(utilization: str, warning: tuple[str, ...]) -> None:
    assert run("hardware-time", V3_HOURS | {"utilization": utilization}).warnings == warning


def test_a_utilization_is_cut_off_at_one_and_the_result_says_so() -> None:
    result = run("hardware-time", V3_HOURS | {"utilization": "~50%"})
    whole = run("hardware-time", V3_HOURS | {"utilization": "100%"})
    assert result.high is not None
    assert whole.high is not None
    assert result.high < whole.high
    assert "utilization: what lies above 1 is cut off" in result.assumptions


def test_an_implied_utilization_is_warned_of_too() -> None:
    inputs = {"compute": "7e24", "chip_hours": "2.664M", "peak": "989 TFLOP/s"}
    (warning,) = run("utilization", inputs).warnings
    assert warning.startswith("utilization 0.738 is above 0.65: suspiciously high; likeliest: ")
    assert warning.endswith(
        "the peak of a 16-bit format for a run in 8 bit, without which it is 0.369"
    )


def test_a_high_utilization_whose_range_is_partly_impossible_gets_both_remarks() -> None:
    inputs = {"compute": "1e25 to 1e27", "chip_hours": "30M", "peak": "989e12"}
    high, impossible = run("utilization", inputs).warnings
    assert high.startswith("utilization 0.936 is above 0.65: suspiciously high")
    assert impossible == "utilization reaches 9.36: above 1 it is impossible"


def test_only_a_range_that_is_impossible_at_its_low_end_too_is_refused() -> None:
    hours = {"chip_hours": "30M", "peak": "989e12"}
    assert run("utilization", hours | {"compute": "1e25 to 1e28"}).median == pytest.approx(
        2.961, 1e-3
    )
    with pytest.raises(Invalid, match="implied utilization"):
        run("utilization", hours | {"compute": "2e26 to 1e28"})


def test_the_same_run_is_39_percent_of_one_peak_and_19_percent_of_another() -> None:
    run_ = {"compute": "3.692304e24", "chip_hours": "2.664M"}
    bf16 = run("utilization", run_ | {"peak": "989 TFLOP/s"}).median
    fp8 = run("utilization", run_ | {"peak": "1979 TFLOP/s"}).median
    assert bf16 == pytest.approx(0.3893, abs=1e-4)
    assert fp8 == pytest.approx(0.1945, abs=1e-4)


def test_a_building_cannot_draw_less_than_its_machines() -> None:
    with pytest.raises(Invalid, match=r"pue '0\.9' is below 1"):
        run("power", {"chips": "100K", "power_per_chip": "1.4 kW", "pue": "0.9"})


def test_a_pue_whose_range_reaches_below_one_is_warned_of() -> None:
    chips = {"chips": "100K", "power_per_chip": "1.4 kW"}
    warned = run("power", chips | {"pue": "0.9 to 1.3"}).warnings
    assert warned == ("pue reaches 0.9: below 1 it is impossible",)
    assert run("power", chips | {"pue": "1.1 to 1.3"}).warnings == ()


def test_of_alternatives_the_pue_below_one_is_named() -> None:
    chips = {"chips": "100K", "power_per_chip": "1.4 kW"}
    with pytest.raises(Invalid, match=r"pue '0\.9' is below 1"):
        run("power", chips | {"pue": "1.2 or 0.9"})


def test_operation_counting_may_leave_out_a_quarter() -> None:
    estimate = with_method_term("operation-count", exact(4e24, "FLOP"), None)
    assert estimate.low == pytest.approx(4e24)
    assert estimate.high == pytest.approx(5e24)
    assert estimate.unit == "FLOP"


def test_under_the_6nd_convention_operation_counting_is_the_definition() -> None:
    assert with_method_term("operation-count", exact(4e24, "FLOP"), "6nd") == exact(4e24, "FLOP")


def test_the_term_of_other_methods_combines_in_quadrature_with_the_inputs() -> None:
    estimate = with_method_term("hardware-time", between(4e24, 6e24, "FLOP"), "6nd")
    half = ((0.5 * 0.4054651081081644) ** 2 + 0.0953101798043249**2) ** 0.5
    middle = between(4e24, 6e24, "FLOP").median
    assert estimate.high / middle == pytest.approx(2.718281828459045**half, rel=1e-9)
    assert around(1.0, 1.1, "").high == pytest.approx(1.1)


def test_records_fill_every_method_that_is_neither_a_law_nor_only_calculated() -> None:
    assert tuple(m for m in METHODS if not (m.figures or m.calculator_only)) == ROUTES


@pytest.mark.parametrize("method", ROUTES, ids=lambda method: method.name)
def test_a_route_is_found_by_the_attribute_that_it_gives(method: Method) -> None:
    assert method in routes_giving(method.output)
    assert all(other.output == method.output for other in routes_giving(method.output))


@pytest.mark.parametrize("parameters", ["1B", "3B", "7B", "21B", "53B"])
@pytest.mark.parametrize("tokens", ["0 to 1T", "0 to 15T", "0 to 1T @80%"])
def test_a_range_from_zero_gives_a_result_from_zero(parameters: str, tokens: str) -> None:
    assert run("operation-count", {"parameters": parameters, "tokens": tokens}).low == 0


def test_a_sampled_result_of_a_range_from_zero_is_not_below_zero() -> None:
    tokens = {"tokens": "0 to 1T @80%"}
    assert run("operation-count", tokens | {"parameters": "1B to 2B"}).low == 0
