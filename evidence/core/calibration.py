"""How good the probabilities were, once claims are resolved.

A pair is a probability that was given and the outcome, 1 for true and 0 for false.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.core.shares import interval
from evidence.core.weights import RELIABILITY

Pairs = Sequence[tuple[float, int]]

EDGES = (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0)
"""Ends of the ICD-203 words' ranges; each range has its lower end, the last one both."""

_DB = math.log(10) / 10
"""The natural log odds of 1 dB."""

_TRIALS = 10
"""How many resolved voices a grade is worth against a source's own record."""

_STEPS = 100


class Bin(NamedTuple):
    """The pairs whose probability lies in one range."""

    low: float
    high: float
    size: int
    mean_probability: float
    frequency: float
    """The share of them that turned out true."""

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies with 90 %, as Jeffreys has it."""
        return interval(round(self.frequency * self.size), self.size)


class Murphy(NamedTuple):
    """The Brier score taken apart: reliability - resolution + uncertainty.

    The identity is exact only where all probabilities of a bin are equal.
    """

    reliability: float
    resolution: float
    uncertainty: float
    bins: tuple[Bin, ...]


def brier(pairs: Pairs) -> float:
    """The mean squared distance of the probability from the outcome; 0 is perfect."""
    return _mean([(p - outcome) ** 2 for p, outcome in pairs])


def log_score(pairs: Pairs) -> float:
    """The mean of -ln of the probability given to what happened, in nats; 0 is perfect."""
    given = [p if outcome else 1 - p for p, outcome in pairs]
    return _mean([-math.log(p) if p > 0 else math.inf for p in given])


def murphy(pairs: Pairs, edges: Sequence[float] = EDGES) -> Murphy:
    """Murphy's decomposition over the ranges between the edges; empty ranges are left out."""
    base = _mean([outcome for _, outcome in pairs])
    bins = tuple(_bins(pairs, edges))
    total = len(pairs)
    return Murphy(
        math.fsum(b.size * (b.mean_probability - b.frequency) ** 2 for b in bins) / total,
        math.fsum(b.size * (b.frequency - base) ** 2 for b in bins) / total,
        base * (1 - base),
        bins,
    )


def _bins(pairs: Pairs, edges: Sequence[float]) -> list[Bin]:
    bins = []
    for low, high in pairwise(edges):
        last = high == edges[-1]
        inside = [pair for pair in pairs if low <= pair[0] < high or (last and pair[0] == high)]
        if inside:
            forecast, happened = _mean([p for p, _ in inside]), _mean([o for _, o in inside])
            bins.append(Bin(low, high, len(inside), forecast, happened))
    return bins


def _mean(numbers: Sequence[float]) -> float:
    if not numbers:
        raise Invalid("no claim is resolved yet, so there is nothing to calibrate on")
    return math.fsum(numbers) / len(numbers)


def recalibrate(pairs: Pairs) -> tuple[float, float]:
    """The (a, b) for which a + b L dB fits the outcomes best; each pair is (L in dB, outcome).

    Logistic regression with the ridge (a^2 + (b-1)^2)/2, so that without data nothing changes;
    solved by Newton's method with halved steps.
    """
    a, b = 0.0, 1.0
    for _ in range(_STEPS):
        step_a, step_b = _newton(pairs, a, b)
        here, scale = _loss(pairs, a, b), 1.0
        while scale > 1e-12 and _loss(pairs, a - scale * step_a, b - scale * step_b) > here:
            scale /= 2
        a, b = a - scale * step_a, b - scale * step_b
        if abs(scale * step_a) + abs(scale * step_b) < 1e-12:
            break
    return a, b


def _loss(pairs: Pairs, a: float, b: float) -> float:
    misfit = math.fsum(_softplus(-_DB * (a + b * level) * _sign(o)) for level, o in pairs)
    return misfit + (a * a + (b - 1) ** 2) / 2


def _newton(pairs: Pairs, a: float, b: float) -> tuple[float, float]:
    slope_a, slope_b, aa, ab, bb = a, b - 1, 1.0, 0.0, 1.0
    for level, outcome in pairs:
        p = _logistic(_DB * (a + b * level))
        miss, bend = _DB * (p - outcome), _DB * _DB * p * (1 - p)
        slope_a, slope_b = slope_a + miss, slope_b + miss * level
        aa, ab, bb = aa + bend, ab + bend * level, bb + bend * level * level
    size = aa * bb - ab * ab
    return (bb * slope_a - ab * slope_b) / size, (aa * slope_b - ab * slope_a) / size


def _sign(outcome: int) -> int:
    return 1 if outcome else -1


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _logistic(x: float) -> float:
    part = math.exp(-abs(x))
    return (1.0 if x >= 0 else part) / (1 + part)


def posterior_reliability(r0: float, hits: int, misses: int) -> float:
    """The reliability of a source after hits and misses on resolved claims.

    The grade's reliability counts as ten trials; the result stays between 0 and grade A.
    """
    accuracy = (_TRIALS * (1 + r0) / 2 + hits) / (_TRIALS + hits + misses)
    return max(0.0, min(RELIABILITY["A"], 2 * accuracy - 1))
