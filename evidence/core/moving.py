"""What made the difference between two standings of one claim: the keys of the records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from evidence.core.hearing import Hearing
from evidence.core.roll_call import VOICE

if TYPE_CHECKING:
    from evidence.core.answering import QuantityEstimate


def because(
    old: Hearing | None, new: Hearing | None, arrived: Collection[str] = ()
) -> tuple[str, ...]:
    """The keys of the records whose part in the sum differs, by key.

    An estimate is told by the observations behind it, a roll call by what speaks for its units.
    Where it is known what has `arrived`, or gone, the cause is sought among that: a number that
    was there before is not the cause, only because another has joined it.
    """
    parts = [set(_parts(heard)) for heard in (old, new)]
    keys = {key for key, _ in parts[0] ^ parts[1]}
    return tuple(sorted(keys.intersection(arrived) or keys))


def _parts(heard: Hearing | None) -> Iterator[tuple[str, object]]:
    if heard is None:
        return
    yield from _weighed(heard)
    yield from ((j.record.key, (j.group, 0.0)) for j in heard.case.judged if j.item is None)
    yield from heard.case.spoken
    if heard.case.outcome is not None:
        yield "resolution", heard.case.outcome


def _weighed(heard: Hearing) -> Iterator[tuple[str, object]]:
    yield from number_parts(heard.case.numbers)
    numbers = {number.key for number in heard.case.numbers}
    for row in heard.score.contributions:
        if row.key not in numbers and row.key != VOICE:
            yield row.key, (row.group, round(row.db, 9))


def number_parts(numbers: Iterable[QuantityEstimate]) -> Iterator[tuple[str, object]]:
    """What sourced numbers bring into a sum: the observations behind them, at their grade."""
    for number in numbers:
        if number.counted and number.keys:
            yield from ((key, number.grade) for key in number.keys)
        elif number.counted:
            yield number.key, (number.group, round(number.voice().db, 9))
