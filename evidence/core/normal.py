"""The standard normal distribution, from the standard library's math alone.

`statistics.NormalDist` would do, but importing statistics costs more than a whole calculation.
"""

from __future__ import annotations

import math

Z90 = 1.6448536269514722
"""Half the width of the central 90 % of the standard normal distribution."""


def cumulative(z: float) -> float:
    """The probability below z: erfc(-z / sqrt 2) / 2, which keeps its digits in the lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def quantile(p: float) -> float:
    """The z below which the probability p lies; raises ValueError outside (0, 1).

    A rational start, good to 4.5e-4 (Abramowitz and Stegun 1964, 26.2.23), is refined by three
    steps of Halley's method on `cumulative`, each of which triples the correct digits.

    >>> quantile(0.5), round(quantile(0.95), 12)
    (0.0, 1.644853626951)
    """
    if not 0 < p < 1:
        raise ValueError(f"no quantile at {p}: a probability lies between 0 and 1")
    if p == 0.5:
        return 0.0
    if p > 0.5:
        return -_lower(1 - p)
    return _lower(p)


def _lower(p: float) -> float:
    t = math.sqrt(-2 * math.log(p))
    above = 2.515517 + t * (0.802853 + t * 0.010328)
    below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    z = above / below - t
    for _ in range(3):
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        step = (cumulative(z) - p) / density
        z -= step / (1 + z * step / 2)
    return z
