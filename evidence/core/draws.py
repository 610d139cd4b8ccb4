"""Named standard normals, drawn once, and the quantiles of what is made of them.

Up to ten names are drawn by scrambled Sobol points, in independent replicates whose scatter is
the standard error; more of them by plain Monte Carlo, where the errors of the quantiles follow
from the order statistics around them. Everything is fixed by the seed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from zlib import crc32

from evidence.core.errors import Invalid
from evidence.core.evaluating import Plan
from evidence.core.loads import Loads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Term = tuple[float, Loads]
"""A lognormal: the location of its logarithm, and the normals that this is made of."""

BLOCK = 2**13
"""Samples that are worked on at once."""

REPLICATES = 16
"""Independent scrambles of Sobol points, whose scatter is the standard error."""


SHARES = (0.05, 0.5, 0.95)
"""The probabilities of the quantiles that sum samples up."""


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
        """The sum of the named normals, each times its load."""
        import numpy as np

        total = np.zeros(self.size)
        normals = self._loaded(loads)
        for block in self._blocks():
            total[block] = _sum(normals, block)
        return total

    def lognormals(self, terms: Sequence[Term]) -> Array:
        """The sum of e to the power of each term: its location and its normals times loads."""
        import numpy as np

        total = np.zeros(self.size)
        loaded = [(location, self._loaded(loads)) for location, loads in terms]
        with np.errstate(over="ignore"):
            for block in self._blocks():
                for location, normals in loaded:
                    total[block] += np.exp(_sum(normals, block) + location)
        return total

    def _loaded(self, loads: Loads) -> list[tuple[Array, float]]:
        return [(self.normal(name), load) for name, load in loads]

    def _blocks(self) -> Iterator[slice]:
        """Parts of the samples that stay in the processor's cache."""
        return (slice(start, start + BLOCK) for start in range(0, self.size, BLOCK))

    def summary(self, values: Array) -> Summary:
        """The quantiles of samples, and how far they may be off."""
        if self.low_discrepancy:
            return _of_replicates(values)
        n = len(values)
        away = [math.sqrt(p * (1 - p) * n) for p in SHARES]
        ranks = [
            [min(n - 1, max(0, int(n * p + step * a))) for step in (-1, 0, 1)]
            for p, a in zip(SHARES, away, strict=True)
        ]
        parted = values.copy()
        _part(parted, sorted({rank for three in ranks for rank in three}))
        ends = [[float(parted[rank]) for rank in three] for three in ranks]
        quantiles = tuple(three[1] for three in ends)
        errors = tuple((three[2] - three[0]) / 2 for three in ends)
        return Summary(cast(Any, quantiles), cast(Any, errors))


def finite(values: Array) -> Array:
    """The samples themselves; raises Invalid where one is too large or no number."""
    import numpy as np

    if not np.isfinite(values).all():
        raise Invalid("a result above 1.8e308 or no number: give narrower or smaller numbers")
    return values


def _sum(normals: Sequence[tuple[Array, float]], block: slice) -> Array | float:
    return sum((load * normal[block] for normal, load in normals), 0.0)


def _part(values: Array, ranks: Sequence[int]) -> None:
    """Put what belongs at each rank there, in place.

    One rank at a time, the middle one first: numpy is several times slower at many in one call.
    """
    if ranks:
        half = len(ranks) // 2
        middle = ranks[half]
        values.partition(middle)
        _part(values[:middle], ranks[:half])
        _part(values[middle + 1 :], [rank - middle - 1 for rank in ranks[half + 1 :]])


def _quantiles(values: Array) -> list[float]:
    """The three quantiles, between two samples in proportion, as numpy has them."""
    places = [share * (len(values) - 1) for share in SHARES]
    parted = values.copy()
    _part(parted, [rank for place in places for rank in (int(place), int(place) + 1)])
    pairs = [(place % 1, *parted[int(place) : int(place) + 2]) for place in places]
    return [float(below + part * (above - below)) for part, below, above in pairs]


def _of_replicates(values: Array) -> Summary:
    """Quantiles of all samples, and the standard error of their mean over the replicates."""
    import numpy as np

    scatter = np.array([_quantiles(each) for each in values.reshape(REPLICATES, -1)])
    errors = scatter.std(axis=0, ddof=1) / math.sqrt(REPLICATES)
    return Summary(cast(Any, tuple(_quantiles(values))), cast(Any, tuple(map(float, errors))))
