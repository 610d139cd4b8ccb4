"""Files of any size, in one transaction and with little memory: batch by batch, not as a whole.

Plain items of evidence (`exchange.plain_lines`) go straight into their table. Everything else is
gathered, checked, planned and written as for a small file, with only that part of the ledger at
hand which it names. All of it is one entry of the log, or nothing; only who stops it on the way has
what was taken by then.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from evidence.clock import now, today
from evidence.core.checking import named, problems, warnings
from evidence.core.errors import Problems
from evidence.core.ledger import Change, Ledger
from evidence.core.merging import Conflict as Clash
from evidence.core.merging import plan
from evidence.core.plain import CLAIM
from evidence.core.records import kind_of
from evidence.core.watching import never
from evidence.exchange.bundle import MOST_PROBLEMS, Placed
from evidence.exchange.inputs import problem_line
from evidence.exchange.long_files import at_the_door, others, plain_item
from evidence.exchange.plain_items import Items
from evidence.exchange.reading_ahead import ahead
from evidence.store.bodies import Body
from evidence.store.bulk import widen
from evidence.store.decoding import batches
from evidence.store.engine import Location, Writer
from evidence.store.history import Entry, entry_after, texts_of
from evidence.store.numbers import Numbers
from evidence.store.postgresql import unhurried
from evidence.store.pouring import Known, Pouring
from evidence.store.reading import about_records, head
from evidence.store.settling import settled_changes
from evidence.store.upkeep import Indexes, alone
from evidence.store.weighing import claims_touched
from evidence.store.writing import add_entry, stored, write_records
from evidence.weighed import MOST, weighed

if TYPE_CHECKING:
    from evidence.core.impact import Impact
    from evidence.proposal import Outcome, Wish

LONG = 2_000_000
"""Bytes of JSONL files from which on they are read in this way."""

BATCH = 5_000
"""Plain items that are held at once."""
LINE_BYTES = 250
"""Bytes of an item's line, about."""
FEW = 1_000
"""Other records that are checked together."""

T = TypeVar("T")


def import_stream(location: Location, paths: Sequence[str], wish: Wish) -> Outcome:
    """Import JSONL files, all records or none unless it is stopped; raises Problems, Conflict.

    Of what moves the claims are told, if there are not too many, and no derived numbers. A dry run
    writes everything and takes it back.
    """
    from evidence.proposal import Outcome

    with Writer(location) as writer, _uncollected():
        unhurried(writer)
        stream = _Stream(writer, wish)
        with alone(writer) as quick:
            stream.take(paths, quick)
            stream.refuse()
            impact = stream.weigh()
            entry = stream.close()
        if wish.dry_run:
            writer.session.rollback()
            entry = None
    counts = stream.new, stream.unchanged, stream.changed
    told = tuple(stream.conflicts), tuple(stream.remarks)
    return Outcome(*counts, *told, impact, (), entry, stream.complete)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of tuples come and go here, none of which refers to itself."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Stream:
    """An import under way."""

    def __init__(self, writer: Writer, wish: Wish) -> None:
        self._writer = writer
        self._wish = wish
        self._head = head(writer)
        self._seq = self._head[0] + 1
        self._body = Body(writer, self._seq)
        self._pouring = Pouring(writer, self._seq)
        self._known = Known(writer)
        self.complete = True
        """Whether nobody has stopped it; if so, what was taken before stays."""
        self.new: dict[str, int] = {}
        self.unchanged: dict[str, int] = {}
        self.changed: dict[str, int] = {}
        self._counts = self.new, self.unchanged, self.changed
        self.conflicts: list[Clash] = []
        self.remarks: list[str] = []
        self._faults: list[str] = []
        self._touched = Numbers()
        """The claims that are to be weighed once all records are there."""
        self._last_claim = dict(writer.rows("highest_ids"))["claim"]
        """The number of the newest claim that was there before."""

    def take(self, paths: Sequence[str], alone: bool) -> None:
        """Take the records of all files."""
        self._others(paths)
        self._indexes = Indexes(self._writer, _size(paths) // LINE_BYTES, alone)
        with (self._wish.stopping or never)() as stopped:
            for path in paths:
                if self.complete:
                    self._all_items(path, stopped)
        widen(self._writer)  # the reading process is gone, and so is its memory
        self._indexes.restore()
        if self.changed and self.complete and not self._faults:
            self._compare(paths)

    def _others(self, paths: Sequence[str]) -> None:
        waiting: list[Placed] = []
        for few in _batches((one for path in paths for one in others(path)), FEW):
            faults = self._fitting(self._sound(few))
            waiting += dict.fromkeys(place for place, _ in faults)
        # They named something that comes later in the files, or that nobody has.
        self._fault(self._fitting(waiting))

    def _all_items(self, path: str, stopped: Callable[[], bool]) -> None:
        read = 0
        for few in ahead(path, BATCH):
            self._items(path, few)
            if self._wish.passed is not None:
                self._wish.passed(few.passed - read)
                read = few.passed
            if stopped():
                self.complete = False
                return

    def _compare(self, paths: Sequence[str]) -> None:
        """Read the files again: where one has two contents for a record, not both can be there."""
        self.conflicts.clear()  # they are found anew
        for few in _batches((one for path in paths for one in others(path)), FEW):
            self._hold_against_what_is_there(few)
        for path in paths:
            for items in ahead(path, BATCH):
                counting, left = self._places(items)
                rows = [items.rows[at] for at in counting]
                left |= {counting[at] for at in self._pouring.differing(rows, self._known)}
                self._hold_against_what_is_there(self._at_the_door(path, items, left))

    def _hold_against_what_is_there(self, found: Iterable[Placed | str]) -> None:
        records = [one.record for one in found if isinstance(one, Placed)]
        self.conflicts += plan(Ledger(stored(self._writer, records).values()), records).conflicts

    def refuse(self) -> None:
        """Raise what is wrong, if anything is."""
        if self._faults:
            raise Problems(tuple(self._faults[:MOST_PROBLEMS]))
        if self.conflicts and not (self._wish.dry_run or self._wish.keep):
            from evidence.proposal import conflict

            raise conflict(self.conflicts, self._wish)

    def weigh(self) -> Impact:
        """Weigh what the records bear on, and tell what moves."""
        day = (self._wish.as_of or today()) if self._wish.with_impact else None
        self._known = Known(self._writer)  # what was remembered for the reading may go
        impact = weighed(self._writer, self._touched, self._last_claim, day)
        if day and not impact.told:
            told = f"{len(self._touched)} claims are touched, more than {MOST}"
            self.remarks.append(f"what moves is not told: {told}")
        return impact

    def close(self) -> Entry | None:
        """Put the entry into the log; None if nothing was new."""
        if not (self.new or self.changed):
            return None
        from evidence.proposal import actor

        summary = self._wish.summary + ("" if self.complete else " (interrupted)")
        what = now(), actor(), self._wish.operation, summary
        entry = entry_after(self._head, *what, *self._body.close())
        add_entry(self._writer, entry)
        return entry

    def _items(self, path: str, few: Items) -> None:
        counting, left = self._places(few)
        left |= self._pour(few, counting)
        doubtful = self._sound(self._at_the_door(path, few, left))
        if doubtful:
            self._indexes.restore()  # what is there is looked up by them
            self._fault(self._fitting(doubtful))

    def _places(self, few: Items) -> tuple[list[int], set[int]]:
        """The places of the plain items that count as they are, and of the others."""
        self._known.learn(few.rows)
        counting = self._known.counting(few.rows)
        return counting, {*range(len(few.rows))} - {*counting}

    def _at_the_door(self, path: str, few: Items, left: set[int]) -> list[Placed | str]:
        """The lines that are not plain, and those plain items that are left, as records."""
        return [*at_the_door(path, few), *(plain_item(path, few, at) for at in sorted(left))]

    def _pour(self, few: Items, places: Sequence[int]) -> set[int]:
        """Write plain items; gives the places of those of which something else is there."""
        poured = self._pouring.pour([few.rows[at] for at in places], self._known)
        new = [places[at] for at in poured.new]
        self._body.extend(f'{{"after":{few.texts[at]},"kind":"evidence"}}' for at in new)
        self._touched.add({self._known.claims[few.rows[at][CLAIM]] for at in new})
        _count(self.new, "evidence", len(new))
        _count(self.unchanged, "evidence", poured.unchanged)
        return {places[at] for at in poured.differing}

    def _sound(self, found: Iterable[Placed | str]) -> list[Placed]:
        """The records that the door has let through; what it says of the others is a fault."""
        found = list(found)
        self._faults += [one for one in found if isinstance(one, str)]
        if len(self._faults) >= MOST_PROBLEMS:
            self.refuse()
        return [one for one in found if isinstance(one, Placed)]

    def _fitting(self, places: Sequence[Placed]) -> list[tuple[Placed, str]]:
        """Write the records that fit what is there; gives the others with what is wrong."""
        if not places:
            return []
        records = [place.record for place in places]
        around = about_records(self._writer, records)
        after = around.with_changes(Change(None, record) for record in records)
        at = {id(place.record): place for place in places}
        faults = [(at[id(record)], message) for record, message in problems(after, records)]
        faulty = {id(place) for place, _ in faults}
        self._write([place for place in places if id(place) not in faulty], after)
        return faults

    def _write(self, places: Sequence[Placed], after: Ledger) -> None:
        records = [place.record for place in places]
        before = Ledger(stored(self._writer, records).values())
        planned = plan(before, records, self._wish.update)
        self.conflicts += planned.conflicts
        for counted, more in zip(self._counts, planned[:3], strict=True):
            for kind, number in more.items():
                _count(counted, kind, number)
        changes = settled_changes(planned.changes)
        write_records(self._writer, changes, self._seq)
        for batch in batches(claims_touched(self._writer, changes)):
            found = self._writer.rows("claim_ids", "of_claims", claims=batch)
            self._touched.add(number for _, number in found)
        self._body.extend(texts_of(changes))
        at = {id(place.record): place for place in places}
        self.remarks += [_told(at[id(r)], message) for r, message in warnings(after, records)]

    def _fault(self, faults: Iterable[tuple[Placed, str]]) -> None:
        self._faults += [_told(place, message) for place, message in faults]
        if len(self._faults) >= MOST_PROBLEMS:
            self.refuse()


def _size(paths: Iterable[str]) -> int:
    return sum(Path(path).stat().st_size for path in paths)


def _told(place: Placed, message: str) -> str:
    return problem_line(place.loc, kind_of(place.record), named(place.record), message)


def _count(counts: dict[str, int], kind: str, number: int) -> None:
    if number:
        counts[kind] = counts.get(kind, 0) + number


def _batches(found: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(found, size)):
        yield batch
