"""How well a share is known from a few cases: Jeffreys' interval.

The posterior of a share after `hits` of `cases` is Beta(hits + 1/2, misses + 1/2) (Brown, Cai and
DasGupta 2001). With x = sin² t its density in t is sin(t)^(2 hits) cos(t)^(2 misses), a smooth
function without poles, about 1/(2 √cases) wide, which is summed over equal steps around its peak.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, pairwise

LEVEL = 0.9
_STEPS = 4000
_REACH = 6.0
"""How far to either side of the peak is summed, times √cases: 12 standard deviations."""


@lru_cache
def interval(hits: int, cases: int) -> tuple[float, float]:
    """The central 90 % of a share's posterior after so many hits in so many cases.

    >>> [round(end, 3) for end in interval(5, 10)], [round(end, 3) for end in interval(0, 0)]
    ([0.262, 0.738], [0.006, 0.994])
    """
    misses = cases - hits
    angles = _angles(hits, cases)
    heights = [_height(angle, hits, misses) for angle in angles]
    sums = [0.0, *accumulate(a + b for a, b in pairwise(heights))]
    tail = (1 - LEVEL) / 2
    return _share_at(tail, angles, sums), _share_at(1 - tail, angles, sums)


def _angles(hits: int, cases: int) -> list[float]:
    peak = math.asin(math.sqrt(hits / cases)) if cases else 0.0
    reach = _REACH / math.sqrt(cases) if cases else math.inf
    start, end = max(0.0, peak - reach), min(math.pi / 2, peak + reach)
    return [start + (end - start) * step / _STEPS for step in range(_STEPS + 1)]


def _height(angle: float, hits: int, misses: int) -> float:
    """The density, divided by its greatest value so that many cases do not underflow."""
    level = 0.0
    for count, now, most in (
        (hits, math.sin(angle), hits / max(1, hits + misses)),
        (misses, math.cos(angle), misses / max(1, hits + misses)),
    ):
        if count:
            level += count * (math.log(max(now * now, 1e-300)) - math.log(most))
    return math.exp(level)


def _share_at(part: float, angles: list[float], sums: list[float]) -> float:
    wanted = part * sums[-1]
    after = bisect_left(sums, wanted)
    step = (wanted - sums[after - 1]) / (sums[after] - sums[after - 1])
    angle = angles[after - 1] + step * (angles[after] - angles[after - 1])
    return math.sin(angle) ** 2
