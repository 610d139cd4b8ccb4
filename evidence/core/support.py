"""How far the evidence bears a claim out on a day, and why.

Gathers what is visible, has it judged, weighed and summed, and returns the sum with everything
that went into it. A pure function of the records and the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.errors import NotFound
from evidence.core.flags import flags
from evidence.core.judging import Judged, all_units, judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence, Search, claim_and_unit
from evidence.core.roll_call import VOICE, RollCall, roll_call
from evidence.core.scoring import (
    METHOD,
    Contribution,
    Estimate,
    Item,
    NextStatus,
    Score,
    next_status,
    score,
)
from evidence.core.sensitivity import Sensitivity, sensitivity
from evidence.core.visibility import Life, lives
from evidence.core.words import capped

if TYPE_CHECKING:
    from evidence.core.answering import Answer


class Row(NamedTuple):
    """One line of an explanation: what a record is, what it weighs alone, what it counts."""

    key: str
    type: str
    """`evidence`, `search`, `estimate` or `roll_call`."""
    source: str | None
    group: str
    stance: str | None
    strength: str
    directness: str
    grade: str
    q: float
    db: float
    counted_db: float
    note: str


class Rows(tuple[Row, ...]):
    """The lines of an explanation, largest first."""

    __slots__ = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a line, as data frames take them."""
        return [row._asdict() for row in self]


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


class _Case(NamedTuple):
    """What stands before the judge: the weighed records of a claim or of one unit."""

    judged: tuple[Judged, ...]
    prior: float = 0.5
    outcome: str | None = None
    answer: Answer | None = None
    voices: tuple[Estimate, ...] = ()
    """What replaces the answer's own voices, to see what other spreads would give."""

    @property
    def items(self) -> list[Item]:
        return [j.item for j in self.judged if isinstance(j.item, Item)]

    @property
    def estimates(self) -> list[Estimate]:
        stated = [j.item for j in self.judged if isinstance(j.item, Estimate)]
        return stated + list(self.voices or (self.answer.voices if self.answer else ()))

    def score(self, extra: Mapping[str, float] | None = None) -> Score:
        """The sum, with voices worked out elsewhere."""
        return score(self.items, self.estimates, self.prior, extra, self.outcome)


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
) -> _Case:
    resolution = ledger.resolution(claim.slug)
    resolved = resolution is not None and alive_on(resolution.date, as_of)
    judged = _judged(claim, unit, ledger, alive, as_of)
    answered = _answered(claim, ledger, as_of)
    return _Case(
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
    return {unit: _Case(tuple(judged)).score() for unit, judged in spoken.items()}


def _spoken(heard: Mapping[str, Score]) -> tuple[tuple[str, float], ...]:
    rows = (row for score in heard.values() for row in score.contributions)
    return tuple(sorted((row.key, row.counted_db) for row in rows))


def _assembled(
    reference: str, claim: Claim, case: _Case, roll: RollCall | None, as_of: str
) -> Support:
    extra = {VOICE: roll.weight_db} if roll else None
    result = case.score(extra)
    tested = sensitivity(case.items, case.estimates, case.prior, extra)
    rows = Rows(_rows(case, roll, result))
    found = flags(result, tested, rows, roll, case.answer)
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
        contributions=rows,
        sensitivity=tested,
        next_status=next_status(result),
        record=claim,
        roll_call=roll,
        answer=case.answer,
        spreads=_spreads(case),
    )


def _spreads(case: _Case) -> dict[str, tuple[float, str]]:
    tried = case.answer.spreads if case.answer else {}
    scores = {factor: case._replace(voices=voices).score() for factor, voices in tried.items()}
    return {factor: (score.probability, score.status) for factor, score in scores.items()}


def _rows(case: _Case, roll: RollCall | None, result: Score) -> Iterable[Row]:
    judged = {j.record.key: j for j in case.judged}
    for counted in result.contributions:
        if counted.key in judged:
            yield _record_row(judged[counted.key], counted)
        elif roll is not None and counted.key == VOICE:
            yield _roll_row(roll, counted)
        elif case.answer is not None:
            yield _estimate_row(case.answer, counted)
    drafts = (j for j in case.judged if j.item is None)
    yield from (_record_row(draft, None) for draft in drafts)


def _record_row(judged: Judged, counted: Contribution | None) -> Row:
    record = judged.record
    notes = [judged.note, counted.note if counted else ""]
    return Row(
        key=record.key,
        type=_type(record),
        source=record.source,
        group=judged.group,
        stance=record.stance,
        strength=judged.strength,
        directness=judged.directness,
        grade=judged.grade,
        q=counted.q if counted else 0.0,
        db=counted.db if counted else 0.0,
        counted_db=counted.counted_db if counted else 0.0,
        note="; ".join(note for note in notes if note),
    )


def _type(record: Evidence | Search) -> str:
    if isinstance(record, Search):
        return "search"
    return "evidence" if record.probability is None else "estimate"


def _roll_row(roll: RollCall, counted: Contribution) -> Row:
    chances = f"P(majority) {roll.majority:.3f} against {roll.baseline:.3f} if nothing were known"
    words = f"{roll.yes} of {roll.units} units yes, {roll.no} no, {roll.silent} silent; {chances}"
    stance = "supports" if counted.db > 0 else "refutes" if counted.db < 0 else "neutral"
    return Row(
        VOICE, "roll_call", None, VOICE, stance, "", "direct", "", counted.q, *counted[3:5], words
    )


def _estimate_row(answered: Answer, counted: Contribution) -> Row:
    estimate = answered.by_key(counted.key)
    stance = "supports" if counted.db > 0 else "refutes" if counted.db < 0 else "neutral"
    return Row(
        key=counted.key,
        type="estimate",
        source=estimate.source,
        group=counted.group,
        stance=stance,
        strength=f"mass {estimate.mass:.3f}",
        directness=estimate.directness,
        grade=estimate.grade,
        q=counted.q,
        db=counted.db,
        counted_db=counted.counted_db,
        note="; ".join(note for note in (estimate.note, counted.note) if note),
    )
