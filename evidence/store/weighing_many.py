"""Who speaks on many claims, found where the items lie: for imports of any size into SQLite.

On a claim without subjects an item weighs what its source, stance, strength, directness, origin
and day say, whatever the claim is. So each of these kinds of items is judged once, by
`core.judging`, and one statement finds the steps of all claims. What takes more than that, items
that end or are ended, units, searches, probabilities, is left to `weighing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from evidence.core.dates import last_day
from evidence.core.judging import judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence
from evidence.core.scoring import Item, decibans
from evidence.core.visibility import FOREVER, Life
from evidence.core.voices import number_of
from evidence.store.engine import Writer
from evidence.store.queries import loaded
from evidence.store.reading import about_records
from evidence.store.weighing import reweigh

ANY = Claim("any", "statement", "A claim about nothing in particular.")
"""Of every claim without subjects an item says the same."""


def reweigh_many(writer: Writer, claims: set[str]) -> None:
    """Make the voices of these claims anew from their records."""
    if writer.location.dialect != "sqlite":
        reweigh(writer, claims)
        return
    cursor: Any = writer.session.connection().connection.cursor()
    cursor.execute(loaded("plain_spoken_on"))
    cursor.executemany(loaded("plain_claims"), [(slug,) for slug in sorted(claims)])
    plain = {slug for (slug,) in writer.rows("plain_slugs")}
    cursor.execute(loaded("plain_speakers"))
    kinds = writer.rows("plain_kinds")
    cursor.executemany(loaded("plain_speaker"), _speakers(_sources(writer, kinds), kinds))
    cursor.execute(loaded("plain_silent"))
    cursor.execute(loaded("plain_voices"))
    cursor.execute(loaded("plain_spoken_gone"))
    cursor.execute(loaded("plain_speakers_gone"))
    reweigh(writer, claims - plain)


def _sources(writer: Writer, kinds: Iterable[tuple[Any, ...]]) -> Ledger:
    """The sources of these kinds of items, with those that they repeat."""
    slugs = sorted({slug for slug, *_ in kinds})
    return about_records(writer, [Evidence(ANY.slug, slug) for slug in slugs])


def _speakers(ledger: Ledger, kinds: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Each kind of item that weighs anything, with its group, side, first day and weight (dB)."""

    @cache
    def weighed(*said: str | None) -> tuple[str, int, float] | None:
        source, stance, strength, directness, relayed, origin = said
        record = Evidence(
            ANY.slug, source or "", stance, strength, directness, "said", "there", origin=origin
        )._replace(relayed_from_grade=relayed)
        item = judge(ANY, record, Life("", FOREVER), ledger).item
        counts = isinstance(item, Item) and item.side and item.q
        return (item.group, item.side, decibans(item.q)) if counts else None  # type: ignore[union-attr]

    for slug, number, *said, published, of_source in kinds:
        weight, day = weighed(slug, *said), published or of_source
        if weight is not None and day:
            group, side, db = weight
            named = (number, *((one or "") for one in said), published or "")
            yield (*named, group, side, _number(day), db)


@cache
def _number(day: str) -> int:
    return number_of(last_day(day))
