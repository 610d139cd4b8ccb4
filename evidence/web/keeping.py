"""What pages are made from, kept while the log of the database stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

from evidence.clock import today
from evidence.reports.site import references

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.core.ledger import Ledger
    from evidence.reports.pages.collection import Collection

MOST = 4
"""Days that are kept ready, the latest used ones."""


class Kept:
    """A collection, and what every page of it needs besides."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection

    @cached_property
    def known(self) -> frozenset[str]:
        """The references of all its pages."""
        return references(self.collection)


class Keeper:
    """Collections by their day, made again once anything is written; for one thread at a time."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._head: tuple[int, str] | None = None
        self._ledgers: OrderedDict[str | None, Ledger] = OrderedDict()
        self._kept: OrderedDict[tuple[str, str | None], Kept] = OrderedDict()

    def on(self, as_of: str | None, known_at: str | None) -> Kept:
        """What is published of a day; today's by default."""
        self._forget_unless_current()
        key = (as_of or today(), known_at)
        if key not in self._kept:
            self._kept[key] = self._made(*key)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _forget_unless_current(self) -> None:
        head = self._asking.head()
        if head != self._head:
            self._ledgers.clear()
            self._kept.clear()
            self._head = head

    def _made(self, day: str, known_at: str | None) -> Kept:
        from evidence.publishing import collected, stamp, written

        ledger = self._ledger(known_at)
        stamped = stamp(self._asking, day, known_at)
        return Kept(collected(ledger, stamped, written(self._asking, ledger, known_at)))

    def _ledger(self, known_at: str | None) -> Ledger:
        if known_at not in self._ledgers:
            self._ledgers[known_at] = self._asking.ledger(known_at)
        while len(self._ledgers) > 2:
            self._ledgers.popitem(last=False)
        return self._ledgers[known_at]
