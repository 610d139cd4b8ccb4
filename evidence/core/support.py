"""How far the evidence bears a claim out on a day, and why.

Gathers what is visible, has it judged, weighed and summed, and returns the sum with everything
that went into it. A pure function of the records and the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.errors import NotFound
from evidence.core.explaining import Case, Row, Rows, rows
from evidence.core.flags import flags
from evidence.core.judging import Judged, all_units, judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, claim_and_unit
from evidence.core.roll_call import VOICE, RollCall, roll_call
from evidence.core.scoring import (
    METHOD,
    NextStatus,
    Score,
    next_status,
)
from evidence.core.sensitivity import Sensitivity, sensitivity
from evidence.core.visibility import Life, lives
from evidence.core.words import capped

if TYPE_CHECKING:
    from evidence.core.answering import Answer

__all__ = ["HEADLINE", "Row", "Rows", "Support", "support"]


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


def support(ledger: Ledger, reference: str, as_of: str) -> Support:
    """Where a claim, or one unit of a roll call, stands at the end of a day.

    Raises NotFound if there is no such claim.
    """
    slug, unit = claim_and_unit(reference)
    claim = ledger.claim(slug)
    if claim is None:
        raise NotFound(f"no claim is called '{slug}'")
    _require_unit(claim, unit)
    alive = lives(ledger.bearing_on(slug), ledger)
    case = _case(claim, unit, ledger, alive, as_of)
    roll = None
    if claim.kind == "prevalence" and unit is None:
        heard = _units(claim, ledger, alive, as_of)
        known = {unit: s.weight_for_db - s.weight_against_db for unit, s in heard.items()}
        roll = roll_call(claim, known, lambda db: case.score({VOICE: db}))
        roll = roll._replace(spoken=_spoken(heard))
    return _assembled(reference, claim, case, roll, as_of)


def _require_unit(claim: Claim, unit: str | None) -> None:
    slugs = [ref.partition(":")[2] for ref in all_units(claim)]
    if unit is not None and unit not in slugs:
        from evidence.core.checking import did_you_mean

        hint = did_you_mean(unit, slugs) or "only a roll call has units"
        raise NotFound(f"'{unit}' is no unit of '{claim.slug}'", hint)


def _sentence(claim: Claim, unit: str | None) -> str:
    return claim.statement if unit is None else f"{unit}, a unit of: {claim.statement}"


def _case(
    claim: Claim, unit: str | None, ledger: Ledger, alive: Mapping[str, Life], as_of: str
) -> Case:
    resolution = ledger.resolution(claim.slug)
    resolved = resolution is not None and alive_on(resolution.date, as_of)
    judged = _judged(claim, unit, ledger, alive, as_of)
    answered = _answered(claim, ledger, as_of)
    return Case(
        judged,
        0.5 if claim.prior is None or unit else claim.prior,
        resolution.outcome if resolution and resolved and not unit else None,
        answered.heard_with(j.group for j in judged if j.item and j.item.db) if answered else None,
    )


def alive_on(date: str, as_of: str) -> bool:
    """Whether something dated so had happened by the end of a day."""
    from evidence.core.dates import last_day

    return last_day(date) <= as_of


def _answered(claim: Claim, ledger: Ledger, as_of: str) -> Answer | None:
    """What sourced numbers say; the calculator is loaded for claims that need it alone."""
    if claim.kind != "quantity":
        return None
    from evidence.core.answering import answer

    return answer(claim, ledger, as_of)


def _judged(
    claim: Claim, unit: str | None, ledger: Ledger, alive: Mapping[str, Life], as_of: str
) -> tuple[Judged, ...]:
    return tuple(
        judge(claim, record, alive[record.key], ledger)
        for record in ledger.bearing_on(claim.slug)
        if claim_and_unit(record.claim)[1] == unit and alive[record.key].visible(as_of)
    )


def _units(claim: Claim, ledger: Ledger, alive: Mapping[str, Life], as_of: str) -> dict[str, Score]:
    """The score of each unit that has something to say, by its slug."""
    spoken: dict[str, list[Judged]] = {}
    for record in ledger.bearing_on(claim.slug):
        unit = claim_and_unit(record.claim)[1]
        if unit is not None and alive[record.key].visible(as_of) and not alive[record.key].draft:
            spoken.setdefault(unit, []).append(judge(claim, record, alive[record.key], ledger))
    return {unit: Case(tuple(judged)).score() for unit, judged in spoken.items()}


def _spoken(heard: Mapping[str, Score]) -> tuple[tuple[str, float], ...]:
    rows = (row for score in heard.values() for row in score.contributions)
    return tuple(sorted((row.key, row.counted_db) for row in rows))


def _assembled(
    reference: str, claim: Claim, case: Case, roll: RollCall | None, as_of: str
) -> Support:
    extra = {VOICE: roll.weight_db} if roll else None
    result = case.score(extra)
    tested = sensitivity(case.items, case.estimates, case.prior, extra)
    lines = Rows(rows(case, roll, result))
    found = flags(result, tested, lines, roll, case.answer)
    silent = "rests_on_silence" in found
    return Support(
        claim=reference,
        statement=_sentence(claim, claim_and_unit(reference)[1]),
        kind="statement" if claim_and_unit(reference)[1] else claim.kind,
        method=METHOD,
        as_of=as_of,
        probability=result.probability,
        status=result.status,
        likelihood=result.likelihood,
        confidence=capped(result.confidence, "low") if silent else result.confidence,
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
        answer=case.answer,
        spreads=_spreads(case),
    )


def _spreads(case: Case) -> dict[str, tuple[float, str]]:
    tried = case.answer.spreads if case.answer else {}
    scores = {factor: case._replace(voices=voices).score() for factor, voices in tried.items()}
    return {factor: (score.probability, score.status) for factor, score in scores.items()}
