"""How far the evidence bears a claim out on a day, and why.

A hearing gathers what is visible, judged, weighed and summed; here it is put to every test, and
returned with everything that went into it. A pure function of the records and the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.explaining import Row, Rows, rows
from evidence.core.headline import HEADLINE, Headline, confidence, headline_of, roll_of, weighed_in
from evidence.core.hearing import Docket, Hearing, docket, numbers
from evidence.core.ledger import Ledger
from evidence.core.records import Claim
from evidence.core.roll_call import RollCall
from evidence.core.scoring import NextStatus
from evidence.core.sensitivity import Sensitivity, sensitivity_of

if TYPE_CHECKING:
    from evidence.core.answering import Answer

__all__ = ["HEADLINE", "Headline", "Outline", "Row", "Rows", "Support", "outline", "support"]


class Support(NamedTuple):
    """Where a claim stands on a day: its headline, in the same order, and the reasons for it."""

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
    answer: Answer | None
    contributions: Rows
    sensitivity: Sensitivity
    spreads: Mapping[str, tuple[float, str]]
    """Of a quantity: probability and status if figures without a range were known within x/÷
    each of these factors."""

    @property
    def headline(self) -> Headline:
        """The same without the reasons."""
        return Headline._make(self[: len(Headline._fields)])

    def to_dicts(self) -> list[dict[str, Any]]:
        """The headline figures as a list of one mapping."""
        return self.headline.to_dicts()


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
        confidence=confidence(score, roll_of(heard)),
        record=record,
    )


def support(ledger: Ledger, reference: str, as_of: str) -> Support:
    """Where a claim, or one unit of a roll call, stands at the end of a day.

    Raises NotFound if there is no such claim.
    """
    asked = docket(ledger, reference)
    heard = asked.on(as_of)
    weighed = weighed_in(heard.case)
    tested = sensitivity_of(weighed)
    found = headline_of(heard, heard.score, weighed.spoken(), tested.robust)
    lines = Rows(rows(heard.case, found.roll_call, heard.score))
    return Support(*found, lines, tested, _spreads(asked, heard))


def _spreads(asked: Docket, heard: Hearing) -> dict[str, tuple[float, str]]:
    if heard.record.kind != "quantity":
        return {}
    from evidence.core.answering import SPREADS

    found, judged = {}, heard.case.judged
    for factor in SPREADS:
        tried = heard.case._replace(numbers=numbers(asked, judged, heard.as_of, factor)).score()
        found[f"{factor:g}"] = tried.probability, tried.status
    return found
