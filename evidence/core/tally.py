"""The voices of a claim or a unit, kept up to date as its items come and go."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from evidence.core.balance import Voice
from evidence.core.scoring import Estimate, Item, hear_estimates
from evidence.core.weights import decibans


class Tally:
    """What is visible at the moment, by who speaks; a change to it costs no new hearing."""

    def __init__(self) -> None:
        self._weighed: dict[tuple[str, int], list[float]] = {}
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

    def leave(self, item: Item | Estimate) -> None:
        """Count an item no longer."""
        self._size -= 1
        if isinstance(item, Estimate):
            del self._estimates[item.key]
        elif item.side and item.q:
            self._weighed[item.group, item.side].remove(item.q)

    def voices(self, others: Iterable[Estimate] = ()) -> list[Voice]:
        """Each group's strongest item on each side, and the estimates together with others."""
        items = [
            (group, side * decibans(weighed[-1]) + 0.0)
            for (group, side), weighed in self._weighed.items()
            if weighed
        ]
        return items + hear_estimates((*self._estimates.values(), *others))[1]
