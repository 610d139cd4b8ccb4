"""What voices add up to: the sum of a score, from the weights of those who speak."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from evidence.core import words
from evidence.core.weights import EPSILON, log_odds_db, probability

Voice = tuple[str, float]
"""An independent group and its signed weight in dB; a group has at most one voice a side."""


class Weight(NamedTuple):
    """What speaks for and against, each added up (dB), and how many are heard on each side."""

    for_db: float = 0.0
    against_db: float = 0.0
    voices_for: int = 0
    voices_against: int = 0


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

    @property
    def disputed(self) -> bool:
        """Whether both sides weigh at least a bare mention."""
        return words.disputed(self.weight_for_db, self.weight_against_db)

    @property
    def likelihood(self) -> str:
        """The word for the probability."""
        return words.likelihood(self.probability)

    @property
    def confidence(self) -> str:
        """The word for how much evidence there is and how far it agrees."""
        voices = self.voices_for + self.voices_against
        return words.confidence(self.total_db, self.conflict, voices)

    def turned_out(self, outcome: str | None) -> Balance:
        """The same of a claim of which the outcome is known, if it is."""
        return self if outcome is None else self._replace(status=words.RESOLVED[outcome])


def balance(
    voices: Sequence[Voice],
    derived: Sequence[float] = (),
    prior: float = 0.5,
    outcome: str | None = None,
    epsilon: float = EPSILON,
) -> Balance:
    """Add up voices, and weights (dB) worked out elsewhere; their order changes nothing."""
    level = math.fsum((log_odds_db(prior), *(db for _, db in voices), *derived))
    return balanced(weigh(voices, derived), prior, outcome, epsilon, level)


def weigh(voices: Sequence[Voice], derived: Sequence[float] = ()) -> Weight:
    """What voices, and weights (dB) worked out elsewhere, come to on each side."""
    spoken = [db for _, db in voices] + list(derived)
    weight_for = math.fsum(db for db in spoken if db > 0)
    weight_against = math.fsum(-db for db in spoken if db < 0)
    return Weight(weight_for, weight_against, *_loud(voices, derived))


def together(one: Weight, other: Weight) -> Weight:
    """What two weights of different voices come to."""
    return Weight(
        one.for_db + other.for_db,
        one.against_db + other.against_db,
        one.voices_for + other.voices_for,
        one.voices_against + other.voices_against,
    )


def balanced(
    weight: Weight,
    prior: float = 0.5,
    outcome: str | None = None,
    epsilon: float = EPSILON,
    level: float | None = None,
) -> Balance:
    """Where a claim stands on a weight; `level` is the exact sum (dB) where it is known."""
    weight_for, weight_against, voices_for, voices_against = weight
    prior_db = log_odds_db(prior)
    if level is None:
        level = prior_db + weight_for - weight_against
    chance = probability(level, prior, epsilon)
    total = weight_for + weight_against
    conflict = 2 * min(weight_for, weight_against) / total if total else 0.0
    return Balance(
        chance,
        level,
        prior_db,
        weight_for,
        weight_against,
        total,
        conflict,
        voices_for,
        voices_against,
        words.status(chance, weight_for, weight_against, voices_for, voices_against, outcome),
    )


def without_each(
    voices: Sequence[Voice], derived: Sequence[float] = (), prior: float = 0.5
) -> Iterator[tuple[str, Balance]]:
    """Each group with where the claim stands without its voices, in one pass for all of them.

    What the sum loses is taken from the exact sum of all voices and only then rounded, so that it
    is to the last bit what adding up the others gives. Groups that say the same leave the same.
    """
    said: dict[str, tuple[float, ...]] = {}
    for group, db in voices:
        said[group] = (*said.get(group, ()), db)
    spoken = [*(db for _, db in voices), *derived]
    level = exact((log_odds_db(prior), *spoken))
    sides = [exact(_on(side, spoken)) for side in (1, -1)]
    whole = weigh(voices, derived)

    @cache
    def without(own: tuple[float, ...]) -> Balance:
        gone = weigh([("", db) for db in own])
        weight = Weight(
            _less(sides[0], _on(1, own)),
            _less(sides[1], _on(-1, own)),
            whole.voices_for - gone.voices_for,
            whole.voices_against - gone.voices_against,
        )
        return balanced(weight, prior, level=_less(level, own))

    for group, own in said.items():
        yield group, without(own)


def exact(numbers: Iterable[float]) -> list[float]:
    """As few numbers as add up to exactly what these do: their rounded sum, then what it misses.

    >>> exact([1.0, 1e-30, 2.0])
    [3.0, 1e-30]
    """
    listed, parts = list(numbers), list[float]()
    while missing := math.fsum((*listed, *(-part for part in parts))):
        parts.append(missing)
    return parts


def _on(side: int, spoken: Iterable[float]) -> list[float]:
    return [side * db for db in spoken if side * db > 0]


def _less(parts: Iterable[float], gone: Iterable[float]) -> float:
    return math.fsum((*parts, *(-db for db in gone)))


def _loud(grouped: Iterable[Voice], derived: Iterable[float]) -> tuple[int, int]:
    """How many speak for and against with a voice that is heard; a group's add up on a side."""
    sides: tuple[dict[str, float], dict[str, float]] = {}, {}
    for group, db in grouped:
        side = sides[db > 0]
        side[group] = side.get(group, 0.0) + db
    spoken = *sides[0].values(), *sides[1].values(), *derived
    heard = words.HEARD_DB
    return sum(db >= heard for db in spoken), sum(-db >= heard for db in spoken)
