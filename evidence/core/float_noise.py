"""Numbers that a spreadsheet has blurred: 5.0000000000001e26 is 5e26."""

from __future__ import annotations

import math

DIGITS = 6
"""Significant digits of the longest number that is taken to be blurred."""

NOISE = 1e-9
"""The largest blur, as a share of the number; a count of ten digits is not touched."""


def without_float_noise(x: float) -> float:
    """The short number that x stands for, if x is within a part in 1e9 of one; else x.

    A number that differs by more, such as 1.001e25, may mean its digits and is kept.

    >>> without_float_noise(5.0000000000001e26), without_float_noise(4.9999999999999e25)
    (5e+26, 5e+25)
    >>> without_float_noise(1.001e25), without_float_noise(1234567890123.0)
    (1.001e+25, 1234567890123.0)
    """
    if not math.isfinite(x):
        return x
    short = float(f"{x:.{DIGITS - 1}e}")
    return short if math.isclose(short, x, rel_tol=NOISE) else x
