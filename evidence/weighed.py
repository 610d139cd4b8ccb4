"""What many new items move, told from the voices of their claims before and after they speak."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from evidence.core.impact import Impact, Moved, Standing
from evidence.store.standings import standings
from evidence.store.weighing_many import reweigh_many

if TYPE_CHECKING:
    from evidence.store.engine import Writer

MOST = 20_000
"""Claims of which it is told how they move: each is kept in mind on both sides."""
SAME = 1e-12


def weighed(writer: Writer, claims: set[str], new: Collection[str], as_of: str | None) -> Impact:
    """Weigh these claims, whose records are written; gives what moves on a day, if one is given.

    `new` are the claims that were not there before. Numbers that follow from others are not in it.
    """
    tell = as_of is not None and len(claims) <= MOST
    before = dict(_standings(writer, claims - set(new), as_of or "")) if tell else {}
    reweigh_many(writer, claims)
    if not tell:
        return Impact((), ())
    after = _standings(writer, claims, as_of or "")
    moved = (Moved(claim, before.get(claim), now, ()) for claim, now in after)
    differing = (one for one in moved if one.before is None or _differs(one.before, one.after))
    return Impact(tuple(sorted(differing, key=lambda one: (-one.distance, one.claim))), ())


def _standings(writer: Writer, claims: set[str], as_of: str) -> Iterator[tuple[str, Standing]]:
    for claim, balance in standings(writer, as_of, sorted(claims)):
        yield claim, Standing(balance.probability, balance.status)


def _differs(before: Standing, after: Standing | None) -> bool:
    if after is None:
        return True
    return abs(before.probability - after.probability) > SAME or before.status != after.status
