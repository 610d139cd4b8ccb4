"""When a record counts: from the day it was public until the day something replaced it.

A retracted record was never sound, so it is hidden at every date. A record that another
supersedes counts before the newer one's date and not from that date on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.core.dates import last_day
from evidence.core.ledger import Ledger
from evidence.core.records import Evidence, Observation, Search

Dated = Evidence | Observation | Search
NEEDS = ("a quote or a number", "a locator", "a date", "acceptance: it is marked as a draft")
"""What every item of evidence needs before it counts."""
FOREVER = "9999-12-32"
"""Later than the last day there is, so that what has no end is visible on every day."""


class Life(NamedTuple):
    """The days on which a record is in force: from `start` until the day before `end`."""

    start: str | None
    end: str
    missing: tuple[str, ...] = ()
    """What an item of evidence lacks to count; with anything missing it is a draft."""

    def visible(self, as_of: str) -> bool:
        """Whether the record was in force at the end of that day."""
        return (self.start or "") <= as_of < self.end

    @property
    def draft(self) -> bool:
        """Whether it is kept but weighs nothing."""
        return bool(self.missing)


def lives(records: Sequence[Dated], ledger: Ledger) -> dict[str, Life]:
    """The life of each record by key; supersession among them is taken into account."""
    own = {record.key: _own_life(record, ledger) for record in records}
    found = dict(own)
    for record in records:
        if isinstance(record, Search) or record.supersedes is None or record.retracted:
            continue
        start = own[record.key].start
        if start is not None and not own[record.key].draft:
            for key in targets(record, records):
                found[key] = found[key]._replace(end=min(found[key].end, start))
    return found


def targets(record: Evidence | Observation, among: Iterable[Dated]) -> list[str]:
    """The keys of the records that this one supersedes."""
    wanted = record.supersedes
    others = [o for o in among if type(o) is type(record) and o.key != record.key]
    if isinstance(wanted, Mapping):
        return [o.key for o in others if all(getattr(o, n, None) == v for n, v in wanted.items())]
    return [o.key for o in others if o.key.startswith(str(wanted))]


def _own_life(record: Dated, ledger: Ledger) -> Life:
    start = public_from(record, ledger)
    if record.retracted:
        return Life(start, "", ())
    if isinstance(record, Search):
        return Life(start, FOREVER)
    end = last_day(record.ended) if record.ended else FOREVER
    missing = missing_parts(record, start) if isinstance(record, Evidence) else ()
    if isinstance(record, Observation) and (start is None or record.status == "draft"):
        missing = ("a date",) if start is None else ("acceptance: it is marked as a draft",)
    return Life(start, end, missing)


def public_from(record: Dated, ledger: Ledger) -> str | None:
    """The last day of the record's own date, or else of its source's."""
    if isinstance(record, Search):
        return last_day(record.date)
    source = ledger.source(record.source)
    published = record.published or (source.published if source else None)
    return last_day(published) if published else None


def missing_parts(item: Evidence, start: str | None) -> tuple[str, ...]:
    """What an item of evidence still needs before it counts."""
    said = item.quote or item.value is not None or item.probability is not None
    given = (said, item.locator, start, item.status != "draft")
    if all(given):
        return ()
    return tuple(need for need, there in zip(NEEDS, given, strict=True) if not there)
