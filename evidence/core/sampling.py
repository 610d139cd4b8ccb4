"""Values known by samples, for what has neither a closed form nor a quadrature.

An input is drawn once and used wherever it appears. Lognormals stay symbols until they meet what
is none: their logarithms are sums of named normals, so a product costs no samples and x / x is
exactly 1. Their sums stay terms as long.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from evidence.core.draws import Draws, Summary, Term, Values, finite
from evidence.core.errors import Invalid
from evidence.core.loads import Loads, joined_loads
from evidence.core.normal import Z90
from evidence.core.quantity import Quantity, exact
from evidence.core.terms import Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Samples(Quantity):
    """A quantity by its samples, or what has not been sampled yet.

    `parts` are the draws and the samples or the terms of their sum; with the draws alone it is
    the lognormal of `location` and `factors`.
    """

    @property
    def computed(self) -> str:
        """By sampling."""
        return "sampled"

    @property
    def draws(self) -> Draws:
        """What its samples come from."""
        return cast(Draws, self.parts[0])

    @property
    def values(self) -> Array:
        """The samples."""
        if len(self.parts) > 1:
            return cast(Values | Terms, self.parts[1]).array
        return self.draws.lognormals([(self.location, self.factors)])

    @property
    def terms(self) -> tuple[Term, ...]:
        """The lognormals that it is the sum of; none where only its samples are known."""
        if len(self.parts) == 1:
            return ((self.location, self.factors),)
        return self.parts[1].each if isinstance(self.parts[1], Terms) else ()

    @property
    def low(self) -> float:
        """The 5 % quantile."""
        return self.summary.quantiles[0]

    @property
    def median(self) -> float:
        """The 50 % quantile."""
        return self.summary.quantiles[1]

    @property
    def high(self) -> float:
        """The 95 % quantile."""
        return self.summary.quantiles[2]

    @property
    def summary(self) -> Summary:
        """The three quantiles with their standard errors."""
        if len(self.parts) > 2:
            return cast(Summary, self.parts[2])
        if len(self.parts) == 1:
            ends = [math.exp(self.location + z * self.spread) for z in (-Z90, 0.0, Z90)]
            return Summary((ends[0], ends[1], ends[2]), (0.0, 0.0, 0.0))
        return self.draws.summary(self.values)

    def settled(self) -> Samples:
        """Itself with samples and summary worked out, so that they are not again.

        For the end of a formula: plain Monte Carlo then draws as one what acts as one.
        """
        values = self.values if self.draws.low_discrepancy else self._last_values()
        return self._replace(parts=(self.draws, Values(values), self.draws.summary(values)))

    def quantile(self, p: float) -> float:
        """The value below which the probability p lies; raises Invalid outside (0, 1)."""
        if not 0 < p < 1:
            raise Invalid(f"no quantile at {p}: give a probability between 0 and 1")
        import numpy as np

        return float(np.quantile(self.values, p))

    def cdf(self, x: float) -> float:
        """The share of the samples that are at most x."""
        return float((self.values <= x).mean())

    def mass(self, low: float | None, high: float | None) -> float:
        """The share of the samples inside a region, an absent end being open."""
        values = self.values
        inside = (values >= (-math.inf if low is None else low)) & (
            values <= (math.inf if high is None else high)
        )
        return float(inside.mean())

    def times(self, other: Quantity, unit: str = "") -> Quantity:
        """The product, sample by sample."""
        if other.is_exact:
            return self.scaled(other.location, unit)
        second = sampled(self.draws, other)
        if len(self.parts) == len(second.parts) == 1:
            return self._product(second, unit)
        import numpy as np

        with np.errstate(over="ignore", invalid="ignore"):
            return self._of(self.values * second.values, unit)

    def over(self, other: Quantity, unit: str = "") -> Quantity:
        """The quotient, sample by sample; of a value by itself exactly 1."""
        if isinstance(other, Samples) and len(other.parts) > 1:
            _check_divisor(other)
            return self._of(self.values / other.values, unit)
        return self.times(other.power(-1.0), unit)

    def plus(self, other: Quantity, unit: str | None = None) -> Quantity:
        """The sum, sample by sample."""
        unit = self.unit if unit is None else unit
        if other.is_exact:
            if other.location == 0:
                return self._replace(unit=unit)
            return self._of(self.values + other.location, unit)
        second = sampled(self.draws, other)
        if self.terms and second.terms:
            return self._sum(self.terms + second.terms, unit)
        return self._of(self.values + second.values, unit)

    def power(self, exponent: float, unit: str = "") -> Quantity:
        """Each sample to an exponent; raises Invalid where that is no number."""
        if len(self.parts) == 1:
            loads = tuple((name, load * exponent) for name, load in self.factors)
            return self._lognormal(self.location * exponent, loads, unit)
        import numpy as np

        if exponent < 0:
            _check_divisor(self)
        with np.errstate(all="ignore"):
            return self._of(self.values**exponent, unit)

    def scaled(self, factor: float, unit: str | None = None) -> Quantity:
        """Each sample times a number."""
        unit = self.unit if unit is None else unit
        if factor == 0:
            return exact(0.0, unit)
        if len(self.parts) == 1 and factor > 0:
            return self._replace(location=self.location + math.log(factor), unit=unit)
        if self.terms and factor > 0:
            moved = ((location + math.log(factor), loads) for location, loads in self.terms)
            return self._sum(tuple(moved), unit)
        return self._of(self.values * factor, unit)

    def _last_values(self) -> Array:
        return Terms(self.draws, self.terms).merged().array if self.terms else self.values

    def _sum(self, terms: tuple[Term, ...], unit: str) -> Samples:
        return Samples("sampled", 0.0, 0.0, unit, (), (self.draws, Terms(self.draws, terms)))

    def _product(self, other: Samples, unit: str) -> Quantity:
        loads = joined_loads(self.factors, other.factors)
        return self._lognormal(self.location + other.location, loads, unit)

    def _lognormal(self, location: float, loads: Loads, unit: str) -> Quantity:
        if not loads:
            return exact(math.exp(location), unit)
        spread = math.hypot(*(load for _, load in loads))
        return Samples("sampled", location, spread, unit, loads, (self.draws,))

    def _of(self, values: Array, unit: str) -> Samples:
        return Samples("sampled", 0.0, 0.0, unit, (), (self.draws, Values(finite(values))))


def _check_divisor(divisor: Samples) -> None:
    if divisor.values.min() <= 0 <= divisor.values.max():
        raise Invalid("a division by a range that crosses 0: give a range above 0")


def sampled(draws: Draws, quantity: Quantity, name: str = "") -> Samples:
    """A quantity by samples of the normal of that name, else of those that it names itself."""
    if isinstance(quantity, Samples):
        return quantity
    loads = _loads(draws, quantity, name)
    if quantity.shape == "lognormal":
        location, spread, unit = quantity.location, quantity.spread, quantity.unit
        return Samples("sampled", location, spread, unit, loads, (draws,))
    from evidence.core.normal_arrays import shaped

    spread = quantity.spread if quantity.shape == "normal" else 1.0
    values = shaped(quantity, draws.linear(loads) / spread)
    return Samples("sampled", 0.0, 0.0, quantity.unit, (), (draws, Values(values)))


def _loads(draws: Draws, quantity: Quantity, name: str) -> Loads:
    """The normals behind a quantity, times its spread where it is plain."""
    spread = quantity.spread if quantity.is_plain else 1.0
    if not name and quantity.is_plain and quantity.factors:
        return tuple((each or draws.fresh(), load) for each, load in quantity.factors)
    if not name and quantity.shape == "truncated" and not quantity.spread:
        name = quantity.parts[0]
    name = name or draws.fresh()
    return tuple((each, load * spread) for each, load in draws.factor.get(name, ((name, 1.0),)))
