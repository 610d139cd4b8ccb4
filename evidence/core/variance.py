"""How much of a result's variance comes from each input.

Of a product, the variances of the logarithms times the squares of the powers; correlated inputs
share their covariance equally. Of a sum, how far the logarithm of the sum follows each input's,
by its first-order term. Of what is sampled, squared rank correlations, which are first-order too.
The shares add up to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evidence.core.errors import Invalid
from evidence.core.evaluating import Correlation, Formula, Plan, correlated_loads
from evidence.core.loads import Loads, covariance
from evidence.core.quantity import NeedsSampling, Quantity

RANKED = 2**13
"""Samples behind a rank correlation."""

POINTS = 200
"""Quantiles behind the variance of a logarithm that has no closed form."""


def variance_shares(
    formula: Formula, inputs: Mapping[str, Quantity], correlations: Sequence[Correlation] = ()
) -> dict[str, float]:
    """Each uncertain input's share of the variance, the largest first."""
    uncertain = {name: q for name, q in inputs.items() if not q.is_exact}
    if not uncertain:
        return {}
    factor = correlated_loads(uncertain, correlations)
    follows = None
    if all(q.low > 0 for q in uncertain.values()):
        follows = _follows(formula, inputs)
    if follows is not None:
        deviations = {n: load * _log_deviation(inputs[n]) for n, load in follows.items()}
        parts = _shared(deviations, factor)
    else:
        parts = _ranked(formula, inputs, uncertain, factor)
    # An input whose covariance with the others outweighs its own variance narrows the result.
    widening = {name: max(0.0, parts.get(name, 0.0)) for name in uncertain}
    whole = sum(widening.values())
    shares = {name: part / whole if whole else 0.0 for name, part in widening.items()}
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _follows(formula: Formula, inputs: Mapping[str, Quantity]) -> dict[str, float] | None:
    """The power of each input in a product, or how far a sum follows it; None of anything else."""
    probes = {name: q if q.is_exact else _probe(q, name) for name, q in inputs.items()}
    try:
        output = formula(**probes)
    except (NeedsSampling, Invalid):
        return None
    spreads = {name: probe.spread for name, probe in probes.items()}
    if output.shape == "lognormal":
        return {name: load / spreads[name] for name, load in output.factors}
    if output.shape != "sum":
        return None
    from evidence.core.sums import first_order

    mean: dict[str, float] = {}
    for term, share in zip(output.parts, first_order(output), strict=True):
        for name, load in term.factors:
            mean[name] = mean.get(name, 0.0) + share * output.location * load / spreads[name]
    return mean


def _probe(quantity: Quantity, name: str) -> Quantity:
    """A lognormal of the same median and width under the input's name."""
    median = math.log(quantity.median)
    return Quantity("lognormal", median, quantity.width, quantity.unit).named(name)


def _log_deviation(quantity: Quantity) -> float:
    """The standard deviation of the logarithm."""
    if quantity.shape == "lognormal":
        return quantity.spread
    if quantity.shape == "mixture":
        means = [(w, math.log(q.median), _log_deviation(q)) for w, q in quantity.parts]
        mean = sum(w * mu for w, mu, _ in means)
        return math.sqrt(sum(w * (s * s + (mu - mean) ** 2) for w, mu, s in means))
    if quantity.is_exact:
        return 0.0
    logs = [math.log(quantity.quantile((i + 0.5) / POINTS)) for i in range(POINTS)]
    mean = sum(logs) / POINTS
    return math.sqrt(sum((each - mean) ** 2 for each in logs) / POINTS)


def _shared(deviations: Mapping[str, float], factor: Mapping[str, Loads]) -> dict[str, float]:
    """Each input's covariance with the whole: its variance and half of what it shares twice."""
    loads = {
        name: tuple((each, load * size) for each, load in factor.get(name, ((name, 1.0),)))
        for name, size in deviations.items()
    }
    return {
        name: sum(covariance(own, other) for other in loads.values()) for name, own in loads.items()
    }


def _ranked(
    formula: Formula,
    inputs: Mapping[str, Quantity],
    uncertain: Mapping[str, Quantity],
    factor: Mapping[str, Loads],
) -> dict[str, float]:
    """The squared rank correlation of the result with each input."""
    import numpy as np

    from evidence.core.draws import Draws
    from evidence.core.sampling import Samples, sampled

    draws = Draws(Plan(size=RANKED), tuple(uncertain), factor)
    drawn: dict[str, Samples] = {n: sampled(draws, q, n) for n, q in uncertain.items()}
    output = formula(**{name: drawn.get(name, q) for name, q in inputs.items()})
    if not isinstance(output, Samples):
        return {}
    ranks = output.values.argsort().argsort()
    found = {}
    for name, samples in drawn.items():
        correlation = np.corrcoef(ranks, samples.values.argsort().argsort())[0, 1]
        noise = 1 / RANKED
        squared = float(correlation) ** 2
        found[name] = squared if squared > 9 * noise else 0.0
    return found
