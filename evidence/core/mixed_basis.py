"""Chip equivalents that divide the peak of one number format by that of another."""

from __future__ import annotations

import math
from itertools import product

from evidence.core.numbers import format_number
from evidence.core.observing import Reading
from evidence.core.quantity import Quantity
from evidence.core.routes import Desk
from evidence.core.vocabulary import COMMON_FORMATS

CLOSE = 1.02
"""A stated figure follows from two peaks if it is within this factor of their quotient."""


def mixed_basis(desk: Desk, stated: Reading) -> tuple[str, ...]:
    """Whether a stated number of equivalents only follows from peaks of different formats.

    400,000 Trainium2 are 134,816 H100 by a bf16 peak over an 8-bit one, 270,000 like for like.
    """
    if stated.observation.attribute != "h100_equivalent" or stated.quantity is None:
        return ()
    value = format_number(stated.quantity.median)
    chips = [r.quantity for r in desk.known if r.observation.attribute == "chips" and r.quantity]
    found = [
        (own, other)
        for count, (own, peak), (other, unit) in product(
            chips, _peaks(desk.chip_known), _peaks(desk.other)
        )
        if _close(stated.quantity, count.median * peak / unit)
    ]
    if any(own == other for own, other in found):
        return ()
    if not found:
        recorded = stated.observation.convention == "mixed"
        return (f"{value} is recorded as on a mixed basis, not like for like",) if recorded else ()
    own, other = min(found, key=lambda pair: [_rarity(one) for one in pair])
    return (f"{value} divides a peak in {own} by one in {other}: a mixed basis, not like for like",)


def _peaks(known: tuple[Reading, ...]) -> list[tuple[str, float]]:
    """The dense peaks of a chip by number format."""
    return [
        (r.observation.number_format or "", r.quantity.median)
        for r in known
        if r.observation.attribute == "peak_throughput"
        and r.quantity
        and r.observation.sparsity in (None, "dense")
    ]


def _rarity(number_format: str) -> int:
    """The place of a number format among those in common training use, which others follow."""
    return (*COMMON_FORMATS, number_format).index(number_format)


def _close(stated: Quantity, computed: float) -> bool:
    return abs(math.log(stated.median / computed)) <= math.log(CLOSE)
