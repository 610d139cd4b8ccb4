"""What a reader should know before trusting a status word, as short names with their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from evidence.core.roll_call import RollCall
from evidence.core.scoring import RELIABILITY, Score
from evidence.core.sensitivity import Sensitivity

if TYPE_CHECKING:
    from evidence.core.answering import Answer

FLAGS: Mapping[str, str] = {
    "disputed": "both sides weigh at least a bare mention",
    "single_voice": "on one party's word",
    "fragile": "one party or one grade decides the side",
    "self_contradicting": "one independent group speaks on both sides",
    "inconsistent": "two estimates lie more than two standard deviations apart",
    "double_path": "one party counts with items and with estimates",
    "mixed_conventions": "estimates of different scope or convention stand together",
    "rests_on_silence": "the silent units decide the status",
}


class Line(Protocol):
    """What flags read of one line of an explanation."""

    @property
    def type(self) -> str:
        """The kind of the record."""

    @property
    def group(self) -> str:
        """Whose voice it is."""

    @property
    def grade(self) -> str:
        """The grade of its source there."""

    @property
    def counted_db(self) -> float:
        """What it adds, in dB."""


def flags(
    score: Score,
    sensitivity: Sensitivity,
    rows: Iterable[Line],
    roll: RollCall | None,
    answer: Answer | None,
) -> tuple[str, ...]:
    """The flags of a claim, in the order of their table."""
    lines = tuple(rows)
    raised = {
        "disputed": score.disputed,
        "single_voice": _voices_on_its_side(score) == 1,
        "fragile": not sensitivity.robust,
        "self_contradicting": _on_both_sides(lines),
        "inconsistent": answer is not None and answer.inconsistent,
        "double_path": _double(lines),
        "mixed_conventions": answer is not None and answer.mixed_conventions,
        "rests_on_silence": roll is not None and roll.rests_on_silence,
    }
    return tuple(name for name in FLAGS if raised[name])


def _voices_on_its_side(score: Score) -> int:
    if score.probability == 0.5:
        return 0
    return score.voices_for if score.probability > 0.5 else score.voices_against


def _on_both_sides(rows: tuple[Line, ...]) -> bool:
    items = [row for row in rows if row.type in ("evidence", "search")]
    supporting = {row.group for row in items if row.counted_db > 0}
    return any(row.counted_db < 0 and row.group in supporting for row in items)


def _double(rows: tuple[Line, ...]) -> bool:
    counted = (row for row in rows if row.type == "estimate" and RELIABILITY[row.grade])
    parties = {party for row in counted for party in row.group.split(" + ")}
    items = (row for row in rows if row.type in ("evidence", "search") and row.counted_db)
    return any(row.group in parties for row in items)
