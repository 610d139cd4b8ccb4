"""Named standard normals, drawn once, and the quantiles of what is made of them.

Up to ten names are drawn by scrambled Sobol points, in independent replicates whose scatter is
the standard error; more of them by plain Monte Carlo, where the errors of the quantiles follow
from the order statistics around them. Everything is fixed by the seed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from zlib import crc32

from evidence.core.evaluating import Plan
from evidence.core.loads import Loads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BLOCK = 2**13
"""Samples that are worked on at once."""

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

    def linear(self, loads: Loads, location: float = 0.0, logarithmic: bool = False) -> Array:
        """A location plus the named normals, each times its load; or e to the power of that.

        Worked in blocks that stay in the processor's cache.
        """
        import numpy as np

        total = np.full(self.size, location)
        terms = [(self.normal(name), load) for name, load in loads]
        for start in range(0, self.size, BLOCK):
            block = total[start : start + BLOCK]
            for normal, load in terms:
                block += load * normal[start : start + BLOCK]
            if logarithmic:
                with np.errstate(over="ignore"):
                    np.exp(block, out=block)
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
