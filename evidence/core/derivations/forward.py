"""A law run forward: what it says of a given model in place of the best one at a compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.core.derivations.method import Method, Result
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity

STEPS = [0.05 * step for step in range(1, 20)]
"""Quantiles at which a figure is taken: an optimum may lie between the ends of a range."""


def run_forward(
    method: Method,
    quantities: Mapping[str, Quantity],
    words: Mapping[str, str],
    shown: Mapping[str, Mapping[str, object]],
    said: Sequence[str],
) -> Result:
    """A law's figures for a model; raises Invalid where more than one of its sizes has a range."""
    uncertain = [name for name, quantity in quantities.items() if not quantity.is_exact]
    if len(uncertain) > 1 or uncertain == ["granularity"]:
        raise Invalid(f"{' and '.join(uncertain)} have ranges: give one of the sizes with a range")
    middle = _figures(method, {n: q.median for n, q in quantities.items()}, words)
    ranges = _ranges(method, quantities, words, uncertain)
    if uncertain:
        said = (*said, f"ranges run over the 5 to 95 % quantiles of {uncertain[0]}")
    low, high = ranges.get("loss", (middle["loss"], middle["loss"]))
    return Result(
        method=method.name,
        quantity="loss",
        unit="nat",
        low=low,
        median=middle["loss"],
        high=high,
        computed="exact",
        inputs=shown,
        assumptions=tuple(said),
        extra=middle,
        ranges=ranges,
    )


def _ranges(
    method: Method,
    quantities: Mapping[str, Quantity],
    words: Mapping[str, str],
    uncertain: Sequence[str],
) -> dict[str, tuple[float, float]]:
    """Each figure's least and greatest value over the quantiles of the one uncertain size."""
    if not uncertain:
        return {}
    name = uncertain[0]
    fixed = {n: q.median for n, q in quantities.items() if n != name}
    found = [
        _figures(method, fixed | {name: quantities[name].quantile(step)}, words) for step in STEPS
    ]
    return {
        figure: (min(f[figure] for f in found), max(f[figure] for f in found))
        for figure in found[0]
    }


def _figures(
    method: Method, sizes: Mapping[str, float], words: Mapping[str, str]
) -> Mapping[str, float]:
    if method.forward is None:
        raise TypeError(f"{method.name} does not run forward")
    return method.forward(**sizes, **words)
