"""Integrals against the standard normal density, and quantiles of a known distribution function.

From the standard library alone. The integrals use the double exponential rule (Takahasi and Mori
1974), whose error falls exponentially with the number of points even where the integrand drops
off steeply at an end.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

from evidence.core.normal import quantile as normal_quantile

FURTHEST = 9.0
"""Standard deviations beyond which the normal density is left out: 1e-19 of the probability."""

FINEST = 5
"""The last level of points, some 1,500 of them, for integrands that turn within a hundredth."""


@functools.cache
def _rule(level: int) -> tuple[tuple[float, float], ...]:
    """Points in (-1, 1) with weights: step 1/8 at level 0, halved at each further one."""
    step = 0.125 / 2**level
    points = []
    for i in range(-int(3.2 / step), int(3.2 / step) + 1):
        t = math.pi / 2 * math.sinh(i * step)
        weight = step * math.pi / 2 * math.cosh(i * step) / math.cosh(t) ** 2
        points.append((math.tanh(t), weight))
    return tuple(points)


def normal_integral(
    function: Callable[[float], float], below: float, above: float, level: int
) -> float:
    """The integral of the standard normal density times a function between two ends.

    >>> round(normal_integral(lambda z: z * z, -9.0, 9.0, 2), 9)
    1.0
    """
    below, above = max(below, -FURTHEST), min(above, FURTHEST)
    if below >= above:
        return 0.0
    middle, half = (below + above) / 2, (above - below) / 2
    exp, total = math.exp, 0.0
    for point, weight in _rule(level):
        z = middle + half * point
        total += weight * exp(-0.5 * z * z) * function(z)
    return total * half / math.sqrt(2 * math.pi)


def settled(probability: Callable[[int], float], level: int = 1, within: float = 1e-10) -> float:
    """A probability at the first level of points that a finer one confirms."""
    value = probability(level)
    while level < FINEST:
        level += 1
        finer = probability(level)
        if abs(finer - value) <= within:
            return finer
        value = finer
    return value


def root_of(p: float, cdf: Callable[[float], float], low: float, high: float) -> float:
    """The x in [low, high] at which a distribution function is p, by the Illinois method.

    Worked on the normal quantiles of the function, of which smooth ones are nearly straight.
    """
    target = normal_quantile(p)
    left, right = _probit(cdf(low)) - target, _probit(cdf(high)) - target
    if left >= 0:
        return low
    if right <= 0:
        return high
    side = 0
    for _ in range(200):
        x = (low * right - high * left) / (right - left)
        if not low < x < high:
            x = (low + high) / 2
        gap = _probit(cdf(x)) - target
        if abs(gap) < 1e-10 or high - low <= 1e-13 * max(abs(low), abs(high), 1.0):
            return x
        if gap < 0:
            low, left, right, side = x, gap, right / 2 if side < 0 else right, -1
        else:
            high, right, left, side = x, gap, left / 2 if side > 0 else left, 1
    return (low + high) / 2


def _probit(p: float) -> float:
    return normal_quantile(min(max(p, 1e-300), 1 - 1e-16))


def bisected(p: float, cdf: Callable[[float], float], low: float, high: float) -> float:
    """The least x in [low, high] at which a distribution function reaches p; it may have steps."""
    for _ in range(200):
        if high - low <= 1e-12 * abs(high):
            break
        middle = (low + high) / 2
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
    return high
