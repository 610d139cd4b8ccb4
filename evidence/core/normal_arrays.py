"""The normal distribution on arrays, and samples of each shape from standard normals."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

from evidence.core.normal import cumulative
from evidence.core.quantity import Quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evidence.core.mixtures import Mixture
    from evidence.core.truncation import Truncated

    Array = NDArray[np.float64]

CENTRE = (2.50662823884, -18.61500062529, 41.39119773534, -25.44106049637)
BELOW = (-8.47351093090, 23.08336743743, -21.06224101826, 3.13082909833)
TAIL = (
    0.3374754822726147,
    0.9761690190917186,
    0.1607979714918209,
    0.0276438810333863,
    0.0038405729373609,
    0.0003951896511919,
    0.0000321767881768,
    0.0000002888167364,
    0.0000003960315187,
)


def quantiles(p: Array) -> Array:
    """The standard normal quantiles of probabilities, to 3e-9 (Moro 1995, Risk 8(2), 57)."""
    import numpy as np

    y = p - 0.5
    r = y * y
    above = ((CENTRE[3] * r + CENTRE[2]) * r + CENTRE[1]) * r + CENTRE[0]
    below = (((BELOW[3] * r + BELOW[2]) * r + BELOW[1]) * r + BELOW[0]) * r + 1
    z = y * above / below
    far = np.abs(y) >= 0.42
    s = np.log(-np.log(0.5 - np.abs(y[far])))
    z[far] = np.copysign(np.polynomial.polynomial.polyval(s, TAIL), y[far])
    return z


@functools.cache
def _table() -> tuple[Array, Array]:
    import numpy as np

    grid = np.linspace(-9.0, 9.0, 36001)
    return grid, np.array([cumulative(float(z)) for z in grid])


def probabilities(z: Array) -> Array:
    """The probabilities below standard normals, to 1e-8, by interpolation in a table."""
    import numpy as np

    return np.interp(z, *_table())


def shaped(quantity: Quantity, z: Array) -> Array:
    """The quantity's samples at the same probabilities as standard normals."""
    import numpy as np

    if quantity.is_exact:
        return np.full_like(z, quantity.location)
    if quantity.shape == "normal":
        return quantity.location + quantity.spread * z
    if quantity.shape == "lognormal":
        return np.asarray(np.exp(quantity.location + quantity.spread * z))
    if quantity.shape == "truncated":
        return _cut(cast("Truncated", quantity), z)
    if quantity.shape == "mixture":
        return _alternatives(cast("Mixture", quantity), z)
    p = probabilities(z)
    grid = np.array([cumulative(-5 + i / 20) for i in range(201)])
    return np.interp(p, grid, [quantity.quantile(float(at)) for at in grid])


def _cut(quantity: Truncated, z: Array) -> Array:
    import numpy as np

    _, load, below, above, logarithmic = quantity.cut
    low, high = cumulative(below), cumulative(above)
    inside = quantiles(np.clip(low + (high - low) * probabilities(z), 1e-15, 1 - 1e-15))
    values = quantity.location + load * np.clip(inside, below, above)
    return np.asarray(np.exp(values)) if logarithmic else values


def _alternatives(quantity: Mixture, z: Array) -> Array:
    """The alternative in which a probability falls, at its place inside that alternative."""
    import numpy as np

    p = probabilities(z)
    values = np.empty_like(p)
    start = 0.0
    last = len(quantity.weighted) - 1
    for i, (weight, each) in enumerate(quantity.weighted):
        here = (p >= start) & ((p < start + weight) | (i == last))
        place = np.clip((p[here] - start) / weight, 1e-15, 1 - 1e-15)
        values[here] = shaped(each, quantiles(place))
        start += weight
    return values
