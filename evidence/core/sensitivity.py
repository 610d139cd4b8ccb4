"""How far a score depends on single groups, on grades, on the prior and on independence.

Each answer is the same score worked out again on changed evidence. All that it takes from an item
is its group and what it weighs as it is graded and with grades a step off, so that a claim with a
thousand items is put to the test in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from evidence.core import words
from evidence.core.balance import Balance, Voice, balance, without_each
from evidence.core.scoring import Estimate, Item, opinions, pool

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
    said = [*said_by(items)]
    return sensitivity_of(Weighed(said, tuple(estimates), tuple((extra or {}).values()), prior))


def sensitivity_of(case: Weighed) -> Sensitivity:
    """The same of what is weighed already."""
    spoken = case.spoken()
    base = case.stands(spoken)
    # A group that weighs nothing leaves all as it is.
    without = dict.fromkeys((group for group, _ in case.said), base) | case.without_groups(spoken)
    low, high = case.ends()
    ends = sorted(s.probability for s in (low, base, high))
    merged = speaking(("", db) for _, db in spoken)
    apart = [(str(n), one.graded) for n, (_, one) in enumerate(case.said) if one.graded]
    return Sensitivity(
        {group: without[group].probability for group in sorted(without)},
        (ends[0], ends[-1]),
        {str(p): case._replace(prior=p).stands(spoken).probability for p in PRIORS},
        case.stands(merged).probability,
        case.stands(apart).probability,
        robust(base, (low, high, *without.values())),
    )


class Shades(NamedTuple):
    """The signed weight (dB) that an item has alone, under three readings of its grade."""

    graded: float
    """As it is graded."""
    low: float
    """A grade off against the claim: worse if the item supports it, better if it refutes it."""
    high: float
    """A grade off for the claim."""


Said = tuple[str, Shades]
"""The independent group that an item is of, and its weight."""


def said_by(items: Iterable[Item]) -> Iterator[Said]:
    """What each item says."""
    return ((item.group, shades(item)) for item in items)


def shades(item: Item) -> Shades:
    """The weight of an item; raises Invalid for factors outside their range."""
    _, side, strength, grade, _, directness, relay, interested, _ = item
    return _shades(side, strength, grade, directness, relay, interested)


@lru_cache(maxsize=1 << 12)
def _shades(
    side: int,
    strength: float,
    grade: str | float,
    directness: float,
    relay: float,
    interested: bool,
) -> Shades:
    item = Item("", side, strength, grade, "", directness, relay, interested)
    return Shades(item.db, *(item.db_of(_shifted(item, towards)) for towards in (-1, 1)))


def _shifted(item: Item, towards: int) -> float:
    """An item's q with a grade that is better on a side, or worse against it."""
    if not isinstance(item.grade, str) or not item.side:
        return item.q
    return item.q_graded((_BETTER if item.side == towards else _WORSE)[item.grade])


class Weighed(NamedTuple):
    """What is weighed on a claim, to be added up in more ways than one."""

    said: Sequence[Said]
    estimates: Sequence[Estimate] = ()
    derived: Sequence[float] = ()
    """Voices that were worked out elsewhere (dB)."""
    prior: float = 0.5

    def spoken(self) -> list[Voice]:
        """The voices of the items as they are graded."""
        return speaking((group, weight.graded) for group, weight in self.said)

    def ends(self) -> tuple[Balance, Balance]:
        """Where the claim stands with every item a grade off against it, and for it."""
        low = speaking((group, weight.low) for group, weight in self.said)
        high = speaking((group, weight.high) for group, weight in self.said)
        return self.stands(low), self.stands(high)

    def stands(self, spoken: Sequence[Voice], without: str | None = None) -> Balance:
        """Where the claim stands if the items speak so, and a group gives no estimate."""
        return balance([*spoken, *self._pooled(without)], self.derived, self.prior)

    def without_groups(self, spoken: Sequence[Voice]) -> dict[str, Balance]:
        """Where the claim stands without what one group says, for each group that speaks."""
        found = dict(without_each([*spoken, *self._pooled()], self.derived, self.prior))
        # What is averaged with others changes what they say.
        for group in {guess.group for guess in self.estimates}:
            found[group] = self.stands([one for one in spoken if one[0] != group], group)
        return found

    def _pooled(self, without: str | None = None) -> list[Voice]:
        said = opinions([guess for guess in self.estimates if guess.group != without])
        return list(pool(said)[0].items())


def speaking(said: Iterable[Voice]) -> list[Voice]:
    """The voices among these weights: of each group the strongest on each side.

    >>> speaking([("lab", 3.0), ("lab", 5.0), ("lab", -1.0), ("press", 0.0)])
    [('lab', -1.0), ('lab', 5.0)]
    """
    least: dict[str, float] = {}
    most: dict[str, float] = {}
    for group, db in said:
        if db > most.get(group, 0.0):
            most[group] = db
        elif db < least.get(group, 0.0):
            least[group] = db
    return [*least.items(), *most.items()]


def robust(base: Balance, others: Iterable[Balance]) -> bool:
    """Whether the side of the status word stays, wherever else the claim might stand."""
    side = words.side(base.status)
    return all(words.side(status) == side for status in {other.status for other in others})
