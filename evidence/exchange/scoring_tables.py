"""The tables that scores are summed from: who speaks on each claim from when until when.

They are worked out from the records, so they stand in an export and never in a bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from evidence.core.hearing import docket
from evidence.core.ledger import Ledger
from evidence.core.voices import voices
from evidence.exchange.columns import Column, columns_of
from evidence.exchange.tables import Row, Stream, Table

_CLAIM = Column("claim", "VARCHAR", "the slug of the claim")
_UNIT = Column("unit", "VARCHAR", "the slug of the unit; empty for the claim itself")
_GROUP = Column("group_name", "VARCHAR", "the independent group")
_STARTS = Column("starts", "INTEGER", "the first day of it as YYYYMMDD; 0 for always")
_ENDS = Column("ends", "INTEGER", "the day on which it is over as YYYYMMDD; 99991232 for never")

UNITS = (
    _CLAIM,
    Column("position", "INTEGER", "where in the list the unit stands, from 0"),
    Column("unit", "VARCHAR", "the slug of the unit"),
)
VOICES = (
    *(_CLAIM, _UNIT, _GROUP),
    Column("side", "INTEGER", "1 for the claim, -1 against it"),
    *(_STARTS, _ENDS),
    Column("db", "DOUBLE", "how loud the group speaks then: its strongest item, in dB"),
)
OPINIONS = (
    *(_CLAIM, _UNIT, _GROUP, _STARTS, _ENDS),
    Column("u", "DOUBLE", "the share in the average of the probability that the group gives then"),
    Column("lean", "DOUBLE", "how far that probability leans, from -1 for 0 to 1 for 1"),
)


def _some(table: str, *names: str) -> tuple[Column, ...]:
    return tuple(column for column in columns_of(table) if column.name in names)


SCORED: Mapping[str, tuple[Column, ...]] = {
    "claims": _some("claims", "slug", "kind", "prior", "threshold"),
    "resolutions": _some("resolutions", "claim", "outcome", "date"),
    "units": UNITS,
    "voices": VOICES,
    "opinions": OPINIONS,
}
"""All that a score of any claim on any day is summed from, but for the numbers of a quantity."""

Batches = Callable[[str], Iterable[Sequence[Row]]]
"""The rows of one of these tables, some at a time, by the table's name."""


def spoken(ledger: Ledger) -> tuple[Table, ...]:
    """The tables that only scores need, worked out from the records."""
    heard = {claim.slug: voices(docket(ledger, claim.slug)) for claim in ledger.claims()}
    return (
        Table("units", UNITS, tuple(_units(ledger))),
        Table("voices", VOICES, tuple((c, *s) for c, said in heard.items() for s in said.steps)),
        Table(
            "opinions", OPINIONS, tuple((c, *o) for c, said in heard.items() for o in said.opinions)
        ),
    )


def streams(batches: Batches) -> tuple[Stream, ...]:
    """The same and what they need of the claims, from rows that come some at a time."""
    return tuple(Stream(name, held, partial(batches, name)) for name, held in SCORED.items())


def _units(ledger: Ledger) -> Iterator[Row]:
    for claim in ledger.claims():
        for position, reference in enumerate(claim.units):
            yield claim.slug, position, reference.partition(":")[2]
