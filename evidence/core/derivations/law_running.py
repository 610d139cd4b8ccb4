"""Running a fitted law: all its figures at one compute, or at the ends of its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.core.derivations.method import Method, Result
from evidence.core.derivations.moe_scaling import unfitted
from evidence.core.derivations.scaling_laws import FITTED_HIGH, FITTED_LOW, GRANULARITIES
from evidence.core.numbers import format_number
from evidence.core.quantity import Quantity


def run_law(
    method: Method,
    quantities: Mapping[str, Quantity],
    words: Mapping[str, str],
    shown: Mapping[str, Mapping[str, object]],
    said: Sequence[str],
) -> Result:
    """A law at the median of compute and, where that has a range, at its ends; or run forward."""
    if "compute" not in quantities:
        from evidence.core.derivations.forward import run_forward

        result = run_forward(method, quantities, words, shown, said)
        return result._replace(warnings=beyond(result.extra, quantities, words))
    compute = quantities["compute"]
    others = {n: q.median for n, q in quantities.items() if n != "compute"}
    middle = _figures(method, compute.median, others, words)
    low, high = middle, middle
    ranges: dict[str, tuple[float, float]] = {}
    if not compute.is_exact:
        low = _figures(method, compute.low, others, words)
        high = _figures(method, compute.high, others, words)
        ranges = {name: _sorted(low[name], high[name]) for name in middle}
        said = (*said, "figures are those at the 5, 50 and 95 % quantiles of compute")
    return Result(
        method=method.name,
        quantity=method.output,
        unit=method.unit,
        low=min(low[method.output], high[method.output]),
        median=middle[method.output],
        high=max(low[method.output], high[method.output]),
        computed="exact",
        inputs=shown,
        assumptions=tuple(said),
        warnings=beyond(middle, quantities, words),
        extra=middle,
        ranges=ranges,
    )


def _sorted(one: float, other: float) -> tuple[float, float]:
    """Ends in order: a figure that falls with compute is lowest where compute is highest."""
    return min(one, other), max(one, other)


def _figures(
    method: Method, compute: float, others: Mapping[str, float], words: Mapping[str, str]
) -> Mapping[str, float]:
    if method.figures is None:
        raise TypeError(f"{method.name} is no law")
    return method.figures(compute=compute, **others, **words)


def beyond(
    figures: Mapping[str, float], quantities: Mapping[str, Quantity], words: Mapping[str, str]
) -> tuple[str, ...]:
    """Where a law is used outside of what it was fitted on, as warnings."""
    lines = []
    factor = figures.get("extrapolation", 1.0)
    if factor > 1:
        weight = ", so it is indirect" if factor > 10 else ""
        lines.append(
            f"compute is {format_number(factor)} times outside the fitted"
            f" {format_number(FITTED_LOW, 2)} to {format_number(FITTED_HIGH, 2)} FLOP{weight}"
        )
    if "expansion" in quantities:
        lines += unfitted(quantities["expansion"].median, words.get("fit", ""))
    if figures.get("granularity") == GRANULARITIES[-1]:
        lines.append("granularity is at the end of the searched range")
    return tuple(lines)
