"""A claim heard day after day: what came or went since the day before is all that is weighed anew.

Gives on each day what a hearing of that day gives, to the last digit, and which records made the
difference; a thousand days cost a few hearings (tests/benchmarks/timeline.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.balance import Balance, Voice, balance
from evidence.core.hearing import Docket, Entered, numbers
from evidence.core.judging import Judged
from evidence.core.moving import number_parts
from evidence.core.roll_call import voice
from evidence.core.tally import Tally

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate


class Turn(NamedTuple):
    """Where a claim stands on a day, and what is not as it was on the day before that was asked."""

    day: str
    probability: float
    status: str
    differing: frozenset[str]
    """The keys of the records whose part in the sum differs."""


def course(asked: Docket, days: Iterable[str]) -> Iterator[Turn]:
    """The claim on each of these days, which must be in order."""
    sitting = _Sitting(asked)
    return (sitting.on(day) for day in days)


_Said = tuple[list[Voice], tuple[float, ...], float, str | None]


class _Sitting:
    """A docket in the course of being heard."""

    def __init__(self, asked: Docket) -> None:
        self._asked = asked
        self._roll = asked.record.kind == "prevalence" and asked.unit is None
        heard = [entered for entered in asked.entered if self._concerned(entered)]
        self._coming = sorted(heard, key=_start, reverse=True)
        self._going = sorted(heard, key=_end, reverse=True)
        self._visible: dict[str, Judged] = {}
        self._tallies: dict[str | None, Tally] = {asked.unit: Tally()}
        self._known: dict[str, float] = {}
        self._voice: tuple[float, ...] = ()
        self._numbers: tuple[QuantityEstimate, ...] = ()
        self._outcome: str | None = None
        self._stands: tuple[_Said, Balance] | None = None

    def _concerned(self, entered: Entered) -> bool:
        """Whether a record is ever heard here; a unit's draft is nothing to its claim."""
        if _start(entered) >= _end(entered):
            return False
        return entered.unit == self._asked.unit or (self._roll and not entered.life.draft)

    def on(self, day: str) -> Turn:
        """What a hearing of this day would give; no earlier day may be asked for after it."""
        moved = [*self._come(day), *self._go(day)]
        differing = {one.judged.record.key for one in moved} | self._renewed(day)
        before, self._outcome = self._outcome, self._asked.outcome(day)
        if before != self._outcome:
            differing.add("resolution")
        if differing:
            self._call({one.unit for one in moved})
        stands = self._balanced()
        return Turn(day, stands.probability, stands.status, frozenset(differing))

    def _come(self, day: str) -> Iterator[Entered]:
        while self._coming and _start(self._coming[-1]) <= day:
            entered = self._coming.pop()
            self._visible[entered.judged.record.key] = entered.judged
            if entered.judged.item is not None:
                self._tallies.setdefault(entered.unit, Tally()).enter(entered.judged.item)
            yield entered

    def _go(self, day: str) -> Iterator[Entered]:
        while self._going and _end(self._going[-1]) <= day:
            entered = self._going.pop()
            del self._visible[entered.judged.record.key]
            if entered.judged.item is not None:
                self._tallies[entered.unit].leave(entered.judged.item)
            yield entered

    def _renewed(self, day: str) -> set[str]:
        """The keys behind the sourced numbers that speak otherwise than they did."""
        if self._asked.record.kind != "quantity":
            return set()
        before = set(number_parts(self._numbers))
        self._numbers = numbers(self._asked, self._visible.values(), day)
        return {key for key, _ in before ^ set(number_parts(self._numbers))}

    def _call(self, units: set[str | None]) -> None:
        """Call the roll again, of which these units may answer otherwise."""
        if not self._roll:
            return
        for unit in units - {None}:
            assert unit is not None
            heard, tally = balance(self._tallies[unit].voices()), self._tallies[unit]
            self._known.pop(unit, None)
            if len(tally):
                self._known[unit] = heard.weight_for_db - heard.weight_against_db
        self._voice = (voice(self._asked.record, self._asked.record.units, self._known),)

    def _balanced(self) -> Balance:
        """What all that is said adds up to; worked out again only where it is not what was said."""
        others = [number.voice() for number in self._numbers if number.counted]
        voices = self._tallies[self._asked.unit].voices(others)
        said = voices, self._voice, self._asked.prior, self._outcome
        if self._stands is None or said != self._stands[0]:
            self._stands = said, balance(*said)
        return self._stands[1]


def _start(entered: Entered) -> str:
    return entered.life.start or ""


def _end(entered: Entered) -> str:
    return entered.life.end
