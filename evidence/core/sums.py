"""A product of lognormals plus one more term, lognormal or exact, to any power.

With U and V the logarithms of the terms, jointly normal, P(A + B <= x) is the integral over U of
its density times P(V <= ln(x - e^U) given U): one dimension, by quadrature. An exact term only
shifts. A lognormal times a sum multiplies both terms, which then share it, and stays a sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import cast

from evidence.core.errors import Invalid
from evidence.core.loads import covariance
from evidence.core.normal import cumulative
from evidence.core.quadrature import FINEST, FURTHEST, normal_integral, root_of, settled
from evidence.core.quantity import NeedsSampling, Quantity

STEEP = 0.3
"""Below this share of its spread, what the second term has of its own makes a steep integrand."""


class Sum(Quantity):
    """`parts` are the two terms, the narrower first; `location` is the power of their sum."""

    @property
    def computed(self) -> str:
        """Exact where one term is, else by quadrature."""
        return "exact" if self.parts[0].is_exact else "quadrature"

    @property
    def terms(self) -> tuple[Quantity, Quantity]:
        """The two terms, the one of the narrower range of values first."""
        return cast(tuple[Quantity, Quantity], self.parts)

    def quantile(self, p: float) -> float:
        """The value below which the probability p lies; raises Invalid outside (0, 1)."""
        if not 0 < p < 1:
            raise Invalid(f"no quantile at {p}: give a probability between 0 and 1")
        return self._raised(self._root(p if self.location > 0 else 1 - p))

    def cdf(self, x: float) -> float:
        """The probability of a value of at most x."""
        if self.location == 1:
            return self._below(x)
        if x <= 0:
            return 0.0
        below = self._below(x ** (1 / self.location))
        return below if self.location > 0 else 1 - below

    def mass(self, low: float | None, high: float | None) -> float:
        """The probability inside a region, an absent end being open."""
        above = 1.0 if high is None else self.cdf(high)
        return max(0.0, above - (0.0 if low is None else self.cdf(low)))

    def times(self, other: Quantity, unit: str = "") -> Quantity:
        """Both terms times the other quantity."""
        if other.is_exact:
            return self.scaled(other.location, unit)
        if not other.is_plain and other.shape != "sum":
            return other.times(self, unit)
        if other.shape != "lognormal" or any(term.low <= 0 for term in self.parts):
            raise NeedsSampling("a product of sums needs sampling")
        each = _common(other.power(1 / self.location), self.parts)
        one, second = (term.times(each) for term in self.parts)
        return sum_of(one, second, unit).power(self.location, unit)

    def plus(self, other: Quantity, unit: str | None = None) -> Quantity:
        """One exact term more; anything else is sampled."""
        unit = self.unit if unit is None else unit
        if other.is_exact and other.location == 0:
            return self._replace(unit=unit)
        if not other.is_plain and other.shape != "sum":
            return other.plus(self, unit)
        one, second = self.terms
        if self.location == 1 and one.is_exact and other.is_exact:
            return second.plus(one.plus(other), unit)
        raise NeedsSampling("a sum of more than two terms needs sampling")

    def power(self, exponent: float, unit: str = "") -> Quantity:
        """The sum to a further exponent."""
        if self.parts[0].low < 0:
            raise NeedsSampling("a power of a difference needs sampling")
        power = self.location * exponent
        return self._replace(location=power, unit=unit) if power else Quantity("exact", 1, 0, unit)

    def scaled(self, factor: float, unit: str | None = None) -> Quantity:
        """The sum times a positive number."""
        if not factor > 0:
            raise Invalid(f"a range times {factor}: give a number above 0")
        each = factor ** (1 / self.location)
        terms = tuple(term.scaled(each) for term in self.parts)
        return self._replace(parts=terms, unit=self.unit if unit is None else unit)

    def named(self, name: str) -> Quantity:
        """Refused: a sum is never an input."""
        raise NeedsSampling(f"{name} is a sum, which is drawn term by term")

    def _at(self, z: float) -> float:
        return self.quantile(cumulative(z))

    def _raised(self, x: float) -> float:
        return x if self.location == 1 else x**self.location

    def _root(self, p: float) -> float:
        one, second = self.parts
        if one.is_exact:
            return float(one.location + second.quantile(p))
        low = math.log(max(term.quantile(p / 2) for term in self.parts))
        high = math.log(sum(term.quantile((1 + p) / 2) for term in self.parts))
        for level in range(1, FINEST):
            root = root_of(p, partial(_integral_at, one, second, level), low, high)
            if abs(_integral_at(one, second, level + 1, root) - p) < 1e-9:
                break
        return math.exp(root)

    def _below(self, x: float) -> float:
        one, second = self.parts
        if one.is_exact:
            return float(second.cdf(x - one.location))
        if x <= 0:
            return 0.0
        return settled(lambda level: _integral_at(one, second, level, math.log(x)))


def _integral_at(one: Quantity, second: Quantity, level: int, y: float) -> float:
    """P(ln(A + B) <= y)."""
    x = math.exp(y)
    slope = covariance(one.factors, second.factors) / one.spread
    rest = max(math.sqrt(max(second.spread**2 - slope**2, 0.0)), 1e-9 * second.spread)
    mu, s, nu = one.location, one.spread, second.location
    scale = 1 / (rest * math.sqrt(2))
    exp, log, erfc = math.exp, math.log, math.erfc

    def reached(z: float) -> float:
        left = x - exp(mu + s * z)
        return (nu + slope * z - log(left)) * scale if left > 0 else math.inf

    end = (y - mu) / s
    if slope <= 0 or rest > STEEP * second.spread:
        return normal_integral(lambda z: 0.5 * erfc(reached(z)), -math.inf, end, level)
    start, stop = (_crossing(reached, at, -FURTHEST, min(end, FURTHEST)) for at in (-6.0, 6.0))
    within = normal_integral(lambda z: 0.5 * erfc(reached(z)), start, stop, level)
    return within + cumulative(start)


def _crossing(rising: Callable[[float], float], at: float, low: float, high: float) -> float:
    """Where a rising function reaches a value."""
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < at else (low, middle)
    return (low + high) / 2


def _common(factor: Quantity, terms: tuple[Quantity, ...]) -> Quantity:
    """A factor with a name for all that it carries, so that both terms share it."""
    taken = {name for term in terms for name, _ in term.factors}
    free = next(f"common {i}" for i in range(len(taken) + 1) if f"common {i}" not in taken)
    loads = tuple((name or free, load) for name, load in factor.loads)
    return factor._replace(factors=loads)


def sum_of(one: Quantity, second: Quantity, unit: str) -> Quantity:
    """The sum of a lognormal and another plain term, positive or exact."""
    one, second = sorted((one, second), key=lambda term: _reach(term))
    if second.is_exact:
        return one.plus(second, unit)
    if not one.is_exact:
        correlation = covariance(one.factors, second.factors) / (one.spread * second.spread)
        if correlation < -0.99:
            raise NeedsSampling("a sum of a value and its inverse needs sampling")
    return Sum("sum", 1.0, 0.0, unit, (), (one, second))


def _reach(term: Quantity) -> float:
    """How far a term spreads on the scale of values: an exact one not at all."""
    if term.is_exact:
        return -math.inf
    return term.location + math.log(term.spread)


def first_order(total: Quantity) -> tuple[float, float]:
    """The mean share of each term in the sum: how much of a term's change the sum follows.

    E[A / (A + B)] = E[1 / (1 + e^D)] with D = ln B - ln A, which is normal. By Stein's lemma the
    covariance of ln(A + B) with a standard normal is the mean of its derivative, to which each
    term contributes its load times this share.
    """
    one, second = total.parts
    if one.is_exact and one.location <= 0:
        return 0.0, 1.0
    if one.is_exact:
        one = Quantity("lognormal", math.log(one.location), 0.0, "")
    mean = second.location - one.location
    spread = math.sqrt(
        max(one.spread**2 + second.spread**2 - 2 * covariance(one.factors, second.factors), 0.0)
    )
    share = normal_integral(lambda z: _logistic(-(mean + spread * z)), -math.inf, math.inf, 2)
    return share, 1 - share


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
