"""Adding quantities: terms of one run that take no part in one product."""

from __future__ import annotations

from functools import reduce

from evidence.core.errors import Invalid
from evidence.core.quantity import UNSUPPORTED, Quantity, between, exact

NOTE = "a sum with a range keeps its 5 and 95 % quantiles and is taken to be lognormal"


def total(*terms: Quantity, unit: str) -> Quantity:
    """The sum of quantities of which at most one has a range; raises Invalid for a second one.

    The 5 and 95 % quantiles of an exact number and a range are exact; between them the sum is
    read as the lognormal through both.

    >>> sum_ = total(exact(1.0), between(2.0, 8.0, ""), unit="FLOP")
    >>> round(sum_.low, 9), round(sum_.high, 9), sum_.unit
    (3.0, 9.0, 'FLOP')
    """
    return reduce(lambda one, other: _added(one, other, unit), terms)._replace(unit=unit)


def _added(one: Quantity, other: Quantity, unit: str) -> Quantity:
    if one.is_exact and other.is_exact:
        return exact(one.location + other.location, unit)
    if not (one.is_exact or other.is_exact):
        raise Invalid(f"a sum of two ranges {UNSUPPORTED} to one of them only")
    return between(one.low + other.low, one.high + other.high, unit)
