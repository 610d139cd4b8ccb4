"""Prevalence claims: each unit is asked by name, and silence stays silence.

A unit's evidence speaks for that unit alone; the units together enter their claim as one signed
voice (scoring method section 2.6). What the silent ones could change stands beside it: the
bounds, the support if they leaned a little, and the lean at which the status would change.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from evidence.core.prevalence import bounds, call, prevalence
from evidence.core.records import Claim
from evidence.core.scoring import Score

VOICE = "roll call"
"""The name under which the units together stand among a claim's contributions."""

DEFAULT_THRESHOLD = 0.5
"""The share that "most" means."""

DOUBTFUL_SILENCE = (-3.0, 1.0)
"""dB per silent unit between which the status of a robust result stays the same."""
_FARTHEST = 20.0
_STEPS = 40


class Member(NamedTuple):
    """One unit of the list, what weighs for and against it, and what that makes it."""

    unit: str
    db: float
    call: str


class RollCall(NamedTuple):
    """What the listed units say, and what the silent ones could still change."""

    units: int
    yes: int
    no: int
    unclear: int
    silent: int
    bounds: tuple[float, float]
    silent_minus_1db: float
    silent_plus_1db: float
    tipping_silent_db: float | None
    status_holds: bool
    """Whether the status is the same wherever the silent lean a little, -3 to +1 dB each."""
    without_unit: Mapping[str, float]
    variants: Mapping[str, tuple[float, str]]
    members: tuple[Member, ...]
    majority: float
    baseline: float
    weight_db: float
    spoken: tuple[tuple[str, float], ...] = ()
    """What speaks for the units: the key of each record with its counted weight (dB)."""

    @property
    def rests_on_silence(self) -> bool:
        """Whether the status would be another if the silent units were only a little different."""
        return self.silent * 2 > self.units or not self.status_holds

    def line(self) -> str:
        """Counts, bounds and tipping point, as they stand beside the status."""
        low, high = self.bounds
        tips = "no lean of the silent changes the status"
        if self.tipping_silent_db is not None:
            tips = f"status changes if the silent lean {self.tipping_silent_db:+.1f} dB each"
        counts = f"{self.yes} yes, {self.no} no, {self.unclear} unclear, {self.silent} silent"
        return f"{counts} of {self.units}; share between {low:.0%} and {high:.0%}; {tips}"


Weights = Mapping[str, float]
"""The weight (dB) of each unit that has visible evidence, by the unit's slug."""


def voice(claim: Claim, units: Sequence[str], known: Weights, silent_db: float = 0.0) -> float:
    """The signed weight (dB) with which these units enter their claim."""
    return voice_of(_slugs(units), claim.threshold, known, silent_db)


def voice_of(
    slugs: Sequence[str], threshold: float | None, known: Weights, silent_db: float = 0.0
) -> float:
    """The same by the slugs of the units and the share that the claim names."""
    heard = [known[slug] for slug in slugs if slug in known]
    share = DEFAULT_THRESHOLD if threshold is None else threshold
    return prevalence(heard, len(slugs), share, silent_db).weight_db


def roll_call(claim: Claim, known: Weights, judge: Callable[[float], Score]) -> RollCall:
    """Ask the units by name. `judge` scores the claim with the units' voice of so many dB."""
    members = tuple(_member(slug, known) for slug in _slugs(claim.units))
    counts = {word: sum(m.call == word for m in members) for word in ("yes", "no", "unclear")}
    heard = [m.db for m in members if m.call != "silent"]
    total = len(members)
    now = prevalence(heard, total, _threshold(claim))

    def at(silent_db: float) -> Score:
        return judge(voice(claim, claim.units, known, silent_db))

    return RollCall(
        units=total,
        yes=counts["yes"],
        no=counts["no"],
        unclear=counts["unclear"],
        silent=total - len(heard),
        bounds=bounds(counts["yes"], counts["no"], total),
        silent_minus_1db=at(-1.0).probability,
        silent_plus_1db=at(1.0).probability,
        tipping_silent_db=_tipping(at) if len(heard) < total else None,
        status_holds=len(heard) == total or _holds(at),
        without_unit={m.unit: judge(_without(claim, known, m.unit)).probability for m in members},
        variants={
            name: _variant(claim, units, known, judge)
            for name, units in sorted((claim.units_variants or {}).items())
        },
        members=members,
        majority=now.majority,
        baseline=now.baseline,
        weight_db=now.weight_db,
    )


def _threshold(claim: Claim) -> float:
    return DEFAULT_THRESHOLD if claim.threshold is None else claim.threshold


def _slugs(units: Sequence[str]) -> list[str]:
    return [ref.partition(":")[2] for ref in units]


def _member(slug: str, known: Weights) -> Member:
    db = known.get(slug)
    return Member(slug, db or 0.0, call(db or 0.0, silent=db is None))


def _without(claim: Claim, known: Weights, unit: str) -> float:
    return voice(claim, claim.units, {slug: db for slug, db in known.items() if slug != unit})


def _variant(
    claim: Claim, units: Sequence[str], known: Weights, judge: Callable[[float], Score]
) -> tuple[float, str]:
    score = judge(voice(claim, units, known))
    return score.probability, score.status


def _holds(at: Callable[[float], Score]) -> bool:
    now = at(0.0).status
    return all(at(db).status == now for end in DOUBTFUL_SILENCE for db in _leans(end))


def _tipping(at: Callable[[float], Score]) -> float | None:
    """The lean of silent units, nearest to none, at which the status word changes."""
    now = at(0.0).status
    for lean in _leans(_FARTHEST):
        found = [_edge(at, now, end) for end in (-lean, lean) if at(end).status != now]
        if found:
            return min(found, key=abs)
    return None


def _edge(at: Callable[[float], Score], now: str, other: float) -> float:
    """The lean at which the status becomes another, less than a step before one with another."""
    same = other - math.copysign(_FARTHEST / _STEPS, other)
    while abs(other - same) > 1e-7:
        middle = (other + same) / 2
        same, other = (middle, other) if at(middle).status == now else (same, middle)
    return other


def _leans(end: float) -> Iterator[float]:
    """The leans that are tried on the way from none to this one."""
    return (end * step / _STEPS for step in range(1, _STEPS + 1))
