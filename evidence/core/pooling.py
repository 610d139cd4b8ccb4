"""The one distribution behind several estimates: their mixture, weighted as they are scored.

A linear pool (scoring method section 2.5): in each group the best graded estimates share the
group's weight, and each group weighs what its reliability makes it. Its mass inside the claimed
region is the pooled probability of the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.quantity import Quantity

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate

Mixture = list[tuple[float, Quantity]]


class Pooled(NamedTuple):
    """The 5, 50 and 95 % quantiles of the pooled estimates, and their mass in the region."""

    low: float
    median: float
    high: float
    mass: float


def pooled(
    estimates: Sequence[QuantityEstimate], low: float | None, high: float | None
) -> Pooled | None:
    """Pool the estimates that count; None if there is none."""
    mixture = _mixture(estimates)
    if not mixture:
        return None
    mass = sum(weight * quantity.mass(low, high) for weight, quantity in mixture)
    ends = [_quantile(mixture, p) for p in (0.05, 0.5, 0.95)]
    return Pooled(ends[0], ends[1], ends[2], mass)


def _mixture(estimates: Sequence[QuantityEstimate]) -> Mixture:
    groups: dict[str, list[tuple[float, Quantity]]] = {}
    for estimate in estimates:
        if estimate.quantity is not None:
            groups.setdefault(estimate.group, []).append((estimate.voice().u, estimate.quantity))
    parts: Mixture = []
    for members in groups.values():
        best = max(u for u, _ in members)
        tied = [quantity for u, quantity in members if u == best]
        parts += [(best / len(tied), quantity) for quantity in tied]
    whole = sum(weight for weight, _ in parts)
    return [(weight / whole, quantity) for weight, quantity in parts if whole]


def _quantile(mixture: Mixture, p: float) -> float:
    """The value below which the mixture has the probability p, by bisection."""
    ends = [quantity.quantile(p) for _, quantity in mixture]
    below, above = min(ends), max(ends)
    for _ in range(200):
        if above - below <= 1e-12 * abs(above):
            break
        middle = (below + above) / 2
        if sum(weight * quantity.cdf(middle) for weight, quantity in mixture) < p:
            below = middle
        else:
            above = middle
    return above
