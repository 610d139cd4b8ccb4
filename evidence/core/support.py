"""How far the evidence bears a claim out on a day, and why.

A hearing gathers what is visible, judged, weighed and summed; here it is put to every test, and
returned with everything that went into it. A pure function of the records and the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.explaining import Row, Rows, rows
from evidence.core.flags import flags
from evidence.core.hearing import Docket, Hearing, docket, numbers
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, claim_and_unit
from evidence.core.roll_call import RollCall, roll_call
from evidence.core.scoring import METHOD, NextStatus, Score, next_status
from evidence.core.sensitivity import Sensitivity, sensitivity
from evidence.core.words import capped

if TYPE_CHECKING:
    from evidence.core.answering import Answer

__all__ = ["HEADLINE", "Outline", "Row", "Rows", "Support", "outline", "support"]


class Support(NamedTuple):
    """Where a claim stands on a day, with its reasons."""

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
    contributions: Rows
    sensitivity: Sensitivity
    next_status: NextStatus
    record: Claim
    roll_call: RollCall | None = None
    answer: Answer | None = None
    spreads: Mapping[str, tuple[float, str]] = {}
    """Of a quantity: probability and status if figures without a range were known within x/÷
    each of these factors."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """The headline figures as a list of one mapping."""
        return [{name: getattr(self, name) for name in HEADLINE}]


HEADLINE = Support._fields[: Support._fields.index("contributions")]
"""The figures that stand for the whole."""


class Outline(NamedTuple):
    """Where a claim stands on a day, as lists say it: no more than the sum itself."""

    claim: str
    statement: str
    kind: str
    probability: float
    status: str
    confidence: str
    record: Claim


def outline(ledger: Ledger, claim: str, as_of: str) -> Outline:
    """The outline of a claim's support, for a sixth of the work; raises NotFound."""
    heard = docket(ledger, claim).on(as_of)
    record, score = heard.record, heard.score
    return Outline(
        claim=claim,
        statement=record.statement,
        kind=record.kind,
        probability=score.probability,
        status=score.status,
        confidence=_confidence(score, _roll(heard)),
        record=record,
    )


def _confidence(score: Score, roll: RollCall | None) -> str:
    """The confidence, which is low at most where the silent decide."""
    silent = roll is not None and roll.rests_on_silence
    return capped(score.confidence, "low") if silent else score.confidence


def support(ledger: Ledger, reference: str, as_of: str) -> Support:
    """Where a claim, or one unit of a roll call, stands at the end of a day.

    Raises NotFound if there is no such claim.
    """
    asked = docket(ledger, reference)
    heard = asked.on(as_of)
    return _assembled(heard, _roll(heard), _answer(heard), _spreads(asked, heard))


def _roll(heard: Hearing) -> RollCall | None:
    case = heard.case
    if case.voice is None:
        return None
    roll = roll_call(heard.record, case.known, lambda db: case._replace(voice=db).score())
    return roll._replace(spoken=case.spoken)


def _answer(heard: Hearing) -> Answer | None:
    """What sourced numbers say; the calculator is loaded for claims that need it alone."""
    if heard.record.kind != "quantity":
        return None
    from evidence.core.answering import answer

    return answer(heard.record, heard.case.numbers)


def _spreads(asked: Docket, heard: Hearing) -> dict[str, tuple[float, str]]:
    if heard.record.kind != "quantity":
        return {}
    from evidence.core.answering import SPREADS

    found, judged = {}, heard.case.judged
    for factor in SPREADS:
        tried = heard.case._replace(numbers=numbers(asked, judged, heard.as_of, factor)).score()
        found[f"{factor:g}"] = tried.probability, tried.status
    return found


def _sentence(claim: Claim, unit: str | None) -> str:
    return claim.statement if unit is None else f"{unit}, a unit of: {claim.statement}"


def _assembled(
    heard: Hearing,
    roll: RollCall | None,
    answer: Answer | None,
    spreads: Mapping[str, tuple[float, str]],
) -> Support:
    case, result, claim = heard.case, heard.score, heard.record
    tested = sensitivity(case.items, case.estimates, case.prior, case.extra)
    lines = Rows(rows(case, roll, result))
    found = flags(result, tested, lines, roll, answer)
    unit = claim_and_unit(heard.claim)[1]
    return Support(
        claim=heard.claim,
        statement=_sentence(claim, unit),
        kind="statement" if unit else claim.kind,
        method=METHOD,
        as_of=heard.as_of,
        probability=result.probability,
        status=result.status,
        likelihood=result.likelihood,
        confidence=_confidence(result, roll),
        prior_db=result.prior_db,
        weight_for_db=result.weight_for_db,
        weight_against_db=result.weight_against_db,
        log_odds_db=result.log_odds_db,
        conflict=result.conflict,
        voices_for=result.voices_for,
        voices_against=result.voices_against,
        flags=found,
        contributions=lines,
        sensitivity=tested,
        next_status=next_status(result),
        record=claim,
        roll_call=roll,
        answer=answer,
        spreads=spreads,
    )
