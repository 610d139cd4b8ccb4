"""What pages are made from, kept while the log of the database stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from evidence.clock import today
from evidence.reports.site import references

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.core.ledger import Ledger
    from evidence.reports.pages.collection import Collection

MOST = 4
"""Days that are kept ready, the latest used ones."""
MOST_LEDGERS = 2
"""Ledgers that are kept: all that is known now, and one of what was known on another day."""

K = TypeVar("K")
V = TypeVar("V")


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
        return _held(self._kept, key, lambda: self._made(*key), MOST)

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
        return _held(self._ledgers, known_at, lambda: self._asking.ledger(known_at), MOST_LEDGERS)


def _held(held: OrderedDict[K, V], key: K, make: Callable[[], V], most: int) -> V:
    """What is held under a key, made where it is not; what was not asked for longest goes."""
    if key not in held:
        held[key] = make()
    held.move_to_end(key)
    while len(held) > most:
        held.popitem(last=False)
    return held[key]
