"""What lets somebody see how far a long loop is, or stop it, without the loop knowing who."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """What a loop draws its items through; `iter` is the one that nobody looks at."""

    def __call__(self, items: Iterable[T], /) -> Iterator[T]:
        """The same items, one by one."""


Stopping = Callable[[], AbstractContextManager[Callable[[], bool]]]
"""What a loop that can end early runs within, and asks at good places whether it is to."""


@contextmanager
def never() -> Iterator[Callable[[], bool]]:
    """Nobody stops the loop."""
    yield lambda: False
