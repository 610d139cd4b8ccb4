"""The grammar of numbers: what is read as what, and what is refused with which remedy."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.errors import Invalid
from evidence.core.numbers import Figure, format_number, format_range, parse_figure
from evidence.core.units import unit_of
from evidence.core.vocabulary import ATTRIBUTES

POINTS = [
    ("3.7e10", "parameter", 3.7e10),
    ("37B", "parameter", 3.7e10),
    ("37B parameters", "parameter", 3.7e10),
    ("14.8T", "token", 1.48e13),
    ("14.8 trillion tokens", "token", 1.48e13),
    ("100K", "chip", 1e5),
    ("100k GPUs", "chip", 1e5),
    ("2.788M GPU-hours", "chip*h", 2.788e6),
    ("2.788M GPU hours", "chip*h", 2.788e6),
    ("10 chip-days", "chip*h", 240.0),
    ("3.2856e24", "FLOP", 3.2856e24),
    ("3.2856e+24 FLOPs", "FLOP", 3.2856e24),
    ("1500 TFLOP", "FLOP", 1.5e15),
    ("989.4 TFLOP/s", "FLOP/s", 989.4e12),
    ("1.979 PFLOP/s", "FLOP/s", 1.979e15),
    ("1.979 PFLOP per second", "FLOP/s", 1.979e15),
    ("989T", "FLOP/s", 989e12),
    ("150 MW", "W", 1.5e8),
    ("1.4 kW", "W", 1400.0),
    ("306 GWh", "J", 306 * 3.6e12),
    ("1 kWh", "J", 3.6e6),
    ("4 months", "s", 4 * 2629800.0),
    ("1 year", "s", 365.25 * 86400),
    ("2 weeks", "s", 1209600.0),
    ("54 days", "s", 54 * 86400.0),
    ("90 min", "s", 5400.0),
    ("80 GB", "byte", 8e10),
    ("64 GiB", "byte", 64 * 2.0**30),
    ("3.35 TB/s", "byte/s", 3.35e12),
    ("$5bn", "USD", 5e9),
    ("US$5.576M", "USD", 5.576e6),
    ("6.5 billion USD", "USD", 6.5e9),
    ("$2", "USD/(chip*h)", 2.0),
    ("$2/GPU-hour", "USD/(chip*h)", 2.0),
    ("2 USD per chip-hour", "USD/(chip*h)", 2.0),
    ("2 USD/h", "USD/(chip*h)", 2.0),
    ("48 USD/GPU/day", "USD/(chip*h)", 2.0),
    ("$40K", "USD/chip", 4e4),
    ("$40K/GPU", "USD/chip", 4e4),
    ("40%", "share", 0.4),
    ("35 %", "share", 0.35),
    ("0.4", "share", 0.4),
    ("40%", "", 0.4),
    ("20x", "", 20.0),
    ("256 experts", "", 256.0),
    ("7.7 tokens/parameter", "token/parameter", 7.7),
    ("1.356 nats", "nat", 1.356),
    (".5", "", 0.5),
    ("150\u00a0MW", "W", 1.5e8),
    (8, "", 8.0),
    (4e24, "FLOP", 4e24),
    (2**63, "", 9.223372036854775808e18),
]


@pytest.mark.parametrize(("entered", "unit", "value"), POINTS)
def test_a_number_is_read_in_the_unit_of_its_attribute(
    entered: str | int | float, unit: str, value: float
) -> None:
    figure = parse_figure(entered, unit)
    assert figure.kind == "point"
    assert figure.value == figure.low == figure.high == pytest.approx(value, rel=1e-15)
    assert figure.unit == unit
    assert figure.text == str(entered)
    assert not figure.approximate


RANGES = [
    ("4e24 to 6e24", "FLOP", 4e24, 6e24),
    ("4e24..6e24", "FLOP", 4e24, 6e24),
    ("4e24-6e24", "FLOP", 4e24, 6e24),
    ("4e24 to 6e24 FLOP", "FLOP", 4e24, 6e24),
    ("4e24 FLOP to 6e24 FLOP", "FLOP", 4e24, 6e24),
    ("24 to 27 kW", "W", 24e3, 27e3),
    ("800 W to 1.2 kW", "W", 800.0, 1200.0),
    ("38-43%", "share", 0.38, 0.43),
    ("38%–43%", "share", 0.38, 0.43),  # noqa: RUF001 - an en dash, as in print
    ("10T to 15T", "token", 1e13, 1.5e13),
    ("10 to 15T", "token", 1e13, 1.5e13),
    ("900K to 1M", "chip", 9e5, 1e6),
    ("$4bn to $5bn", "USD", 4e9, 5e9),
    ("$4 to 5bn", "USD", 4e9, 5e9),
    ("3 to 4 months", "s", 3 * 2629800.0, 4 * 2629800.0),
    ("1e-3 to 2e-3", "", 1e-3, 2e-3),
    ("5 to 5", "", 5.0, 5.0),
    ("0 to 5", "", 0.0, 5.0),
]


@pytest.mark.parametrize(("text", "unit", "low", "high"), RANGES)
def test_a_range_is_read_with_its_units_at_the_end_or_at_both_ends(
    text: str, unit: str, low: float, high: float
) -> None:
    figure = parse_figure(text, unit)
    assert figure.kind == "range"
    assert (figure.low, figure.high) == (pytest.approx(low), pytest.approx(high))
    assert figure.level == 0.90
    middle = math.sqrt(low) * math.sqrt(high) if low > 0 else (low + high) / 2
    assert figure.value == pytest.approx(middle)


@pytest.mark.parametrize(
    ("text", "level"),
    [("4 to 6 @80%", 0.8), ("4 to 6@50%", 0.5), ("4..6 @ 99.9%", 0.999), ("4 to 6 @0.8", 0.8)],
)
def test_a_range_may_state_its_level(text: str, level: float) -> None:
    assert parse_figure(text).level == level


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (">30T", 3e13, math.inf),
        (">= 30T", 3e13, math.inf),
        ("≥30T tokens", 3e13, math.inf),
        ("<5e26", -math.inf, 5e26),
        ("<=5e26", -math.inf, 5e26),
        (">0", 0.0, math.inf),
    ],
)
def test_a_bound_is_open_on_one_side(text: str, low: float, high: float) -> None:
    figure = parse_figure(text, "token")
    assert figure.kind == "bound"
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize("text", ["~250K", "~ 250K", "about 250K", "≈250K chips"])
def test_an_approximate_number_is_marked(text: str) -> None:
    figure = parse_figure(text, "chip")
    assert (figure.kind, figure.value, figure.approximate) == ("point", 250e3, True)
    assert figure.text == text


REFUSED = [
    ("nan", "", "is no number"),
    ("NaN", "", "is no number"),
    ("inf", "", "is no number"),
    ("-Infinity", "", "is no number"),
    (math.nan, "", "is no number"),
    (math.inf, "", "is no number"),
    (True, "", "True is no number"),
    (None, "", "None is no number"),
    ([1], "", "is no number"),
    ("true", "", "is no number"),
    ("1e400", "", "is too large"),
    ("1e300T", "", "is too large"),
    ("1e-400", "", "is too small to be told from 0"),
    ("9" * 5000, "", "longer than 64 characters"),
    ("0", "", "is not positive"),
    ("-0", "", "is not positive"),
    ("-3e24", "FLOP", "is not positive"),
    ("-1 to 5", "", "is negative"),
    (">-5", "", "is negative"),
    ("1_000", "", "write 1000"),
    ("١٢", "", "ASCII digits"),
    ("1٢", "", "ASCII digits"),
    ("１２", "", "ASCII digits"),  # noqa: RUF001 - full-width digits
    ("0x10", "", "hexadecimal"),
    ("1,5", "", "write 1.5"),
    ("400,000", "chip", "write 400000"),
    ("1,234,567", "", "write 1234567"),
    ("", "", "is empty"),
    ("   ", "", "is empty"),
    ("5\x00", "", "control characters"),
    ("5\n", "", "control characters"),
    ("\u202e5", "", "control characters"),
    ("9**9**9", "", "write 3e24"),
    ("3x10^24", "FLOP", "write 3e24"),
    ("3×10^24", "FLOP", "write 3e24"),  # noqa: RUF001
    ("__import__('os')", "", "is no number"),
    ("5 ± 1", "", "'LOW to HIGH'"),
    ("1+1", "", "plus sign"),
    ("5.", "", "unknown unit"),
    ("1.2.3", "", "unknown unit"),
    ("--5", "", "is no number"),
    ("1 to 2 to 3", "", "unknown unit"),
    ("6 to 4", "", "low end above its high end"),
    ("500 to 1K", "chip", "low end above its high end"),
    ("5 MW to 6", "W", "write it at the end"),
    ("5 @80%", "", "a level but no range"),
    ("4 to 6 @80", "", "from @50% to @99.9%"),
    ("4 to 6 @100%", "", "from @50% to @99.9%"),
    ("4 to 6 @", "", "is no number"),
    (">4 to 5", "", "both a bound and a range"),
    ("~>5", "", "is no number"),
    ("1e25 FLOPS", "FLOP", "is that FLOP, a count, or FLOP/s, a rate?"),
    ("989 TFLOPS", "FLOP/s", "is that FLOP, a count, or FLOP/s, a rate?"),
    ("1e25 FLOP/S", "FLOP", "'FLOP/S': is that FLOP, a count, or FLOP/s, a rate?"),
    ("989 TFLOPs", "FLOP/s", "is in TFLOPs where FLOP/s is needed"),
    ("5 FLOP/s", "FLOP", "is in FLOP/s where FLOP is needed"),
    ("150 MW", "chip", "is in MW where chip is needed"),
    ("8 tokens", "", "is in tokens where a bare number is needed"),
    ("5 parsec", "s", "unknown unit 'parsec'"),
    ("20 °C", "", "unknown unit"),
    ("5 /", "FLOP", "incomplete unit"),
    ("37b", "parameter", "write B"),
    ("4M", "s", "write s, h, days, weeks, months or years"),
    ("80 B", "byte", "write bytes, GB or TB"),
    ("40", "share", "write 40% or 0.4"),
    ("€5", "USD", "write $"),
    ("$5 FLOP", "USD", "where USD is needed"),
]


@pytest.mark.parametrize(("entered", "unit", "remedy"), REFUSED)
def test_what_is_no_number_is_refused_with_its_remedy(entered: str, unit: str, remedy: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_figure(entered, unit)
    assert remedy in caught.value.message
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 200


def test_a_whole_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(Invalid, match="more than 64 digits"):
        parse_figure(10**5000)


def test_zero_and_negative_numbers_are_read_where_they_are_wanted() -> None:
    assert parse_figure("-5", signed=True).value == -5.0
    assert parse_figure("-5 to -3", signed=True).low == -5.0
    assert math.copysign(1, parse_figure("-0", signed=True).value) == 1.0


def read(text: str, unit: str) -> Figure | str:
    """The figure, or the message of its refusal."""
    try:
        return parse_figure(text, unit)
    except Invalid as error:
        return error.message


@given(text=st.text(max_size=70))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    figure = read(text, "FLOP")
    if isinstance(figure, Figure):
        assert figure.kind in ("point", "range", "bound", "alternatives")
        assert math.isfinite(figure.value)
    else:
        assert figure.isprintable()


@given(text=st.text(alphabet="0123456789.eE-+~<>@%$KMBT to/()*", max_size=64))
def test_texts_that_look_like_numbers_are_read_or_refused(text: str) -> None:
    figure = read(text, "chip")
    if isinstance(figure, Figure):
        assert figure.low <= figure.value <= figure.high
    else:
        assert figure.isprintable()


@pytest.mark.parametrize("text", ["9" * 50_000, "1e" * 25_000, "-" * 50_000, "((" * 25_000])
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(Invalid):
        parse_figure(text)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize("unit", sorted(set(ATTRIBUTES.values())))
def test_every_attribute_s_own_unit_is_read(unit: str) -> None:
    assert parse_figure(f"0.5 {unit}", unit).value == 0.5


def test_spellings_of_a_unit_are_one_unit() -> None:
    assert unit_of("GPU-days") == unit_of("chip * d") == unit_of("chips days")
    assert unit_of("USD/(chip*h)") == unit_of("dollars per GPU-hour")
    assert unit_of("W").dimension == unit_of("J/s").dimension


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.2856e24, "3.29e24"),
        (6e24, "6.00e24"),
        (1.5e-5, "1.50e-5"),
        (0.38494, "0.385"),
        (0.4, "0.4"),
        (0.001, "0.001"),
        (2788.0, "2788"),
        (99961.0, "99961"),
        (9.996, "10"),
        (100.0, "100"),
        (1.0, "1"),
        (1e5, "1.00e5"),
        (0.0, "0"),
        (-0.0, "0"),
        (-0.25, "-0.25"),
    ],
)
def test_a_number_is_printed_for_reading(value: float, text: str) -> None:
    assert format_number(value) == text


@given(value=st.floats(1e-300, 1e300))
def test_a_number_printed_in_full_is_read_back_the_same(value: float) -> None:
    assert parse_figure(format_number(value, digits=17)).value == value


@given(value=st.floats(1e-300, 1e300))
def test_a_number_printed_for_reading_is_within_half_a_percent(value: float) -> None:
    assert parse_figure(format_number(value)).value == pytest.approx(value, rel=5.01e-3)


def test_a_range_is_printed_around_its_median_and_an_exact_value_alone() -> None:
    text = format_range(2.8e24, 3.2856e24, 3.9e24, "FLOP")
    assert text == "3.29e24 FLOP [2.80e24, 3.90e24]"
    assert format_range(3.2856e24, 3.2856e24, 3.2856e24, "FLOP") == "3.29e24 FLOP"
    assert format_range(0.2, 0.25, 0.3, "share") == "0.25 [0.2, 0.3]"
