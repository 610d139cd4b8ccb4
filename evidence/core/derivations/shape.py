"""How a formula depends on one of its inputs, told from its values at three of them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from evidence.core.quantity import Quantity

Points = Mapping[float, Quantity]
"""The result at x, 2x and 4x of one input, in this order."""

NEITHER = "its formula is neither a product nor a sum in it"


def exponent_of(points: Points) -> float | None:
    """The exponent with which an input stands in a product; None where it does not.

    A product grows by one and the same factor each time an input is doubled; nothing else does.
    """
    low, middle, high = (each.median for each in points.values())
    if min(low, middle, high) <= 0:
        return None
    exponent = float(round(math.log2(middle / low)))
    same = all(
        math.isclose(factor, 2**exponent, rel_tol=1e-9) for factor in (middle / low, high / middle)
    )
    return exponent if exponent and same else None


def term_of(points: Mapping[float, float], target: float) -> float | None:
    """The input at which a sum is `target`; None where it is none, or where no number is enough.

    The sum, or what is divided by it, grows evenly with the input: a + b x.

    >>> term_of({1.0: 5.0, 2.0: 7.0, 4.0: 11.0}, 23.0)
    10.0
    >>> round(term_of({0.25: 1 / 3.25, 0.5: 1 / 3.5, 1.0: 1 / 4}, 0.3), 4)
    0.3333
    """
    inverse = {x: 1 / value for x, value in points.items() if value}
    for values, wanted in ((points, target), (inverse, 1 / target)):
        found = _evenly(values, wanted) if len(values) == 3 else None
        if found is not None and found > 0:
            return found
    return None


def _evenly(points: Mapping[float, float], target: float) -> float | None:
    (x, low), (_, middle), (_, high) = points.items()
    slope = (high - low) / (3 * x)
    if not slope or not math.isclose(middle - low, slope * x, rel_tol=1e-6):
        return None
    return x + (target - low) / slope
