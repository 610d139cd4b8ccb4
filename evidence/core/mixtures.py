"""Probability-weighted alternatives: "20% or 40%", and what follows from them.

What is done to alternatives is done to each: a product of alternatives is the alternatives of the
products, with products of weights, and its distribution function is the weighted sum of theirs.
So nothing is sampled while each alternative has a closed form or a quadrature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from evidence.core.normal import cumulative
from evidence.core.quadrature import bisected
from evidence.core.quantity import NeedsSampling, Quantity

MOST = 64
"""Alternatives of a result beyond which it is sampled."""

Weighted = Sequence[tuple[float, Quantity]]


class Mixture(Quantity):
    """`parts` are pairs of a weight and a quantity; `factors` names the choices among them."""

    @property
    def computed(self) -> str:
        """Exact unless one of the alternatives is not."""
        ways = {quantity.computed for _, quantity in self.weighted}
        return next((way for way in ("sampled", "quadrature") if way in ways), "exact")

    @property
    def weighted(self) -> Weighted:
        """Each alternative with its probability."""
        return cast(Weighted, self.parts)

    def quantile(self, p: float) -> float:
        """The least value that at least the probability p is at or below."""
        return mixture_quantile(self.weighted, p)

    def cdf(self, x: float) -> float:
        """The probability of a value of at most x."""
        return sum(weight * quantity.cdf(x) for weight, quantity in self.weighted)

    def mass(self, low: float | None, high: float | None) -> float:
        """The probability inside a region, an absent end being open."""
        return sum(weight * quantity.mass(low, high) for weight, quantity in self.weighted)

    def times(self, other: Quantity, unit: str = "") -> Quantity:
        """Each alternative times the other quantity, or times each of its alternatives."""
        return self._crossed(other, lambda a, b: a.times(b, unit), unit)

    def plus(self, other: Quantity, unit: str | None = None) -> Quantity:
        """Each alternative plus the other quantity, or plus each of its alternatives."""
        unit = self.unit if unit is None else unit
        return self._crossed(other, lambda a, b: a.plus(b, unit), unit)

    def power(self, exponent: float, unit: str = "") -> Quantity:
        """Each alternative to an exponent."""
        parts = tuple((weight, q.power(exponent, unit)) for weight, q in self.weighted)
        return self._replace(parts=parts, unit=unit)

    def scaled(self, factor: float, unit: str | None = None) -> Quantity:
        """Each alternative times a number."""
        unit = self.unit if unit is None else unit
        parts = tuple((weight, q.scaled(factor, unit)) for weight, q in self.weighted)
        return self._replace(parts=parts, unit=unit)

    def named(self, name: str) -> Quantity:
        """The choice, and each alternative, as one draw of that name."""
        parts = tuple((weight, q.named(name)) for weight, q in self.weighted)
        return self._replace(factors=((name, 1.0),), parts=parts)

    def _at(self, z: float) -> float:
        return self.quantile(cumulative(z))

    def _crossed(
        self, other: Quantity, joined: Callable[[Quantity, Quantity], Quantity], unit: str
    ) -> Quantity:
        others: Weighted = other.weighted if isinstance(other, Mixture) else ((1.0, other),)
        named = other.factors if isinstance(other, Mixture) else ()
        if len(self.parts) * len(others) > MOST:
            raise NeedsSampling(f"more than {MOST} alternatives need sampling")
        if dict(self.factors).keys() & {name for name, _ in named}:
            raise NeedsSampling("alternatives that enter twice need sampling")
        parts = [(v * w, joined(a, b)) for v, a in self.weighted for w, b in others]
        if any(not quantity.is_plain and quantity.computed == "sampled" for _, quantity in parts):
            raise NeedsSampling("alternatives of samples need sampling")
        return Mixture("mixture", 0.0, 0.0, unit, (*self.factors, *named), tuple(parts))


def mixture_of(weighted: Iterable[tuple[float, Quantity]], unit: str) -> Quantity:
    """Alternatives with their probabilities; a single one is itself.

    >>> from evidence.core.quantity import exact
    >>> share = mixture_of([(0.5, exact(0.2)), (0.5, exact(0.4))], "share")
    >>> share.low, share.high, share.mass(0.3, None)
    (0.2, 0.4, 0.5)
    """
    parts = tuple(weighted)
    return parts[0][1] if len(parts) == 1 else Mixture("mixture", 0.0, 0.0, unit, (), parts)


def mixture_quantile(weighted: Weighted, p: float) -> float:
    """The value below which a mixture has the probability p, by bisection."""
    ends = [quantity.quantile(p) for _, quantity in weighted]
    goal = p - 1e-12  # weights such as 1/3 do not add up to the last digit

    def cdf(x: float) -> float:
        return sum(weight * quantity.cdf(x) for weight, quantity in weighted)

    found = bisected(goal, cdf, min(ends), max(ends))
    steps = (q.location for _, q in weighted if q.is_exact)
    return next((at for at in steps if abs(at - found) <= 1e-11 * abs(at)), found)
