"""The lines of an explanation: each record with what it is, what it weighs, what it counts.

Together with the prior the counted weights add up to the total, which is why every explanation
can be checked by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.case import Case
from evidence.core.judging import Judged
from evidence.core.records import Evidence, Search
from evidence.core.roll_call import VOICE, RollCall
from evidence.core.scoring import Contribution, Score

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate


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


def rows(case: Case, roll: RollCall | None, result: Score) -> Iterable[Row]:
    """A line for each contribution, largest first, and for each draft."""
    judged = {j.record.key: j for j in case.judged}
    numbers = {number.key: number for number in case.numbers}
    for counted in result.contributions:
        if counted.key in judged:
            yield _record_row(judged[counted.key], counted)
        elif roll is not None and counted.key == VOICE:
            yield _roll_row(roll, counted)
        else:
            yield _estimate_row(numbers[counted.key], counted)
    drafts = (j for j in case.judged if j.item is None)
    yield from (_record_row(draft, None) for draft in drafts)


def _record_row(judged: Judged, counted: Contribution | None) -> Row:
    record, grade, group = judged.record, judged.grade, judged.group
    said = record.stance, judged.strength, judged.directness
    named = record.key, type_of(record), record.source, group
    if counted is None:
        return Row(*named, *said, grade, 0.0, 0.0, 0.0, judged.note)
    note = f"{judged.note}; {counted.note}" if judged.note and counted.note else ""
    figures = counted.q, counted.db, counted.counted_db
    return Row(*named, *said, grade, *figures, note or judged.note or counted.note)


def type_of(record: Evidence | Search) -> str:
    """What a record is in an explanation: `evidence`, `search`, or a stated `estimate`."""
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


def _estimate_row(estimate: QuantityEstimate, counted: Contribution) -> Row:
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
