"""Scores over a Parquet export, without a database: by DuckDB on one machine, by Spark on many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.clock import today
from evidence.core.errors import Invalid, NotFound
from evidence.core.standing import Scores
from evidence.store.over import ENGINES, opened
from evidence.store.standings import Summed, summed

__all__ = ["ENGINES", "scores_over"]


def scores_over(
    folder: str,
    engine: str = ENGINES[0],
    settings: Mapping[str, str] | None = None,
    claims: Sequence[str] = (),
    as_of: str | None = None,
) -> Scores:
    """The figures of the named claims in their order, or of all by slug.

    `settings` are Spark's own. Quantity claims are left out of all and counted: their numbers are
    worked out from records that an export does not hold in full. Raises Invalid where one is
    named, NotFound for an unknown claim, NotInstalled without the engine.
    """
    day = as_of or today()
    with opened(folder, engine, settings or {}) as rows:
        found = summed(rows, day, claims or None)
    if claims:
        _require_all(claims, found)
    standings = {one.claim: one for one in sorted(found.standings)}
    left_out = len(found.quantities)
    return Scores(day, tuple(standings[claim] for claim in claims or standings), left_out)


def _require_all(claims: Sequence[str], found: Summed) -> None:
    if found.quantities:
        raise Invalid(
            f"'{found.quantities[0]}' is a quantity, which an export does not answer",
            "leave --over out to ask the database",
        )
    known = {one.claim for one in found.standings}
    unknown = next((claim for claim in claims if claim not in known), None)
    if unknown is not None:
        raise NotFound(f"the export has no claim '{unknown}'", "name whole claims by their slugs")
