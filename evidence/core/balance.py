"""What voices add up to: the sum of a score, from the weights of those who speak."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.core import words
from evidence.core.weights import EPSILON, log_odds_db, probability

Voice = tuple[str, float]
"""An independent group and its signed weight in dB; a group has at most one voice a side."""


class Balance(NamedTuple):
    """Where a claim stands, without the parts that bring it there."""

    probability: float
    log_odds_db: float
    prior_db: float
    weight_for_db: float
    weight_against_db: float
    total_db: float
    conflict: float
    voices_for: int
    voices_against: int
    status: str


def balance(
    voices: Sequence[Voice],
    derived: Sequence[float] = (),
    prior: float = 0.5,
    outcome: str | None = None,
    epsilon: float = EPSILON,
) -> Balance:
    """Add up voices, and weights (dB) worked out elsewhere; their order changes nothing."""
    spoken = [db for _, db in voices] + list(derived)
    prior_db = log_odds_db(prior)
    level = math.fsum((prior_db, *spoken))
    chance = probability(level, prior, epsilon)
    weight_for = math.fsum(db for db in spoken if db > 0)
    weight_against = math.fsum(-db for db in spoken if db < 0)
    total = weight_for + weight_against
    conflict = 2 * min(weight_for, weight_against) / total if total else 0.0
    counts = _loud(voices, derived)
    status = words.status(chance, weight_for, weight_against, *counts, outcome)
    weights = weight_for, weight_against, total, conflict
    return Balance(chance, level, prior_db, *weights, *counts, status)


def _loud(grouped: Iterable[Voice], derived: Iterable[float]) -> tuple[int, int]:
    """How many speak for and against with a voice that is heard; a group's add up on a side."""
    weights: dict[tuple[str, bool], float] = {}
    for group, db in grouped:
        weights[group, db > 0] = weights.get((group, db > 0), 0.0) + db
    loud = [db for db in (*weights.values(), *derived) if words.reaches(abs(db), words.VOICE_DB)]
    return sum(db > 0 for db in loud), sum(db < 0 for db in loud)
