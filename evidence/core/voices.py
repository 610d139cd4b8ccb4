"""Who speaks on a claim from when until when: all that a score takes from its items, worked out.

What a record weighs does not depend on the day, only whether it is visible does. So the strongest
item of a group is a step function of the day, and a score of any day adds up the steps of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from evidence.core.hearing import Docket
from evidence.core.ledger import Change
from evidence.core.records import Source, Subject
from evidence.core.scoring import Estimate, decibans, opinions
from evidence.core.visibility import FOREVER, Life

T = TypeVar("T")
Span = tuple[int, int, T]
"""Something that holds from the first of two days until before the second."""


class Step(NamedTuple):
    """How loud a group speaks on one side, on the days from `starts` until before `ends`."""

    unit: str
    """The unit of a roll call; empty for the claim itself."""
    group: str
    side: int
    starts: int
    ends: int
    db: float
    """The weight of its strongest item, above 0."""


class OpinionStep(NamedTuple):
    """What a group gives as the probability of the claim, on the days until before `ends`."""

    unit: str
    group: str
    starts: int
    ends: int
    u: float
    """Its share in the average."""
    lean: float


class Voices(NamedTuple):
    """All that is said on a claim and on its units, by unit, group, side and day."""

    steps: tuple[Step, ...]
    opinions: tuple[OpinionStep, ...]

    def of(self, groups: Container[str]) -> Voices:
        """What these groups say alone."""
        return Voices(
            tuple(step for step in self.steps if step.group in groups),
            tuple(step for step in self.opinions if step.group in groups),
        )


def number_of(day: str | None) -> int:
    """A day as a number that sorts as it does; 0 for what was public from the beginning.

    >>> number_of("2024-12-27"), number_of(None)
    (20241227, 0)
    """
    return int(day.replace("-", "")) if day else 0


_FOREVER = number_of(FOREVER)


def voices(asked: Docket) -> Voices:
    """The steps of everything that bears on a claim."""
    items: dict[tuple[str, str, int], list[Span[float]]] = {}
    estimates: dict[tuple[str, str], list[Span[Estimate]]] = {}
    for judged, life, unit in asked.entered:
        item, (starts, ends) = judged.item, _days(life)
        if item is None or starts >= ends:
            continue
        if isinstance(item, Estimate):
            estimates.setdefault((unit or "", item.group), []).append((starts, ends, item))
        elif item.side and (q := item.q):
            place = unit or "", item.group, item.side
            items.setdefault(place, []).append((starts, ends, decibans(q)))
    return Voices(
        _steps(items),
        tuple(
            OpinionStep(*place, starts, ends, *said)
            for place in sorted(estimates)
            for starts, ends, said in _opinions(estimates[place])
        ),
    )


def louder(one: Iterable[Step], other: Iterable[Step]) -> tuple[Step, ...]:
    """The steps of all items together, from the steps of some and of the others."""
    items: dict[tuple[str, str, int], list[Span[float]]] = {}
    for step in (*one, *other):
        span = step.starts, step.ends, step.db
        items.setdefault((step.unit, step.group, step.side), []).append(span)
    return _steps(items)


def lasting(said: Iterable[tuple[str, int, int, float]]) -> Iterator[Step]:
    """The steps of items that no day ends, each given as its group, side, first day and weight.

    As none falls silent, a group is from each day on as loud as the loudest so far.
    """
    for (group, side), items in groupby(sorted(said), itemgetter(0, 1)):
        starts, loudest = 0, 0.0
        for _, _, day, db in items:
            if db > loudest:
                if day > starts and loudest:
                    yield Step("", group, side, starts, day, loudest)
                starts, loudest = day, db
        yield Step("", group, side, starts, _FOREVER, loudest)


def drowned(steps: Iterable[Step], held: Iterable[Step]) -> bool:
    """Whether on all of their days their groups speak louder than these, so that they may go.

    >>> said = Step("", "lab", 1, 20240101, 20250101, 3.0)
    >>> drowned([said], [said._replace(db=4.0)]), drowned([said], [said])
    (True, False)
    """
    kept = tuple(held)
    return all(_drowned(step, kept) for step in steps)


def _drowned(step: Step, held: Iterable[Step]) -> bool:
    place, day = step[:3], step.starts
    louder = ((o.starts, o.ends) for o in held if o[:3] == place and o.db > step.db)
    for starts, ends in sorted(louder):
        if starts <= day < ends:
            day = ends
    return day >= step.ends


def alters_weights(change: Change) -> bool:
    """Whether records other than this one may weigh otherwise after it: by who speaks or owns."""
    before, after = change
    if isinstance(before, Source) and isinstance(after, Source):
        return any(getattr(before, name) != getattr(after, name) for name in _OF_A_SPEAKER)
    if isinstance(before, Subject) and isinstance(after, Subject):
        return before.organization != after.organization
    return False


_OF_A_SPEAKER = (
    *("kind", "party", "authors", "publisher", "published", "grade", "self_interested"),
    *("repeats", "standing"),
)
"""The fields of a source on which the weight of what it says may rest."""


def _days(life: Life) -> tuple[int, int]:
    return number_of(life.start), number_of(life.end)


def _steps(items: Mapping[tuple[str, str, int], list[Span[float]]]) -> tuple[Step, ...]:
    return tuple(
        Step(*place, *step)
        for place in sorted(items)
        for step in (_joined(_loudest(items[place])) if len(items[place]) > 1 else items[place])
    )


def _loudest(spans: list[Span[float]]) -> Iterator[Span[float]]:
    """The strongest of several weights (dB) on every day on which there is one."""
    coming = sorted(spans, reverse=True)
    speaking: list[tuple[float, int]] = []
    for day, until in _between(spans):
        while coming and coming[-1][0] <= day:
            _, ends, db = coming.pop()
            heappush(speaking, (-db, ends))
        while speaking and speaking[0][1] <= day:
            heappop(speaking)
        if speaking:
            yield day, until, -speaking[0][0]


def _opinions(spans: list[Span[Estimate]]) -> Iterator[Span[tuple[float, float]]]:
    """What one group says on every day on which it gives a probability."""
    return _joined(
        (day, until, said)
        for day, until in _between(spans)
        for said in opinions([one for starts, ends, one in spans if starts <= day < ends]).values()
    )


def _between(spans: Iterable[Span[T]]) -> Iterable[tuple[int, int]]:
    """The days between which nothing comes or goes."""
    return pairwise(sorted({day for starts, ends, _ in spans for day in (starts, ends)}))


def _joined(steps: Iterable[Span[T]]) -> Iterator[Span[T]]:
    """The steps, those that say the same one after the other as one."""
    last: Span[T] | None = None
    for step in steps:
        if last is not None and last[1] == step[0] and last[2] == step[2]:
            last = last[0], step[1], last[2]
            continue
        if last is not None:
            yield last
        last = step
    if last is not None:
        yield last
