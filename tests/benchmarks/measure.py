"""What a benchmark finds: a figure beside a reference of the same run, and the goal for it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Measure(NamedTuple):
    """A figure, what it is measured beside and at which size, and the goal for it."""

    what: str
    size: str
    reference: str
    """Empty where the figure stands for itself."""
    figure: float | None
    """None where it could not be measured; `told` says why."""
    goal: float | None
    unit: str = "x"
    least: bool = False
    """Whether the goal is the least that the figure is to be, and not the most."""
    told: str = ""
    """The times behind the figure."""

    @property
    def missed(self) -> bool:
        if self.figure is None or self.goal is None:
            return False
        return self.figure < self.goal if self.least else self.figure > self.goal

    @property
    def verdict(self) -> str:
        """What became of the goal, in a word."""
        if self.figure is None:
            return "not measured"
        if self.goal is None:
            return "no goal"
        return "missed" if self.missed else "reached"

    @property
    def value(self) -> str:
        """The figure with its unit."""
        return "-" if self.figure is None else f"{self.figure:.{_places(self)}f} {self.unit}"

    @property
    def aim(self) -> str:
        """The goal with its unit."""
        bound = "at least" if self.least else "at most"
        return "-" if self.goal is None else f"{bound} {self.goal:g} {self.unit}"


def _places(measure: Measure) -> int:
    return 0 if measure.unit == "MB" else 2


def line(one: Measure) -> str:
    """A measure as it is printed."""
    beside = f", beside {one.reference}" if one.reference else ""
    told = f": {one.told}" if one.told else ""
    return f"{one.verdict:12} {one.value:>9}  {one.aim:14} {one.what} ({one.size}){beside}{told}"


def printed(found: Iterable[Measure]) -> list[Measure]:
    """Print every measure as soon as it is found, and give them all."""
    kept = []
    for one in found:
        print(line(one), flush=True)
        kept.append(one)
    return kept


def exit_code(found: Iterable[Measure]) -> int:
    """1 if any goal is missed."""
    return int(any(one.missed for one in found))


def median_ratio(rounds: Sequence[Mapping[str, float]], one: str, other: str) -> float:
    """The median over the rounds of how often one time holds another."""
    return statistics.median(taken[one] / taken[other] for taken in rounds)


def median_times(rounds: Sequence[Mapping[str, float]], one: str, other: str) -> str:
    """The medians of both, in words."""
    first, second = (statistics.median(taken[name] for taken in rounds) for name in (one, other))
    return f"{first:.2f} s, {second:.2f} s"
