"""Why a utilization comes out too low or too high: the mistakes that are usually behind it.

Each mistake makes of the true share a multiple of its own. The likeliest is the one whose
multiple explains the distance from the share that was expected; where compute can be held against
6 x parameters x tokens, that decides first.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from evidence.core.numbers import format_number

TYPICAL = 0.37
"""The median of the utilizations that 59 models of Epoch AI's data report; half lie in 0.3-0.46."""

CLOSE = 1.1
"""Two figures from one count agree within this factor."""

NEAR = 1.5
"""A share is as expected within this factor: reported ones run from 0.17 to 0.56."""

COUNT, PEAK, HOURS, BOTH = "compute", "peak", "chip-hours", "compute and peak"


class Known(NamedTuple):
    """What is known of a run besides its compute, chip time and peak."""

    expected: float | None = None
    """The share that somebody states, or that is usual."""
    counted: float | None = None
    """Its compute over 6 x active parameters x tokens."""
    tokens: float | None = None
    total_over_active: float | None = None
    """Total over active parameters."""


class Cause(NamedTuple):
    """A mistake, in which input it is, and what it multiplies the share by."""

    words: str
    where: str
    factor: float


def likeliest(share: float, known: Known) -> Cause | None:
    """The mistake that explains a share best; None where no usual one does.

    >>> cause = likeliest(5.13, Known(tokens=14.8e12))
    >>> cause and cause.where
    'chip-hours'
    """
    possible = _causes(known)
    if known.counted is not None:
        miscounted = _miscount(known)
        if miscounted is not None:
            return miscounted
        possible = [c for c in possible if c.where not in (COUNT, BOTH)]
    ratio = share / (known.expected or TYPICAL)
    within = min(math.log(NEAR), _gap(ratio, 1.0))
    fitting = [c for c in possible if _gap(ratio, c.factor) < within]
    return min(fitting, key=lambda c: _gap(ratio, c.factor), default=None)


def _miscount(known: Known) -> Cause | None:
    """The mistake in the compute, where 6 x parameters x tokens shows it."""
    counted = known.counted or 1.0
    counts = [cause for cause in _causes(known) if cause.where == COUNT]
    exact = [cause for cause in counts if _gap(counted, cause.factor) <= math.log(CLOSE)]
    return min(exact, key=lambda cause: _gap(counted, cause.factor), default=None)


def explained(share: float, known: Known) -> str:
    """The likeliest mistake with the share that is left without it, for the end of a message."""
    cause = likeliest(share, known)
    if cause is not None:
        return f"; likeliest: {cause.words}, without which it is {_number(share / cause.factor)}"
    times = share / (known.expected or TYPICAL)
    if times > 1 and known.tokens is None and known.total_over_active is None:
        return (
            f"; likeliest: chip-hours per trillion tokens of a run of about {_number(times)}T, or"
            f" the total parameters of a mixture with {_number(times)} times its active ones"
        )
    return "; no single usual mistake explains it"


def conspicuous(share: float, known: Known) -> str:
    """Words for a share that a mistake explains although it is within the usual, or nothing.

    Either its compute is a plain multiple of 6 x parameters x tokens, or it is one of the share
    that somebody states.
    """
    if _miscount(known) is not None:
        times = _number(known.counted or 1.0)
        return f"the compute is {times} times 6 x active parameters x tokens"
    if known.expected is None or _gap(share, known.expected) <= math.log(CLOSE):
        return ""
    cause = likeliest(share, known)
    if cause is None or _gap(share / known.expected, cause.factor) > math.log(CLOSE):
        return ""
    times = _number(share / known.expected)
    return f"utilization {_number(share)} is {times} times the stated {_number(known.expected)}"


def _causes(known: Known) -> list[Cause]:
    found = [
        Cause("2 FLOP a parameter and token counted instead of 6", COUNT, 1 / 3),
        Cause("a sparse peak, or one of an 8-bit format for a 16-bit run", PEAK, 1 / 2),
        Cause("2 FLOP a parameter and token instead of 6 and a sparse peak, both", BOTH, 1 / 6),
        Cause("the peak of a 16-bit format for a run in 8 bit", PEAK, 2.0),
    ]
    if known.total_over_active is not None and known.total_over_active > 1:
        factor = known.total_over_active
        found.append(Cause("total instead of active parameters", COUNT, factor))
    if known.tokens is not None and known.tokens > 1e12:
        factor = known.tokens / 1e12
        found.append(Cause("chip-hours per trillion tokens instead of the run's", HOURS, factor))
    return found


def _gap(one: float, other: float) -> float:
    return abs(math.log(one / other))


def _number(x: float) -> str:
    return format_number(x)
