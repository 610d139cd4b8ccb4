"""What many new items move, told from the voices of their claims before and after they speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evidence.core.impact import Impact, Moved, Standing
from evidence.store.decoding import batches
from evidence.store.numbers import Numbers
from evidence.store.standings import standings
from evidence.store.weighing_many import reweigh_many

if TYPE_CHECKING:
    from evidence.store.engine import Writer

MOST = 20_000
"""Claims of which it is told how they move: each is kept in mind on both sides."""
SAME = 1e-12


def weighed(writer: Writer, claims: Numbers, known: int, as_of: str | None) -> Impact:
    """Weigh these claims, whose records are written; gives what moves on a day, if one is given.

    Up to the number `known` the claims were there before. Derived numbers are not in it.
    """
    if as_of is None or len(claims) > MOST:
        reweigh_many(writer, claims)
        return Impact((), (), told=False)
    before = dict(_standings(writer, (claim for claim in claims if claim <= known), as_of))
    reweigh_many(writer, claims)
    after = _standings(writer, claims, as_of)
    moved = (Moved(claim, before.get(claim), now, ()) for claim, now in after)
    differing = (one for one in moved if one.before is None or _differs(one.before, one.after))
    return Impact(tuple(sorted(differing, key=lambda one: (-one.distance, one.claim))), ())


def _standings(writer: Writer, claims: Iterable[int], as_of: str) -> Iterator[tuple[str, Standing]]:
    found = (writer.rows("slugs_by_id", numbers=batch) for batch in batches(claims))
    slugs = sorted(slug for rows in found for (slug,) in rows)
    for claim, balance in standings(writer, as_of, slugs):
        yield claim, Standing(balance.probability, balance.status)


def _differs(before: Standing, after: Standing | None) -> bool:
    if after is None:
        return True
    return abs(before.probability - after.probability) > SAME or before.status != after.status
