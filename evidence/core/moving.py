"""What made the difference between two standings of one claim: the keys of the records."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evidence.core.support import Row, Support


def because(
    old: Support | None, new: Support | None, arrived: Collection[str] = ()
) -> tuple[str, ...]:
    """The keys of the records whose part in the sum differs, by key.

    An estimate is told by the observations behind it, a roll call by what speaks for its units.
    Where it is known what has `arrived`, or gone, the cause is sought among that: a number that
    was there before is not the cause, only because another has joined it.
    """
    parts = [set(_parts(support)) for support in (old, new)]
    keys = {key for key, _ in parts[0] ^ parts[1]}
    return tuple(sorted(keys.intersection(arrived) or keys))


def _parts(support: Support | None) -> Iterator[tuple[str, object]]:
    if support is None:
        return
    for row in support.contributions:
        if row.type != "roll_call":
            yield from _leaves(support, row)
    if support.roll_call is not None:
        yield from support.roll_call.spoken
    if support.status in ("resolved true", "resolved false", "void"):
        yield "resolution", support.status


def _leaves(support: Support, row: Row) -> Iterator[tuple[str, object]]:
    estimates = support.answer.estimates if support.answer else ()
    keys = next((e.keys for e in estimates if e.key == row.key), ())
    if keys:
        yield from ((key, row.grade) for key in keys)
    else:
        yield row.key, (row.group, round(row.db, 9))
