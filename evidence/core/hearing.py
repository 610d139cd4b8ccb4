"""What is heard of a claim on a day, and what that adds up to: the sum without its tests.

What a record weighs does not depend on the day, only whether it is visible does. So a docket holds
all that bears on a claim, judged once, and is asked for any number of days.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.case import Case
from evidence.core.errors import NotFound
from evidence.core.judging import Judged, all_units, judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, claim_and_unit
from evidence.core.roll_call import voice
from evidence.core.scoring import Score
from evidence.core.visibility import Life, lives

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate


class Hearing(NamedTuple):
    """Where a claim, or one unit of a roll call, stands on a day, and on what."""

    claim: str
    """The claim's slug, or `claim/unit`."""
    record: Claim
    as_of: str
    case: Case
    score: Score

    @property
    def probability(self) -> float:
        """The probability of the claim."""
        return self.score.probability

    @property
    def status(self) -> str:
        """The status word."""
        return self.score.status


class Entered(NamedTuple):
    """One record as it was judged, with the days on which it is in force."""

    judged: Judged
    life: Life
    unit: str | None


class Docket(NamedTuple):
    """Everything that bears on a claim, to be heard on any day."""

    claim: str
    record: Claim
    entered: tuple[Entered, ...]
    ledger: Ledger

    @property
    def unit(self) -> str | None:
        """The unit of a roll call that is asked about, if it is one unit alone."""
        return claim_and_unit(self.claim)[1]

    def on(self, as_of: str) -> Hearing:
        """What is heard at the end of a day."""
        visible = [e for e in self.entered if e.life.visible(as_of)]
        unit = self.unit
        judged = tuple([e.judged for e in visible if e.unit == unit])
        case = Case(judged, self.prior, self.outcome(as_of))
        if self.record.kind == "quantity":
            case = case._replace(numbers=numbers(self, judged, as_of))
        elif self.record.kind == "prevalence" and self.unit is None:
            case = case._replace(units=_heard_units(visible))
            case = case._replace(voice=voice(self.record, self.record.units, case.known))
        return Hearing(self.claim, self.record, as_of, case, case.score())

    @property
    def prior(self) -> float:
        """The prior of the claim; a unit of a roll call has none of its own."""
        return 0.5 if self.record.prior is None or self.unit else self.record.prior

    def outcome(self, as_of: str) -> str | None:
        """How the claim had turned out by the end of a day; a unit of it does not."""
        resolution = self.ledger.resolution(self.record.slug)
        if resolution is None or self.unit or not happened_by(resolution.date, as_of):
            return None
        return resolution.outcome


def hearing(ledger: Ledger, reference: str, as_of: str) -> Hearing:
    """Where a claim, or one unit of a roll call, stands at the end of a day; raises NotFound."""
    return docket(ledger, reference).on(as_of)


Side = tuple[Ledger, str]
"""Records and the day on which to look at them."""


def heard_on(side: Side, reference: str) -> Hearing | None:
    """The same on one side of a comparison; None where the claim is not known there."""
    ledger, day = side
    known = ledger.claim(claim_and_unit(reference)[0])
    return hearing(ledger, reference, day) if known else None


def docket(ledger: Ledger, reference: str) -> Docket:
    """Everything that bears on a claim, or on one unit of a roll call; raises NotFound."""
    slug, unit = claim_and_unit(reference)
    claim = ledger.claim(slug)
    if claim is None:
        raise NotFound(f"no claim is called '{slug}'")
    _require_unit(claim, unit)
    records = ledger.bearing_on(slug)
    alive = lives(records, ledger)
    entered = [
        Entered(judge(claim, record, alive[record.key], ledger), alive[record.key], of_unit)
        for record, of_unit in ((one, claim_and_unit(one.claim)[1]) for one in records)
    ]
    return Docket(reference, claim, tuple(entered), ledger)


def _require_unit(claim: Claim, unit: str | None) -> None:
    slugs = [ref.partition(":")[2] for ref in all_units(claim)]
    if unit is not None and unit not in slugs:
        from evidence.core.checking import did_you_mean

        hint = did_you_mean(unit, slugs) or "only a roll call has units"
        raise NotFound(f"'{unit}' is no unit of '{claim.slug}'", hint)


def happened_by(date: str, as_of: str) -> bool:
    """Whether something dated so had happened by the end of a day."""
    from evidence.core.dates import last_day

    return last_day(date) <= as_of


def numbers(
    asked: Docket, judged: Iterable[Judged], as_of: str, point_factor: float | None = None
) -> tuple[QuantityEstimate, ...]:
    """What sourced numbers say; the calculator is loaded for claims that need it alone.

    `point_factor` replaces the 90 % factor of every figure that states no range.
    """
    from evidence.core.answering import estimates, joined

    found = estimates(asked.record, asked.ledger, as_of, point_factor)
    return joined(found, (j.group for j in judged if j.item and j.item.db))


def _heard_units(visible: Iterable[Entered]) -> dict[str, Score]:
    """The score of each unit that has something to say, by its slug."""
    spoken: dict[str, list[Judged]] = {}
    for entered in visible:
        if entered.unit is not None and not entered.life.draft:
            spoken.setdefault(entered.unit, []).append(entered.judged)
    return {unit: Case(tuple(judged)).score() for unit, judged in spoken.items()}
