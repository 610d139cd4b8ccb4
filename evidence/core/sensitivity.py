"""How far a score depends on single groups, on grades, on the prior and on independence.

Each answer is the same score worked out again on changed evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evidence.core import words
from evidence.core.scoring import Estimate, Item, Score, score

_BETTER = {"A": "A", "B": "A", "C": "B", "D": "C", "E": "D", "F": "C"}
_WORSE = {"A": "B", "B": "C", "C": "D", "D": "E", "E": "E", "F": "E"}
"""One grade up and down; a source not yet assessed counts as D."""

PRIORS = (0.2, 0.5, 0.8)


class Sensitivity(NamedTuple):
    """The probability of the claim under other readings of the same evidence."""

    without_group: dict[str, float]
    """Without what one group says, for each group."""
    band: tuple[float, float]
    """With every item a grade off against the claim, and with every item a grade off for it."""
    prior: dict[str, float]
    """With other priors, by the prior."""
    one_voice_per_side: float
    """With all items taken as one group: what is left if no split into groups is believed."""
    all_independent: float
    """With every item a group of its own."""
    robust: bool
    """Whether the side of the status word stays without any one group and at the band's ends."""


def sensitivity(
    items: Iterable[Item],
    estimates: Iterable[Estimate] = (),
    prior: float = 0.5,
    extra: Mapping[str, float] | None = None,
) -> Sensitivity:
    """Score the claim again without each group, with shifted grades, and so on.

    Grades, splitting and the one voice concern items only; voices worked out elsewhere (`extra`)
    always stay; a reliability given as a number is not shifted.
    """
    seen, guesses = tuple(items), tuple(estimates)
    base = score(seen, guesses, prior, extra)
    without = _without_groups(seen, guesses, prior, extra)
    low = score([_shifted(item, -1) for item in seen], guesses, prior, extra)
    high = score([_shifted(item, 1) for item in seen], guesses, prior, extra)
    ends = sorted(s.probability for s in (low, base, high))
    merged = [item._replace(group="") for item in seen]
    split = [item._replace(group=str(number)) for number, item in enumerate(seen)]
    return Sensitivity(
        {group: one.probability for group, one in without.items()},
        (ends[0], ends[-1]),
        {str(p): score(seen, guesses, p, extra).probability for p in PRIORS},
        score(merged, guesses, prior, extra).probability,
        score(split, guesses, prior, extra).probability,
        _same_side(base, (low, high, *without.values())),
    )


def _without_groups(
    items: tuple[Item, ...],
    estimates: tuple[Estimate, ...],
    prior: float,
    extra: Mapping[str, float] | None,
) -> dict[str, Score]:
    groups = sorted({item.group for item in items} | {guess.group for guess in estimates})
    return {
        group: score(
            [item for item in items if item.group != group],
            [guess for guess in estimates if guess.group != group],
            prior,
            extra,
        )
        for group in groups
    }


def _shifted(item: Item, towards: int) -> Item:
    """The item with a grade that moves the score towards a side: better on it, worse against it."""
    if not isinstance(item.grade, str) or not item.side:
        return item
    return item._replace(grade=(_BETTER if item.side == towards else _WORSE)[item.grade])


def _same_side(base: Score, others: Iterable[Score]) -> bool:
    return all(words.side(other.status) == words.side(base.status) for other in others)
