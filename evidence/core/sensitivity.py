"""How far a score depends on single groups, on grades, on the prior and on independence.

Each answer is the same score worked out again on changed evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.core import words
from evidence.core.balance import Balance, Voice, balance, without_each
from evidence.core.scoring import Estimate, Item, opinions, pool, speakers

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
    case = _Weighed(tuple(items), tuple(estimates), tuple((extra or {}).values()), prior)
    loud = _loudest(case.items)
    weights = [item.q for item in loud]
    spoken = _heard(loud, weights)
    base = case.stands(spoken)
    without = case.without_groups(spoken, base)
    shifted = ([_shifted(item, side) for item in loud] for side in (-1, 1))
    low, high = (case.stands(_heard(loud, one)) for one in shifted)
    ends = sorted(s.probability for s in (low, base, high))
    return Sensitivity(
        {group: one.probability for group, one in without.items()},
        (ends[0], ends[-1]),
        {str(p): case._replace(prior=p).stands(spoken).probability for p in PRIORS},
        case.stands(_merged(loud, weights)).probability,
        case.stands(_each_heard(case.items)).probability,
        _same_side(base, (low, high, *without.values())),
    )


class _Weighed(NamedTuple):
    """What is weighed, to be added up again in other ways."""

    items: tuple[Item, ...]
    estimates: tuple[Estimate, ...]
    derived: tuple[float, ...]
    prior: float

    def stands(self, spoken: Sequence[Voice], without: str | None = None) -> Balance:
        """Where the claim stands if the items speak so, and a group gives no estimate."""
        return balance([*spoken, *self._pooled(without)], self.derived, self.prior)

    def without_groups(self, spoken: Sequence[Voice], base: Balance) -> dict[str, Balance]:
        """Where the claim stands without what one group says, for each group."""
        guessing = {guess.group for guess in self.estimates}
        groups = sorted({item.group for item in self.items} | guessing)
        # A group that weighs nothing leaves all as it is; one that is averaged changes the others.
        found = dict.fromkeys(groups, base)
        found |= without_each([*spoken, *self._pooled()], self.derived, self.prior)
        for group in guessing:
            found[group] = self.stands([one for one in spoken if one[0] != group], group)
        return found

    def _pooled(self, without: str | None = None) -> list[Voice]:
        said = opinions([guess for guess in self.estimates if guess.group != without])
        return list(pool(said)[0].items())


def _loudest(items: Iterable[Item]) -> list[Item]:
    """The items that may speak: whatever a grade is taken for, the strongest of those alike."""
    best: dict[tuple[object, ...], Item] = {}
    for item in items:
        alike = item.group, item.side, item.grade, item.relay, item.self_interested
        other = best.setdefault(alike, item)
        if item.strength * item.directness > other.strength * other.directness:
            best[alike] = item
    return list(best.values())


def _heard(items: Sequence[Item], weights: Sequence[float]) -> list[Voice]:
    loud = speakers(items, weights).values()
    return [(items[place].group, items[place].db_of(weights[place])) for place in loud]


def _each_heard(items: Iterable[Item]) -> list[Voice]:
    """The voices if every item spoke for itself, in a group that has its number."""
    return [(str(n), item.db_of(q)) for n, item in enumerate(items) if item.side and (q := item.q)]


def _merged(items: Sequence[Item], weights: Sequence[float]) -> list[Voice]:
    """The one voice on each side if all items are of one group: that of the strongest speaker."""
    loud = list(speakers(items, weights).values())
    merged = [items[place]._replace(group="") for place in loud]
    return _heard(merged, [weights[place] for place in loud])


def _shifted(item: Item, towards: int) -> float:
    """An item's q with a grade that is better on a side, or worse against it."""
    if not isinstance(item.grade, str) or not item.side:
        return item.q
    return item.q_graded((_BETTER if item.side == towards else _WORSE)[item.grade])


def _same_side(base: Balance, others: Iterable[Balance]) -> bool:
    return all(words.side(other.status) == words.side(base.status) for other in others)
