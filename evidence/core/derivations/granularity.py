"""The computes at which another granularity becomes the best one."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from evidence.core.derivations.scaling_laws import (
    BY_EXPANSION,
    GRANULARITIES,
    LEAST,
    MOST,
    MoeLaw,
    at_granularity,
    moe_law,
)


class Crossover(NamedTuple):
    """Where one granularity hands over to the next."""

    before: int
    after: int
    compute: float
    """FLOP at which both reach the same loss."""


def crossovers(expansion: float = 64.0, fit: str = BY_EXPANSION) -> tuple[Crossover, ...]:
    """Each change of the best granularity between 1e15 and 1e35 FLOP, in order of compute.

    Source: Krajewski et al. 2024 (arXiv 2402.07871), Eq. 9 and 10 with equal losses.

    >>> [f"{c.before} -> {c.after} at {c.compute:.3g}" for c in crossovers() if c.after == 64]
    ['32 -> 64 at 1.06e+24']
    """
    law = moe_law(expansion, fit)
    found = [_between(one, other, expansion, law) for one, other in pairwise(GRANULARITIES)]
    return tuple(crossover for crossover in found if crossover)


def _between(one: int, other: int, expansion: float, law: MoeLaw) -> Crossover | None:
    low, high = math.log(LEAST), math.log(MOST)
    if _gain(low, one, other, expansion, law) >= 0 or _gain(high, one, other, expansion, law) <= 0:
        return None
    for _ in range(36):
        middle = (low + high) / 2
        if _gain(middle, one, other, expansion, law) < 0:
            low = middle
        else:
            high = middle
    return Crossover(one, other, math.exp((low + high) / 2))


def _gain(log_compute: float, one: int, other: int, expansion: float, law: MoeLaw) -> float:
    """How much less loss the finer granularity reaches; negative where the coarser is better."""
    coarse, fine = (
        at_granularity(math.exp(log_compute), g, expansion, law)[0] for g in (one, other)
    )
    return coarse - fine
