"""A calculation as text: its result, the way to it, and what its range comes from."""

from __future__ import annotations

from evidence.core.derivations import Method, Result
from evidence.core.numbers import format_number, format_range
from evidence.core.units import DAY

READABLE = {"s": (DAY, "days"), "J": (3.6e12, "GWh"), "W": (1e6, "MW")}
"""Units in which a result is said once more."""


def lines_of(method: Method, result: Result) -> list[str]:
    """The result first, then formula, inputs, assumptions and shares of the variance."""
    lines = _figures(result) if result.extra else [_headline(result)]
    lines.append(f"  formula: {method.formula}")
    for name, given in result.inputs.items():
        lines.append(f"  {name}: {_given(given)}")
    lines += [f"  assumed: {line}" for line in result.assumptions]
    return [*lines, *_way(result), *_shares(result)]


def _way(result: Result) -> list[str]:
    """How a result was computed, where not in closed form."""
    if result.sampling is None:
        return ["  computed: by quadrature"] if result.computed == "quadrature" else []
    errors = ", ".join(format_number(error, 2) for error in result.sampling.errors)
    return [
        f"  computed: {result.sampling.samples} samples, seed {result.sampling.seed};"
        f" standard errors of low, median, high: {errors}"
    ]


def _shares(result: Result) -> list[str]:
    """A line for each uncertain input: its share of the variance, with a bar of 20 at most."""
    if len(result.variance_shares) < 2:
        return []
    width = max(map(len, result.variance_shares))
    return [
        f"  variance: {name:{width}} {100 * share:3.0f} %  {'#' * round(20 * share)}".rstrip()
        for name, share in result.variance_shares.items()
    ]


def _headline(result: Result) -> str:
    if result.low is None or result.median is None or result.high is None:
        return _bound_line(result)
    text = format_range(result.low, result.median, result.high, result.unit)
    line = f"{result.quantity}: {text}"
    if result.unit not in READABLE:
        return line
    size, unit = READABLE[result.unit]
    ends = (result.low / size, result.median / size, result.high / size)
    return f"{line}, that is {format_range(*ends, unit)}"


def _bound_line(result: Result) -> str:
    end, word = (result.low, "at least") if result.high is None else (result.high, "at most")
    if end is None:
        raise TypeError("a one-sided result has one end")
    text = format_range(end, end, end, result.unit)
    return f"{result.quantity}: {word} {text}"


def _figures(result: Result) -> list[str]:
    lines = []
    for name, value in result.extra.items():
        low, high = result.ranges.get(name, (value, value))
        lines.append(f"{name}: {format_range(low, value, high, '')}")
    return lines


def _given(given: object) -> str:
    if not isinstance(given, dict):
        return str(given)
    entered = str(given["entered"])
    if given.get("median") is None:
        return entered
    low, median, high = (float(given[end]) for end in ("low", "median", "high"))
    text = format_range(low, median, high, str(given["unit"]))
    return entered if entered in (text, format_number(median)) else f"{entered} = {text}"
