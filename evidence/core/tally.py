"""The voices of a claim or a unit, kept up to date as its items come and go."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from evidence.core.balance import Voice
from evidence.core.scoring import Estimate, Item, hear_estimates
from evidence.core.weights import decibans

Place = tuple[str, int]
"""An independent group on one side."""


class Tally:
    """What is visible at the moment, by who speaks; a change to it costs no new hearing."""

    def __init__(self) -> None:
        self._weighed: dict[Place, list[float]] = {}
        self._spoken: dict[Place, Voice] = {}
        self._estimates: dict[str, Estimate] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def enter(self, item: Item | Estimate) -> None:
        """Count an item from now on."""
        self._size += 1
        if isinstance(item, Estimate):
            self._estimates[item.key] = item
        elif item.side and item.q:
            insort(self._weighed.setdefault((item.group, item.side), []), item.q)
            self._speak(item.group, item.side)

    def leave(self, item: Item | Estimate) -> None:
        """Count an item no longer."""
        self._size -= 1
        if isinstance(item, Estimate):
            del self._estimates[item.key]
        elif item.side and item.q:
            self._weighed[item.group, item.side].remove(item.q)
            self._speak(item.group, item.side)

    def _speak(self, group: str, side: int) -> None:
        """Let the strongest item of a group speak for it on a side."""
        weighed = self._weighed[group, side]
        if weighed:
            self._spoken[group, side] = group, side * decibans(weighed[-1]) + 0.0
        else:
            del self._spoken[group, side]

    def voices(self, others: Iterable[Estimate] = ()) -> list[Voice]:
        """Each group's strongest item on each side, and the estimates together with others."""
        return [*self._spoken.values(), *hear_estimates((*self._estimates.values(), *others))[1]]
