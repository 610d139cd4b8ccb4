"""Who speaks on many claims, found from their rows: for imports of any size.

On a claim without subjects an item weighs what its source, stance, strength, directness, origin
and day say, whatever the claim is. So each of these kinds of items is judged once, by
`core.judging`. What takes more than that, items that end or are ended, units, searches,
probabilities, is left to `weighing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from operator import itemgetter

from evidence.core.dates import last_day
from evidence.core.judging import judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, Evidence
from evidence.core.scoring import Item, decibans
from evidence.core.visibility import FOREVER, Life
from evidence.core.voices import Step, lasting, number_of
from evidence.store.bulk import Row, insert_many, row_chunks
from evidence.store.decoding import batches
from evidence.store.engine import Writer
from evidence.store.queries import prepared
from evidence.store.reading import about_records
from evidence.store.weighing import reweigh

CLAIMS = 100
"""Claims that are weighed at once: what a hundred parties say on each takes some 3 MB."""

ANY = Claim("any", "statement", "A claim about nothing in particular.")
"""Of every claim without subjects an item says the same."""

Said = tuple[str, int, int, float]
"""The group that an item speaks for, its side, its first day and its weight (dB)."""
OTHERWISE: Said = ("", 0, 0, 0.0)
"""What stands for an item that takes a hearing."""


def reweigh_many(writer: Writer, claims: Iterable[int]) -> None:
    """Make the voices of the claims with these numbers anew from their records.

    They are best in order, as items of claims that follow one another lie close together.
    """
    kinds, coming = _Kinds(writer), iter(claims)
    while numbers := list(islice(coming, CLAIMS)):
        _silence(writer, numbers)
        plain = [number for (number,) in writer.rows("plain_claims", claims=numbers)]
        found = dict(_steps(writer, kinds, plain))
        rows = [(number, *step) for number in found for step in found[number]]
        insert_many(writer, "voices", rows)
        others = [number for number in numbers if number not in found]
        reweigh(writer, [slug for (slug,) in writer.rows("slugs_by_id", numbers=others)])


def _silence(writer: Writer, claims: list[int]) -> None:
    for query in ("silenced_voices", "silenced_opinions"):
        writer.cursor().execute(*prepared(writer.location.dialect, (query,), {"claims": claims}))


def _steps(
    writer: Writer, kinds: _Kinds, claims: list[int]
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """The steps of the plain ones among these claims, if they have items."""
    chunks = kinds.learning(row_chunks(writer, "plain_items", claims=claims))
    for claim, items in groupby(chain.from_iterable(chunks), itemgetter(0)):
        # Each is looked up as it comes: its kind may be forgotten when the next rows are read.
        said = {kinds.said[row[1:]] for row in items}
        if OTHERWISE not in said:
            yield claim, tuple(lasting(one for one in said if one is not None))


class _Kinds:
    """What each kind of item says, judged when it comes for the first time."""

    MOST = 20_000
    """Kinds that are remembered: some 10 MB."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.said: dict[Row, Said | None] = {}

    def learning(self, chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
        """The same rows, of which the kinds are known when they come."""
        for rows in chunks:
            if len(self.said) > self.MOST:
                self.said.clear()
            self._learn({row[1:] for row in rows} - self.said.keys())
            yield rows

    def _learn(self, kinds: set[Row]) -> None:
        numbers = sorted({kind[0] for kind in kinds})
        known = {
            number: (slug, day)
            for batch in batches(numbers)
            for number, slug, day in self._writer.rows("sources_by_id", numbers=batch)
        }
        cited = [Evidence(ANY.slug, slug) for slug, _ in known.values()]
        ledger = about_records(self._writer, cited) if cited else Ledger(())
        for kind in kinds:
            self.said[kind] = _said(ledger, *known[kind[0]], *kind[1:])


def _said(
    ledger: Ledger,
    source: str,
    day: str | None,
    published: str | None,
    origin: str | None,
    relayed: str | None,
    stance: str | None,
    strength: str | None,
    directness: str | None,
    how: str,
) -> Said | None:
    """What an item says that is described by these; None if it weighs nothing."""
    if how == "otherwise":
        return OTHERWISE
    record = Evidence(
        ANY.slug, source, stance, strength, directness, "said", "there", origin=origin
    )._replace(relayed_from_grade=relayed)
    item = judge(ANY, record, Life("", FOREVER), ledger).item
    day = published or day
    if how == "not" or not day or not isinstance(item, Item) or not item.q or not item.side:
        return None
    return item.group, item.side, number_of(last_day(day)), decibans(item.q)
