"""What a reader should know before trusting a status word, as short names with their meaning."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from evidence.core.balance import Voice
from evidence.core.roll_call import RollCall
from evidence.core.scoring import Score

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


def flags(
    score: Score,
    robust: bool,
    spoken: Sequence[Voice],
    guessing: Container[str],
    roll: RollCall | None,
    answer: Answer | None,
) -> tuple[str, ...]:
    """The flags of a claim, in the order of their table.

    `spoken` are the voices of its items, `guessing` the parties behind its estimates.
    """
    raised = {
        "disputed": score.disputed,
        "single_voice": _voices_on_its_side(score) == 1,
        "fragile": not robust,
        "self_contradicting": _on_both_sides(spoken),
        "inconsistent": answer is not None and answer.inconsistent,
        "double_path": any(group in guessing for group, _ in spoken),
        "mixed_conventions": answer is not None and answer.mixed_conventions,
        "rests_on_silence": roll is not None and roll.rests_on_silence,
    }
    return tuple(name for name in FLAGS if raised[name])


def _voices_on_its_side(score: Score) -> int:
    if score.probability == 0.5:
        return 0
    return score.voices_for if score.probability > 0.5 else score.voices_against


def _on_both_sides(spoken: Sequence[Voice]) -> bool:
    supporting = {group for group, db in spoken if db > 0}
    return any(db < 0 and group in supporting for group, db in spoken)
