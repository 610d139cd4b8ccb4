"""The one distribution behind several estimates: their mixture, weighted as they are scored.

A linear pool (scoring method section 2.5): in each group the best graded estimates share the
group's weight, and each group weighs what its reliability makes it. Its mass inside the claimed
region is the pooled probability of the score.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evidence.core.mixtures import mixture_quantile
from evidence.core.quantity import Quantity


class Share(NamedTuple):
    """One estimate as it enters the pool: whose voice, how heavy, what it says."""

    group: str
    weight: float
    quantity: Quantity


Mixture = list[tuple[float, Quantity]]


class Pooled(NamedTuple):
    """The 5, 50 and 95 % quantiles of the pooled estimates, and their mass in the region."""

    low: float
    median: float
    high: float
    mass: float


def pooled(shares: Iterable[Share], low: float | None, high: float | None) -> Pooled | None:
    """Pool the estimates that count; None if there is none."""
    mixture = _mixture(shares)
    if not mixture:
        return None
    mass = sum(weight * quantity.mass(low, high) for weight, quantity in mixture)
    ends = [mixture_quantile(mixture, p) for p in (0.05, 0.5, 0.95)]
    return Pooled(ends[0], ends[1], ends[2], mass)


def _mixture(shares: Iterable[Share]) -> Mixture:
    groups: dict[str, list[Share]] = {}
    for share in shares:
        groups.setdefault(share.group, []).append(share)
    parts: Mixture = []
    for members in groups.values():
        best = max(share.weight for share in members)
        tied = [share.quantity for share in members if share.weight == best]
        parts += [(best / len(tied), quantity) for quantity in tied]
    whole = sum(weight for weight, _ in parts)
    return [(weight / whole, quantity) for weight, quantity in parts if whole]
