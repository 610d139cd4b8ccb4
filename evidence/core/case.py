"""What stands before the judge: everything of a claim, or of one unit, that is weighed on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.judging import Judged
from evidence.core.roll_call import VOICE
from evidence.core.scoring import Estimate, Item, Score, score

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate


class Case(NamedTuple):
    """The weighed records of a claim with all else that enters its sum."""

    judged: tuple[Judged, ...]
    prior: float = 0.5
    outcome: str | None = None
    numbers: tuple[QuantityEstimate, ...] = ()
    """What sourced numbers say of a quantity claim."""
    units: Mapping[str, Score] = {}
    """The score of each unit of a roll call that has something to say, by its slug."""
    voice: float | None = None
    """The signed weight (dB) with which the units together speak."""

    @property
    def items(self) -> list[Item]:
        """The items that are weighed."""
        return [j.item for j in self.judged if isinstance(j.item, Item)]

    @property
    def estimates(self) -> list[Estimate]:
        """The stated probabilities and what sourced numbers say."""
        stated = [j.item for j in self.judged if isinstance(j.item, Estimate)]
        return stated + [number.voice() for number in self.numbers if number.counted]

    @property
    def extra(self) -> Mapping[str, float]:
        """The voice of the units, as the score takes it."""
        return {} if self.voice is None else {VOICE: self.voice}

    @property
    def known(self) -> dict[str, float]:
        """What weighs for each heard unit less what weighs against it, in dB."""
        return {unit: s.weight_for_db - s.weight_against_db for unit, s in self.units.items()}

    @property
    def spoken(self) -> tuple[tuple[str, float], ...]:
        """What speaks for the units: the key of each record with its counted weight (dB)."""
        rows = (row for score in self.units.values() for row in score.contributions)
        return tuple(sorted((row.key, row.counted_db) for row in rows))

    def score(self) -> Score:
        """What it all adds up to."""
        return score(self.items, self.estimates, self.prior, self.extra, self.outcome)
