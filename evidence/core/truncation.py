"""A range cut off at what is possible: a utilization of 60 % to 95 % has no mass above 1.

The range keeps its shape inside; what lay outside is shared out in proportion. Times a lognormal
it is one integral over the cut range, by quadrature.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import cast

from evidence.core.errors import Invalid
from evidence.core.loads import joined_loads
from evidence.core.normal import cumulative
from evidence.core.normal import quantile as normal_quantile
from evidence.core.quadrature import normal_integral, root_of, settled
from evidence.core.quantity import NeedsSampling, Quantity


class Truncated(Quantity):
    """A normal or lognormal whose standard normal lies between two ends, times a lognormal.

    `parts` are the name of that normal, its load, its ends, and whether it is a lognormal;
    `location`, `spread` and `factors` are as if nothing but the rest had a spread.
    """

    @property
    def computed(self) -> str:
        """In closed form alone, by quadrature times another range."""
        return "quadrature" if self.spread else "exact"

    @property
    def cut(self) -> tuple[str, float, float, float, bool]:
        """Name, load, lower and upper end of the cut normal, and whether it is a logarithm."""
        return cast(tuple[str, float, float, float, bool], self.parts)

    def quantile(self, p: float) -> float:
        """The value below which the probability p lies; raises Invalid outside (0, 1)."""
        if not 0 < p < 1:
            raise Invalid(f"no quantile at {p}: give a probability between 0 and 1")
        _, load, _, _, logarithmic = self.cut
        if not self.spread:
            y = self.location + load * self._cut_quantile(p if load > 0 else 1 - p)
        else:
            y = _smoothed_quantile(self, p)
        return math.exp(y) if logarithmic else y

    def cdf(self, x: float) -> float:
        """The probability of a value of at most x."""
        if not self.cut[4]:
            return self._below(x)
        return self._below(math.log(x)) if x > 0 else 0.0

    def mass(self, low: float | None, high: float | None) -> float:
        """The probability inside a region, an absent end being open."""
        above = 1.0 if high is None else self.cdf(high)
        return max(0.0, above - (0.0 if low is None else self.cdf(low)))

    def times(self, other: Quantity, unit: str = "") -> Quantity:
        """The product with a lognormal, or with the same cut range once more."""
        if other.is_exact:
            return self.scaled(other.location, unit)
        name, load, below, above, logarithmic = self.cut
        if not logarithmic:
            raise NeedsSampling("a product with a range that reaches 0 needs sampling")
        if isinstance(other, Truncated) and name and other.cut[0] == name:
            load += other.cut[1]
        elif other.shape == "mixture":
            return other.times(self, unit)
        elif other.shape != "lognormal":
            raise NeedsSampling("a product of two cut ranges needs sampling")
        loads = joined_loads(self.loads, other.loads)
        spread = math.hypot(*(each for _, each in loads))
        location = self.location + other.location
        if abs(load) < 1e-14:
            return Quantity("lognormal", location, spread, unit, loads)._held()
        cut = (name, load, below, above, logarithmic)
        return Truncated("truncated", location, spread, unit, loads, cut)

    def plus(self, other: Quantity, unit: str | None = None) -> Quantity:
        """Nothing but 0 can be added without sampling."""
        if other.is_exact and other.location == 0:
            return self._replace(unit=self.unit if unit is None else unit)
        if other.shape == "mixture":
            return other.plus(self, unit)
        raise NeedsSampling("a sum with a cut range needs sampling")

    def power(self, exponent: float, unit: str = "") -> Quantity:
        """The cut range to an exponent."""
        name, load, below, above, logarithmic = self.cut
        if not logarithmic:
            raise NeedsSampling("a power of a range that reaches 0 needs sampling")
        loads = tuple((n, each * exponent) for n, each in self.factors)
        return Truncated(
            "truncated",
            self.location * exponent,
            self.spread * abs(exponent),
            unit,
            loads,
            (name, load * exponent, below, above, logarithmic),
        )

    def scaled(self, factor: float, unit: str | None = None) -> Quantity:
        """The cut range times a positive number."""
        if not factor > 0:
            raise Invalid(f"a range times {factor}: give a number above 0")
        unit = self.unit if unit is None else unit
        name, load, below, above, logarithmic = self.cut
        if logarithmic:
            return self._replace(location=self.location + math.log(factor), unit=unit)
        cut = (name, load * factor, below, above, logarithmic)
        return self._replace(location=self.location * factor, unit=unit, parts=cut)

    def named(self, name: str) -> Quantity:
        """Itself as one draw of that name."""
        return self._replace(parts=(name, *self.parts[1:]))

    def _at(self, z: float) -> float:
        return self.quantile(cumulative(z))

    def _cut_quantile(self, p: float) -> float:
        """The standard normal at the probability p between the ends."""
        _, _, below, above, _ = self.cut
        low, high = cumulative(below), cumulative(above)
        return normal_quantile(low + p * (high - low))

    def _below(self, y: float) -> float:
        _, load, below, above, _ = self.cut
        inside = cumulative(above) - cumulative(below)
        if not self.spread:
            z = max(below, min(above, (y - self.location) / load))
            under = (cumulative(z) - cumulative(below)) / inside
            return under if load > 0 else 1 - under
        rest = 1 / self.spread

        def given(z: float) -> float:
            return cumulative((y - self.location - load * z) * rest)

        return settled(lambda level: normal_integral(given, below, above, level)) / inside


@lru_cache(maxsize=4096)
def _smoothed_quantile(cut: Truncated, p: float) -> float:
    """The quantile of a cut normal plus another one.

    It is asked for whenever a claim is scored again, and each answer takes dozens of integrals.
    """
    _, load, below, above, _ = cut.cut
    reach = 9 * cut.spread
    ends = [cut.location + load * max(-9.0, min(9.0, z)) for z in (below, above)]
    return root_of(p, cut._below, min(ends) - reach, max(ends) + reach)


def truncated(quantity: Quantity, low: float, high: float) -> Quantity:
    """A lognormal or normal without its mass outside [low, high].

    >>> from evidence.core.quantity import between
    >>> share = truncated(between(0.6, 0.95, "share"), 0.0, 1.0)
    >>> round(share.high, 4), share.cdf(1.0)
    (0.9269, 1.0)
    """
    logarithmic = quantity.shape == "lognormal"
    ends = [
        (math.log(end) if end > 0 else -math.inf) if logarithmic else end for end in (low, high)
    ]
    below, above = ((end - quantity.location) / quantity.spread for end in ends)
    if cumulative(above) - cumulative(below) < 1e-6:
        raise Invalid(f"a range that lies outside {low:g} to {high:g}: give one inside")
    cut = ("", quantity.spread, below, above, logarithmic)
    return Truncated("truncated", quantity.location, 0.0, quantity.unit, (), cut)
