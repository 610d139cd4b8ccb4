"""A value with its 90 % range, and the exact algebra of such values.

Products, quotients and powers of lognormals are lognormal: the means of the logarithms add, and
so do the variances of independent ones (Crow and Shimizu 1988, Lognormal Distributions, ch. 1).
Sums, alternatives and cut shares are shapes of their own (sums.py, mixtures.py, truncation.py);
what has no such form raises NeedsSampling, and evaluating.py samples it.

A value that is named (`named`) may enter a formula twice: what it adds to the logarithm is summed
by name before it is squared, so that x / x is exactly 1.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from evidence.core.errors import Invalid
from evidence.core.loads import Loads, joined_loads
from evidence.core.normal import Z90, cumulative
from evidence.core.normal import quantile as normal_quantile

PLAIN = ("exact", "lognormal", "normal")
"""The shapes that a location and a spread describe; others are subclasses."""


class NeedsSampling(Invalid):
    """What is asked for has neither a closed form nor a quadrature."""


class Quantity(NamedTuple):
    """A value with its range: exact, lognormal, or normal.

    `location` is the value itself, the mean of its natural logarithm, or its mean; `spread` is
    the standard deviation of the logarithm, or of the value; 0 for an exact one.
    """

    shape: str
    """`exact`, `lognormal` or `normal`; a subclass has its own."""
    location: float
    spread: float
    unit: str
    factors: Loads = ()
    """How much of the spread each named standard normal carries, by name; `""` is the rest."""
    parts: tuple[Any, ...] = ()
    """What a subclass is made of."""

    @property
    def low(self) -> float:
        """The 5 % quantile."""
        return self._at(-Z90)

    @property
    def median(self) -> float:
        """The 50 % quantile."""
        return self._at(0.0)

    @property
    def high(self) -> float:
        """The 95 % quantile."""
        return self._at(Z90)

    @property
    def is_exact(self) -> bool:
        """Whether it is one number without a range."""
        return self.shape == "exact"

    def quantile(self, p: float) -> float:
        """The value below which the probability p lies; raises Invalid outside (0, 1)."""
        if not 0 < p < 1:
            raise Invalid(f"no quantile at {p}: give a probability between 0 and 1")
        return self._at(normal_quantile(p))

    def cdf(self, x: float) -> float:
        """The probability of a value of at most x."""
        if self.is_exact:
            return 1.0 if self.location <= x else 0.0
        return cumulative(self._z(x))

    def mass(self, low: float | None, high: float | None) -> float:
        """The probability inside a region, an absent end being open; an exact one counts ends.

        It is taken from the nearer tail, so that small masses keep their digits.
        """
        below = -math.inf if low is None else low
        above = math.inf if high is None else high
        if self.is_exact:
            return 1.0 if below <= self.location <= above else 0.0
        if below >= above:
            return 0.0
        from_, to = self._z(below), self._z(above)
        if from_ > 0:
            return cumulative(-from_) - cumulative(-to)
        return cumulative(to) - cumulative(from_)

    @property
    def is_plain(self) -> bool:
        """Whether location and spread say everything about it."""
        return self.shape in PLAIN

    @property
    def computed(self) -> str:
        """How its quantiles are had: `exact`, `quadrature` or `sampled`."""
        return "exact"

    @property
    def width(self) -> float:
        """The deviation of its logarithm, or of itself where it may be 0 or less."""
        if self.is_plain:
            return self.spread
        low, high = self.low, self.high
        return (math.log(high / low) if low > 0 else high - low) / (2 * Z90)

    def times(self, other: Quantity, unit: str = "") -> Quantity:
        """The product of two quantities, independent but for what they share by name.

        >>> product = exact(6.0).times(between(1e24, 4e24, ""), "FLOP")
        >>> round(product.median / 1e25, 9), product.unit
        (1.2, 'FLOP')
        """
        if not other.is_plain:
            return other.times(self, unit)
        if other.is_exact:
            return self.scaled(other.location, unit)
        if self.is_exact:
            return other.scaled(self.location, unit)
        if "normal" in (self.shape, other.shape):
            raise NeedsSampling("a product with a range that reaches 0 or below needs sampling")
        return self._joined(other, unit)

    def plus(self, other: Quantity, unit: str | None = None) -> Quantity:
        """The sum of two quantities of one unit, in it unless another is given.

        Normal and exact ones add in closed form; a lognormal and another term by quadrature.

        >>> total = between(1.0, 4.0, "s").plus(exact(10.0))
        >>> round(total.median, 9), round(total.low, 9), total.unit
        (12.0, 11.0, 's')
        """
        unit = self.unit if unit is None else unit
        if not other.is_plain:
            return other.plus(self, unit)
        for one, added in ((self, other), (other, self)):
            if added.is_exact and added.location == 0:
                return one._replace(unit=unit)
        if self.is_exact and other.is_exact:
            return exact(self.location + other.location, unit)
        if "lognormal" not in (self.shape, other.shape):
            return self._joined(other, unit)
        if "normal" in (self.shape, other.shape):
            raise NeedsSampling("a sum with a range that reaches 0 or below needs sampling")
        from evidence.core.sums import sum_of

        return sum_of(self, other, unit)

    def over(self, other: Quantity, unit: str = "") -> Quantity:
        """The quotient of two quantities, in the unit given."""
        if self.is_exact and other.is_exact:
            if other.location == 0:
                raise Invalid("a division by 0: give a number above 0")
            return exact(_kept(self.location / other.location, self.location), unit)
        return self.times(other.power(-1.0), unit)

    def power(self, exponent: float, unit: str = "") -> Quantity:
        """The quantity to an exponent: mean and spread of the logarithm are multiplied by it."""
        if self.shape == "normal":
            raise NeedsSampling("a power of a range that reaches 0 or below needs sampling")
        if self.is_exact:
            try:
                return exact(float(self.location**exponent), unit)
            except (ZeroDivisionError, OverflowError, TypeError):
                raise Invalid(f"{self.location} to the power {exponent} is no number") from None
        return self._stretched(exponent, self.location * exponent, unit)._held()

    def scaled(self, factor: float, unit: str | None = None) -> Quantity:
        """The quantity times a number; in its own unit unless another is given."""
        unit = self.unit if unit is None else unit
        if self.is_exact:
            return exact(_kept(self.location * factor, self.location, factor), unit)
        if self.shape == "normal":
            return self._stretched(factor, self.location * factor, unit)._held()
        if not factor > 0:
            raise Invalid(f"a range times {factor}: give a number above 0")
        return self._replace(location=self.location + math.log(factor), unit=unit)

    def widened(self, factor: float) -> Quantity:
        """Multiplied by an independent x/÷ factor: log half-widths combine in quadrature."""
        return self.times(around(1.0, factor, ""), self.unit)

    def one_sided(self, low_factor: float, high_factor: float) -> Quantity:
        """Multiplied by an independent factor whose 90 % interval is [low_factor, high_factor]."""
        return self.times(between(low_factor, high_factor, ""), self.unit)

    def _at(self, z: float) -> float:
        value = self.location + z * self.spread
        if self.shape == "lognormal":
            return _exponential(value)
        return value if abs(value) > 1e-12 * abs(self.location) else 0.0  # what rounding leaves

    def _z(self, x: float) -> float:
        if self.shape == "normal":
            return (x - self.location) / self.spread
        if x <= 0:
            return -math.inf
        return (math.log(x) - self.location) / self.spread

    def named(self, name: str) -> Quantity:
        """Itself as one draw of that name, the same wherever it enters a formula.

        >>> peak = between(600.0, 700.0, "FLOP/s").named("peak")
        >>> peak.over(peak).median, peak.over(peak).is_exact
        (1.0, True)
        """
        return self._replace(factors=((name, self.spread),)) if self.spread else self

    def _held(self) -> Quantity:
        """Itself, if its spread is above 0; without spread it is an exact value."""
        return self if self.spread > 0 else exact(self.median, self.unit)

    def _stretched(self, factor: float, location: float, unit: str) -> Quantity:
        loads = tuple((name, load * factor) for name, load in self.factors)
        return Quantity(self.shape, location, self.spread * abs(factor), unit, loads)

    def _joined(self, other: Quantity, unit: str) -> Quantity:
        """The sum on the scale on which both are normal: of logarithms, or of values."""
        shape = other.shape if self.is_exact else self.shape
        location = self.location + other.location
        if not self.factors and not other.factors:
            return Quantity(shape, location, math.hypot(self.spread, other.spread), unit)
        loads = joined_loads(self.loads, other.loads)
        spread = math.hypot(*(load for _, load in loads))
        return Quantity(shape, location, spread, unit, loads)._held()

    @property
    def loads(self) -> Loads:
        """Its spread by name; all of it under `""` where nothing is named."""
        return self.factors or ((("", self.spread),) if self.spread else ())


def _kept(value: float, *parts: float) -> float:
    """A result, unless it has vanished although none of its parts is 0."""
    if value == 0 and all(parts):
        raise Invalid("a result too small to be told from 0: give larger numbers")
    return value


def _exponential(x: float) -> float:
    try:
        return _kept(math.exp(x), 1.0)
    except OverflowError:
        raise Invalid("a result above 1.8e308: give narrower or smaller numbers") from None


def exact(value: float, unit: str = "") -> Quantity:
    """One number without a range; raises Invalid unless it is finite."""
    if not math.isfinite(value):
        raise Invalid("a result above 1.8e308: give smaller numbers")
    return Quantity("exact", float(value), 0.0, unit)


def between(low: float, high: float, unit: str, level: float = 0.9) -> Quantity:
    """The quantity whose central interval at a level is [low, high].

    Lognormal if both ends are positive, mu = (ln low + ln high)/2, s = (ln high - ln low)/2z with
    z the quantile at (1 + level)/2; else normal, likewise without logarithms. Equal ends are an
    exact value.

    >>> value = between(2.8e24, 4.7e24, "FLOP")
    >>> round(value.location, 6), round(value.spread, 6)
    (56.550633, 0.157444)
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise Invalid(f"no range from {low} to {high}: give two numbers, the lower one first")
    if not 0 < level < 1:
        raise Invalid(f"no range at the level {level}: give a probability between 0 and 1")
    if low == high:
        return exact(low, unit)
    z = Z90 if level == 0.9 else normal_quantile((1 + level) / 2)
    if low <= 0:
        return Quantity("normal", (low + high) / 2, (high - low) / (2 * z), unit)
    above, below = math.log(high), math.log(low)
    spread = (above - below) / (2 * z)
    if spread == 0:
        return exact(low, unit)
    return Quantity("lognormal", (below + above) / 2, spread, unit)


def around(value: float, factor: float, unit: str) -> Quantity:
    """A positive value known within x/÷ factor, as its 90 % interval; factor 1 is exact.

    >>> value = around(100.0, 1.5, "chip")
    >>> round(value.low, 6), round(value.high, 6)
    (66.666667, 150.0)
    """
    if not (math.isfinite(factor) and factor >= 1):
        raise Invalid(f"no 90 % factor {factor}: give a number of at least 1")
    if factor == 1:
        return exact(value, unit)
    if not value > 0:
        raise Invalid(f"{value} within a factor of {factor}: give a number above 0")
    return Quantity("lognormal", math.log(value), math.log(factor) / Z90, unit)
