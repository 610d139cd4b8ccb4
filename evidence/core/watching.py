"""What lets somebody see how far a long loop is, without the loop knowing who looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """What a loop draws its items through; `iter` is the one that nobody looks at."""

    def __call__(self, items: Iterable[T], /) -> Iterator[T]:
        """The same items, one by one."""
