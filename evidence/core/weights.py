"""What one item or one estimate weighs alone: the tables and conversions of method db-1.

Weights are in decibans (dB): 10 dB are odds of ten to one, 3 dB of two to one.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from evidence.core.errors import Invalid

STRENGTH: Mapping[str, float] = {"conclusive": 0.99, "strong": 0.90, "moderate": 0.60, "weak": 0.30}
DIRECTNESS: Mapping[str, float] = {"direct": 1.0, "indirect": 0.5, "circumstantial": 0.25}
RELIABILITY: Mapping[str, float] = {"A": 0.95, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0, "F": 0.25}
EPSILON = 0.02
"""The chance that all the evidence taken together misleads."""

PER_NEPER = 20 / math.log(10)
"""dB per unit of atanh q: the weight of a small q is this many times q."""

_MOST = 0.99
_NINETY = 2 * 1.6448536269514722
"""Width of a normal distribution's central 90 % in standard deviations."""


def decibans(q: float) -> float:
    """The weight of evidence 10 log10((1+q)/(1-q)) in dB (Good); -1 < q < 1.

    >>> round(decibans(0.5), 3)
    4.771
    """
    if not -1 < q < 1:
        raise Invalid(f"a strength of {q} has no weight: it must lie between -1 and 1")
    return PER_NEPER * math.atanh(q)


def strength_of(db: float) -> float:
    """The q whose weight is `db`; the inverse of decibans."""
    return math.tanh(db / PER_NEPER)


def log_odds_db(p: float) -> float:
    """The log odds of a probability, 10 log10(p/(1-p)), in dB."""
    if not 0 < p < 1:
        raise Invalid(f"a probability of {p} has no odds: it must lie between 0 and 1")
    return 10 * math.log10(p / (1 - p))


def probability(db: float, prior: float = 0.5, epsilon: float = EPSILON) -> float:
    """The probability at log odds `db`, drawn towards the prior by the allowance epsilon."""
    odds = 10 ** (-abs(db) / 10)
    return (1 - epsilon) * (1 if db >= 0 else odds) / (1 + odds) + epsilon * prior


def absence_strength(detection: float) -> float:
    """The strength D/(2-D) of looking with detection chance D and finding nothing."""
    return detection / (2 - detection)


def self_interested(r: float) -> float:
    """The reliability r/(2-r) of a source that would say so in any case (Bovens and Hartmann)."""
    return r / (2 - r)


def clip(q: float) -> float:
    """A pooled q, kept from certainty: no average of estimates settles a claim."""
    return max(-_MOST, min(_MOST, q))


@lru_cache(maxsize=1 << 12)
def _reliability(grade: str | float, interested: bool, relay: float) -> float:
    known = RELIABILITY.get(grade) if isinstance(grade, str) else grade
    if known is None or not 0 <= known <= 1:
        raise Invalid(f"'{grade}' is no grade: use A to F, or a reliability between 0 and 1")
    return (self_interested(known) if interested else known) * relay


def lognormal_from_ci90(low: float, high: float) -> tuple[float, float]:
    """The mean and standard deviation of ln x whose central 90 % runs from low to high."""
    if not 0 < low <= high:
        raise Invalid(f"{low} to {high} is no range of positive numbers, lower end first")
    return (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / _NINETY


def mass_lognormal(mu: float, sigma: float, low: float | None, high: float | None) -> float:
    """The probability between two ends (None is open); sigma 0 is a point, ends included."""
    bottom = -math.inf if low is None or low <= 0 else math.log(low)
    top = math.inf if high is None else math.log(high) if high > 0 else -math.inf
    if not sigma:
        return float(bottom <= mu <= top)
    below = [math.erf((end - mu) / (sigma * math.sqrt(2))) for end in (bottom, top)]
    return max(0.0, (below[1] - below[0]) / 2)


def z_agreement(mu1: float, sigma1: float, mu2: float, sigma2: float) -> float:
    """How many standard deviations two estimates lie apart; above 2 they are inconsistent."""
    gap, spread = abs(mu1 - mu2), math.hypot(sigma1, sigma2)
    if not spread:
        return math.inf if gap else 0.0
    return gap / spread


class Item(NamedTuple):
    """An observation on one side of a claim: 1 supports, -1 refutes, 0 is neutral."""

    key: str
    side: int
    strength: float
    grade: str | float
    group: str
    directness: float = 1.0
    relay: float = 1.0
    self_interested: bool = False
    published: str = ""

    @property
    def reliability(self) -> float:
        """What the grade stands for, less for self-interest, times the relay's reliability."""
        return _reliability(self.grade, self.self_interested, self.relay)

    @property
    def q(self) -> float:
        """Strength x directness x reliability; raises Invalid unless 0 <= q < 1."""
        return self.q_graded(self.grade)

    def q_graded(self, grade: str | float) -> float:
        """What q would be if the source were of another grade."""
        reliability = _reliability(grade, self.self_interested, self.relay)
        q = self.strength * self.directness * reliability
        if not 0 <= q < 1:
            raise Invalid(f"item '{self.key}' has q = {q}: give factors between 0 and 1")
        return q

    @property
    def db(self) -> float:
        """The signed weight that the item has alone, in dB."""
        return self.db_of(self.q)

    def db_of(self, q: float) -> float:
        """The signed weight (dB) that it has if this is its q."""
        return self.side * decibans(q) + 0.0


class Estimate(NamedTuple):
    """What one source gives as the probability that the claim holds."""

    key: str
    probability: float
    grade: str | float
    group: str
    directness: float = 1.0
    relay: float = 1.0
    self_interested: bool = False
    published: str = ""

    @property
    def reliability(self) -> float:
        """What the grade stands for, less for self-interest, times the relay's reliability."""
        return _reliability(self.grade, self.self_interested, self.relay)

    @property
    def u(self) -> float:
        """Reliability x directness, its share in the average; Invalid unless 0 <= u <= 1."""
        u = self.reliability * self.directness
        if not 0 <= u <= 1:
            raise Invalid(f"estimate '{self.key}' has u = {u}: give factors between 0 and 1")
        return u

    @property
    def lean(self) -> float:
        """2p-1: from -1 (certainly false) to 1 (certainly true)."""
        if not 0 <= self.probability <= 1:
            given = f"gives a probability of {self.probability}"
            raise Invalid(f"estimate '{self.key}' {given}: it must lie between 0 and 1")
        return 2 * self.probability - 1

    @property
    def db(self) -> float:
        """The signed weight that the estimate has alone, in dB."""
        return decibans(clip(self.u * self.lean))


class Contribution(NamedTuple):
    """What one item, estimate or derived voice adds to the log odds; all weights in dB."""

    key: str
    group: str
    q: float
    db: float
    """Its signed weight alone."""
    counted_db: float
    """What it counts beside the others; these and the prior add up to the log odds."""
    note: str
