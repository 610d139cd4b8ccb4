"""Sums of lognormals that are not sampled before they have to be.

As long as a sum is known by its terms, not every input needs a draw: those that enter the same
terms in the same proportions, such as the factors of one term, add up to one normal, exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evidence.core.draws import Draws, Term, finite

if TYPE_CHECKING:
    from evidence.core.draws import Array

Direction = tuple[float, ...]
"""In which proportions a normal enters the terms."""


@dataclass(frozen=True)
class Terms:
    """A sum of lognormals, sampled when its samples are first asked for."""

    draws: Draws
    each: tuple[Term, ...]

    @cached_property
    def array(self) -> Array:
        """The samples; raises Invalid where one is too large for a number."""
        return finite(self.draws.lognormals(self.each))

    def merged(self) -> Terms:
        """The same distribution from fewer draws, no longer sample by sample with its inputs."""
        groups: dict[Direction, list[tuple[str, float]]] = {}
        for name, column in self._columns().items():
            size = next(load for load in column if load)
            groups.setdefault(tuple(load / size for load in column), []).append((name, size))
        drawn = {direction: _as_one(group) for direction, group in groups.items()}
        each = (
            (location, tuple((name, size * d[i]) for d, (name, size) in drawn.items() if d[i]))
            for i, (location, _) in enumerate(self.each)
        )
        return Terms(self.draws, tuple(each))

    def _columns(self) -> dict[str, list[float]]:
        """The load of each normal in every term."""
        terms = [dict(loads) for _, loads in self.each]
        names = dict.fromkeys(name for term in terms for name in term)
        return {name: [term.get(name, 0.0) for term in terms] for name in names}


def _as_one(loads: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """One normal with its load in place of several."""
    if len(loads) == 1:
        return loads[0]
    # What it stands for is its name, so that it is the same draw when asked for again.
    return repr(loads), math.hypot(*(load for _, load in loads))
