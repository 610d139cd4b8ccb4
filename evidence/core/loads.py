"""What each named standard normal adds to a value or to its logarithm.

A named normal that enters twice is one: its loads are added before they are squared. The name ""
collects whatever enters once, so that its loads add in squares.
"""

from __future__ import annotations

import math

Loads = tuple[tuple[str, float], ...]


def joined_loads(one: Loads, other: Loads) -> Loads:
    """Loads added by name: those of a name before, those without a name after squaring."""
    sums = dict(one)
    for name, load in other:
        had = sums.get(name, 0.0)
        if not name:
            sums[name] = math.hypot(had, load)
            continue
        both = had + load
        sums[name] = 0.0 if abs(both) <= 1e-14 * (abs(had) + abs(load)) else both
    return tuple((name, load) for name, load in sums.items() if load)


def covariance(one: Loads, other: Loads) -> float:
    """The covariance of two sums of named normals: what they share by name.

    >>> covariance((("peak", 0.5), ("", 0.2)), (("peak", 2.0), ("", 0.2)))
    1.0
    """
    loads = dict(other)
    return sum((load * loads.get(name, 0.0) for name, load in one if name), 0.0)
