"""Scrambled Sobol points: samples that fill a few dimensions more evenly than chance.

Direction numbers by Joe and Kuo (2008, SIAM J. Sci. Comput. 30, 2635), scrambled by random lower
triangular matrices and a random shift (Matousek 1998, J. Complexity 14, 527): each point is
uniform on its own, and independent scrambles give independent estimates of the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 32

_POLYNOMIALS: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
)
"""Degree, coefficients and first direction numbers of the dimensions from the second on."""

DIMENSIONS = len(_POLYNOMIALS) + 1
"""The most dimensions that there are points for."""


def uniforms(dimensions: int, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """`size` points (a power of two) in (0, 1), one row a dimension, freshly scrambled."""
    import numpy as np

    points = np.empty((dimensions, size))
    for dimension in range(dimensions):
        column = np.full(1, rng.integers(2**BITS), dtype=np.uint64)
        for direction in _scrambled(_directions(dimension), rng)[: size.bit_length() - 1]:
            column = np.concatenate((column, column ^ np.uint64(direction)))
        points[dimension] = (column + 0.5) * 2.0**-BITS
    return points


def _directions(dimension: int) -> list[int]:
    """The direction numbers of a dimension, as fractions of 2**32."""
    if dimension == 0:
        return [1 << (BITS - 1 - i) for i in range(BITS)]
    degree, coefficients, first = _POLYNOMIALS[dimension - 1]
    numbers = [m << (BITS - 1 - i) for i, m in enumerate(first)]
    for i in range(degree, BITS):
        number = numbers[i - degree] ^ (numbers[i - degree] >> degree)
        for k in range(1, degree):
            if coefficients >> (degree - 1 - k) & 1:
                number ^= numbers[i - k]
        numbers.append(number)
    return numbers


def _scrambled(directions: list[int], rng: np.random.Generator) -> list[int]:
    """Each direction number times one random lower triangular matrix over the two-element field."""
    rows = [int(r) & -(1 << (BITS - 1 - i)) & (2**BITS - 1) for i, r in _rows(rng)]
    rows = [row | 1 << (BITS - 1 - i) for i, row in enumerate(rows)]
    return [
        sum(((row & number).bit_count() & 1) << (BITS - 1 - i) for i, row in enumerate(rows))
        for number in directions
    ]


def _rows(rng: np.random.Generator) -> list[tuple[int, int]]:
    return list(enumerate(rng.integers(2**BITS, size=BITS)))
