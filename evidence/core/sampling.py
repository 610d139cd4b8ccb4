"""Values known by samples, for what has neither a closed form nor a quadrature.

An input is drawn once and used wherever it appears. Lognormals stay symbols until they meet what
is none: their logarithms are sums of named normals, so a product costs no samples and x / x is
exactly 1. Up to ten inputs are drawn by scrambled Sobol points, in independent replicates whose
scatter is the standard error; more of them by plain Monte Carlo, whose quantiles' errors follow
from the order statistics around them. Everything is fixed by the seed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from zlib import crc32

from evidence.core.errors import Invalid
from evidence.core.evaluating import Plan
from evidence.core.loads import Loads, joined_loads
from evidence.core.normal import Z90
from evidence.core.quantity import Quantity, exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

REPLICATES = 16
"""Independent scrambles of Sobol points, whose scatter is the standard error."""


class Summary(NamedTuple):
    """The 5, 50 and 95 % quantiles of samples, and their standard errors."""

    quantiles: tuple[float, float, float]
    errors: tuple[float, float, float]


class Values:
    """An array of samples that compares as one value, equal where all samples are."""

    __slots__ = ("array",)

    def __init__(self, array: Array) -> None:
        self.array = array

    def __eq__(self, other: object) -> bool:
        import numpy as np

        return isinstance(other, Values) and np.array_equal(self.array, other.array)

    def __hash__(self) -> int:
        return hash(self.array.tobytes())


class Draws:
    """Standard normals by name: each drawn when it is first asked for, and kept."""

    def __init__(self, plan: Plan, names: Sequence[str], factor: Mapping[str, Loads]) -> None:
        """`factor` writes the normal of an input as a sum of independent ones."""
        import numpy as np

        from evidence.core.sobol import DIMENSIONS

        self.plan = plan
        self.factor = factor
        self.low_discrepancy = len(names) <= DIMENSIONS
        self.size = 1 << (plan.size - 1).bit_length() if self.low_discrepancy else plan.size
        # Draws of other inputs must not repeat these: their names are part of the seed.
        entropy = (plan.seed, *(crc32(name.encode()) for name in names))
        self._rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))
        self._names = list(names)
        self._normals: dict[str, Array] = {}
        self._fresh = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Draws) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        return self.plan, tuple(self._names), tuple(sorted(self.factor.items()))

    def normal(self, name: str) -> Array:
        """The samples of one independent standard normal."""
        if name not in self._normals:
            if self.low_discrepancy and name in self._names:
                self._draw_all()
            else:
                self._normals[name] = self._rng.standard_normal(self.size)
        return self._normals[name]

    def _draw_all(self) -> None:
        import numpy as np

        from evidence.core.normal_arrays import quantiles
        from evidence.core.sobol import uniforms

        each = self.size // REPLICATES
        blocks = [uniforms(len(self._names), each, self._rng) for _ in range(REPLICATES)]
        drawn = quantiles(np.concatenate(blocks, axis=1))
        self._normals |= dict(zip(self._names, drawn, strict=True))

    def fresh(self) -> str:
        """A name that nothing has yet: a draw of its own."""
        self._fresh += 1
        return f"draw {self._fresh}"

    def linear(self, loads: Loads) -> Array:
        """A sum of the named normals, each times its load."""
        import numpy as np

        total = np.zeros(self.size)
        for name, load in loads:
            total += load * self.normal(name)
        return total

    def summary(self, values: Array) -> Summary:
        """The quantiles of samples, and how far they may be off."""
        import numpy as np

        if self.low_discrepancy:
            return _of_replicates(values)
        n = len(values)
        shares = (0.05, 0.5, 0.95)
        away = [math.sqrt(p * (1 - p) * n) for p in shares]
        ranks = [
            [min(n - 1, max(0, int(n * p + step * a))) for step in (-1, 0, 1)]
            for p, a in zip(shares, away, strict=True)
        ]
        parted = np.partition(values, sorted({rank for three in ranks for rank in three}))
        ends = [[float(parted[rank]) for rank in three] for three in ranks]
        quantiles = tuple(three[1] for three in ends)
        errors = tuple((three[2] - three[0]) / 2 for three in ends)
        return Summary(cast(Any, quantiles), cast(Any, errors))


def _of_replicates(values: Array) -> Summary:
    """Quantiles of all samples, and the standard error of their mean over the replicates."""
    import numpy as np

    shares = (0.05, 0.5, 0.95)
    whole = np.quantile(values, shares)
    scatter = np.quantile(values.reshape(REPLICATES, -1), shares, axis=1)
    errors = scatter.std(axis=1, ddof=1) / math.sqrt(REPLICATES)
    return Summary(cast(Any, tuple(map(float, whole))), cast(Any, tuple(map(float, errors))))


class Samples(Quantity):
    """A quantity by its samples, or a lognormal that has not been sampled yet.

    `parts` are the draws and the samples; without samples it is the lognormal of `location` and
    `factors`.
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
        import numpy as np

        if len(self.parts) > 1:
            return cast(Values, self.parts[1]).array
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(self.location + self.draws.linear(self.factors)))

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
        """Itself with samples and summary worked out, so that they are not again."""
        values = self.values
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
        return self._of(self.values + sampled(self.draws, other).values, unit)

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
        return self._of(self.values * factor, unit)

    def _product(self, other: Samples, unit: str) -> Quantity:
        loads = joined_loads(self.factors, other.factors)
        return self._lognormal(self.location + other.location, loads, unit)

    def _lognormal(self, location: float, loads: Loads, unit: str) -> Quantity:
        if not loads:
            return exact(math.exp(location), unit)
        spread = math.hypot(*(load for _, load in loads))
        return Samples("sampled", location, spread, unit, loads, (self.draws,))

    def _of(self, values: Array, unit: str) -> Samples:
        import numpy as np

        if not np.isfinite(values).all():
            raise Invalid("a result above 1.8e308 or no number: give narrower or smaller numbers")
        return Samples("sampled", 0.0, 0.0, unit, (), (self.draws, Values(values)))


def _check_divisor(divisor: Samples) -> None:
    if divisor.values.min() <= 0 <= divisor.values.max():
        raise Invalid("a division by a range that crosses 0: give a range above 0")


def sampled(draws: Draws, quantity: Quantity, name: str = "") -> Samples:
    """A quantity by samples of the normal of that name, or of one of its own."""
    if isinstance(quantity, Samples):
        return quantity
    name = name or draws.fresh()
    loads: Loads = draws.factor.get(name, ((name, 1.0),))
    if quantity.shape == "lognormal":
        spread = tuple((each, load * quantity.spread) for each, load in loads)
        return Samples(
            "sampled", quantity.location, quantity.spread, quantity.unit, spread, (draws,)
        )
    from evidence.core.normal_arrays import shaped

    values = shaped(quantity, draws.linear(loads))
    return Samples("sampled", 0.0, 0.0, quantity.unit, (), (draws, Values(values)))
