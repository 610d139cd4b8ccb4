"""Where a claim stands on a day, and what to know before trusting it, without the reasons.

What takes a hearing is heard. Of all other items no more than what they say is needed, so that
whoever reads a claim with a thousand items need not make a record of each.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from evidence.core.balance import Voice
from evidence.core.case import Case
from evidence.core.flags import flags
from evidence.core.hearing import Hearing, hearing
from evidence.core.judging import Judged
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Search, claim_and_unit
from evidence.core.roll_call import RollCall, roll_call
from evidence.core.scoring import METHOD, RELIABILITY, NextStatus, Score, next_status
from evidence.core.sensitivity import Said, Weighed, robust, said_by
from evidence.core.words import capped

if TYPE_CHECKING:
    from evidence.core.answering import Answer, QuantityEstimate


class Headline(NamedTuple):
    """Where a claim stands on a day."""

    claim: str
    statement: str
    kind: str
    method: str
    as_of: str
    probability: float
    status: str
    likelihood: str
    confidence: str
    prior_db: float
    weight_for_db: float
    weight_against_db: float
    log_odds_db: float
    conflict: float
    voices_for: int
    voices_against: int
    flags: tuple[str, ...]
    next_status: NextStatus
    record: Claim
    roll_call: RollCall | None
    answer: Optional["Answer"]

    def to_dicts(self) -> list[dict[str, Any]]:
        """The figures as a list of one mapping."""
        return [{name: getattr(self, name) for name in HEADLINE}]


HEADLINE = Headline._fields[: Headline._fields.index("next_status")]
"""The figures that stand for the whole."""


def headline(ledger: Ledger, reference: str, as_of: str, plain: Sequence[Said] = ()) -> Headline:
    """Where a claim, or one unit of a roll call, stands at the end of a day; raises NotFound.

    `plain` is what those of its items say on that day that are not among the records.
    """
    heard = hearing(ledger, reference, as_of)
    weighed = weighed_in(heard.case, plain)
    spoken = weighed.spoken()
    base = weighed.stands(spoken)
    score = Score.of(base.turned_out(heard.case.outcome), prior=heard.case.prior)
    others = *weighed.ends(), *weighed.without_groups(spoken).values()
    return headline_of(heard, score, spoken, robust(base, others))


def weighed_in(case: Case, plain: Sequence[Said] = ()) -> Weighed:
    """What is weighed in a case, and beside it."""
    said = [*said_by(case.items), *plain]
    return Weighed(said, case.estimates, tuple(case.extra.values()), case.prior)


def headline_of(heard: Hearing, score: Score, spoken: Sequence[Voice], holds: bool) -> Headline:
    """The headline of what was heard, with the voices of its items and whether it is robust."""
    claim, unit = heard.record, claim_and_unit(heard.claim)[1]
    roll, answer = roll_of(heard), _answer(heard)
    return Headline(
        claim=heard.claim,
        statement=claim.statement if unit is None else f"{unit}, a unit of: {claim.statement}",
        kind="statement" if unit else claim.kind,
        method=METHOD,
        as_of=heard.as_of,
        probability=score.probability,
        status=score.status,
        likelihood=score.likelihood,
        confidence=confidence(score, roll),
        prior_db=score.prior_db,
        weight_for_db=score.weight_for_db,
        weight_against_db=score.weight_against_db,
        log_odds_db=score.log_odds_db,
        conflict=score.conflict,
        voices_for=score.voices_for,
        voices_against=score.voices_against,
        flags=flags(score, holds, spoken, _guessing(heard.case), roll, answer),
        next_status=next_status(score),
        record=claim,
        roll_call=roll,
        answer=answer,
    )


def roll_of(heard: Hearing) -> RollCall | None:
    """What the units say by name, of a claim that lists some."""
    case = heard.case
    if case.voice is None:
        return None
    roll = roll_call(heard.record, case.known, lambda db: case._replace(voice=db).score())
    return roll._replace(spoken=case.spoken)


def confidence(score: Score, roll: RollCall | None) -> str:
    """The confidence, which is low at most where the silent decide."""
    silent = roll is not None and roll.rests_on_silence
    return capped(score.confidence, "low") if silent else score.confidence


def _answer(heard: Hearing) -> Optional["Answer"]:
    """What sourced numbers say; the calculator is loaded for claims that need it alone."""
    if heard.record.kind != "quantity":
        return None
    from evidence.core.answering import answer

    return answer(heard.record, heard.case.numbers)


def _guessing(case: Case) -> set[str]:
    """The parties behind whatever gives a probability or a number, if its source is reliable."""
    stated = (one for one in case.judged if _gives_a_probability(one.record))
    counted = (one for one in case.numbers if one.counted)
    guesses: Iterator[Judged | QuantityEstimate] = chain(stated, counted)
    reliable = (one.group for one in guesses if RELIABILITY[one.grade])
    return {party for group in reliable for party in group.split(" + ")}


def _gives_a_probability(record: Evidence | Search) -> bool:
    return isinstance(record, Evidence) and record.probability is not None
