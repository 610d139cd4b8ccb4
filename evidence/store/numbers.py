"""Numbers of rows, as many as a long import touches, in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, count


class Numbers:
    """A set of whole numbers from 0 on that tells them in order: a byte each up to the highest."""

    def __init__(self) -> None:
        self._marks = bytearray()

    def add(self, numbers: Iterable[int]) -> None:
        """Add all of these."""
        marks = self._marks
        for number in set(numbers):
            if number >= len(marks):
                marks.extend(bytes(number + 1 - len(marks)))
            marks[number] = 1

    def __len__(self) -> int:
        return self._marks.count(1)

    def __iter__(self) -> Iterator[int]:
        return compress(count(), self._marks)
