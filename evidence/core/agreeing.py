"""How well two quantities agree."""

from __future__ import annotations

import math

from evidence.core.normal import Z90
from evidence.core.quantity import Quantity


def agreement(one: Quantity, other: Quantity) -> float:
    """How many standard deviations apart two quantities are: |mu1 - mu2| / sqrt(s1^2 + s2^2).

    On the logarithms if both are positive, else on the values, with (high - low)/2z as deviation
    of what is no lognormal. Equal exact values give 0, different ones infinity.
    """
    (mu, s), (nu, t) = _on_one_scale(one, other)
    gap, spread = abs(mu - nu), math.hypot(s, t)
    if gap == 0:
        return 0.0
    return gap / spread if spread else math.inf


def _on_one_scale(one: Quantity, other: Quantity) -> tuple[tuple[float, float], ...]:
    pair = (one, other)
    if all(q.shape != "normal" and q.low > 0 for q in pair):
        return tuple((math.log(q.median), q.width) for q in pair)
    return tuple((q.median, (q.high - q.low) / (2 * Z90)) for q in pair)
