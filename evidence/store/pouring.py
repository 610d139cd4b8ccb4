"""Many items of evidence at once, by the driver itself: the rows of an import of any size.

The items are sound already and lack nothing; here they get their ids, and what is there already is
told apart. SQLite takes a sorted batch by `executemany`, PostgreSQL by COPY.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Damaged
from evidence.core.plain import CLAIM, PUBLISHED, SOURCE, Row
from evidence.store.bulk import answers, insert_many
from evidence.store.decoding import batches
from evidence.store.queries import Rows

if TYPE_CHECKING:
    from evidence.store.engine import Writer


class Poured(NamedTuple):
    """What became of a batch: the places in it of new items, and of those that differ."""

    new: list[int]
    unchanged: int
    differing: list[int]


class Known:
    """The ids of claims and sources by slug, as they are asked for."""

    MOST = 50_000
    """Slugs that are remembered: some 8 MB."""

    def __init__(self, reader: Rows) -> None:
        self._reader = reader
        self.claims: dict[str, int] = {}
        self.sources: dict[str, tuple[int, str | None]] = {}
        """With the day on which each was published, where that is known."""

    def learn(self, rows: Collection[Row]) -> None:
        """Look up what these items name."""
        if len(self.claims) + len(self.sources) > self.MOST:
            self.claims, self.sources = {}, {}
        claims = {row[CLAIM] for row in rows} - self.claims.keys()
        for batch in batches(sorted(claims)):
            self.claims.update(self._reader.rows("claim_ids", "of_claims", claims=batch))
        sources = {row[SOURCE] for row in rows} - self.sources.keys()
        for batch in batches(sorted(sources)):
            found = self._reader.rows("source_days", "of_sources", slugs=batch)
            self.sources.update((slug, (number, day)) for slug, number, day in found)

    def counting(self, rows: Sequence[Row]) -> list[int]:
        """The places of the items that name a claim and a source that are there, and have a day."""
        dated = {slug for slug, (_, day) in self.sources.items() if day}
        return [
            place
            for place, row in enumerate(rows)
            if row[CLAIM] in self.claims
            and (row[SOURCE] in dated or (row[PUBLISHED] and row[SOURCE] in self.sources))
        ]

    def with_ids(self, row: Row, entry: int) -> Row:
        """A row as its table holds it."""
        claim, key, source, *values = row
        return (self.claims[claim], key, self.sources[source][0], *values, entry)


class Pouring:
    """The rows of one entry of the log."""

    def __init__(self, writer: Writer, entry: int) -> None:
        self._writer = writer
        self._entry = entry
        self._cursor = writer.cursor()

    def pour(self, items: Sequence[Row], known: Known) -> Poured:
        """Insert the items that are not there yet; `known` has the ids of all that they name."""
        rows = [known.with_ids(item, self._entry) for item in items]
        # In the order of the primary key a batch touches each page of its index once.
        places = sorted(range(len(rows)), key=lambda place: rows[place][:2])
        if self._inserted([rows[place] for place in places]):
            return Poured(places, 0, [])
        return self._poured_singly(rows, places)

    def differing(self, items: Sequence[Row], known: Known) -> list[int]:
        """The places of those items of which something else is there."""
        rows = [known.with_ids(item, self._entry) for item in items]
        held = self._held({row[:2] for row in rows})
        return [at for at, row in enumerate(rows) if held.get(row[:2], ())[:-1] != row[:-1]]

    def _poured_singly(self, rows: Sequence[Row], places: Sequence[int]) -> Poured:
        """The same for a batch of which some items are there, or come twice."""
        held = self._held({rows[place][:2] for place in places})
        new, differing, unchanged = [], [], 0
        for place in places:
            name = rows[place][:2]
            there = held.setdefault(name, rows[place])
            if there is rows[place]:
                new.append(place)
            elif there[:-1] == rows[place][:-1]:
                unchanged += 1
            else:
                differing.append(place)
        if not self._inserted([rows[place] for place in new]):
            told = "the database refuses an item of which nothing is there"
            raise Damaged(told, "run 'evidence check'")
        return Poured(new, unchanged, differing)

    def _held(self, names: Iterable[Row]) -> dict[Row, Row]:
        """The rows of those items that are there; of one that has more to it than FIELDS, ()."""
        given = [{"claim": claim, "key": key} for claim, key in sorted(names)]
        found = answers(self._writer, "poured_evidence", given)
        return {row[:2]: (*row[:-1], None) if row[-1] is None else () for row in found}

    def _inserted(self, rows: list[Row]) -> bool:
        """Insert the rows; False, and nothing is inserted, if one of them is there already."""
        self._cursor.execute("SAVEPOINT poured")
        sqlite = self._writer.location.dialect == "sqlite"
        done = self._unchecked(rows) if sqlite else self._copied(rows)
        if not done:
            self._cursor.execute("ROLLBACK TO poured")
        self._cursor.execute("RELEASE poured")
        return done

    def _unchecked(self, rows: list[Row]) -> bool:
        """Without the table's conditions: they say again what the reading of plain lines says.

        That would be a third of the time.
        """
        self._cursor.execute("PRAGMA ignore_check_constraints = ON")
        done = insert_many(self._writer, "items", rows)
        self._cursor.execute("PRAGMA ignore_check_constraints = OFF")
        return done

    def _copied(self, rows: list[Row]) -> bool:
        from psycopg.errors import UniqueViolation

        try:
            return insert_many(self._writer, "items", rows)
        except UniqueViolation:
            return False
