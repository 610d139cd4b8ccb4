"""The roll call: what is known of some of N listed units says of "more than a share of them".

Each unit has its own weight of evidence; before any evidence every number of units is equally
probable, and units are exchangeable. The result enters the claim as one signed voice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from evidence.core.errors import Invalid
from evidence.core.weights import decibans
from evidence.core.words import VOICE_DB, reaches

LIST_RELIABILITY = 0.90
"""How far the list of units is trusted; it caps the voice at 12.79 dB."""

_NOISE = 1e-9


class Prevalence(NamedTuple):
    """What the units together say of the share."""

    majority: float
    """The probability that more than the threshold share of the units do it."""
    baseline: float
    """The same before any evidence."""
    bayes_factor: float
    """Odds of the majority over its baseline's; infinite where no minority is left possible."""
    weight_db: float
    """The signed voice in the claim, in dB."""
    posterior: tuple[float, ...]
    """The probability of each number of units, from 0 to all."""
    mean_share: float


def prevalence(
    unit_db: Sequence[float], units: int, threshold: float = 0.5, silent_db: float = 0.0
) -> Prevalence:
    """The distribution of how many of the listed units do it, and the voice that follows.

    `unit_db` holds the weights (dB) of the units with evidence; the others weigh `silent_db`
    each. Raises Invalid for more weights than units or a threshold that no number can exceed.
    """
    if len(unit_db) > units:
        raise Invalid(f"{len(unit_db)} units have evidence, but only {units} are listed")
    least = next((k for k in range(units + 1) if k > threshold * units + _NOISE), 0)
    if not least:
        raise Invalid(f"a share above {threshold} of {units} units says nothing: use 0 to below 1")
    posterior = _posterior(unit_db, units, silent_db)
    below, above = math.fsum(posterior[:least]), math.fsum(posterior[least:])
    more, fewer = above * least, below * (units + 1 - least)
    return Prevalence(
        above / (above + below),
        (units + 1 - least) / (units + 1),
        more / fewer if fewer else math.inf,
        decibans(LIST_RELIABILITY * (more - fewer) / (more + fewer)),
        posterior,
        math.fsum(k * p for k, p in enumerate(posterior)) / units,
    )


def _posterior(unit_db: Sequence[float], units: int, silent_db: float) -> tuple[float, ...]:
    """P(K = k), proportional to e_k(lambda_1 .. lambda_N) / C(N, k).

    The ratio itself is carried from unit to unit, a_k <- (1-s)(n-k)/n a_k + s k/n a_(k-1) with
    s = lambda/(1+lambda): every term is positive and none overflows, whatever N and the weights.
    """
    silent = units - len(unit_db)
    steps = [k * silent_db for k in range(silent + 1)]
    terms = [10 ** ((step - max(steps)) / 10) for step in steps]
    # Sorted, because rounding would otherwise depend on the order of the units.
    for n, db in enumerate(sorted(unit_db), start=silent + 1):
        odds = 10 ** (-abs(db) / 10)
        does, does_not = (1.0, odds) if db >= 0 else (odds, 1.0)
        pairs = zip([*terms, 0.0], [0.0, *terms], strict=True)
        terms = [
            does_not * (n - k) / n * stay + does * k / n * step
            for k, (stay, step) in enumerate(pairs)
        ]
        largest = max(terms)
        terms = [term / largest for term in terms]
    whole = math.fsum(terms)
    return tuple(term / whole for term in terms)


def bounds(yes: int, no: int, units: int) -> tuple[float, float]:
    """The share if no silent unit does it, and if all of them do (Manski).

    >>> bounds(2, 0, 10)
    (0.2, 1.0)
    """
    return yes / units, (units - no) / units


def call(db: float, silent: bool) -> str:
    """A unit's answer in the roll call: `yes` from 1 dB, `no` from -1 dB, `unclear` between."""
    if silent:
        return "silent"
    if not reaches(abs(db), VOICE_DB):
        return "unclear"
    return "yes" if db > 0 else "no"
